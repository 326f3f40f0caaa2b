import Consensus
import Narration
import Screen

// Replicated logs: a row for each node, a column for each slot. What a node knows to be chosen stands in brackets, as
// votes of a chosen ballot do; a hole is a dot.

extension Interface {
  func drawLogs(_ stage: Stage, in area: Rect, on frame: inout Frame) {
    frame.mark(area, .pane(.ballots))
    guard area.height > 0 else { return }
    let end = drawTitle("LOGS", of: .ballots, in: area, on: &frame)
    let logs = stage.scene.logs
    let top = stage.boardTop(width: area.width, height: area.height - 1)
    let shown = window(top: top, selection: nil, count: logs.count, height: area.height - 1)
    let hidden = glyphs.hidden(shown, of: logs.count)
    // No slot stands where it says that nodes are out of sight.
    var list = area
    _ = list.takeRight(hidden.isEmpty ? 0 : Width.of(hidden) + 1)
    let table = LogTable(
      logs, width: list.width, hiding: stage.hiddenSlots, touched: stage.scene.touchedSlot, glyphs: glyphs
    ) { stage.style(of: $0) }
    table.draw(shown, after: end, in: list, on: &frame)
    frame.put(hidden, endingAt: area.right, area.y, from: list.right, .dim)
    if focus == .ballots { frame.screen.setCursor(x: area.x, y: area.y) }
  }
}

extension Scene {
  /// The nodes that have logs.
  var logs: [(node: NodeView, log: LogView)] { nodes.compactMap { node in node.log.map { (node, $0) } } }

  /// The slot that the last step was about, if it was about one: `deliver accept 1.1 @3 P1 -> A2`.
  fileprivate var touchedSlot: Int? {
    command?.split(separator: " ").first { $0.first == "@" }.flatMap { Int($0.dropFirst()) }
  }
}

/// Logs in columns that are the same for all nodes.
struct LogTable {
  private let logs: [(node: NodeView, log: LogView)]
  private let columns: LogColumns
  private let glyphs: Glyphs
  private let style: (Ballot?) -> Style
  /// The slots that are shown: the newest are at the end, and they are what one looks at.
  private let slots: Range<Int>
  private let newest: Int

  /// `hidden`: how many of the newest slots are scrolled out of sight; while nobody scrolls, the slot that the last step
  /// touched is in sight.
  init(
    _ logs: [(node: NodeView, log: LogView)], width: Int, hiding hidden: Int = 0, touched: Int? = nil, glyphs: Glyphs,
    style: @escaping (Ballot?) -> Style
  ) {
    self.logs = logs
    self.glyphs = glyphs
    self.style = style
    columns = LogColumns(logs.map(\.log), names: logs.map(\.node.name), width: width)
    let last = logs.compactMap { $0.log.entries.last?.slot }.max() ?? 0
    // Where all of them fit, nothing is scrolled.
    var end = max(min(last, columns.count), last - hidden)
    if hidden == 0, let touched, touched <= end - columns.count { end = min(last, touched + columns.count - 1) }
    newest = last
    slots = max(1, end - columns.count + 1)..<end + 1
  }

  /// The numbers of the slots, and a row for each of these nodes. The title ends at `title`.
  func draw(_ shown: Range<Int>, after title: Int, in area: Rect, on frame: inout Frame) {
    guard !area.isEmpty else { return }
    let start = area.x + columns.start
    if slots.lowerBound > 1 {
      frame.put("\(glyphs.left)\(slots.lowerBound - 1)", endingAt: start - 1, area.y, from: title + 1, .dim)
    }
    if slots.upperBound <= newest {
      frame.put("\(glyphs.right)\(newest + 1 - slots.upperBound)", endingAt: area.right, area.y, from: start, .dim)
    }
    if slots.isEmpty { frame.put("empty", max(title + 2, start + 1), area.y, upTo: area.right, .dim) }
    for slot in slots {
      let cell = cell(slot, in: area.row(0))
      frame.put("\(slot)", cell.x + 1, area.y, upTo: cell.right, .dim)
    }
    for (offset, place) in shown.enumerated() {
      let (node, log) = logs[place]
      let row = area.row(offset + 1)
      guard !row.isEmpty else { break }
      frame.put(node.name, row.x + 1, row.y, upTo: start - 1, node.isUp ? node.acted ? .changed : .plain : .bad)
      if !node.isUp { frame.put(glyphs.lost, start - 2, row.y, upTo: row.right, .bad) }
      for slot in slots {
        draw(log.entries.first { $0.slot == slot }, of: log, isUp: node.isUp, in: cell(slot, in: row), on: &frame)
      }
    }
  }

  private func cell(_ slot: Int, in row: Rect) -> Rect {
    let x = row.x + columns.start + (slot - slots.lowerBound) * columns.step
    return Rect(x: x, y: row.y, width: max(0, min(columns.step, row.right - x)), height: 1)
  }

  private func draw(_ entry: LogView.Entry?, of log: LogView, isUp: Bool, in cell: Rect, on frame: inout Frame) {
    guard let entry else {
      frame.put(glyphs.none, cell.x + 1, cell.y, upTo: cell.right, .dim)
      return
    }
    let text = columns.isShort ? entry.value : log.text(of: entry)
    let colour: Style = isUp ? style(entry.ballot) : .dim
    if entry.isDecided {
      frame.put("[\(text)]", cell.x, cell.y, upTo: cell.right, colour.bold)
    } else {
      frame.put(text, cell.x + 1, cell.y, upTo: cell.right - 1, colour)
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
