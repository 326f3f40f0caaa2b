import Consensus
import TestSupport
import Testing

/// What must hold of Raft whatever happens: walks from seeds, with crashes, losses, duplicates and cuts.
@Suite struct RaftWalks {
  private static let invariants: [Invariant] = [
    .agreement, .stateMachineSafety, .electionSafety, .leaderCompleteness, .logMatching, .leaderAppendOnly,
    .validity, .decidedIsChosen,
  ]

  private func world(servers: Int) -> World<Raft> {
    let members = (1...servers).map { Cluster.Member(name: "S\($0)", roles: .server, number: $0) }
    return World(Raft(cluster: Cluster(members: members)))
  }

  private func step(in world: World<Raft>, _ number: Int, _ random: inout SplitMix64) -> Step {
    let node = world.cluster.nodes.randomElement(using: &random) ?? NodeID(0)
    let leader = world.cluster.nodes.filter { world[$0].role == .leader }.randomElement(using: &random)
    let message = world.inFlight.randomElement(using: &random)?.id ?? MessageID(1)
    return switch Int.random(in: 0..<100, using: &random) {
    case 0..<66: .deliver(message)
    case 66..<70: .drop(message)
    case 70..<76: .duplicate(message)
    case 76..<80: .timeout(node, round: nil)
    case 80..<83: .timeout(leader ?? node, round: nil)
    case 83..<91: .request(leader ?? node, Value("v\(number)"))
    case 91..<93: .crash(node)
    case 93..<97: .restart(Array(world.down).randomElement(using: &random) ?? node, forgetting: .nothing)
    case 97: .cut(Partition([node], [leader ?? node]))
    default: .heal(nil)
    }
  }

  @Test func `All properties hold in every moment of random walks, which follow all rules that can be followed`() {
    var followed: Set<Raft.Rule> = []
    for seed in 0..<160 as Range<UInt64> {
      var random = SplitMix64(seed: seed)
      var world = world(servers: seed.isMultiple(of: 2) ? 3 : 5)
      for number in 0..<250 {
        let before = world
        guard let transition = try? world.take(step(in: world, number, &random)) else { continue }
        if let rule = transition.rule { followed.insert(rule) }
        for id in world.cluster.nodes { expectOrder(before[id], world[id], seed) }
        for invariant in Self.invariants {
          #expect(invariant.violation(world.ledger, world.cluster) == nil, "seed \(seed), step \(number)")
        }
      }
    }
    // Two leaders in one term need a lost vote: see the checker's tests.
    #expect(Set(Raft.Rule.allCases).subtracting(followed) == [.ignoresAnotherLeader])
  }

  /// Terms never go down, in a log neither, and what is committed is there.
  private func expectOrder(_ before: Raft.Node, _ after: Raft.Node, _ seed: UInt64) {
    #expect(after.currentTerm >= before.currentTerm, "seed \(seed)")
    #expect(after.commitIndex <= after.log.count, "seed \(seed)")
    let terms = after.log.map(\.ballot.round)
    #expect(zip(terms, terms.dropFirst()).allSatisfy { $0 <= $1 }, "seed \(seed)")
    #expect((terms.last ?? 0) <= after.currentTerm, "seed \(seed)")
    #expect(after.nextIndex.isEmpty == (after.role != .leader), "seed \(seed)")
  }
}
