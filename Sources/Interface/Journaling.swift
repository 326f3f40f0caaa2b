import Consensus
import Narration
import Scenarios
import Screen

// The session is written down while it goes on: only what is new, after the frame that shows it.

/// What of the session stands in its journal.
struct Journaling: Hashable, Sendable {
  /// Lines so far that stay as they are, in bytes; nil: there is no journal.
  fileprivate var end: Int?
  /// How many moments of the run are in it.
  fileprivate var moments = 0
  /// The moment behind which the next step would be read.
  fileprivate var last: MomentID = 0
  /// Where it says that the person stands.
  fileprivate var place: MomentID = 0
  /// The marks that are in it.
  fileprivate var marks = Marks()
  /// Steps in it, those of the scenario included.
  fileprivate var steps = 0
  /// The journal of another session, which was taken up and goes away when this one is written.
  var replaced: String?
  /// It cannot be kept: said once, and not tried again.
  var isBroken = false

  /// The next lines are a journal from the beginning.
  mutating func startAnew() { end = nil }
}

/// A session that ended without its owner's leaving: what the next start can take up.
package struct Interrupted: Hashable, Sendable {
  /// What `Effect.resume` calls it.
  package let file: String
  package let title: String
  /// How many steps of the person's own are in it.
  package let steps: Int
  /// How many answers to questions are in it.
  package let answers: Int
  /// When it was last written, as people say it.
  package let time: String

  package init(file: String, title: String, steps: Int, answers: Int = 0, time: String) {
    self.file = file
    self.title = title
    self.steps = steps
    self.answers = answers
    self.time = time
  }
}

extension Interface {
  /// What has to be written down now. Call it after the frame was drawn: the first time costs as much as saving.
  package mutating func journal() -> [Effect] {
    guard let stage, stage.isWorthKeeping, !journaling.isBroken else { return dropJournal() }
    let new = journaling.end == nil ? wholeJournal(stage) : newJournalLines(stage)
    guard let new else { return [] }
    let start = journaling.end == nil ? 0 : new.start
    // What is longer could not be read again.
    guard new.start + new.text.utf8.count <= Limits.file, journaling.steps <= Limits.steps else {
      journaling.isBroken = true
      say("This session grows too long to be kept in a journal: \(grouped(Limits.steps)) steps. Save it.", .bad)
      return []
    }
    journaling.end = new.stays
    let replaced = journaling.replaced
    journaling.replaced = nil
    return [.journal(at: start, text: new.text, replacing: replaced)]
  }

  private mutating func dropJournal() -> [Effect] {
    guard journaling.end != nil, !(stage?.isWorthKeeping ?? false) else { return [] }
    journaling.startAnew()
    return [.dropJournal]
  }

  /// Text for the journal from a byte on, and how many bytes of the whole then stay.
  private typealias NewText = (start: Int, text: String, stays: Int)

  private mutating func newJournalLines(_ stage: Stage) -> NewText? {
    let cursor = stage.session.cursor
    let start = journaling.end ?? 0
    if journaling.moments == stage.session.momentCount, journaling.place == cursor, journaling.marks == stage.marks {
      return nil
    }
    var text = stage.journalLines(from: journaling.moments, behind: &journaling.last)
    text += Journal.lines(of: stage.marks, beyond: journaling.marks)
    journaling.marks = stage.marks
    journaling.steps += stage.session.momentCount - journaling.moments
    journaling.moments = stage.session.momentCount
    journaling.place = cursor
    let stays = start + text.utf8.count
    if cursor != journaling.last { text += Journal.go(to: cursor) }
    return (start, text, stays)
  }

  private mutating func wholeJournal(_ stage: Stage) -> NewText? {
    var text = Journal.opening(stage.lesson.name)
    var steps = stage.session.momentCount
    if let original = stage.original {
      // Read as a scenario it is the first part, so that the header is there once.
      var last = original.lesson.script[original.lesson.steps]
      text += Printer.text(original.lesson.scenario) + Journal.besides
      text += original.journalLines(from: original.lesson.script.count, behind: &last)
      text += Journal.lines(of: original.marks)
      text += Journal.go(to: original.session.cursor) + Journal.mutate(stage.session.setup.mutations)
      text += Printer.steps(of: stage.lesson.scenario)
      steps += original.session.momentCount
    } else {
      text += Printer.text(stage.lesson.scenario)
    }
    text += Journal.besides
    journaling.steps = steps
    journaling.last = stage.lesson.script[stage.lesson.steps]
    // The script is played to its end before what is besides, and the reader stands there.
    text += stage.journalLines(from: stage.lesson.script.count, behind: &journaling.last)
    text += Journal.lines(of: stage.marks)
    journaling.marks = stage.marks
    journaling.moments = stage.session.momentCount
    journaling.place = stage.session.cursor
    let stays = text.utf8.count
    if journaling.place != journaling.last { text += Journal.go(to: journaling.place) }
    return (0, text, stays)
  }
}

extension Stage {
  /// The steps to all moments from one on, in the order in which they came to be; `last` is the moment that the lines
  /// before lead to, and then the one that these lead to.
  fileprivate func journalLines(from first: MomentID, behind last: inout MomentID) -> String {
    var text = ""
    var moment = first
    let count = session.momentCount
    while moment < count {
      if let parent = session.parent(of: moment), parent != last { text += Journal.go(to: parent) }
      var end = moment
      while end + 1 < count, session.parent(of: end + 1) == end { end += 1 }
      for command in session.commands(along: Array(moment...end)[...]) { text += Printer.text(of: command) }
      last = end
      moment = end + 1
    }
    return text
  }

  /// A run that was taken up again: whatever is not the script's is the person's own.
  init(resuming lesson: Lesson) {
    let place = lesson.session.cursor
    self.init(lesson, at: 0)
    savedMoments = lesson.script.count
    jump(to: place)
  }
}

// MARK: - Taking up

/// Which of the interrupted sessions is looked at.
struct Recovery: Hashable, Sendable {
  var sessions: [Interrupted]
  var selection = 0
}

extension Interface {
  /// Asks whether one of these sessions is to be taken up, the latest one first.
  package mutating func offer(interrupted: [Interrupted]) {
    guard !interrupted.isEmpty else { return }
    layers.append(.recovery(Recovery(sessions: interrupted)))
  }

  mutating func press(_ key: Key, in recovery: Recovery) -> [Effect] {
    var recovery = recovery
    let session = recovery.sessions[recovery.selection]
    // The letters are what the box says; other keys are those of lists.
    switch (key, action(of: key, in: [.list])) {
    case (.character("r"), _), (_, .choose):
      layers.removeLast()
      return [.resume(session.file)]
    case (.character("d"), _):
      recovery.sessions.remove(at: recovery.selection)
      recovery.selection = max(0, min(recovery.selection, recovery.sessions.count - 1))
      if recovery.sessions.isEmpty { layers.removeLast() } else { replaceTop(with: .recovery(recovery)) }
      say("It is gone.")
      return [.discard(session.file)]
    case (.character("o"), _), (_, .back), (_, .quit):
      layers.removeLast()
      say("It is kept, and offered again at the next start.")
      return []
    case (_, .up): recovery.selection = max(0, recovery.selection - 1)
    case (_, .down): recovery.selection = min(recovery.sessions.count - 1, recovery.selection + 1)
    default: break
    }
    replaceTop(with: .recovery(recovery))
    return []
  }

  /// Takes up a session; `file` is its journal, which stays until this one has one of its own. One of which something had
  /// to be left out stays for good, until it is discarded.
  mutating func resume(_ restored: Journal.Restored, from file: String) {
    let lessons = restored.lessons
    guard let present = lessons.last, let first = lessons.first else { return }
    open(present)
    var stage = Stage(resuming: present)
    if lessons.count > 1 { stage.originals = [Stage(resuming: first)] }
    self.stage = stage
    if restored.leftOut.isEmpty {
      journaling.replaced = file
      say("The session goes on where it was interrupted.", .good)
    } else {
      layers.append(.reader(Reader(restored, from: file)))
    }
    settle()
  }
}

extension Reader {
  /// What a damaged journal did not give back.
  fileprivate init(_ restored: Journal.Restored, from file: String) {
    let lesson = restored.lessons[restored.lessons.count - 1]
    let steps = lesson.session.momentCount - lesson.script.count
    var paragraphs = [
      Paragraph("The session goes on with \(counted(steps, "step")) of your own. This was left out:", .heading)
    ]
    for diagnostic in restored.leftOut.prefix(Limits.diagnostics) {
      paragraphs += diagnostic.render(file: file).split(separator: "\n", omittingEmptySubsequences: false)
        .map { Paragraph(String($0), $0.hasPrefix("  ") ? .row : .plain) }
    }
    if restored.leftOut.count > Limits.diagnostics {
      paragraphs.append(Paragraph("and \(restored.leftOut.count - Limits.diagnostics) more"))
    }
    paragraphs.append(Paragraph("The damaged journal stays and is offered again, until you discard it.", .note))
    self.init(title: "The journal is damaged", paragraphs: paragraphs)
  }
}
