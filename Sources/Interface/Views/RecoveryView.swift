import Narration
import Screen

// The offer to take up a session that was interrupted.

extension Interface {
  func drawRecovery(_ recovery: Recovery, on frame: inout Frame) {
    let width = min(64, frame.screen.width - 6)
    let isOne = recovery.sessions.count == 1
    let text =
      isOne
      ? "It ended without being left by its keys: a crash, or a closed window. Nothing in it is lost."
      : "These ended without being left by their keys: by a crash, or a closed window. Nothing in them is lost."
    let lines = wrapped(text, width: width)
    let keys = [
      ("r", "resume it where it was"), ("o", "go on without it, and keep it"), ("d", "discard it"),
    ]
    let height = lines.count + 2 + recovery.sessions.count + keys.count
    let title = isOne ? "A session was interrupted" : "\(recovery.sessions.count) sessions were interrupted"
    var area = frame.panel(title: title, width: width, height: height)
    frame.hint("\(layerKey(.back)) asks again next time", below: area)
    // Where there is no room for all, the sessions and the keys say enough.
    let below = area.takeBottom(keys.count)
    if area.height > recovery.sessions.count { _ = area.takeBottom(1) }
    let list = area.takeBottom(recovery.sessions.count)
    if area.height > lines.count { _ = area.takeBottom(1) }
    if area.height >= lines.count {
      for (offset, line) in lines.enumerated() { frame.put(line, area.x, area.y + offset, upTo: area.right) }
    }
    let shown = window(top: 0, selection: recovery.selection, count: recovery.sessions.count, height: list.height)
    for (offset, index) in shown.enumerated() {
      draw(recovery.sessions[index], index, isSelected: index == recovery.selection, in: list.row(offset), on: &frame)
    }
    for (offset, key) in keys.enumerated() {
      frame.put(key.0, below.x, below.y + offset, upTo: below.right, .key)
      frame.put(key.1, below.x + 3, below.y + offset, upTo: below.right)
    }
  }

  private func draw(
    _ session: Interrupted, _ index: Int, isSelected: Bool, in row: Rect, on frame: inout Frame
  ) {
    frame.mark(row, .choice(index))
    if isSelected { frame.put(glyphs.selected, row.x, row.y, upTo: row.right, .key) }
    let own =
      session.steps > 0 || session.answers == 0
      ? "\(counted(session.steps, "step")) of your own" : counted(session.answers, "answer")
    let steps = "\(own), \(session.time)"
    let right = frame.put(steps, endingAt: row.right, row.y, from: row.x + 12, .dim)
    frame.put(session.title, row.x + 3, row.y, upTo: right - 1)
    if isSelected { frame.select(row, isFocused: true) }
  }
}
