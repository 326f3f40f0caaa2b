/// A frame as a value: what tests compare and what `Terminal` shows.
///
/// Everything that is drawn is sanitised and clipped. No size and no coordinate traps: a view draws as if there were
/// room for all.
package struct Screen: Equatable, Sendable {
  /// Where the hardware cursor stands; a screen reader reads from there, so views put it on the selected item.
  package struct Point: Hashable, Sendable {
    package var x: Int
    package var y: Int
    package init(x: Int, y: Int) {
      self.x = x
      self.y = y
    }
  }

  /// A terminal may claim any size; a frame does not follow it further than this.
  package static let limit = 1_000

  package let width: Int
  package let height: Int
  /// Row after row.
  package private(set) var cells: [Cell]
  /// Hidden where nil or outside.
  package var cursor: Point?

  package init(width: Int, height: Int, style: Style = .plain) {
    self.width = width.clamped(to: 0...Self.limit)
    self.height = height.clamped(to: 0...Self.limit)
    cells = Array(repeating: Cell(style: style), count: self.width * self.height)
  }

  package var bounds: Rect { Rect(x: 0, y: 0, width: width, height: height) }

  /// The cell there, a blank one outside of the screen.
  package subscript(x: Int, y: Int) -> Cell {
    bounds.contains(x: x, y: y) ? cells[y * width + x] : Cell()
  }

  package mutating func setCursor(x: Int, y: Int) { cursor = Point(x: x, y: y) }

  /// Changes the styles of what is already drawn: how a line becomes selected without being drawn twice.
  package mutating func restyle(_ rect: Rect, _ change: (Style) -> Style) {
    let visible = rect.intersection(bounds)
    if visible.isEmpty { return }
    for y in visible.y..<visible.y + visible.height {
      for index in y * width + visible.x..<y * width + visible.x + visible.width {
        cells[index].style = change(cells[index].style)
      }
    }
  }

  /// Writes one whole cell, and blanks what is left of a wide character that it cuts.
  mutating func set(_ cell: Cell, x: Int, y: Int) {
    guard x >= 0, x < width, y >= 0, y < height else { return }
    let index = y * width + x
    if cells[index].width == 0 { blank(index - 1) }
    if cells[index].width == 2 { blank(index + 1) }
    cells[index] = cell
    guard cell.width == 2 else { return }
    guard x + 1 < width else { return blank(index) }
    if cells[index + 1].width == 2 { blank(index + 2) }
    cells[index + 1] = Cell(checked: " ", width: 0, style: cell.style)
  }

  /// Puts a mark on a cell; on the left half where the cell is the right half of a wide character.
  mutating func join(_ mark: Unicode.Scalar, x: Int, y: Int) {
    guard x >= 0, x < width, y >= 0, y < height else { return }
    let index = y * width + x
    cells[cells[index].width == 0 ? index - 1 : index].join(mark)
  }

  private mutating func blank(_ index: Int) { cells[index] = Cell(style: cells[index].style) }
}

// MARK: - What differs

extension Screen {
  /// The next run of cells in a row, from a column on, that differ from those of a screen of the same size, or the whole
  /// rest of the row where there is none; short stretches of equal cells are bridged, as a call costs more.
  package func difference(from last: Screen?, row y: Int, after start: Int) -> Range<Int>? {
    guard let last else { return start < width ? start..<width : nil }
    let row = y * width
    guard let first = (start..<width).first(where: { cells[row + $0] != last.cells[row + $0] }) else { return nil }
    var end = first + 1
    var x = end
    while x < width, x - end < 4 {
      if cells[row + x] != last.cells[row + x] { end = x + 1 }
      x += 1
    }
    // The right half of a wide character is sent with its left half, and overwrites the other way round too.
    let from = first > 0 && cells[row + first].width == 0 ? first - 1 : first
    return from..<end
  }
}

// MARK: - As text

extension Screen {
  /// The rows as text, without the spaces at their ends: the golden form of a screen.
  package var text: String { (0..<height).map(line).joined(separator: "\n") }

  /// One row as text, without the spaces at its end.
  package func line(_ y: Int) -> String {
    guard y >= 0, y < height else { return "" }
    var scalars = String.UnicodeScalarView()
    for cell in cells[y * width..<(y + 1) * width] where cell.width > 0 {
      scalars.append(cell.scalar)
      scalars.append(contentsOf: cell.marks)
    }
    while scalars.last == " " { scalars.removeLast() }
    return String(scalars)
  }

  /// The styles as text, one line for each row that has any: `3: 0-8 heading, 10-13 ballot1 bold`.
  package var styles: String {
    (0..<height).compactMap { y in
      let runs = styleRuns(y).filter { $0.style != .plain }
      if runs.isEmpty { return nil }
      return "\(y): " + runs.map { "\($0.from)-\($0.to) \($0.style)" }.joined(separator: ", ")
    }.joined(separator: "\n")
  }

  private func styleRuns(_ y: Int) -> [(from: Int, to: Int, style: Style)] {
    var runs: [(from: Int, to: Int, style: Style)] = []
    for x in 0..<width {
      let style = cells[y * width + x].style
      if let last = runs.last, last.style == style {
        runs[runs.count - 1].to = x
      } else {
        runs.append((x, x, style))
      }
    }
    return runs
  }
}
