import Narration
import Scenarios

/// Puts into words why a script's lines cannot deliver what they name.
struct Undelivered {
  private let script: SynodScript
  private let posted: [SynodScript.Address: Player.Posted]
  /// What some line could send if the run were different, by kind and time.
  private var conceivable: Set<Sending> = []

  private struct Sending: Hashable {
    let kind: SynodScript.Kind
    let time: Int
  }

  init(in script: SynodScript, posted: [SynodScript.Address: Player.Posted]) {
    self.script = script
    self.posted = posted
    for line in script.lines {
      switch line.action {
      case .send: conceivable.insert(Sending(kind: .prepareRequest, time: line.time))
      case .deliver(let address):
        for kind in address.kind.causes { conceivable.insert(Sending(kind: kind, time: line.time)) }
      }
    }
  }

  /// The errors of lines that deliver what was not sent, in their order.
  ///
  /// Where one delivery fails, answers that others name may be missing for that reason alone. So behind the first error
  /// only those are told that are wrong whatever else happens.
  func complaints(_ lines: [Int]) -> [Complaint] {
    var complaints: [Complaint] = []
    for line in lines {
      guard case .deliver(let address) = script.lines[line].action else { continue }
      let isWrongAnyway = !conceivable.contains(Sending(kind: address.kind, time: address.time))
      guard complaints.isEmpty || isWrongAnyway else { continue }
      let message = "no \(address.kind.rawValue) was sent to node \(address.receiver) at time \(address.time)"
      // Looking for the nearest message takes a while, so it is done only for errors that are told.
      let remedy = complaints.count < Limits.diagnostics ? remedy(address) : nil
      complaints.append(Complaint(at: script.lines[line].places.kind, message, remedy: remedy))
    }
    return complaints
  }

  /// What was sent that is nearest to an address.
  private func remedy(_ address: SynodScript.Address) -> String {
    if let message = posted[address] {
      return "it is sent only later, by line \(number(of: message.line))"
    }
    // What was sent at that time, of that kind rather than of another; then that kind to that node at other times.
    let atThatTime = posted.keys.filter { $0.time == address.time }
    let kinds = [address.kind] + SynodScript.Kind.allCases
    if let kind = kinds.first(where: { kind in atThatTime.contains { $0.kind == kind } }) {
      let receivers = atThatTime.filter { $0.kind == kind }.map(\.receiver).sorted()
      return "at that time \(kind.withArticle) was sent to \(named(receivers))"
    }
    let otherTimes = posted.keys.filter { $0.kind == address.kind && $0.receiver == address.receiver }.map(\.time)
    if !otherTimes.isEmpty {
      return "\(address.kind.withArticle) was sent to it at \(times(otherTimes, near: address.time))"
    }
    let others = posted.keys.filter { $0.receiver == address.receiver }
    guard let nearest = others.min(by: { isNearer($0, $1, to: address.time) }) else {
      return "nothing at all was sent to that node"
    }
    return "what was sent to it nearest to that time is \(nearest.kind.withArticle) at \(nearest.time)"
  }

  private func named(_ receivers: [Int]) -> String {
    (receivers.count == 1 ? "node " : "nodes ") + listed(receivers)
  }

  /// `1, 2 and 3`
  private func listed(_ numbers: [Int]) -> String { sentenceList(numbers.map(String.init)) ?? "none" }

  /// At most five times, the nearest ones.
  private func times(_ times: [Int], near time: Int) -> String {
    let nearest = times.sorted { (distance($0, time), $0) < (distance($1, time), $1) }.prefix(5).sorted()
    return listed(Array(nearest))
  }

  /// In one order for the same script, whatever the order of a dictionary.
  private func isNearer(_ left: SynodScript.Address, _ right: SynodScript.Address, to time: Int) -> Bool {
    (distance(left.time, time), left.time, left.kind.rawValue)
      < (distance(right.time, time), right.time, right.kind.rawValue)
  }

  private func distance(_ left: Int, _ right: Int) -> Int { left < right ? right - left : left - right }

  private func number(of line: Int) -> Int {
    script.text.line(at: script.lines[line].places.kind)
  }
}

extension SynodScript.Kind {
  /// What a node can send when it receives such a message.
  fileprivate var causes: [SynodScript.Kind] {
    switch self {
    case .prepareRequest: [.prepareResponse]
    case .prepareResponse: [.acceptRequest, .prepareRequest]
    case .acceptRequest: [.acceptResponse]
    case .acceptResponse: [.decideRequest, .prepareRequest]
    case .decideRequest: []
    }
  }
}
