import Consensus
package import Narration
import Screen

/// Writes scenarios as the language has them, so that reading what was written gives the same scenario.
package enum Printer {
  /// A whole file. Nothing in it is unsafe to print, and no line is longer than it need be.
  package static func text(_ scenario: Scenario) -> String {
    var lines: [String] = []
    for word in HeaderWord.allCases {
      for text in texts(of: word, scenario) { lines += wrapped(word.rawValue, text, column: 11) }
    }
    return lines.joined(separator: "\n") + "\n" + (scenario.items.isEmpty ? "" : "\n" + steps(of: scenario))
  }

  /// What stands below the header.
  package static func steps(of scenario: Scenario) -> String {
    scenario.items.flatMap(lines).map { $0 + "\n" }.joined()
  }

  /// One command as a line of a file, or several lines where it is long.
  package static func text(of command: Command) -> String {
    lines(of: .command(command)).joined(separator: "\n") + "\n"
  }

  private static func lines(of item: Scenario.Item) -> [String] {
    switch item {
    case .note(let text): return line(.note, text)
    case .expect(let fact): return line(.expect, fact.description)
    case .ask(let question):
      let choices = question.choices.flatMap { line($0.isRight ? .rightChoice : .choice, $0.text) }
      return line(.ask, question.text) + choices + line(.because, question.because)
    case .command(let command):
      let text = command.description
      let verb = text.prefix { $0 != " " }
      return wrapped(String(verb), String(text.dropFirst(verb.count)), column: 9)
    }
  }

  private static func line(_ telling: Telling, _ text: String) -> [String] {
    wrapped(telling.rawValue, text, column: 9)
  }

  /// What the header's lines with a keyword say; none where there is no such line.
  private static func texts(of word: HeaderWord, _ scenario: Scenario) -> [String] {
    let setup = scenario.setup
    return switch word {
    case .title: [scenario.title]
    case .about: scenario.about.map { [$0] } ?? []
    case .cites: scenario.cites
    case .algorithm: [setup.algorithm]
    case .proposers: list(setup.proposers.map(written))
    case .acceptors: list(setup.acceptors)
    case .learners: list(setup.learners)
    case .servers: list(setup.servers.map(written))
    case .quorum: setup.quorums.map { ["phase1=\($0.phase1) phase2=\($0.phase2)"] } ?? []
    case .mutate: list(setup.mutations)
    case .refusals: setup.refusals.map { [$0 ? "on" : "off"] } ?? []
    case .learning: setup.learning.map { [$0.rawValue] } ?? []
    case .retry: setup.retry.map { [$0.rawValue] } ?? []
    case .box: setup.box.map { [$0.rawValue] } ?? []
    case .bounds: setup.bounds.map { list(words(of: $0)) } ?? []
    }
  }

  private static func list(_ words: [String]) -> [String] {
    words.isEmpty ? [] : [words.joined(separator: " ")]
  }

  private static func written(_ wisher: Setup.Wisher) -> String {
    wisher.wish.map { "\(wisher.name)=\($0)" } ?? wisher.name
  }

  private static func words(of bounds: Setup.Bounds) -> [String] {
    let numbers = [("rounds", bounds.rounds), ("crashes", bounds.crashes), ("duplicates", bounds.duplicates)]
    var words = numbers.compactMap { name, number in number.map { "\(name)=\($0)" } }
    if let field = bounds.forgetting { words.append("forgetting=\(field)") }
    if let limit = bounds.limit { words.append("limit=\(limit)") }
    return words
  }
}

// MARK: - Layout

extension Printer {
  /// Columns of a line, where its words allow it.
  private static let width = 100

  /// A keyword and a text as lines: the words begin at a column, and lines that continue begin with blanks.
  private static func wrapped(_ keyword: String, _ text: String, column: Int) -> [String] {
    let words = words(of: text)
    let indentation = String(repeating: " ", count: column)
    var lines: [String] = []
    var line = keyword + String(repeating: " ", count: max(1, column - keyword.utf8.count))
    var room = width - Width.of(line)
    var isEmpty = true
    for word in words {
      let columns = Width.of(word)
      if !isEmpty && columns + 1 > room || isEmpty && line.utf8.count + word.utf8.count > Limits.line {
        lines.append(line)
        // A word that hardly fits into a line at all has no room for indentation.
        line = column + word.utf8.count > Limits.line ? " " : indentation
        room = width - column
        isEmpty = true
      }
      line += isEmpty ? word : " " + word
      room -= isEmpty ? columns : columns + 1
      isEmpty = false
    }
    return (lines + [line]).map(withoutTrailingBlanks)
  }

  /// What stands between blanks and line breaks, made safe.
  private static func words(of text: String) -> [String] {
    let safe = singleLine(text)
    return safe.unicodeScalars.split(separator: " ").map { String($0) }
  }

  private static func withoutTrailingBlanks(_ line: String) -> String {
    let blanks = line.utf8.reversed().prefix { $0 == .blank }.count
    return String(line.unicodeScalars.dropLast(blanks))
  }
}
