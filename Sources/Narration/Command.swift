package import Consensus

/// What a person can do: the verbs of the scenario language and of the `:` line. A command becomes one step or several.
package enum Command: Hashable, Sendable {
  case request(node: String, value: String)
  case timeout(node: String, round: Int?)
  /// A hand decides an instance of consensus inside a black box.
  case choose(instance: Int, values: [String])
  case deliver(Messages)
  case drop(Messages)
  case duplicate(Messages)
  case delay(Messages, by: Int)
  case hold(Messages)
  case release(Messages)
  case crash([String])
  case restart([String], forgetting: Amnesia)
  case cut([String], [String])
  /// Mends the links between two groups of nodes; empty groups stand for all links.
  case heal([String], [String])
  /// Delivers the message that is due first, several times.
  case next(Int)
  case run(until: Goal)
  case wait(Int)

  package enum Goal: String, Hashable, Sendable, CaseIterable {
    /// Nothing more can be delivered.
    case quiet
    /// Some value is chosen.
    case chosen
  }
}

/// Which messages a command is about.
package enum Messages: Hashable, Sendable {
  /// `m7 m9`
  case numbers([Int])
  case pattern(MessagePattern)
}

/// A description of messages: `[all] [KIND] [BALLOT] [@SLOT] [FROM] [-> TO …]`, every part optional.
package struct MessagePattern: Hashable, Sendable {
  /// More than one message may match.
  package var all = false
  package var kind: String?
  package var ballot: Ballot?
  package var slot: Int?
  package var from: String?
  /// With several receivers, a message must match for each of them.
  package var to: [String] = []

  package init() {}
}

/// A statement about a moment that `expect` can make.
package enum Fact: Hashable, Sendable {
  /// The values chosen in a slot (nil: the only one there is); none: nothing is chosen.
  case chosen(slot: Int?, values: [String])
  /// What a node believes to be chosen; nil: nothing.
  case decided(node: String, slot: Int?, value: String?)
  /// The values that can still be chosen in a slot (nil: the only one there is, or the first).
  case possible(slot: Int?, values: [String])
  /// A field of a node, as the panels show it: `A1 promised 1.2`.
  case field(node: String, name: String, value: String)
  /// The rule that the last step followed.
  case rule(String)
  case inFlight(MessagePattern)
  case notInFlight(MessagePattern)
  case holds(String)
  case violates(String)
}
