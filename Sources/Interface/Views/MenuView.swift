import Narration
import Scenarios
import Screen

// The menu of scenarios: the first thing that a newcomer sees, and what `o` opens.

extension Interface {
  /// What a newcomer sees first.
  func drawMenu(_ chooser: Chooser, in area: Rect, isAlone: Bool, on frame: inout Frame) {
    var area = area
    if isAlone {
      let header = area.takeTop(1)
      frame.screen.fill(header, style: .title)
      frame.put("paxoscope", header.x + 1, header.y, upTo: header.right, .title)
      frame.put("Paxos, one message at a time", endingAt: header.right - 1, header.y, from: 14, .title)
      drawMenuFooter(in: area.takeBottom(1), on: &frame)
      drawWelcome(in: &area, on: &frame)
    }
    let searchRow = area.takeTop(1)
    drawSearch(chooser, "type to search the scenarios, or the path of a file", in: searchRow, on: &frame)
    let rows = menuRows(chooser)
    guard !rows.isEmpty else {
      let typed = chooser.search.text
      let text =
        typed.isEmpty ? "no scenario ships with this program" : "none; \(layerKey(.choose)) opens the file \(typed)"
      frame.put(text, area.x + 3, area.y, upTo: area.right, .dim)
      return
    }
    // Each entry takes one line; what it is about stands below the list, for the selected one.
    let about = area.takeBottom(area.height >= 9 ? 4 : area.height >= 5 ? 2 : 0)
    let shown = window(top: chooser.top, selection: chooser.selection, count: rows.count, height: area.height)
    frame.listTop = shown.lowerBound
    frame.put(glyphs.hidden(shown, of: rows.count), endingAt: searchRow.right - 1, searchRow.y, from: searchRow.x, .dim)
    for (offset, index) in shown.enumerated() {
      let row = area.row(offset)
      frame.mark(row, .choice(index))
      draw(rows[index], isSelected: index == chooser.selection, in: row, on: &frame)
      if index == chooser.selection { frame.select(row, isFocused: layers.isEmpty || !isAlone) }
    }
    drawAbout(rows[chooser.selection.clamped(to: 0...rows.count - 1)], in: about, on: &frame)
  }

  private func draw(_ entry: MenuEntry, isSelected: Bool, in row: Rect, on frame: inout Frame) {
    if isSelected { frame.put(glyphs.selected, row.x + 1, row.y, upTo: row.right, .key) }
    // On a narrow terminal the title says more than the name.
    let name = row.width < 60 ? "" : entry.name
    let right = frame.put(name, endingAt: row.right - 1, row.y, from: row.x + row.width / 2, .dim)
    let end = frame.put(entry.title, row.x + 3, row.y, upTo: right - 1)
    if entry.name == stage?.lesson.name { frame.put("\(glyphs.left) open", end + 1, row.y, upTo: right - 1, .key) }
  }

  private func drawAbout(_ entry: MenuEntry, in area: Rect, on frame: inout Frame) {
    guard area.height > 1 else { return }
    frame.screen.rule(x: area.x, y: area.y, width: area.width, glyphs: glyphs)
    let lines = wrapped(entry.about, width: area.width - 6)
    for index in 0..<min(lines.count, area.height - 1) {
      // The last line that fits takes all the rest and is cut where it ends.
      let isLast = index == area.height - 2
      let line = isLast ? lines[index...].joined(separator: " ") : lines[index]
      frame.put(line, area.x + 3, area.y + 1 + index, upTo: area.right - 1)
    }
  }

  private func drawWelcome(in area: inout Rect, on frame: inout Frame) {
    guard area.height >= 12 else { return }
    let text =
      "See how Paxos makes machines agree on one value, although messages get lost and machines crash. "
      + "You deliver every message yourself; every step says what happened, why, and where the papers say so."
    _ = area.takeTop(1)
    for line in wrapped(text, width: area.width - 6) {
      let row = area.takeTop(1)
      frame.put(line, row.x + 3, row.y, upTo: row.right - 1)
    }
    if area.height >= 12 { _ = area.takeTop(1) }
    let keys = area.takeTop(1)
    var x = keys.x + 3
    for (key, words) in [
      (footerName(.choose), "opens the scenario"), (keyName(.step), "goes on, step by step"),
      (layerKey(.help), "shows all keys"), (layerKey(.quit), "leaves"),
    ] {
      guard x + Width.of(key) + words.count + 1 < keys.right else { break }
      x = frame.put(key, x, keys.y, upTo: keys.right, .key)
      x = 3 + frame.put(words, x + 1, keys.y, upTo: keys.right)
    }
    _ = area.takeTop(1)
  }

  private func drawMenuFooter(in row: Rect, on frame: inout Frame) {
    if let notice {
      frame.put(notice.text, row.x + 1, row.y, upTo: row.right, notice.tone == .bad ? .warning : .plain)
      return
    }
    var x = row.x + 1
    for (key, words) in [
      (footerName(.choose), "open"), (layerKey(.filter), "search"), (layerKey(.quit), "quit"),
      (layerKey(.help), "help"),
    ] where !key.isEmpty {
      x = frame.put(key, x, row.y, upTo: row.right, .key)
      x = 2 + frame.put(words, x + 1, row.y, upTo: row.right)
    }
  }

  func drawSearch(_ chooser: Chooser, _ invitation: String, in row: Rect, on frame: inout Frame) {
    let isSearching = chooser.isTyping || !chooser.search.isEmpty
    let x = frame.put("/", row.x + 1, row.y, upTo: row.right, isSearching ? .key : .dim)
    if isSearching {
      frame.put(chooser.search.text, x + 1, row.y, upTo: row.right - 1)
    } else {
      frame.put(invitation, x + 1, row.y, upTo: row.right - 1, .dim)
    }
  }

  func drawMenuLayer(_ chooser: Chooser, on frame: inout Frame) {
    let height = min(frame.screen.height - 3, max(10, menu.count + 5))
    let area = frame.panel(title: "Open a scenario", width: min(76, frame.screen.width - 4), height: height)
    frame.hint("\(layerKey(.choose)) opens   \(layerKey(.back)) closes", below: area)
    drawMenu(chooser, in: area, isAlone: false, on: &frame)
  }
}
