import Consensus
import TestSupport
import Testing

/// Whatever a search for possible values leaves out, it finds the same values.
@Suite struct ReductionTests {
  struct Model: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var paxos: Paxos
    var bounds = Bounds(rounds: 2)
    /// How many steps lead to the first world of a search.
    var steps = 6...24
  }

  static let models = [
    Model(testDescription: "two proposers, three acceptors", paxos: .small()),
    Model(testDescription: "a learner, silent acceptors", paxos: .small(learners: 1, options: .quiet)),
    Model(testDescription: "three proposers", paxos: .small(proposers: 3, options: .quiet), bounds: Bounds(rounds: 1)),
    Model(
      testDescription: "quorums that do not meet",
      paxos: .small(acceptors: 4, quorums: Quorums(phase1: 2, phase2: 2), options: .quiet), bounds: Bounds(rounds: 1)),
    Model(testDescription: "crashes", paxos: .small(acceptors: 2), bounds: Bounds(rounds: 2, crashes: 1)),
    Model(
      testDescription: "crashes that lose promises", paxos: .small(acceptors: 2, options: .quiet),
      bounds: Bounds(rounds: 1, crashes: 1, amnesia: .fields(["promised"]))),
    Model(
      testDescription: "duplicates", paxos: .small(acceptors: 2, options: .quiet),
      bounds: Bounds(rounds: 1, duplicates: 1)),
    Model(
      testDescription: "requests", paxos: .small(acceptors: 2, options: .quiet),
      bounds: Bounds(rounds: 1, requests: [Bounds.Request(NodeID(0), Value("w"))])),
    Model(
      testDescription: "servers that retry at once", paxos: .servers(options: .init(retry: .onRefusals)),
      bounds: Bounds(rounds: 2)),
    Model(
      testDescription: "a mutation that leaves ballots alone",
      paxos: .small(acceptors: 2, options: .quiet, mutations: [.reachableQuorum])),
    Model(testDescription: "a mutation", paxos: .small(options: .quiet, mutations: [.lowerPromise])),
  ]

  /// A world after some steps of any kind: also of amnesia, so that what acceptors remember and what the ledger says may
  /// differ, and of rounds that a person chooses.
  private func walk(_ model: Model, _ random: inout SplitMix64) -> World<Paxos> {
    var world = World(model.paxos)
    var steps = Int.random(in: model.steps, using: &random)
    while steps > 0 {
      let node = NodeID(Int.random(in: 0..<world.cluster.members.count, using: &random))
      let message =
        world.inFlight.isEmpty ? nil : world.inFlight[Int.random(in: 0..<world.inFlight.count, using: &random)]
      let step: Step =
        switch Int.random(in: 0..<40, using: &random) {
        case 0..<30 where message != nil: .deliver(message?.id ?? MessageID(0))
        case 30..<32 where message != nil: .drop(message?.id ?? MessageID(0))
        case 32: .duplicate(message?.id ?? MessageID(0))
        case 33: .crash(node)
        case 34: .restart(node, forgetting: .fields(["promised"]))
        case 35: .restart(node, forgetting: .nothing)
        default: .timeout(node, round: nil)
        }
      let isBeyond = world.cluster.proposers.contains { world[$0].proposer.ballot?.round ?? 0 > model.bounds.rounds }
      if isBeyond { world = World(model.paxos) }
      _ = try? world.take(step)
      steps -= 1
    }
    return world
  }

  private func checker(_ world: World<Paxos>, _ model: Model) -> Checker<Paxos> {
    var checker = Checker(world, within: model.bounds, against: [])
    checker.exchangesAcceptors = true
    checker.plan = SearchPlan(worlds: 2000)
    return checker
  }

  @Test(arguments: models)
  func `Nothing that is left out changes what is possible`(_ model: Model) {
    var compared = 0
    var counts: [Int: Int] = [:]
    for seed in 0..<300 as Range<UInt64> where compared < 5 {
      var random = SplitMix64(seed: seed)
      var checker = checker(walk(model, &random), model)
      let verdict = checker.check()
      // Of worlds where nothing is possible any more a few are enough.
      guard verdict.isExhaustive, counts[verdict.possible.count] ?? 0 < 3 else { continue }
      checker.plan = SearchPlan()
      compared += 1
      counts[verdict.possible.count, default: 0] += 1
      let candidates = checker.world.ledger.proposed + model.bounds.requests.map(\.value)
      for isReduced in [true, false] {
        checker.isReduced = isReduced
        let possible = checker.possibilities(among: candidates)
        #expect(possible.isExhaustive, "seed \(seed), \(isReduced)")
        #expect(possible.values == verdict.possible, "seed \(seed), \(isReduced)")
      }
    }
    #expect(compared >= 4)
    // Walks after which always the same number of values is possible would show little.
    #expect(counts.count > 1, "\(counts)")
  }

  @Test func `What is left out makes worlds fewer`() throws {
    var world = World(Paxos.small(options: .quiet))
    try world.open("P1", askingFor: ["A1", "A2"], votesOf: ["A1", "A2"])
    var checker = Checker(world, within: Bounds(rounds: 2), against: [])
    checker.exchangesAcceptors = true
    var worlds: [Int] = []
    for isReduced in [false, true] {
      checker.isReduced = isReduced
      let possible = checker.possibilities(among: world.ledger.proposed)
      #expect(possible.isExhaustive)
      #expect(possible.values.map(\.name) == ["v1"])
      worlds.append(possible.progress.worlds)
    }
    #expect(worlds[1] * 1000 < worlds[0], "\(worlds)")
  }
}

extension Paxos {
  /// Servers S1 and S2, which play all roles, and an acceptor.
  static func servers(options: Options) -> Paxos {
    let members =
      (1...2).map { Cluster.Member(name: "S\($0)", roles: .server, wish: Value("v\($0)"), number: $0) }
      + [Cluster.Member(name: "A3", roles: .acceptor, number: 0)]
    return Paxos(cluster: Cluster(members: members), options: options)
  }
}
