import Screen

// A line that is typed, where the message of the last key would stand.

extension Interface {
  func drawPrompt(_ prompt: Prompt, in area: Rect, on frame: inout Frame) {
    guard area.height > 0 else { return }
    let label =
      switch prompt.purpose {
      case .command: ":"
      case .filter: "/"
      case .request(let node): "The value that a client hands to \(node): "
      case .save: "Save as: "
      case .export: "Export to: "
      }
    let row = area.row(0)
    let start = frame.put(label, row.x + 1, row.y, upTo: row.right, .key)
    // A long line shows its end up to the cursor.
    let room = max(1, row.right - 1 - start)
    var before = prompt.line.beforeCursor
    while Width.of(before) >= room, !before.isEmpty { before.removeFirst() }
    let after = prompt.line.text.dropFirst(prompt.line.beforeCursor.count)
    let x = frame.put(before, start, row.y, upTo: row.right)
    frame.put(String(after), x, row.y, upTo: row.right)
    frame.screen.setCursor(x: x, y: row.y)

    guard area.height > 1 else {
      if let complaint = prompt.complaint { frame.put(complaint, x + 2, row.y, upTo: row.right, .warning) }
      return
    }
    drawBelow(prompt, in: area.row(1), on: &frame)
  }

  private func drawBelow(_ prompt: Prompt, in row: Rect, on frame: inout Frame) {
    if let complaint = prompt.complaint {
      frame.put(complaint, row.x + 1, row.y, upTo: row.right, .warning)
      return
    }
    guard prompt.completions.isEmpty else { return drawCompletions(prompt, in: row, on: &frame) }
    let text =
      switch prompt.purpose {
      case .command where prompt.line.text.hasPrefix("reach "):
        "facts, with commas between them, such as: A1 accepted 1.1:x, chosen nothing"
      case .command where !prompt.line.isEmpty: ""
      case .command: "a command of the scenario language, such as: cut A1 | A2 A3"
      case .filter: "words: a kind, a ballot, a value, a node, or P1->A1"
      case .request: ""
      case .export: "the ending says how: .txt .svg .mmd .cast"
      case .save: "a file; nothing is written over without a question"
      }
    frame.put(notice?.text ?? text, row.x + 1, row.y, upTo: row.right, .dim)
  }

  private func drawCompletions(_ prompt: Prompt, in row: Rect, on frame: inout Frame) {
    var x = row.x + 1
    let first = max(0, (prompt.completion ?? 0) - 5)
    for (index, word) in prompt.completions.enumerated().dropFirst(first) {
      guard x + Width.of(word) < row.right else {
        frame.put(glyphs.ellipsis, min(x, row.right - 1), row.y, upTo: row.right, .dim)
        return
      }
      x = 2 + frame.put(word, x, row.y, upTo: row.right, index == prompt.completion ? .selection : .plain)
    }
  }
}
