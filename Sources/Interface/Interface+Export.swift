package import Consensus
import Narration
package import Scenarios
package import Screen

// What exports need to know of an interface: they draw the same views, without a person at the keys.

extension ViewKind {
  /// As a command line calls it: `nodes`, `diagram`, `ballots`, `history`.
  package var name: String { "\(self)" }
}

extension Interface {
  package var shown: ViewKind { view }

  /// The open scenario and the run, at its present moment.
  package var lesson: Lesson? { stage?.lesson }

  /// The step that led to the present moment, as a scenario writes it.
  package var presentCommand: String? { stage?.scene.command }

  package var repertoire: Repertoire { glyphs == .ascii ? .ascii : .unicode }

  /// Shows a view, with nothing over it.
  package mutating func turn(to view: ViewKind) {
    layers = []
    notice = nil
    player.stop()
    show(view)
    settle()
  }

  /// Goes to the moment after so many steps of the present line, with nothing over the view.
  package mutating func travel(toStep step: Int) {
    layers = []
    notice = nil
    player.stop()
    if let stage { travel(by: step - stage.scene.depth) }
    settle()
  }

  /// Lets the arrow of the present step be only partly there, from 0 to 1; nil: whole.
  package mutating func pose(growth: Double?) { player.pose = growth }

  /// The colour of a ballot, 0 ..< `Style.ballotColours`.
  package func style(of ballot: Ballot?) -> Style { stage?.style(of: ballot) ?? .plain }
}

// MARK: - The whole diagram as lines

extension Interface {
  /// The space-time diagram from the beginning to the present moment, wide enough for all lanes.
  package var diagramLines: [String] {
    guard let stage else { return [] }
    let names = stage.scene.nodes.map { Width.of($0.name) }
    let step = max(6, min(16, names.max() ?? 2) + 2)
    let width = min(Screen.limit, 4 + names.count * step + 70)
    let layout = SpaceTimeLayout(
      lanes: names.count, widest: names.max() ?? 2, steps: stage.endDepth, width: width, first: 0)
    var lines: [String] = []
    let count = stage.scene.depth + 1
    for start in stride(from: 0, to: count, by: Screen.limit) {
      let rows = start..<min(count, start + Screen.limit)
      var frame = Frame(Size(width: width, height: rows.count), glyphs: glyphs)
      drawDiagram(stage, layout, rows, in: frame.screen.bounds, on: &frame)
      lines += (0..<rows.count).map(frame.screen.line)
    }
    var head = Frame(Size(width: width, height: 1), glyphs: glyphs)
    drawLaneNames(stage, layout, 0..<stage.line.count, in: head.screen.bounds, on: &head)
    return [head.screen.line(0)] + lines
  }

  /// What the marks of the diagram mean, in one line.
  package var diagramLegend: String {
    let glyph = glyphs
    return "\(glyph.promise) promises  \(glyph.vote) votes  \(glyph.vote)\(glyph.check) votes, in a quorum  "
      + "\(glyph.check) decides  \(glyph.acted) acts  \(glyph.none) nothing changes  \(glyph.timer) timer or client  "
      + "\(glyph.refused) refuses, is lost, or goes down  \(glyph.inFlight) in flight"
  }
}
