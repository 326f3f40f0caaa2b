import Consensus
import Testing

/// Runs in which a rule is replaced, a disk forgets or quorums do not meet, and what breaks.
@Suite struct BrokenVariants {
  private func violated(_ play: Play) -> [String] {
    [Invariant.agreement, .oneValuePerBallot, .validity, .decidedIsChosen, .promisesKept]
      .filter { $0.violation(play.world.ledger, play.cluster) != nil }.map(\.name)
  }

  private func play(_ mutations: [Paxos.Mutation] = [], _ nodes: String = "P1=a P2=b A1 A2 A3 L1") -> Play {
    Play(nodes, mutations: mutations)
  }

  @Test func amnesiaOfAPromise() throws {  // B08
    var play = play()
    try play.prepare("P1", round: 10, "A1 A2")
    try play.prepare("P2", round: 11, "A2 A3")
    try play.crash("A2")
    try play.restart("A2", forgetting: .fields(["promised"]))
    try play.accept("P1", "A1 A2")
    #expect(play.chosen == ["a"])
    try play.accept("P2", "A2 A3")
    #expect(play.chosen == ["a", "b"])
    #expect(violated(play) == ["agreement", "promises-kept"])
  }

  @Test func amnesiaOfAVote() throws {  // B09
    var play = play()
    try play.prepare("P1", "A1 A2")
    try play.accept("P1", "A1 A2")
    try play.crash("A2")
    try play.restart("A2", forgetting: .fields(["accepted"]))
    try play.prepare("P2", "A2 A3")
    try play.accept("P2", "A2 A3")
    #expect(violated(play) == ["agreement"])
  }

  @Test func amnesiaOfABallot() throws {
    var play = play()
    try play.prepare("P1", "A1 A2")
    try play.accept("P1", "A1")
    try play.crash("P1")
    try play.restart("P1", forgetting: .everything)
    try play.request("P1", "c")
    try play.timeout("P1")
    // The first life's promise is still in flight, and the ballot is the same.
    for acceptor in ["A3"] {
      try play.deliver("prepare", "P1", acceptor)
      try play.deliver("promise", acceptor, "P1")
    }
    try play.crash("A2")
    try play.restart("A2", forgetting: .everything)
    try play.take(.deliver(try #require(play.messages("prepare", "P1", "A2").last)))
    try play.deliver("promise", "A2", "P1")
    #expect(play.rules.last == .proposesItsOwnValue)
    try play.take(.deliver(try #require(play.messages("accept", "P1", "A2").last)))
    #expect(violated(play) == ["one-value-per-ballot"])
  }

  @Test func quorumsThatDoNotMeet() throws {  // B12
    var play = Play("P1=a P2=b A1 A2 A3 A4", quorums: Quorums(phase1: 2, phase2: 2))
    try play.prepare("P1", "A1 A2")
    try play.accept("P1", "A1 A2")
    try play.prepare("P2", "A3 A4")
    try play.accept("P2", "A3 A4")
    #expect(violated(play) == ["agreement"])
  }

  @Test("A proposer that does not adopt what is reported", arguments: [Paxos.Mutation.ownValue, .majorityValue])
  func adoptsNothing(_ mutation: Paxos.Mutation) throws {  // B01, B02
    var play = play([mutation])
    try play.prepare("P1", "A1 A2")
    try play.accept("P1", "A1 A2")
    try play.prepare("P2", "A2 A3")
    #expect(play.rules.last == .proposesItsOwnValue)
    try play.accept("P2", "A2 A3")
    #expect(violated(play) == ["agreement"])
  }

  /// P3 gets the reports 1.1:a and 1.2:b, after b was chosen.
  @Test(
    "A proposer that adopts the wrong report",
    arguments: [(Paxos.Mutation.lastValue, "A2 A1"), (.lowestValue, "A1 A2")])
  func adoptsTheWrongReport(_ mutation: Paxos.Mutation, _ order: String) throws {
    var play = play([mutation], "P1=a P2=b P3=c A1 A2 A3")
    try play.prepare("P1", "A1 A2")
    try play.accept("P1", "A1")
    try play.prepare("P2", "A2 A3")
    try play.accept("P2", "A2 A3")
    try play.prepare("P3", order)
    try play.accept("P3", order)
    #expect(play.chosen == ["a", "b"])
    #expect(violated(play) == ["agreement"])
  }

  @Test func adoptsWhatMostReport() throws {
    var play = play([.mostFrequentValue], "P1=a P2=b P3=c A1 A2 A3 A4 A5")
    try play.prepare("P1", "A1 A2 A3")
    try play.accept("P1", "A1 A2")
    try play.prepare("P2", "A3 A4 A5")
    try play.accept("P2", "A3 A4 A5")
    #expect(play.chosen == ["b"])
    try play.prepare("P3", "A1 A2 A3")
    #expect(try play["P3"].proposer.proposal == Value("a"))
    try play.accept("P3", "A1 A2 A3")
    #expect(violated(play) == ["agreement"])
  }

  @Test func votesBelowAPromise() throws {  // B06
    var play = play([.voteBelowPromise])
    try play.prepare("P1", "A1 A2 A3")
    try play.prepare("P2", "A1 A2 A3")
    try play.accept("P1", "A1 A2")
    #expect(violated(play) == ["promises-kept"])
    try play.accept("P2", "A2 A3")
    #expect(violated(play) == ["agreement", "promises-kept"])
  }

  @Test func aLatePrepareLowersThePromise() throws {  // B20
    var play = play([.lowerPromise])
    try play.timeout("P1")
    try play.deliver("prepare", "P1", "A1")
    try play.deliver("promise", "A1", "P1")
    try play.prepare("P2", "A1 A2")
    try play.deliver("prepare", "P1", "A2")
    try play.deliver("promise", "A2", "P1")
    try play.accept("P1", "A2 A3")
    try play.accept("P2", "A1 A2")
    #expect(violated(play) == ["agreement", "promises-kept"])
  }

  @Test func phaseOneIsSkipped() throws {  // B18
    var play = play([.skipPhase1])
    #expect(try play.timeout("P1").rule == .proposesItsOwnValue)
    try play.accept("P1", "A1 A2")
    try play.timeout("P2")
    try play.accept("P2", "A2 A3")
    #expect(violated(play) == ["agreement"])
  }

  @Test func writeOnceAcceptorsAreSafeAndStuck() throws {  // B21
    var play = play([.writeOnce, .skipPhase1], "P1=a P2=b P3=c A1 A2 A3")
    for number in 1...3 {
      try play.timeout("P\(number)")
      try play.accept("P\(number)", "A\(number)")
    }
    try play.accept("P1", "A2 A3")
    #expect(play.rules.suffix(2) == [.refusesToVote, .refusesToVote])
    #expect(play.chosen.isEmpty)
    #expect(violated(play) == [])
  }

  @Test func promisesAreTakenForADecision() throws {  // B13
    var play = play([.decideOnPromises])
    try play.prepare("P1", "A1 A2")
    #expect(violated(play) == ["decided-is-chosen"])
    try play.prepare("P2", "A1 A2")
    try play.accept("P1", "A1 A2")
    try play.accept("P2", "A1 A2")
    #expect(violated(play) == ["agreement", "decided-is-chosen"])
  }

  @Test func oneVoteIsTakenForADecision() throws {  // B14
    var play = play([.decideOnOneVote])
    try play.prepare("P1", "A1 A2 A3")
    try play.accept("P1", "A1")
    #expect(try play.deliver("accepted", "A1", "L1").rule == .decides)
    #expect(violated(play) == ["decided-is-chosen"])
  }

  @Test func votesOfDifferentBallotsAreAddedUp() throws {
    var play = play([.countAcrossBallots], "P1=red P2=blue P3=red A1 A2 A3 L1")
    try play.prepare("P1", "A1 A2")
    try play.accept("P1", "A1")
    try play.prepare("P2", "A2 A3")
    try play.accept("P2", "A2")
    try play.prepare("P3", "A1 A3")
    try play.accept("P3", "A3")
    try play.deliver("accepted", "A1", "L1")
    #expect(try play.deliver("accepted", "A3", "L1").rule == .decides)
    #expect(violated(play) == ["decided-is-chosen"])
  }

  @Test func aPromiseForAnOldBallotIsCounted() throws {
    var play = play([.stalePromise])
    try play.timeout("P1")
    for acceptor in ["A1", "A2"] { try play.deliver("prepare", "P1", acceptor) }
    try play.timeout("P1")
    try play.deliver("promise", "A1", "P1")
    #expect(try play.deliver("promise", "A2", "P1").rule == .proposesItsOwnValue)
  }

  @Test("Harmless variants choose as well", arguments: [Paxos.Mutation.promiseEqual, .voteOnlyIfEqual])
  func harmless(_ mutation: Paxos.Mutation) throws {
    var play = play([mutation])
    try play.timeout("P1")
    try play.take(.duplicate(MessageID(1)))
    try play.runUntilQuiet()
    #expect(play.chosen == ["a"])
    #expect(violated(play) == [])
  }

  @Test func votingOnlyAboveThePromiseIsStuck() throws {
    var play = play([.voteStrictlyAbove])
    try play.timeout("P1")
    try play.runUntilQuiet()
    #expect(play.chosen.isEmpty)
  }

  @Test("A vote that does not raise the promise", arguments: [Paxos.Mutation.voteWithoutPromise, .keepHighestVote])
  func voteWithoutPromise(_ mutation: Paxos.Mutation) throws {
    var play = play([mutation])
    try play.prepare("P1", "A1 A2")
    try play.prepare("P2", "A1 A2")
    try play.accept("P2", "A3")
    #expect(try play["A3"].acceptor.promised == nil)
    try play.accept("P1", "A3")
    let kept = mutation == .keepHighestVote ? Vote(1, 2, "b") : Vote(1, 1, "a")
    #expect(try play["A3"].acceptor.accepted == kept)
  }

  @Test func onePromiseRelabelsTheVote() throws {
    var play = play([.oneBallotVariable])
    try play.prepare("P1", "A1 A2")
    try play.accept("P1", "A1")
    try play.prepare("P2", "A1 A2")
    #expect(try play["A1"].acceptor.accepted == Vote(1, 2, "a"))
  }

  @Test func everyPrepareIsAnswered() throws {
    var play = play([.answerEveryPrepare])
    try play.timeout("P1")
    try play.prepare("P2", "A1")
    #expect(try play.deliver("prepare", "P1", "A1").rule == .promises)
    #expect(try play["A1"].acceptor.promised == Ballot(1, 2))
  }
}
