import Consensus
import Narration
import Scenarios
import Screen

// What steps the run, and what moves through its history.

extension Interface {
  /// Does what a command says, or says why not.
  mutating func act(_ command: Command) {
    do {
      try stage?.perform(command)
    } catch {
      say(error.sentence, .bad)
    }
  }

  mutating func actOnMessage(_ command: (Int) -> Command) {
    guard let message = stage?.selectedMessage else { return }
    act(command(message.id.number))
  }

  /// One step along the script or what was undone; a question that stands here comes first.
  mutating func step() {
    for _ in 0..<max(1, count ?? 1) {
      if var question = stage?.openQuestion {
        question.isOnTheWay = true
        layers.append(.question(question))
        return
      }
      if stage?.ahead == nil {
        act(.next(1))
        if notice != nil { return }
      } else if !(stage?.redo() ?? false) {
        return
      }
    }
  }

  /// Moves in the history, as often as was asked for.
  mutating func travel(_ move: (inout Stage) -> Bool) {
    for _ in 0..<max(1, count ?? 1) {
      guard var moved = stage.take() else { return }
      let wentOn = move(&moved)
      stage = moved
      if !wentOn { return }
    }
  }

  mutating func switchBranch(by step: Int) {
    if let words = stage?.switchBranch(by: step) { say(words) }
  }

  mutating func goThere() {
    // The moment first: a second reference to the history would make it be copied.
    guard let moment = stage?.chosenMoment else { return }
    stage?.jump(to: moment)
  }

  mutating func prepareCut() {
    guard let stage, let node = stage.selectedNode else { return }
    let others = stage.scene.nodes.map(\.name).filter { $0 != node.name }
    layers.append(.prompt(Prompt(.command, "cut \(node.name) | \(others.joined(separator: " "))")))
    say("Name the nodes of each side, and press \(layerKey(.choose)).")
  }

  mutating func askForValue() {
    guard let node = stage?.timerNode else { return }
    let wish = node.fields.first { $0.name == "wants" && $0.value != "nothing" }
    layers.append(.prompt(Prompt(.request(node: node.name), wish?.value ?? "")))
  }

  mutating func askHowToRestart() {
    guard let stage, let node = stage.selectedNode else { return }
    func choice(_ label: String, _ amnesia: Amnesia) -> Picker.Choice {
      Picker.Choice(label: label, command: .restart([node.name], forgetting: amnesia))
    }
    let known = node.fields.map(\.name)
    let fields = stage.session.vocabulary.diskFields.filter { known.contains($0) }
    let choices =
      [choice("with its disk", .nothing)]
      + fields.map { choice("forgetting \($0)", .fields([$0])) }
      + [choice("forgetting everything", .everything)]
    layers.append(.picker(Picker(title: "Restart \(node.name)", choices: choices)))
  }

  /// A name for what is exported: a picture.
  var defaultExportPath: String {
    let name = stage?.lesson.name ?? "session"
    let base = name.hasSuffix(".scenario") ? String(name.dropLast(9)) : name
    return base.contains(" ") ? "session.svg" : "\(base).svg"
  }

  /// A name for the file that is not the one the scenario came from.
  var defaultPath: String {
    let name = stage?.lesson.name ?? "session"
    let base = name.hasSuffix(".scenario") ? String(name.dropLast(9)) : name
    return base.contains(" ") ? "session.scenario" : "\(base)-session.scenario"
  }
}

// MARK: - Moving the selection

extension Interface {
  mutating func moveFocus(by step: Int) {
    let panes = layout(size).panes
    // On a small terminal there is one panel at a time, and the focus says which.
    let cycle = panes.count > 1 ? panes : [leftPane, .queue]
    let place = cycle.firstIndex(of: focus) ?? 0
    focus = cycle[(place + step + cycle.count) % cycle.count]
  }

  private var leftPane: Pane {
    switch view {
    case .nodes: .nodes
    case .diagram: .diagram
    case .ballots: .ballots
    case .history: .history
    case .beside: .beside
    }
  }

  mutating func show(_ view: ViewKind) {
    self.view = view
    // In the diagram arrows move in time; behind it they choose messages again.
    if focus == .diagram || focus == .beside, view == .nodes || view == .ballots { focus = .queue }
    if focus != .queue || view == .history || view == .diagram || view == .beside { focus = leftPane }
    // Where there is room for one panel alone, it is the one that was asked for.
    if !layout(size).panes.contains(leftPane) { focus = leftPane }
  }

  /// The view after this one, without those that have nothing to show.
  mutating func showNextView() {
    let next = ViewKind(rawValue: view.rawValue + 1) ?? .nodes
    show(next == .beside && stage?.companion == nil ? .nodes : next)
  }

  /// What `B` does: the correct algorithm beside a mutated one, or another algorithm beside this one.
  mutating func showBeside() {
    if stage?.session.setup.mutations.isEmpty == false { return compare() }
    show(view == .beside ? .nodes : .beside)
  }

  mutating func move(_ action: Action) {
    let times = max(1, count ?? 1)
    switch action {
    case .left where focus == .diagram && scrollLanes(by: -times): break
    case .right where focus == .diagram && scrollLanes(by: times): break
    case .left where focus == .ballots && scrollSlots(by: times): break
    case .right where focus == .ballots && scrollSlots(by: -times): break
    case .left: focus = leftPane
    case .right: focus = layout(size).panes.contains(.queue) || focus != .queue ? .queue : focus
    case .up: move(by: -times)
    case .down: move(by: times)
    case .pageUp: move(by: -pageHeight)
    case .pageDown: move(by: pageHeight)
    case .first: move(by: -.max / 2)
    case .last: move(by: .max / 2)
    default: break
    }
  }

  /// Shows older slots of the logs, or newer ones; false where there are none.
  private mutating func scrollSlots(by slots: Int) -> Bool {
    guard let stage, stage.board == .logs else { return false }
    let last = stage.scene.logs.compactMap { $0.log.entries.last?.slot }.max() ?? 0
    let hidden = (stage.hiddenSlots + slots).clamped(to: 0...max(0, last - 1))
    guard hidden != stage.hiddenSlots else { return false }
    self.stage?.hiddenSlots = hidden
    return true
  }

  private var pageHeight: Int {
    let layout = layout(size)
    let area: Rect? =
      switch focus {
      case .nodes: layout.nodes
      case .queue: layout.queue
      case .diagram: layout.diagram
      case .ballots: layout.ballots
      case .history: layout.history
      case .beside: layout.beside
      }
    return max(1, (area?.height ?? 1) - 1)
  }

  /// Moves in the panel that has the focus, or in another one that the mouse points at.
  mutating func move(by step: Int, in pane: Pane? = nil) {
    guard let stage else { return }
    switch pane ?? focus {
    case .nodes: self.stage?.node = clamp(stage.node, step, stage.scene.nodes.count)
    case .queue: self.stage?.select(row: clamp(stage.selectedRow ?? 0, step, stage.queue.count))
    case .history: self.stage?.row = clamp(stage.row, step, stage.rows.count)
    case .diagram, .beside: travel(by: step)
    case .ballots:
      let area = layout(size).ballots ?? Rect(x: 0, y: 0, width: 0, height: 0)
      let height = max(0, area.height - 1)
      let last = max(0, stage.boardRowCount(width: area.width) - height)
      let top = stage.boardTop(width: area.width, height: height)
      self.stage?.tops[.ballots] = clamp(top, step, last + 1)
    }
  }
}

/// A place in a list, moved and kept inside.
private func clamp(_ place: Int, _ step: Int, _ count: Int) -> Int {
  place.addingClamped(step).clamped(to: 0...max(0, count - 1))
}

extension Stage {
  fileprivate var chosenMoment: MomentID? { rows.indices.contains(row) ? rows[row].moment : nil }
}

// MARK: - Texts to read

extension Interface {
  /// All that is known about the last step, and all that the scenario says here.
  mutating func showWhy() {
    guard let stage else { return }
    var paragraphs: [Reader.Paragraph] = []
    for alarm in alarms(stage) { paragraphs.append(.init(alarm.text, .bad)) }
    paragraphs += stage.notes.map { .init($0, .note) }
    if let last = stage.scene.last {
      paragraphs.append(.init(last.what, .heading))
      paragraphs.append(.init(last.why))
      if !last.cites.isEmpty { paragraphs.append(.init(last.cites, .reference)) }
      paragraphs.append(.init("The rule is called \(last.rule)."))
    } else {
      let scenario = stage.lesson.scenario
      paragraphs.append(.init(scenario.title, .heading))
      if let about = scenario.about { paragraphs.append(.init(about)) }
      paragraphs += scenario.cites.map { .init($0, .reference) }
    }
    if let outlook = stage.outlook, stage.openQuestion == nil {
      paragraphs.append(.init("What can still be chosen", .heading))
      paragraphs.append(.init(outlook.sentence(about: stage.scene)))
    }
    for case .expect(let fact) in stage.remarks {
      guard let finding = stage.finding(fact) else { continue }
      let text = finding.holds ? "As expected: \(finding.expected)" : "Expected \(finding.expected); \(finding.actual)"
      paragraphs.append(.init(text, finding.holds || finding.isUnknown ? .good : .bad))
    }
    paragraphs.append(.init("Invariants", .heading))
    for invariant in stage.scene.invariants {
      let text = "\(invariant.name): \(invariant.statement) (\(invariant.cites))"
      paragraphs.append(.init(text, invariant.holds ? .good : .bad))
    }
    let title = stage.scene.command.map { "Step \(stage.scene.depth): \($0)" } ?? "The beginning"
    layers.append(.reader(Reader(title: title, paragraphs: paragraphs)))
  }

  /// All that is known about what is selected in the panel with the focus.
  mutating func showDetails() {
    guard let stage else { return }
    if focus == .queue, let message = stage.selectedMessage {
      layers.append(.reader(Reader(message, stage)))
    } else if focus == .history, let event = stage.event(ofRow: stage.row), let message = event.message {
      layers.append(.reader(Reader(lifeOf: message, stage)))
    } else if let node = stage.selectedNode {
      layers.append(.reader(Reader(node, stage, glyphs)))
    }
  }
}
