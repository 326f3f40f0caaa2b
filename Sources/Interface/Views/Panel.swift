import Scenarios
import Screen

// Boxes that lie over the view.

extension Frame {
  /// A box over the view and not over the footer; answers what is inside. A low one leaves the panels to be looked at.
  mutating func panel(title: String, width wantedWidth: Int, height wantedHeight: Int, isLow: Bool = false) -> Rect {
    let bounds = screen.bounds
    let width = min(bounds.width, wantedWidth + 4)
    let height = min(bounds.height - 1, wantedHeight + 2)
    let room = bounds.height - 1 - height
    let y = isLow ? room : min(1, room) + max(0, room - 6) / 3
    let area = Rect(x: (bounds.width - width) / 2, y: y, width: width, height: height)
    screen.fill(area)
    mark(bounds, .layer)
    let inside = screen.box(area, title: spelled(title), style: .focus, glyphs: glyphs)
    screen.cursor = nil
    return inside.inset(x: 1)
  }

  /// What keys do here, in the lower edge of a panel around this inside: the first of these texts that has room there.
  mutating func hint(_ texts: String..., below inside: Rect) {
    guard let text = texts.first(where: { Width.of($0) + 2 < inside.width }) else { return }
    let width = Width.of(text) + 2
    put(" \(text) ", inside.right - width, inside.bottom, upTo: inside.right, .dim)
  }
}

extension Interface {
  // MARK: Questions

  func drawQuestion(_ asking: Asking, on frame: inout Frame) {
    let width = min(74, frame.screen.width - 6)
    var question = wrapped(asking.question.text, width: width)
    let choices = asking.question.choices.map { wrapped($0.text, width: width - 6) }
    let answered = asking.answer != nil
    let because = answered ? wrapped(asking.question.because, width: width) : []
    var height = question.count + 1 + choices.reduce(0) { $0 + $1.count } + (answered ? because.count + 2 : 0)
    // Whoever has answered has read the question; where there is no room for both, the reason takes its place.
    let excess = height - (frame.screen.height - 3)
    if answered, excess > 0 {
      question = Array(question.prefix(max(0, question.count - excess)))
      height -= excess
    }
    let area = frame.panel(title: "A question", width: width, height: height, isLow: true)
    frame.hint(answered ? "any key goes on" : "a, b, … answers   \(layerKey(.back)) passes", below: area)

    var y = area.y
    for line in question {
      if y < area.bottom { frame.put(line, area.x, y, upTo: area.right, .heading) }
      y += 1
    }
    if !question.isEmpty { y += 1 }
    for (index, lines) in choices.enumerated() {
      y = drawChoice(index, lines, asking, in: area, y, on: &frame)
    }
    guard let answer = asking.answer else { return }
    if excess < 0 { y += 1 }
    let isRight = asking.question.isRight(answer)
    if y < area.bottom {
      let words = isRight ? "\(glyphs.check) That is right." : "\(glyphs.violated) That is not so."
      frame.put(words, area.x, y, upTo: area.right, isRight ? .good.bold : .bad)
    }
    for (index, line) in because.enumerated() where y + 1 + index < area.bottom {
      // The last line that fits takes all the rest and is cut where it ends.
      let text = y + 2 + index == area.bottom ? because[index...].joined(separator: " ") : line
      frame.put(text, area.x, y + 1 + index, upTo: area.right)
    }
  }

  private func drawChoice(
    _ index: Int, _ lines: [String], _ asking: Asking, in area: Rect, _ y: Int, on frame: inout Frame
  ) -> Int {
    let choice = asking.question.choices[index]
    let isSelected = index == asking.selection
    var style = Style.plain
    var mark: Unicode.Scalar = isSelected ? glyphs.selected : " "
    if let answer = asking.answer {
      // Right and wrong are told by a glyph; the colour comes on top.
      mark = choice.isRight ? glyphs.check : index == answer ? glyphs.violated : " "
      style = choice.isRight ? .good.bold : index == answer ? .bad : .dim
    }
    let row = Rect(x: area.x, y: y, width: area.width, height: lines.count).intersection(area)
    frame.mark(row, .choice(index))
    for (offset, line) in lines.enumerated() where y + offset < area.bottom {
      if offset == 0 {
        let letter = Character(UnicodeScalar(UInt8(ascii: "a") + UInt8(index % 26)))
        frame.put(mark, area.x, y, upTo: area.right, asking.answer == nil ? .key : style)
        frame.put("\(letter)", area.x + 2, y, upTo: area.right, asking.answer == nil ? .key : style)
      }
      frame.put(line, area.x + 5, y + offset, upTo: area.right, style)
    }
    if asking.answer == nil, isSelected { frame.select(row, isFocused: true) }
    return y + lines.count
  }

  // MARK: Small choices

  func drawPicker(_ picker: Picker, on frame: inout Frame) {
    let width = max(28, picker.choices.map { Width.of($0.label) + 6 }.max() ?? 0)
    let area = frame.panel(title: picker.title, width: width, height: picker.choices.count)
    frame.hint("\(layerKey(.choose)) takes it", below: area)
    let shown = window(top: 0, selection: picker.selection, count: picker.choices.count, height: area.height)
    for (offset, index) in shown.enumerated() {
      let row = area.row(offset)
      frame.mark(row, .choice(index))
      if index == picker.selection { frame.put(glyphs.selected, row.x, row.y, upTo: row.right, .key) }
      frame.put("\(index + 1)", row.x + 2, row.y, upTo: row.right, .key)
      frame.put(picker.choices[index].label, row.x + 5, row.y, upTo: row.right)
      if index == picker.selection { frame.select(row, isFocused: true) }
    }
  }

  func drawConfirmation(_ confirmation: Confirmation, on frame: inout Frame) {
    let (title, text, keys): (String, String, [(String, String)]) =
      switch confirmation {
      case .quit:
        (
          "Leave?", "Steps of your own are not saved.",
          [("y", "leave without saving"), ("s", "save first"), (layerKey(.back), "stay")]
        )
      case .open(let name):
        (
          "Open \(name)?", "Steps of your own are not saved.",
          [("y", "open, and lose them"), (layerKey(.back), "stay")]
        )
      case .mutate:
        (
          "Replace the rule?", "Steps of your own under this mutation are not saved.",
          [("y", "go on, and lose them"), (layerKey(.back), "stay")]
        )
      case .overwrite(let path), .overwriteExport(let path):
        (
          "Write over it?", "There is a file \(path).",
          [("y", "replace it"), ("r", "take another name"), (layerKey(.back), "do not save")]
        )
      }
    let column = 2 + (keys.map { Width.of($0.0) }.max() ?? 0)
    let lines = wrapped(text, width: min(56, frame.screen.width - 6))
    let area = frame.panel(title: title, width: min(56, frame.screen.width - 6), height: lines.count + 1 + keys.count)
    for (index, line) in lines.enumerated() { frame.put(line, area.x, area.y + index, upTo: area.right) }
    for (index, key) in keys.enumerated() {
      let y = area.y + lines.count + 1 + index
      guard y < area.bottom else { break }
      frame.put(key.0, area.x, y, upTo: area.right, .key)
      frame.put(key.1, area.x + column, y, upTo: area.right)
    }
    frame.screen.setCursor(x: area.x, y: area.y)
  }

  // MARK: Texts

  private func lines(of reader: Reader, width: Int) -> [(text: String, kind: Reader.Paragraph.Kind)] {
    reader.paragraphs.enumerated().flatMap { index, paragraph -> [(text: String, kind: Reader.Paragraph.Kind)] in
      let gap = paragraph.kind == .heading && index > 0 ? [("", Reader.Paragraph.Kind.plain)] : []
      let lines = paragraph.kind == .row ? rows(paragraph.text, width: width) : wrapped(paragraph.text, width: width)
      return gap + lines.map { ($0, paragraph.kind) }
    }
  }

  /// A row as it is; a sentence that is too long for it goes on below, indented.
  private func rows(_ text: String, width: Int) -> [String] {
    guard Width.of(text) > width, !text.hasPrefix(" ") else { return [text] }
    let indent = 4
    let first = wrapped(text, width: width)[0]
    // As many words of the row, whose blanks stay.
    let words = first.split(separator: " ").count
    var kept = text[...]
    var seen = 0
    var end = text.startIndex
    while seen < words, let start = kept.firstIndex(where: { $0 != " " }) {
      end = kept[start...].firstIndex(of: " ") ?? text.endIndex
      kept = text[end...]
      seen += 1
    }
    let rest = wrapped(String(text[end...]), width: width - indent)
    return [String(text[..<end])] + rest.map { String(repeating: " ", count: indent) + $0 }
  }

  private func readerWidth(_ width: Int) -> Int { min(72, width - 6) }

  /// How far a text can be scrolled down.
  func lastTop(of reader: Reader) -> Int {
    max(0, lines(of: reader, width: readerWidth(size.width)).count - max(1, size.height - 3))
  }

  func drawReader(_ reader: Reader, on frame: inout Frame) {
    let width = readerWidth(frame.screen.width)
    let lines = lines(of: reader, width: width)
    let area = frame.panel(title: reader.title, width: width, height: lines.count)
    let shown = window(top: reader.top, selection: nil, count: lines.count, height: area.height)
    let hidden = glyphs.hidden(shown, of: lines.count)
    frame.hint(hidden.isEmpty ? "any key closes" : "\(hidden)  \(layerKey(.quit)) closes", below: area)
    for (offset, index) in shown.enumerated() {
      let style: Style =
        switch lines[index].kind {
        case .plain, .row: .plain
        case .heading: .heading
        case .note, .reference: .reference
        case .good: .good
        case .bad: .bad
        case .warning: .warning
        }
      frame.put(lines[index].text, area.x, area.y + offset, upTo: area.right, style)
    }
    frame.screen.setCursor(x: area.x, y: area.y)
  }
}
