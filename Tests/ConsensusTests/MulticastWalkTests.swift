import Consensus
import TestSupport
import Testing

/// What each multicast promises, whatever the network does.
@Suite struct MulticastWalks {
  /// Hundreds of walks with losses, copies and restarts; returns how many messages were delivered in all.
  private func walk<A: Algorithm>(_ algorithm: A, keeps invariants: [Invariant], timers: Bool = false) -> Int {
    var delivered = 0
    for seed in 0..<50 as Range<UInt64> {
      var random = SplitMix64(seed: seed)
      var world = World(algorithm)
      var requests = 0
      for _ in 0..<120 {
        let node = NodeID(Int.random(in: 0..<algorithm.cluster.members.count, using: &random))
        let message = world.inFlight.randomElement(using: &random)?.id ?? MessageID(1)
        let step: Step
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<8:
          requests += 1
          step = .request(node, Value("v\(requests)"))
        case 8..<75: step = .deliver(message)
        case 75..<82: step = .duplicate(message)
        case 82..<84: step = .drop(message)
        case 84..<90: step = .crash(node)
        case 90..<97: step = .restart(world.down.map { $0 }.randomElement(using: &random) ?? node, forgetting: .nothing)
        default: step = timers ? .timeout(node, round: nil) : .heal(nil)
        }
        _ = try? world.take(step)
        for invariant in invariants {
          #expect(invariant.violation(world.ledger, world.cluster) == nil, "seed \(seed)")
        }
      }
      delivered += world.ledger.deliveries.processes.reduce(0) { $0 + $1.delivered.count }
    }
    return delivered
  }

  private let cluster = Cluster.processes(3)

  // Walks that deliver nothing would keep everything.
  @Test func `Plain broadcast delivers nothing twice`() {
    #expect(walk(Broadcast<NoOrder>(cluster: cluster), keeps: [.integrity]) > 400)
  }

  @Test func `FIFO multicast keeps FIFO order`() {
    #expect(walk(Broadcast<FIFOOrder>(cluster: cluster), keeps: [.fifoOrder, .integrity]) > 400)
  }

  @Test func `Vector clocks keep causal order`() {
    #expect(walk(Broadcast<CausalOrder>(cluster: cluster), keeps: [.causalOrder, .fifoOrder, .integrity]) > 400)
  }

  @Test func `A sequencer keeps total order while nobody takes over`() {
    #expect(walk(SequencerMulticast(cluster: cluster), keeps: [.totalOrder, .integrity]) > 400)
  }

  @Test func `Take-overs deliver nothing twice`() {
    #expect(walk(SequencerMulticast(cluster: cluster), keeps: [.integrity], timers: true) > 150)
  }

  @Test func `Lamport clocks keep total and causal order`() {
    let promised: [Invariant] = [.totalOrder, .causalOrder, .fifoOrder, .integrity]
    #expect(walk(LamportMulticast(cluster: cluster), keeps: promised) > 80)
  }

  @Test func `ISIS keeps total order while everybody is waited for`() {
    #expect(walk(IsisMulticast(cluster: cluster), keeps: [.totalOrder, .integrity]) > 80)
  }

  @Test func `ISIS delivers nothing twice when somebody is not waited for`() {
    #expect(walk(IsisMulticast(cluster: cluster), keeps: [.integrity], timers: true) > 80)
  }
}
