package import Consensus

/// A run as a space-time diagram (Lamport 1978): a line for each node, and for each step what it did to them.
///
/// Plain text and marks, the same for every algorithm; lanes are places in `lanes`, in the order of the nodes.
package struct Diagram: Hashable, Sendable {
  package struct Lane: Hashable, Sendable {
    package let name: String
    package let roles: [String]
  }

  package let lanes: [Lane]
  /// One for each step, the first step first.
  package var events: [Event]

  package init(lanes: [Lane], events: [Event]) {
    self.lanes = lanes
    self.events = events
  }
}

extension Diagram {
  /// A message as an arrow: from lane to lane.
  package struct Message: Hashable, Sendable {
    package let id: MessageID
    package let label: MessageLabel
    package let from: Int
    package let to: Int
    package let copyOf: MessageID?
  }

  /// What a step was.
  package enum Kind: Hashable, Sendable {
    case request(value: String)
    case timeout
    /// An instance of consensus is decided for all nodes that are up.
    case choose(instance: Int)
    case delivery, loss, duplicate, hold, release
    case delay(ticks: Int)
    case crash
    case restart(withAmnesia: Bool)
    /// The lanes on both sides.
    case cut([Int], [Int])
    case heal
    case wait(ticks: Int)
  }

  /// What the node that acted announced, as far as it is worth a mark on its lane.
  package enum Act: Hashable, Sendable {
    case opens(Ballot)
    case promises(Ballot)
    case refuses(Ballot)
    case asks(slot: Int, Ballot, value: String)
    case votes(slot: Int, Ballot, value: String)
    case decides(slot: Int, value: String)
    /// The value is chosen by the algorithm's own standard.
    case commits(slot: Int, Ballot, value: String)
    case leads(Ballot)
    case multicasts(value: String)
    /// Hands a message to the application: the sender's lane, and what it says.
    case delivers(from: Int, value: String)
  }

  /// Votes that are a quorum: their value is chosen.
  package struct Quorum: Hashable, Sendable {
    package let slot: Int
    package let ballot: Ballot
    package let value: String
    /// The lanes of the acceptors that voted.
    package let voters: [Int]
  }

  /// One step.
  package struct Event: Hashable, Sendable {
    package let moment: MomentID
    package let kind: Kind
    /// The step, as a scenario writes it, and what happened, in a sentence.
    package let command: String
    package let what: String
    /// The name of the rule that was followed, or of what the network did.
    package let rule: String
    /// The lane of the node that acted, crashed or restarted.
    package let lane: Int?
    /// The message that the step is about.
    package let message: Message?
    /// What was sent, or the copy that was made.
    package let sent: [Message]
    package let acts: [Act]
    /// The quorum that this step completed.
    package let quorum: Quorum?
    /// Whether the step changed or sent anything; false for a stale delivery.
    package let isEffective: Bool
    /// The clock, and which nodes are down, after the step.
    package let clock: Int
    package let down: NodeSet
    /// After the step: while links are cut, the nodes of one side.
    package let apart: NodeSet

    package func isDown(_ lane: Int) -> Bool { down.contains(NodeID(lane)) }
    package func isApart(_ lane: Int) -> Bool { apart.contains(NodeID(lane)) }

    /// Whether something was decided, committed or delivered in it, or somebody began to lead.
    package var isMilestone: Bool {
      acts.contains { act in
        switch act {
        case .decides, .commits, .delivers, .leads: true
        case .opens, .promises, .refuses, .asks, .votes, .multicasts: false
        }
      }
    }

    /// The values that a node believes to be chosen since this step.
    package var decisions: [(slot: Int, value: String)] {
      acts.compactMap { if case .decides(let slot, let value) = $0 { (slot, value) } else { nil } }
    }
  }
}

extension Session {
  /// The lanes of a diagram.
  package var lanes: [Diagram.Lane] {
    scene(at: 0).nodes.map { Diagram.Lane(name: $0.name, roles: $0.roles) }
  }

  /// The whole run to a moment. O(steps).
  package func diagram(to moment: MomentID) -> Diagram {
    Diagram(lanes: lanes, events: events(along: path(to: moment)[...]))
  }
}
