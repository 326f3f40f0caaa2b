/// What a relaxed search does otherwise than an exact one, so that it sees fewer worlds and misses none that matters.
///
/// In a relaxed search a message stays in flight when it is delivered. So what was sent follows from what was done, and
/// worlds that differ in the messages that are left are one. Every exact run is a relaxed run too, because nothing need ever
/// be delivered, and what stays may as well have been delivered for good. So where no relaxed run violates an invariant, no run
/// does. A violation may be one that takes duplicates, and is looked for again in an exact search.
///
/// An algorithm may leave more out, as long as every ledger of an exact run is also one of a relaxed run, as far as an invariant that is
/// a purpose can tell (`Ledger.essence`); decisions may come earlier there. The argument for that stands where it is left out: as
/// a rule, that whatever an exact run does after it a relaxed run can do as well.
package struct Relaxation<A: Algorithm>: Sendable {
  /// What a message from a node can do at a receiver in this state.
  package let fate: @Sendable (A.Message, _ from: NodeID, _ receiver: A.Node) -> Fate
  /// Whether a message has no effect that cannot be had without it, wherever it is received.
  package let isLeftOut: @Sendable (A.Message) -> Bool
  /// Whether a message only spreads the news of votes: as long as quorums meet and acceptors remember their votes, no vote that can be
  /// cast after its delivery could not have been cast without it. A search for possible values leaves such messages out.
  package let isNews: @Sendable (A.Message) -> Bool
  /// Whether an acceptor still knows that it cast a vote in a slot, or a later one.
  package let remembers: @Sendable (A.Node, _ slot: Int, Vote) -> Bool
  /// What a search for the values of one slot may forget about all other slots, where it leaves news out and nobody crashes; nil for
  /// nothing.
  package let focus: (@Sendable (_ slot: Int) -> Focus)?
  /// What a node may receive at any time, as if somebody had sent it, in place of messages that are left out.
  package let unsent: @Sendable (NodeID, A.Node) -> [Unsent]
  /// Whether a node has begun something of which nothing has come yet, and might as well begin it only now (`Reduction.isBeginning`).
  package let isBeginning: @Sendable (NodeID, A.Node) -> Bool
  /// The node without what none of its effects depends on.
  package let essence: @Sendable (A.Node) -> A.Node

  /// What is left of nodes and messages.
  package struct Focus: Sendable {
    package let node: @Sendable (A.Node) -> A.Node
    package let message: @Sendable (A.Message) -> A.Message

    package init(
      node: @escaping @Sendable (A.Node) -> A.Node, message: @escaping @Sendable (A.Message) -> A.Message
    ) {
      (self.node, self.message) = (node, message)
    }
  }

  /// A message, and its supposed sender.
  package struct Unsent: Sendable {
    package let message: A.Message
    package let sender: NodeID

    package init(_ message: A.Message, from sender: NodeID) {
      (self.message, self.sender) = (message, sender)
    }
  }

  package init(
    fate: @escaping @Sendable (A.Message, _ from: NodeID, _ receiver: A.Node) -> Fate,
    isLeftOut: @escaping @Sendable (A.Message) -> Bool = { _ in false },
    isNews: @escaping @Sendable (A.Message) -> Bool = { _ in false },
    remembers: @escaping @Sendable (A.Node, _ slot: Int, Vote) -> Bool = { _, _, _ in true },
    focus: (@Sendable (_ slot: Int) -> Focus)? = nil,
    unsent: @escaping @Sendable (NodeID, A.Node) -> [Unsent] = { _, _ in [] },
    isBeginning: @escaping @Sendable (NodeID, A.Node) -> Bool = { _, _ in false },
    essence: @escaping @Sendable (A.Node) -> A.Node = { $0 }
  ) {
    self.fate = fate
    self.isLeftOut = isLeftOut
    self.isNews = isNews
    self.remembers = remembers
    self.focus = focus
    self.unsent = unsent
    self.isBeginning = isBeginning
    self.essence = essence
  }
}

extension Algorithm {
  package func relaxation(within bounds: Bounds) -> Relaxation<Self>? { nil }
}
