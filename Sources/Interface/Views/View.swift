import Screen

// Draws everything: the view, then what lies over it.

extension Interface {
  func frame(_ size: Size) -> Frame {
    var frame = Frame(size, glyphs: glyphs)
    guard size.width >= Layout.minimum.width, size.height >= Layout.minimum.height else {
      drawTooSmall(size, on: &frame)
      return frame
    }
    if let stage, presenting.isOn {
      drawPresenter(stage, size, on: &frame)
    } else if let stage {
      draw(stage, size, on: &frame)
    } else {
      drawMenu(chooser, in: frame.screen.bounds, isAlone: true, on: &frame)
    }
    for layer in layers { draw(layer, size, on: &frame) }
    return frame
  }

  private func drawTooSmall(_ size: Size, on frame: inout Frame) {
    let needed = Layout.minimum
    let text = "paxoscope needs \(needed.width)×\(needed.height); this is \(size.width)×\(size.height)."
    let lines = wrapped(text, width: size.width)
    for (index, line) in lines.prefix(size.height).enumerated() {
      frame.put(line, 0, index, upTo: size.width)
    }
  }

  private func draw(_ stage: Stage, _ size: Size, on frame: inout Frame) {
    let layout = layout(size)
    drawHeader(stage, in: layout.header, on: &frame)
    if let area = layout.nodes { drawNodes(stage, in: area, on: &frame) }
    if let area = layout.diagram { drawDiagram(stage, in: area, on: &frame) }
    if let area = layout.ballots { drawBoard(stage, in: area, on: &frame) }
    if let area = layout.queue { drawQueue(stage, in: area, on: &frame) }
    if let area = layout.history { drawHistory(stage, in: area, on: &frame) }
    if let area = layout.beside { drawBeside(stage, in: area, on: &frame) }
    if let row = layout.rule { drawRule(stage, in: row, on: &frame) }
    drawLines(between: layout, on: &frame)
    drawWhy(stage, in: layout.why, on: &frame)
    drawLamp(stage, in: layout.lamp, on: &frame)
    if case .prompt(let prompt) = layers.last {
      drawPrompt(prompt, in: layout.status, on: &frame)
    } else {
      drawStatus(stage, in: layout.status, on: &frame)
    }
    drawFooter(in: layout.footer, on: &frame)
  }

  private func drawLines(between layout: Layout, on frame: inout Frame) {
    for line in layout.verticals {
      frame.screen.rule(x: line.x, y: line.y, height: line.height, glyphs: glyphs)
    }
    for line in layout.horizontals {
      frame.screen.rule(x: line.x, y: line.y, width: line.width, glyphs: glyphs)
      for vertical in layout.verticals where vertical.x >= line.x && vertical.x < line.right {
        frame.put(glyphs.cross, vertical.x, line.y, upTo: line.right, .rule)
      }
      for vertical in layout.verticals where vertical.x == line.x - 1 {
        frame.put(glyphs.teeRight, vertical.x, line.y, upTo: line.right, .rule)
      }
    }
    guard let rule = layout.rule else { return }
    for line in layout.verticals where frame.screen[line.x, rule.y].scalar == glyphs.horizontal {
      frame.put(glyphs.teeUp, line.x, rule.y, upTo: rule.right, .rule)
    }
  }

  private func draw(_ layer: Layer, _ size: Size, on frame: inout Frame) {
    switch layer {
    case .help(let chooser): drawHelp(chooser, on: &frame)
    case .menu(let chooser): drawMenuLayer(chooser, on: &frame)
    case .mutations(let chooser): drawMutations(chooser, on: &frame)
    case .question(let asking) where presenting.isOn: drawQuestionForRoom(asking, on: &frame)
    case .question(let asking): drawQuestion(asking, on: &frame)
    case .picker(let picker): drawPicker(picker, on: &frame)
    case .reader(let reader): drawReader(reader, on: &frame)
    case .moments(let moments): drawMoments(moments, on: &frame)
    case .confirmation(let confirmation): drawConfirmation(confirmation, on: &frame)
    case .recovery(let recovery): drawRecovery(recovery, on: &frame)
    case .prompt: break  // Drawn in its line.
    }
  }
}
