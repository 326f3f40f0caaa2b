extension Raft {
  /// Every way in which a server of Raft responds to an event.
  package enum Rule: String, CaseIterable, Hashable, Sendable {
    // Timers and clients.
    case startsAnElection = "starts-an-election"
    case sendsHeartbeats = "sends-heartbeats"
    case appendsARequest = "appends-a-request"
    // Any server, asked for its vote.
    case grantsItsVote = "grants-its-vote"
    case repeatsItsVote = "repeats-its-vote"
    case refusesAStaleCandidate = "refuses-a-stale-candidate"
    case refusesASecondVote = "refuses-a-second-vote"
    case refusesAnOutdatedLog = "refuses-an-outdated-log"
    // Candidate.
    case countsAVote = "counts-a-vote"
    case winsTheElection = "wins-the-election"
    case hearsARefusal = "hears-a-refusal"
    case ignoresARepeatedVote = "ignores-a-repeated-vote"
    case ignoresALateVote = "ignores-a-late-vote"
    case ignoresAStaleVote = "ignores-a-stale-vote"
    // Follower.
    case appendsEntries = "appends-entries"
    case replacesEntries = "replaces-entries"
    case learnsOfACommit = "learns-of-a-commit"
    case confirmsKnownEntries = "confirms-known-entries"
    case acknowledgesAHeartbeat = "acknowledges-a-heartbeat"
    case failsTheConsistencyCheck = "fails-the-consistency-check"
    case refusesAStaleLeader = "refuses-a-stale-leader"
    case ignoresAnotherLeader = "ignores-another-leader"
    // Leader.
    case countsACopy = "counts-a-copy"
    case commitsEntries = "commits-entries"
    case holdsBackAnOldTerm = "holds-back-an-old-term"
    case backsUp = "backs-up"
    case ignoresARepeatedReply = "ignores-a-repeated-reply"
    case ignoresALateRefusal = "ignores-a-late-refusal"
    case ignoresAStaleReply = "ignores-a-stale-reply"
    // Candidate and leader, by a reply of a higher term.
    case stepsDown = "steps-down"
  }
}
