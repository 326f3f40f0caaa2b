import Narration
import Screen

// Replicated logs: a row for each node, a column for each slot. What a node knows to be chosen stands in brackets, as
// votes of a chosen ballot do; a hole is a dot.

extension Interface {
  func drawLogs(_ stage: Stage, in area: Rect, on frame: inout Frame) {
    frame.mark(area, .pane(.ballots))
    guard area.height > 0 else { return }
    let end = drawTitle("LOGS", of: .ballots, in: area, on: &frame)
    let logs = stage.scene.nodes.compactMap { node in node.log.map { (node: node, log: $0) } }
    let last = logs.compactMap { $0.log.entries.last?.slot }.max() ?? 0
    let list = area.dropping(1)
    let columns = LogColumns(logs.map(\.log), names: logs.map(\.node.name), width: area.width)
    // The newest slots are at the end, and they are what one looks at.
    let first = max(1, last - columns.count + 1)
    if first > 1 {
      frame.put("\(glyphs.left)\(first - 1)", endingAt: area.x + columns.start - 1, area.y, from: end + 1, .dim)
    }
    if last > 0 {
      for slot in first...last {
        let x = area.x + columns.start + (slot - first) * columns.step
        frame.put("\(slot)", x + 1, area.y, upTo: min(area.right, x + columns.step), .dim)
      }
    } else {
      frame.put("empty", area.x + columns.start + 1, area.y, upTo: area.right, .dim)
    }
    let shown = window(top: stage.tops[.ballots] ?? 0, selection: nil, count: logs.count, height: list.height)
    for (offset, place) in shown.enumerated() {
      let (node, log) = logs[place]
      let row = list.row(offset)
      frame.put(node.name, row.x + 1, row.y, upTo: row.x + columns.start - 1, node.acted ? .changed : .plain)
      if !node.isUp { frame.put(glyphs.lost, row.x + columns.start - 2, row.y, upTo: row.right, .bad) }
      guard last > 0 else { continue }
      for slot in first...last {
        let x = row.x + columns.start + (slot - first) * columns.step
        draw(log.entries.first { $0.slot == slot }, of: log, stage, isUp: node.isUp, x, row, columns, on: &frame)
      }
    }
    if focus == .ballots { frame.screen.setCursor(x: area.x, y: area.y) }
  }

  private func draw(
    _ entry: LogView.Entry?, of log: LogView, _ stage: Stage, isUp: Bool, _ x: Int, _ row: Rect,
    _ columns: LogColumns, on frame: inout Frame
  ) {
    let right = min(row.right, x + columns.step)
    guard let entry else {
      frame.put(glyphs.none, x + 1, row.y, upTo: right, .dim)
      return
    }
    let text = columns.isShort ? entry.value : log.text(of: entry)
    let colour: Style = isUp ? stage.style(of: entry.ballot) : .dim
    if entry.isDecided {
      frame.put("[\(text)]", x, row.y, upTo: right, colour.bold)
    } else {
      frame.put(text, x + 1, row.y, upTo: right - 1, colour)
    }
  }
}

/// How wide the columns of the logs are.
private struct LogColumns {
  let start: Int
  let step: Int
  /// How many slots there is room for.
  let count: Int
  /// Where it is narrow, values stand without their ballots; the colour tells which.
  let isShort: Bool

  init(_ logs: [LogView], names: [String], width: Int) {
    let longestName = names.map { Width.of($0) }.max() ?? 2
    start = max(6, longestName + 3)
    let room = max(1, width - start)
    // Old slots are not looked at for every frame.
    let texts = logs.flatMap { log in log.entries.suffix(32).map { (log.text(of: $0), $0.value) } }
    let long = (texts.map { Width.of($0.0) }.max() ?? 3) + 3
    let short = (texts.map { Width.of($0.1) }.max() ?? 3) + 3
    let slots = logs.compactMap { $0.entries.last?.slot }.max() ?? 1
    isShort = long * min(slots, 4) > room
    step = min(room, (isShort ? short : long).clamped(to: 4...18))
    count = max(1, room / step)
  }
}
