import ArgumentParser
import Consensus

/// A random walk: what a single step costs outside of the search.
struct WalkBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "walk", abstract: "Steps per second of a random walk through our Paxos.")

  @Option(help: "How many steps.") var steps = 1_000_000
  @Option(help: "Another number, another walk.") var seed: UInt64 = 1

  func run() throws {
    var random = Random(state: seed)
    let start = World(Paxos.bench(2, 3, 1, [], false))
    var world = start
    var restarts = 0
    let clock = ContinuousClock.now
    for taken in 1...max(1, steps) {
      // Rounds and messages would grow for ever, and a lesson has a few hundred steps.
      if taken.isMultiple(of: 500) {
        world = start
        restarts += 1
      }
      _ = try? world.take(step(in: world, &random))
    }
    let seconds = (ContinuousClock.now - clock) / .seconds(1)
    print(
      """
      {"model":"walk","steps":\(steps),"walks":\(restarts + 1),"seconds":\(seconds),\
      "stepsPerSecond":\(Int(Double(steps) / seconds))}
      """)
  }

  private func step(in world: World<Paxos>, _ random: inout Random) -> Step {
    let message = world.inFlight.isEmpty ? nil : world.inFlight[random.below(world.inFlight.count)].id
    guard let message, random.below(20) > 0 else { return .timeout(NodeID(random.below(2)), round: nil) }
    switch random.below(10) {
    case 0: return .drop(message)
    case 1: return .duplicate(message)
    default: return .deliver(message)
    }
  }

  /// SplitMix64: the same walk in every process.
  private struct Random {
    var state: UInt64

    mutating func below(_ count: Int) -> Int {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return Int((z ^ (z >> 31)) % UInt64(count))
    }
  }
}
