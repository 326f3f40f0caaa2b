import Consensus
import Narration
import Testing

@Suite struct PaxosFields {
  @Test func aNodeShowsTheFieldsOfItsRoles() throws {
    let stage = try Stage("P1=red A1 L1")
    #expect(
      try stage.fields("P1") == """
        ballot nothing
        phase idle
        wants red
        promises nothing
        reported nothing
        proposes nothing
        refusals nothing
        """)
    #expect(try stage.fields("A1") == "promised nothing\naccepted nothing")
    #expect(try stage.fields("L1") == "decided nothing\nlearned nothing")
  }

  @Test func aServerShowsAllOfThem() throws {
    var stage = try Stage("S1=red S2=blue S3")
    try stage.prepare("S1", "S1 S2")
    try stage.deliver("accept", "S1", "S1")
    try stage.deliver("accepted", "S1", "S1")
    #expect(
      try stage.fields("S1") == """
        ballot 1.1
        phase asking
        wants red
        promises S1 S2
        reported nothing
        proposes red
        refusals nothing
        votes S1
        promised 1.1
        accepted 1.1:red
        decided nothing
        """)
  }

  @Test func refusalsReportsAndVotesAreListed() throws {
    var stage = try asking()
    try stage.accept("P1", "A1")
    try stage.prepare("P2", "A1")
    #expect(try stage.fields("P2").contains("reported 1.1:red"))
    try stage.deliver("accept", "P1", "A2")
    try stage.deliver("accepted", "A2", "L1")
    #expect(try stage.fields("L1") == "decided nothing\nlearned 1.1:red A2")
    try stage.deliver("prepare", "P2", "A2")
    try stage.deliver("promise", "A2", "P2")
    try stage.deliver("accept", "P2", "A1")
    try stage.deliver("accepted", "A1", "L1", ballot: Ballot(round: 1, proposer: 2))
    #expect(try stage.fields("L1") == "decided nothing\nlearned 1.1:red A2, 1.2:red A1")
    try stage.deliver("accepted", "A1", "L1")
    #expect(try stage.fields("L1") == "decided red\nlearned nothing")
  }

  @Test func aLearnerThatMixesBallotsShowsNone() throws {
    var stage = try asking { $0.mutate(.countAcrossBallots) }
    try stage.accept("P1", "A1")
    try stage.deliver("accepted", "A1", "L1")
    #expect(try stage.fields("L1") == "decided nothing\nlearned red A1")
  }

  @Test func whatTheLastStepChangedIsMarked() throws {
    var stage = try asking()
    try stage.accept("P1", "A3")
    #expect(try stage.node("A3").fields.filter(\.isChanged).map(\.name) == ["promised", "accepted"])
    #expect(try stage.node("A3").acted)
    #expect(try stage.node("A1").fields.allSatisfy { !$0.isChanged })
  }

  @Test func messagesHaveLabels() throws {
    var stage = try asking(byProposer)
    try stage.accept("P1", "A1")
    try stage.timeout("P2")
    try stage.deliver("prepare", "P2", "A1")
    try stage.deliver("prepare", "P2", "A2")
    try stage.deliver("accept", "P1", "A2")
    let labels = stage.session.scene.messages.map(\.label)
    #expect(
      labels.map(\.text) == [
        "prepare 1.1", "accept 1.1 red", "accepted 1.1 red", "prepare 1.2", "promise 1.2 1.1:red",
        "promise 1.2", "refusal 1.1 promised 1.2",
      ])
    #expect(labels.allSatisfy { $0.slot == nil && Paxos.kinds.contains($0.kind) })
  }

  @Test func aDecisionHasALabel() throws {
    var stage = try asking(byProposer)
    try stage.accept("P1", "A1 A2")
    for acceptor in ["A1", "A2"] { try stage.deliver("accepted", acceptor, "P1") }
    #expect(stage.session.scene.messages.last?.label == MessageLabel("decide", ballot: Ballot(1), value: "red"))
  }
}

extension Ballot {
  fileprivate init(_ round: Int) { self.init(round: round, proposer: 1) }
}

@Suite struct PaxosActivities {
  private func progress(_ stage: Stage, _ name: String) throws -> String {
    guard let progress = try stage.node(name).progress else { return "none" }
    return "\(progress.what) \(progress.count) of \(progress.needed): \(progress.from.joined(separator: " "))"
  }

  @Test func aProposerThatCountsVotes() throws {
    var stage = try Stage(apart, byProposer)
    #expect(try stage.node("P1").activity == "idle")
    #expect(try stage.node("P1").ballot == nil)
    #expect(try progress(stage, "P1") == "none")
    try stage.prepare("P1", "A2")
    #expect(try stage.node("P1").activity == "opens 1.1")
    #expect(try stage.node("P1").ballot?.description == "1.1")
    #expect(try progress(stage, "P1") == "promises 1 of 2: A2")
    try stage.deliver("prepare", "P1", "A1")
    try stage.deliver("promise", "A1", "P1")
    #expect(try stage.node("P1").activity == "asks for votes: red")
    #expect(try progress(stage, "P1") == "votes 0 of 2: ")
    try stage.accept("P1", "A1 A2")
    for acceptor in ["A1", "A2"] { try stage.deliver("accepted", acceptor, "P1") }
    #expect(try stage.node("P1").activity == "knows: red is chosen")
    #expect(try progress(stage, "P1") == "votes 2 of 2: A1 A2")
    #expect(try stage.node("P1").decided == [SlotView(slot: 1, values: ["red"])])
    #expect(try stage.node("L1").activity == "has not decided")
    try stage.deliver("decide", "P1", "L1")
    #expect(try stage.node("L1").activity == "knows: red is chosen")
  }

  @Test func aProposerThatHearsOfNoVotes() throws {
    var stage = try asking()
    #expect(try progress(stage, "P1") == "none")
    try stage.accept("P1", "A1 A2 A3")
    #expect(try stage.node("A1").activity == "")
    #expect(try stage.node("A1").decided == [])
    try stage.deliver("accepted", "A1", "L1")
    #expect(try progress(stage, "L1") == "votes 1 of 2: A1")
    #expect(try stage.node("L1").decided == [SlotView(slot: 1, values: [])])
    try stage.deliver("accepted", "A2", "L1")
    #expect(try stage.node("L1").decided == [SlotView(slot: 1, values: ["red"])])
    #expect(try stage.node("P1").activity == "asks for votes: red")
    #expect(try stage.node("P1").decided == [])
  }

  @Test func aBlockedProposer() throws {
    var stage = try contested()
    for acceptor in ["A1", "A2"] { try stage.deliver("refusal", acceptor, "P1") }
    #expect(try stage.node("P1").activity == "blocked: refused")
    #expect(try stage.fields("P1").contains("refusals A1 A2"))
  }

  @Test func aServerThatKnowsSaysSoUntilItOpensANewBallot() throws {
    var stage = try Stage("S1=red S2 S3") { $0.learning = .acceptors }
    try stage.timeout("S1")
    try stage.perform(.run(until: .quiet))
    #expect(try stage.node("S1").activity == "knows: red is chosen")
    #expect(try stage.node("S3").activity == "knows: red is chosen")
    try stage.timeout("S3")
    #expect(try stage.node("S3").activity == "opens 2.3")
    #expect(try stage.node("S3").decided == [SlotView(slot: 1, values: ["red"])])
  }

  @Test func activitiesFitIntoAPanelWhateverTheValue() throws {
    var stage = try Stage("P1=sixteen-letters- A1 L1", byProposer)
    try stage.timeout("P1")
    var activities: [String] = []
    while !stage.session.scene.messages.isEmpty {
      try stage.perform(.next(1))
      activities += stage.session.scene.nodes.map(\.activity)
    }
    #expect(activities.contains("asks: sixteen-letters-"))
    #expect(activities.contains("chosen: sixteen-letters-"))
    #expect(activities.allSatisfy { $0.count <= 24 })
  }

  @Test func aProposerThatTakesPromisesForADecisionBelieves() throws {
    let stage = try asking { $0.mutate(.decideOnPromises) }
    #expect(stage.session.check(.decided(node: "P1", slot: nil, value: "red")).holds)
    #expect(stage.session.check(.violates("decided-is-chosen")).holds)
  }
}
