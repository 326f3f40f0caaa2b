import Narration
import Screen

// What is clicked is found by drawing the screen once more and asking what stands there: nothing can get out of step.

extension Interface {
  mutating func point(_ mouse: Mouse) -> [Effect] {
    let target = frame(size).target(x: mouse.x, y: mouse.y)
    switch mouse.action {
    case .wheelUp: return wheel(-3, over: target)
    case .wheelDown: return wheel(3, over: target)
    case .press where mouse.button == .left: return click(target, clicks: mouse.clicks)
    case .drag where mouse.button == .left && layers.isEmpty:
      // Dragging along the history moves in time.
      if case .historyRow(let row) = target {
        focus = .history
        stage?.row = row
        goThere()
      }
      return []
    case .press, .release, .drag: return []
    }
  }

  private mutating func wheel(_ step: Int, over target: Frame.Target?) -> [Effect] {
    if !layers.isEmpty || stage == nil {
      for _ in 0..<abs(step) { _ = update(.key(step < 0 ? .up : .down)) }
      return []
    }
    switch target {
    case .message, .pane(.queue): move(by: step, in: .queue)
    case .node, .pane(.nodes): move(by: step, in: .nodes)
    case .historyRow, .pane(.history): move(by: step, in: .history)
    case .pane(.ballots): move(by: step, in: .ballots)
    case .diagramRow, .pane(.diagram): stage?.scrollDiagram(by: step)
    default: break
    }
    return []
  }

  private mutating func click(_ target: Frame.Target?, clicks: Int) -> [Effect] {
    notice = nil
    switch target {
    case .message(let message):
      focus = .queue
      stage?.select(message)
      if clicks == 2 { return runBinding(.deliver) }
    case .node(let node):
      focus = .nodes
      stage?.node = node
    case .historyRow(let row):
      focus = .history
      stage?.row = row
      if clicks == 2 { goThere() }
    case .diagramRow(let depth):
      focus = .diagram
      if let stage { travel(by: depth - stage.scene.depth) }
    case .pane(let pane): focus = pane
    case .binding(let action): return runBinding(action)
    case .choice(let choice): return click(choice: choice, clicks: clicks)
    case .layer:
      if case .question(let asking) = layers.last, asking.answer != nil { goOn(after: .enter) }
    case nil: break
    }
    return []
  }

  private mutating func runBinding(_ action: Action) -> [Effect] {
    bindings.first { $0.action == action }.map { run($0) } ?? []
  }

  private mutating func click(choice: Int, clicks: Int) -> [Effect] {
    switch layers.last {
    case .question(let asking): if asking.answer == nil, !presenting.isOn { answer(asking, choice) }
    case .picker(let picker): choose(choice, in: picker)
    case .recovery(var recovery):
      recovery.selection = choice.clamped(to: 0...recovery.sessions.count - 1)
      replaceTop(with: .recovery(recovery))
      if clicks == 2 { return pressOnLayer(.enter) }
    case .help(var chooser):
      chooser.selection = choice
      replaceTop(with: .help(chooser))
      if clicks == 2 { return pressOnLayer(.enter) }
    case .menu(var chooser):
      chooser.selection = choice
      replaceTop(with: .menu(chooser))
      if clicks == 2 { return pressOnLayer(.enter) }
    case .mutations(var chooser):
      chooser.selection = choice
      replaceTop(with: .mutations(chooser))
      if clicks == 2 { return pressOnLayer(.enter) }
    case nil where stage == nil:
      chooser.selection = choice
      if clicks == 2 { return openChosen(chooser) }
    default: break
    }
    return []
  }
}
