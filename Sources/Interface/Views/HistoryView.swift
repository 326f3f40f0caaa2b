import Narration
import Scenarios
import Screen

// The steps of the present branch, and where other branches leave it.

extension Interface {
  func drawHistory(_ stage: Stage, in area: Rect, on frame: inout Frame) {
    frame.mark(area, .pane(.history))
    let list = area.dropping(1)
    let shown = window(
      top: stage.tops[.history] ?? 0, selection: stage.row, count: stage.rows.count, height: list.height)
    let end = frame.put(
      "HISTORY", area.x + 1, area.y, upTo: area.right, focus == .history ? .focus.underlined : .heading)
    let branches = counted(stage.branchCount, "branch", plural: "branches")
    let x = frame.put(branches, end + 1, area.y, upTo: area.right, .dim)
    frame.put(glyphs.hidden(shown, of: stage.rows.count), endingAt: area.right - 1, area.y, from: x + 1, .dim)
    for (offset, place) in shown.enumerated() {
      drawRow(stage, place, in: list.row(offset), on: &frame)
    }
  }

  private func drawRow(_ stage: Stage, _ place: Int, in area: Rect, on frame: inout Frame) {
    let row = stage.rows[place]
    frame.mark(area, .historyRow(place))
    if place == stage.row { frame.put(glyphs.selected, area.x, area.y, upTo: area.right, .key) }
    let isPresent = row.moment == stage.scene.moment
    var style: Style = isPresent ? .changed : row.depth > stage.scene.depth || row.isOtherBranch ? .dim : .plain
    let number = String(row.depth)
    let digits = max(2, String(stage.endDepth).count)
    let x = area.x + 1
    if row.isOtherBranch {
      frame.put(glyphs.branch, x + digits - 1, area.y, upTo: area.right, style)
    } else {
      frame.put(number, x + digits - number.count, area.y, upTo: area.right, style)
    }
    var right = area.right - 1
    // The name of a run that was found comes before the words of its first step.
    for name in stage.names(beginningAt: row.moment) {
      right = frame.put("\(glyphs.branch) \(name)", endingAt: right, area.y, from: x + digits + 8, .warning) - 1
    }
    var text = row.depth == 0 ? "the beginning" : stage.text(of: row.moment)
    if row.isOtherBranch {
      text = "or: \(text)"
      // A wide history has room for what comes of a branch.
      if area.width >= 56 { text += "  (\(stage.branchSummary(row.moment)))" }
    }
    if isPresent { style = style.bold }
    let end = frame.put(text, x + digits + 1, area.y, upTo: right, style)
    let here = isPresent ? frame.put("\(glyphs.left) here", end + 1, area.y, upTo: right, .key) : end
    if row.moment == stage.marked { right = frame.put("marked", endingAt: right, area.y, from: here + 1, .key) - 1 }
    for (mark, style) in marks(stage, row) {
      right = frame.put(mark, endingAt: right, area.y, from: here + 1, style) - 1
    }
    if place == stage.row { frame.select(area, isFocused: focus == .history) }
  }
  /// What the scenario says at a moment, from the right edge on: a question, a note.
  private func marks(_ stage: Stage, _ row: HistoryRow) -> [(String, Style)] {
    stage.lesson.remarks(at: row.moment).compactMap { remark in
      switch remark {
      case .question: ("\(glyphs.unknown)", .key)
      case .note: ("note", .reference)
      case .expect: nil
      }
    }
  }
}
