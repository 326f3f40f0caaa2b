import Consensus

/// The same run under another algorithm: one list of requests, timers, crashes, cuts and deliveries drives both.
///
/// A message has a counterpart where the other algorithm has one in flight that does the same job between the same two
/// nodes (`Counterpart`). A step without a counterpart leaves the other run as it is, and says why.
package struct Companion: Sendable {
  /// What the other algorithm did with a step.
  package enum Response: Hashable, Sendable {
    case beginning
    case told(Told)
    /// It has nothing that corresponds, or cannot do it; a sentence that says why.
    case nothing(String)
  }

  private struct Place: Sendable {
    /// The moment of the other run.
    let moment: MomentID
    let response: Response
  }

  /// The other run, at the moment that corresponds to the one followed last.
  package private(set) var session: any Session
  /// What it did with the step followed last.
  package private(set) var response = Response.beginning
  /// For every moment that was followed, where the other run was then.
  private var places: [MomentID: Place]

  /// Whether an algorithm has one to be seen beside it.
  package static func algorithm(beside algorithm: String) -> String? {
    switch algorithm {
    case "multi-paxos": "raft"
    case "raft": "multi-paxos"
    default: nil
    }
  }

  /// The other algorithm at the beginning of a run. Throws where there is none, or where its nodes would be others.
  package init(of session: any Session) throws(Refusal) {
    guard let other = Companion.algorithm(beside: session.setup.algorithm) else {
      throw Refusal(
        "Nothing corresponds to \(session.setup.algorithm) step by step.",
        remedy: "Raft and Multi-Paxos can be seen beside each other.")
    }
    guard session.setup.names == session.setup.servers.map(\.name) else {
      throw Refusal(
        "In \(other) every node does the same.", remedy: "A scenario with `servers` can be seen beside it.")
    }
    var setup = Setup(algorithm: other)
    setup.servers = session.setup.servers
    self.session = try Catalog.session(for: setup)
    places = [0: Place(moment: self.session.cursor, response: .beginning)]
  }

  /// Goes to the moment that corresponds to the present one of a run. O(steps that were not followed before).
  package mutating func follow(_ leader: any Session) {
    let path = leader.path(to: leader.cursor)
    let known = path.lastIndex { places[$0] != nil } ?? 0
    if let place = places[path[known]] { session.jump(to: place.moment) }
    for event in leader.events(along: path[known...]) where places[event.moment] == nil {
      let response = take(event, leader.command(to: event.moment), leader)
      places[event.moment] = Place(moment: session.cursor, response: response)
    }
    guard let place = places[leader.cursor] else { return }
    session.jump(to: place.moment)
    response = place.response
  }

  private mutating func take(_ event: Diagram.Event, _ command: Command?, _ leader: any Session) -> Response {
    guard var command else { return .beginning }
    if let message = event.message {
      guard let counterpart = counterpart(of: message, leader.lanes) else {
        return .nothing(Counterpart.reason(for: message, in: session.setup.algorithm))
      }
      command = command.about(counterpart)
    }
    do throws(Refusal) {
      try session.perform(command)
    } catch {
      return .nothing(error.sentence)
    }
    defer { if session.setup.algorithm == "multi-paxos" { deliverToThemselves() } }
    guard let explanation = session.explanation(of: session.cursor),
      let taken = session.command(to: session.cursor)
    else { return .beginning }
    return .told(Told(command: taken, explanation: explanation))
  }

  /// A server of Raft counts itself at once, without a message: so do those of Multi-Paxos when they follow it.
  private mutating func deliverToThemselves() {
    while let own = session.scene.messages.first(where: { $0.from == $0.to && $0.obstacle == nil }) {
      guard (try? session.perform(.deliver(.numbers([own.id.number])))) != nil else { return }
    }
  }

  /// The message in flight that does the same job: of the same ballot and slot, else of the same ballot, else the oldest.
  private func counterpart(of message: Diagram.Message, _ lanes: [Diagram.Lane]) -> MessageID? {
    let kinds = Counterpart.kinds(of: message.label, in: session.setup.algorithm)
    let (from, to) = (lanes[message.from].name, lanes[message.to].name)
    let candidates = session.scene.messages.filter {
      kinds.contains($0.label.kind) && $0.from == from && $0.to == to
    }
    let sameBallot = candidates.filter { $0.label.ballot == message.label.ballot }
    let sameSlot = sameBallot.filter { $0.label.slot == message.label.slot }
    // Of several kinds the first one fits best.
    let found = [sameSlot, sameBallot, candidates].first { !$0.isEmpty } ?? []
    return kinds.lazy.compactMap { kind in found.first { $0.label.kind == kind } }.first?.id
  }
}

/// Which messages of Multi-Paxos and Raft do the same job, and what corresponds to what.
package enum Counterpart {
  /// What one algorithm calls what the other has another name for, the first one's name first.
  package static let terms: [(paxos: String, raft: String)] = [
    ("ballot", "term"), ("prepare", "request-vote"), ("promise", "vote"), ("accept", "append-entries"),
    ("accepted", "append-reply"), ("chosen", "committed"),
  ]

  /// The kinds of messages that do the job of a message in the other algorithm.
  static func kinds(of label: MessageLabel, in algorithm: String) -> [String] {
    switch (algorithm, label.kind) {
    case ("raft", "prepare"): ["request-vote"]
    case ("raft", "promise"): ["vote"]
    case ("raft", "accept"): ["append-entries"]
    case ("raft", "accepted"): ["append-reply"]
    // A refusal is an answer that grants nothing.
    case ("raft", "refusal"): label.slot == nil ? ["vote"] : ["append-reply"]
    case ("multi-paxos", "request-vote"): ["prepare"]
    case ("multi-paxos", "vote"): ["promise", "refusal"]
    // What is committed travels with it, too.
    case ("multi-paxos", "append-entries"): label.value == nil ? ["decide"] : ["accept", "decide"]
    case ("multi-paxos", "append-reply"): ["accepted", "refusal"]
    default: []
    }
  }

  /// Why a message has no counterpart.
  static func reason(for message: Diagram.Message, in algorithm: String) -> String {
    if message.from == message.to {
      return "\(algorithm.capitalizedFirst) needs no message here: a node counts itself at once."
    }
    if message.label.kind == "decide" {
      return "No message of its own: in Raft the leader's commit index travels with its next append-entries."
    }
    return "No message of \(algorithm) that corresponds to \(message.label.text) is in flight there."
  }
}

extension String {
  fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}

extension Command {
  /// The same command about one message.
  fileprivate func about(_ message: MessageID) -> Command {
    let messages = Messages.numbers([message.number])
    return switch self {
    case .deliver: .deliver(messages)
    case .drop: .drop(messages)
    case .duplicate: .duplicate(messages)
    case .delay(_, let ticks): .delay(messages, by: ticks)
    case .hold: .hold(messages)
    case .release: .release(messages)
    default: self
    }
  }
}
