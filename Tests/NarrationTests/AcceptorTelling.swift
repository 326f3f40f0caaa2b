import Consensus
import Narration
import Testing

extension TellingCase {
  static let all = phases + answers + acceptors + learners

  private static let acceptors: [TellingCase] = [
    TellingCase(
      .promises,
      """
      A1 promises 1.1.
      A1 remembers no earlier promise, so it promises; from now on it neither promises nor votes below 1.1. It has no \
      vote to report.
      """
    ) {
      var stage = try Stage(apart)
      try stage.timeout("P1")
      try stage.deliver("prepare", "P1", "A1")
      return stage
    },
    TellingCase(
      .promises,
      """
      A1 promises 1.2.
      1.2 is higher than 1.1, the highest it had promised; from now on it neither promises nor votes below 1.2. It \
      reports its vote 1.1:red.
      """
    ) {
      var stage = try asking()
      try stage.accept("P1", "A1")
      try stage.timeout("P2")
      try stage.deliver("prepare", "P2", "A1")
      return stage
    },
    TellingCase(
      .refusesToPromise,
      """
      A3 refuses to promise 1.1.
      1.1 is lower than 1.2, which A3 has promised, so it refuses. It tells P1 that it has promised 1.2.
      """
    ) {
      try contested()
    },
    TellingCase(
      .refusesToPromise,
      """
      A1 refuses to promise 1.1.
      A1 has promised 1.1 already, and it promises only what is higher, so it refuses. It tells P1 that it has \
      promised 1.1.
      """
    ) {
      var stage = try Stage(apart)
      try stage.timeout("P1")
      try stage.duplicate("prepare", "P1", "A1")
      try stage.deliver("prepare", "P1", "A1")
      try stage.deliver("prepare", "P1", "A1")
      return stage
    },
    TellingCase(
      .votes,
      """
      A1 votes for red in 1.1.
      1.1 is what it has promised, and it has promised nothing higher, so it votes.
      """
    ) {
      var stage = try asking()
      try stage.accept("P1", "A1")
      return stage
    },
    TellingCase(
      .votes,
      """
      A3 votes for red in 1.1.
      A3 remembers no promise, so nothing forbids the vote; the vote also promises 1.1.
      """
    ) {
      var stage = try asking()
      try stage.accept("P1", "A3")
      return stage
    },
    TellingCase(
      .votes,
      """
      A1 votes for blue in 1.2.
      1.2 is higher than 1.1, the highest it had promised, so it votes; the vote also promises 1.2. It now holds \
      1.2:blue and no longer 1.1:red, but that vote stays cast.
      """
    ) {
      var stage = try asking()
      try stage.accept("P1", "A1")
      try stage.prepare("P2", "A2 A3")
      try stage.accept("P2", "A1")
      return stage
    },
    TellingCase(
      .votes,
      """
      A1 votes for red in 1.1.
      1.1 is what it has promised, and it has promised nothing higher, so it votes. It has cast this vote before, and \
      a repeated vote counts once.
      """
    ) {
      var stage = try asking()
      try stage.duplicate("accept", "P1", "A1")
      try stage.accept("P1", "A1 A1")
      return stage
    },
    TellingCase(
      .refusesToVote,
      """
      A2 refuses to vote for red in 1.1.
      1.1 is lower than 1.2, which A2 has promised, so it refuses. It tells P1 that it has promised 1.2.
      """
    ) {
      var stage = try asking()
      try stage.prepare("P2", "A2")
      try stage.accept("P1", "A2")
      return stage
    },
  ]

  private static let learners: [TellingCase] = [
    TellingCase(
      .learnsAVote,
      """
      L1 learns that A1 has voted for red in 1.1.
      It knows 1 of the 2 votes needed for red in 1.1, so it cannot tell yet whether red is chosen.
      """
    ) {
      var stage = try asking()
      try stage.accept("P1", "A1")
      try stage.deliver("accepted", "A1", "L1")
      return stage
    },
    TellingCase(
      .decides,
      """
      L1 decides red.
      A1 and A3 have voted for red in 1.1: that is a quorum (2 of 3), so red is chosen.
      """
    ) {
      var stage = try asking()
      try stage.accept("P1", "A1 A3")
      try stage.deliver("accepted", "A3", "L1")
      try stage.deliver("accepted", "A1", "L1")
      return stage
    },
    TellingCase(
      .decides,
      """
      L1 decides red.
      P1 has counted the votes for red in 1.1 and says that they are enough.
      """
    ) {
      var stage = try asking(byProposer)
      try stage.accept("P1", "A1 A2")
      for acceptor in ["A1", "A2"] { try stage.deliver("accepted", acceptor, "P1") }
      try stage.deliver("decide", "P1", "L1")
      return stage
    },
    TellingCase(
      .ignoresAKnownVote,
      """
      L1 ignores a vote that it knows already.
      It has counted a vote of A1 for red before: a second message is no second vote.
      """
    ) {
      var stage = try asking()
      try stage.accept("P1", "A1")
      try stage.duplicate("accepted", "A1", "L1")
      try stage.deliver("accepted", "A1", "L1")
      try stage.deliver("accepted", "A1", "L1")
      return stage
    },
    TellingCase(
      .ignoresAKnownDecision,
      """
      L1 has decided red and ignores what it hears.
      What is chosen stays chosen, so a learner decides once; this message tells it nothing new.
      """
    ) {
      var stage = try asking()
      try stage.accept("P1", "A1 A2 A3")
      for acceptor in ["A1", "A2", "A3"] { try stage.deliver("accepted", acceptor, "L1") }
      return stage
    },
  ]
}
