extension MultiPaxos {
  /// Every way in which a node of Multi-Paxos responds to an event.
  package enum Rule: String, CaseIterable, Hashable, Sendable {
    // Proposer, phase 1 for all slots.
    case opensABallot = "opens-a-ballot"
    case countsAPromise = "counts-a-promise"
    case ignoresARepeatedPromise = "ignores-a-repeated-promise"
    case ignoresALatePromise = "ignores-a-late-promise"
    case ignoresAStalePromise = "ignores-a-stale-promise"
    case leads
    case leadsAndFinishesSlots = "leads-and-finishes-slots"
    // Proposer, phase 2 slot by slot.
    case takesARequest = "takes-a-request"
    case assignsASlot = "assigns-a-slot"
    case countsAVote = "counts-a-vote"
    case announcesTheDecision = "announces-the-decision"
    case ignoresARepeatedVote = "ignores-a-repeated-vote"
    case ignoresALateVote = "ignores-a-late-vote"
    case ignoresAStaleVote = "ignores-a-stale-vote"
    // Proposer, preempted.
    case stepsDown = "steps-down"
    case opensTheNextBallot = "opens-the-next-ballot"
    case ignoresARepeatedRefusal = "ignores-a-repeated-refusal"
    case ignoresALateRefusal = "ignores-a-late-refusal"
    case ignoresAStaleRefusal = "ignores-a-stale-refusal"
    // Acceptor.
    case promises
    case refusesToPromise = "refuses-to-promise"
    case votes
    case refusesToVote = "refuses-to-vote"
    // Learner.
    case learnsAVote = "learns-a-vote"
    case decides
    case ignoresAKnownVote = "ignores-a-known-vote"
    case ignoresAKnownDecision = "ignores-a-known-decision"
  }
}
