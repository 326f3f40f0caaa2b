import Narration
import Scenarios
import Screen

// The last step in words: what happened, why, and where the papers say so; before it what the scenario has to say.

/// A line of the explanation with its style.
private struct WhyLine {
  let text: String
  var style = Style.plain
  /// A bar at its left marks what the scenario says, so that nobody takes it for the program's own words.
  var isNote = false
}

extension Interface {
  /// The line over the explanation: the step as a scenario writes it, and the paper.
  func drawRule(_ stage: Stage, in row: Rect, on frame: inout Frame) {
    frame.screen.rule(x: row.x, y: row.y, width: row.width, glyphs: glyphs)
    let scene = stage.scene
    let title = scene.command.map { " \($0) " } ?? " the beginning "
    let end = frame.put(title, row.x + 2, row.y, upTo: row.right - 2, .heading)
    guard let cites = scene.last?.cites, !cites.isEmpty else { return }
    frame.put(" \(cites) ", endingAt: row.right - 2, row.y, from: end + 1, .reference)
  }

  func drawWhy(_ stage: Stage, in area: Rect, on frame: inout Frame) {
    let width = area.width - 2
    guard width > 8, area.height > 0 else { return }
    let alarms = alarms(stage).flatMap { alarm in
      wrapped(alarm.text, width: width).prefix(2).map { WhyLine(text: $0, style: alarm.style) }
    }
    let notes = stage.notes.flatMap { wrapped($0, width: width - 2) }.map { WhyLine(text: $0, isNote: true) }
    let words = explanation(stage, width: width)

    var lines = Array(alarms.prefix(max(1, area.height - 2)))
    let room = area.height - lines.count
    // The note may not crowd out the explanation, nor the other way round.
    let forNotes = notes.count + words.count <= room ? notes.count : max(min(1, room), room - max(2, min(words.count, room / 2)))
    lines += cut(notes, to: min(forNotes, notes.count), width: width - 2)
    lines += cut(words, to: area.height - lines.count, width: width)
    for (index, line) in lines.enumerated() {
      var x = area.x + 1
      if line.isNote { x = frame.put("\(glyphs.vertical) ", x, area.y + index, upTo: area.right, .reference) }
      frame.put(line.text, x, area.y + index, upTo: area.right, line.style)
    }
  }

  /// As many lines as there is room for; the last one says where the rest is.
  private func cut(_ lines: [WhyLine], to count: Int, width: Int) -> [WhyLine] {
    guard lines.count > count, count > 0 else { return Array(lines.prefix(max(0, count))) }
    var kept = Array(lines.prefix(count))
    let pointer = " \(glyphs.ellipsis) w: all"
    let last = kept[count - 1]
    var text = last.text
    while !text.isEmpty, Width.of(text) + pointer.count > width { text.removeLast() }
    kept[count - 1] = WhyLine(text: text + pointer, style: last.style, isNote: last.isNote)
    return kept
  }

  private func explanation(_ stage: Stage, width: Int) -> [WhyLine] {
    guard let last = stage.scene.last else { return beginning(stage, width: width) }
    return wrapped(last.what, width: width).map { WhyLine(text: $0, style: .heading) }
      + (last.why.isEmpty ? [] : wrapped(last.why, width: width).map { WhyLine(text: $0) })
  }

  private func beginning(_ stage: Stage, width: Int) -> [WhyLine] {
    let scenario = stage.lesson.scenario
    let about = scenario.about.map { wrapped($0, width: width) } ?? []
    return about.map { WhyLine(text: $0) }
      + scenario.cites.prefix(1).map { WhyLine(text: $0, style: .reference) }
  }

  /// What must not be overlooked: violations, the trap, and expectations of the script that do not hold.
  func alarms(_ stage: Stage) -> [(text: String, style: Style)] {
    var alarms: [(text: String, style: Style)] = []
    for invariant in stage.scene.invariants {
      guard let violation = invariant.violation else { continue }
      alarms.append(("\(glyphs.violated) \(invariant.name): \(violation)", .bad))
    }
    if let trap = stage.scene.trap {
      let holders = stage.scene.holders(of: trap)
      alarms.append(
        ("\(holders) of \(stage.scene.acceptors.count) hold \(trap), but not in one ballot: it is not chosen.", .warning))
    }
    for finding in stage.unmet {
      alarms.append(("\(glyphs.violated) The scenario expects \(finding.expected), but: \(finding.actual).", .bad))
    }
    return alarms
  }
}

extension Scene {
  /// How many acceptors voted last for a value.
  func holders(of value: String) -> Int {
    acceptors.indices.count { place in ballots.last { $0.marks[place] == .voted }?.value == value }
  }
}
