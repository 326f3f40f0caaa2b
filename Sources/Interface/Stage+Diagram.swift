import Consensus
import Narration
import Screen

// The events of the space-time diagram: worked out for the rows that are shown, and kept, because they never change.

extension Stage {
  /// A panel of the diagram: its lanes, and the steps of the line that it shows.
  func diagramLayout(width: Int) -> SpaceTimeLayout {
    SpaceTimeLayout(
      lanes: scene.nodes.count, widest: scene.nodes.map { Width.of($0.name) }.max() ?? 0, steps: endDepth,
      width: width, first: firstLane)
  }

  func diagramRows(height: Int) -> Range<Int> {
    window(top: tops[.diagram] ?? 0, selection: nil, count: line.count, height: height)
  }

  /// The events that led to the moments of some rows; none for the beginning.
  func events(_ rows: Range<Int>) -> [Diagram.Event?] {
    let moments = line[rows]
    var known = moments.map { events[$0] }
    guard let first = known.indices.first(where: { known[$0] == nil && moments[rows.lowerBound + $0] != 0 }),
      let last = known.indices.last(where: { known[$0] == nil })
    else { return known }
    for event in session.events(along: moments[rows.lowerBound + first...rows.lowerBound + last]) {
      if let place = moments.firstIndex(of: event.moment) { known[place - rows.lowerBound] = event }
    }
    return known
  }

  mutating func scrollDiagram(by rows: Int) {
    tops[.diagram] = (tops[.diagram] ?? 0).addingClamped(rows).clamped(to: 0...max(0, line.count - 1))
  }

  /// Follows the present moment when it is another one, and keeps the events that are shown.
  mutating func settleDiagram(width: Int, height: Int) {
    let place = DiagramPlace(moment: scene.moment, width: width, height: height)
    let isElsewhere = followed != place
    followed = place
    var top = tops[.diagram] ?? 0
    if isElsewhere {
      // What comes next is worth a look too.
      let ahead = min(scene.depth + min(2, height / 4), line.count - 1)
      top = window(top: top, selection: ahead, count: line.count, height: height).lowerBound
    }
    let shown = window(top: top, selection: isElsewhere ? scene.depth : nil, count: line.count, height: height)
    tops[.diagram] = shown.lowerBound
    // A bound on the memory, not on what can be shown.
    if events.count > 4_096 { events = [:] }
    for event in events(shown) { if let event { events[event.moment] = event } }
    let layout = diagramLayout(width: width)
    firstLane = layout.shown.lowerBound
    if isElsewhere, let event = events[scene.moment], let (low, high) = event.span {
      firstLane = layout.first(showing: low, high)
    }
  }
}

/// For what the diagram was scrolled last.
struct DiagramPlace: Hashable, Sendable {
  let moment: MomentID
  let width: Int
  let height: Int
}

extension Diagram.Event {
  /// From the leftmost to the rightmost lane that it is about.
  fileprivate var span: (Int, Int)? {
    let lanes = [lane, message?.from, message?.to].compactMap { $0 }
    guard let low = lanes.min(), let high = lanes.max() else { return nil }
    return (low, high)
  }
}

// MARK: - Moving in it

extension Interface {
  mutating func settleDiagram(_ layout: Layout) {
    guard let area = layout.diagram else { return }
    stage?.settleDiagram(width: area.width, height: area.height - 1)
  }

  /// Goes so many steps along the line, back where negative.
  mutating func travel(by steps: Int) {
    guard let stage, steps != 0 else { return }
    if steps == 1 || steps == -1 { return travel { steps > 0 ? $0.redo() : $0.undo() } }
    let moment = stage.line[stage.scene.depth.addingClamped(steps).clamped(to: 0...stage.endDepth)]
    if moment != stage.scene.moment { self.stage?.jump(to: moment) }
  }

  /// Scrolls sideways; false where there are no lanes on that side.
  mutating func scrollLanes(by lanes: Int) -> Bool {
    guard let stage, let area = layout(size).diagram else { return false }
    let shown = stage.diagramLayout(width: area.width).shown
    guard lanes < 0 ? shown.lowerBound > 0 : shown.upperBound < stage.scene.nodes.count else { return false }
    self.stage?.firstLane = max(0, shown.lowerBound + lanes)
    return true
  }
}
