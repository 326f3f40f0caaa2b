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
    if stage.branchCount > 1 { parts.append("\(glyphs.branch)\(stage.branchCount)") }
    let left = frame.put(parts.joined(separator: "  "), endingAt: row.right - 1, row.y, from: row.x, .title)

    let setup = stage.session.setup
    let mutations = setup.mutations.isEmpty ? "" : ", mutated: \(setup.mutations.joined(separator: " "))"
    let subtitle = " \(glyphs.separator) \(setup.algorithm)\(mutations)"
    let title = stage.lesson.scenario.title
    let x = frame.put(title, row.x + 1, row.y, upTo: left - 2, .title)
    if x + 4 < left { frame.put(subtitle, x, row.y, upTo: left - 2, .title) }
  }

  /// What is chosen, and whether everything that must hold does.
  func drawLamp(_ stage: Stage, in row: Rect, on frame: inout Frame) {
    let scene = stage.scene
    var x = row.x + 1
    for slot in scene.chosen.suffix(scene.chosen.count > 1 ? 3 : 1) {
      let place = scene.chosen.count > 1 ? "@\(slot.slot) " : ""
      if slot.values.isEmpty {
        x = frame.put("chosen \(place)\(glyphs.dash)", x, row.y, upTo: row.right, .heading)
      } else {
        let style: Style = slot.values.count == 1 ? .good : .bad
        x = frame.put("CHOSEN \(place)\(slot.values.joined(separator: " and "))", x, row.y, upTo: row.right, style.bold)
      }
      x += 3
    }
    // The broken ones first; those that find no room are counted.
    let invariants = scene.invariants.filter { !$0.holds } + scene.invariants.filter(\.holds)
    for (index, invariant) in invariants.enumerated() {
      let rest = invariants.count - index
      let text = "\(invariant.holds ? glyphs.check : glyphs.violated) \(invariant.name)"
      let needed = rest > 1 ? 12 : 0
      guard x + Width.of(text) + needed < row.right else {
        let isGood = invariants[index...].allSatisfy(\.holds)
        let more = "\(isGood ? glyphs.check : glyphs.violated) \(index == 0 ? "\(rest) invariants" : "\(rest) more")"
        frame.put(more, x, row.y, upTo: row.right, isGood ? .good : .bad)
        return
      }
      x = 2 + frame.put(text, x, row.y, upTo: row.right, invariant.holds ? .good : .bad)
    }
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
    if let count { return drawLines("\(count)\(glyphs.ellipsis)", .heading, in: area, on: &frame) }
    if stage.openQuestion != nil {
      return drawLines("The scenario asks a question here. Space: answer it.", .warning, in: area, on: &frame)
    }
    guard let message = stage.selectedMessage else {
      guard stage.ahead == nil, stage.scene.messages.isEmpty else { return }
      return drawLines("Nothing is in flight. t: the timer of \(stage.proposerName) rings.", .dim, in: area, on: &frame)
    }
    let preview = stage.preview(of: message.id)
    let text = preview.isPossible ? "If you deliver \(message.id): \(preview.sentence)" : preview.sentence
    drawLines(text, preview.isPossible ? .dim : .warning, in: area, on: &frame)
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

  /// The keys that make sense now, the likeliest first, and always `?`.
  func drawFooter(in row: Rect, on frame: inout Frame) {
    if case .prompt(let prompt) = layers.last { return drawKeys(of: prompt, in: row, on: &frame) }
    let help = "? help"
    let right = row.right - 1 - help.count
    if right < row.x { return }
    draw(key: "?", "help", at: right, row.y, .help, on: &frame)
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
      }
    var keys = [(glyphs.enter, what)]
    if prompt.purpose != .save { keys.append(("Tab", "completes")) }
    if prompt.purpose == .command { keys.append(("Up", "recalls")) }
    keys.append(("Esc", prompt.purpose == .filter ? "shows all" : "leaves"))
    var x = row.x + 1
    for (key, words) in keys {
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

  /// Space does the most likely next thing, and says which.
  private func footerTitle(_ binding: Binding) -> String {
    guard binding.action == .step, let stage else { return binding.title }
    return stage.openQuestion != nil ? "answer" : binding.title
  }

  /// Short enough for a footer.
  private func footerName(_ key: Key) -> String { key == .enter ? glyphs.enter : key.name }
}

extension Stage {
  /// The selected node if it is a proposer, else the first one.
  var proposerName: String {
    let proposers = scene.nodes.filter { $0.roles.contains("proposer") }
    return (proposers.first { $0.name == selectedNode?.name } ?? proposers.first)?.name ?? "a proposer"
  }
}
