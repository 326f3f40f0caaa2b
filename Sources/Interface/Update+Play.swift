import Narration
import Screen

// Playing: steps by themselves, until any key.

extension Interface {
  /// How long until the next tick is due; nil while nothing plays, and then nobody has to wake up.
  package var tickMilliseconds: Int? { player.isPlaying ? player.tickMilliseconds : nil }

  mutating func play() {
    player.start()
    playOn()
  }

  /// Takes a tick: the next frame, and when the step's time is over the next step.
  mutating func playOn() {
    guard player.isPlaying else { return }
    guard player.tick() else { return }
    guard layers.isEmpty, stepObstacle == nil else {
      player.stop()
      if let stage { say("The run has come to its end at step \(stage.scene.depth).") }
      return
    }
    count = nil
    step()
    // A question waits for its answer; a step that cannot be taken has said why.
    guard layers.isEmpty, notice == nil else { return player.stop() }
    if layout(size).diagram != nil { player.send() } else { player.rest() }
  }

  mutating func pressWhilePlaying(_ key: Key) -> [Effect] {
    switch action(of: key, in: [.playing]) {
    case .faster: player.change(by: 1)
    case .slower: player.change(by: -1)
    case .repaint: return [.repaint]
    default:
      player.stop()
      if let stage { say("Stopped at step \(stage.scene.depth). \(keyName(.play)) plays on.") }
    }
    return []
  }

  mutating func stopPlaying(by mouse: Mouse) -> [Effect] {
    guard mouse.action == .press else { return [] }
    return pressWhilePlaying(.escape)
  }
}
