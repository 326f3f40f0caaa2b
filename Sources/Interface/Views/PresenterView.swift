import Consensus
import Narration
import Scenarios
import Screen

// The view for the back of a room: the nodes, the message at hand, what happened, and what is chosen, in large letters.

extension Interface {
  func drawPresenter(_ stage: Stage, _ size: Size, on frame: inout Frame) {
    var area = frame.screen.bounds
    let header = area.takeTop(1)
    drawHeader(stage, in: header, on: &frame)
    let footer = area.takeBottom(1)
    drawPresenterFooter(in: footer, on: &frame)
    area = area.inset(x: size.width >= 60 ? 3 : 1)
    let letters = letterSize(size)
    let verdict = area.takeBottom(size.height >= 20 ? letters.rows + 1 : 1)
    drawBigVerdict(stage, letters, in: verdict, on: &frame)
    let told = area.takeBottom(size.height >= 30 ? 7 : size.height >= 18 ? 4 : 2)
    frame.screen.rule(x: 0, y: told.y, width: size.width, glyphs: glyphs)
    drawTold(stage, in: told.dropping(1), on: &frame)
    drawHand(stage, in: area.takeBottom(size.height >= 18 ? 2 : 1), on: &frame)
    if size.height >= 18 { _ = area.takeTop(1) }
    // What a multicast calls a ballot in its machinery is no table for a room.
    if size.width >= 100, stage.board != .deliveries {
      let table = area.takeRight(area.width * 2 / 5)
      _ = area.takeRight(2)
      drawLargeBallots(stage, in: table, on: &frame)
    }
    drawLargeNodes(stage, in: area, on: &frame)
    if case .prompt(let prompt) = layers.last {
      frame.screen.fill(footer)
      drawPrompt(prompt, in: footer, on: &frame)
    } else if let notice {
      frame.screen.fill(footer)
      frame.put(notice.text, footer.x + 1, footer.y, upTo: footer.right, notice.tone == .bad ? .warning : .heading)
    } else if let search = workshop.search {
      frame.screen.fill(footer)
      frame.put(search.sentence(stoppedBy: layerKey(.back)), footer.x + 1, footer.y, upTo: footer.right, .heading)
    }
  }

  private func letterSize(_ size: Size) -> BigText.Size { size.height >= 30 ? .large : .small }

  private func drawPresenterFooter(in row: Rect, on frame: inout Frame) {
    var x = row.x + 1
    for action in [Action.presentNext, .presentBack, .present, .help] {
      let key = keyName(action)
      let words: String =
        switch action {
        case .presentNext: stage?.openQuestion == nil ? "on" : "the question"
        case .presentBack: "back"
        case .present: "as before"
        default: "help"
        }
      guard x + Width.of(key) + words.count + 1 < row.right else { return }
      let start = x
      x = frame.put(key, x, row.y, upTo: row.right, .key)
      x = frame.put(words, x + 1, row.y, upTo: row.right, .dim)
      frame.mark(Rect(x: start, y: row.y, width: x - start, height: 1), .binding(action))
      x += 3
    }
  }

  // MARK: What there is

  /// The nodes, with a blank line between them where there is room.
  private func drawLargeNodes(_ stage: Stage, in area: Rect, on frame: inout Frame) {
    let nodes = stage.scene.nodes
    guard !nodes.isEmpty, area.height > 0 else { return }
    let pitch = (area.height / nodes.count).clamped(to: 1...3)
    let acted = nodes.firstIndex(where: \.acted) ?? stage.node
    let shown = window(top: 0, selection: acted, count: nodes.count, height: max(1, area.height / pitch))
    let column = (nodes.map { Width.of($0.name) }.max() ?? 0) + 4
    // Where there is no room for a line between all of them, groups stand apart.
    var slack = pitch > 1 || shown.count < nodes.count ? 0 : area.height - nodes.count
    let firsts = stage.nodeGroups.compactMap(\.nodes.first)
    let hidden = glyphs.hidden(shown, of: nodes.count)
    frame.put(hidden, endingAt: area.right, area.y, from: area.x + column, .dim)
    var y = -pitch
    for place in shown {
      y += pitch
      if slack > 0, place > 0, firsts.contains(place) {
        y += 1
        slack -= 1
      }
      var row = area.row(y)
      guard !row.isEmpty else { return }
      if y == 0, !hidden.isEmpty { _ = row.takeRight(Width.of(hidden) + 1) }
      let node = nodes[place]
      frame.mark(row, .node(place))
      frame.put(node.name, row.x, row.y, upTo: row.right, node.acted ? .changed.underlined : .heading)
      drawState(of: node, stage, x: row.x + column, in: row, on: &frame)
      if pitch > 1, let held = node.queue?.held, !held.isEmpty {
        drawHeld(held, x: row.x + column, in: area.row(y + 1), on: &frame)
      }
    }
  }

  /// What a process holds back and why, as many as there is room for.
  private func drawHeld(_ held: [QueueView.Held], x: Int, in row: Rect, on frame: inout Frame) {
    var x = x
    for (offset, message) in held.enumerated() {
      let reason = offset == 0 || x + Width.of(message.reason) + 12 < row.right ? " \(message.reason)" : ""
      x = frame.put("\(glyphs.held) \(message.text)", x, row.y, upTo: row.right, .warning.bold)
      x = 3 + frame.put(reason, x, row.y, upTo: row.right)
      guard x < row.right else { return }
    }
  }

  private func drawState(of node: NodeView, _ stage: Stage, x start: Int, in row: Rect, on frame: inout Frame) {
    var x = start
    if !node.isUp { x = 3 + frame.put("\(glyphs.lost) down", x, row.y, upTo: row.right, .bad) }
    if !node.activity.isEmpty, !node.isUp { return }
    if !node.activity.isEmpty {
      x = 3 + frame.put(node.activity, x, row.y, upTo: row.right, stage.style(of: node.ballot).bold)
      if let progress = node.progress {
        let count = "\(progress.count) of \(progress.needed) \(progress.what)"
        x = 3 + frame.put(count, x, row.y, upTo: row.right, progress.count >= progress.needed ? .good : .plain)
      }
      drawPossessions(of: node, stage, after: x, in: row, on: &frame)
      return
    }
    let names = stage.session.columns(of: stage.session.setup.cluster[node.id].roles).map(\.name)
    let known = node.fields.filter { names.contains($0.name) }
    // What is delivered stands in a column already.
    defer { if node.log != nil { drawPossessions(of: node, stage, after: x, in: row, on: &frame) } }
    for field in known.isEmpty ? Array(node.fields.prefix(2)) : known {
      guard x + 8 < row.right else { return }
      let isEmpty = field.value == "nothing"
      x = 1 + frame.put(field.name, x, row.y, upTo: row.right, .dim)
      let ballot = stage.scene.ballots.last { field.value.hasPrefix("\($0.ballot)") }?.ballot
      let style = field.isChanged ? Style.changed : .plain
      x = frame.put(
        isEmpty ? "\(glyphs.dash)" : field.value, x, row.y, upTo: row.right,
        isEmpty ? .dim : merged(style, ballot, stage))
      if field.isChanged { x = frame.put(glyphs.changed, x, row.y, upTo: row.right, .changed) }
      x += 4
    }
  }

  /// At the right edge the log of a node, or behind its words what it has delivered: what a room looks at.
  private func drawPossessions(of node: NodeView, _ stage: Stage, after x: Int, in row: Rect, on frame: inout Frame) {
    if let log = node.log {
      // The newest entries, as many as there is room for.
      var right = row.right
      for entry in log.entries.reversed() {
        let text = entry.isDecided ? "[\(log.text(of: entry))]" : log.text(of: entry)
        guard right - Width.of(text) > x else { return }
        right = frame.put(text, endingAt: right, row.y, from: x, stage.style(of: entry.ballot).bold) - 1
      }
    } else if let queue = node.queue, !queue.delivered.isEmpty {
      let text = "delivered \(queue.delivered.joined(separator: " "))"
      guard x + Width.of(text) > row.right else { return _ = frame.put(text, x, row.y, upTo: row.right, .good.bold) }
      frame.put(text, endingAt: row.right, row.y, from: x, .good.bold)
    }
  }

  private func merged(_ style: Style, _ ballot: Ballot?, _ stage: Stage) -> Style {
    ballot.map { stage.style(of: $0).with(style.role).bold } ?? style.bold
  }

  /// The message that Enter would deliver, and how many more there are.
  private func drawHand(_ stage: Stage, in area: Rect, on frame: inout Frame) {
    let row = area.row(0)
    guard let message = stage.selectedMessage else {
      frame.put("Nothing is in flight.", row.x, row.y, upTo: row.right, .dim)
      return
    }
    let x = 2 + frame.put("in flight", row.x, row.y, upTo: row.right, .dim)
    let text = "\(message.label.text)  \(message.from)\(glyphs.arrow)\(message.to)"
    let end = frame.put(text, x, row.y, upTo: row.right, stage.style(of: message.label.ballot).bold)
    frame.mark(row, .message(message.id))
    if stage.queue.count > 1 {
      frame.put("and \(stage.queue.count - 1) more", end + 2, row.y, upTo: row.right, .dim)
    }
    frame.screen.setCursor(x: x, y: row.y)
  }

  private func drawLargeBallots(_ stage: Stage, in area: Rect, on frame: inout Frame) {
    let rows = stage.scene.ballots.suffix(max(0, area.height / 2 - 1))
    guard !rows.isEmpty, area.width > 20 else { return }
    let names = stage.scene.acceptors
    let showsSlots = rows.contains { $0.slot != 1 }
    let first = area.x + (showsSlots ? 17 : 14)
    for (index, name) in names.enumerated() {
      frame.put(name, first + index * 6, area.y, upTo: area.right, .heading)
    }
    for (offset, ballot) in rows.enumerated() {
      let y = area.y + 2 + offset * 2
      let style = stage.style(of: ballot.ballot)
      let slot = showsSlots ? "@\(ballot.slot) " : ""
      let end = frame.put("\(slot)\(ballot.ballot)", area.x, y, upTo: first, style.bold)
      if let value = ballot.value { frame.put(value, end + 1, y, upTo: first, style.bold) }
      for (index, mark) in ballot.marks.enumerated() {
        let x = first + index * 6
        switch mark {
        case .nothing: frame.put(glyphs.none, x, y, upTo: area.right, .dim)
        case .promised: frame.put(glyphs.promise, x, y, upTo: area.right, style)
        case .refused: frame.put(glyphs.refused, x, y, upTo: area.right, .dim)
        case .voted:
          let vote = String(repeating: String(Character(glyphs.vote)), count: ballot.isChosen ? 3 : 2)
          frame.put(vote, x, y, upTo: area.right, style.bold)
        }
      }
      if ballot.isChosen { frame.put(glyphs.check, first + names.count * 6, y, upTo: area.right, .good.bold) }
    }
  }

  // MARK: What happened, and what is chosen

  private func drawTold(_ stage: Stage, in area: Rect, on frame: inout Frame) {
    var lines: [(String, Style)] = alarms(stage).flatMap { alarm in
      wrapped(alarm.text, width: area.width).map { ($0, alarm.style.bold) }
    }
    let notes = stage.notes.flatMap { wrapped($0, width: area.width) }
    if let last = stage.scene.last { lines += wrapped(last.what, width: area.width).map { ($0, .heading) } }
    if !notes.isEmpty, area.height > 3, !lines.isEmpty { lines.append(("", .plain)) }
    lines += notes.map { ($0, .reference) }
    if lines.isEmpty { lines += wrapped(stage.lesson.scenario.about ?? "", width: area.width).map { ($0, .plain) } }
    let top = area.height > lines.count + 1 ? 1 : 0
    for (offset, line) in lines.prefix(area.height).enumerated() {
      let isCut = offset == area.height - 1 && lines.count > area.height
      frame.put(line.0 + (isCut ? " \(glyphs.ellipsis)" : ""), area.x, area.y + offset + top, upTo: area.right, line.1)
    }
  }

  private func drawBigVerdict(_ stage: Stage, _ size: BigText.Size, in area: Rect, on frame: inout Frame) {
    guard area.height > 0 else { return }
    guard stage.scene.decides else {
      let row = area.row(area.height / 2)
      return drawInvariants(stage.scene.invariants, from: row.x, in: row, upTo: row.right, on: &frame)
    }
    // Of a log, up to the last slot in which something is chosen.
    let last = stage.scene.chosen.lastIndex { !$0.values.isEmpty }
    guard let last else {
      let words = stage.openQuestion == nil && !possible(stage).isEmpty ? ", possible: \(possible(stage))" : ""
      let place = stage.scene.namesSlots ? " in slot \(stage.scene.openSlot)" : ""
      frame.put("nothing is chosen\(place)\(words)", area.x, area.y + area.height / 2, upTo: area.right, .heading)
      return
    }
    let slots = stage.scene.chosen[...last]
    let isOne = slots.allSatisfy { $0.values.count < 2 }
    let style: Style = isOne ? .good.bold : .bad
    let text = slots.map { $0.values.isEmpty ? "-" : $0.values.joined(separator: " : ") }.joined(separator: " ")
    let label = isOne ? "CHOSEN" : "CHOSEN, BOTH"
    let x = area.x + Width.of(label) + 3
    let isDrawn = glyphs != .ascii || size == .large
    guard area.height >= size.rows, isDrawn, BigText.canShow(text), x + BigText.width(of: text, size) <= area.right
    else {
      let row = area.row(area.height / 2)
      guard slots.count > 1 else { return _ = frame.put("\(label) \(text)", row.x, row.y, upTo: row.right, style) }
      _ = drawSlots(slots, label: label, in: row, on: &frame)
      return
    }
    frame.put(label, area.x, area.y + size.rows / 2, upTo: x, style)
    for (offset, row) in BigText.rows(of: text, size, glyphs).enumerated() {
      frame.put(row, x, area.y + offset, upTo: area.right, style)
    }
  }

  private func possible(_ stage: Stage) -> String {
    guard let outlook = stage.outlook, outlook.isExhaustive else { return "" }
    let isLog = stage.board == .logs
    return outlook.possible.isEmpty ? (isLog ? "nothing yet" : "nothing") : outlook.possible.joined(separator: " or ")
  }
}

// MARK: - Questions

extension Interface {
  /// A question for a room, over the whole screen: hands are counted beside the choices, and the answer waits.
  func drawQuestionForRoom(_ asking: Asking, on frame: inout Frame) {
    let screen = frame.screen.bounds
    var area = Rect(x: 0, y: 1, width: screen.width, height: max(0, screen.height - 2))
    frame.screen.fill(Rect(x: 0, y: 1, width: screen.width, height: screen.height - 1))
    frame.mark(screen, .layer)
    frame.screen.cursor = nil
    drawKeys(of: asking, in: Rect(x: 1, y: screen.height - 1, width: screen.width - 1, height: 1), on: &frame)
    area = area.inset(x: screen.width >= 60 ? 3 : 1)
    var question = wrapped(asking.question.text, width: area.width)
    let because = asking.isRevealed ? wrapped(asking.question.because, width: area.width) : []
    let choices = asking.question.choices.map { wrapped($0.text, width: max(8, area.width * 3 / 5 - 6)) }
    let needed = question.count + because.count + 2 + choices.reduce(0) { $0 + $1.count }
    // The room has read the question; where there is no room for both, why the answer is so takes its place.
    if asking.isRevealed, needed > area.height {
      question = Array(question.prefix(max(0, question.count - (needed - area.height))))
    }
    // Blank lines where there is room for them.
    let gap = (area.height - needed) >= choices.count + 2 ? 1 : 0
    if gap > 0 { _ = area.takeTop(1) }
    for line in question {
      let row = area.takeTop(1)
      frame.put(line, row.x, row.y, upTo: row.right, .heading)
    }
    if !question.isEmpty { _ = area.takeTop(1) }
    for (index, lines) in choices.enumerated() {
      let row = area.takeTop(lines.count)
      drawChoice(index, lines, asking, in: row, on: &frame)
      _ = area.takeTop(gap)
    }
    if gap > 0 { frame.screen.rule(x: area.x, y: area.y, width: area.width, glyphs: glyphs) }
    _ = area.takeTop(1)
    for (index, line) in because.enumerated() where area.height > 0 {
      let row = area.takeTop(1)
      // The last line that fits takes all the rest and is cut where it ends.
      let text = area.height == 0 ? because[index...].joined(separator: " ") : line
      frame.put(text, row.x, row.y, upTo: row.right)
    }
  }

  /// What keys do here, or which choice there is none of.
  private func drawKeys(of asking: Asking, in row: Rect, on frame: inout Frame) {
    if let unknown = asking.unknown {
      let last = Unicode.Scalar(UInt8(ascii: "A") + UInt8(min(25, max(0, asking.question.choices.count - 1))))
      frame.put(
        "There is no choice \(unknown): A to \(last).", row.x, row.y, upTo: row.right, .warning)
      return
    }
    let (next, back) = (layerKey(.presentNext), layerKey(.presentBack))
    let texts =
      asking.isRevealed
      ? ["\(next) on   \(back) back   \(layerKey(.back)) close"]
      : [
        "A 12 B 7 counts hands   \(next) shows the answer   \(back) back",
        "A 12 counts   \(next) answer   \(back) back",
      ]
    let text = texts.first { Width.of($0) < row.width } ?? texts[texts.count - 1]
    frame.put(text, row.x, row.y, upTo: row.right, .dim)
  }

  private func drawChoice(_ index: Int, _ lines: [String], _ asking: Asking, in area: Rect, on frame: inout Frame) {
    guard area.height > 0 else { return }
    let isRight = asking.question.isRight(index)
    let isSelected = index == asking.selection && !asking.isRevealed
    let style: Style = asking.isRevealed ? (isRight ? .good.bold : .dim) : .plain.bold
    let letter = String(UnicodeScalar(UInt8(ascii: "A") + UInt8(index % 26)))
    let mark = asking.isRevealed && isRight ? "\(glyphs.check)" : isSelected ? "\(glyphs.selected)" : " "
    frame.mark(area, .choice(index))
    frame.put(mark, area.x, area.y, upTo: area.right, asking.isRevealed ? style : .key)
    frame.put(letter, area.x + 2, area.y, upTo: area.right, asking.isRevealed ? style : .key)
    for (offset, line) in lines.enumerated() where offset < area.height {
      frame.put(line, area.x + 5, area.y + offset, upTo: area.right, style)
    }
    if isSelected { frame.screen.setCursor(x: area.x, y: area.y) }
    drawBar(index, asking, style, in: area, on: &frame)
  }

  /// The hands for a choice: a bar as long as its share, and their number.
  private func drawBar(_ index: Int, _ asking: Asking, _ style: Style, in area: Rect, on frame: inout Frame) {
    let hands = tally(asking)
    guard let most = hands.max(), most > 0 else { return }
    let x = area.x + area.width * 3 / 5 + 1
    let room = max(1, area.right - x - 6)
    let length = hands[index] == 0 ? 0 : max(1, hands[index] * room / most)
    let bar = String(repeating: String(Character(glyphs.block)), count: length)
    let end = frame.put(bar, x, area.y, upTo: area.right, style)
    frame.put("\(hands[index])", length == 0 ? x : end + 1, area.y, upTo: area.right, style)
  }
}
