extension Screen {
  /// Writes one line of text and answers how many columns it took.
  ///
  /// Clipped at the screen's edges and after `width` columns; a text that is too long ends with `ellipsis`, if there is
  /// one. A wide character is drawn whole or, at an edge, not at all. The text is sanitised: see `isPrintable`.
  @discardableResult
  package mutating func put(
    _ text: String, x: Int, y: Int, style: Style = .plain, width limit: Int? = nil, ellipsis: Unicode.Scalar? = nil
  ) -> Int {
    let end = min(width, limit.map { x.addingClamped(max(0, $0)) } ?? width)
    guard y >= 0, y < height, x < end, x > -0x1_0000_0000 else { return 0 }
    let shortened = ellipsis != nil && exceeds(text, end - x)
    let textEnd = shortened ? end - 1 : end
    var column = x
    for scalar in text.unicodeScalars {
      let printable = scalar.madePrintable
      let columns = Width.of(printable)
      if columns == 0 && column > x {
        join(printable, x: column - 1, y: y)
        continue
      }
      if column + max(1, columns) > textEnd { break }
      // A mark with nothing before it gets the dotted circle that Unicode has for this.
      set(Cell(checked: columns == 0 ? "\u{25CC}" : printable, width: max(1, columns), style: style), x: column, y: y)
      if columns == 0 { join(printable, x: column, y: y) }
      column += max(1, columns)
    }
    if let ellipsis, shortened {
      set(Cell(ellipsis, style: style), x: column, y: y)
      column += 1
    }
    return column - x
  }

  /// Writes one character, and answers how many columns it took: none where it does not fit.
  @discardableResult
  package mutating func put(_ character: Unicode.Scalar, x: Int, y: Int, style: Style = .plain) -> Int {
    let cell = Cell(character, style: style)
    let columns = Int(cell.width)
    guard y >= 0, y < height, x > -0x1_0000_0000, x < width, x + columns <= width else { return 0 }
    set(cell, x: x, y: y)
    return columns
  }

  /// Writes the text so that it ends before the column `right`.
  @discardableResult
  package mutating func put(_ text: String, endingAt right: Int, y: Int, style: Style = .plain) -> Int {
    put(text, x: right.addingClamped(-Width.of(text)), y: y, style: style)
  }

  /// Fills a rectangle with one character of one column.
  package mutating func fill(_ rect: Rect, style: Style = .plain, with scalar: Unicode.Scalar = " ") {
    let visible = rect.intersection(bounds)
    let cell = Cell(scalar, style: style)
    if visible.isEmpty || cell.width != 1 { return }
    for y in visible.y..<visible.y + visible.height {
      for x in visible.x..<visible.x + visible.width {
        set(cell, x: x, y: y)
      }
    }
  }

  /// A horizontal line.
  package mutating func rule(x: Int, y: Int, width: Int, style: Style = .rule, glyphs: Glyphs) {
    fill(Rect(x: x, y: y, width: width, height: 1), style: style, with: glyphs.horizontal)
  }

  /// A vertical line.
  package mutating func rule(x: Int, y: Int, height: Int, style: Style = .rule, glyphs: Glyphs) {
    fill(Rect(x: x, y: y, width: 1, height: height), style: style, with: glyphs.vertical)
  }

  /// A frame along the inner edge of the rectangle, with an optional title in its upper line; answers what is inside.
  @discardableResult
  package mutating func box(_ rect: Rect, title: String = "", style: Style = .rule, glyphs: Glyphs) -> Rect {
    guard rect.width >= 2, rect.height >= 2, !rect.intersection(bounds).isEmpty else { return rect.inset(x: 1, y: 1) }
    let right = rect.right - 1
    let bottom = rect.bottom - 1
    rule(x: rect.x, y: rect.y, width: rect.width, style: style, glyphs: glyphs)
    rule(x: rect.x, y: bottom, width: rect.width, style: style, glyphs: glyphs)
    rule(x: rect.x, y: rect.y, height: rect.height, style: style, glyphs: glyphs)
    rule(x: right, y: rect.y, height: rect.height, style: style, glyphs: glyphs)
    set(Cell(glyphs.topLeft, style: style), x: rect.x, y: rect.y)
    set(Cell(glyphs.topRight, style: style), x: right, y: rect.y)
    set(Cell(glyphs.bottomLeft, style: style), x: rect.x, y: bottom)
    set(Cell(glyphs.bottomRight, style: style), x: right, y: bottom)
    if !title.isEmpty, rect.width > 4 {
      let label = style.role == .focus ? Style.focus : .heading
      put(" \(title) ", x: rect.x + 1, y: rect.y, style: label, width: rect.width - 2, ellipsis: glyphs.ellipsis)
    }
    return rect.inset(x: 1, y: 1)
  }

  /// Whether the text takes more than so many columns; stops counting there, however long it is.
  private func exceeds(_ text: String, _ columns: Int) -> Bool {
    var used = 0
    for scalar in text.unicodeScalars {
      let width = Width.of(scalar.madePrintable)
      used += width == 0 && used == 0 ? 1 : width
      if used > columns { return true }
    }
    return false
  }
}
