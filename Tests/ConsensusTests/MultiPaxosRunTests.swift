import Consensus
import TestSupport
import Testing

/// Leaders, holes, catching up, crashes: runs of Multi-Paxos.
@Suite struct MultiPaxosRuns {
  @Test func `A new leader finishes what is reported, fills the holes, and then serves its clients`() throws {
    var play = LogPlay("P1 P2 A1 A2 A3")
    try play.prepare("P1", "A1 A2 A3")
    for slot in 1...6 { try play.request("P1", "c\(slot)") }
    try play.accept("P1", 1, "A1", counts: false)
    try play.accept("P1", 4, "A1 A2", counts: false)
    try play.accept("P1", 6, "A2", counts: false)
    try play.request("P2", "mine")
    try play.prepare("P2", round: 2, "A1 A2")
    let asked = play.world.inFlight.filter { $0.message.kind == "accept" && $0.message.ballot == Ballot(2, 2) }
    // In the order of the paper: what is reported, the holes, and then the requests; 4 is known to be chosen.
    let slots = asked.filter { play.cluster.name(of: $0.to) == "A1" }.compactMap(\.message.slot)
    #expect(slots == [1, 6, 2, 3, 5, 7])
    #expect(try play["P2"].learner.decided.text == "4:c4")
    try play.runUntilQuiet()
    #expect(try play["P2"].learner.decided.text == "1:c1 2:noop 3:noop 4:c4 5:noop 6:c6 7:mine")
    #expect(try play["P2"].executed == 7)
    #expect((1...7).allSatisfy { play.chosen($0).count == 1 })
    for invariant in Invariant.judged { #expect(!play.violated(invariant)) }
  }

  @Test func `The value of the highest-numbered report is proposed, slot by slot`() throws {
    var play = LogPlay("P1 P2 P3 A1 A2 A3")
    try play.request("P1", "x")
    try play.prepare("P1", "A1 A2")
    try play.accept("P1", 1, "A1", counts: false)
    try play.request("P2", "y")
    try play.prepare("P2", "A2 A3")
    try play.accept("P2", 1, "A3", counts: false)
    try play.prepare("P3", "A1 A3")
    #expect(try play["P3"].proposer.asking[1]?.value == Value("y"))
  }

  @Test func `A leader needs phase 2 alone`() throws {
    var play = LogPlay("S1 S2 S3")
    try play.prepare("S1", "S1 S2 S3")
    for slot in 1...5 {
      try play.request("S1", "v\(slot)")
      #expect(play.messages("prepare").isEmpty)
      try play.accept("S1", slot, "S1 S2 S3")
    }
    try play.deliverAll("decide")
    for server in ["S1", "S2", "S3"] {
      #expect(try play[server].learner.decided.text == "1:v1 2:v2 3:v3 4:v4 5:v5")
      #expect(try play[server].executed == 5)
    }
  }

  @Test func `Nothing is executed above a hole`() throws {
    var play = LogPlay("S1 S2 S3")
    try play.prepare("S1", "S1 S2")
    for value in ["x", "y", "z"] { try play.request("S1", value) }
    try play.accept("S1", 3, "S1 S2")
    #expect(try play["S1"].executed == 0)
    try play.accept("S1", 1, "S1 S2")
    #expect(try play["S1"].executed == 1)
    try play.accept("S1", 2, "S1 S2")
    #expect(try play["S1"].executed == 3)
  }

  @Test func `A server that lost its memory is told by the next leader, and learns all by a ballot of its own`() throws
  {
    var play = LogPlay("S1 S2 S3")
    try play.prepare("S1", "S1 S2 S3")
    try play.request("S1", "x")
    try play.request("S1", "y")
    try play.accept("S1", 1, "S1 S2")
    try play.accept("S1", 2, "S1 S2")
    try play.deliverAll("decide", to: "S2")
    try play.crash("S3")
    try play.restart("S3")
    #expect(try play["S3"].executed == 0)
    try play.prepare("S2", "S2 S3")
    // S3 said that it knows nothing; S2 knows 1 and 2, and asks for promises from slot 3 on.
    #expect(play.messages("decide", "S2", "S3").count == 2)
    try play.deliver("decide", "S2", "S3", slot: 1)
    try play.deliver("decide", "S2", "S3", slot: 2)
    #expect(try play["S3"].executed == 2)

    try play.crash("S2")
    try play.restart("S2")
    #expect(try play["S2"].acceptor.log.text == "1:1.1:x 2:1.1:y")
    try play.prepare("S2", "S1 S2")
    // A quorum reports the same votes, so that they need not be cast again.
    #expect(try play["S2"].executed == 2)
    #expect(play.messages("accept", "S2").isEmpty)
  }

  @Test func `A server that leads steps down when its own acceptor hears of a higher ballot`() throws {
    var play = LogPlay("S1 S2 S3")
    try play.prepare("S1", "S1 S2")
    try play.request("S1", "x")
    try play.timeout("S2")
    #expect(try play["S1"].proposer.role == .leader)
    try play.deliver("prepare", "S2", "S1", ballot: Ballot(2, 2))
    #expect(play.rules.last == .promises)
    #expect(try play["S1"].proposer.role == .follower)
    try play.request("S1", "y")
    #expect(try play["S1"].proposer.requests == [Value("y")])
    #expect(try play["S1"].proposer.ballot == Ballot(1, 1))
  }

  @Test func `What is on disk survives a crash, and nothing else`() throws {
    var play = LogPlay("S1 S2 S3")
    try play.prepare("S1", "S1 S2")
    try play.request("S1", "x")
    try play.accept("S1", 1, "S1 S2")
    try play.crash("S1")
    try play.restart("S1")
    let node = try play["S1"]
    #expect(node.proposer.role == .follower)
    #expect(node.proposer.ballot == Ballot(1, 1))
    #expect(node.acceptor.promised == Ballot(1, 1))
    #expect(node.acceptor.log.text == "1:1.1:x")
    #expect(node.learner.decided.isEmpty)
    try play.crash("S1")
    try play.restart("S1", forgetting: .fields(["log", "ballot"]))
    #expect(try play["S1"].acceptor.log.isEmpty)
    #expect(try play["S1"].acceptor.promised == Ballot(1, 1))
    #expect(try play["S1"].proposer.ballot == nil)
  }

  @Test func `A client cannot ask for a no-op, nor an acceptor for anything`() throws {
    var play = LogPlay("P1 A1 A2 A3")
    #expect(throws: Impossible.self) { try play.request("P1", "noop") }
    #expect(throws: Impossible.self) { try play.request("A1", "x") }
    #expect(throws: Impossible.self) { try play.timeout("A1") }
  }

  @Test func `A promise is for all slots, and the table of ballots says so`() throws {
    var play = LogPlay("P1 P2 A1 A2 A3")
    try play.prepare("P1", "A1 A2")
    try play.request("P1", "x")
    try play.request("P1", "y")
    try play.accept("P1", 2, "A3", counts: false)
    let rows = play.world.chronicle.rows
    #expect(rows.map(\.slot) == [1, 2])
    #expect(rows.allSatisfy { $0.ballot == Ballot(1, 1) && $0.promised.count == 2 })
    #expect(rows.map { $0.voted.count } == [0, 1])
  }

  // MARK: Broken variants

  @Test func `Its own values in slots that are bound break agreement`() throws {
    var play = LogPlay("P1 P2 A1 A2 A3", mutations: [.ownValue])
    try play.prepare("P1", "A1 A2")
    try play.request("P1", "x")
    try play.accept("P1", 1, "A1 A2", counts: false)
    try play.request("P2", "y")
    try play.prepare("P2", "A2 A3")
    try play.accept("P2", 1, "A2 A3", counts: false)
    #expect(play.chosen(1) == ["x", "y"])
    #expect(play.violated(.agreement))
  }

  @Test func `A slot that is used twice breaks what a ballot is`() throws {
    var play = LogPlay("P1 A1 A2 A3", mutations: [.reuseSlot])
    try play.prepare("P1", "A1 A2")
    try play.request("P1", "x")
    try play.request("P1", "y")
    let accepts = play.messages("accept", "P1", "A1") + play.messages("accept", "P1", "A2").suffix(1)
    for id in accepts { try play.take(.deliver(id)) }
    #expect(play.violated(.oneValuePerBallot))
  }

  @Test func `A filler that nobody proposed breaks validity, and a no-op does not`() throws {
    for (mutations, isViolated) in [([MultiPaxos.Mutation.inventFiller], true), ([], false)] {
      var play = LogPlay("P1 P2 A1 A2 A3", mutations: mutations)
      try play.prepare("P1", "A1 A2")
      try play.request("P1", "lost")
      try play.request("P1", "y")
      try play.accept("P1", 2, "A1", counts: false)
      try play.prepare("P2", "A1 A2")
      try play.accept("P2", 1, "A1 A2")
      #expect(play.violated(.validity) == isViolated)
    }
  }

  @Test func `Without no-ops nothing above a hole is ever executed`() throws {
    var play = LogPlay("P1 P2 A1 A2 A3", mutations: [.leaveHoles])
    try play.prepare("P1", "A1 A2")
    try play.request("P1", "lost")
    try play.request("P1", "y")
    try play.accept("P1", 2, "A1", counts: false)
    try play.crash("P1")
    for id in play.messages("accept", slot: 1) { try play.take(.drop(id)) }
    try play.prepare("P2", "A1 A2")
    try play.runUntilQuiet()
    #expect(try play["P2"].learner.decided.text == "2:y")
    #expect(try play["P2"].executed == 0)
  }
}

extension Invariant {
  fileprivate static let judged: [Invariant] = [
    .agreement, .oneValuePerBallot, .validity, .decidedIsChosen, .promisesKept,
  ]
}

/// What must hold whatever happens, with disks that keep what they should.
@Suite struct MultiPaxosWalks {
  private func step(in world: World<MultiPaxos>, _ random: inout SplitMix64) -> Step {
    let node = NodeID(Int.random(in: 0..<world.cluster.members.count, using: &random))
    let other = NodeID(Int.random(in: 0..<world.cluster.members.count, using: &random))
    let proposer = world.cluster.proposers.map { $0 }.randomElement(using: &random) ?? node
    let message = world.inFlight.randomElement(using: &random)?.id ?? MessageID(1)
    return switch Int.random(in: 0..<100, using: &random) {
    case 0..<62: .deliver(message)
    case 62..<67: .drop(message)
    case 67..<72: .duplicate(message)
    case 72..<77: .timeout(proposer, round: nil)
    case 77..<87: .request(proposer, Value(["x", "y", "z"].randomElement(using: &random) ?? "x"))
    case 87..<90: .crash(node)
    case 90..<96: .restart(world.down.map { $0 }.first ?? node, forgetting: .nothing)
    case 96..<98: .cut(Partition([node], [other]))
    default: .heal(nil)
    }
  }

  static let clusters = ["P1 P2 A1 A2 A3 L1", "S1 S2 S3", "S1 S2 S3 S4 S5"]

  @Test("Multi-Paxos keeps its invariants", arguments: clusters, [Paxos.Options.Learning.acceptors, .proposer])
  func invariantsHold(_ nodes: String, _ learning: Paxos.Options.Learning) {
    var slots = 0
    for seed in 0..<150 as Range<UInt64> {
      var random = SplitMix64(seed: seed)
      let options = Paxos.Options(learning: learning, retry: seed.isMultiple(of: 3) ? .onRefusals : .byHand)
      var world = LogPlay(nodes, options: options).world
      var known = world.nodes.map(\.learner.decided)
      for _ in 0..<150 {
        _ = try? world.take(step(in: world, &random))
        for (node, before) in known.enumerated() where !world.down.contains(NodeID(node)) {
          let now = world.nodes[node].learner.decided
          // What a node knows it keeps, unless it crashes.
          #expect(before.entries.allSatisfy { now[$0.slot] == $0.content } || now.isEmpty, "seed \(seed)")
        }
        known = world.nodes.map(\.learner.decided)
      }
      for invariant in Invariant.judged {
        #expect(invariant.violation(world.ledger, world.cluster) == nil, "seed \(seed)")
      }
      slots += world.ledger.choices(in: world.cluster).count
    }
    // Walks that choose nothing would hold everything.
    #expect(slots > 100)
  }

  @Test(arguments: [MultiPaxos.Mutation.ownValue, .voteBelowPromise, .skipPhase1])
  func `A mutation is found by walking`(_ mutation: MultiPaxos.Mutation) {
    let found = (0..<300 as Range<UInt64>).contains { seed in
      var random = SplitMix64(seed: seed)
      var world = LogPlay("P1 P2 A1 A2 A3 L1", mutations: [mutation]).world
      for _ in 0..<150 { _ = try? world.take(step(in: world, &random)) }
      return Invariant.agreement.violation(world.ledger, world.cluster) != nil
    }
    #expect(found)
  }
}
