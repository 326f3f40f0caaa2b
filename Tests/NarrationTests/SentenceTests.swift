import Consensus
import Narration
import Testing

/// What the network and machines do, in words.
@Suite struct NetworkSentences {
  @Test func faultsOfTheNetwork() throws {
    var stage = try Stage(apart)
    try stage.timeout("P1")
    let all: [(Command, String)] = [
      (
        .duplicate(.numbers([1])),
        """
        m1 (prepare 1.1) from P1 to A1 is duplicated: m4 is the copy.
        A network may deliver a message more than once, so A1 must not take a copy for a second message.
        """
      ),
      (
        .delay(.numbers([1]), by: 1),
        """
        m1 (prepare 1.1) from P1 to A1 is delayed by one tick.
        A network may take any time: `next` delivers first what is due earlier.
        """
      ),
      (
        .hold(.numbers([2])),
        """
        m2 (prepare 1.1) from P1 to A2 is held.
        `next` passes it over until it is released, as if the network were slow.
        """
      ),
      (
        .release(.numbers([2])),
        """
        m2 (prepare 1.1) from P1 to A2 is released.
        `next` delivers it again when it is its turn.
        """
      ),
      (
        .drop(.numbers([3])),
        """
        m3 (prepare 1.1) from P1 to A3 is lost.
        A network may lose any message; A3 never receives it, and P1 is not told.
        """
      ),
      (
        .cut(["A1", "A2"], ["A3"]),
        """
        A1 and A2 cannot reach A3.
        No message crosses the cut in either direction until it is healed; what is in flight stays in flight.
        """
      ),
      (
        .heal(["A1"], ["A3"]),
        """
        A1 can reach A3 again.
        Messages that waited behind the cut can be delivered now.
        """
      ),
      (.heal([], []), "All links are whole again.\nMessages that waited behind a cut can be delivered now."),
      (
        .wait(3),
        "3 ticks pass.\nNo node reads a clock: only messages, timers and requests make nodes act."
      ),
    ]
    for (command, words) in all {
      try stage.perform(command)
      #expect(stage.told == words)
      #expect(try stage.explanation.cites.isEmpty)
    }
  }

  @Test func aCrashTellsWhatIsLostAndWhatIsKept() throws {
    var stage = try asking()
    try stage.accept("P1", "A1")
    try stage.perform(.crash(["A1"]))
    #expect(
      stage.told == """
        A1 crashes.
        A1 keeps its promise 1.1 and its vote 1.1:red on disk. It receives nothing until it restarts.
        """)
    try stage.perform(.restart(["A1"], forgetting: .nothing))
    #expect(stage.told == "A1 restarts with its disk.\nA1 keeps its promise 1.1 and its vote 1.1:red on disk.")

    try stage.perform(.crash(["P1"]))
    #expect(
      stage.told == """
        P1 crashes.
        P1 forgets the promises it had counted and that it asked for votes on red; its ballot 1.1 is on disk. It receives \
        nothing until it restarts.
        """)
    try stage.perform(.crash(["A3"]))
    #expect(
      stage.told == """
        A3 crashes.
        A3 has nothing on disk and nothing to forget. It receives nothing until it restarts.
        """)
  }

  @Test func aCrashTellsWhatALearnerLoses() throws {
    var stage = try asking()
    try stage.accept("P1", "A1 A2")
    try stage.deliver("accepted", "A1", "L1")
    let early = stage
    try stage.deliver("accepted", "A2", "L1")
    try stage.perform(.crash(["L1"]))
    #expect(stage.told.contains("L1 forgets its decision red."))
    stage = early
    try stage.perform(.crash(["L1"]))
    #expect(stage.told.contains("L1 forgets the votes it had learned of."))
  }

  @Test func aCrashTellsWhatAProposerLoses() throws {
    var stage = try contested()
    try stage.request("P1", "green")
    try stage.deliver("refusal", "A1", "P1")
    try stage.perform(.crash(["P1"]))
    #expect(stage.told.contains("P1 forgets the refusals it had counted and the request for green; its ballot 1.1 is"))
  }

  @Test func amnesiaIsTold() throws {
    var stage = try asking()
    try stage.accept("P1", "A1 A2")
    try stage.perform(.crash(["A1", "A2"]))
    try stage.perform(.restart(["A1"], forgetting: .fields(["promised"])))
    #expect(
      stage.told == """
        A1 restarts without `promised` on its disk.
        A1 forgets its promise 1.1; its vote 1.1:red is on disk. The algorithm relies on the disk: from here on nothing is \
        guaranteed.
        """)
    try stage.perform(.restart(["A2"], forgetting: .everything))
    #expect(
      stage.told == """
        A2 restarts with an empty disk.
        A2 forgets its promise 1.1 and its vote 1.1:red. The algorithm relies on the disk: from here on nothing is \
        guaranteed.
        """)
  }
}

/// Why a command is refused, and what would help.
@Suite struct RefusalSentences {
  private func refusal(_ impossible: Impossible) throws -> String {
    let cluster = Cluster(members: [
      .init(name: "P1", roles: .proposer, number: 1), .init(name: "A1", roles: .acceptor, number: 0),
      .init(name: "S2", roles: .server, number: 2),
    ])
    return Refusal(impossible, cluster: cluster) { $0 == MessageID(7) ? "accept 1.1 red" : nil }.sentence
  }

  private let proposer = NodeID(0)
  private let acceptor = NodeID(1)
  private let message = MessageID(7)

  @Test func messages() throws {
    #expect(
      try refusal(.noSuchMessage(MessageID(9)))
        == "There is no message m9 in flight. It was never sent, or has been delivered or dropped.")
    #expect(
      try refusal(.receiverIsDown(message, acceptor))
        == "A1 is down, so m7 (accept 1.1 red) cannot be delivered. Restart it with `restart A1`.")
    #expect(
      try refusal(.linkIsCut(message, from: proposer, to: acceptor))
        == "The link between P1 and A1 is cut, so m7 (accept 1.1 red) cannot be delivered. "
        + "Mend it with `heal P1 | A1`, or all links with `heal`.")
    #expect(try refusal(.alreadyHeld(message)) == "m7 (accept 1.1 red) is held already. Let it go with `release m7`.")
    #expect(try refusal(.notHeld(message)) == "m7 (accept 1.1 red) is not held. Hold it with `hold m7`.")
    #expect(
      try refusal(.tooManyInFlight(limit: 9)) == "More than 9 messages would be in flight. Deliver or drop some first.")
  }

  @Test func machines() throws {
    #expect(
      try refusal(.nodeIsDown(acceptor)) == "A1 is down: nothing can happen there. Restart it with `restart A1`.")
    #expect(try refusal(.nodeIsUp(acceptor)) == "A1 is up, so it cannot be restarted. Crash it first with `crash A1`.")
    #expect(
      try refusal(.unknownDiskField("log", known: ["promised", "accepted"]))
        == "A disk has no field log. It has: promised, accepted.")
    #expect(try refusal(.notCut) == "No link is cut. Links are cut with `cut NODE … | NODE …`.")
    #expect(try refusal(.tooLate(limit: 99)) == "The clock ends at tick 99. Choose a smaller number of ticks.")
  }

  @Test func objections() throws {
    #expect(
      try refusal(.objection(acceptor, .takesNoRequests)) == "A1 takes no requests. Proposers do: P1 and S2.")
    #expect(try refusal(.objection(acceptor, .hasNoTimer)) == "A1 has no timer. Proposers have one: P1 and S2.")
    #expect(
      try refusal(.objection(proposer, .roundTooLow(used: 3)))
        == "P1 has used round 3, and its ballots only go up. Choose round 4 or a higher one, or write `timeout P1`.")
    #expect(
      try refusal(.objection(proposer, .roundTooLow(used: 0)))
        == "Rounds begin at 1. Choose round 1 or a higher one, or write `timeout P1`.")
    #expect(try refusal(.objection(proposer, .roundTooHigh(limit: 9))) == "Rounds end at 9. Choose a lower one.")
    #expect(try refusal(.objection(proposer, .hasNoRounds)) == "The timer of P1 knows no rounds. Write `timeout P1`.")
  }

  @Test func aRefusedCommandChangesNothing() throws {
    var stage = try Stage(apart)
    try stage.timeout("P1")
    try stage.perform(.crash(["A1"]))
    let before = stage.session.scene
    let refusal = Refusal(
      "A1 is down, so m1 (prepare 1.1) cannot be delivered.", remedy: "Restart it with `restart A1`.")
    #expect(throws: refusal) { try stage.perform(.deliver(.numbers([1]))) }
    #expect(stage.session.scene == before)
  }
}
