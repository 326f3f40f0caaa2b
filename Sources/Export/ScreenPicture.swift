import Interface
import Narration
import Scenarios
import Screen

/// What the screen shows, as one SVG file: a rectangle for each run of a background, a text for each run of a style.
func picture(of interface: Interface, on paper: Paper) -> String {
  let state = settled(interface, on: paper, limit: 200_000)
  let screen = state.view(width: paper.width, height: paper.height)
  let scenario = state.lesson?.scenario
  let last = state.lesson.map { $0.session.scene }?.last
  let description = last.map { "\($0.what) \($0.why)" } ?? scenario?.about ?? "A screen of paxoscope."
  let plain = Ink(.plain, paper.theme)
  var svg = svgHead(
    width: screen.width * ScreenPicture.column + 16, height: screen.height * ScreenPicture.row + 16,
    title: scenario?.title ?? "paxoscope", description: description, background: plain.background)
  let drawing = ScreenPicture(screen: screen, theme: paper.theme, paper: plain.background)
  for y in 0..<screen.height { svg += drawing.row(y) }
  return svg + "</svg>\n"
}

private struct ScreenPicture {
  static let column = 8
  static let row = 17

  let screen: Screen
  let theme: Theme
  let paper: String

  /// Cells with the same ink, from a column on.
  private struct Run {
    let x: Int
    var columns: Int
    var text: String
    let ink: Ink
    /// May stand in one text with its neighbours: a fallback font would shift what follows.
    let isPlain: Bool
  }

  func row(_ y: Int) -> String {
    let runs = runs(y)
    var svg = ""
    for run in runs where run.ink.background != paper {
      svg +=
        "<rect x=\"\(left(run.x))\" y=\"\(top(y))\" width=\"\(run.columns * Self.column)\" "
        + "height=\"\(Self.row)\" fill=\"\(run.ink.background)\"/>\n"
    }
    for run in runs where !run.text.allSatisfy({ $0 == " " }) { svg += text(run, y) }
    return svg
  }

  private func left(_ x: Int) -> Int { 8 + x * Self.column }
  private func top(_ y: Int) -> Int { 8 + y * Self.row }

  private func runs(_ y: Int) -> [Run] {
    var runs: [Run] = []
    for x in 0..<screen.width {
      let cell = screen[x, y]
      if cell.width == 0 { continue }
      let ink = Ink(cell.style, theme)
      var text = String.UnicodeScalarView([cell.scalar])
      text.append(contentsOf: cell.marks)
      let isPlain = cell.scalar.isASCII && !cell.hasMarks
      if let last = runs.last, last.ink == ink, last.isPlain, isPlain {
        runs[runs.count - 1].text += String(text)
        runs[runs.count - 1].columns += 1
      } else {
        runs.append(Run(x: x, columns: Int(cell.width), text: String(text), ink: ink, isPlain: isPlain))
      }
    }
    return runs
  }

  private func text(_ run: Run, _ y: Int) -> String {
    if let strokes = strokes(run, y) { return strokes }
    // Blanks at the ends would only be stretched along.
    let head = run.text.prefix { $0 == " " }.count
    let tail = run.text.reversed().prefix { $0 == " " }.count
    let shown = run.text.dropFirst(head).dropLast(tail)
    let columns = run.columns - head - tail
    var attributes = "fill=\"\(run.ink.foreground)\""
    if run.ink.isBold { attributes += " font-weight=\"bold\"" }
    if run.ink.isFaint { attributes += " opacity=\"0.65\"" }
    if run.ink.isUnderlined { attributes += " text-decoration=\"underline\"" }
    return "<text xml:space=\"preserve\" x=\"\(left(run.x + head))\" y=\"\(top(y) + 13)\" "
      + "textLength=\"\(columns * Self.column)\" lengthAdjust=\"spacingAndGlyphs\" \(attributes)>"
      + "\(xml(String(shown)))</text>\n"
  }

  /// Lines are drawn and not written, so that they meet from cell to cell in any font.
  private func strokes(_ run: Run, _ y: Int) -> String? {
    guard run.columns == 1, let scalar = run.text.unicodeScalars.first, let ends = Self.lines[scalar] else {
      return nil
    }
    let (x, top) = (left(run.x), top(y))
    let (middle, centre) = (x + Self.column / 2, top + Self.row / 2)
    var path = ""
    if ends.contains("l") { path += "M\(x) \(centre)H\(middle)" }
    if ends.contains("r") { path += "M\(middle) \(centre)H\(x + Self.column)" }
    if ends.contains("u") { path += "M\(middle) \(top)V\(centre)" }
    if ends.contains("d") { path += "M\(middle) \(centre)V\(top + Self.row)" }
    let dashes = scalar == "┄" || scalar == "┊" ? " stroke-dasharray=\"2 2\"" : ""
    return "<path d=\"\(path)\" stroke=\"\(run.ink.foreground)\" fill=\"none\"\(dashes)/>\n"
  }

  /// To which sides of its cell a line goes: left, right, up, down.
  private static let lines: [Unicode.Scalar: String] = [
    "─": "lr", "│": "ud", "┌": "rd", "┐": "ld", "└": "ru", "┘": "lu", "┬": "lrd", "┴": "lru", "├": "rud", "┤": "lud",
    "┼": "lrud", "┄": "lr", "┊": "ud",
  ]
}
