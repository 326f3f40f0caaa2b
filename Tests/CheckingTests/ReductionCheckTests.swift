import Consensus
import Testing

/// What the checker finds in the reductions, and how many worlds there are.
@Suite struct ReductionChecks {
  private let three = Cluster.processes(3)
  private let requests = [Bounds.Request(NodeID(0), Value("m")), Bounds.Request(NodeID(1), Value("n"))]

  private func check<A: Algorithm>(_ algorithm: A, _ invariants: [Invariant], from world: World<A>? = nil) -> Verdict {
    let bounds = Bounds(requests: world == nil ? requests : [])
    return Checker(world ?? World(algorithm), within: bounds, against: invariants).check()
  }

  @Test func `Consensus from total order is safe, and either value may be chosen`() {
    let verdict = check(ConsensusFromTotalOrder(cluster: three), [.agreement, .validity, .totalOrder, .integrity])
    #expect(verdict.ending == .safe)
    #expect(verdict.progress.worlds == 2229)
    #expect(verdict.possible.map(\.name) == ["m", "n"])
    #expect(verdict.neverFired == ["delivers-after-the-decision", "ignores-a-known-message"])
  }

  @Test func `To decide what arrives first violates agreement`() throws {
    let hasty = ConsensusFromTotalOrder(cluster: three, mutations: [.noHoldBack])
    let verdict = check(hasty, [.agreement])
    let violation = try #require(verdict.violation)
    #expect(violation.steps.count == 4)
    #expect(Invariant.agreement.violation(try World(hasty).after(violation.steps).ledger, three) == violation.sentence)
  }

  /// P1 has votes of itself and of P2 for m in slot 1; P2 wants n there, and opens 2.2.
  @Test func `Broken Paxos in the box is found`() throws {
    let algorithm = TotalOrderFromConsensus(cluster: three, box: .paxos, mutations: [.ownValue])
    var world = World(algorithm)
    for request in requests {
      _ = try world.take(.request(request.node, request.value))
      let name = three.name(of: request.node)
      try world.deliver(from: name, to: name)
    }
    // The other copies of the broadcasts never arrive.
    for message in world.inFlight { _ = try world.take(.drop(message.id)) }
    _ = try world.take(.timeout(NodeID(0), round: nil))
    for (from, to) in [("P1", "P1"), ("P1", "P2"), ("P1", "P1"), ("P2", "P1")] { try world.deliver(from: from, to: to) }
    let isAccept: (TotalOrderFromConsensus.Message) -> Bool = { if case .box(_, .accept) = $0 { true } else { false } }
    for to in ["P1", "P2"] { try world.deliver(from: "P1", to: to, where: isAccept) }
    for message in world.inFlight { _ = try world.take(.drop(message.id)) }
    let verdict = Checker(world, within: Bounds(rounds: 2), against: [.agreement]).check()
    let violation = try #require(verdict.violation)
    #expect(violation.steps.count == 7)
    #expect(Invariant.agreement.violation(try world.after(violation.steps).ledger, three) == violation.sentence)
  }

  @Test func `With one proposer, Paxos in the box is safe`() throws {
    var world = World(TotalOrderFromConsensus(cluster: .processes(2), box: .paxos))
    _ = try world.take(.request(NodeID(0), Value("m")))
    let verdict = check(world.algorithm, [.totalOrder, .agreement, .integrity], from: world)
    #expect(verdict.ending == .safe)
    #expect(verdict.progress.worlds == 984)
    #expect(verdict.possible.map(\.name) == ["m"])
  }
}
