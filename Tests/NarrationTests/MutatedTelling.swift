import Consensus
import Narration
import Testing

extension TellingCase {
  /// Steps in which a mutated rule was followed.
  static let mutated = mutatedProposers + mutatedAcceptors + mutatedLearners

  private static let mutatedProposers: [TellingCase] = [
    TellingCase(
      .proposesItsOwnValue,
      """
      P2 asks for votes on its own value blue in 1.2.
      The promises of A1 and A2 are a quorum (2 of 3) and the vote 1.1:red is reported. It asks for its own value all \
      the same: this rule is mutated.
      """
    ) {
      var stage = try asking { $0.mutate(.ownValue) }
      try stage.accept("P1", "A1")
      try stage.prepare("P2", "A1 A2")
      return stage
    },
    TellingCase(
      .proposesAReportedValue,
      """
      P2 asks for votes on the reported value red in 1.2.
      The promises of A1 and A2 are a quorum (2 of 3). The value should be that of the highest-numbered vote reported; \
      P2 picks red by another rule: this rule is mutated.
      """
    ) {
      var stage = try asking { $0.mutate(.lastValue) }
      try stage.accept("P1", "A1")
      try stage.prepare("P2", "A1 A2")
      return stage
    },
    TellingCase(
      .proposesItsOwnValue,
      """
      P1 asks for votes on red in 1.1.
      It has asked no acceptor for a promise: this rule is mutated. So it cannot know whether another value has been \
      chosen.
      """
    ) {
      var stage = try Stage(apart, { $0.mutate(.skipPhase1) })
      try stage.timeout("P1")
      return stage
    },
    TellingCase(
      .opensTheNextBallot,
      """
      P1 gives up 1.1 and opens 2.1.
      A1 and A2 refuse, so at most 1 of 3 acceptors can still vote in 1.1, and it needs 2; 2.1 is above 1.2, which A2 \
      has promised. It asks for votes on red without phase 1: this rule is mutated.
      """
    ) {
      var stage = try Stage(apart) { setup in
        setup.mutate(.skipPhase1)
        setup.retry = .onRefusals
      }
      try stage.timeout("P1")
      try stage.timeout("P2")
      try stage.accept("P2", "A1 A2")
      try stage.accept("P1", "A1 A2")
      try stage.deliver("refusal", "A1", "P1")
      try stage.deliver("refusal", "A2", "P1")
      return stage
    },
    TellingCase(
      .countsAPromise,
      """
      P1 counts the promise of A1.
      The promise reports no vote. P1 has 1 of the 2 promises needed, so it waits for more. The promise of A1 is for \
      1.1 and not for 2.1, and it counts all the same: this rule is mutated.
      """
    ) {
      var stage = try Stage(apart, { $0.mutate(.stalePromise) })
      try stage.timeout("P1")
      try stage.deliver("prepare", "P1", "A1")
      try stage.timeout("P1")
      try stage.deliver("promise", "A1", "P1")
      return stage
    },
    TellingCase(
      .proposesItsOwnValue,
      """
      P1 asks for votes on its own value red in 1.1.
      The promises of A1 and A2 are a quorum (2 of 3) and no vote is reported, so the choice is free: it asks for its \
      own value. It takes the promises for a decision: this rule is mutated.
      """
    ) {
      try asking { $0.mutate(.decideOnPromises) }
    },
    TellingCase(
      .announcesTheDecision,
      """
      P1 takes red for chosen and tells L1.
      A1 has voted for red in 1.1. A quorum is 2, and P1 takes 1 vote for a decision: this rule is mutated.
      """
    ) {
      var stage = try asking { setup in
        setup.mutate(.decideOnOneVote)
        setup.learning = .proposer
      }
      try stage.accept("P1", "A1")
      try stage.deliver("accepted", "A1", "P1")
      return stage
    },
  ]

  private static let mutatedAcceptors: [TellingCase] = [
    TellingCase(
      .promises,
      """
      A3 promises 1.1.
      It promises although 1.1 is lower than 1.2, which it has promised: this rule is mutated. Its promise falls to \
      1.1. It has no vote to report.
      """
    ) {
      try contested { $0.mutate(.lowerPromise) }
    },
    TellingCase(
      .promises,
      """
      A3 promises 1.1.
      It promises although 1.1 is lower than 1.2, which it has promised: this rule is mutated. Its promise stays at \
      1.2. It has no vote to report.
      """
    ) {
      try contested { $0.mutate(.answerEveryPrepare) }
    },
    TellingCase(
      .promises,
      """
      A1 promises 1.1.
      It promises 1.1 although it has promised it already: this rule is mutated. It has no vote to report.
      """
    ) {
      var stage = try Stage(apart, { $0.mutate(.promiseEqual) })
      try stage.timeout("P1")
      try stage.duplicate("prepare", "P1", "A1")
      for _ in 1...2 { try stage.deliver("prepare", "P1", "A1") }
      return stage
    },
    TellingCase(
      .promises,
      """
      A1 promises 1.2.
      1.2 is higher than 1.1, the highest it had promised; from now on it neither promises nor votes below 1.2. It \
      reports its vote 1.1:red, and holds it as 1.2:red from now on: this rule is mutated.
      """
    ) {
      var stage = try asking { $0.mutate(.oneBallotVariable) }
      try stage.accept("P1", "A1")
      try stage.timeout("P2")
      try stage.deliver("prepare", "P2", "A1")
      return stage
    },
    TellingCase(
      .votes,
      """
      A1 votes for red in 1.1.
      It votes although 1.1 is lower than 1.2, which it has promised: this rule is mutated.
      """
    ) {
      var stage = try asking { $0.mutate(.voteBelowPromise) }
      try stage.prepare("P2", "A1")
      try stage.accept("P1", "A1")
      return stage
    },
    TellingCase(
      .votes,
      """
      A3 votes for red in 1.1.
      A3 remembers no promise, so nothing forbids the vote; the vote does not raise its promise: this rule is mutated.
      """
    ) {
      var stage = try asking { $0.mutate(.voteWithoutPromise) }
      try stage.accept("P1", "A3")
      return stage
    },
    TellingCase(
      .votes,
      """
      A3 votes for red in 1.1.
      A3 remembers no promise, so nothing forbids the vote; the vote does not raise its promise: this rule is mutated. \
      It keeps its higher vote 1.2:blue in its memory: this rule is mutated.
      """
    ) {
      var stage = try asking { $0.mutate(.keepHighestVote) }
      try stage.prepare("P2", "A1 A2")
      try stage.accept("P2", "A3")
      try stage.accept("P1", "A3")
      return stage
    },
    TellingCase(
      .refusesToVote,
      """
      A1 refuses to vote for red in 1.1.
      A1 refuses although 1.1 is not lower than 1.1, its promise: this rule is mutated. It tells P1 that it has \
      promised 1.1.
      """
    ) {
      var stage = try asking { $0.mutate(.voteStrictlyAbove) }
      try stage.accept("P1", "A1")
      return stage
    },
    TellingCase(
      .refusesToVote,
      """
      A3 refuses to vote for red in 1.1.
      A3 refuses although it remembers no promise: this rule is mutated. It sends no answer.
      """
    ) {
      var stage = try asking { $0.mutate(.voteOnlyIfEqual) }
      try stage.accept("P1", "A3")
      return stage
    },
  ]

  private static let mutatedLearners: [TellingCase] = [
    TellingCase(
      .decides,
      """
      L1 decides red.
      A1 has voted for red in 1.1. A quorum is 2, and L1 takes 1 vote for a decision: this rule is mutated.
      """
    ) {
      var stage = try asking { $0.mutate(.decideOnOneVote) }
      try stage.accept("P1", "A1")
      try stage.deliver("accepted", "A1", "L1")
      return stage
    },
    TellingCase(
      .learnsAVote,
      """
      L1 learns that A1 has voted for red in 1.1.
      It knows 1 of the 2 votes needed for red in whatever ballot (this rule is mutated), so it cannot tell yet \
      whether red is chosen.
      """
    ) {
      var stage = try asking { $0.mutate(.countAcrossBallots) }
      try stage.accept("P1", "A1")
      try stage.deliver("accepted", "A1", "L1")
      return stage
    },
    TellingCase(
      .decides,
      """
      L1 decides red.
      A1 and A2 have voted for red, in whatever ballots: L1 adds up votes of different ballots, and this rule is \
      mutated.
      """
    ) {
      var stage = try asking { $0.mutate(.countAcrossBallots) }
      try stage.accept("P1", "A1 A2")
      try stage.deliver("accepted", "A1", "L1")
      try stage.deliver("accepted", "A2", "L1")
      return stage
    },
  ]
}
