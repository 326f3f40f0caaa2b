import Consensus
import Narration
import Screen

// Two moments beside each other: what differs, and whether any process could tell.

/// Two moments of one history, as they are shown beside each other.
struct TwoMoments: Hashable, Sendable {
  struct Side: Hashable, Sendable {
    let scene: Scene
    /// The step that led there, as a scenario writes it.
    let step: String
    /// Messages in flight there and not on the other side.
    let alone: [MessageID]
  }

  let comparison: Comparison
  let left: Side
  let right: Side
}

extension Interface {
  /// In the history the chosen row is compared with the present moment; elsewhere a moment is marked first.
  mutating func compareMoments() {
    guard let stage else { return }
    let here = stage.scene.moment
    if focus == .history, stage.rows.indices.contains(stage.row), stage.rows[stage.row].moment != here {
      return compare(here, with: stage.rows[stage.row].moment)
    }
    guard let marked = stage.marked, marked != here else {
      self.stage?.marked = here
      let key = keyName(.compareMoments)
      return say(
        "Step \(stage.scene.depth) is marked. Go to another moment and press \(key) to compare the two.", .good)
    }
    compare(marked, with: here)
  }

  private mutating func compare(_ left: MomentID, with right: MomentID) {
    guard let stage else { return }
    let comparison = stage.session.compare(left, right)
    func side(_ moment: MomentID, _ alone: [MessageView]) -> TwoMoments.Side {
      TwoMoments.Side(
        scene: stage.session.scene(at: moment), step: stage.text(of: moment), alone: alone.map(\.id))
    }
    let moments = TwoMoments(
      comparison: comparison, left: side(left, comparison.onlyLeft), right: side(right, comparison.onlyRight))
    layers.append(.moments(moments))
  }
}

// MARK: - Drawing

extension Interface {
  func drawMoments(_ moments: TwoMoments, on frame: inout Frame) {
    guard let stage else { return }
    let width = frame.screen.width - 4
    let words = wrapped(moments.comparison.sentence, width: width)
    let messages = max(moments.left.scene.messages.count, moments.right.scene.messages.count)
    let height = 5 + moments.left.scene.nodes.count + messages + words.count
    var area = frame.panel(title: "Two moments", width: width, height: height)
    frame.hint("any key closes", below: area)
    let verdict = area.takeBottom(min(words.count, area.height))
    let isSame = moments.comparison.isIndistinguishable
    for (index, line) in words.enumerated() where index < verdict.height {
      frame.put(line, verdict.x, verdict.y + index, upTo: verdict.right, isSame ? .good : .heading)
    }
    _ = area.takeBottom(1)
    var right = area
    let left = right.takeLeft((area.width - 3) / 2)
    let line = right.takeLeft(3)
    frame.screen.rule(x: line.x + 1, y: line.y, height: line.height, glyphs: glyphs)
    draw(moments.left, \.left, of: moments.comparison, stage, in: left, on: &frame)
    draw(moments.right, \.right, of: moments.comparison, stage, in: right, on: &frame)
    frame.screen.setCursor(x: area.x, y: area.y)
  }

  private func draw(
    _ side: TwoMoments.Side, _ value: KeyPath<Comparison.Node.Difference, String>, of comparison: Comparison,
    _ stage: Stage, in area: Rect, on frame: inout Frame
  ) {
    frame.put("step \(side.scene.depth): \(side.step)", area.x, area.y, upTo: area.right, .reference)
    var y = area.y + 1
    for (node, compared) in zip(side.scene.nodes, comparison.nodes) {
      guard y < area.bottom else { return }
      let style: Style = !node.isUp ? .bad : compared.isSame ? .plain : .changed
      var x = frame.put(node.name, area.x, y, upTo: area.right, style)
      if !compared.isSame { x = frame.put(glyphs.changed, x, y, upTo: area.right, .changed) }
      x = max(area.x + 4, x + 1)
      let text = node.isUp ? stage.summary(of: node, compared, value, glyphs) : "\(glyphs.lost) down"
      frame.put(text, x, y, upTo: area.right, style)
      y += 1
    }
    y += 1
    guard y < area.bottom else { return }
    let count = side.scene.messages.count
    frame.put("in flight: \(count == 0 ? "nothing" : String(count))", area.x, y, upTo: area.right, .dim)
    for message in side.scene.messages {
      y += 1
      guard y < area.bottom else { return }
      let isAlone = side.alone.contains(message.id)
      let route = "\(message.from)\(glyphs.arrow)\(message.to)"
      frame.put(
        "\(message.label.text) \(route)\(isAlone ? String(glyphs.changed) : "")", area.x, y, upTo: area.right,
        isAlone ? .changed : .plain)
    }
  }
}

extension Stage {
  /// What a node is like in a few words: the fields that differ first, then those with columns of their own.
  fileprivate func summary(
    of node: NodeView, _ compared: Comparison.Node, _ value: KeyPath<Comparison.Node.Difference, String>,
    _ glyphs: Glyphs
  ) -> String {
    func words(_ name: String, _ value: String) -> String { "\(name) \(value == "nothing" ? "\(glyphs.dash)" : value)" }
    let differing = compared.differences.map { words($0.field, $0[keyPath: value]) }
    let group = nodeGroups.first { group in group.nodes.contains { scene.nodes[$0].id == node.id } }
    let names = (group?.columns ?? []).map(\.name).filter { name in !compared.differences.contains { $0.field == name }
    }
    let others = names.compactMap { name in node.fields.first { $0.name == name } }
    let all = differing + others.map { words($0.name, $0.value) }
    return all.isEmpty ? node.activity : all.joined(separator: "  ")
  }
}
