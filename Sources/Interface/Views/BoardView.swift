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

  /// How many rows it has at most.
  var boardRowCount: Int {
    switch board {
    case .ballots: scene.ballots.count
    case .logs: scene.nodes.count
    case .deliveries: scene.nodes.reduce(0) { $0 + 1 + ($1.queue?.held.count ?? 0) }
    }
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
