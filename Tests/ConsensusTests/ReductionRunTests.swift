import Consensus
import TestSupport
import Testing

/// Total order and consensus, made from each other.
@Suite struct ReductionRuns {
  private let cluster = Cluster.processes(3)

  // MARK: - Consensus from total order

  @Test func `Everybody decides the first proposal, whatever arrives first`() throws {
    var run = Run(ConsensusFromTotalOrder(cluster: cluster))
    for (process, value) in [("P1", "a"), ("P2", "b"), ("P3", "c")] { try run.request(process, value) }
    for (from, to) in [("P3", "P1"), ("P2", "P2"), ("P3", "P2")] { try run.deliver(from, to) }
    try run.runUntilQuiet()
    for process in ["P1", "P2", "P3"] {
      #expect(run.world[try run.id(process)].decided?.name == "a")
      #expect(try run.delivered(process) == ["a", "b", "c"])
    }
    #expect(run.world.ledger.chosen(slot: 1, in: cluster).map(\.name) == ["a"])
  }

  @Test func `Who has nothing to propose says so, and one proposal is enough`() throws {
    var run = Run(ConsensusFromTotalOrder(cluster: cluster))
    try run.request("P2", "b")
    try run.deliver("P2", "P1")
    #expect(run.rules.last == .speaksWithoutAProposal)
    try run.request("P1", "a")
    #expect(run.rules.last == .comesTooLate)
    #expect(throws: Impossible.self) { try run.request("P1", "z") }
    try run.runUntilQuiet()
    for process in ["P1", "P2", "P3"] { #expect(run.world[try run.id(process)].decided?.name == "b") }
  }

  @Test func `One silent process stops all`() throws {
    var run = Run(ConsensusFromTotalOrder(cluster: cluster))
    try run.request("P1", "a")
    try run.request("P2", "b")
    try run.take(.crash(try run.id("P3")))
    try run.runUntilQuiet()
    #expect(run.world.ledger.decisions.isEmpty)
  }

  // MARK: - Total order from consensus, with a hand

  private func hand() throws -> Run<TotalOrderFromConsensus> {
    var run = Run(TotalOrderFromConsensus(cluster: cluster, box: .hand))
    try run.request("P1", "m")
    try run.request("P2", "n")
    try run.deliver("P1", "P1")
    for receiver in ["P2", "P3"] { try run.deliver("P2", receiver) }
    try run.deliver("P1", "P3")
    return run
  }

  private func choose(
    _ run: inout Run<TotalOrderFromConsensus>, _ instance: Int, _ values: String...
  ) throws {
    try run.take(.choose(instance: instance, values.map { Value($0) }))
  }

  @Test func `A hand may choose any part of what somebody has pending`() throws {
    for values in [["m"], ["n"], ["n", "m"]] {
      var run = try hand()
      try run.take(.choose(instance: 1, values.map { Value($0) }))
      for process in ["P1", "P2", "P3"] { #expect(try run.delivered(process) == values.sorted()) }
    }
  }

  @Test func `A hand may choose nothing else`() throws {
    var run = try hand()
    let first = try run.id("P1")
    #expect(throws: Impossible.objection(first, .notProposed([Value("m"), Value("n")]))) {
      try choose(&run, 1, "z")
    }
    #expect(throws: Impossible.objection(first, .notThisInstance(next: 1))) { try choose(&run, 2, "m") }
    try choose(&run, 1, "n")
    #expect(throws: Impossible.self) { try choose(&run, 1, "m") }
    #expect(throws: Impossible.objection(first, .notProposed([Value("m")]))) { try choose(&run, 2, "n") }
    #expect(throws: Impossible.objection(first, .notThisInstance(next: 2))) { try choose(&run, 3, "m") }
  }

  @Test func `A decision that those who are down have learnt still binds the others`() throws {
    var run = try hand()
    let (first, second, third) = (try run.id("P1"), try run.id("P2"), try run.id("P3"))
    try run.take(.crash(third))
    try choose(&run, 1, "n")
    for node in [first, second] { try run.take(.crash(node)) }
    try run.take(.restart(third, forgetting: .nothing))
    #expect(throws: Impossible.self) { try choose(&run, 1, "m") }
    try choose(&run, 1, "n")
    #expect(try run.delivered("P3") == ["n"])
  }

  @Test func `Who has missed an instance delivers the later ones when it has learnt it`() throws {
    var run = try hand()
    let third = try run.id("P3")
    try run.take(.crash(third))
    try choose(&run, 1, "n")
    try run.take(.restart(third, forgetting: .nothing))
    try choose(&run, 2, "m")
    #expect(try run.delivered("P3").isEmpty)
    try choose(&run, 1, "n")
    #expect(try run.delivered("P3") == ["n", "m"])
    #expect(run.violation(of: .totalOrder) == nil)
  }

  @Test func `Whatever a hand chooses, the logs agree`() {
    var delivered = 0
    for seed in 0..<50 as Range<UInt64> {
      var random = SplitMix64(seed: seed)
      var world = World(TotalOrderFromConsensus(cluster: cluster, box: .hand))
      for count in 0..<120 {
        let node = cluster.nodes.randomElement(using: &random) ?? NodeID(0)
        let pending = world[node].pending
        let part = pending.filter { _ in Bool.random(using: &random) }
        let message = world.inFlight.randomElement(using: &random)?.id ?? MessageID(1)
        let step: Step =
          switch Int.random(in: 0..<20, using: &random) {
          case 0..<3: .request(node, Value("v\(count)"))
          case 3..<11: .deliver(message)
          case 11: .drop(message)
          case 12: .duplicate(message)
          case 13: .crash(node)
          case 14: .restart(node, forgetting: .nothing)
          default: .choose(instance: Int.random(in: 1...6, using: &random), part.isEmpty ? pending : part)
          }
        _ = try? world.take(step)
        for invariant in [Invariant.totalOrder, .agreement, .integrity] {
          #expect(invariant.violation(world.ledger, cluster) == nil, "seed \(seed)")
        }
      }
      delivered += world.ledger.deliveries.processes.reduce(0) { $0 + $1.delivered.count }
    }
    #expect(delivered > 150)
  }

  // MARK: - Total order from consensus, with Paxos

  @Test func `Paxos in the box keeps total order, whatever happens`() {
    var delivered = 0
    for seed in 0..<50 as Range<UInt64> {
      var random = SplitMix64(seed: seed)
      var world = World(TotalOrderFromConsensus(cluster: cluster, box: .paxos))
      for count in 0..<250 {
        let node = cluster.nodes.randomElement(using: &random) ?? NodeID(0)
        let message = world.inFlight.randomElement(using: &random)?.id ?? MessageID(1)
        let step: Step =
          switch Int.random(in: 0..<40, using: &random) {
          case 0..<2: .request(node, Value("v\(count)"))
          case 2..<32: .deliver(message)
          case 32: .drop(message)
          case 33: .duplicate(message)
          case 34: .crash(node)
          case 35..<37: .restart(node, forgetting: .nothing)
          default: .timeout(node, round: nil)
          }
        _ = try? world.take(step)
        for invariant in [Invariant.totalOrder, .agreement, .oneValuePerBallot, .integrity] {
          #expect(invariant.violation(world.ledger, cluster) == nil, "seed \(seed)")
        }
      }
      delivered += world.ledger.deliveries.processes.reduce(0) { $0 + $1.delivered.count }
    }
    #expect(delivered > 40)
  }

  @Test func `A process that restarts keeps its log and the votes of every instance`() throws {
    var run = Run(TotalOrderFromConsensus(cluster: cluster, box: .paxos))
    try run.request("P1", "m")
    try run.runUntilQuiet()
    try run.timeout("P1")
    try run.runUntilQuiet()
    let first = try run.id("P1")
    let before = run.world[first]
    #expect(before.log == [[Value("m")]])
    try run.take(.crash(first))
    try run.take(.restart(first, forgetting: .nothing))
    let after = run.world[first]
    #expect(after.log == before.log)
    #expect(after.boxes.map(\.acceptor) == before.boxes.map(\.acceptor))
  }

  @Test func `A message that arrives late is proposed where a ballot waits for it`() throws {
    var run = Run(TotalOrderFromConsensus(cluster: cluster, box: .paxos))
    try run.timeout("P1")
    try run.runUntilQuiet()
    #expect(run.rules.contains(.box(.waitsForAValue)))
    try run.request("P2", "n")
    try run.deliver("P2", "P1")
    #expect(run.rules.last == .box(.proposesItsOwnValue))
    try run.runUntilQuiet()
    #expect(try run.delivered("P3") == ["n"])
  }

  @Test func `A hand has no timer, and Paxos no hand`() throws {
    var run = try hand()
    #expect(throws: Impossible.self) { try run.timeout("P1") }
    var other = Run(TotalOrderFromConsensus(cluster: cluster, box: .paxos))
    #expect(throws: Impossible.objection(NodeID(0), .hasNoBox)) { try choose(&other, 1, "m") }
  }
}
