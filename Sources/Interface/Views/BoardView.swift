import Narration
import Screen

// What an algorithm builds up over time, in its own best shape: ballots, logs, or deliveries.

/// What the panel below the nodes shows.
enum Board: Hashable, Sendable {
  /// Rows are ballots, columns are acceptors.
  case ballots
  /// Rows are nodes, columns are slots.
  case logs
  /// For each process what it holds back, and why, and what it has delivered.
  case deliveries
}

extension Stage {
  /// The nodes with logs, or with deliveries; the same ones in every moment.
  var board: Board {
    if scene.nodes.contains(where: { $0.log != nil }) { return .logs }
    return scene.nodes.contains { $0.queue != nil } ? .deliveries : .ballots
  }

  /// Whether what is held back stands beside what is delivered, and not below it.
  static func isWideForDeliveries(_ width: Int) -> Bool { width >= 64 }

  /// How many rows it has in a panel of some width, below its heading.
  func boardRowCount(width: Int) -> Int {
    board == .ballots ? scene.ballots.count : nodeRowsOnBoard(width: width).reduce(0) { $0 + $1.rows }
  }

  /// The nodes of logs or deliveries, and how many rows each has.
  private func nodeRowsOnBoard(width: Int) -> [(node: NodeView, rows: Int)] {
    scene.nodes.compactMap { node in
      if node.log != nil { return (node, 1) }
      let isWide = Self.isWideForDeliveries(width)
      return node.queue.map { (node, isWide ? max(1, $0.held.count) : 1 + $0.held.count) }
    }
  }

  /// The first row that is shown, while nobody scrolls: so that the newest ballots are seen, or all of the node that acted.
  func boardTop(width: Int, height: Int) -> Int {
    if let top = tops[.ballots] { return top }
    guard board != .ballots else { return max(0, scene.ballots.count - height) }
    let nodes = nodeRowsOnBoard(width: width)
    guard let acted = nodes.firstIndex(where: \.node.acted) else { return 0 }
    let first = nodes[..<acted].reduce(0) { $0 + $1.rows }
    return min(first, max(0, first + nodes[acted].rows - height))
  }
}

extension Interface {
  func drawBoard(_ stage: Stage, in area: Rect, on frame: inout Frame) {
    switch stage.board {
    case .ballots: drawBallots(stage, in: area, on: &frame)
    case .logs: drawLogsAndBallots(stage, in: area, on: &frame)
    case .deliveries: drawDeliveries(stage, in: area, on: &frame)
    }
  }

  /// The logs, and below them the ballots where there is room for both.
  private func drawLogsAndBallots(_ stage: Stage, in area: Rect, on frame: inout Frame) {
    var rest = area
    let wanted = 1 + stage.scene.nodes.count { $0.log != nil }
    let ballots = stage.scene.ballots.count
    // Three rows of ballots are the least that says anything.
    guard ballots > 0, rest.height >= wanted + 4 else { return drawLogs(stage, in: rest, on: &frame) }
    drawLogs(stage, in: rest.takeTop(wanted + 1), on: &frame)
    drawBallots(stage, in: rest, on: &frame)
  }

  /// The name of a panel; it tells whether the keys go there.
  func drawTitle(_ title: String, of pane: Pane, in row: Rect, on frame: inout Frame) -> Int {
    let style: Style = focus == pane ? .focus.underlined : .heading
    return frame.put(title, row.x + 1, row.y, upTo: row.right, style)
  }
}
