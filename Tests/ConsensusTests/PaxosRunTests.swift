import Consensus
import Testing

@Suite struct PaxosRuns {
  @Test("A first round succeeds", arguments: [Paxos.Options.Learning.acceptors, .proposer])
  func firstRound(_ learning: Paxos.Options.Learning) throws {
    var play = Play("P1=red A1 A2 A3 L1 L2", options: Paxos.Options(learning: learning))
    try play.timeout("P1")
    try play.runUntilQuiet()
    #expect(play.chosen == ["red"])
    #expect(try play["L1"].learner.decided == Value("red"))
    #expect(try play["L2"].learner.decided == Value("red"))
    #expect(try play["P1"].proposer.phase == (learning == .proposer ? .decided : .asking))
  }

  @Test("Servers send messages to themselves", arguments: [Paxos.Options.Learning.acceptors, .proposer])
  func servers(_ learning: Paxos.Options.Learning) throws {
    var play = Play("S1=red S2=blue S3=green", options: Paxos.Options(learning: learning))
    let transition = try play.timeout("S2")
    #expect(transition.sent.map(\.to) == play.cluster.nodes)
    try play.runUntilQuiet()
    #expect(play.chosen == ["blue"])
    for server in ["S1", "S2", "S3"] { #expect(try play[server].learner.decided == Value("blue")) }
  }

  @Test func aServerReachesItselfInsideAPartition() throws {
    var play = Play("S1=red S2 S3")
    try play.take(.cut(Partition(play.ids("S1"), play.ids("S1 S2 S3"))))
    try play.timeout("S1")
    #expect(try play.deliver("prepare", "S1", "S1").rule == .promises)
  }

  @Test func aServerOpensItsBallotAboveWhatItsAcceptorHasPromised() throws {
    var play = Play("S1=red S2=blue S3")
    try play.timeout("S1", round: 4)
    try play.deliver("prepare", "S1", "S2")
    try play.timeout("S2")
    #expect(try play["S2"].proposer.ballot == Ballot(5, 2))
  }

  @Test func aChosenValueStaysChosen() throws {  // P06
    var play = Play("P1=a P2=b A1 A2 A3")
    try play.prepare("P1", "A1 A2 A3")
    try play.accept("P1", "A1 A2")
    #expect(play.chosen == ["a"])
    try play.prepare("P2", "A2 A3")
    try play.accept("P2", "A1 A2 A3")
    #expect(play.chosen == ["a"])
    #expect(try play["A1"].acceptor.accepted == Vote(1, 2, "a"))
  }

  @Test func anAcceptorMayVoteForTwoValues() throws {  // P05
    var play = Play("P1=a P2=b A1 A2 A3")
    try play.prepare("P1", "A1 A2 A3")
    try play.accept("P1", "A1")
    try play.prepare("P2", "A2 A3")
    try play.accept("P2", "A1 A2 A3")
    #expect(play.chosen == ["b"])
    #expect(try play["A1"].acceptor.accepted == Vote(1, 2, "b"))
  }

  @Test func duelingProposersChooseNothing() throws {  // P13, twice around
    var play = Play("P1=c P2=d A1 A2 A3")
    for round in 1...4 {
      try play.prepare("P1", "A1 A2")
      #expect(try play["P1"].proposer.ballot == Ballot(round, 1))
      if round > 1 { try play.accept("P2", round: round - 1, "A2") }
      try play.prepare("P2", round: round, "A2 A3")
      try play.accept("P1", "A2")
      #expect(play.rules.last == .refusesToVote)
    }
    #expect(play.chosen.isEmpty)
  }

  @Test func duelingProposersThatRetryAtOnceAlternate() throws {
    var play = Play("P1=red P2=blue A1 A2 A3", options: Paxos.Options(retry: .onRefusals))
    try play.prepare("P1", "A1 A2 A3")
    try play.prepare("P2", "A1 A2 A3")
    try play.accept("P1", "A1 A2 A3")
    try play.deliver("refusal", "A1", "P1")
    #expect(try play.deliver("refusal", "A2", "P1").rule == .opensTheNextBallot)
    #expect(try play["P1"].proposer.phase == .preparing)
    #expect(try play["P1"].proposer.refusals.isEmpty)
    #expect(try play.deliver("refusal", "A3", "P1").rule == .ignoresAStaleRefusal)
  }

  @Test func ballotsOfARoundAreOrderedByProposer() throws {
    #expect(Ballot(1, 1) < Ballot(1, 2))
    #expect(Ballot(1, 9) < Ballot(2, 1))
    #expect(Ballot(12, 3).description == "12.3")
    #expect(Vote(1, 1, "red").description == "1.1:red")
  }

  @Test func aPersonMayChooseARound() throws {
    var play = Play("P1=red A1 A2 A3")
    try play.timeout("P1", round: 10)
    #expect(try play["P1"].proposer.ballot == Ballot(10, 1))
    try play.timeout("P1")
    #expect(try play["P1"].proposer.ballot == Ballot(11, 1))
  }

  @Test("Phases need quorums of their own sizes", arguments: [(3, 2), (1, 4), (4, 1)])
  func flexibleQuorums(_ phase1: Int, _ phase2: Int) throws {
    let quorums = Quorums(phase1: phase1, phase2: phase2)
    #expect(quorums.meet(among: 4))
    var play = Play("P1=red A1 A2 A3 A4 L1", quorums: quorums)
    let acceptors = ["A1", "A2", "A3", "A4"]
    try play.prepare("P1", acceptors.prefix(phase1).joined(separator: " "))
    #expect(play.rules.last == .proposesItsOwnValue)
    #expect(play.rules.dropLast().count { $0 == .countsAPromise } == phase1 - 1)
    for (index, acceptor) in acceptors.prefix(phase2).enumerated() {
      #expect(play.chosen.isEmpty)
      try play.accept("P1", acceptor)
      let rule = try play.deliver("accepted", acceptor, "L1").rule
      #expect(rule == (index + 1 == phase2 ? .decides : .learnsAVote))
    }
    #expect(play.chosen == ["red"])
  }

  @Test func majoritiesMeet() {
    for acceptors in 1...9 { #expect(Quorums.majority(of: acceptors).meet(among: acceptors)) }
    #expect(!Quorums(phase1: 2, phase2: 2).meet(among: 4))
  }

  @Test func aNodeWritesBeforeItSends() throws {
    var play = Play("P1=red A1 A2 A3")
    let rules: [(Paxos.Rule, String)] = [(.opensABallot, "P1"), (.promises, "A1"), (.votes, "A1")]
    try play.prepare("P1", "A1 A2")
    try play.accept("P1", "A1")
    for (rule, node) in rules {
      #expect(play.rules.contains(rule))
      let state = try play[node]
      let disk = try #require(play.world.disks[Int(try play.id(node).index)])
      #expect(disk.acceptor == state.acceptor)
      #expect(disk.ballot == state.proposer.ballot)
    }
  }

  @Test func whoeverWritesAfterSendingIsStopped() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var play = Play("P1=red A1")
      try play.timeout("P1")
      let disk = try #require(play.world.disks[0])
      var effects = Effects<Paxos>()
      effects.send(.prepare(Ballot(1, 1)), to: NodeID(0))
      effects.write(disk)
    }
    let complaint = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(complaint.contains("a node wrote to its disk after it had sent a message"))
  }
}
