import Narration
import Screen

// The menu of mutations.

extension Interface {
  func drawMutations(_ chooser: Chooser, on frame: inout Frame) {
    let rows = mutationRows(chooser)
    let height = min(frame.screen.height - 3, mutationRows(Chooser()).count + 4)
    var area = frame.panel(title: "Replace a rule", width: min(100, frame.screen.width - 4), height: height)
    frame.hint(
      "\(layerKey(.choose)) takes the same steps with it   \(layerKey(.back)) closes",
      "\(layerKey(.choose)) takes it   \(layerKey(.back)) closes", below: area)
    let search = area.takeTop(1)
    drawSearch(chooser, "type to search", in: search, on: &frame)
    let about = area.takeBottom(Self.aboutRows(in: area))
    guard !rows.isEmpty else {
      frame.put("no mutation is called so", area.x + 4, area.y, upTo: area.right, .dim)
      return
    }
    let shown = window(top: chooser.top, selection: chooser.selection, count: rows.count, height: area.height)
    frame.listTop = shown.lowerBound
    frame.put(glyphs.hidden(shown, of: rows.count), endingAt: search.right, search.y, from: search.x + 24, .dim)
    for (offset, index) in shown.enumerated() {
      let row = area.row(offset)
      frame.mark(row, .choice(index))
      draw(rows[index], isSelected: index == chooser.selection, in: row, on: &frame)
    }
    guard about.height > 1, rows.indices.contains(chooser.selection) else { return }
    drawAbout(rows[chooser.selection].summary, .plain, in: about, on: &frame)
  }

  private func draw(_ mutation: MutationRow, isSelected: Bool, in row: Rect, on frame: inout Frame) {
    if isSelected { frame.put(glyphs.selected, row.x, row.y, upTo: row.right, .key) }
    let style: Style = mutation.mutations.isEmpty ? .good : .plain
    if mutation.isPresent { frame.put(glyphs.check, row.x + 2, row.y, upTo: row.right, style) }
    let name = frame.put(mutation.name, row.x + 4, row.y, upTo: row.right, style)
    frame.put(mutation.summary, max(name + 1, row.x + 27), row.y, upTo: row.right, .dim)
    if isSelected { frame.select(row, isFocused: true) }
  }
}
