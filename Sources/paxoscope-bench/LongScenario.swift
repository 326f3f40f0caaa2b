import ArgumentParser
import Narration
import Scenarios

/// A scenario as large as one likes: what the interface is measured with.
struct LongScenario: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "long-scenario", abstract: "Prints a scenario with many messages in flight and many moments.")

  @Option(help: "How many messages are in flight at the end; a multiple of 5.") var messages = 1_000
  @Option(help: "How many moments there are, the beginning included.") var moments = 10_000

  func validate() throws {
    guard messages >= 0, messages.isMultiple(of: acceptors) else {
      throw ValidationError("--messages takes a multiple of \(acceptors).")
    }
    guard moments > messages / acceptors, moments - 1 <= Limits.steps else {
      throw ValidationError(
        "There are at most \(grouped(Limits.steps)) steps, and one opens \(acceptors) messages in flight.")
    }
  }

  private var acceptors: Int { 5 }

  func run() {
    print(
      """
      title      \(grouped(messages)) in flight
      about      \(grouped(moments)) moments: ballots that nobody hears of, and then whole ballots.
      algorithm  paxos
      proposers  P1=red P2=blue
      acceptors  A1 A2 A3 A4 A5
      learners   L1

      """)
    var steps = moments - 1
    var round = 0
    for _ in 0..<messages / acceptors {
      round += 1
      print("timeout P\(2 - round % 2) round \(round)")
      steps -= 1
    }
    // A whole ballot leaves as many messages in flight as it found.
    while steps >= 1 + 4 * acceptors {
      round += 1
      let proposer = 2 - round % 2
      print("timeout P\(proposer) round \(round)")
      for kind in ["prepare", "promise", "accept", "accepted"] { print("deliver all \(kind) \(round).\(proposer)") }
      steps -= 1 + 4 * acceptors
    }
    for _ in 0..<steps { print("wait 1") }
  }
}
