import Consensus
import Narration
import Screen

/// Draws one row of a space-time diagram.
struct DiagramPen {
  let layout: SpaceTimeLayout
  let row: Rect
  let glyphs: Glyphs
  /// The row is not reached yet, and is drawn faintly.
  let isAhead: Bool
  let isPresent: Bool
  /// How much of the row's arrow is there: less than 1 while it travels.
  let growth: Double
  let colour: (Ballot?) -> Style
  /// Whether a message is in flight at the present moment.
  var isInFlight: (MessageID) -> Bool = { _ in false }
  /// Whether the votes of a slot and ballot are a quorum at the present moment.
  var isChosen: (Int, Ballot) -> Bool = { _, _ in false }

  init(
    _ layout: SpaceTimeLayout, _ row: Rect, _ glyphs: Glyphs, isAhead: Bool, isPresent: Bool, growth: Double,
    colour: @escaping (Ballot?) -> Style
  ) {
    self.layout = layout
    self.row = row
    self.glyphs = glyphs
    self.isAhead = isAhead
    self.isPresent = isPresent
    self.growth = growth
    self.colour = colour
  }

  private var right: Int { row.right }

  private func x(_ lane: Int) -> Int { row.x + layout.column(lane) }

  func dimmed(_ style: Style) -> Style { isAhead ? .dim : isPresent ? style.bold : style }

  private func put(_ glyph: Unicode.Scalar, at x: Int, _ style: Style, on frame: inout Frame) {
    guard x > row.x + layout.digits, x < row.x + layout.text else { return }
    frame.put(glyph, x, row.y, upTo: right, dimmed(style))
  }

  func drawNumber(_ depth: Int, on frame: inout Frame) {
    if isPresent { frame.put(glyphs.selected, row.x, row.y, upTo: right, .key) }
    let style: Style = isPresent ? .changed : .dim
    frame.put(String(depth), endingAt: row.x + 1 + layout.digits, row.y, from: row.x + 1, style)
  }

  /// The lines of the nodes, as they are after the step.
  func drawLanes(_ event: Diagram.Event?, of count: Int, on frame: inout Frame) {
    for lane in layout.shown {
      let isDown = event?.isDown(lane) ?? false
      let isApart = event?.isApart(lane) ?? false
      let glyph = isDown ? glyphs.laneDown : isApart ? glyphs.laneApart : glyphs.vertical
      frame.put(glyph, x(lane), row.y, upTo: right, isAhead || isDown ? .dim : isApart ? .warning : .rule)
    }
  }

  /// Where the message of the present step waited: on the line of its sender.
  func drawWaiting(_ message: Diagram.Message, on frame: inout Frame) {
    guard layout.isShown(message.from), frame.screen[x(message.from), row.y].scalar == glyphs.vertical else { return }
    put(glyphs.laneWaiting, at: x(message.from), colour(message.label.ballot).bold, on: &frame)
  }

  /// What happened, on the lanes and in words.
  func draw(_ event: Diagram.Event, on frame: inout Frame) {
    if case .cut = event.kind { drawAcross(.warning, on: &frame) }
    if case .heal = event.kind { drawAcross(.good, on: &frame) }
    let isTravelling = growth < 1
    if !isTravelling { drawSent(event, on: &frame) }
    var isLabelled = false
    if let message = event.message { isLabelled = drawArrow(of: message, event, on: &frame) }
    if !isTravelling || event.message == nil { drawMark(event, on: &frame) }
    drawWords(event, withLabel: !isLabelled, on: &frame)
  }

  /// A cut, or its end, goes across all lines.
  private func drawAcross(_ style: Style, on frame: inout Frame) {
    for x in row.x + layout.digits + 2..<max(row.x + layout.digits + 2, row.x + layout.text - layout.step + 1)
    where !layout.isLane(x - row.x) {
      put(glyphs.dashed, at: x, style, on: &frame)
    }
  }
}

// MARK: - Arrows

extension DiagramPen {
  /// Draws the way of the message that the step is about; tells whether its label found room on it.
  private func drawArrow(of message: Diagram.Message, _ event: Diagram.Event, on frame: inout Frame) -> Bool {
    let style = colour(message.label.ballot)
    let (start, end) = (x(message.from), x(message.to))
    guard start != end else {
      // A message to oneself.
      put(glyphs.left, at: start + 1, style, on: &frame)
      return false
    }
    let direction = end > start ? 1 : -1
    let length = abs(end - start)
    switch event.kind {
    case .delivery:
      let reached = growth < 1 ? max(1, Int(Double(length) * growth)) : length
      drawLine(from: start, by: direction, reached, style, on: &frame)
      let head = direction > 0 ? glyphs.right : glyphs.left
      put(head, at: start + direction * max(1, reached - 1), style, on: &frame)
    case .loss:
      let reached = length - max(1, min(length - 1, layout.step / 2))
      drawLine(from: start, by: direction, max(1, reached), style, on: &frame)
      put(glyphs.lost, at: start + direction * max(1, reached), .bad, on: &frame)
      return false
    default:
      drawDashes(from: start, to: end, style, on: &frame)
      let isHeld = if case .hold = event.kind { true } else { false }
      let mark: Unicode.Scalar = event.kind == .duplicate ? glyphs.cross : isHeld ? glyphs.held : glyphs.horizontal
      put(mark, at: end - direction * max(1, layout.step / 2), .warning, on: &frame)
      return false
    }
    let text = frame.spelled(message.label.text)
    guard growth >= 1, let place = layout.label(from: message.from, to: message.to, width: Width.of(text)) else {
      return false
    }
    frame.put(text, row.x + place, row.y, upTo: right, dimmed(style))
    return true
  }

  private func drawLine(from start: Int, by direction: Int, _ length: Int, _ style: Style, on frame: inout Frame) {
    put(direction > 0 ? glyphs.teeRight : glyphs.teeLeft, at: start, style, on: &frame)
    for distance in 1..<max(1, length) {
      let x = start + direction * distance
      put(layout.isLane(x - row.x) ? glyphs.cross : glyphs.horizontal, at: x, style, on: &frame)
    }
  }

  /// Behind the lines of the nodes between.
  private func drawDashes(from start: Int, to end: Int, _ style: Style, on frame: inout Frame) {
    let direction = end > start ? 1 : -1
    for distance in 1..<max(1, abs(end - start)) where !layout.isLane(start + direction * distance - row.x) {
      put(glyphs.dashed, at: start + direction * distance, style, on: &frame)
    }
  }

  /// What was sent in this step and is still in flight: dashes to an open circle on the receiver's line. Where the
  /// arrow that came in takes that side, a stub on the other one.
  private func drawSent(_ event: Diagram.Event, on frame: inout Frame) {
    guard !isAhead else { return }
    let pending = event.sent.filter { isInFlight($0.id) && $0.to != $0.from }
    let isCopy = event.kind == .duplicate
    // The side from which an arrow came in.
    func isTaken(_ message: Diagram.Message) -> Bool {
      guard !isCopy, let arrived = event.message, arrived.to == message.from else { return false }
      return (arrived.from < message.from) == (message.to < message.from)
    }
    for message in pending where !isTaken(message) {
      drawDashes(from: x(message.from), to: x(message.to), colour(message.label.ballot), on: &frame)
    }
    // Circles last: the dashes to a farther one pass behind the line.
    for message in pending where !isTaken(message) && layout.isShown(message.to) {
      put(glyphs.inFlight, at: x(message.to), colour(message.label.ballot), on: &frame)
    }
    guard let message = pending.first(where: isTaken) else { return }
    let stub = x(message.from) + (message.to < message.from ? 1 : -1)
    if !layout.isLane(stub - row.x), frame.screen[stub, row.y].scalar == " " {
      put(glyphs.dashed, at: stub, colour(message.label.ballot), on: &frame)
    }
  }
}

// MARK: - Marks on the lines

extension DiagramPen {
  private func drawMark(_ event: Diagram.Event, on frame: inout Frame) {
    guard let lane = event.lane, layout.isShown(lane) else { return }
    let (glyph, style) = mark(of: event)
    put(glyph, at: x(lane), style, on: &frame)
    guard !isAhead, let vote = event.vote, isChosen(vote.slot, vote.ballot), layout.step >= 3 else { return }
    // One of the votes that are a quorum.
    if !layout.isLane(x(lane) + 1 - row.x) { put(glyphs.check, at: x(lane) + 1, .good.bold, on: &frame) }
  }

  private func mark(of event: Diagram.Event) -> (Unicode.Scalar, Style) {
    switch event.kind {
    case .crash: return (glyphs.lost, .bad)
    case .restart(let withAmnesia): return (glyphs.restarted, withAmnesia ? .bad : .good)
    case .timeout, .request: return (glyphs.timer, colour(event.ballot).bold)
    default: break
    }
    var mark = (event.isEffective ? glyphs.acted : glyphs.none, colour(event.message?.label.ballot))
    for act in event.acts {
      switch act {
      case .decides, .commits, .delivers: return (glyphs.check, .good.bold)
      case .votes(_, let ballot, _): mark = (glyphs.vote, colour(ballot).bold)
      case .promises(let ballot): mark = (glyphs.promise, colour(ballot).bold)
      case .refuses(let ballot): mark = (glyphs.refused, colour(ballot))
      case .opens, .asks, .leads, .multicasts: break
      }
    }
    return mark
  }
}

extension Diagram.Event {
  /// The vote that was cast in it.
  var vote: (slot: Int, ballot: Ballot)? {
    for case .votes(let slot, let ballot, _) in acts { return (slot, ballot) }
    return nil
  }

  /// The ballot that it is about.
  var ballot: Ballot? {
    for act in acts {
      switch act {
      case .opens(let ballot), .promises(let ballot), .refuses(let ballot), .asks(_, let ballot, _),
        .votes(_, let ballot, _), .commits(_, let ballot, _), .leads(let ballot):
        return ballot
      case .decides, .multicasts, .delivers: break
      }
    }
    return message?.label.ballot ?? sent.first?.label.ballot
  }
}

// MARK: - Words

extension DiagramPen {
  private func drawWords(_ event: Diagram.Event, withLabel: Bool, on frame: inout Frame) {
    let start = row.x + layout.text
    let room = right - 1 - start
    guard room > 2 else { return }
    let label = withLabel ? event.message?.label.text(fitting: room, glyphs) : nil
    let outcome = growth < 1 ? nil : outcome(of: event)
    var x = start
    if let label {
      let isTold = outcome.map { !$0.isTelling || Width.of(label) + 2 + Width.of($0.text) <= room } ?? true
      if isTold { x = 2 + frame.put(label, x, row.y, upTo: right - 1, dimmed(colour(event.message?.label.ballot))) }
    }
    guard let outcome else { return }
    let text = [outcome.text, outcome.short].first { x + Width.of($0) <= right - 1 } ?? outcome.short
    guard x == start || x + Width.of(text) <= right - 1 else { return }
    frame.put(text, x, row.y, upTo: right - 1, dimmed(outcome.style))
  }

  /// What a step came to; `isTelling` if it is worth more than the label of the message.
  private struct Outcome {
    var text: String
    var short: String
    var style: Style
    var isTelling = true

    init(_ text: String, _ style: Style, short: String? = nil, isTelling: Bool = true) {
      self.text = text
      self.short = short ?? text
      self.style = style
      self.isTelling = isTelling
    }
  }

  private func outcome(of event: Diagram.Event) -> Outcome? {
    if let quorum = event.quorum {
      let place = quorum.slot == 1 ? "" : "@\(quorum.slot) "
      return Outcome(
        "\(glyphs.check) \(place)\(quorum.value) chosen by \(counted(quorum.voters.count, "vote"))", .good.bold,
        short: "\(glyphs.check) \(place)\(quorum.value) chosen")
    }
    if let good = goodNews(of: event) { return good }
    switch event.kind {
    case .delivery: return consequence(of: event)
    case .timeout: return Outcome(opening(event), colour(event.ballot))
    case .choose: return Outcome(event.command, .good)
    case .request(let value): return Outcome("request \(value)", colour(event.ballot))
    case .loss: return Outcome("\(glyphs.lost) lost", .bad, isTelling: false)
    case .duplicate: return Outcome("copied", .warning, isTelling: false)
    case .hold: return Outcome("held", .warning, isTelling: false)
    case .release: return Outcome("released", .plain, isTelling: false)
    case .delay(let ticks): return Outcome("delayed +\(ticks)", .warning, short: "+\(ticks)", isTelling: false)
    case .crash: return Outcome("crash", .bad)
    case .restart(let withAmnesia):
      return Outcome(withAmnesia ? "restart, with amnesia" : "restart", withAmnesia ? .bad : .plain)
    case .cut: return Outcome(event.command, .warning)
    case .heal: return Outcome(event.command, .good)
    case .wait(let ticks): return Outcome(counted(ticks, "tick"), .dim)
    }
  }

  /// What was decided, committed or delivered; the last of it where there is no room for all.
  private func goodNews(of event: Diagram.Event) -> Outcome? {
    // What is committed is decided too.
    let commits = event.acts.contains { if case .commits = $0 { true } else { false } }
    let news = event.acts.compactMap { act -> (verb: String, what: String)? in
      switch act {
      case .decides(let slot, let value): commits ? nil : ("decides", "\(slot == 1 ? "" : "@\(slot) ")\(value)")
      case .commits(let slot, _, let value): ("commits", "\(slot == 1 ? "" : "@\(slot) ")\(value)")
      case .delivers(_, let value): ("delivers", value)
      case .leads(let ballot): ("leads in", "\(ballot)")
      default: nil
      }
    }
    guard let last = news.last else { return nil }
    let all = news.filter { $0.verb == last.verb }.map(\.what).joined(separator: ", ")
    let more = news.count > 1 ? ", \(glyphs.ellipsis)" : ""
    return Outcome(
      "\(glyphs.check) \(last.verb) \(all)", .good, short: "\(glyphs.check) \(last.verb) \(last.what)\(more)")
  }

  private func consequence(of event: Diagram.Event) -> Outcome? {
    for act in event.acts {
      if case .asks(_, _, let value) = act {
        return Outcome("asks for votes: \(value)", colour(event.ballot), short: "asks: \(value)", isTelling: false)
      }
      if case .refuses = act { return Outcome("refused", .plain, isTelling: false) }
    }
    return event.isEffective ? nil : Outcome("nothing changes", .dim, short: "stale", isTelling: false)
  }

  private func opening(_ event: Diagram.Event) -> String {
    for case .opens(let ballot) in event.acts { return "opens \(ballot)" }
    return event.sent.first.map { "timer: \($0.label.text)" } ?? "timer"
  }
}
