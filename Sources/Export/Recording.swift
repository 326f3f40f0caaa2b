import Interface
import Narration
import Scenarios
import Screen

/// The run to the present moment as an asciicast v2 recording, drawn from our own screens.
///
/// One step takes `pace` seconds, whatever machine plays it: the first frame is whole, then come the rows that changed,
/// and a marker for each step. In the space-time diagram arrows grow as they do when one plays.
struct Recording {
  private let interface: Interface
  private let paper: Paper
  /// Milliseconds from step to step, and from frame to frame of an arrow that grows.
  private static let pace = 1_500
  private static let frame = 80

  init(_ interface: Interface, _ paper: Paper) {
    self.interface = interface
    self.paper = paper
  }

  var text: String {
    var lines = [header]
    guard let lesson = interface.lesson else { return lines.joined() + "\n" }
    var state = interface
    _ = state.update(.resize(width: paper.width, height: paper.height))
    let depth = lesson.session.depth(of: lesson.session.cursor)
    state.travel(toStep: 0)
    var shown: Screen?
    for step in 0...depth {
      let time = step * Self.pace
      state.travel(toStep: step)
      let label = step == 0 ? "the beginning" : "\(step): \(state.presentCommand ?? "")"
      lines.append(event(at: time, "m", sanitized(label)))
      if step > 0, state.shown == .diagram {
        for frame in 1...4 {
          state.pose(growth: Double(frame) / 5)
          record(state, at: time + (frame - 1) * Self.frame, &shown, into: &lines)
        }
        state.pose(growth: nil)
      }
      state = settled(state, on: paper, limit: 20_000)
      record(state, at: time + (step > 0 && state.shown == .diagram ? 4 * Self.frame : 0), &shown, into: &lines)
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private var header: String {
    let title = interface.lesson.map { ", \"title\": \(json(sanitized($0.scenario.title)))" } ?? ""
    return "{\"version\": 2, \"width\": \(paper.width), \"height\": \(paper.height)\(title), "
      + "\"env\": {\"TERM\": \"xterm-256color\"}}"
  }

  private func event(at milliseconds: Int, _ code: String, _ data: String) -> String {
    let rest = String(1_000 + milliseconds % 1_000).dropFirst()
    return "[\(milliseconds / 1_000).\(rest), \"\(code)\", \(json(data))]"
  }

  /// The rows of the state's screen that differ from what is shown.
  private func record(_ state: Interface, at time: Int, _ shown: inout Screen?, into lines: inout [String]) {
    let screen = state.view(width: paper.width, height: paper.height)
    var output = shown == nil ? "\u{1B}[?25l\u{1B}[0m\u{1B}[2J" : ""
    for y in 0..<screen.height {
      if let shown, isSame(shown, screen, y) { continue }
      output += "\u{1B}[\(y + 1);1H" + ansi(screen, y)
    }
    shown = screen
    if !output.isEmpty { lines.append(event(at: time, "o", output)) }
  }

  private func isSame(_ left: Screen, _ right: Screen, _ y: Int) -> Bool {
    (0..<right.width).allSatisfy { left[$0, y] == right[$0, y] }
  }

  /// One row with its colours, for any terminal with 256 of them.
  private func ansi(_ screen: Screen, _ y: Int) -> String {
    var text = ""
    var last: Attributes?
    for x in 0..<screen.width {
      let cell = screen[x, y]
      if cell.width == 0 { continue }
      let attributes = paper.theme.attributes(of: cell.style)
      if attributes != last { text += sgr(attributes) }
      last = attributes
      text.unicodeScalars.append(cell.scalar)
      text.unicodeScalars.append(contentsOf: cell.marks)
    }
    return text + "\u{1B}[0m"
  }

  private func sgr(_ attributes: Attributes) -> String {
    var codes = ["0"]
    if attributes.flags.contains(.bold) { codes.append("1") }
    if attributes.flags.contains(.faint) { codes.append("2") }
    if attributes.flags.contains(.underline) { codes.append("4") }
    if attributes.flags.contains(.reverse) { codes.append("7") }
    if attributes.foreground >= 0 { codes.append("38;5;\(attributes.foreground)") }
    if attributes.background >= 0 { codes.append("48;5;\(attributes.background)") }
    return "\u{1B}[\(codes.joined(separator: ";"))m"
  }
}

/// A text as JSON writes it.
func json(_ text: String) -> String {
  var result = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": result += "\\\""
    case "\\": result += "\\\\"
    case _ where scalar.value < 0x20:
      let digits = String(scalar.value, radix: 16)
      result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result + "\""
}
