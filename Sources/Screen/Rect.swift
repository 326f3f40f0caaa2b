/// A rectangle of cells; it may lie partly or wholly outside a screen.
package struct Rect: Hashable, Sendable {
  package var x: Int
  package var y: Int
  package var width: Int
  package var height: Int

  /// Negative sizes become zero, so that a layout computed from a tiny terminal is empty instead of wrong.
  package init(x: Int, y: Int, width: Int, height: Int) {
    self.x = x
    self.y = y
    self.width = max(0, width)
    self.height = max(0, height)
  }

  /// The column after the last one.
  package var right: Int { x.addingClamped(width) }
  /// The row after the last one.
  package var bottom: Int { y.addingClamped(height) }
  package var isEmpty: Bool { width == 0 || height == 0 }

  package func contains(x column: Int, y row: Int) -> Bool {
    column >= x && column < right && row >= y && row < bottom
  }

  package func intersection(_ other: Rect) -> Rect {
    let left = max(x, other.x)
    let top = max(y, other.y)
    return Rect(
      x: left, y: top, width: min(right, other.right).subtractingClamped(left),
      height: min(bottom, other.bottom).subtractingClamped(top))
  }

  /// The rectangle without so many cells on every side.
  package func inset(x columns: Int = 0, y rows: Int = 0) -> Rect {
    Rect(
      x: x.addingClamped(columns), y: y.addingClamped(rows),
      width: width.subtractingClamped(columns).subtractingClamped(columns),
      height: height.subtractingClamped(rows).subtractingClamped(rows))
  }
}

// MARK: - Layout

/// How much of a row or a column of panels one of them wants.
package enum Extent: Hashable, Sendable {
  /// So many cells, fewer where there is no room.
  case fixed(Int)
  /// A share of what the fixed ones leave.
  case share(Int)

  /// Weights beyond this are as good as this, and cannot overflow.
  fileprivate var weight: Int {
    if case .share(let weight) = self { weight.clamped(to: 0...1_000) } else { 0 }
  }
}

extension Rect {
  /// Cuts off and returns the upper rows, as many as there are: `let header = area.takeTop(1)`.
  package mutating func takeTop(_ rows: Int) -> Rect {
    let taken = rows.clamped(to: 0...height)
    defer {
      y += taken
      height -= taken
    }
    return Rect(x: x, y: y, width: width, height: taken)
  }

  /// Cuts off and returns the lower rows, as many as there are.
  package mutating func takeBottom(_ rows: Int) -> Rect {
    let taken = rows.clamped(to: 0...height)
    height -= taken
    return Rect(x: x, y: bottom, width: width, height: taken)
  }

  /// Cuts off and returns the left columns, as many as there are.
  package mutating func takeLeft(_ columns: Int) -> Rect {
    let taken = columns.clamped(to: 0...width)
    defer {
      x += taken
      width -= taken
    }
    return Rect(x: x, y: y, width: taken, height: height)
  }

  /// Cuts off and returns the right columns, as many as there are.
  package mutating func takeRight(_ columns: Int) -> Rect {
    let taken = columns.clamped(to: 0...width)
    width -= taken
    return Rect(x: right, y: y, width: taken, height: height)
  }

  /// The panels of a row, left to right, with `gap` columns between them (for a rule).
  package func columns(_ extents: [Extent], gap: Int = 0) -> [Rect] {
    var rest = self
    return Self.sizes(extents, of: width, gap: gap).map { size in
      defer { _ = rest.takeLeft(gap) }
      return rest.takeLeft(size)
    }
  }

  /// The panels of a column, top to bottom, with `gap` rows between them.
  package func rows(_ extents: [Extent], gap: Int = 0) -> [Rect] {
    var rest = self
    return Self.sizes(extents, of: height, gap: gap).map { size in
      defer { _ = rest.takeTop(gap) }
      return rest.takeTop(size)
    }
  }

  /// Cells for each extent; they never add up to more than there are.
  private static func sizes(_ extents: [Extent], of total: Int, gap: Int) -> [Int] {
    var left = max(0, total - gap.clamped(to: 0...total) * max(0, extents.count - 1))
    var shares = 0
    var sizes = extents.map { extent -> Int in
      switch extent {
      case .fixed(let cells):
        let taken = cells.clamped(to: 0...left)
        left -= taken
        return taken
      case .share:
        shares += extent.weight
        return 0
      }
    }
    for (index, extent) in extents.enumerated() where extent.weight > 0 {
      // What rounding leaves goes to the later ones, so that the last share ends at the edge.
      sizes[index] = left * extent.weight / shares
      left -= sizes[index]
      shares -= extent.weight
    }
    return sizes
  }
}

extension Int {
  package func clamped(to range: ClosedRange<Int>) -> Int {
    Swift.min(Swift.max(self, range.lowerBound), range.upperBound)
  }

  /// The sum, or the nearest number where it would overflow: coordinates come from anywhere and must not trap.
  package func addingClamped(_ other: Int) -> Int {
    let (sum, overflow) = addingReportingOverflow(other)
    if !overflow { return sum }
    return other > 0 ? .max : .min
  }

  /// The difference, or the nearest number where it would overflow.
  package func subtractingClamped(_ other: Int) -> Int {
    let (difference, overflow) = subtractingReportingOverflow(other)
    if !overflow { return difference }
    return other < 0 ? .max : .min
  }
}
