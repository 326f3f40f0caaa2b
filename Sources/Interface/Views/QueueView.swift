import Narration
import Screen

// Messages in flight, in the order in which `next` would take them.

extension Interface {
  func drawQueue(_ stage: Stage, in area: Rect, on frame: inout Frame) {
    frame.mark(area, .pane(.queue))
    let list = area.dropping(1)
    let shown = window(
      top: stage.tops[.queue] ?? 0, selection: stage.selectedRow, count: stage.queue.count, height: list.height)
    drawQueueHeading(stage, shown, in: area.row(0), on: &frame)
    guard !shown.isEmpty else {
      let text = stage.scene.messages.isEmpty ? "no message" : "no message fits the filter"
      frame.put(text, list.x + 1, list.y, upTo: list.right, .dim)
      if focus == .queue, !list.isEmpty { frame.screen.setCursor(x: list.x, y: list.y) }
      return
    }
    let columns = QueueColumns(stage, shown, width: list.width, arrow: glyphs.arrow)
    for (offset, place) in shown.enumerated() {
      drawMessage(stage, stage.scene.messages[stage.queue[place]], columns, in: list.row(offset), on: &frame)
    }
  }

  private func drawQueueHeading(_ stage: Stage, _ shown: Range<Int>, in row: Rect, on frame: inout Frame) {
    let all = stage.scene.messages.count
    let count = stage.queue.count == all ? "\(all)" : "\(stage.queue.count) of \(all)"
    var x = frame.put(
      "IN FLIGHT", row.x + 1, row.y, upTo: row.right, focus == .queue ? .focus.underlined : .heading)
    x = frame.put(count, x + 1, row.y, upTo: row.right)
    if !stage.filter.isEmpty { x = frame.put("/\(stage.filter)", x + 1, row.y, upTo: row.right - 1, .match) }
    var right = row.right - 1
    if stage.scene.clock > 0 || stage.scene.messages.contains(where: { $0.due > stage.scene.clock }) {
      right = frame.put("tick \(stage.scene.clock)", endingAt: right, row.y, from: x + 1, .dim) - 1
    }
    let hidden = glyphs.hidden(shown, of: stage.queue.count)
    frame.put(hidden, endingAt: right, row.y, from: x + 1, .dim)
  }

  private func drawMessage(
    _ stage: Stage, _ message: MessageView, _ columns: QueueColumns, in row: Rect, on frame: inout Frame
  ) {
    let isSelected = message.id == stage.message
    let isDull = message.isHeld || !stage.isEffective(message)
    let style: Style = isDull ? .dim : message.isNew ? .changed : .plain
    let ballot = stage.style(of: message.label.ballot).with(style.role)
    frame.mark(row, .message(message.id))

    let (label, route, due) = (row.x + columns.label, row.x + columns.route, row.x + columns.due)
    let number = frame.put("\(message.id)", row.x + 1, row.y, upTo: label, style)
    // The mark of a new message takes the gap behind the number, or else the column of the selection.
    if message.isNew {
      frame.put(glyphs.changed, columns.gap > 1 ? number : row.x, row.y, upTo: label, .changed)
    }
    if isSelected { frame.put(glyphs.selected, row.x, row.y, upTo: row.right, .key) }
    let text = message.label.text(fitting: route - 1 - label, glyphs)
    frame.put(text, label, row.y, upTo: route - 1, isDull ? style : ballot)
    frame.put("\(message.from)\(glyphs.arrow)\(message.to)", route, row.y, upTo: due - 1, style)
    let (mark, markStyle) = mark(of: message, stage)
    frame.put(mark, due, row.y, upTo: row.right, markStyle)
    if isSelected { frame.select(row, isFocused: focus == .queue) }
  }

  /// Why it does not come next, or that it does.
  private func mark(of message: MessageView, _ stage: Stage) -> (String, Style) {
    if message.obstacle != nil { return ("\(glyphs.lost)", .bad) }
    if message.isHeld { return ("\(glyphs.held)", .warning) }
    if message.id == stage.next { return ("next", .good) }
    let late = message.due - stage.scene.clock
    return late > 0 ? ("+\(late)", .warning) : ("", .plain)
  }
}

/// Where the columns of the queue begin, counted from its left edge; from the messages that are shown.
private struct QueueColumns {
  let gap: Int
  let label: Int
  let route: Int
  let due: Int

  init(_ stage: Stage, _ shown: Range<Int>, width: Int, arrow: String) {
    // The usual lengths at least, so that columns do not move with every message.
    var (number, route, text) = (3, 5, (width - 19).clamped(to: 8...24))
    for place in shown {
      let message = stage.scene.messages[stage.queue[place]]
      number = max(number, Width.of("\(message.id)"))
      route = max(route, Width.of(message.from) + Width.of(message.to) + Width.of(arrow))
      text = max(text, Width.of(message.label.text))
    }
    gap = width >= 36 ? 2 : 1
    route = min(route, max(5, width / 3))
    let start = 1 + number + gap
    let end = width - 5
    label = start
    // Beside the texts, so that the eye has no gap to cross; not beyond the edge, where texts are cut.
    self.route = max(start + 6, min(start + text + 2, end - route - 1))
    due = min(end, self.route + route + 2)
  }
}

extension MessageLabel {
  /// What a message says. Where there is no room, the beginning of its kind tells it, so that its numbers can be read; of
  /// two words the second one, because `append-entries` and `append-reply` begin alike.
  func text(fitting width: Int, _ glyphs: Glyphs) -> String {
    let excess = Width.of(text) - width
    guard excess > 0, kind.count > 4 else { return text }
    let rest = text.dropFirst(kind.count)
    var kind = kind
    if let hyphen = kind.firstIndex(of: "-") {
      let dropped = kind.distance(from: kind.startIndex, to: hyphen) - 1
      kind = String(kind.prefix(1) + kind[hyphen...])
      if dropped >= excess { return kind + rest }
      return kind.prefix(max(3, kind.count - (excess - dropped) - 1)) + "\(glyphs.ellipsis)" + rest
    }
    // `accepted` begins with all of `accept`.
    let end = kind.hasSuffix("ed") ? "d" : ""
    return kind.prefix(max(3 - end.count, kind.count - excess - 1 - end.count)) + "\(glyphs.ellipsis)\(end)" + rest
  }
}
