import Consensus
import Narration
import Testing

extension TellingCase {
  /// What a proposer does up to asking for votes.
  static let phases = phase1 + choices

  private static let phase1: [TellingCase] = [
    TellingCase(
      .takesARequest,
      """
      P1 takes a client's request for green.
      It will propose green in the next ballot that it opens, unless the promises report a vote.
      """
    ) {
      var stage = try Stage(apart)
      try stage.request("P1", "green")
      return stage
    },
    TellingCase(
      .takesARequest,
      """
      P1 takes a client's request for green.
      In 1.1 it has asked for votes on red and stays with that. It will propose green in the next ballot that it \
      opens, unless the promises report a vote.
      """
    ) {
      var stage = try asking()
      try stage.request("P1", "green")
      return stage
    },
    TellingCase(
      .takesARequest,
      """
      P1 takes a client's request for green.
      It may propose green in 1.1, unless the promises report a vote.
      """
    ) {
      var stage = try Stage(apart)
      try stage.timeout("P1")
      try stage.request("P1", "green")
      return stage
    },
    TellingCase(
      .opensABallot,
      """
      P1 opens 1.1.
      Its timer rings, and it has heard of no ballot yet, so it begins with round 1. It asks A1, A2 and A3 to promise \
      1.1: it needs 2 of 3 promises.
      """
    ) {
      var stage = try Stage(apart)
      try stage.timeout("P1")
      return stage
    },
    TellingCase(
      .opensABallot,
      """
      P1 opens 2.1.
      Its timer rings, and round 2 is one above the highest that P1 has heard of. It abandons 1.1 and asks A1, A2 and \
      A3 to promise 2.1: it needs 2 of 3 promises.
      """
    ) {
      var stage = try contested()
      try stage.deliver("refusal", "A1", "P1")
      try stage.timeout("P1")
      return stage
    },
    TellingCase(
      .opensABallot,
      """
      P2 opens 10.2.
      Round 10 was chosen by hand. It asks A1, A2 and A3 to promise 10.2: it needs 2 of 3 \
      promises.
      """
    ) {
      var stage = try Stage(apart)
      try stage.timeout("P2", round: 10)
      return stage
    },
    TellingCase(
      .opensABallot,
      """
      S2 opens 3.2.
      Round 3 was chosen by hand; S2 has heard of round 4, so the ballot may be refused. It asks S1, S2 and S3 to \
      promise 3.2: it needs 2 of 3 promises.
      """
    ) {
      var stage = try Stage("S1=red S2=blue S3")
      try stage.timeout("S1", round: 4)
      try stage.deliver("prepare", "S1", "S2")
      try stage.timeout("S2", round: 3)
      return stage
    },
    TellingCase(
      .countsAPromise,
      """
      P1 counts the promise of A1.
      The promise reports no vote. P1 has 1 of the 2 promises needed, so it waits for more.
      """
    ) {
      var stage = try Stage(apart)
      try stage.prepare("P1", "A1")
      return stage
    },
    TellingCase(
      .countsAPromise,
      """
      P2 counts the promise of A1.
      The promise reports the vote 1.1:red. P2 has 1 of the 2 promises needed, so it waits for more.
      """
    ) {
      var stage = try asking()
      try stage.accept("P1", "A1")
      try stage.prepare("P2", "A1")
      return stage
    },
    TellingCase(
      .ignoresARepeatedPromise,
      """
      P1 ignores a repeated promise of A1.
      It has counted the promise of A1 for 1.1 already, and a quorum consists of different acceptors.
      """
    ) {
      var stage = try Stage(apart)
      try stage.timeout("P1")
      try stage.deliver("prepare", "P1", "A1")
      try stage.duplicate("promise", "A1", "P1")
      try stage.deliver("promise", "A1", "P1")
      try stage.deliver("promise", "A1", "P1")
      return stage
    },
    TellingCase(
      .ignoresALatePromise,
      """
      P1 ignores the late promise of A3.
      A quorum of promises was there before, and P1 has asked for votes on red, so the promise changes nothing.
      """
    ) {
      var stage = try Stage(apart)
      try stage.prepare("P1", "A1 A2 A3")
      return stage
    },
    TellingCase(
      .ignoresALatePromise,
      """
      P1 ignores the late promise of A1.
      P1 has restarted since it opened 1.1 and has forgotten the promises for it, so the promise changes nothing.
      """
    ) {
      var stage = try Stage(apart)
      try stage.timeout("P1")
      try stage.deliver("prepare", "P1", "A1")
      try stage.perform(.crash(["P1"]))
      try stage.perform(.restart(["P1"], forgetting: .nothing))
      try stage.deliver("promise", "A1", "P1")
      return stage
    },
    TellingCase(
      .ignoresALatePromise,
      """
      P1 ignores the late promise of A3.
      P1 has counted a quorum of votes for red in 1.1 already, so the promise changes nothing.
      """
    ) {
      var stage = try asking(byProposer)
      try stage.deliver("prepare", "P1", "A3")
      try stage.accept("P1", "A1 A2")
      for acceptor in ["A1", "A2"] { try stage.deliver("accepted", acceptor, "P1") }
      try stage.deliver("promise", "A3", "P1")
      return stage
    },
    TellingCase(
      .ignoresAStalePromise,
      """
      P1 ignores a stale promise of A1.
      The promise is for 1.1, and the ballot of P1 is 2.1: a promise counts for its own ballot only.
      """
    ) {
      var stage = try Stage(apart)
      try stage.timeout("P1")
      try stage.deliver("prepare", "P1", "A1")
      try stage.timeout("P1")
      try stage.deliver("promise", "A1", "P1")
      return stage
    },
    TellingCase(
      .ignoresAStalePromise,
      """
      P1 ignores a stale promise of A1.
      The promise is for 1.1, and P1 remembers no ballot of its own: a promise counts for its own ballot only.
      """
    ) {
      var stage = try Stage(apart)
      try stage.timeout("P1")
      try stage.deliver("prepare", "P1", "A1")
      try stage.perform(.crash(["P1"]))
      try stage.perform(.restart(["P1"], forgetting: .everything))
      try stage.deliver("promise", "A1", "P1")
      return stage
    },
  ]

  private static let choices: [TellingCase] = [
    TellingCase(
      .proposesItsOwnValue,
      """
      P1 asks for votes on its own value red in 1.1.
      The promises of A1 and A2 are a quorum (2 of 3) and no vote is reported, so the choice is free: it asks for its \
      own value.
      """
    ) {
      try asking()
    },
    TellingCase(
      .proposesItsOwnValue,
      """
      P1 asks for votes on its own value red in 1.1.
      The promise of A2 is a quorum (1 of 4) and no vote is reported, so the choice is free: it asks for its own value.
      """
    ) {
      var stage = try Stage("P1=red A1 A2 A3 A4", { $0.quorums = Quorums(phase1: 1, phase2: 4) })
      try stage.prepare("P1", "A2")
      return stage
    },
    TellingCase(
      .proposesItsOwnValue,
      """
      P1 asks for votes on its own value red in 1.1.
      The promises of A1 and A2 are a quorum (2 of 4) and no vote is reported, so it takes the choice for free; but \
      quorums of these sizes need not meet, so another value may have been chosen.
      """
    ) {
      var stage = try Stage("P1=red P2=blue A1 A2 A3 A4", { $0.quorums = Quorums(phase1: 2, phase2: 2) })
      try stage.prepare("P1", "A1 A2")
      return stage
    },
    TellingCase(
      .proposesAReportedValue,
      """
      P2 asks for votes on the reported value red in 1.2.
      The promises of A1 and A2 are a quorum (2 of 3), and the highest-numbered vote reported is 1.1:red. red may have \
      been chosen already, so P2 gives up its own blue and proposes red.
      """
    ) {
      var stage = try asking()
      try stage.accept("P1", "A1")
      try stage.prepare("P2", "A1 A2")
      return stage
    },
    TellingCase(
      .proposesAReportedValue,
      """
      P3 asks for votes on the reported value B in 12.3.
      The promises of A1 and A2 are a quorum (2 of 3), and the highest-numbered vote reported is 11.2:B. B may have \
      been chosen already, so P3 must propose it, which is also what it wants.
      """
    ) {
      var stage = try Stage("P1=A P2=B P3=B A1 A2 A3")
      try stage.prepare("P1", round: 10, "A1 A2")
      try stage.accept("P1", "A1")
      try stage.prepare("P2", round: 11, "A2 A3")
      try stage.accept("P2", "A2 A3")
      try stage.prepare("P3", round: 12, "A1 A2")
      return stage
    },
  ]
}
