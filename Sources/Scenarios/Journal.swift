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
///     #@ answer 5 1 b       the first question at moment 5 was answered so; `passed`: it was passed over
///     #@ hands 5 1 12 7 0   so many hands were counted there for each choice
///     #@ name 9 TEXT        the branch that begins with moment 9 is called so
///     #@ note 9 TEXT        why the step to moment 9 was taken, where the adversary took it
///     #@ possible 9 4 red … what can be chosen from moment 9 on, with rounds up to 4
///     #@ mutate NAME …      a second part: the steps under other rules, laid out the same; `nothing` is the correct ones
///
/// Moments count from 0, the beginning, in the order in which they came to be: first those of the scenario. Playing
/// the same steps in the same order therefore gives the same numbers.
///
/// A damaged journal is read as far as it can be. Behind a step that cannot be read or taken the numbers of moments would
/// mean something else, so all steps behind it are left out; a mark that cannot be right is left out alone.
package struct Journal: Sendable {
  package enum Act: Hashable, Sendable {
    case take(Command)
    case go(MomentID)
    case mark(Mark)
  }

  package struct Entry: Hashable, Sendable {
    package let act: Act
    package let line: Int
  }

  /// A scenario and what was done besides.
  package struct Part: Sendable {
    package let script: Parsed
    package let entries: [Entry]
    /// No step had to be left out.
    let isWhole: Bool
  }

  package let name: String
  /// One; or two, the second one under other rules.
  package let parts: [Part]
  /// What could not be read, in the order of its lines.
  package let leftOut: [Diagnostic]

  /// What a journal has come to.
  package struct Restored: Sendable {
    /// The sessions as they were, each standing where the person stood: the run, or the one before a rule was replaced and
    /// the present one.
    package let lessons: [Lesson]
    /// What could not be read or done, in the order of its lines.
    package let leftOut: [Diagnostic]
  }

  // MARK: Writing

  /// The first line.
  package static func opening(_ name: String) -> String { line("journal", safe(name)) }
  package static let besides = line("besides")
  package static func go(to moment: MomentID) -> String { line("go", "\(moment)") }

  package static func mutate(_ mutations: [String]) -> String {
    line("mutate", mutations.isEmpty ? "nothing" : mutations.joined(separator: " "))
  }

  /// The lines for what is among some marks and was not among those before.
  package static func lines(of marks: Marks, beyond old: Marks = Marks()) -> String {
    marks.beyond(old).map { mark in
      switch mark {
      case .answer(let place, .chose(let choice)): line("answer", words(of: place) + " " + letter(choice))
      case .answer(let place, .passed): line("answer", words(of: place) + " passed")
      case .hands(let place, let hands):
        line("hands", ([words(of: place)] + hands.map(String.init)).joined(separator: " "))
      case .name(let moment, let name): line("name", "\(moment) \(safe(name))")
      case .note(let moment, let text): line("note", "\(moment) \(safe(text))")
      case .forecast(let moment, let forecast):
        line(
          "possible",
          (["\(moment) \(forecast.rounds)"] + (forecast.slot.map { ["@\($0)"] } ?? []) + forecast.values).joined(
            separator: " "))
      }
    }.joined()
  }

  private static func line(_ verb: String, _ rest: String = "") -> String {
    "#@ \(verb)\(rest.isEmpty ? "" : " ")\(rest)\n"
  }

  private static func words(of place: Marks.Place) -> String { "\(place.moment) \(place.index + 1)" }

  /// `a` is the first choice; a question has no more than there are letters where it is shown.
  private static func letter(_ choice: Int) -> String {
    choice < 26 ? String(Unicode.Scalar(UInt8(ascii: "a") + UInt8(choice))) : "\(choice + 1)"
  }

  /// A text as part of a comment, whatever is in it.
  private static func safe(_ text: String) -> String { singleLine(String(text.prefix(1_000))) }

  // MARK: Playing

  /// The sessions as far as they can be had again. Throws what is wrong where not even the first can be begun.
  package func play() throws(Lesson.Interruption) -> Restored {
    var lessons: [Lesson] = []
    var leftOut = leftOut
    for part in parts {
      do throws(Lesson.Interruption) {
        lessons.append(try part.play(as: name, &leftOut))
      } catch  where !lessons.isEmpty {
        leftOut.append(part.diagnostic(error))
      }
    }
    return Restored(lessons: lessons, leftOut: leftOut.sorted { $0.line < $1.line })
  }
}

extension Journal.Part {
  fileprivate func diagnostic(_ error: Lesson.Interruption) -> Diagnostic {
    script.diagnostic(
      line: error.line, "this cannot be done here: \(error.refusal.reason)", remedy: error.refusal.remedy)
  }

  fileprivate func play(as name: String, _ leftOut: inout [Diagnostic]) throws(Lesson.Interruption) -> Lesson {
    var lesson: Lesson
    var goesOn = true
    do throws(Lesson.Interruption) {
      lesson = try Lesson(playing: script, name: name, checked: false)
    } catch {
      leftOut.append(diagnostic(error))
      goesOn = false
      lesson = try Lesson(playing: script.before(line: error.line), name: name, checked: false)
    }
    // As if the steps of one's own stood below those of the scenario.
    lesson.session.jump(to: lesson.script[lesson.steps])
    for entry in entries {
      do throws(Refusal) {
        switch entry.act {
        case .take(let command): if goesOn { try lesson.session.perform(command) }
        case .go(let moment): if goesOn { try lesson.go(to: moment) }
        case .mark: break
        }
      } catch {
        leftOut.append(diagnostic(Lesson.Interruption(line: entry.line, refusal: error)))
        goesOn = false
      }
    }
    for case (.mark(let mark), let line) in entries.map({ ($0.act, $0.line) }) {
      // A mark of a moment that was left out is no news.
      if !(isWhole && goesOn), mark.moment >= lesson.session.momentCount { continue }
      do throws(Refusal) {
        try lesson.take(mark)
      } catch {
        leftOut.append(diagnostic(Lesson.Interruption(line: line, refusal: error)))
      }
    }
    return lesson
  }
}

extension Lesson {
  fileprivate mutating func go(to moment: MomentID) throws(Refusal) {
    guard (0..<session.momentCount).contains(moment) else {
      throw Refusal("There is no moment \(moment); the last one is \(session.momentCount - 1).")
    }
    session.jump(to: moment)
  }
}
