import Narration
import Screen

// All keys, in groups, with what makes sense now first; searchable.

/// A line of the help: the name of a group, or a row of the table of commands.
private enum HelpLine {
  case heading(String)
  case binding(Int)
}

extension Interface {
  func drawHelp(_ chooser: Chooser, on frame: inout Frame) {
    let rows = helpRows(chooser)
    let lines = helpLines(rows, isSearching: !chooser.search.isEmpty)
    let width = min(92, frame.screen.width - 4)
    var area = frame.panel(title: "Keys", width: width, height: frame.screen.height - 3)
    frame.hint("Enter runs it   Esc closes", below: area)
    let search = area.takeTop(1)
    drawSearch(chooser, "type to search", in: search, on: &frame)
    let about = area.takeBottom(area.height >= 8 ? 3 : 0)
    let selected = lines.firstIndex { line in
      if case .binding(chooser.selection) = line { true } else { false }
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
      case .binding(let index):
        draw(rows[index], index, isSelected: index == chooser.selection, in: area.row(offset), on: &frame)
      }
    }
    guard rows.indices.contains(chooser.selection), about.height > 1 else { return }
    drawAbout(rows[chooser.selection], in: about, on: &frame)
  }

  private func helpLines(_ rows: [Binding], isSearching: Bool) -> [HelpLine] {
    if isSearching { return rows.indices.map(HelpLine.binding) }
    var lines: [HelpLine] = []
    var last: String?
    for (index, row) in rows.enumerated() {
      let title = index < helpHere.count ? "What makes sense now" : row.group.rawValue
      if title != last { lines.append(.heading(title)) }
      last = title
      lines.append(.binding(index))
    }
    return lines
  }

  private func draw(_ binding: Binding, _ index: Int, isSelected: Bool, in row: Rect, on frame: inout Frame) {
    let isDisabled = stage == nil || binding.disabled(self) != nil
    frame.mark(row, .choice(index))
    if isSelected { frame.put(glyphs.selected, row.x, row.y, upTo: row.right, .key) }
    frame.put(binding.keyNames, row.x + 2, row.y, upTo: row.x + 13, isDisabled ? .disabled : .key)
    frame.put(binding.help, row.x + 14, row.y, upTo: row.right, isDisabled ? .disabled : .plain)
    if isSelected { frame.select(row, isFocused: true) }
  }

  /// The whole sentence about the selected key, and why it can do nothing now.
  private func drawAbout(_ binding: Binding, in area: Rect, on frame: inout Frame) {
    frame.screen.rule(x: area.x, y: area.y, width: area.width, glyphs: glyphs)
    let reason = stage == nil ? nil : binding.disabled(self)
    let text = reason.map { "Not now: \($0)" } ?? ":\(binding.name) \(glyphs.dash) \(binding.help)"
    for (index, line) in wrapped(text, width: area.width).prefix(area.height - 1).enumerated() {
      frame.put(line, area.x, area.y + 1 + index, upTo: area.right, reason == nil ? .plain : .warning)
    }
  }
}
