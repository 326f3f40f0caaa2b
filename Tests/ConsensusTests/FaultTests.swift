import Consensus
import Testing

/// What the network and machines do to a run.
@Suite struct Faults {
  @Test func aLostMessageIsGone() throws {
    var play = Play("P1=red A1 A2 A3")
    try play.timeout("P1")
    let lost = try play.only("prepare", "P1", "A3")
    let transition = try play.take(.drop(lost))
    #expect(transition.message?.id == lost)
    #expect(transition.rule == nil && transition.ruleName == "is-lost")
    #expect(play.world.message(lost) == nil)
    #expect(play.world.clock == 0)
  }

  @Test func aDuplicateHasANumberOfItsOwn() throws {
    var play = Play("P1=red A1 A2 A3")
    try play.timeout("P1")
    let copy = try #require(try play.take(.duplicate(MessageID(1))).sent.first)
    #expect(copy.id == MessageID(4))
    #expect(copy.copyOf == MessageID(1))
    let second = try #require(try play.take(.duplicate(copy.id)).sent.first)
    #expect(second.copyOf == MessageID(1))
    #expect(second.message == copy.message && second.to == copy.to)
  }

  @Test func aRepeatedPrepareIsRefusedAndARepeatedAcceptIsVotedForAgain() throws {
    var play = try RuleCase.asking()
    try play.take(.duplicate(play.only("accept", "P1", "A1")))
    try play.deliver("accept", "P1", "A1")
    let before = play.world.ledger
    #expect(try play.deliver("accept", "P1", "A1").rule == .votes)
    #expect(play.world.ledger == before)
    #expect(play.messages("accepted", "A1", "L1").count == 2)

    try play.timeout("P1")
    try play.take(.duplicate(play.only("prepare", "P1", "A1", ballot: Ballot(2, 1))))
    try play.deliver("prepare", "P1", "A1", ballot: Ballot(2, 1))
    #expect(try play.deliver("prepare", "P1", "A1", ballot: Ballot(2, 1)).rule == .refusesToPromise)
    try play.deliver("promise", "A1", "P1")
    #expect(try play.deliver("refusal", "A1", "P1").rule == .ignoresARepeatedRefusal)
  }

  @Test func aCutStopsMessagesInBothDirectionsAndLosesNone() throws {
    var play = Play("P1=red A1 A2 A3")
    try play.timeout("P1")
    try play.deliver("prepare", "P1", "A1")
    try play.take(.cut(Partition(play.ids("P1 A3"), play.ids("A1 A2"))))
    let inFlight = play.world.inFlight
    let promise = try play.only("promise", "A1", "P1")
    let prepare = try play.only("prepare", "P1", "A2")
    let (proposer, first, second) = (try play.id("P1"), try play.id("A1"), try play.id("A2"))
    #expect(throws: Impossible.linkIsCut(promise, from: first, to: proposer)) { try play.take(.deliver(promise)) }
    #expect(throws: Impossible.linkIsCut(prepare, from: proposer, to: second)) { try play.take(.deliver(prepare)) }
    #expect(play.world.inFlight == inFlight)
    #expect(play.world.next?.to == (try play.id("A3")))
    try play.take(.heal(Partition(play.ids("P1"), play.ids("A1"))))
    #expect(!play.world.links.isWhole)
    #expect(try play.take(.deliver(promise)).rule == .countsAPromise)
    try play.take(.heal(nil))
    #expect(play.world.links.isWhole)
    #expect(try play.take(.deliver(prepare)).rule == .promises)
  }

  @Test func aNodeThatIsDownReceivesNothing() throws {
    var play = Play("P1=red A1 A2 A3")
    try play.timeout("P1")
    try play.crash("A1")
    let (prepare, down) = (try play.only("prepare", "P1", "A1"), try play.id("A1"))
    #expect(throws: Impossible.receiverIsDown(prepare, down)) { try play.take(.deliver(prepare)) }
    #expect(play.world.next?.to == (try play.id("A2")))
    try play.restart("A1")
    #expect(try play.take(.deliver(prepare)).rule == .promises)
  }

  @Test func aMinorityMayFail() throws {  // P02
    var play = Play("P1=a A1 A2 A3 L1")
    try play.crash("A3")
    try play.timeout("P1")
    try play.runUntilQuiet()
    #expect(play.chosen == ["a"])
    #expect(try play["L1"].learner.decided == Value("a"))
    #expect(play.world.inFlight.allSatisfy { play.world.isDown($0.to) })
  }
}

/// In which order messages are due.
@Suite struct Order {
  private func opened() throws -> Play {
    var play = Play("P1=red A1 A2 A3")
    try play.timeout("P1")
    return play
  }

  private func nextReceiver(_ play: Play) -> String? { play.world.next.map { play.cluster.name(of: $0.to) } }

  @Test func nextTakesTheOldestOfThoseThatAreDueFirst() throws {
    var play = try opened()
    #expect(nextReceiver(play) == "A1")
    try play.take(.delay(MessageID(1), by: 2))
    #expect(nextReceiver(play) == "A2")
    try play.take(.delay(MessageID(2), by: 1))
    #expect(nextReceiver(play) == "A3")
    try play.take(.delay(MessageID(3), by: 3))
    #expect(nextReceiver(play) == "A2")
  }

  @Test func aDelayCountsFromNowOrFromWhenItWasDue() throws {
    var play = try opened()
    try play.take(.delay(MessageID(1), by: 3))
    #expect(play.world.message(MessageID(1))?.due == 3)
    try play.take(.delay(MessageID(1), by: 2))
    #expect(play.world.message(MessageID(1))?.due == 5)
    try play.take(.wait(10))
    try play.take(.delay(MessageID(1), by: 1))
    #expect(play.world.message(MessageID(1))?.due == 11)
  }

  @Test func heldMessagesArePassedOverButMayBeDelivered() throws {
    var play = try opened()
    let transition = try play.take(.hold(MessageID(1)))
    #expect(transition.message?.isHeld == false)
    #expect(nextReceiver(play) == "A2")
    try play.take(.release(MessageID(1)))
    #expect(nextReceiver(play) == "A1")
    try play.take(.hold(MessageID(1)))
    #expect(try play.take(.deliver(MessageID(1))).rule == .promises)
  }

  @Test func nothingIsNextWhereAllIsHeldCutOrDown() throws {
    var play = try opened()
    try play.take(.hold(MessageID(1)))
    try play.take(.cut(Partition(play.ids("P1"), play.ids("A2"))))
    try play.crash("A3")
    #expect(play.world.next == nil)
  }

  @Test func theClockAdvancesWithDeliveriesAndWaiting() throws {
    var play = try opened()
    #expect(play.world.clock == 0)
    try play.deliver("prepare", "P1", "A2")
    #expect(play.world.clock == 1)
    try play.take(.drop(MessageID(1)))
    try play.timeout("P1")
    #expect(play.world.clock == 1)
    try play.take(.wait(5))
    #expect(play.world.clock == 6)
    try play.timeout("P1")
    #expect(play.world.inFlight.last?.due == 6)
  }
}

/// What a crash and a disk that forgets do.
@Suite struct Disks {
  @Test func anAcceptorKeepsPromiseAndVote() throws {  // P27
    var play = Play("P1=x P2=y A1 A2 A3")
    try play.prepare("P1", round: 10, "A1 A2")
    try play.accept("P1", "A2")
    try play.prepare("P2", round: 11, "A2 A3")
    let before = try play["A2"]
    try play.crash("A2")
    #expect(try play["A2"] == before)
    try play.restart("A2")
    #expect(try play["A2"] == before)
    try play.accept("P1", "A1")
    #expect(play.rules.last == .votes)
    try play.accept("P2", "A2 A3")
    #expect(play.chosen == ["x"])
  }

  @Test func aProposerKeepsItsBallotAndNothingElse() throws {
    var play = Play("P1=red A1 A2 A3")
    try play.request("P1", "green")
    try play.prepare("P1", "A1")
    try play.crash("P1")
    try play.restart("P1")
    let proposer = try play["P1"].proposer
    #expect(proposer.ballot == Ballot(1, 1))
    #expect(proposer.phase == .idle)
    #expect(proposer.promises.isEmpty)
    #expect(proposer.wish == Value("red"))
    try play.deliver("prepare", "P1", "A2")
    #expect(try play.deliver("promise", "A2", "P1").rule == .ignoresALatePromise)
    try play.timeout("P1")
    #expect(try play["P1"].proposer.ballot == Ballot(2, 1))
  }

  @Test func aLearnerForgets() throws {
    var play = Play("P1=red A1 A2 A3 L1")
    try play.timeout("P1")
    try play.runUntilQuiet()
    try play.crash("L1")
    try play.restart("L1")
    #expect(try play["L1"].learner.decided == nil)
    #expect(play.world.ledger.decisions.count == 1)
  }

  @Test(
    "A restart may forget a field",
    arguments: [
      (["promised"], Ballot?.none, Optional(Vote(1, 1, "red"))), (["accepted"], Optional(Ballot(1, 1)), nil),
      (["promised", "accepted"], nil, nil), ([], Optional(Ballot(1, 1)), Optional(Vote(1, 1, "red"))),
    ])
  func amnesia(_ fields: [String], _ promised: Ballot?, _ accepted: Vote?) throws {
    var play = try RuleCase.asking()
    try play.accept("P1", "A1")
    try play.crash("A1")
    try play.restart("A1", forgetting: .fields(fields))
    #expect(try play["A1"].acceptor.promised == promised)
    #expect(try play["A1"].acceptor.accepted == accepted)
    // What is forgotten stays so: the disk itself has lost it.
    try play.crash("A1")
    try play.restart("A1")
    #expect(try play["A1"].acceptor.promised == promised)
  }

  @Test func anEmptyDiskIsANewNode() throws {
    var play = try RuleCase.asking()
    try play.accept("P1", "A1")
    try play.crash("A1")
    try play.restart("A1", forgetting: .everything)
    #expect(try play["A1"] == play["A3"])
    #expect(play.world.disks[2] == nil)
  }

  @Test func aProposerThatForgetsItsBallotUsesItAgain() throws {
    var play = Play("P1=red A1 A2 A3")
    try play.prepare("P1", "A1 A2")
    try play.accept("P1", "A1")
    try play.crash("P1")
    try play.restart("P1", forgetting: .fields(["ballot"]))
    try play.request("P1", "green")
    try play.timeout("P1")
    #expect(try play["P1"].proposer.ballot == Ballot(1, 1))
    // A promise of the first life completes the quorum of the second.
    try play.deliver("prepare", "P1", "A3")
    try play.deliver("promise", "A3", "P1")
    try play.deliver("prepare", "P1", "A1")
    #expect(play.rules.last == .refusesToPromise)
  }

  @Test func forgettingOnAnEmptyDiskIsHarmless() throws {
    var play = Play("P1=red A1 A2 A3")
    try play.crash("A1")
    try play.restart("A1", forgetting: .fields(["promised"]))
    #expect(play.world.disks[1] == nil)
  }
}
