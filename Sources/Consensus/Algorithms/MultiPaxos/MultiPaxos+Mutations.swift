extension MultiPaxos {
  /// The decisions that make Multi-Paxos safe or live, each a rule of its own with the paper's answer as its default.
  package struct Rules: Sendable {
    /// Phase 1b: one comparison for all slots (§2.2, §3).
    package var mayPromise: @Sendable (Ballot, Acceptor) -> Bool = { ballot, acceptor in
      acceptor.promised.map { ballot > $0 } ?? true
    }
    /// Phase 1b: what the promise changes.
    package var promise: @Sendable (Ballot, inout Acceptor) -> Void = { ballot, acceptor in acceptor.promised = ballot }
    /// Phase 2b: "unless it has already responded to a prepare request having a number greater than n" (§2.2).
    package var mayVote: @Sendable (Int, Vote, Acceptor) -> Bool = { _, vote, acceptor in
      acceptor.promised.map { vote.ballot >= $0 } ?? true
    }
    /// Phase 2b: what the vote changes.
    package var vote: @Sendable (Int, Vote, inout Acceptor) -> Void = { slot, vote, acceptor in
      acceptor.promised = vote.ballot
      acceptor.log[slot] = vote
    }
    /// Phase 2a: which promises belong to the ballot.
    package var countsPromise: @Sendable (Ballot, Proposer) -> Bool = { ballot, proposer in ballot == proposer.ballot }
    /// Phase 2a: what is kept of a vote that is reported for a slot: "the value of the highest-numbered proposal among
    /// the responses" (§2.2), and who reported it.
    package var remember: @Sendable (Int, Vote, NodeID, inout Slots<Proposer.Report>) -> Void = {
      $3.keep($1, of: $2, in: $0) { new, old in new > old }
    }
    /// §3: what a new leader proposes in a hole below the slots that it finishes; nil: nothing.
    package var filler: Value? = MultiPaxos.noop
    /// A leader gives each request the same slot until it knows what is chosen there.
    package var reusesSlots = false
    /// Phase 1 is left out.
    package var skipsPhase1 = false
    /// The leader takes its quorum of promises for a decision in each slot that it asks for.
    package var decidesOnPromises = false
    /// §2.3: how many votes make a decision.
    package var votesToDecide: @Sendable (Cluster) -> Int = { $0.quorums.phase2 }
    /// §2.3: under which vote a learner counts one: votes of different ballots are never added up.
    package var countedAs: @Sendable (Vote) -> Vote = { $0 }

    package init() {}
  }

  /// A broken or harmless variant of one rule, by the name that scenarios use.
  package enum Mutation: String, CaseIterable, Hashable, Sendable {
    case ownValue = "own-value"
    case lastValue = "last-value"
    case lowestValue = "lowest-value"
    case voteBelowPromise = "vote-below-promise"
    case voteWithoutPromise = "vote-without-promise"
    case oneBallotVariable = "one-ballot-variable"
    case lowerPromise = "lower-promise"
    case answerEveryPrepare = "answer-every-prepare"
    case promiseEqual = "promise-equal"
    case voteOnlyIfEqual = "vote-only-if-equal"
    case writeOnce = "write-once"
    case skipPhase1 = "skip-phase-1"
    case stalePromise = "stale-promise"
    case decideOnPromises = "decide-on-promises"
    case decideOnOneVote = "decide-on-one-vote"
    case countAcrossBallots = "count-across-ballots"
    case reuseSlot = "reuse-slot"
    case leaveHoles = "leave-holes"
    case inventFiller = "invent-filler"

    /// What it changes, in one sentence.
    package var summary: String {
      switch self {
      case .ownValue: "A new leader ignores the reported votes and gives the open slots to its own requests."
      case .lastValue: "Adopts in each slot the value of the promise that arrived last, whatever its ballot."
      case .lowestValue: "Adopts in each slot the value of the lowest reported ballot."
      case .voteBelowPromise: "Votes without comparing the ballot with the promise."
      case .voteWithoutPromise: "Voting does not raise the promise; the vote overwrites the earlier one in its slot."
      case .oneBallotVariable: "Promised and accepted ballot are one variable: a promise relabels all accepted values."
      case .lowerPromise: "A late prepare lowers the promise."
      case .answerEveryPrepare: "Promises any prepare, however old, without lowering its own promise."
      case .promiseEqual: "Promises a ballot that it has promised already."
      case .voteOnlyIfEqual: "Votes only in the very ballot that it has promised."
      case .writeOnce: "Votes once only in each slot, and refuses every later request there."
      case .skipPhase1: "Leads at once, without phase 1."
      case .stalePromise: "Counts a promise whatever ballot it was for."
      case .decideOnPromises: "Takes a quorum of promises for a decision in every slot that it asks for."
      case .decideOnOneVote: "Takes a single vote for a decision."
      case .countAcrossBallots: "A learner counts votes for a value over different ballots."
      case .reuseSlot: "A leader gives the next request the same slot once more."
      case .leaveHoles: "A new leader leaves the holes open, so that nothing above them can be executed."
      case .inventFiller: "A new leader fills holes with a value that nobody has proposed."
      }
    }

    // One arm for each mutation; longer than other functions because it is the table of them all.
    func replace(in rules: inout Rules) {
      switch self {
      case .ownValue: rules.remember = { _, _, _, _ in }
      case .lastValue: rules.remember = { $3.keep($1, of: $2, in: $0) { _, _ in true } }
      case .lowestValue: rules.remember = { $3.keep($1, of: $2, in: $0) { new, old in new < old } }
      case .voteBelowPromise: rules.mayVote = { _, _, _ in true }
      case .voteWithoutPromise: rules.vote = { slot, vote, acceptor in acceptor.log[slot] = vote }
      case .oneBallotVariable:
        rules.promise = { ballot, acceptor in
          acceptor.promised = ballot
          acceptor.log = acceptor.log.map { Vote(ballot, $0.value) }
        }
      case .lowerPromise: rules.mayPromise = { _, _ in true }
      case .answerEveryPrepare:
        rules.mayPromise = { _, _ in true }
        rules.promise = { ballot, acceptor in acceptor.promised = acceptor.promised.map { max($0, ballot) } ?? ballot }
      case .promiseEqual: rules.mayPromise = { ballot, acceptor in acceptor.promised.map { ballot >= $0 } ?? true }
      case .voteOnlyIfEqual: rules.mayVote = { _, vote, acceptor in vote.ballot == acceptor.promised }
      case .writeOnce:
        rules.mayVote = { slot, vote, acceptor in
          acceptor.log[slot] == nil && acceptor.promised.map { vote.ballot >= $0 } ?? true
        }
      case .skipPhase1: rules.skipsPhase1 = true
      case .stalePromise: rules.countsPromise = { _, _ in true }
      case .decideOnPromises: rules.decidesOnPromises = true
      case .decideOnOneVote: rules.votesToDecide = { _ in 1 }
      case .countAcrossBallots: rules.countedAs = { Vote(Ballot(round: 0, proposer: 0), $0.value) }
      case .reuseSlot: rules.reusesSlots = true
      case .leaveHoles: rules.filler = nil
      case .inventFiller: rules.filler = Value("filler")
      }
    }
  }
}

extension Slots<MultiPaxos.Proposer.Report> {
  /// Keeps a reported vote if it replaces what was reported for its slot before, or is the same.
  fileprivate mutating func keep(
    _ vote: Vote, of acceptor: NodeID, in slot: Int, replaces: (_ new: Vote, _ old: Vote) -> Bool
  ) {
    if let old = self[slot], old.vote == vote {
      self[slot] = .init(vote: vote, reporters: old.reporters.union([acceptor]))
    } else if self[slot].map({ replaces(vote, $0.vote) }) ?? true {
      self[slot] = .init(vote: vote, reporters: [acceptor])
    }
  }
}
