import Consensus
import Narration
import TestSupport
import Testing

/// Multi-Paxos in words and fields.
@Suite struct MultiPaxosSentences {
  private func stage(_ nodes: String, _ change: (inout Setup) -> Void = { _ in }) throws -> Stage {
    try Stage(nodes) { setup in
      setup.algorithm = "multi-paxos"
      change(&setup)
    }
  }

  /// P1 leads and has asked for x and y; y has a vote in slot 2.
  private func interrupted(_ mutations: [MultiPaxos.Mutation] = []) throws -> Stage {
    var stage = try stage("P1 P2 A1 A2 A3") { $0.mutations = mutations.map(\.rawValue) }
    try stage.prepare("P1", "A1 A2")
    try stage.request("P1", "x")
    try stage.request("P1", "y")
    var pattern = MessagePattern()
    (pattern.kind, pattern.slot, pattern.to) = ("accept", 2, ["A1"])
    try stage.perform(.deliver(.pattern(pattern)))
    return stage
  }

  @Test func aLeaderIsTold() throws {
    var stage = try stage("P1 P2 A1 A2 A3")
    try stage.request("P1", "x")
    #expect(
      stage.told == """
        P1 takes a client's request for x and keeps it.
        It does not lead, and only a leader gives slots, so x waits until P1 leads.
        """)
    try stage.timeout("P1")
    #expect(
      stage.told == """
        P1 opens 1.1 for all slots.
        Its timer rings, and it has heard of no ballot yet, so it begins with round 1. It asks A1, A2 and A3 to \
        promise 1.1, for all these slots in one message: it needs 2 of 3 promises.
        """)
    try stage.deliver("prepare", "P1", "A1")
    #expect(
      stage.told == """
        A1 promises 1.1, for all slots.
        A1 remembers no earlier promise, so it promises; from now on it neither promises nor votes below 1.1, in any \
        slot. It has no vote to report.
        """)
    try stage.deliver("promise", "A1", "P1")
    try stage.deliver("prepare", "P1", "A2")
    try stage.deliver("promise", "A2", "P1")
    #expect(
      stage.told == """
        P1 leads in 1.1.
        The promises of A1 and A2 are a quorum (2 of 3), and it holds for all slots. No vote is reported for a slot \
        that it does not know, so all of them are free. Of the requests that waited, it proposes x in slot 1.
        """)
    try stage.request("P1", "y")
    #expect(
      stage.told == """
        P1 asks for votes on y in slot 2.
        It leads in 1.1, whose promises hold for all slots, so the request needs phase 2 alone; slot 2 is the next \
        free one.
        """)
  }

  @Test func `Nobody can want the value that fills holes`() {
    #expect(throws: Refusal.self) { try stage("P1=noop A1 A2 A3") }
  }

  @Test func holesAreTold() throws {
    var stage = try interrupted()
    try stage.prepare("P2", round: 2, "A1 A2")
    #expect(
      stage.told == """
        P2 leads in 2.2 and finishes slots 1 and 2.
        The promises of A1 and A2 are a quorum (2 of 3), and it holds for all slots. It asks for votes on y in slot 2, \
        as the promises report: it may have been chosen already. Nobody in the quorum has voted in slot 1: it proposes \
        noop there, so that the slots above can be executed.
        """)
    #expect(try stage.explanation.cites == "Paxos Made Simple §3")
    for acceptor in ["A1", "A2"] {
      try stage.deliver("accept", "P2", acceptor, ballot: Ballot(round: 2, proposer: 2))
      try stage.deliver("accepted", acceptor, "P2", ballot: Ballot(round: 2, proposer: 2))
    }
    #expect(
      stage.told == """
        P2 knows that y is chosen in slot 2.
        A1 and A2 have voted for y in slot 2 in 2.2: that is a quorum (2 of 3), so y is chosen. It can execute nothing \
        yet: slot 1 is a hole.
        """)
  }

  @Test func aFillerThatWasInventedIsCalledMutated() throws {
    var stage = try interrupted([.inventFiller])
    try stage.prepare("P2", round: 2, "A1 A2")
    #expect(stage.told.hasSuffix("it proposes filler there, which no client asked for: this rule is mutated."))
  }

  @Test func reportsThatAreNotLookedAtAreToldSo() throws {
    var stage = try interrupted([.ownValue])
    try stage.prepare("P2", round: 2, "A1 A2")
    #expect(
      stage.told == """
        P2 leads in 2.2.
        The promises of A1 and A2 are a quorum (2 of 3), and it holds for all slots. It does not look at the votes that \
        the promises report: this rule is mutated. It waits for requests.
        """)
  }

  @Test func preemptionIsTold() throws {
    var stage = try stage("S1 S2 S3")
    try stage.prepare("S1", "S1 S2")
    try stage.request("S1", "x")
    try stage.timeout("S2")
    try stage.deliver("prepare", "S2", "S1")
    #expect(stage.told.hasSuffix("It has heard of 2.2, which is above its own 1.1, so it no longer leads."))
    try stage.deliver("accept", "S1", "S1")
    try stage.deliver("refusal", "S1", "S1")
    #expect(
      stage.told == """
        S1 ignores the late refusal of S1.
        It no longer uses 1.1: it has stepped down or restarted.
        """)
  }

  @Test func theFieldsAreThoseOfTheContract() throws {
    var stage = try interrupted()
    #expect(
      try stage.fields("P1") == """
        role leader
        ballot 1.1
        promises A1 A2
        reported nothing
        asks 1:x 2:y
        requests nothing
        decided nothing
        executed 0
        """)
    #expect(try stage.fields("A1") == "promised 1.1\nlog 2:1.1:y")
    try stage.deliver("accepted", "A1", "P1")
    #expect(try stage.fields("P1").contains("asks 1:x 2:y A1"))
    let servers = try self.stage("S1 S2 S3")
    let names = try servers.node("S1").fields.map(\.name)
    for name in ["role", "ballot", "promised", "log", "decided", "executed"] { #expect(names.contains(name)) }
  }

  @Test func messagesAreAddressedBySlot() throws {
    let stage = try interrupted()
    let accepts = stage.session.scene.messages.filter { $0.label.kind == "accept" && $0.to == "A2" }
    #expect(accepts.map(\.label.text) == ["accept 1.1 @1 x", "accept 1.1 @2 y"])
    var other = try interrupted()
    try other.timeout("P2", round: 2)
    try other.deliver("prepare", "P2", "A1")
    #expect(other.session.scene.messages.last?.label.text == "promise 2.2 2:1.1:y")
    #expect(other.session.scene.messages.contains { $0.label.text == "prepare 2.2" })
  }

  @Test func whatACrashCostsIsTold() throws {
    var stage = try stage("S1 S2 S3")
    try stage.prepare("S1", "S1 S2")
    try stage.request("S1", "x")
    try stage.deliver("accept", "S1", "S1")
    try stage.perform(.crash(["S1"]))
    #expect(
      stage.told == """
        S1 crashes.
        S1 forgets that it led; its promise 1.1, its vote 1:1.1:x and its ballot 1.1 are on disk. It receives nothing \
        until it restarts.
        """)
  }

  // MARK: Walks

  private func command(for scene: Scene, _ random: inout SplitMix64) -> Command? {
    let message = scene.messages.randomElement(using: &random).map { Messages.numbers([$0.id.number]) }
    let node = scene.nodes.randomElement(using: &random)
    let amnesia: [Amnesia] = [.nothing, .everything, .fields(["promised"]), .fields(["log", "ballot"])]
    return switch Int.random(in: 0..<20, using: &random) {
    case 0..<11: message.map { .deliver($0) }
    case 11: message.map { .duplicate($0) }
    case 12..<14: node.map { .timeout(node: $0.name, round: nil) }
    case 14..<17: node.map { .request(node: $0.name, value: "green") }
    case 17: node.map { .crash([$0.name]) }
    default:
      scene.nodes.first { !$0.isUp }.map {
        .restart([$0.name], forgetting: amnesia.randomElement(using: &random) ?? .nothing)
      }
    }
  }

  /// Takes random steps, and looks at every sentence for debris.
  private func walk(_ stage: Stage, seed: UInt64, debris: [String]) {
    var session = stage.session
    var random = SplitMix64(seed: seed)
    let names = session.scene.nodes.map { $0.fields.map(\.name) }
    for _ in 0..<100 {
      guard let command = command(for: session.scene, &random), (try? session.perform(command)) != nil else { continue }
      let scene = session.scene
      let words = (scene.last?.what ?? "") + " " + (scene.last?.why ?? "")
      for piece in debris { #expect(!words.contains(piece), "seed \(seed): \(words)") }
      #expect(words.hasSuffix("."))
      #expect(scene.nodes.allSatisfy { $0.activity.count <= 24 && $0.fields.allSatisfy { !$0.value.isEmpty } })
      #expect(scene.nodes.map { $0.fields.map(\.name) } == names)
    }
  }

  private static let debris = ["nil", "Optional", "nobody", "..", "  ", "0.0", "a value", "slot 0", "slots ."]

  @Test(
    "Sentences are whole, and no rule is called mutated that is not",
    arguments: ["P1 P2 A1 A2 A3 L1", "S1 S2 S3"])
  func withoutMutations(_ nodes: String) throws {
    for seed in 0..<24 as Range<UInt64> {
      let stage = try stage(nodes) { $0.retry = seed.isMultiple(of: 2) ? .byHand : .onRefusals }
      walk(stage, seed: seed, debris: Self.debris + ["mutated"])
    }
  }

  @Test("Every mutated run can be told", arguments: MultiPaxos.Mutation.allCases)
  func withMutations(_ mutation: MultiPaxos.Mutation) throws {
    for seed in 0..<6 as Range<UInt64> {
      walk(try stage("S1 S2 S3") { $0.mutations = [mutation.rawValue] }, seed: seed, debris: Self.debris)
    }
  }
}
