extension Paxos {
  /// The decisions that make Paxos safe or live, each a rule of its own with the paper's answer as its default.
  ///
  /// The roles ask these rules and contain no other conditions of this kind, so that a mutation can replace one of them
  /// from outside.
  package struct Rules: Sendable {
    /// Phase 1b: "if an acceptor receives a prepare request with number n greater than that of any prepare request to
    /// which it has already responded" (§2.2).
    package var mayPromise: @Sendable (Ballot, Acceptor) -> Bool = { ballot, acceptor in
      acceptor.promised.map { ballot > $0 } ?? true
    }
    /// Phase 1b: what the promise changes.
    package var promise: @Sendable (Ballot, inout Acceptor) -> Void = { ballot, acceptor in acceptor.promised = ballot }
    /// Phase 2b: "unless it has already responded to a prepare request having a number greater than n" (§2.2).
    package var mayVote: @Sendable (Vote, Acceptor) -> Bool = { vote, acceptor in
      acceptor.promised.map { vote.ballot >= $0 } ?? true
    }
    /// Phase 2b: what the vote changes.
    package var vote: @Sendable (Vote, inout Acceptor) -> Void = { vote, acceptor in
      acceptor.promised = vote.ballot
      acceptor.accepted = vote
    }
    /// Phase 2a: which promises belong to the ballot.
    package var countsPromise: @Sendable (Ballot, Proposer) -> Bool = { ballot, proposer in ballot == proposer.ballot }
    /// Phase 2a: what is kept of the reported votes: the highest-numbered one.
    package var remember: @Sendable (Vote, inout [Vote]) -> Void = { vote, reports in
      reports = [reports.reduce(vote, max)]
    }
    /// Phase 2a: "the value of the highest-numbered proposal among the responses", or nil if the choice is free (§2.2).
    package var choose: @Sendable (Proposer) -> Value? = { proposer in proposer.reports.max()?.value }
    /// Both phases: the cluster by whose quorums a node counts, whomever it takes for unreachable.
    package var electorate: @Sendable (Cluster, NodeSet) -> Cluster = { cluster, _ in cluster }
    /// Nodes have failure detectors.
    package var asksDetectors = false
    /// Phase 1 is left out.
    package var skipsPhase1 = false
    /// The proposer takes a quorum of promises for a decision.
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
    case majorityValue = "majority-value"
    case lastValue = "last-value"
    case lowestValue = "lowest-value"
    case mostFrequentValue = "most-frequent-value"
    case voteBelowPromise = "vote-below-promise"
    case voteWithoutPromise = "vote-without-promise"
    case keepHighestVote = "keep-highest-vote"
    case oneBallotVariable = "one-ballot-variable"
    case lowerPromise = "lower-promise"
    case answerEveryPrepare = "answer-every-prepare"
    case promiseEqual = "promise-equal"
    case voteOnlyIfEqual = "vote-only-if-equal"
    case voteStrictlyAbove = "vote-strictly-above"
    case writeOnce = "write-once"
    case skipPhase1 = "skip-phase-1"
    case stalePromise = "stale-promise"
    case decideOnPromises = "decide-on-promises"
    case decideOnOneVote = "decide-on-one-vote"
    case countAcrossBallots = "count-across-ballots"
    case reachableQuorum = "reachable-quorum"

    /// What it changes, in one sentence.
    package var summary: String {
      switch self {
      case .ownValue: "Phase 2 always asks for the proposer's own value."
      case .majorityValue: "Adopts a reported value only if a majority of the promises report it."
      case .lastValue: "Adopts the value of the promise that arrived last, whatever its ballot."
      case .lowestValue: "Adopts the value of the lowest reported ballot."
      case .mostFrequentValue: "Adopts the value that most promises report."
      case .voteBelowPromise: "Votes without comparing the ballot with the promise."
      case .voteWithoutPromise: "Voting does not raise the promise; the vote overwrites the earlier one."
      case .keepHighestVote: "Voting does not raise the promise, but the highest-numbered vote is kept."
      case .oneBallotVariable: "Promised and accepted ballot are one variable: a promise relabels the accepted value."
      case .lowerPromise: "A late prepare lowers the promise."
      case .answerEveryPrepare: "Promises any prepare, however old, without lowering its own promise."
      case .promiseEqual: "Promises a ballot that it has promised already."
      case .voteOnlyIfEqual: "Votes only in the very ballot that it has promised."
      case .voteStrictlyAbove: "Votes only above its promise, not at it."
      case .writeOnce: "Votes once only, and refuses every later request."
      case .skipPhase1: "Asks for votes at once, without phase 1."
      case .stalePromise: "Counts a promise whatever ballot it was for."
      case .decideOnPromises: "Takes a quorum of promises for a decision."
      case .decideOnOneVote: "Takes a single vote for a decision."
      case .countAcrossBallots: "A learner counts votes for a value over different ballots."
      case .reachableQuorum: "Takes a majority of the acceptors that it can reach for a quorum."
      }
    }

    /// Whether it changes who counts what for a decision.
    var isAboutDeciding: Bool {
      [.decideOnPromises, .decideOnOneVote, .countAcrossBallots, .reachableQuorum].contains(self)
    }

    /// Whether it lets an acceptor go back to a lower ballot than it has answered.
    var goesBack: Bool {
      [.voteBelowPromise, .voteWithoutPromise, .keepHighestVote, .lowerPromise, .answerEveryPrepare].contains(self)
    }

    /// Whether it lets a promise go down.
    var lowersPromises: Bool { [.voteBelowPromise, .lowerPromise].contains(self) }

    /// Whether it lets an acceptor promise what it has promised already.
    var promisesAgain: Bool { [.answerEveryPrepare, .promiseEqual].contains(self) }

    /// Whether a promise that is not counted at once may still matter.
    var keepsPromisesForLater: Bool { [.oneBallotVariable, .lowerPromise, .stalePromise].contains(self) }

    /// Whether it matters in phase 2 which acceptors have promised the ballot.
    var votesByPromise: Bool { [.voteOnlyIfEqual, .voteStrictlyAbove].contains(self) }

    // One arm for each mutation; longer than other functions because it is the table of them all.
    func replace(in rules: inout Rules) {
      switch self {
      case .ownValue: rules.choose = { _ in nil }
      case .majorityValue:
        rules.remember = { vote, reports in reports.append(vote) }
        rules.choose = { proposer in
          mostFrequent(proposer.reports.sorted()).flatMap { 2 * $0.count > proposer.promises.count ? $0.value : nil }
        }
      case .lastValue: rules.remember = { vote, reports in reports = [vote] }
      case .lowestValue: rules.remember = { vote, reports in reports = [reports.reduce(vote, min)] }
      case .mostFrequentValue:
        rules.remember = { vote, reports in reports.append(vote) }
        rules.choose = { proposer in mostFrequent(proposer.reports.sorted())?.value }
      case .voteBelowPromise: rules.mayVote = { _, _ in true }
      case .voteWithoutPromise: rules.vote = { vote, acceptor in acceptor.accepted = vote }
      case .keepHighestVote:
        rules.vote = { vote, acceptor in acceptor.accepted = acceptor.accepted.map { max($0, vote) } ?? vote }
      case .oneBallotVariable:
        rules.promise = { ballot, acceptor in
          acceptor.promised = ballot
          acceptor.accepted = acceptor.accepted.map { Vote(ballot, $0.value) }
        }
      case .lowerPromise: rules.mayPromise = { _, _ in true }
      case .answerEveryPrepare:
        rules.mayPromise = { _, _ in true }
        rules.promise = { ballot, acceptor in acceptor.promised = acceptor.promised.map { max($0, ballot) } ?? ballot }
      case .promiseEqual: rules.mayPromise = { ballot, acceptor in acceptor.promised.map { ballot >= $0 } ?? true }
      case .voteOnlyIfEqual: rules.mayVote = { vote, acceptor in vote.ballot == acceptor.promised }
      case .voteStrictlyAbove: rules.mayVote = { vote, acceptor in acceptor.promised.map { vote.ballot > $0 } ?? true }
      case .writeOnce:
        rules.mayVote = { vote, acceptor in
          acceptor.accepted == nil && acceptor.promised.map { vote.ballot >= $0 } ?? true
        }
      case .skipPhase1: rules.skipsPhase1 = true
      case .stalePromise: rules.countsPromise = { _, _ in true }
      case .decideOnPromises: rules.decidesOnPromises = true
      case .decideOnOneVote: rules.votesToDecide = { _ in 1 }
      case .countAcrossBallots: rules.countedAs = { Vote(Ballot(round: 0, proposer: 0), $0.value) }
      case .reachableQuorum:
        rules.asksDetectors = true
        rules.electorate = { cluster, unreachable in
          let reachable = cluster.acceptors.subtracting(unreachable).count
          return Cluster(members: cluster.members, quorums: .majority(of: reachable))
        }
      }
    }
  }
}

/// The value that occurs most often, with its count; of several, the one with the highest ballot. `votes` is sorted.
private func mostFrequent(_ votes: [Vote]) -> (value: Value, count: Int)? {
  var best: (value: Value, count: Int)?
  for vote in votes.reversed() {
    let count = votes.count { $0.value == vote.value }
    if best.map({ count > $0.count }) ?? true { best = (vote.value, count) }
  }
  return best
}
