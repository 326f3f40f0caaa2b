import Consensus
import Narration
import Screen

// The nodes: what each one is doing, has promised, accepted, decided; what the last step changed.

/// A row of the panel of nodes.
enum NodeRow: Hashable, Sendable {
  case heading(NodeGroup)
  case node(Int, NodeGroup)
  /// The second line of a server, where one line has no room for all its roles.
  case more(Int)
}

extension Stage {
  /// Whether a panel is too narrow for all roles of a server in one line.
  func needsTwoLines(_ group: NodeGroup, _ width: Int) -> Bool {
    group.kind == .servers && !group.isTable && width < 66
  }

  func nodeRows(width: Int) -> [NodeRow] {
    var rows: [NodeRow] = []
    for group in nodeGroups {
      rows.append(.heading(group))
      for node in group.nodes {
        rows.append(.node(node, group))
        if needsTwoLines(group, width) { rows.append(.more(node)) }
      }
    }
    return rows
  }

  /// How many rows that are, without making them.
  func nodeRowCount(width: Int) -> Int {
    nodeGroups.reduce(0) { sum, group in
      sum + 1 + group.nodes.count * (needsTwoLines(group, width) ? 2 : 1)
    }
  }

  /// Columns for a name and the ballot behind it.
  func nameColumns(width: Int) -> Int {
    let longest = scene.nodes.map { Width.of($0.name) }.max() ?? 0
    // Names alone: the heading must fit.
    guard nodeGroups.contains(where: \.hasBallots) else { return (longest + 3).clamped(to: 9...max(9, width / 3)) }
    return (longest + 9).clamped(to: 11...max(11, width / 3))
  }
}

extension Interface {
  func drawNodes(_ stage: Stage, in area: Rect, on frame: inout Frame) {
    var area = area
    frame.mark(area, .pane(.nodes))
    if let cut = stage.cut {
      let row = area.takeBottom(1)
      frame.put("\(glyphs.lost) cut: \(cut)", row.x + 1, row.y, upTo: row.right, .warning)
    }
    let rows = stage.nodeRows(width: area.width)
    let selected = rows.firstIndex { row in
      if case .node(stage.node, _) = row { true } else { false }
    }
    // The first node brings its heading with it, and a server its second line.
    let top = selected.map { $0 <= 1 ? 0 : stage.tops[.nodes] ?? 0 }
    let shown = window(top: top ?? 0, selection: selected, count: rows.count, height: area.height)
    let table = NodeTable(stage: stage, interface: self, columns: stage.nameColumns(width: area.width))
    for (offset, row) in rows[shown].enumerated() {
      table.draw(row, in: area.row(offset), on: &frame)
    }
    let hidden = glyphs.hidden(shown, of: rows.count)
    frame.put(hidden, endingAt: area.right - 1, area.y, from: area.x, .dim)
  }
}

/// Draws the rows of the panel in columns that are the same for all of them.
private struct NodeTable {
  let stage: Stage
  let interface: Interface
  /// Columns for the name and the ballot.
  let columns: Int

  private var glyphs: Glyphs { interface.glyphs }
  private var isFocused: Bool { interface.focus == .nodes }

  func draw(_ row: NodeRow, in area: Rect, on frame: inout Frame) {
    switch row {
    case .heading(let group): drawHeading(group, in: area, on: &frame)
    case .node(let place, let group):
      drawNode(stage.scene.nodes[place], group, in: area, on: &frame)
      frame.mark(area, .node(place))
      let isSelected = place == stage.node
      if isSelected { frame.put(glyphs.selected, area.x, area.y, upTo: area.right, .key) }
      if isSelected { frame.select(area, isFocused: isFocused) }
    case .more(let place):
      let node = stage.scene.nodes[place]
      frame.mark(area, .node(place))
      drawActivity(node, from: area.x + 3, in: area, on: &frame)
    }
  }

  private func drawHeading(_ group: NodeGroup, in area: Rect, on frame: inout Frame) {
    let style = isFocused ? Style.focus.underlined : .heading
    frame.put(group.title, area.x + 1, area.y, upTo: area.right, style)
    let x = max(area.x + columns, area.x + 2 + group.title.count)
    guard !group.columns.isEmpty else {
      frame.put("STATE", x, area.y, upTo: area.right, .dim)
      return
    }
    let cells = cells(of: group, in: area)
    for (column, cell) in zip(group.columns, cells) {
      frame.put(column.name.uppercased(), cell.lowerBound, area.y, upTo: cell.upperBound, .dim)
    }
    if group.kind == .servers, !group.isTable, !stage.needsTwoLines(group, area.width), let last = cells.last {
      frame.put("STATE", last.upperBound, area.y, upTo: area.right, .dim)
    }
  }

  /// Where the columns of a group are. Those that have no room are left out.
  private func cells(of group: NodeGroup, in area: Rect) -> [Range<Int>] {
    let start = area.x + columns
    guard group.isTable else {
      let room = area.width - columns
      let step = group.kind == .servers ? (room / 3).clamped(to: 5...11) : (room / 2).clamped(to: 9...14)
      return group.columns.indices.map { start + $0 * step..<start + ($0 + 1) * step }
    }
    let widths = group.columns.map { max($0.width ?? 0, $0.name.count) + 1 }
    var cells: [Range<Int>] = []
    var x = start
    for (index, width) in widths.enumerated() where x + width <= area.right + 1 {
      let end = index == widths.count - 1 ? area.right : min(area.right, x + width)
      cells.append(x..<max(x, end))
      x = end
    }
    return cells
  }

  private func drawNode(_ node: NodeView, _ group: NodeGroup, in area: Rect, on frame: inout Frame) {
    let limit = area.x + columns - 1
    let nameStyle: Style = node.isUp ? (node.acted ? .changed : .plain) : .bad
    var x = frame.put(node.name, area.x + 1, area.y, upTo: limit, nameStyle)
    // Who is in the quorum that decided has the mark of its votes, here as in the table of ballots.
    if node.isUp, let ballot = node.decidingBallot {
      x = frame.put(glyphs.vote, x + 1, area.y, upTo: limit, stage.style(of: ballot).bold)
    }
    if !node.isUp {
      x = frame.put(glyphs.lost, x + 1, area.y, upTo: limit, .bad)
      if limit - x > 4 { frame.put("down", x + 1, area.y, upTo: limit, .bad) }
    } else if let ballot = node.ballot, group.hasBallots {
      let isNew = node.fields.contains { $0.name == "ballot" && $0.isChanged }
      frame.put(
        "\(ballot)\(isNew ? String(glyphs.changed) : "")", max(x + 1, area.x + columns - 7), area.y, upTo: limit,
        stage.style(of: ballot).with(isNew ? .changed : .plain))
    }
    let cells = cells(of: group, in: area)
    for (index, (column, cell)) in zip(group.columns, cells).enumerated() {
      guard let field = node.fields.first(where: { $0.name == column.name }) else { continue }
      let isLast = index + 1 == cells.count
      draw(field, of: node, at: cell.lowerBound, upTo: isLast ? area.right : cell.upperBound - 1, area.y, &frame)
    }
    let end = cells.last?.upperBound ?? area.x + columns
    switch group.kind {
    case .proposers: drawActivity(node, from: area.x + columns, in: area, on: &frame)
    case .learners: drawProgress(node, from: end, in: area, on: &frame)
    case .servers where !group.isTable && !stage.needsTwoLines(group, area.width):
      drawActivity(node, from: end, in: area, on: &frame)
    default: break
    }
  }

  private func draw(_ field: Field, of node: NodeView, at x: Int, upTo right: Int, _ y: Int, _ frame: inout Frame) {
    let isEmpty = field.value == "nothing"
    var style: Style = isEmpty || !node.isUp ? .dim : .plain
    if let ballot = stage.ballot(startingWith: field.value), node.isUp { style = stage.style(of: ballot) }
    if field.name == "decided", !isEmpty { style = .good.bold }
    if field.isChanged { style = style.with(.changed) }
    let text = isEmpty ? "\(glyphs.dash)" : field.value
    let end = frame.put(text, x, y, upTo: field.isChanged ? right - 1 : right, style)
    if field.isChanged { frame.put(glyphs.changed, end, y, upTo: right, .changed) }
  }

  /// What a proposer is doing, and how far it is.
  private func drawActivity(_ node: NodeView, from x: Int, in area: Rect, on frame: inout Frame) {
    guard node.isUp else { return }
    let right = drawProgress(node, from: x + 10, in: area, on: &frame)
    let others = ["promised", "accepted", "decided", "learned"]
    let isChanged =
      node.acted && !node.activity.isEmpty && node.fields.contains { $0.isChanged && !others.contains($0.name) }
    var text = node.activity
    if text == "idle", let wish = node.fields.first(where: { $0.name == "wants" }), wish.value != "nothing" {
      text = "idle, wants \(wish.value)"
    }
    // Where it is narrow, the value says more than the verb before it.
    let room = right - 1 - x - (isChanged ? 1 : 0)
    for verb in ["asks for ", "knows: "] where Width.of(text) > room && text.hasPrefix(verb) {
      text = String(text.dropFirst(verb.count))
    }
    var style: Style = node.activity == "idle" ? .dim : .plain
    if isChanged { style = style.with(.changed) }
    let end = frame.put(text, x, area.y, upTo: right - 1, style)
    if isChanged { frame.put(glyphs.changed, end, area.y, upTo: right, .changed) }
  }

  /// `votes ◐ 1/2 A1` at the right edge, as much of it as fits; answers where it begins.
  @discardableResult
  private func drawProgress(_ node: NodeView, from x: Int, in area: Rect, on frame: inout Frame) -> Int {
    // Not too far from the words that it belongs to.
    let right = min(area.right - 1, x + 34)
    guard node.isUp, let progress = node.progress else { return right + 1 }
    let isFull = progress.count >= progress.needed
    let short = "\(glyphs.fraction(progress.count, of: progress.needed)) \(progress.count)/\(progress.needed)"
    let style: Style = isFull ? .good : .plain
    // The activity comes first: words are added only where it keeps its room.
    let room = right - x - max(0, min(24, Width.of(node.activity)) - 12)
    let from = progress.from.joined(separator: " ")
    let texts = ["\(progress.what) \(short) \(from)", "\(short) \(from)", "\(progress.what) \(short)", short]
    guard let text = texts.first(where: { Width.of($0) <= room - 1 }) ?? texts.last else { return right + 1 }
    return frame.put(text, endingAt: right, area.y, from: x, style)
  }
}

extension Stage {
  /// The ballot that a field begins with: of `1.1` and of `1.1:red`.
  func ballot(startingWith text: String) -> Ballot? {
    let parts = text.prefix { $0 != ":" }.split(separator: ".")
    guard parts.count == 2, let round = Int(parts[0]), let proposer = Int(parts[1]) else { return nil }
    return Ballot(round: round, proposer: proposer)
  }
}
