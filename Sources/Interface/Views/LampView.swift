import Consensus
import Narration
import Screen

// The lamp: what is chosen, what still can be, and whether everything that must hold does.

extension Interface {
  func drawLamp(_ stage: Stage, in row: Rect, on frame: inout Frame) {
    guard stage.scene.decides else {
      return drawInvariants(stage.scene.invariants, from: row.x + 1, in: row, upTo: row.right, on: &frame)
    }
    let possible = possible(stage)
    var slots = row
    // Room stays for what is possible, and for the invariants, if only for their number.
    // What follows does not move when the answer comes; of a log, what is chosen needs that room more.
    let columns =
      possible.map { max(stage.scene.namesSlots ? min($0.columns, 20) : $0.columns, Width.of($0.text)) + 3 } ?? 0
    _ = slots.takeRight(min(columns + 8, row.width * 3 / 5))
    var x = drawChosen(stage, in: slots, on: &frame)
    if let possible {
      frame.put(possible.text, x, row.y, upTo: row.right - 1, possible.style)
      x += columns
    }
    var right = row.right
    if possible != nil, let worlds = worlds(stage), row.right - x > Width.of(worlds) + 28 {
      right = frame.put(worlds, endingAt: row.right - 1, row.y, from: x, .dim) - 1
    }
    drawInvariants(stage.scene.invariants, from: x, in: row, upTo: right, on: &frame)
  }

  private func drawChosen(_ stage: Stage, in row: Rect, on frame: inout Frame) -> Int {
    let scene = stage.scene
    guard scene.namesSlots else {
      let values = scene.chosen.first?.values ?? []
      let text = values.isEmpty ? "chosen \(glyphs.dash)" : "CHOSEN \(values.joined(separator: " and "))"
      let style: Style = values.isEmpty ? .heading : values.count == 1 ? .good.bold : .bad
      return 3 + frame.put(text, row.x + 1, row.y, upTo: row.right, style)
    }
    // Of the open slot of a log, the lamp says what is possible.
    let chosen = scene.chosen.filter { $0.slot != scene.openSlot || !$0.values.isEmpty }
    guard !chosen.isEmpty else { return row.x + 1 }
    return 3
      + drawSlots(
        chosen[...], label: "CHOSEN", in: Rect(x: row.x + 1, y: row.y, width: row.width - 1, height: row.height),
        on: &frame)
  }

  /// What is chosen in the slots of a log: all of them, or the last ones that have room.
  func drawSlots(_ slots: ArraySlice<SlotView>, label: String, in row: Rect, on frame: inout Frame) -> Int {
    let texts = slots.map { slot in
      "@\(slot.slot) \(slot.values.isEmpty ? "\(glyphs.dash)" : slot.values.joined(separator: " and "))"
    }
    let isAnyChosen = slots.contains { !$0.values.isEmpty }
    var x = frame.put(
      isAnyChosen ? label : label.lowercased(), row.x, row.y, upTo: row.right, isAnyChosen ? .good.bold : .heading)
    var room = row.right - x - 2
    var first = texts.count
    while first > 0, room >= Width.of(texts[first - 1]) + 2 {
      first -= 1
      room -= Width.of(texts[first]) + 2
    }
    first = min(first, max(0, texts.count - 1))
    if first > 0 { x = frame.put(glyphs.ellipsis, x + 1, row.y, upTo: row.right, .dim) }
    for (slot, text) in zip(slots, texts).dropFirst(first) {
      let style: Style = slot.values.isEmpty ? .dim : slot.values.count == 1 ? .good.bold : .bad
      x = 1 + frame.put(text, x + 1, row.y, upTo: row.right, style)
    }
    return x - 1
  }

  /// The values that can still be chosen, and how many columns they can take on other moments of this run. Nil where
  /// that is no question any more.
  private func possible(_ stage: Stage) -> (text: String, style: Style, columns: Int)? {
    let chosen = stage.scene.chosen(in: stage.scene.openSlot)
    let heading = stage.scene.namesSlots ? "possible @\(stage.scene.openSlot)" : "possible"
    let columns = chosen.isEmpty ? columnsForPossible(stage) : 0
    // Whoever is being asked should find out.
    if stage.openQuestion != nil { return chosen.isEmpty ? ("\(heading) \(glyphs.unknown)", .dim, columns) : nil }
    guard let outlook = stage.outlook else {
      let glyph = stage.outlooks.isKnown(stage.place) ? glyphs.unknown : glyphs.ellipsis
      return chosen.isEmpty ? ("\(heading) \(glyph)", .dim, columns) : nil
    }
    let values = outlook.possible + (outlook.isExhaustive ? [] : ["\(glyphs.ellipsis)"])
    let set = "\(heading) {\(values.joined(separator: ", "))}"
    guard chosen.isEmpty else {
      // A second value can still be chosen: nobody should overlook that.
      return outlook.possible.allSatisfy(chosen.contains) ? nil : (set, .warning, 0)
    }
    if values.isEmpty {
      // A search lets no client ask; of a log, the next request may open the question. A leader of Raft, too, commits what
      // an older one left behind something new alone.
      let isLog = stage.board == .logs
      return isLog ? ("\(heading) nothing yet", .plain, columns) : ("\(heading) nothing", .warning, columns)
    }
    let isLocked = outlook.isDecided && !stage.scene.isImpaired(beyond: outlook.bounds)
    return isLocked ? ("\(set): locked", .good.bold, columns) : (set, .plain, columns)
  }

  private func columnsForPossible(_ stage: Stage) -> Int {
    let wishes = stage.scene.nodes.compactMap { node in node.fields.first { $0.name == "wants" }?.value }
    // Old ballots are not looked at for every frame.
    let values = Set(wishes + stage.scene.ballots.suffix(64).compactMap(\.value)).subtracting(["nothing"])
    let heading = stage.scene.namesSlots ? Width.of(" @\(stage.scene.openSlot)") : 0
    let all = values.reduce(11 + heading) { $0 + Width.of($1) + 2 } - 2
    let longest = values.map { Width.of($0) }.max() ?? 0
    return min(32, max(all, longest + 19 + heading))
  }

  /// How many worlds were looked at for that.
  private func worlds(_ stage: Stage) -> String? {
    guard stage.openQuestion == nil, let outlook = stage.outlook else { return nil }
    return counted(outlook.worlds, "world") + (outlook.isExhaustive ? "" : " so far")
  }

  /// The broken ones first; those that find no room are counted.
  func drawInvariants(
    _ all: [InvariantView], from start: Int, in row: Rect, upTo right: Int, on frame: inout Frame
  ) {
    var x = start
    // Where nothing is decided, these lamps are what one looks at: they keep their places.
    let invariants = all.contains { $0.standing == .watched } ? all : all.filter { !$0.holds } + all.filter(\.holds)
    for (index, invariant) in invariants.enumerated() {
      let rest = invariants.count - index
      let text = "\(invariant.holds ? glyphs.check : glyphs.violated) \(invariant.name)"
      let isGood = invariant.holds || invariant.standing == .watched
      let needed = rest > 1 ? 12 : 0
      guard x + Width.of(text) + needed < right else {
        let isGood = invariants[index...].allSatisfy { $0.holds || $0.standing == .watched }
        let mark = isGood ? glyphs.check : glyphs.violated
        let texts = [index == 0 ? "\(mark) \(rest) invariants" : "\(mark) \(rest) more", "\(mark) \(rest)"]
        let more = texts.first { x + Width.of($0) <= right } ?? ""
        frame.put(more, x, row.y, upTo: right, isGood ? .good : .bad)
        return
      }
      x = 2 + frame.put(text, x, row.y, upTo: right, invariant.holds ? .good : isGood ? .warning : .bad)
    }
  }
}
