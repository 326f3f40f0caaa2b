import Narration
import Screen

// All keys, in groups, with what makes sense now first; searchable.

/// What can be selected in the help: a row of the table of commands, or a sign of the legend.
enum HelpRow: Sendable {
  case binding(Binding)
  case sign(Sign)

  /// What a search looks in, in lower case.
  var text: String {
    switch self {
    case .binding(let row): "\(row.name) \(row.title) \(row.help) \(row.keyNames)".lowercased()
    case .sign(let sign): "\(sign.glyph) \(sign.meaning) signs glyph colour legend".lowercased()
    }
  }

  fileprivate var group: String {
    switch self {
    case .binding(let row): row.group.rawValue
    case .sign: "Signs"
    }
  }
}

/// A line of the help: the name of a group, or a row.
private enum HelpLine {
  case heading(String)
  case row(Int)
}

extension Interface {
  func drawHelp(_ chooser: Chooser, on frame: inout Frame) {
    let rows = helpRows(chooser)
    let lines = helpLines(rows, isSearching: !chooser.search.isEmpty)
    let width = min(92, frame.screen.width - 4)
    var area = frame.panel(title: "Keys", width: width, height: frame.screen.height - 3)
    frame.hint("\(layerKey(.choose)) runs it   \(layerKey(.back)) closes", below: area)
    let search = area.takeTop(1)
    drawSearch(chooser, "type to search", in: search, on: &frame)
    let about = area.takeBottom(Self.aboutRows(in: area))
    let selected = lines.firstIndex { line in
      if case .row(chooser.selection) = line { true } else { false }
    }
    // The first row brings its heading with it.
    let shown = window(
      top: selected == 1 ? 0 : chooser.top, selection: selected, count: lines.count, height: area.height)
    frame.listTop = shown.lowerBound
    frame.put(glyphs.hidden(shown, of: lines.count), endingAt: search.right, search.y, from: search.x + 24, .dim)
    if rows.isEmpty { frame.put("no key does that", area.x + 2, area.y, upTo: area.right, .dim) }
    for (offset, line) in lines[shown].enumerated() {
      switch line {
      case .heading(let title): frame.put(title, area.x, area.y + offset, upTo: area.right, .heading)
      case .row(let index):
        draw(rows[index], index, isSelected: index == chooser.selection, in: area.row(offset), on: &frame)
      }
    }
    guard rows.indices.contains(chooser.selection), about.height > 1 else { return }
    drawAbout(rows[chooser.selection], in: about, on: &frame)
  }

  private func helpLines(_ rows: [HelpRow], isSearching: Bool) -> [HelpLine] {
    if isSearching { return rows.indices.map(HelpLine.row) }
    var lines: [HelpLine] = []
    var last: String?
    for (index, row) in rows.enumerated() {
      let title = index < helpHere.count ? "What makes sense now" : row.group
      if title != last { lines.append(.heading(title)) }
      last = title
      lines.append(.row(index))
    }
    return lines
  }

  private func draw(_ helpRow: HelpRow, _ index: Int, isSelected: Bool, in row: Rect, on frame: inout Frame) {
    frame.mark(row, .choice(index))
    if isSelected { frame.put(glyphs.selected, row.x, row.y, upTo: row.right, .key) }
    switch helpRow {
    case .binding(let binding):
      let isDisabled = stage == nil || binding.disabled(self) != nil
      let keys = binding.keys.isEmpty ? typed(binding.name) : binding.keyNames
      frame.put(keys, row.x + 2, row.y, upTo: row.x + 13, isDisabled ? .disabled : .key)
      frame.put(binding.help, row.x + 14, row.y, upTo: row.right, isDisabled ? .disabled : .plain)
    case .sign(let sign):
      frame.put(sign.glyph, row.x + 2, row.y, upTo: row.x + 13, sign.style)
      frame.put(sign.meaning, row.x + 14, row.y, upTo: row.right)
    }
    if isSelected { frame.select(row, isFocused: true) }
  }

  /// The whole sentence about the selected key, and why it can do nothing now.
  private func drawAbout(_ row: HelpRow, in area: Rect, on frame: inout Frame) {
    guard case .binding(let binding) = row else {
      if case .sign(let sign) = row { drawAbout(sign.meaning, .plain, in: area, on: &frame) }
      return
    }
    let form = binding.argument.map { "\(binding.name) \($0.form)" } ?? binding.name
    let reason = stage == nil ? nil : binding.disabled(self)
    let text = reason.map { "Not now: \($0)" } ?? "\(typed(form)) \(glyphs.dash) \(binding.help)"
    drawAbout(text, reason == nil ? .plain : .warning, in: area, on: &frame)
  }

  /// Rows for the whole sentence about what is selected in a list.
  static func aboutRows(in area: Rect) -> Int { area.height >= 8 ? 3 : area.height >= 5 ? 2 : 0 }

  /// A sentence below a list, under a line where there is room for one.
  func drawAbout(_ text: String, _ style: Style, in area: Rect, on frame: inout Frame) {
    var area = area
    var style = style
    if area.height <= 2 {
      // What no line divides from the list, its colour does.
      if style == .plain { style = .reference }
    } else {
      let rule = area.takeTop(1)
      frame.screen.rule(x: rule.x, y: rule.y, width: rule.width, glyphs: glyphs)
    }
    let lines = wrapped(text, width: area.width)
    for (index, line) in lines.prefix(area.height).enumerated() {
      // The last line that fits takes all the rest and is cut where it ends.
      let isLast = index == area.height - 1
      frame.put(
        isLast ? lines[index...].joined(separator: " ") : line, area.x, area.y + index, upTo: area.right, style)
    }
  }
}
