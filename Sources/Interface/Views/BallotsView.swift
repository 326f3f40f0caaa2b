import Consensus
import Narration
import Screen

// The table of ballots: rows are ballots, columns are acceptors, cells are votes and promises. Lamport's own picture.

extension Interface {
  func drawBallots(_ stage: Stage, in area: Rect, on frame: inout Frame) {
    frame.mark(area, .pane(.ballots))
    guard area.height > 0 else { return }
    let isLarge = view == .ballots
    var list = area.dropping(isLarge ? 2 : 1)
    if isLarge, list.height >= 8 { drawLegend(stage.scene, in: list.takeBottom(3), on: &frame) }
    let rows = stage.scene.ballots
    // With room to spare, ballots stand apart.
    let spacing = isLarge && rows.count * 2 <= list.height ? 2 : 1
    // The newest ballots are at the end, and they are what one looks at.
    let top = stage.tops[.ballots] ?? max(0, rows.count - list.height)
    let shown = window(top: top, selection: nil, count: rows.count, height: list.height)
    let columns = BallotColumns(stage, width: area.width, isLarge: isLarge)

    let end = drawTitle("\(stage.scene.ballotWords.ballot)s".uppercased(), of: .ballots, in: area, on: &frame)
    for (index, acceptor) in stage.scene.acceptors.enumerated() {
      let x = area.x + columns.cells + index * columns.step
      frame.put(acceptor, x, area.y, upTo: min(area.right, x + columns.step - 1), .dim)
    }
    frame.put(glyphs.hidden(shown, of: rows.count), endingAt: area.right - 1, area.y, from: end, .dim)
    if rows.isEmpty {
      frame.put("no \(stage.scene.ballotWords.ballot) so far", list.x + 1, list.y, upTo: list.right, .dim)
    }
    for (offset, place) in shown.enumerated() {
      drawBallot(stage, rows[place], columns, in: list.row(offset * spacing), on: &frame)
    }
    if focus == .ballots { frame.screen.setCursor(x: area.x, y: area.y) }
  }

  private func drawBallot(
    _ stage: Stage, _ row: BallotView, _ columns: BallotColumns, in area: Rect, on frame: inout Frame
  ) {
    guard !area.isEmpty else { return }
    let colour = stage.style(of: row.ballot)
    let cells = area.x + columns.cells
    let slot = columns.showsSlots ? "@\(row.slot) " : ""
    let x = frame.put("\(slot)\(row.ballot)", area.x + 1, area.y, upTo: cells - 1, colour.bold)
    frame.put(row.value ?? "", max(x + 1, area.x + columns.value), area.y, upTo: cells - 1, colour)
    for (index, mark) in row.marks.enumerated() {
      let x = cells + index * columns.step
      guard x < area.right else { break }
      if row.isChosen, mark == .voted {
        frame.put("[\(glyphs.vote)]", x - 1, area.y, upTo: area.right, colour.bold)
      } else {
        let (glyph, style) = cell(mark, colour)
        frame.put(glyph, x, area.y, upTo: area.right, style)
      }
    }
    let tally = tally(of: row, stage, room: area.right - 1 - columns.tally - area.x)
    frame.put(tally, area.x + columns.tally, area.y, upTo: area.right, row.isChosen ? .good.bold : .plain)
  }

  private func cell(_ mark: BallotView.Mark, _ colour: Style) -> (Unicode.Scalar, Style) {
    switch mark {
    case .nothing: (glyphs.none, .dim)
    case .promised: (glyphs.promise, colour)
    case .refused: (glyphs.refused, .dim)
    case .voted: (glyphs.vote, colour.bold)
    }
  }

  /// How far the ballot has come, in as many words as there is room for.
  private func tally(of row: BallotView, _ stage: Stage, room: Int) -> String {
    let quorums = stage.scene.quorums
    if row.isChosen {
      let texts = ["CHOSEN by \(counted(row.votes, "vote"))", "CHOSEN by \(row.votes)"]
      return texts.first { $0.count <= room } ?? "CHOSEN"
    }
    let (count, needed, what) =
      row.votes > 0
      ? (row.votes, quorums.phase2, "vote") : (row.promises, quorums.phase1, stage.scene.ballotWords.grant)
    let texts =
      count >= needed
      ? ["\(glyphs.check) \(counted(count, what))", "\(glyphs.check) \(count)"]
      : ["\(count) of \(counted(needed, what))", "\(count)/\(counted(needed, what))", "\(count)/\(needed)"]
    return texts.first { $0.count <= room } ?? texts.last ?? ""
  }

  private func drawLegend(_ scene: Scene, in area: Rect, on frame: inout Frame) {
    let first = "\(glyphs.promise) \(scene.ballotWords.granted)"
    // Where logs are committed, nobody votes on values.
    let lines =
      scene.ballotWords.grant == "vote"
      ? ["\(first)  \(glyphs.refused) refused"]
      : [
        "\(first)  \(glyphs.vote) voted  \(glyphs.refused) refused", "[\(glyphs.vote)] voted, and the value is chosen",
      ]
    for (index, line) in lines.enumerated() {
      frame.put(line, area.x + 1, area.y + 1 + index, upTo: area.right, .dim)
    }
  }
}

/// Where the columns of the table begin, counted from its left edge.
private struct BallotColumns {
  let value: Int
  let cells: Int
  /// From one acceptor to the next.
  let step: Int
  let tally: Int
  let showsSlots: Bool

  init(_ stage: Stage, width: Int, isLarge: Bool) {
    let rows = stage.scene.ballots
    let showsSlots = rows.contains { $0.slot != 1 }
    // Old ballots are not looked at for every frame; what is too wide is cut.
    let recent = rows.suffix(64)
    let ballot = recent.map { Width.of("\($0.ballot)") + (showsSlots ? Width.of("@\($0.slot) ") : 0) }.max() ?? 3
    let values = recent.map { Width.of($0.value ?? "") }.max() ?? 0
    let names = stage.scene.acceptors.map { Width.of($0) }.max() ?? 2
    let count = max(1, stage.scene.acceptors.count)
    self.showsSlots = showsSlots
    value = 1 + max(3, ballot) + 1
    // Under the name columns of the nodes above, where there is room.
    cells = max(11, value + min(8, max(3, values)) + 2)
    let room = max(0, width - cells - 6)
    step = min(isLarge ? max(6, names + 3) : max(4, names + 2), max(2, room / count))
    tally = cells + count * step
  }
}
