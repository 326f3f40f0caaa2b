package import Consensus

/// What tells two moments of a run apart, and whether any process could.
///
/// A process sees its own state and nothing else: two moments in which the states of all processes that are up are equal
/// are the same to everybody inside, whatever has crashed or is on its way. Moments of two branches may be compared, and a
/// moment with itself.
package struct Comparison: Hashable, Sendable {
  package enum Side: Hashable, Sendable, CaseIterable { case left, right }

  package struct Node: Hashable, Sendable {
    package struct Difference: Hashable, Sendable {
      package let field: String
      package let left: String
      package let right: String
    }

    package let name: String
    package let isUpLeft: Bool
    package let isUpRight: Bool
    /// Whether it knows the same in both, also what no field shows.
    package let knowsTheSame: Bool
    /// The fields that differ, in the order of the node's fields. A node that differs in nothing that a field shows has
    /// none.
    package let differences: [Difference]

    /// Whether it is up in both and could tell them apart. Who is down can tell nothing.
    package var canTell: Bool { isUpLeft && isUpRight && !knowsTheSame }
    /// Up and the same in both, or down in both with the same state to wake up with.
    package var isSame: Bool { isUpLeft == isUpRight && knowsTheSame }
  }

  package let left: MomentID
  package let right: MomentID
  /// All nodes, in their order.
  package let nodes: [Node]
  /// Messages in flight in one moment alone, in the order of their numbers. Two messages with the same content, sender and
  /// receiver are the same; numbers, delays and holds are nothing that a process could see.
  package let onlyLeft: [MessageView]
  package let onlyRight: [MessageView]
  package let chosenLeft: [SlotView]
  package let chosenRight: [SlotView]
  /// Whether the same was voted, promised and decided, which no process can read.
  package let isHistorySame: Bool
  /// Links that are cut in one moment alone, as pairs of names.
  package let cutsOnlyLeft: [[String]]
  package let cutsOnlyRight: [[String]]

  /// Nobody who is up in both can tell the two apart. Fischer, Lynch, Paterson (1985), §1: "it is impossible for one
  /// process to tell whether another has died … or is just running very slowly". False where nobody is up in both.
  package var isIndistinguishable: Bool {
    nodes.contains { $0.isUpLeft && $0.isUpRight } && !nodes.contains(where: \.canTell)
  }

  /// Nothing differs at all, not even for an observer who sees everything.
  package var isSame: Bool {
    nodes.allSatisfy(\.isSame) && onlyLeft.isEmpty && onlyRight.isEmpty && isHistorySame && cutsOnlyLeft.isEmpty
      && cutsOnlyRight.isEmpty
  }
}

extension Run {
  package func compare(_ left: MomentID, _ right: MomentID) -> Comparison {
    let (leftWorld, rightWorld) = (timeline.world(at: left), timeline.world(at: right))
    let (leftScene, rightScene) = (scene(at: left), scene(at: right))
    let nodes = zip(leftScene.nodes, rightScene.nodes).map { left, right in
      let differing = zip(left.fields, right.fields).filter { $0.value != $1.value }
      return Comparison.Node(
        name: left.name, isUpLeft: left.isUp, isUpRight: right.isUp,
        knowsTheSame: leftWorld[left.id] == rightWorld[right.id],
        differences: differing.map { Comparison.Node.Difference(field: $0.name, left: $0.value, right: $1.value) })
    }
    let only = Self.unshared(leftWorld.inFlight, rightWorld.inFlight)
    return Comparison(
      left: left, right: right, nodes: nodes,
      onlyLeft: leftScene.messages.filter { only.left.contains($0.id) },
      onlyRight: rightScene.messages.filter { only.right.contains($0.id) },
      chosenLeft: leftScene.chosen, chosenRight: rightScene.chosen,
      isHistorySame: leftWorld.ledger.announcements == rightWorld.ledger.announcements,
      cutsOnlyLeft: leftScene.cuts.filter { !rightScene.cuts.contains($0) },
      cutsOnlyRight: rightScene.cuts.filter { !leftScene.cuts.contains($0) })
  }

  private struct Envelope: Hashable {
    let message: A.Message
    let from: NodeID
    let to: NodeID

    init(_ message: InFlight<A.Message>) {
      self.message = message.message
      from = message.from
      to = message.to
    }
  }

  /// The numbers of the messages that the other side lacks; of equal ones, the youngest are those too many.
  private static func unshared(
    _ left: [InFlight<A.Message>], _ right: [InFlight<A.Message>]
  ) -> (left: Set<MessageID>, right: Set<MessageID>) {
    func surplus(_ messages: [InFlight<A.Message>], over others: [InFlight<A.Message>]) -> Set<MessageID> {
      var counts = Dictionary(others.map { (Envelope($0), 1) }, uniquingKeysWith: +)
      var ids: Set<MessageID> = []
      for message in messages {
        let count = counts[Envelope(message)] ?? 0
        if count > 0 { counts[Envelope(message)] = count - 1 } else { ids.insert(message.id) }
      }
      return ids
    }
    return (surplus(left, over: right), surplus(right, over: left))
  }
}

// MARK: - In words

extension Comparison {
  /// Whether anybody can tell, in a sentence or two.
  package var sentence: String {
    if isSame { return "Nothing differs." }
    let tellers = nodes.filter(\.canTell)
    if let teller = tellers.first {
      let others = tellers.count == 1 ? "" : ", and so can \(list(tellers.dropFirst().map(\.name)))"
      guard let difference = teller.differences.first else {
        return "\(teller.name) can tell the two moments apart\(others)."
      }
      return "\(teller.name) can tell the two moments apart: \(difference.field) is \(difference.left) here and "
        + "\(difference.right) there\(others)."
    }
    guard isIndistinguishable else { return "No process is up in both moments." }
    let witnesses = nodes.filter { $0.isUpLeft && $0.isUpRight }.map(\.name)
    let fallen = nodes.filter { $0.isUpLeft != $0.isUpRight }.map(\.name)
    let same = "\(list(witnesses)) \(witnesses.count == 1 ? "is" : "are") the same in both"
    let dead = fallen.isEmpty ? "" : ", although \(list(fallen)) \(fallen.count == 1 ? "is" : "are") up in one alone"
    return "No process that is up in both can tell the two moments apart: \(same)\(dead)."
  }

  /// What differs, a line each: nodes, messages in flight, links, what is chosen.
  package var lines: [String] {
    var lines: [String] = []
    for node in nodes where !node.isSame {
      if node.isUpLeft != node.isUpRight {
        lines.append("\(node.name): \(node.isUpLeft ? "up" : "down") here, \(node.isUpRight ? "up" : "down") there")
      }
      lines += node.differences.map { "\(node.name): \($0.field) is \($0.left) here, \($0.right) there" }
      if !node.knowsTheSame, node.differences.isEmpty { lines.append("\(node.name): differs in what no field shows") }
    }
    lines += onlyLeft.map { "in flight here alone: \($0.text)" }
    lines += onlyRight.map { "in flight there alone: \($0.text)" }
    lines += cutsOnlyLeft.map { "cut here alone: \($0.joined(separator: " | "))" }
    lines += cutsOnlyRight.map { "cut there alone: \($0.joined(separator: " | "))" }
    if chosenLeft != chosenRight { lines.append("chosen: \(text(chosenLeft)) here, \(text(chosenRight)) there") }
    if !isHistorySame { lines.append("what was voted, promised and decided differs, which no process can read") }
    return lines
  }

  private func text(_ slots: [SlotView]) -> String {
    let filled = slots.filter { !$0.values.isEmpty }
    guard !filled.isEmpty else { return "nothing" }
    return filled.map { slot in
      (slots.count > 1 ? "@\(slot.slot) " : "") + slot.values.joined(separator: " ")
    }.joined(separator: ", ")
  }

  private func list(_ names: some Collection<String>) -> String {
    guard names.count > 1 else { return names.joined() }
    return names.dropLast(1).joined(separator: ", ") + " and " + names.suffix(1).joined()
  }
}

extension MessageView {
  /// `accept 1.1 red P1 -> A1`
  fileprivate var text: String { "\(label.text) \(from) -> \(to)" }
}
