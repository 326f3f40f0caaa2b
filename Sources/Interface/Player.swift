/// The run playing by itself: how fast, and how far the arrow of the present step has come.
///
/// Time is counted in ticks that come from outside, one for each frame; nothing here reads a clock.
struct Player: Hashable, Sendable {
  /// Steps a second that can be chosen.
  static let speeds: [Double] = [0.25, 0.5, 1, 2, 4, 8]

  private(set) var isPlaying = false
  private var place = 2
  /// How many frames the arrow of the present step has grown; `nil` where it is whole.
  private var frame: Int?
  /// Whether half of the present step's time went to its arrow.
  private var hasGrown = false

  var stepsPerSecond: Double { Self.speeds[place] }

  /// As a person says it: `1 step a second`, `1 step in 4 seconds`.
  var words: String {
    let speed = stepsPerSecond
    return switch speed {
    case ..<1: "1 step in \(Int(1 / speed)) seconds"
    case 1: "1 step a second"
    default: "\(Int(speed)) steps a second"
    }
  }

  /// How much of the arrow is there in a picture, where nothing plays.
  var pose: Double?

  /// How much of the arrow of the present step is there: 1 for all of it.
  var growth: Double {
    if let pose { return pose }
    guard isPlaying, let frame else { return 1 }
    return Double(frame) / Double(frames + 1)
  }

  /// Half of a step's time for the arrow, in frames that take 60 ms or more, at most 6 of them.
  private var frames: Int { min(6, Int(500 / stepsPerSecond / 60)) }

  /// When the next frame is due.
  var tickMilliseconds: Int {
    let step = 1_000 / stepsPerSecond
    let growing = step / 2 / Double(max(1, frames))
    return Int(frame != nil ? growing : hasGrown ? step / 2 : step)
  }

  mutating func start() {
    isPlaying = true
    rest()
  }

  mutating func stop() {
    isPlaying = false
    rest()
  }

  mutating func change(by steps: Int) {
    place = min(max(0, place + steps), Self.speeds.count - 1)
    rest()
  }

  /// A tick has passed; true where it is time for the next step.
  mutating func tick() -> Bool {
    guard let grown = frame else { return true }
    frame = grown < frames ? grown + 1 : nil
    return false
  }

  /// A step was taken, and its arrow begins to grow.
  mutating func send() {
    frame = frames > 0 ? 1 : nil
    hasGrown = frames > 0
  }

  /// A step was taken, and nothing grows.
  mutating func rest() {
    frame = nil
    hasGrown = false
  }
}
