package import Narration

/// A lesson, a test and a recording at once: what a scenario file says, without how it was laid out.
///
/// Free texts are words with one blank between them, so that a text may be wrapped anywhere and stay the same.
package struct Scenario: Hashable, Sendable {
  package var title: String
  package var about: String?
  package var cites: [String] = []
  package var setup: Setup
  package var items: [Item] = []

  package init(title: String, setup: Setup) {
    self.title = title
    self.setup = setup
  }

  /// One line below the header; a question is several.
  package enum Item: Hashable, Sendable {
    case command(Command)
    /// Shown before the next step.
    case note(String)
    case ask(Question)
    /// Checked when the scenario is replayed.
    case expect(Fact)
  }
}

/// Something to think about before the run goes on. It never changes the run.
package struct Question: Hashable, Sendable {
  package struct Choice: Hashable, Sendable {
    package let text: String
    package let isRight: Bool

    package init(_ text: String, isRight: Bool) {
      self.text = text
      self.isRight = isRight
    }
  }

  package var text: String
  /// At least one, and at least one that is right.
  package var choices: [Choice]
  /// Why the right ones are right.
  package var because: String

  package init(_ text: String, choices: [Choice], because: String) {
    self.text = text
    self.choices = choices
    self.because = because
  }
}

/// A scenario and where its parts stand in the file that it was read from.
package struct Parsed: Sendable {
  package var scenario: Scenario
  /// For each item the line that it begins on, counted from 1.
  package let lines: [Int]
  let source: SourceText
  /// On which line each word of the header stands.
  let headerLines: [HeaderWord: Int]

  /// The line of the header that an algorithm refuses.
  func line(ofRefused refusal: Refusal) -> Int {
    let word: HeaderWord? =
      switch refusal.subject {
      case .mutations: .mutate
      case .wish(of: let node): scenario.setup.servers.contains { $0.name == node } ? .servers : .proposers
      case nil: nil
      }
    return word.flatMap { headerLines[$0] } ?? headerLines[.algorithm] ?? 1
  }

  /// What stands above a line.
  func before(line: Int) -> Parsed {
    var scenario = scenario
    let kept = lines.prefix { $0 < line }
    scenario.items = Array(scenario.items.prefix(kept.count))
    return Parsed(scenario: scenario, lines: Array(kept), source: source, headerLines: headerLines)
  }

  /// What is wrong with a line that the language allows: a command that cannot be done, an expectation that failed.
  package func diagnostic(line: Int, _ message: String, remedy: String? = nil) -> Diagnostic {
    source.diagnostic(Complaint(at: source.start(ofLine: line), message, remedy: remedy))
  }
}
