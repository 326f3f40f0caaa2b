package import Consensus
package import Narration
import Screen

/// A session as it is written down while it goes on: the scenario that was opened, and whatever was done besides, in all
/// branches of the history.
///
/// A journal is a scenario file. What only a journal needs stands in comments that begin with `#@`, so that the file can
/// be read, parsed and repaired like any other:
///
///     #@ journal NAME       the first line: what was opened, a path or the name of a shipped scenario
///     title …               that scenario, whole
///     #@ besides            from here on, steps of one's own: one line each, one moment each
///     #@ go 7               the next step was taken from moment 7; at the end of the file, where the person stood
///     #@ mutate NAME …      a second part: the steps under other rules, laid out the same; `nothing` is the correct ones
///
/// Moments count from 0, the beginning, in the order in which they came to be: first those of the scenario. Playing
/// the same steps in the same order therefore gives the same numbers.
package struct Journal: Sendable {
  package enum Act: Hashable, Sendable {
    case take(Command)
    case go(MomentID)
  }

  package struct Entry: Hashable, Sendable {
    package let act: Act
    package let line: Int
  }

  /// A scenario and what was done besides.
  package struct Part: Sendable {
    package let script: Parsed
    package let entries: [Entry]
  }

  package let name: String
  /// One; or two, the second one under other rules.
  package let parts: [Part]

  // MARK: Writing

  /// The first line.
  package static func opening(_ name: String) -> String { "#@ journal \(singleComment(name))\n" }
  package static let besides = "#@ besides\n"
  package static func go(to moment: MomentID) -> String { "#@ go \(moment)\n" }

  package static func mutate(_ mutations: [String]) -> String {
    "#@ mutate \(mutations.isEmpty ? "nothing" : mutations.joined(separator: " "))\n"
  }

  // MARK: Playing

  /// The sessions as they were, each standing where the person stood.
  package func play() throws(Lesson.Interruption) -> [Lesson] {
    var lessons: [Lesson] = []
    for part in parts {
      var lesson = try Lesson(playing: part.script, name: name, checked: false)
      // As if the steps of one's own stood below those of the scenario.
      lesson.session.jump(to: lesson.script[lesson.steps])
      for entry in part.entries {
        do throws(Refusal) {
          switch entry.act {
          case .take(let command): try lesson.session.perform(command)
          case .go(let moment):
            guard (0..<lesson.session.momentCount).contains(moment) else {
              throw Refusal("There is no moment \(moment); the last one is \(lesson.session.momentCount - 1).")
            }
            lesson.session.jump(to: moment)
          }
        } catch {
          throw Lesson.Interruption(line: entry.line, refusal: error)
        }
      }
      lessons.append(lesson)
    }
    return lessons
  }
}

extension Parser {
  /// The journal in the bytes of a file, or all that is wrong with it, as for any scenario.
  package static func journal(_ bytes: [UInt8]) throws(InvalidText) -> Journal {
    let parsed = try parse(bytes)
    var reader = JournalReader(parsed)
    return try reader.read()
  }
}

/// Sorts the lines of a file that is a scenario into the parts of a journal.
private struct JournalReader {
  private let parsed: Parsed
  private var complaints: [Complaint] = []
  private var name = "journal"
  private var mutations: [String]
  private var items: [Scenario.Item] = []
  private var lines: [Int] = []
  private var entries: [Journal.Entry] = []
  private var parts: [Journal.Part] = []
  private var isBeside = false

  init(_ parsed: Parsed) {
    self.parsed = parsed
    mutations = parsed.scenario.setup.mutations
  }

  private var source: SourceText { parsed.source }

  mutating func read() throws(InvalidText) -> Journal {
    var next = 0
    for line in 1...source.lineCount {
      while next < parsed.lines.count, parsed.lines[next] <= line {
        take(parsed.scenario.items[next], line: parsed.lines[next])
        next += 1
      }
      let range = source.line(line)
      if source.bytes[range].starts(with: "#@".utf8) { obey(source.words(in: range)) }
    }
    finishPart()
    guard complaints.isEmpty else { throw InvalidText(complaints, in: source) }
    return Journal(name: name, parts: parts)
  }

  private mutating func take(_ item: Scenario.Item, line: Int) {
    if isBeside, case .command(let command) = item {
      entries.append(Journal.Entry(act: .take(command), line: line))
    } else {
      items.append(item)
      lines.append(line)
    }
  }

  private mutating func obey(_ words: [Word]) {
    guard let mark = words.first else { return }
    guard words.count > 1 else {
      return complaints.append(Complaint(mark, "`#@` says nothing", remedy: Self.forms))
    }
    let verb = words[1]
    let rest = words.dropFirst(2)
    switch verb.text {
    case "journal": name = rest.map(\.text).joined(separator: " ")
    case "besides": isBeside = true
    case "go": go(rest.first, at: verb)
    case "mutate":
      finishPart()
      mutations = rest.map(\.text).filter { $0 != "nothing" }
    default: complaints.append(Complaint(verb, "\(quoted(verb.text)) means nothing in a journal", remedy: Self.forms))
    }
  }

  private static let forms = "a journal has `#@ journal NAME`, `#@ besides`, `#@ go N` and `#@ mutate NAME …`"

  private mutating func go(_ word: Word?, at verb: Word) {
    guard let word, isNumber(word.text), let moment = Int(word.text) else {
      return complaints.append(Complaint(word ?? verb, "`go` needs the number of a moment", remedy: "`#@ go 7`"))
    }
    entries.append(Journal.Entry(act: .go(moment), line: source.line(at: word.offset)))
  }

  private mutating func finishPart() {
    var scenario = parsed.scenario
    scenario.setup.mutations = mutations
    scenario.items = items
    parts.append(
      Journal.Part(script: Parsed(scenario: scenario, lines: lines, source: source), entries: entries))
    items = []
    lines = []
    entries = []
    isBeside = false
  }
}

/// A text as part of a comment, whatever is in it.
private func singleComment(_ text: String) -> String { singleLine(String(text.prefix(1_000))) }
