package import Consensus

// Which messages a person means.
extension Run {
  package func resolve(_ messages: Messages) throws(Refusal) -> [MessageID] {
    switch messages {
    case .numbers(let numbers):
      var ids: [MessageID] = []
      for number in numbers {
        let id = MessageID(number)
        guard timeline.world.message(id) != nil else { throw refusal(for: .noSuchMessage(id)) }
        guard !ids.contains(id) else { throw Refusal("m\(number) is named twice.") }
        ids.append(id)
      }
      return ids
    case .pattern(let pattern): return try resolve(pattern)
    }
  }

  private func resolve(_ pattern: MessagePattern) throws(Refusal) -> [MessageID] {
    let from = try pattern.from.map { name throws(Refusal) in try id(name) }
    guard !pattern.to.isEmpty else {
      let found = matches(pattern, from: from, to: nil)
      return try unambiguous(found, pattern)
    }
    var ids: [MessageID] = []
    for receiver in pattern.to {
      var single = pattern
      single.to = [receiver]
      ids += try unambiguous(matches(pattern, from: from, to: try id(receiver)), single)
    }
    return ids
  }

  /// The messages in flight that fit a pattern, one receiver of it at a time, in the order of their numbers.
  func matches(_ pattern: MessagePattern, from: NodeID?, to: NodeID?) -> [InFlight<A.Message>] {
    let queue = timeline.world.inFlight
    return algorithm.places(of: pattern, from: from, to: to, in: queue).map { queue[$0] }
  }

  private func unambiguous(
    _ found: [InFlight<A.Message>], _ pattern: MessagePattern
  ) throws(Refusal) -> [MessageID] {
    if found.isEmpty { throw noMatch(for: pattern) }
    if found.count > 1 && !pattern.all {
      throw Refusal(
        "\(found.count) messages match `\(pattern)`: \(list(found)).",
        remedy: "Say more of it, or name one by its number, or write `all`.")
    }
    return found.map(\.id)
  }

  private func noMatch(for pattern: MessagePattern) -> Refusal {
    let messages = timeline.world.inFlight
    guard !messages.isEmpty else {
      return Refusal("No message matches `\(pattern)`: there is none in flight.")
    }
    let names = (from: pattern.from.flatMap(cluster.id(named:)), to: pattern.to.first.flatMap(cluster.id(named:)))
    /// How many parts of the pattern a message fits.
    func score(_ message: InFlight<A.Message>) -> Int {
      let subject = algorithm.subject(of: message.message)
      return (pattern.kind == subject.kind ? 3 : 0) + (pattern.ballot == subject.ballot ? 2 : 0)
        + (pattern.slot == subject.slot ? 1 : 0)
        + (names.from == message.from ? 2 : 0) + (names.to == message.to ? 2 : 0)
    }
    let best = messages.map(score).max() ?? 0
    let nearest = messages.filter { score($0) == best }
    return Refusal(
      "No message matches `\(pattern)`.",
      remedy: "Nearest: \(list(nearest)). \(messages.count) in flight in all.")
  }

  /// `m7 accept 1.1 red P1 -> A3, m9 …`, at most eight of them.
  private func list(_ messages: [InFlight<A.Message>]) -> String {
    let shown = messages.prefix(8).map { message in
      "\(message.id) \(algorithm.label(of: message.message).text) "
        + "\(cluster.name(of: message.from)) -> \(cluster.name(of: message.to))"
    }
    return (shown + (messages.count > 8 ? ["and \(messages.count - 8) more"] : [])).joined(separator: ", ")
  }
}
