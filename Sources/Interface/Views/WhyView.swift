import Consensus
import Narration
import Scenarios
import Screen

// The last step in words: what happened, why, and where the papers say so; before it what the scenario has to say.

/// A line of the explanation with its style.
private struct WhyLine {
  let text: String
  var style = Style.plain
  /// What the scenario says is marked, so that nobody takes it for the program's own words.
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
    let notes = stage.notes.flatMap { wrapped($0, width: width - Self.noteIndent) }.map {
      WhyLine(text: $0, isNote: true)
    }
    // Beside another algorithm, each half has words of its own.
    let words = view == .beside && !notes.isEmpty ? [] : explanation(stage, width: width)

    var lines = Array(alarms.prefix(max(1, area.height - 2)))
    let room = area.height - lines.count
    // The note may not crowd out the explanation, nor the other way round.
    let forWords = max(2, min(words.count, room / 2))
    let forNotes = notes.count + words.count <= room ? notes.count : max(min(1, room), room - forWords)
    lines += cut(notes, to: min(forNotes, notes.count), width: width - Self.noteIndent)
    lines += cut(words, to: area.height - lines.count, width: width)
    let firstNote = lines.firstIndex(where: \.isNote)
    for (index, line) in lines.enumerated() {
      let y = area.y + index
      if line.isNote {
        if index == firstNote { frame.put("Note", area.x + 1, y, upTo: area.right, .reference.bold) }
        frame.put(glyphs.vertical, area.x + 6, y, upTo: area.right, .reference)
      }
      frame.put(line.text, area.x + 1 + (line.isNote ? Self.noteIndent : 0), y, upTo: area.right, line.style)
    }
  }

  /// Columns for the mark before a note.
  private static var noteIndent: Int { 7 }

  /// As many lines as there is room for; the last one says where the rest is.
  private func cut(_ lines: [WhyLine], to count: Int, width: Int) -> [WhyLine] {
    guard lines.count > count, count > 0 else { return Array(lines.prefix(max(0, count))) }
    var kept = Array(lines.prefix(count))
    let pointer = " \(glyphs.ellipsis) \(keyName(.why)): all"
    let last = kept[count - 1]
    var text = last.text
    while Width.of(text) + pointer.count > width, let blank = text.lastIndex(of: " ") { text = String(text[..<blank]) }
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
      guard let violation = invariant.violation, invariant.standing != .watched else { continue }
      alarms.append(("\(glyphs.violated) \(invariant.name): \(violation)", .bad))
    }
    if let trap = stage.scene.trap {
      let holders = stage.scene.holders(of: trap)
      let count = "\(holders) of \(stage.scene.acceptors.count)"
      alarms.append(("\(count) hold \(trap), but not in one ballot: \(trap) is not chosen.", .warning))
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
