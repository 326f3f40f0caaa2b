import Consensus
import Narration
import Screen

// The same requests, timers, crashes and deliveries under two algorithms, line by line.

extension Interface {
  func drawBeside(_ stage: Stage, in area: Rect, on frame: inout Frame) {
    frame.mark(area, .pane(.beside))
    guard let companion = stage.companion, area.width >= 20 else { return }
    var right = area
    let left = right.takeLeft((area.width - 1) / 2)
    let line = right.takeLeft(1)
    frame.screen.rule(x: line.x, y: line.y, height: line.height, glyphs: glyphs)
    let here = BesideColumn(
      title: stage.session.setup.algorithm, scene: stage.scene, told: stage.scene.last.map(BesideColumn.Told.init))
    drawColumn(here, stage, in: left, on: &frame)
    let there = BesideColumn(
      title: companion.session.setup.algorithm, scene: companion.session.scene, told: .init(companion.response))
    drawColumn(there, stage, in: right, on: &frame)
    if focus == .beside { frame.screen.setCursor(x: area.x, y: area.y) }
  }

  private func drawColumn(_ column: BesideColumn, _ stage: Stage, in area: Rect, on frame: inout Frame) {
    var rest = area
    let heading = rest.takeTop(1)
    let isFocused = focus == .beside
    frame.put(column.title.uppercased(), heading.x + 1, heading.y, upTo: heading.right, isFocused ? .focus : .heading)
    drawNodes(column, stage, in: rest.takeTop(min(rest.height, column.scene.nodes.count + 1)), on: &frame)
    let logs = column.scene.logs
    let rows = min(logs.count + 1, max(0, rest.height - 3))
    let table = LogTable(logs, width: area.width, glyphs: glyphs) { stage.style(of: $0) }
    if rows > 1 {
      // With room to spare, a line between what a node is and what it has.
      if rest.height >= rows + 6 { _ = rest.takeTop(1) }
      let list = rest.takeTop(rows)
      let end = frame.put("LOG", list.x + 1, list.y, upTo: list.right, .dim)
      table.draw(0..<rows - 1, after: end, in: list, on: &frame)
    }
    if rest.height >= 4 { _ = rest.takeTop(1) }
    drawTold(column.told, in: rest, on: &frame)
  }

  /// Role, ballot or term, promise or vote, and how far the log is chosen: each in the same column on both sides.
  private func drawNodes(_ column: BesideColumn, _ stage: Stage, in area: Rect, on frame: inout Frame) {
    let names = column.scene.nodes.map { Width.of($0.name) }.max() ?? 2
    let start = area.x + max(4, names + 2)
    // Words need more room than numbers.
    let widths = [10, 7, 10, 8].map { $0 * max(28, area.right - start) / 35 }
    for (index, fields) in BesideColumn.fields.enumerated() {
      let x = start + widths[..<index].reduce(0, +)
      // The last column has no neighbour to keep away from.
      let end = index + 1 < widths.count ? x + widths[index] - 1 : area.right
      let name = column.name(of: fields)
      frame.put(name.uppercased(), x, area.y, upTo: end, .dim)
      for (offset, node) in column.scene.nodes.enumerated() {
        let row = area.row(offset + 1)
        guard !row.isEmpty else { break }
        if index == 0 {
          frame.put(node.name, row.x + 1, row.y, upTo: start - 1, node.isUp ? node.acted ? .changed : .plain : .bad)
        }
        guard node.isUp else {
          if index == 0 { frame.put("\(glyphs.lost) down", x, row.y, upTo: row.right, .bad) }
          continue
        }
        guard let field = node.fields.first(where: { $0.name == name }) else { continue }
        let isEmpty = field.value == "nothing"
        var style = stage.ballot(startingWith: field.value).map { stage.style(of: $0) } ?? (isEmpty ? .dim : .plain)
        if field.isChanged { style = style.with(.changed) }
        let text = (isEmpty ? "\(glyphs.dash)" : field.value) + (field.isChanged ? "\(glyphs.changed)" : "")
        frame.put(text, x, row.y, upTo: end, style)
      }
    }
  }

  private func drawTold(_ told: BesideColumn.Told?, in area: Rect, on frame: inout Frame) {
    guard let told, area.width > 10 else { return }
    let lines =
      wrapped(told.what, width: area.width - 2).map { ($0, told.isAnswer ? Style.heading : .dim) }
      + wrapped(told.why, width: area.width - 2).map { ($0, Style.plain) }
      + (told.cites.isEmpty ? [] : wrapped(told.cites, width: area.width - 2).map { ($0, Style.reference) })
    for (offset, line) in lines.prefix(area.height).enumerated() {
      frame.put(line.0, area.x + 1, area.y + offset, upTo: area.right, line.1)
    }
  }
}

/// One of two algorithms beside each other.
private struct BesideColumn {
  struct Told {
    let what: String
    let why: String
    let cites: String
    /// False where the algorithm has nothing that corresponds to the step.
    let isAnswer: Bool

    init(_ explanation: Explanation) {
      self.init(explanation.what, why: explanation.why, cites: explanation.cites, isAnswer: true)
    }

    private init(_ what: String, why: String = "", cites: String = "", isAnswer: Bool) {
      self.what = what
      self.why = why
      self.cites = cites
      self.isAnswer = isAnswer
    }

    init?(_ response: Companion.Response) {
      switch response {
      case .beginning: return nil
      case .told(let told): self.init(told.explanation)
      case .nothing(let reason): self.init(reason, isAnswer: false)
      }
    }
  }

  let title: String
  let scene: Scene
  let told: Told?

  /// What corresponds to what: the names of a field under either algorithm.
  static let fields = [["role"], ["ballot", "term"], ["promised", "voted-for"], ["executed", "commit"]]

  func name(of names: [String]) -> String {
    let known = scene.nodes.first?.fields.map(\.name) ?? []
    return names.first { known.contains($0) } ?? names.first ?? ""
  }
}
