package import Consensus

/// An algorithm that can be shown and put into words.
///
/// This is all that screens, the scenario language and exports need to know about an algorithm.
package protocol Narrated: Algorithm {
  /// The names of its messages, in the order of the protocol: `prepare`, `promise`, …
  static var kinds: [String] { get }
  /// What its ledger is judged by, the most important first.
  static var invariants: [Invariant] { get }

  /// What it calls its ballots.
  static var ballotWords: BallotWords { get }

  func label(of message: Message) -> MessageLabel

  /// What a message is about, as a description of messages can say it. Builds no text: every message in flight is asked
  /// whenever a command describes messages.
  func subject(of message: Message) -> Subject

  /// The places in a queue of the messages that fit a description, in their order. O(queue).
  ///
  /// A requirement although nobody needs another answer than the one below: an algorithm's own is compiled for its kind
  /// of messages, while code that is generic over algorithms takes ten times as long to look at a message.
  func places(of pattern: MessagePattern, from: NodeID?, to: NodeID?, in queue: [InFlight<Message>]) -> [Int]

  /// What a node knows, field by field, in the order in which a person reads it. The same names in every moment.
  func fields(of node: Node, _ id: NodeID) -> [Field]

  /// What a node is doing, in a few words.
  func activity(of node: Node, _ id: NodeID) -> String

  /// The ballot that a node has open.
  func ballot(of node: Node, _ id: NodeID) -> Ballot?

  /// How far a node has come towards a quorum.
  func progress(of node: Node, _ id: NodeID) -> NodeView.Progress?

  /// What a node believes to be chosen, per slot; nil for nodes that cannot believe anything.
  func beliefs(of node: Node, _ id: NodeID) -> [SlotView]?

  /// The fields that the panel of nodes gives columns of their own, for nodes with these roles. The last one gets what
  /// room is left.
  static func columns(of roles: Cluster.Role) -> [Column]

  /// Whether the algorithm decides anything, so that it makes sense to ask what is chosen and what can still be.
  static var decides: Bool { get }

  /// Whether the others can decide without a process that has crashed: what FLP is about.
  static var toleratesCrashes: Bool { get }

  /// Why no search can tell what may happen from here on; nil where one can.
  var objectionToSearching: Refusal? { get }

  /// A node's replicated log; nil for algorithms that have none.
  func log(of node: Node, _ id: NodeID) -> LogView?

  /// What a node holds back and has delivered; nil for algorithms that deliver nothing.
  func queue(of node: Node, _ id: NodeID) -> QueueView?

  /// What happened when a node followed a rule, and why. Called only for transitions with a rule.
  func explain(_ rule: Rule, _ transition: Transition<Self>) -> Explanation

  /// What a node has lost by a crash, in a sentence.
  func losses(_ before: Node, _ after: Node, _ id: NodeID) -> String
}

/// A field with a column of its own in the panel of nodes.
package struct Column: Hashable, Sendable, ExpressibleByStringLiteral {
  package let name: String
  /// How wide its values usually are; nil where the panel shares out the room that there is.
  package let width: Int?

  package init(_ name: String, width: Int) {
    self.name = name
    self.width = width
  }

  package init(stringLiteral name: String) {
    self.name = name
    width = nil
  }
}

extension Narrated {
  package static var decides: Bool { true }
  package static var ballotWords: BallotWords { .paxos }
  package static var toleratesCrashes: Bool { true }
  package var objectionToSearching: Refusal? { nil }

  package func log(of node: Node, _ id: NodeID) -> LogView? { nil }
  package func queue(of node: Node, _ id: NodeID) -> QueueView? { nil }
  package func ballot(of node: Node, _ id: NodeID) -> Ballot? { nil }
  package func progress(of node: Node, _ id: NodeID) -> NodeView.Progress? { nil }
  package func beliefs(of node: Node, _ id: NodeID) -> [SlotView]? { nil }

  package func places(
    of pattern: MessagePattern, from: NodeID?, to: NodeID?, in queue: [InFlight<Message>]
  ) -> [Int] {
    // Numbers, because comparing identifiers of another module is a call each time.
    let (from, to) = (from?.index, to?.index)
    return queue.indices.filter { place in
      if let from, queue[place].from.index != from { return false }
      if let to, queue[place].to.index != to { return false }
      return subject(of: queue[place].message).fits(pattern)
    }
  }
}
