import Consensus
import Narration
import Scenarios
import TestSupport
import Testing

@Suite struct NeighbourScenes {
  /// Steps of all sorts that change what is said of messages, with going back and forth and jumps between them.
  @Test("A scene is the same, whatever it was made from", arguments: 1...4)
  func reusedScenes(_ seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let parsed = try Parser.parse(duelingProposers)
    var session = try Lesson(playing: parsed, name: "duel").session
    var last = session.scene
    for _ in 0..<400 {
      switch Int.random(in: 0..<12, using: &random) {
      case 0: session.jump(to: Int.random(in: 0..<session.momentCount, using: &random))
      case 1, 2, 3: session.undo()
      case 4, 5: session.redo()
      default: _ = try? session.perform(command(in: last, &random))
      }
      var scene = last
      session.renew(&scene)
      #expect(scene == session.scene)
      last = scene
    }
    #expect(session.momentCount > 100)
  }

  private func command(in scene: Scene, _ random: inout SplitMix64) -> Command {
    guard let message = scene.messages.randomElement(using: &random) else { return .timeout(node: "P1", round: nil) }
    let messages = Messages.numbers([message.id.number])
    return random.pick([
      .deliver(messages), .deliver(messages), .drop(messages), .duplicate(messages), .delay(messages, by: 2),
      .hold(messages), .release(messages), .crash(["A1"]), .restart(["A1"], forgetting: .nothing),
      .cut(["P1", "A1"], ["P2", "A2", "A3"]), .heal([], []), .timeout(node: "P2", round: nil),
    ])
  }
}
