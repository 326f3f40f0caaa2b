import Consensus
import Narration
import Testing

extension TellingCase {
  /// What a proposer hears after it has asked for votes, or instead.
  static let answers = counted + refused

  private static let counted: [TellingCase] = [
    TellingCase(
      .countsAVote,
      """
      P1 counts the vote of A1.
      It has 1 of the 2 votes needed for red in 1.1, so it cannot tell yet whether red is chosen.
      """
    ) {
      var stage = try asking(byProposer)
      try stage.accept("P1", "A1")
      try stage.deliver("accepted", "A1", "P1")
      return stage
    },
    TellingCase(
      .announcesTheDecision,
      """
      P1 knows that red is chosen and tells L1.
      A1 and A3 have voted for red in 1.1: that is a quorum (2 of 3), so red is chosen.
      """
    ) {
      var stage = try asking(byProposer)
      try stage.accept("P1", "A1 A3")
      try stage.deliver("accepted", "A1", "P1")
      try stage.deliver("accepted", "A3", "P1")
      return stage
    },
    TellingCase(
      .ignoresARepeatedVote,
      """
      P1 ignores a repeated vote of A1.
      It has counted the vote of A1 in 1.1 already: a second message is no second vote.
      """
    ) {
      var stage = try asking(byProposer)
      try stage.accept("P1", "A1")
      try stage.duplicate("accepted", "A1", "P1")
      try stage.deliver("accepted", "A1", "P1")
      try stage.deliver("accepted", "A1", "P1")
      return stage
    },
    TellingCase(
      .ignoresALateVote,
      """
      P1 ignores the late vote of A3.
      P1 has counted 2 votes for red in 1.1 already, which was enough, so one more changes nothing.
      """
    ) {
      var stage = try asking(byProposer)
      try stage.accept("P1", "A1 A2 A3")
      for acceptor in ["A1", "A2", "A3"] { try stage.deliver("accepted", acceptor, "P1") }
      return stage
    },
    TellingCase(
      .ignoresALateVote,
      """
      P1 ignores the late vote of A1.
      P1 has given up 1.1, because too many acceptors refused; the vote stays cast, but is not counted here.
      """
    ) {
      var stage = try asking(byProposer)
      try stage.accept("P1", "A1")
      try stage.prepare("P2", "A2 A3")
      try stage.accept("P1", "A2 A3")
      for acceptor in ["A2", "A3"] { try stage.deliver("refusal", acceptor, "P1") }
      try stage.deliver("accepted", "A1", "P1")
      return stage
    },
    TellingCase(
      .ignoresAStaleVote,
      """
      P1 ignores a stale vote of A1.
      The vote is for 1.1, and the ballot of P1 is 2.1. The vote stays cast, but P1 does not count it.
      """
    ) {
      var stage = try asking(byProposer)
      try stage.accept("P1", "A1")
      try stage.timeout("P1")
      try stage.deliver("accepted", "A1", "P1")
      return stage
    },
    TellingCase(
      .ignoresAStaleVote,
      """
      P1 ignores a stale vote of A1.
      P1 does not remember that it has asked for votes in 1.1. The vote stays cast, but P1 does not count it.
      """
    ) {
      var stage = try asking(byProposer)
      try stage.accept("P1", "A1")
      try stage.perform(.crash(["P1"]))
      try stage.perform(.restart(["P1"], forgetting: .nothing))
      try stage.deliver("accepted", "A1", "P1")
      return stage
    },
  ]

  private static let refused: [TellingCase] = [
    TellingCase(
      .countsARefusal,
      """
      P1 counts the refusal of A1.
      A1 has promised 1.2. As far as P1 knows, 2 of 3 acceptors can still promise 1.1, and 2 are enough, so P1 goes \
      on.
      """
    ) {
      var stage = try contested()
      try stage.deliver("refusal", "A1", "P1")
      return stage
    },
    TellingCase(
      .givesUpTheBallot,
      """
      P1 gives up 1.1.
      A1 and A2 refuse, so at most 1 of 3 acceptors can still promise 1.1, and it needs 2. It waits for its timer, and \
      its next ballot will be above 1.2.
      """
    ) {
      var stage = try contested()
      try stage.deliver("refusal", "A1", "P1")
      try stage.deliver("refusal", "A2", "P1")
      return stage
    },
    TellingCase(
      .givesUpTheBallot,
      """
      P1 gives up 1.1.
      A2 and A3 refuse, so at most 1 of 3 acceptors can still vote in 1.1, and it needs 2. It waits for its timer, and \
      its next ballot will be above 1.2.
      """
    ) {
      var stage = try asking()
      try stage.prepare("P2", "A2 A3")
      try stage.accept("P1", "A2 A3")
      try stage.deliver("refusal", "A3", "P1")
      try stage.deliver("refusal", "A2", "P1")
      return stage
    },
    TellingCase(
      .opensTheNextBallot,
      """
      P1 gives up 1.1 and opens 2.1.
      A1 and A2 refuse, so at most 1 of 3 acceptors can still promise 1.1, and it needs 2; 2.1 is above 1.2, which A2 \
      has promised.
      """
    ) {
      var stage = try contested { $0.retry = .onRefusals }
      try stage.deliver("refusal", "A1", "P1")
      try stage.deliver("refusal", "A2", "P1")
      return stage
    },
    TellingCase(
      .ignoresARepeatedRefusal,
      """
      P1 ignores a repeated refusal of A1.
      It has counted the refusal of A1 for 1.1 already.
      """
    ) {
      var stage = try contested()
      try stage.duplicate("refusal", "A1", "P1")
      try stage.deliver("refusal", "A1", "P1")
      try stage.deliver("refusal", "A1", "P1")
      return stage
    },
    TellingCase(
      .ignoresARepeatedRefusal,
      """
      P1 ignores a repeated refusal of A1.
      A1 has granted 1.1 before, so this answers a copy of the prepare.
      """
    ) {
      var stage = try Stage(apart)
      try stage.timeout("P1")
      try stage.duplicate("prepare", "P1", "A1")
      try stage.deliver("prepare", "P1", "A1")
      try stage.deliver("prepare", "P1", "A1")
      try stage.deliver("promise", "A1", "P1")
      try stage.deliver("refusal", "A1", "P1")
      return stage
    },
    TellingCase(
      .ignoresALateRefusal,
      """
      P1 ignores the late refusal of A3.
      P1 has given up 1.1 already.
      """
    ) {
      var stage = try contested()
      for acceptor in ["A1", "A2", "A3"] { try stage.deliver("refusal", acceptor, "P1") }
      return stage
    },
    TellingCase(
      .ignoresALateRefusal,
      """
      P1 ignores the late refusal of A1.
      The refusal answers the prepare in 1.1, and that phase is over: a quorum has promised.
      """
    ) {
      var stage = try Stage(apart)
      try stage.timeout("P1")
      try stage.duplicate("prepare", "P1", "A1")
      for _ in 1...2 { try stage.deliver("prepare", "P1", "A1") }
      try stage.deliver("promise", "A1", "P1")
      try stage.deliver("prepare", "P1", "A2")
      try stage.deliver("promise", "A2", "P1")
      try stage.deliver("refusal", "A1", "P1")
      return stage
    },
    TellingCase(
      .ignoresAStaleRefusal,
      """
      P1 ignores a stale refusal of A1.
      The refusal is for 1.1, and the ballot of P1 is 2.1.
      """
    ) {
      var stage = try contested()
      try stage.deliver("refusal", "A2", "P1")
      try stage.timeout("P1")
      try stage.deliver("refusal", "A1", "P1")
      return stage
    },
  ]
}
