/// When the next tick of something that plays is due, on a clock that only goes forward.
///
/// Other input must not put it off: it counts from the last tick and not from the last input.
struct Pace {
  private let clock = ContinuousClock()
  private var due: ContinuousClock.Instant?

  /// How long to wait for input until the next tick; nil, for ever, where nothing plays.
  mutating func wait(_ interval: Int?) -> Int? {
    guard let interval else {
      due = nil
      return nil
    }
    let now = clock.now
    let end = due ?? now + .milliseconds(interval)
    due = end
    let rest = now.duration(to: end).components
    // Rounded up, so that the wait does not end just before the tick.
    return max(0, Int(rest.seconds) * 1_000 + Int(rest.attoseconds / 1_000_000_000_000_000) + 1)
  }

  /// Whether the tick is due; the next one counts from now.
  mutating func isDue(_ interval: Int?) -> Bool {
    guard interval != nil, let end = due, clock.now >= end else { return false }
    due = nil
    return true
  }
}
