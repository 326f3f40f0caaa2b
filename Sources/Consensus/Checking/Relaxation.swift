/// What a relaxed search does otherwise than an exact one, so that it sees fewer worlds and misses none that matters.
///
/// In a relaxed search a message stays in flight when it is delivered. So what was sent follows from what was done, and
/// worlds that differ in the messages that are left are one. Every exact run is a relaxed run too, because nothing need ever
/// be delivered, and what stays may as well have been delivered for good. So where no relaxed run violates an invariant, no run
/// does. A violation may be one that takes duplicates, and is looked for again (`Concern.shortestRun`, or exactly).
///
/// An algorithm may leave more out, as long as the answer stays the same. The argument for that stands where it is
/// left out: as a rule, that whatever an exact run does after it a relaxed run can do as well.
package struct Relaxation<A: Algorithm>: Sendable {
  /// What a message from a node can do at a receiver in this state.
  package let fate: @Sendable (A.Message, _ from: NodeID, _ receiver: A.Node) -> Fate
  /// Whether a message has no effect that cannot be had without it, wherever it is received.
  package let isLeftOut: @Sendable (A.Message) -> Bool
  /// The node without what none of its effects depends on.
  package let essence: @Sendable (A.Node) -> A.Node
  /// The message without what none of its effects depends on.
  package let gist: @Sendable (A.Message) -> A.Message
  /// In which order a search may go through the ballots; nil for any.
  package let stages: Stages<A>?
  /// The only values that can be chosen in the slot in question; nil for any.
  package let candidates: [Value]?
  /// Whether messages stay in flight. Where they do not, every run is one that a person could take; equal messages in flight are still one.
  package let keepsMessages: Bool

  package init(
    fate: @escaping @Sendable (A.Message, _ from: NodeID, _ receiver: A.Node) -> Fate,
    isLeftOut: @escaping @Sendable (A.Message) -> Bool = { _ in false },
    essence: @escaping @Sendable (A.Node) -> A.Node = { $0 },
    gist: @escaping @Sendable (A.Message) -> A.Message = { $0 },
    stages: Stages<A>? = nil,
    candidates: [Value]? = nil,
    keepsMessages: Bool = true
  ) {
    self.fate = fate
    self.isLeftOut = isLeftOut
    self.essence = essence
    self.gist = gist
    self.stages = stages
    self.candidates = candidates
    self.keepsMessages = keepsMessages
  }
}

extension Algorithm {
  package func relaxation(
    for concern: Concern, from world: World<Self>, within bounds: Bounds
  ) -> Relaxation<Self>? { nil }
}

/// What a relaxed search is about.
package enum Concern: Hashable, Sendable {
  /// Whether a history violates an invariant that is a purpose: every ledger of an exact run must be one of a relaxed run,
  /// too, as far as such an invariant can tell (`Ledger.essence`); decisions may come earlier there.
  case invariants
  /// The shortest run to a violation: every run must be one that a person could take as it is, and no shorter run be left out.
  case shortestRun
  /// Which values can be chosen in a slot: decisions do not matter.
  case values(slot: Int)
}

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
