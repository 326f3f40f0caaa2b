/// What a message can still do at its receiver, in one of the receiver's states.
package enum Fate: UInt32, Sendable {
  /// It may matter, now or later.
  case open = 1
  /// Neither now nor in any later state can it help: nothing that is looked for can happen after its delivery that could not happen
  /// without it.
  case spent = 2
  /// It may be delivered at once, before anything else happens: whatever may happen if it comes later, or never, may happen
  /// if it comes now, or if the message that it answers had never arrived. Only asked about messages that were sent during
  /// the search.
  case urgent = 3
}

/// What a search for the values that may still be chosen need not look at, because it changes no answer.
///
/// Everything here must be *conservative*: it may say too little, never too much. A node's later states are all those to
/// which events, crashes and restarts within the bounds can lead it. That a message is lost is always possible, so to leave
/// one out never makes up a run; what an algorithm has to know is that no value gets lost with it.
package struct Reduction<A: Algorithm>: Sendable {
  /// What a message from a node can do at a receiver in this state.
  package let fate: @Sendable (A.Message, _ from: NodeID, _ receiver: A.Node) -> Fate
  /// Whether a message is useless because its sender, in this state or any later one, no longer cares for what comes of it.
  package let isWithdrawn: @Sendable (A.Message, _ sender: A.Node) -> Bool
  /// The value for which a message asks a vote, if it does nothing else. Once a value is known to be possible, nobody need
  /// vote for it any more: where another value is chosen in the end, it could have been without these votes.
  package let asksFor: @Sendable (A.Message) -> Value?
  /// Whether a node has begun something of which nothing has come yet, and might as well begin it only now: nothing but its
  /// own steps, and deliveries of messages from it and to it, need come next. Only asked about states in which the search did not begin.
  package let isBeginning: @Sendable (NodeID, A.Node) -> Bool
  /// The node without what no later vote depends on: it behaves as the node does, as far as votes go.
  package let essence: @Sendable (A.Node) -> A.Node
  /// The ballot below which a node will never vote, or nil where it may vote in any.
  package let floor: @Sendable (A.Node) -> Ballot?
  /// How many acceptors with a lower floor a ballot needs, or nothing comes of opening it. 0 if it needs none.
  package let acceptorsNeeded: Int

  package init(
    fate: @escaping @Sendable (A.Message, _ from: NodeID, _ receiver: A.Node) -> Fate,
    isWithdrawn: @escaping @Sendable (A.Message, _ sender: A.Node) -> Bool = { _, _ in false },
    asksFor: @escaping @Sendable (A.Message) -> Value? = { _ in nil },
    isBeginning: @escaping @Sendable (NodeID, A.Node) -> Bool = { _, _ in false },
    essence: @escaping @Sendable (A.Node) -> A.Node = { $0 },
    floor: @escaping @Sendable (A.Node) -> Ballot? = { _ in nil },
    acceptorsNeeded: Int = 0
  ) {
    self.fate = fate
    self.isWithdrawn = isWithdrawn
    self.asksFor = asksFor
    self.isBeginning = isBeginning
    self.essence = essence
    self.floor = floor
    self.acceptorsNeeded = acceptorsNeeded
  }
}

extension Algorithm {
  package func reduction(within bounds: Bounds) -> Reduction<Self>? { nil }
}

/// The kinds of reductions, each of which can be left out: none changes what is possible.
package struct Reductions: OptionSet, Sendable {
  package let rawValue: UInt16
  package init(rawValue: UInt16) { self.rawValue = rawValue }

  /// Messages that only spread the news of votes (`Algorithm.isNews`).
  package static let news = Reductions(rawValue: 1)
  /// Messages that can no longer help at their receivers.
  package static let spent = Reductions(rawValue: 2)
  /// Messages that their senders no longer care for.
  package static let withdrawn = Reductions(rawValue: 4)
  /// What nodes remember and no vote depends on.
  package static let essence = Reductions(rawValue: 8)
  /// What the ledger says about values that are known to be possible, and about ballots that can no longer choose any.
  package static let ledger = Reductions(rawValue: 16)
  /// Other orders of what may as well happen at once.
  package static let urgent = Reductions(rawValue: 32)
  /// Votes for values that are known to be possible.
  package static let known = Reductions(rawValue: 64)
  /// Other orders of what may as well begin later; only together with `urgent`.
  package static let beginning = Reductions(rawValue: 128)
  /// Ballots that too many acceptors have promised not to follow.
  package static let hopeless = Reductions(rawValue: 256)
  /// Which messages are left, where an algorithm has no reduction but a relaxation.
  package static let relaxed = Reductions(rawValue: 512)

  package static let all: Reductions = [
    .news, .spent, .withdrawn, .essence, .ledger, .urgent, .known, .beginning, .hopeless, .relaxed,
  ]
}
