import Consensus
import TestSupport
import Testing

/// One cluster that random walks go through.
struct WalkCase: Sendable, CustomTestStringConvertible {
  let nodes: String
  var quorums: Quorums?
  var options = Paxos.Options()

  var testDescription: String { "\(nodes), \(options.learning), \(options.retry)" }

  static let all = [
    WalkCase(nodes: "P1=red P2=blue A1 A2 A3 L1"),
    WalkCase(nodes: "P1=red P2=blue P3=red A1 A2 A3 A4 L1 L2", quorums: Quorums(phase1: 3, phase2: 2)),
    WalkCase(nodes: "P1=red P2=blue A1 A2 A3 A4 A5 L1", options: Paxos.Options(learning: .proposer)),
    WalkCase(nodes: "S1=red S2=blue S3=green", options: Paxos.Options(refusals: false, learning: .proposer)),
    WalkCase(nodes: "S1=red S2=blue S3=green", options: Paxos.Options(retry: .onRefusals)),
  ]
}

/// What must hold whatever happens: hundreds of walks, each from its own seed, so that a failing one can be repeated.
@Suite struct RandomWalks {
  private static let invariants: [Invariant] = [
    .agreement, .oneValuePerBallot, .validity, .decidedIsChosen, .promisesKept,
  ]

  private func world(_ walk: WalkCase) -> World<Paxos> {
    Play(walk.nodes, quorums: walk.quorums, options: walk.options).world
  }

  /// A step of any kind, more often than not a possible one.
  private func step(in world: World<Paxos>, _ random: inout SplitMix64) -> Step {
    let node = NodeID(Int.random(in: 0..<world.cluster.members.count, using: &random))
    let other = NodeID(Int.random(in: 0..<world.cluster.members.count, using: &random))
    let message = world.inFlight.randomElement(using: &random)?.id ?? MessageID(1)
    return switch Int.random(in: 0..<100, using: &random) {
    case 0..<60: .deliver(message)
    case 60..<68: .drop(message)
    case 68..<75: .duplicate(message)
    case 75..<82: .timeout(world.cluster.proposers.randomElement(using: &random) ?? node, round: nil)
    case 82..<86: .crash(node)
    case 86..<92: .restart(world.down.randomElement(using: &random) ?? node, forgetting: .nothing)
    case 92..<94: .cut(Partition([node], [other]))
    case 94..<96: .heal(nil)
    case 96..<98: .delay(message, by: Int.random(in: 1...5, using: &random))
    default: .wait(1)
    }
  }

  /// Takes steps that are possible, and tells which ones.
  private func walk(
    _ timeline: inout Timeline<Paxos>, _ length: Int, _ random: inout SplitMix64
  ) -> [Step] {
    var steps: [Step] = []
    for _ in 0..<length {
      let step = step(in: timeline.world, &random)
      let before = timeline.world.content
      if (try? timeline.take(step)) == nil {
        #expect(timeline.world.content == before)
      } else {
        steps.append(step)
        #expect(timeline.transition?.choice == newChoice(in: timeline.world, since: before.ledger))
      }
    }
    return steps
  }

  /// The tally that has a quorum now and had none before.
  private func newChoice(in world: World<Paxos>, since ledger: Ledger) -> Ledger.Tally? {
    let before = ledger.choices(in: world.cluster)
    return world.ledger.choices(in: world.cluster).first { choice in !before.contains { $0.vote == choice.vote } }
  }

  @Test("Paxos keeps its invariants", arguments: WalkCase.all)
  func invariantsHold(_ example: WalkCase) {
    var choices = 0
    for seed in 0..<200 as Range<UInt64> {
      var random = SplitMix64(seed: seed)
      var timeline = Timeline(world(example))
      for _ in 0..<6 {
        _ = walk(&timeline, 25, &random)
        let (ledger, cluster) = (timeline.world.ledger, timeline.world.cluster)
        for invariant in Self.invariants {
          #expect(invariant.violation(ledger, cluster) == nil, "seed \(seed)")
        }
      }
      if !timeline.world.ledger.choices(in: timeline.world.cluster).isEmpty { choices += 1 }
    }
    // Walks that choose nothing would hold everything.
    #expect(choices > 50)
  }

  @Test("What is chosen stays chosen", arguments: WalkCase.all)
  func choicesStay(_ example: WalkCase) {
    for seed in 500..<560 as Range<UInt64> {
      var random = SplitMix64(seed: seed)
      var timeline = Timeline(world(example))
      var chosen: [Value] = []
      for _ in 0..<150 {
        _ = walk(&timeline, 1, &random)
        let now = timeline.world.ledger.chosen(slot: 1, in: timeline.world.cluster)
        #expect(chosen.isEmpty || now == chosen, "seed \(seed)")
        chosen = now
      }
    }
  }

  @Test("Undo leads back to the beginning, and the same steps to the same worlds", arguments: WalkCase.all)
  func replays(_ example: WalkCase) throws {
    for seed in 1000..<1040 as Range<UInt64> {
      var random = SplitMix64(seed: seed)
      var timeline = Timeline(world(example))
      let first = timeline.world.content
      let steps = walk(&timeline, 80, &random)
      let last = timeline.world.content

      var replayed = world(example)
      for step in steps { _ = try replayed.take(step) }
      #expect(replayed.content == last, "seed \(seed)")

      while timeline.undo() {}
      #expect(timeline.cursor == 0)
      #expect(timeline.world.content == first, "seed \(seed)")
      while timeline.redo() {}
      #expect(timeline.world.content == last, "seed \(seed)")
    }
  }

  @Test func aMutationIsFoundByWalking() {
    var violations = 0
    for seed in 0..<300 as Range<UInt64> {
      var random = SplitMix64(seed: seed)
      var timeline = Timeline(Play("P1=red P2=blue A1 A2 A3 L1", mutations: [.ownValue]).world)
      _ = walk(&timeline, 150, &random)
      if Invariant.agreement.violation(timeline.world.ledger, timeline.world.cluster) != nil { violations += 1 }
    }
    #expect(violations > 0)
  }
}

extension NodeSet {
  /// One node of the set, or nil if it is empty.
  fileprivate func randomElement(using random: inout SplitMix64) -> NodeID? { map { $0 }.randomElement(using: &random) }
}
