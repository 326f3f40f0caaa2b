package import Consensus
import Narration

/// What belongs to moments of a run and is no step of it: what a person answered, counted and named there, and what was
/// told besides the script.
package struct Marks: Hashable, Sendable {
  /// Which question of which moment.
  package struct Place: Hashable, Comparable, Sendable {
    package let moment: MomentID
    package let index: Int

    package init(moment: MomentID, index: Int) {
      self.moment = moment
      self.index = index
    }

    package static func < (one: Place, other: Place) -> Bool {
      (one.moment, one.index) < (other.moment, other.index)
    }
  }

  package enum Reply: Hashable, Sendable {
    case chose(Int)
    case passed
  }

  /// The values that can be chosen from a moment on, with rounds up to this one.
  package struct Forecast: Hashable, Sendable {
    package let rounds: Int
    /// Nil where the run has but one.
    package var slot: Int?
    package let values: [String]
  }

  /// What was answered to the questions of the script.
  package var answers: [Place: Reply] = [:]
  /// Hands that were counted for the choices of questions.
  package var tallies: [Place: [Int]] = [:]
  /// Names of branches, by their first moments.
  package var names: [MomentID: String] = [:]
  /// Why somebody other than the person took a step, and what came of it.
  package var notes: [MomentID: [String]] = [:]
  package var forecasts: [MomentID: Forecast] = [:]

  package init() {}

  /// Whether a person would miss it.
  package var isWorthKeeping: Bool {
    !tallies.isEmpty || !names.isEmpty || answers.values.contains { $0 != .passed }
  }

  /// The most hands for a choice.
  package static let maximumHands = 9_999
  /// Characters of a branch's name.
  package static let maximumName = 40
}

/// One of them.
package enum Mark: Hashable, Sendable {
  case answer(Marks.Place, Marks.Reply)
  case hands(Marks.Place, [Int])
  case name(MomentID, String)
  case note(MomentID, String)
  case forecast(MomentID, Marks.Forecast)

  var moment: MomentID {
    switch self {
    case .answer(let place, _), .hands(let place, _): place.moment
    case .name(let moment, _), .note(let moment, _), .forecast(let moment, _): moment
    }
  }
}

extension Marks {
  /// What is here and not in another one, in an order that depends on nothing else.
  func beyond(_ other: Marks) -> [Mark] {
    func new<Key: Comparable, Value: Equatable>(_ mine: [Key: Value], _ theirs: [Key: Value]) -> [(Key, Value)] {
      // Equal as a rule, which costs nothing to see.
      mine == theirs ? [] : mine.filter { theirs[$0.key] != $0.value }.sorted { $0.key < $1.key }
    }
    return new(names, other.names).map { Mark.name($0, $1) }
      + new(answers, other.answers).map { Mark.answer($0, $1) }
      + new(tallies, other.tallies).map { Mark.hands($0, $1) }
      + new(notes, other.notes).flatMap { moment, notes in
        notes.dropFirst(other.notes[moment]?.count ?? 0).map { Mark.note(moment, $0) }
      } + new(forecasts, other.forecasts).map { Mark.forecast($0, $1) }
  }
}

// MARK: - Of a lesson

extension Lesson {
  /// The questions of the script at a moment, in their order.
  package func questions(at moment: MomentID) -> [Question] {
    remarks(at: moment).compactMap { remark in
      if case .question(let question) = remark { question } else { nil }
    }
  }

  /// Names the branch that leads to the present moment, at its first step behind the last fork before; false at the
  /// beginning, where there is no branch yet.
  package mutating func nameBranch(_ name: String) -> Bool {
    let path = session.path(to: session.cursor)
    guard path.count > 1 else { return false }
    let fork = path.dropLast().lastIndex { session.children(of: $0).count > 1 } ?? 0
    // One blank between words, as the journal has it.
    let words = name.split(separator: " ").joined(separator: " ").prefix(Marks.maximumName)
    marks.names[path[fork + 1]] = String(words.reversed().drop { $0 == " " }.reversed())
    return true
  }

  /// Takes a mark that was read somewhere, if it can be one of this run.
  mutating func take(_ mark: Mark) throws(Refusal) {
    guard (0..<session.momentCount).contains(mark.moment) else {
      throw Refusal("There is no moment \(mark.moment); the last one is \(session.momentCount - 1).")
    }
    switch mark {
    case .answer(let place, let reply):
      let question = try question(at: place)
      if case .chose(let choice) = reply, !question.choices.indices.contains(choice) {
        throw Refusal("That question has \(counted(question.choices.count, "choice")).")
      }
      marks.answers[place] = reply
    case .hands(let place, let hands):
      let choices = try question(at: place).choices.count
      guard hands.count == choices else { throw Refusal("That question has \(counted(choices, "choice")).") }
      guard hands.allSatisfy({ $0 <= Marks.maximumHands }) else {
        throw Refusal("No choice has more than \(grouped(Marks.maximumHands)) hands.")
      }
      marks.tallies[place] = hands
    case .name(let moment, let name): marks.names[moment] = String(name.prefix(Marks.maximumName))
    case .note(let moment, let text): marks.notes[moment, default: []].append(text)
    case .forecast(let moment, let forecast): marks.forecasts[moment] = forecast
    }
  }

  private func question(at place: Marks.Place) throws(Refusal) -> Question {
    let questions = questions(at: place.moment)
    guard questions.indices.contains(place.index) else {
      throw Refusal("There is no question \(place.index + 1) at moment \(place.moment).")
    }
    return questions[place.index]
  }
}
