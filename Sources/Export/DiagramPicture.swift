import Consensus
import Interface
import Narration
import Scenarios
import Screen

/// The space-time diagram as a drawn picture: lines down for the nodes, slanted arrows from the step in which a message
/// was sent to the step in which it arrived, and beside each step what happened.
struct DiagramPicture {
  private let diagram: Diagram
  private let inFlight: [Diagram.Message]
  private let lesson: Lesson?
  private let style: (Ballot?) -> Style
  private let theme: Theme
  /// For each message, the row in which it was sent.
  private var sentIn: [MessageID: Int] = [:]

  private let gap: Int
  private static let top = 76
  private static let rowHeight = 30
  private static let left = 64
  /// Messages in flight that get a row of their own.
  private static let flightRows = 12

  init(_ interface: Interface, _ paper: Paper) {
    lesson = interface.lesson
    theme = paper.theme
    style = interface.style(of:)
    guard let session = interface.lesson?.session else {
      diagram = Diagram(lanes: [], events: [])
      inFlight = []
      gap = 0
      return
    }
    let diagram = session.diagram(to: session.cursor)
    let present = Set(session.scene.messages.map(\.id))
    inFlight = diagram.events.flatMap(\.sent).filter { present.contains($0.id) }
    for (row, event) in diagram.events.enumerated() {
      for message in event.sent { sentIn[message.id] = row }
    }
    let labels = diagram.events.compactMap { $0.message.map { Width.of($0.label.text) } }.max() ?? 10
    let names = diagram.lanes.map { Width.of($0.name) }.max() ?? 2
    gap = max(labels * 7 + 20, names * 8 + 24).clamped(to: 84...170)
    self.diagram = diagram
  }

  private var flightCount: Int { min(inFlight.count, Self.flightRows) + (inFlight.count > Self.flightRows ? 1 : 0) }
  private var rows: Int { diagram.events.count + flightCount }
  private func x(_ lane: Int) -> Int { Self.left + lane * gap }
  private func y(_ row: Int) -> Int { Self.top + 24 + row * Self.rowHeight }
  private var bottom: Int { y(rows) }
  private var textX: Int { x(max(0, diagram.lanes.count - 1)) + 40 }

  private func colour(_ style: Style) -> String { Ink(style, theme).foreground }
  private var ink: String { colour(.plain) }
  private var faint: String { colour(.rule) }

  var svg: String {
    let longest = diagram.events.map { Width.of(words(of: $0)) }.max() ?? 20
    let title = lesson?.scenario.title ?? "paxoscope"
    let story = diagram.events.prefix(500).enumerated().map { "\($0.offset + 1). \($0.element.what)" }
    var svg = svgHead(
      width: max(textX + longest * 8 + 24, 24 + Width.of(title) * 10), height: bottom + 24, title: title,
      description: story.isEmpty ? "Nothing has happened yet." : story.joined(separator: " "),
      background: Ink(.plain, theme).background)
    svg += text(title, 16, 26, ink, "font-size=\"16\" font-weight=\"bold\"")
    for lane in diagram.lanes.indices { svg += self.lane(lane) }
    for (row, event) in diagram.events.enumerated() { svg += arrow(of: event, row) + cutLine(event, row) }
    for (place, message) in inFlight.prefix(Self.flightRows).enumerated() { svg += flight(message, place) }
    if inFlight.count > Self.flightRows {
      let more = "and \(inFlight.count - Self.flightRows) more in flight"
      svg += text(more, textX, y(rows - 1) + 4, faint)
    }
    for (row, event) in diagram.events.enumerated() {
      svg += mark(event, row) + label(of: event, row) + note(event, row)
    }
    return svg + "</svg>\n"
  }

  // MARK: Lanes

  private func lane(_ lane: Int) -> String {
    var svg = text(
      diagram.lanes[lane].name, x(lane), Self.top - 12, ink, "text-anchor=\"middle\" font-weight=\"bold\"")
    // A piece for each stretch in which the node is up, down, or on the far side of a cut.
    var start = Self.top
    var state = 0
    for (row, event) in diagram.events.enumerated() {
      let next = event.isDown(lane) ? 1 : event.isApart(lane) ? 2 : 0
      guard next != state else { continue }
      svg += piece(lane, start, y(row), state)
      (start, state) = (y(row), next)
    }
    return svg + piece(lane, start, bottom, state)
  }

  private func piece(_ lane: Int, _ start: Int, _ end: Int, _ state: Int) -> String {
    let stroke = state == 2 ? colour(.warning) : faint
    let more = [" stroke-width=\"1.5\"", " stroke-dasharray=\"2 6\"", " stroke-width=\"3\""][state]
    return line(x(lane), start, x(lane), end, stroke, more)
  }

  private func cutLine(_ event: Diagram.Event, _ row: Int) -> String {
    let style: Style
    switch event.kind {
    case .cut: style = .warning
    case .heal: style = .good
    default: return ""
    }
    return line(
      x(0) - 16, y(row), x(diagram.lanes.count - 1) + 16, y(row), colour(style), " stroke-dasharray=\"6 4\"")
  }

  // MARK: Arrows

  private func arrow(of event: Diagram.Event, _ row: Int) -> String {
    guard let message = event.message else { return "" }
    let from = (x: x(message.from), y: y(sentIn[message.id] ?? row))
    let stroke = colour(style(message.label.ballot))
    switch event.kind {
    case .delivery:
      if message.from == message.to {
        return "<path d=\"M\(from.x) \(from.y)C\(from.x + 36) \(from.y) \(from.x + 36) \(y(row)) "
          + "\(from.x + 7) \(y(row))\" stroke=\"\(stroke)\" fill=\"none\"/>\n"
      }
      return self.arrow(from.x, from.y, x(message.to), y(row), stroke)
    case .loss:
      // On the way, at two thirds of it.
      let end = (x: from.x + (x(message.to) - from.x) * 2 / 3, y: y(row))
      return line(from.x, from.y, end.x, end.y, stroke, "") + cross(end.x, end.y, colour(.bad))
    default:
      return line(from.x, y(row), x(message.to), y(row), stroke, " stroke-dasharray=\"2 4\" opacity=\"0.7\"")
    }
  }

  /// A line with a head, which ends before the mark of the receiver.
  private func arrow(_ x1: Int, _ y1: Int, _ x2: Int, _ y2: Int, _ stroke: String, isOpen: Bool = false) -> String {
    // A straight one would go through the mark of another step where lanes and rows have a common divisor.
    let isBent = !isOpen && divisor(abs(x2 - x1) / max(1, gap), (y2 - y1) / Self.rowHeight) > 1
    let bend = (x: Double(x1 + x2) / 2, y: Double(y1) + Double(y2 - y1) * (isBent ? 0.15 : 0.5))
    let (dx, dy) = (Double(x2) - bend.x, Double(y2) - bend.y)
    let length = max(1, (dx * dx + dy * dy).squareRoot())
    let (ux, uy) = (dx / length, dy / length)
    let margin = isOpen ? 0.0 : 7.0
    let tip = (x: Double(x2) - ux * margin, y: Double(y2) - uy * margin)
    let base = (x: tip.x - ux * 9, y: tip.y - uy * 9)
    let head = [
      tip, (x: base.x - uy * 4, y: base.y + ux * 4), (x: base.x + uy * 4, y: base.y - ux * 4),
    ].map { "\(rounded($0.x)),\(rounded($0.y))" }.joined(separator: " ")
    let dashes = isOpen ? " stroke-dasharray=\"4 4\"" : ""
    return "<path d=\"M\(x1) \(y1)Q\(rounded(bend.x)) \(rounded(bend.y)) \(rounded(base.x)) \(rounded(base.y))\" "
      + "stroke=\"\(stroke)\" fill=\"none\" stroke-width=\"1.3\"\(dashes)/>\n"
      + "<polygon points=\"\(head)\" fill=\"\(isOpen ? "none" : stroke)\" stroke=\"\(stroke)\"/>\n"
  }

  /// A message in flight: part of its way, to a row of its own.
  private func flight(_ message: Diagram.Message, _ place: Int) -> String {
    let row = diagram.events.count + place
    let stroke = colour(style(message.label.ballot))
    let (start, end) = (x(message.from), x(message.to))
    let words = "\(message.id) \(message.label.text), in flight to \(diagram.lanes[message.to].name)"
    return arrow(start, y(sentIn[message.id] ?? row), start + (end - start) * 3 / 5, y(row), stroke, isOpen: true)
      + text(words, textX, y(row) + 4, stroke)
  }

  private func label(of event: Diagram.Event, _ row: Int) -> String {
    guard let message = event.message else { return "" }
    let stroke = colour(style(message.label.ballot))
    if case .loss = event.kind {
      let place = x(message.from) + (x(message.to) - x(message.from)) * 2 / 3
      return boxed(message.label.text, place, y(row) - 10, stroke, anchor: 0)
    }
    // Beside the receiver, where the arrow comes from; in this row nothing else arrives.
    let direction = message.from < message.to ? -1 : 1
    return boxed(message.label.text, x(message.to) + direction * 14, y(row) - 6, stroke, anchor: direction)
  }

  /// A text on a piece of paper that hides the lines under it; it ends (-1), is centred (0) or begins (1) at `x`.
  private func boxed(_ words: String, _ x: Int, _ y: Int, _ fill: String, anchor: Int) -> String {
    let width = Width.of(words) * 7 + 6
    let left = x - [width, width / 2, 0][anchor + 1]
    let name = ["end", "middle", "start"][anchor + 1]
    return "<rect x=\"\(left)\" y=\"\(y - 10)\" width=\"\(width)\" height=\"12\" "
      + "fill=\"\(Ink(.plain, theme).background)\" opacity=\"0.85\"/>\n"
      + text(words, x - anchor * -3, y, fill, "text-anchor=\"\(name)\" font-size=\"11.5\"")
  }

  // MARK: Marks and words

  private func mark(_ event: Diagram.Event, _ row: Int) -> String {
    guard let lane = event.lane else { return "" }
    let (x, y) = (x(lane), y(row))
    let paper = Ink(.plain, theme).background
    switch event.kind {
    case .crash: return cross(x, y, colour(.bad))
    case .restart(let withAmnesia):
      return shape("M\(x - 6) \(y + 5)L\(x + 6) \(y + 5)L\(x) \(y - 6)Z", colour(withAmnesia ? .bad : .good))
    case .timeout, .request:
      return shape("M\(x - 6) \(y - 5)L\(x + 6) \(y - 5)L\(x) \(y + 6)Z", colour(style(event.sent.first?.label.ballot)))
    default: break
    }
    let stroke = colour(style(event.message?.label.ballot))
    var mark =
      "<circle cx=\"\(x)\" cy=\"\(y)\" r=\"4\" fill=\"\(event.isEffective ? stroke : paper)\" stroke=\"\(stroke)\"/>\n"
    for act in event.acts {
      switch act {
      case .votes: mark = shape("M\(x - 5) \(y - 5)h10v10h-10Z", stroke) + ring(event, x, y)
      case .promises: mark = shape("M\(x) \(y - 6)l6 6l-6 6l-6 -6Z", paper, stroke)
      case .refuses: mark = cross(x, y, stroke)
      case .decides, .commits, .delivers:
        return "<circle cx=\"\(x)\" cy=\"\(y)\" r=\"7\" fill=\"\(colour(.good))\"/>\n"
          + "<path d=\"M\(x - 3) \(y)l2 3l5 -6\" stroke=\"\(paper)\" stroke-width=\"2\" fill=\"none\"/>\n"
      case .opens, .asks, .leads, .multicasts: break
      }
    }
    return mark
  }

  /// Around each vote of a quorum.
  private func ring(_ event: Diagram.Event, _ x: Int, _ y: Int) -> String {
    guard
      case .votes(let slot, let ballot, _)? = event.acts.first(where: { if case .votes = $0 { true } else { false } }),
      diagram.events.contains(where: { $0.quorum?.slot == slot && $0.quorum?.ballot == ballot })
    else { return "" }
    return "<circle cx=\"\(x)\" cy=\"\(y)\" r=\"10\" fill=\"none\" stroke=\"\(colour(.good))\" stroke-width=\"2\"/>\n"
  }

  private func words(of event: Diagram.Event) -> String {
    guard let quorum = event.quorum else { return event.what }
    let names = sentenceList(quorum.voters.map { diagram.lanes[$0].name }) ?? "nobody"
    return "\(event.what) \(quorum.value) is chosen by \(names)."
  }

  private func note(_ event: Diagram.Event, _ row: Int) -> String {
    let isGood = event.quorum != nil || event.isMilestone
    return text("\(row + 1)", 30, y(row) + 4, faint, "text-anchor=\"end\"")
      + text(
        words(of: event), textX, y(row) + 4, isGood ? colour(.good) : ink, isGood ? "font-weight=\"bold\"" : "")
  }

  // MARK: Strokes

  private func line(_ x1: Int, _ y1: Int, _ x2: Int, _ y2: Int, _ stroke: String, _ more: String) -> String {
    "<line x1=\"\(x1)\" y1=\"\(y1)\" x2=\"\(x2)\" y2=\"\(y2)\" stroke=\"\(stroke)\"\(more)/>\n"
  }

  private func cross(_ x: Int, _ y: Int, _ stroke: String) -> String {
    "<path d=\"M\(x - 5) \(y - 5)l10 10m0 -10l-10 10\" stroke=\"\(stroke)\" stroke-width=\"2.5\"/>\n"
  }

  private func shape(_ path: String, _ fill: String, _ stroke: String? = nil) -> String {
    "<path d=\"\(path)\" fill=\"\(fill)\" stroke=\"\(stroke ?? fill)\" stroke-width=\"1.5\"/>\n"
  }

  private func text(_ words: String, _ x: Int, _ y: Int, _ fill: String, _ more: String = "") -> String {
    "<text x=\"\(x)\" y=\"\(y)\" fill=\"\(fill)\"\(more.isEmpty ? "" : " \(more)")>\(xml(words))</text>\n"
  }
}

/// The greatest common divisor.
private func divisor(_ left: Int, _ right: Int) -> Int { right == 0 ? left : divisor(right, left % right) }

/// With one digit behind the point.
private func rounded(_ number: Double) -> String {
  let tenths = Int((number * 10).rounded())
  return "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10).\(abs(tenths) % 10)"
}
