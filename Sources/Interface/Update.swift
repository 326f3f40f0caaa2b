import Narration
package import Screen

// Input becomes a change of the state, and effects.

extension Interface {
  /// Takes what a person did, and answers what has to happen outside.
  package mutating func update(_ input: Input) -> [Effect] {
    let effects: [Effect]
    switch input {
    case .key(let key): effects = player.isPlaying ? pressWhilePlaying(key) : press(key)
    case .mouse(let mouse): effects = player.isPlaying ? stopPlaying(by: mouse) : point(mouse)
    case .paste(let text):
      player.stop()
      effects = paste(text)
    case .tick:
      playOn()
      effects = []
    case .resize(let width, let height):
      size = Size(width: width, height: height)
      effects = []
    case .resumed, .wake, .interrupted, .hangup: effects = []
    }
    settle()
    return effects
  }

  /// Takes what came of an effect.
  package mutating func completed(_ outcome: Outcome) {
    switch outcome {
    case .saved(let path):
      // The file ends where one stands: what was undone is in no file yet.
      let isWhole = stage?.ahead == nil
      if isWhole { stage?.markSaved() }
      say("Saved as \(path)\(isWhole ? "." : ", up to this moment: what lies ahead is not in it.")", .good)
    case .exported(let path): say("Written to \(path).", .good)
    case .exportExists(let path): layers.append(.confirmation(.overwriteExport(path: path)))
    case .exists(let path): layers.append(.confirmation(.overwrite(path: path)))
    case .opened(let lesson): open(lesson)
    case .resumed(let restored, let file): resume(restored, from: file)
    case .listed(let beginning, let names): offer(files: names, for: beginning)
    case .unjournaled(let reason):
      journaling.isBroken = true
      say("No journal can be kept: \(reason). What is not saved would be lost in a crash.", .bad)
    case .failed(let sentence, let details):
      say(sentence, .bad)
      if !details.isEmpty {
        let paragraphs =
          [Reader.Paragraph(sentence, .heading)]
          + details.map { Reader.Paragraph($0, $0.hasPrefix("  ") ? .row : .plain) }
        layers.append(.reader(Reader(title: "It could not be opened", paragraphs: paragraphs)))
      }
    }
    settle()
  }

  mutating func say(_ text: String, _ tone: Notice.Tone = .plain) { notice = Notice(text: text, tone: tone) }

  /// Brings what is only a consequence up to date: where lists begin, and the words for what is visible.
  mutating func settle() {
    settleNews()
    settleList()
    settleView()
    settleWork()
  }

  private mutating func settleView() {
    guard let session = stage?.session else { return }
    if view == .beside {
      if stage?.companion == nil { view = .nodes }
      stage?.companion?.follow(session)
    }
    let layout = layout(size)
    if !layout.panes.contains(focus) { focus = layout.panes.contains(.queue) ? .queue : layout.panes.first ?? .queue }
    settleQueue(layout)
    settleHistory(layout)
    settleDiagram(layout)
    if let area = layout.nodes, let stage {
      let rows = stage.nodeRows(width: area.width)
      let selected = rows.firstIndex { row in
        if case .node(stage.node, _) = row { true } else { false }
      }
      let height = area.height - (stage.cut == nil ? 0 : 1)
      let shown = window(top: stage.tops[.nodes] ?? 0, selection: selected, count: rows.count, height: height)
      self.stage?.tops[.nodes] = shown.lowerBound
    }
  }

  /// Drawing tells where the list on top begins, so that there is one place that knows its height.
  private mutating func settleList() {
    switch layers.last {
    case .help(var chooser):
      chooser.top = frame(size).listTop ?? 0
      replaceTop(with: .help(chooser))
    case .menu(var chooser):
      chooser.top = frame(size).listTop ?? 0
      replaceTop(with: .menu(chooser))
    case .mutations(var chooser):
      chooser.top = frame(size).listTop ?? 0
      replaceTop(with: .mutations(chooser))
    case nil where stage == nil: chooser.top = frame(size).listTop ?? 0
    default: break
    }
  }

  private mutating func settleQueue(_ layout: Layout) {
    guard let area = layout.queue, let stage else { return }
    let shown = window(
      top: stage.tops[.queue] ?? 0, selection: stage.selectedRow, count: stage.queue.count, height: area.height - 1)
    self.stage?.tops[.queue] = shown.lowerBound
    self.stage?.keepPreviews(of: shown)
  }

  private mutating func settleHistory(_ layout: Layout) {
    guard let area = layout.history, let stage else { return }
    let shown = window(
      top: stage.tops[.history] ?? 0, selection: stage.row, count: stage.rows.count, height: area.height - 1)
    self.stage?.tops[.history] = shown.lowerBound
    self.stage?.keepTexts(of: shown)
  }

  func layout(_ size: Size) -> Layout {
    Layout(size, view: view, focus: focus) { stage?.nodeRowCount(width: $0) ?? 0 }
  }
}

// MARK: - Keys

extension Interface {
  private mutating func press(_ key: Key) -> [Effect] {
    notice = nil
    if !layers.isEmpty { return pressOnLayer(key) }
    guard stage != nil else { return pressInMenu(key) }
    if case .character(let character) = key, let digit = character.wholeNumberValue, character.isASCII {
      count = min(9_999, (count ?? 0) * 10 + digit)
      return []
    }
    guard let binding = binding(for: key) else {
      count = nil
      say("\(key.name) does nothing here. \(keyName(.help)) lists all keys.")
      return [.bell]
    }
    return run(binding)
  }

  mutating func run(_ binding: Binding) -> [Effect] {
    defer { count = nil }
    if let reason = binding.disabled(self) {
      say(reason, .bad)
      return [.bell]
    }
    return perform(binding.action)
  }

  /// Pasted text is text: it goes into a line that is being typed, and never runs as keys.
  private mutating func paste(_ text: String) -> [Effect] {
    if layers.isEmpty && stage != nil {
      layers.append(.prompt(Prompt(.command)))
    }
    guard !layers.isEmpty else {
      chooser.search.insert(text)
      chooser.isTyping = true
      chooser.selection = 0
      return []
    }
    pasteOnLayer(text)
    return []
  }

  /// One arm for each action; longer than other functions because it is the table of them all.
  private mutating func perform(_ action: Action) -> [Effect] {
    switch action {
    case .step: step()
    case .deliver: actOnMessage { .deliver(.numbers([$0])) }
    case .drop: actOnMessage { .drop(.numbers([$0])) }
    case .duplicate: actOnMessage { .duplicate(.numbers([$0])) }
    case .delay:
      let ticks = max(1, count ?? 1)
      actOnMessage { .delay(.numbers([$0]), by: ticks) }
    case .hold:
      let isHeld = stage?.selectedMessage?.isHeld ?? false
      actOnMessage { isHeld ? .release(.numbers([$0])) : .hold(.numbers([$0])) }
    case .next: act(.next(max(1, count ?? 1)))
    case .play: play()
    case .undo, .earlier: travel { $0.undo() }
    case .redo, .later: travel { $0.redo() }
    case .go: layers.append(.prompt(Prompt(.command, "go ")))
    case .previousBranch: switchBranch(by: -1)
    case .nextBranch: switchBranch(by: 1)
    case .goThere: goThere()
    case .nameBranch: layers.append(.prompt(Prompt(.command, "name ")))
    case .compareMoments: compareMoments()
    case .timeout: if let node = stage?.timerNode { act(.timeout(node: node.name, round: count)) }
    case .request: askForValue()
    case .crash: if let node = stage?.selectedNode { act(.crash([node.name])) }
    case .restart: askHowToRestart()
    case .cut: prepareCut()
    case .heal: act(.heal([], []))
    case .check: startCheck()
    case .reach: askWhatToReach()
    case .adversary: startAdversary(steps: 20)
    case .mutate: openMutations()
    case .beside: showBeside()
    case .found: turnToFound()
    case .filter: layers.append(.prompt(Prompt(.filter, stage?.filter ?? "")))
    case .details: showDetails()
    case .why: showWhy()
    case .answer: if let asking = stage?.openQuestion ?? stage?.questions.first { layers.append(.question(asking)) }
    case .nextView: showNextView()
    case .show(let view): show(view)
    case .nextPane: moveFocus(by: 1)
    case .previousPane: moveFocus(by: -1)
    case .up, .down, .left, .right, .pageUp, .pageDown, .first, .last: move(action)
    case .present: present(!presenting.isOn)
    case .presentNext: step()
    case .presentBack: travel { $0.undo() }
    case .command: layers.append(.prompt(Prompt(.command)))
    case .export: layers.append(.prompt(Prompt(.export, defaultExportPath)))
    case .save: layers.append(.prompt(Prompt(.save, defaultPath)))
    case .open:
      layers.append(.menu(Chooser()))
      if menu.isEmpty { return [.menu] }
    case .theme: nextTheme()
    case .mouse: return toggleMouse()
    case .repaint: return [.repaint]
    case .suspend: return [.suspend]
    case .help: layers.append(.help(Chooser()))
    case .back: goBack()
    case .quit: return leave()
    // Their rows say why they do nothing here.
    case .choose, .complete, .completeBack, .recallOlder, .recallNewer, .noHands, .faster, .slower: break
    }
    return []
  }

  private mutating func nextTheme() {
    let themes = Theme.allCases
    let place = themes.firstIndex(of: theme) ?? 0
    choose(theme: themes[(place + 1) % themes.count])
    say("Colours: \(theme.name).")
  }

  private mutating func toggleMouse() -> [Effect] {
    takesMouse.toggle()
    say(
      takesMouse
        ? "The mouse points here again."
        : "The mouse selects text in the terminal now. \(keyName(.mouse)) takes it back.")
    return [.mouse(takesMouse)]
  }

  /// What Esc does where nothing lies on top: stops a search, takes the filter away, then the other view.
  private mutating func goBack() {
    if stopSearch() { return }
    if let stage, !stage.filter.isEmpty {
      self.stage?.show(only: "")
      say("The filter is gone.")
    } else if view != .nodes {
      show(.nodes)
    } else {
      say("\(layerKey(.back)) goes back one level, and this is the first. \(keyName(.quit)) leaves.")
    }
  }

  mutating func leave() -> [Effect] {
    guard isUnsaved else { return [.quit] }
    layers.append(.confirmation(.quit))
    return []
  }
}
