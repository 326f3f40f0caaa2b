import Consensus
import Narration
import Scenarios
import Screen

// The lines around the panels: title, lamp, what the selected message would do, and the keys.

extension Interface {
  func drawHeader(_ stage: Stage, in row: Rect, on frame: inout Frame) {
    frame.screen.fill(row, style: .title)
    let scene = stage.scene
    var parts: [String] = []
    let score = stage.score
    if score.given > 0 { parts.append("\(score.right) of \(score.given) right") }
    parts.append("step \(scene.depth)/\(stage.endDepth)")
    let found = stage.foundBranch
    if stage.branchCount > 1 || found != nil {
      parts.append("\(glyphs.branch)\(stage.branchCount)\(found.map { " \($0.name)" } ?? "")")
    }
    var left = frame.put(parts.joined(separator: "  "), endingAt: row.right - 1, row.y, from: row.x, .title)
    let setup = stage.session.setup
    if !setup.mutations.isEmpty {
      let texts = [" mutated: \(setup.mutations.joined(separator: " ")) ", " mutated "]
      let text = texts.first { Width.of($0) + 10 < left } ?? ""
      left = frame.put(text, endingAt: left - 2, row.y, from: row.x, .warning.reversed.bold)
    }
    let x = frame.put(stage.lesson.scenario.title, row.x + 1, row.y, upTo: left - 2, .title)
    if x + 4 < left { frame.put(" \(glyphs.separator) \(setup.algorithm)", x, row.y, upTo: left - 2, .title) }
  }

  /// A notice, or what stands behind the next key.
  func drawStatus(_ stage: Stage, in area: Rect, on frame: inout Frame) {
    if let notice {
      let style: Style =
        switch notice.tone {
        case .plain: .heading
        case .good: .good
        case .bad: .warning
        }
      return drawLines(notice.text, style, in: area, on: &frame)
    }
    if player.isPlaying {
      return drawLines(
        "Playing \(player.words). \(layerKey(.faster)) faster, \(layerKey(.slower)) slower; any other key stops.",
        .heading, in: area, on: &frame)
    }
    if let count { return drawLines("\(count)\(glyphs.ellipsis)", .heading, in: area, on: &frame) }
    if stage.openQuestion != nil {
      return drawLines(
        "A question waits. \(keyName(.step)): answer it.", .warning, in: area, on: &frame)
    }
    if let search = workshop.search {
      return drawLines(search.sentence(stoppedBy: layerKey(.back)), .heading, in: area, on: &frame)
    }
    guard let message = stage.selectedMessage else {
      guard stage.ahead == nil, stage.scene.messages.isEmpty else { return }
      return drawLines(emptyQueue(stage), .dim, in: area, on: &frame)
    }
    drawPreview(of: message.id, stage, in: area, on: &frame)
  }

  /// What the selected message would do, and whether that decides which value is chosen.
  private func drawPreview(of message: MessageID, _ stage: Stage, in area: Rect, on frame: inout Frame) {
    let preview = stage.preview(of: message)
    let text = preview.isPossible ? "If you deliver \(message): \(preview.sentence)" : preview.sentence
    let style: Style = preview.isPossible ? .dim : .warning
    guard let (consequence, isTelling) = consequence(stage) else { return drawLines(text, style, in: area, on: &frame) }
    var area = area
    if area.height == 1 {
      guard isTelling else { return drawLines(text, style, in: area, on: &frame) }
      return drawLines("\(message): \(consequence)", .heading, in: area, on: &frame)
    }
    let isLong = wrapped(text, width: area.width - 2).count >= area.height
    if isTelling || !isLong {
      drawLines(consequence, isTelling ? .heading : .dim, in: area.takeBottom(1), on: &frame)
    }
    drawLines(text, style, in: area, on: &frame)
  }

  /// What delivering the selected message does to the values that can still be chosen, and whether it changes them.
  private func consequence(_ stage: Stage) -> (text: String, isTelling: Bool)? {
    guard let before = stage.outlook, let after = stage.outlookAfterDelivery else { return nil }
    guard before.isExhaustive, after.isExhaustive else { return nil }
    let place = stage.scene.namesSlots ? " in slot \(before.slot)" : ""
    if after.isDecided {
      if stage.scene.isImpaired(beyond: after.bounds) {
        return ("As things are, only \(after.possible[0]) stays possible\(place) after it.", true)
      }
      return ("Delivering it decides the matter: only \(after.possible[0]) stays possible\(place).", true)
    }
    if after.possible == before.possible {
      return (
        after.possible.count == 2 ? "Both values stay possible\(place)." : "All values stay possible\(place).", false
      )
    }
    if after.possible.isEmpty { return ("After it no value can be chosen\(place) within the bounds.", true) }
    return ("After it only \(after.possible.joined(separator: ", ")) stay possible\(place).", true)
  }

  private func drawLines(_ text: String, _ style: Style, in area: Rect, on frame: inout Frame) {
    let lines = wrapped(text, width: area.width - 2)
    for (index, line) in lines.prefix(area.height).enumerated() {
      let isCut = index == area.height - 1 && lines.count > area.height
      // Cut where it ends and not where it would have been broken.
      let shown = isCut ? lines[index...].joined(separator: " ") : line
      frame.put(shown, area.x + 1, area.y + index, upTo: area.right - 1, style)
    }
  }

  /// The keys that make sense now, the likeliest first, and always `?`. What lies over the view names its own keys.
  func drawFooter(in row: Rect, on frame: inout Frame) {
    switch layers.last {
    case .prompt(let prompt): return drawKeys(of: prompt, in: row, on: &frame)
    case .question, nil: break
    default: return
    }
    let helpKey = keyName(.help)
    let right = row.right - 1 - Width.of(helpKey) - 5
    if right < row.x { return }
    draw(key: helpKey, "help", at: right, row.y, .help, on: &frame)
    guard layers.isEmpty else { return }
    var x = row.x + 1
    for binding in footerBindings {
      guard let key = binding.keys.first else { continue }
      let name = footerName(key)
      let title = footerTitle(binding)
      let width = Width.of(name) + 1 + title.count
      if x + width + 2 > right { break }
      draw(key: name, title, at: x, row.y, binding.action, on: &frame)
      x += width + 2
    }
  }

  /// While one types, letters are no keys.
  private func drawKeys(of prompt: Prompt, in row: Rect, on frame: inout Frame) {
    let what =
      switch prompt.purpose {
      case .command: "does it"
      case .filter: "keeps the filter"
      case .request: "hands it over"
      case .save: "saves"
      case .export: "writes it"
      }
    var keys = [(footerName(.choose), what), (layerKey(.complete), "completes")]
    if prompt.purpose == .command { keys.append((layerKey(.recallOlder), "recalls")) }
    keys.append((layerKey(.back), prompt.purpose == .filter ? "shows all" : "leaves"))
    var x = row.x + 1
    for (key, words) in keys where !key.isEmpty {
      x = frame.put(key, x, row.y, upTo: row.right, .key)
      x = 2 + frame.put(words, x + 1, row.y, upTo: row.right)
    }
  }

  private func draw(
    key: String, _ title: String, at x: Int, _ y: Int, _ action: Action, on frame: inout Frame
  ) {
    let end = frame.put(key, x, y, upTo: frame.screen.width, .key)
    let right = frame.put(title, end + 1, y, upTo: frame.screen.width)
    frame.mark(Rect(x: x, y: y, width: right - x, height: 1), .binding(action))
  }

  /// Space does the most likely next thing, and says which; so does `b`.
  private func footerTitle(_ binding: Binding) -> String {
    switch binding.action {
    case .step: stage?.openQuestion == nil ? binding.title : "answer"
    case .found: stage?.foundBranch == nil ? binding.title : "back"
    default: binding.title
    }
  }

  /// Short enough for a footer.
  private func footerName(_ key: Key) -> String { key == .enter ? glyphs.enter : key.name }

  /// The key of an action where something lies over the view.
  func footerName(_ action: Action) -> String {
    let name = layerKey(action)
    return name == Key.enter.name ? glyphs.enter : name
  }
}

extension Stage {
  /// The selected node if it is a proposer, else the first one.
  var proposer: NodeView? {
    let proposers = scene.nodes.filter { $0.roles.contains("proposer") }
    return proposers.first { $0.id == selectedNode?.id } ?? proposers.first
  }

  var proposerName: String { proposer?.name ?? "a proposer" }
}
