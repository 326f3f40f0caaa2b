import Screen

/// Where the columns of a space-time diagram go in a panel of some width: the number of the step, the lanes, the words.
///
/// Columns are counted from the panel's left edge.
package struct SpaceTimeLayout: Hashable, Sendable {
  /// How many digits the number of a step takes.
  package let digits: Int
  /// From one lane to the next.
  package let step: Int
  /// The lanes that there is room for.
  package let shown: Range<Int>
  /// Where the words begin.
  package let text: Int
  /// From one lane to the next, where arrows carry their labels.
  private static let labelledStep = 19
  private let origin: Int
  private let count: Int

  /// `widest` is the width of the longest name. Lanes that do not fit are scrolled to, the first one shown being `first`.
  package init(lanes count: Int, widest: Int, steps: Int, width: Int, first: Int) {
    self.count = max(0, count)
    digits = max(2, String(max(0, steps)).count)
    origin = digits + 2
    let least = max(3, min(widest, 16) + 1)
    // Where the words of messages find room on their arrows, less is left to say beside them.
    let isWide = (width - origin - 28) / max(1, count) >= Self.labelledStep
    // All lanes are worth more than all words, where that is the choice.
    let spare = width - origin - count * least
    let words = isWide ? 28 : min(max(width * 3 / 10, 16), spare >= 6 ? max(spare, 6) : 16, 40)
    let room = max(0, width - origin - words)
    step = (room / max(1, count)).clamped(to: least...max(least, isWide ? 24 : 14))
    let fitting = max(1, min(self.count, max(1, room / step)))
    let start = first.clamped(to: 0...max(0, self.count - fitting))
    shown = start..<min(self.count, start + fitting)
    text = origin + shown.count * step
  }

  /// The column of a lane; of one that is not shown, a column beyond the edge to which it lies.
  package func column(_ lane: Int) -> Int {
    if lane < shown.lowerBound { return origin - 1 }
    if lane >= shown.upperBound { return text - 1 }
    return origin + (lane - shown.lowerBound) * step
  }

  package func isShown(_ lane: Int) -> Bool { shown.contains(lane) }

  /// Whether a lane runs through a column.
  package func isLane(_ column: Int) -> Bool {
    column >= origin && column < origin + shown.count * step && (column - origin).isMultiple(of: step)
  }

  /// Where a label of some width fits onto an arrow without hiding a lane: between two lanes, as near to its head as
  /// possible.
  package func label(from: Int, to: Int, width: Int) -> Int? {
    // A stroke before it, a stroke and the head behind it.
    guard from != to, step >= Self.labelledStep, width + 3 <= step - 1, isShown(from), isShown(to) else { return nil }
    let left = column(to > from ? to - 1 : to) + 1
    let spare = step - 1 - width
    return left + (to > from ? max(1, (spare - 1) / 2) : max(2, spare / 2))
  }

  /// The first lane to show so that lanes from `low` to `high` are seen, moving no further than needed.
  package func first(showing low: Int, _ high: Int) -> Int {
    if low < shown.lowerBound { return low }
    if high >= shown.upperBound { return min(low, high - shown.count + 1) }
    return shown.lowerBound
  }
}
