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
    // The line between them is one of the layout's.
    _ = right.takeLeft(1)
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
    drawNodes(column, stage, heading, &rest, on: &frame)
    let logs = column.scene.logs
    // What the other algorithm did stands nowhere else, so two lines stay for it.
    let rows = min(logs.count + 1, max(0, rest.height - 2))
    let table = LogTable(logs, width: area.width, glyphs: glyphs) { stage.style(of: $0) }
    if rows > 1 {
      // With room to spare, a line between what a node is and what it has.
      if rest.height >= rows + 6 { _ = rest.takeTop(1) }
      let list = rest.takeTop(rows)
      let end = frame.put("LOG", list.x + 1, list.y, upTo: list.right, .dim)
      let shown = rowsShown(of: logs.map(\.node), height: rows - 1)
      table.draw(shown, after: end, in: list, on: &frame)
      frame.put(glyphs.hidden(shown, of: logs.count), endingAt: list.right, list.y, from: end + 1, .dim)
    }
    if rest.height >= 4 { _ = rest.takeTop(1) }
    drawTold(column.told, in: rest, on: &frame)
  }

  /// As many nodes as there is room for, the one that acted among them.
  private func rowsShown(of nodes: [NodeView], height: Int) -> Range<Int> {
    window(top: 0, selection: nodes.firstIndex(where: \.acted), count: nodes.count, height: height)
  }

  /// Role, ballot or term, promise or vote, and how far the log is chosen: each in the same column on both sides, as many
  /// columns as have room.
  private func drawNodes(
    _ column: BesideColumn, _ stage: Stage, _ heading: Rect, _ rest: inout Rect, on frame: inout Frame
  ) {
    let nodes = column.scene.nodes
    let start = heading.x + max(4, 2 + (nodes.map { Width.of($0.name) }.max() ?? 2))
    let room = heading.right - start
    // The rows matter more than what the columns are called.
    let titles: Rect? = room >= 20 && rest.height > nodes.count ? rest.takeTop(1) : nil
    // A line stays for what the other algorithm did.
    let area = rest.takeTop(min(max(1, rest.height - 1), nodes.count))
    let shown = rowsShown(of: nodes, height: area.height)
    frame.put(glyphs.hidden(shown, of: nodes.count), endingAt: heading.right, heading.y, from: heading.x + 12, .dim)
    for (offset, place) in shown.enumerated() {
      let node = nodes[place]
      let row = area.row(offset)
      frame.put(node.name, row.x + 1, row.y, upTo: start - 1, node.isUp ? node.acted ? .changed : .plain : .bad)
      if !node.isUp { frame.put("\(glyphs.lost) down", start, row.y, upTo: row.right, .bad) }
    }
    var x = start
    for (fields, width) in zip(BesideColumn.fields, BesideColumn.widths(in: room)) {
      let name = column.name(of: fields)
      let end = min(x + width, heading.right)
      if let titles {
        let title = Width.of(name) < width ? name : BesideColumn.short[name] ?? name
        frame.put(title.uppercased(), x, titles.y, upTo: end, .dim)
      }
      for (offset, place) in shown.enumerated() where nodes[place].isUp {
        draw(nodes[place], name, stage, x: x, end, area.row(offset).y, on: &frame)
      }
      x = end
    }
  }

  private func draw(
    _ node: NodeView, _ name: String, _ stage: Stage, x: Int, _ end: Int, _ y: Int, on frame: inout Frame
  ) {
    guard let field = node.fields.first(where: { $0.name == name }) else { return }
    let isEmpty = field.value == "nothing"
    var style = stage.ballot(startingWith: field.value).map { stage.style(of: $0) } ?? (isEmpty ? .dim : .plain)
    if field.isChanged { style = style.with(.changed) }
    let text = (isEmpty ? "\(glyphs.dash)" : field.value) + (field.isChanged ? "\(glyphs.changed)" : "")
    frame.put(text, x, y, upTo: end, style)
  }

  private func drawTold(_ told: BesideColumn.Told?, in area: Rect, on frame: inout Frame) {
    guard let told, area.width > 10 else { return }
    let lines =
      wrapped(told.what, width: area.width - 2).map { ($0, told.isAnswer ? Style.heading : .dim) }
      + wrapped(told.why, width: area.width - 2).map { ($0, Style.plain) }
      + (told.cites.isEmpty ? [] : wrapped(told.cites, width: area.width - 2).map { ($0, Style.reference) })
    for (offset, line) in lines.prefix(area.height).enumerated() {
      let isCut = offset == area.height - 1 && lines.count > area.height
      // Cut where it ends and not where it would have been broken.
      let text = isCut ? lines[offset...].map(\.0).joined(separator: " ") : line.0
      frame.put(text, area.x + 1, area.y + offset, upTo: area.right, line.1)
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
  /// What a field is called where its name has no room.
  static let short = ["voted-for": "voted"]

  /// The columns, the widest word and a blank each; the last ones go where there is no room.
  static func widths(in room: Int) -> [Int] {
    switch room {
    case ..<20: [11, max(4, room - 11)]
    case ..<34: [11, 7, max(5, room - 18)]
    default: [11, 7, 9, 8].map { $0 * room / 35 }
    }
  }

  func name(of names: [String]) -> String {
    let known = scene.nodes.first?.fields.map(\.name) ?? []
    return names.first { known.contains($0) } ?? names.first ?? ""
  }
}
