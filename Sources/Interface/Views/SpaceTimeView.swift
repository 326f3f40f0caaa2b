import Consensus
import Narration
import Screen

// The space-time diagram: a line down for each node, a row for each step, messages as arrows from line to line.

extension Interface {
  func drawDiagram(_ stage: Stage, in area: Rect, on frame: inout Frame) {
    frame.mark(area, .pane(.diagram))
    let list = area.dropping(1)
    let layout = stage.diagramLayout(width: area.width)
    let rows = stage.diagramRows(height: list.height)
    drawLaneNames(stage, layout, rows, in: area.row(0), on: &frame)
    drawDiagram(stage, layout, rows, in: list, on: &frame)
  }

  func drawLaneNames(
    _ stage: Stage, _ layout: SpaceTimeLayout, _ rows: Range<Int>, in row: Rect, on frame: inout Frame
  ) {
    let style: Style = focus == .diagram ? .focus.underlined : .heading
    for lane in layout.shown {
      let x = row.x + layout.column(lane)
      frame.put(stage.scene.nodes[lane].name, x, row.y, upTo: min(row.right, x + layout.step - 1), style)
    }
    let (left, right) = (layout.shown.lowerBound, stage.scene.nodes.count - layout.shown.upperBound)
    let sides = [left > 0 ? "\(glyphs.left)\(left)" : nil, right > 0 ? "\(glyphs.right)\(right)" : nil]
    let words = sides.compactMap { $0 } + [glyphs.hidden(rows, of: stage.line.count)].filter { !$0.isEmpty }
    frame.put(
      words.joined(separator: " "), endingAt: row.right - 1, row.y, from: row.x + layout.text - layout.step + 3, .dim)
  }

  /// The rows alone.
  func drawDiagram(
    _ stage: Stage, _ layout: SpaceTimeLayout, _ rows: Range<Int>, in list: Rect, on frame: inout Frame
  ) {
    let events = stage.events(rows)
    let sending = stage.sending(events)
    let veiled = stage.firstVeiled(in: rows)
    // Once for all rows: each of them holds the stage.
    let colour = stage.style(of:)
    let (isInFlight, isChosen) = (stage.isInFlight, stage.isChosen)
    for (offset, depth) in rows.enumerated() {
      let row = list.row(offset)
      let isPresent = depth == stage.scene.depth
      var pen = DiagramPen(
        layout, row, glyphs, isAhead: depth > stage.scene.depth, isPresent: isPresent,
        growth: isPresent ? player.growth : 1, colour: colour)
      pen.isInFlight = isInFlight
      pen.isChosen = isChosen
      frame.mark(row, .diagramRow(depth))
      pen.drawNumber(depth, on: &frame)
      pen.drawLanes(depth < veiled ? events[offset] : nil, of: stage.scene.nodes.count, on: &frame)
      if let sending, depth > sending.from, depth < stage.scene.depth { pen.drawWaiting(sending.message, on: &frame) }
      if depth >= veiled {
        frame.put(glyphs.unknown, row.x + layout.text, row.y, upTo: row.right, .dim)
      } else if let event = events[offset] {
        pen.draw(event, on: &frame)
      } else if depth == 0 {
        frame.put("the beginning", row.x + layout.text, row.y, upTo: row.right, pen.dimmed(.plain))
      }
      if isPresent { frame.select(row, isFocused: focus == .diagram) }
    }
  }
}

extension Stage {
  /// The first row that an open question hides: it asks what will happen there.
  fileprivate func firstVeiled(in rows: Range<Int>) -> Int {
    (scene.depth..<max(scene.depth, rows.upperBound)).first { hasOpenQuestion(at: line[$0]) }.map { $0 + 1 } ?? .max
  }

  fileprivate func isInFlight(_ id: MessageID) -> Bool {
    let messages = scene.messages
    let place = messages.place { $0.id < id }
    return place < messages.count && messages[place].id == id
  }

  fileprivate func isChosen(_ slot: Int, _ ballot: Ballot) -> Bool {
    let ballots = scene.ballots
    let place = ballots.place { ($0.slot, $0.ballot) < (slot, ballot) }
    return place < ballots.count && ballots[place].slot == slot && ballots[place].ballot == ballot
      && ballots[place].isChosen
  }

  /// The message that the present step is about, and the row from which it came, if that is shown.
  fileprivate func sending(_ events: [Diagram.Event?]) -> (message: Diagram.Message, from: Int)? {
    guard let message = events.lazy.compactMap({ $0 }).first(where: { $0.moment == scene.moment })?.message else {
      return nil
    }
    let sender = events.lazy.compactMap { $0 }.first { event in event.sent.contains { $0.id == message.id } }
    return (message, sender.map { session.depth(of: $0.moment) } ?? -1)
  }
}
