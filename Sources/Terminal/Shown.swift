internal import CTerminal
internal import Screen

/// What the terminal shows, in order to send only what differs.
///
/// ncurses compares as well, but refilling its cells takes longer than all the rest of a frame.
struct Shown {
  private var screen: Screen?
  private var theme = Theme.default
  private var row: [ct_cell] = []

  /// The next screen is put in full.
  mutating func forget() { screen = nil }

  mutating func put(_ next: Screen, theme: Theme, colours: Int) {
    let last = theme == self.theme && screen?.width == next.width && screen?.height == next.height ? screen : nil
    for y in 0..<next.height {
      var x = 0
      while let run = next.difference(from: last, row: y, after: x) {
        putRun(next, run, y: y, theme: theme, colours: colours)
        x = run.upperBound
      }
    }
    screen = next
    self.theme = theme
  }

  private mutating func putRun(_ screen: Screen, _ run: Range<Int>, y: Int, theme: Theme, colours: Int) {
    row.removeAll(keepingCapacity: true)
    var style = screen.cells[y * screen.width + run.lowerBound].style
    var attributes = theme.attributes(of: style, colours: colours)
    for cell in screen.cells[y * screen.width + run.lowerBound..<y * screen.width + run.upperBound] {
      if cell.style != style {
        style = cell.style
        attributes = theme.attributes(of: style, colours: colours)
      }
      row.append(ct_cell(cell, attributes))
    }
    row.withUnsafeBufferPointer { cells in
      guard let first = cells.baseAddress else { return }
      ct_put(Int32(run.lowerBound), Int32(y), first, Int32(cells.count))
    }
  }
}

extension ct_cell {
  fileprivate init(_ cell: Cell, _ attributes: Attributes) {
    self.init()
    scalars.0 = cell.scalar.value
    if cell.hasMarks {
      let marks = cell.marks.map(\.value)
      scalars.1 = marks[0]
      if marks.count > 1 { scalars.2 = marks[1] }
      if marks.count > 2 { scalars.3 = marks[2] }
      if marks.count > 3 { scalars.4 = marks[3] }
    }
    foreground = attributes.foreground
    background = attributes.background
    // The flags are numbered as CT_BOLD and its neighbours are.
    self.attributes = attributes.flags.rawValue
    width = cell.width
  }
}
