import Narration
import Screen

// Multicasts: what each process has delivered, and what it holds back with the reason why.

extension Interface {
  func drawDeliveries(_ stage: Stage, in area: Rect, on frame: inout Frame) {
    frame.mark(area, .pane(.ballots))
    guard area.height > 0 else { return }
    let processes = stage.scene.nodes.compactMap { node in node.queue.map { (node: node, queue: $0) } }
    let end = drawTitle("DELIVERED", of: .ballots, in: area, on: &frame)
    let nameColumns = max(4, (processes.map { Width.of($0.node.name) }.max() ?? 2) + 2)
    let isWide = Stage.isWideForDeliveries(area.width)
    let second = isWide ? area.x + max(area.width / 3, nameColumns + 16) : area.x
    let lines = processes.flatMap { isWide ? wide($0.node, $0.queue) : narrow($0.node, $0.queue) }
    let list = area.dropping(1)
    let top = stage.boardTop(width: area.width, height: list.height)
    let shown = window(top: top, selection: nil, count: lines.count, height: list.height)
    let right = frame.put(glyphs.hidden(shown, of: lines.count), endingAt: area.right - 1, area.y, from: end + 1, .dim)
    if isWide {
      frame.put("HELD BACK, AND WHY", second, area.y, upTo: right, .heading)
    } else {
      let words = ["and what is held back, and why", "and held back"]
      let text = words.first { end + 1 + Width.of($0) < right } ?? ""
      frame.put(text, end + 1, area.y, upTo: right, .dim)
    }
    for (offset, place) in shown.enumerated() {
      let row = list.row(offset)
      let line = lines[place]
      if let name = line.name { frame.put(name, row.x + 1, row.y, upTo: row.x + nameColumns, line.style) }
      let limit = isWide ? second - 1 : row.right
      frame.put(line.delivered, row.x + nameColumns + 1, row.y, upTo: limit, line.isEmpty ? .dim : .good)
      if let held = line.held {
        let x = isWide ? second : row.x + nameColumns + 1
        let end = frame.put("\(glyphs.held) \(held.text)", x, row.y, upTo: row.right, .warning)
        frame.put(held.reason, end + 2, row.y, upTo: row.right)
      }
    }
    if focus == .ballots { frame.screen.setCursor(x: area.x, y: area.y) }
  }

  /// One process on one row, its other held messages below.
  private func wide(_ node: NodeView, _ queue: QueueView) -> [DeliveryLine] {
    let first = DeliveryLine(node, queue, glyphs, held: queue.held.first)
    return [first] + queue.held.dropFirst().map { DeliveryLine(held: $0) }
  }

  /// One process with a row for each held message below.
  private func narrow(_ node: NodeView, _ queue: QueueView) -> [DeliveryLine] {
    [DeliveryLine(node, queue, glyphs, held: nil)] + queue.held.map { DeliveryLine(held: $0) }
  }
}

/// A row of the board of deliveries.
private struct DeliveryLine {
  var name: String?
  var style = Style.plain
  var delivered = ""
  /// Nothing is delivered.
  var isEmpty = false
  var held: QueueView.Held?

  init(_ node: NodeView, _ queue: QueueView, _ glyphs: Glyphs, held: QueueView.Held?) {
    name = node.name
    style = node.isUp ? (node.acted ? .changed : .plain) : .bad
    isEmpty = queue.delivered.isEmpty
    delivered = isEmpty ? "\(glyphs.dash)" : queue.delivered.joined(separator: " ")
    self.held = held
  }

  init(held: QueueView.Held) { self.held = held }
}
