import Consensus
import Narration

extension Parser {
  /// The journal in the bytes of a file, as far as it can be read; or all that is wrong with its beginning, where not even
  /// the header of its scenario can be.
  package static func journal(_ bytes: [UInt8]) throws(InvalidText) -> Journal {
    let whole = SourceText(Array(bytes.prefix(Limits.file)))
    // Every line ends with a newline; without one it is half a line.
    var end = whole.bytes.last == .newline ? whole.bytes.count : whole.start(ofLine: whole.lineCount)
    var leftOut: [Diagnostic] = []
    if end < whole.bytes.count {
      leftOut.append(whole.diagnostic(Complaint(at: end, "the journal breaks off in this line")))
    }
    var first: InvalidText?
    while true {
      do throws(InvalidText) {
        let parsed = try parse(Array(whole.bytes[..<end]))
        var reader = JournalReader(parsed, of: whole)
        return reader.read(leftOut)
      } catch {
        let original = first ?? error
        first = original
        guard let faulty = error.diagnostics.first else { throw original }
        let start = whole.startOfStatement(onLine: faulty.line)
        guard start > 0, start < end else { throw original }
        leftOut.append(faulty)
        end = start
      }
    }
  }
}

extension SourceText {
  /// Where the statement begins that a line is part of.
  fileprivate func startOfStatement(onLine line: Int) -> Int {
    var line = min(line, lineCount)
    while line > 1, let byte = bytes[self.line(line)].first, byte.isBlank { line -= 1 }
    return start(ofLine: line)
  }
}

/// Sorts the lines of a file that is a scenario, at least in its beginning, into the parts of a journal.
private struct JournalReader {
  /// The scenario, from the lines that can be read.
  private let parsed: Parsed
  private let source: SourceText
  private var leftOut: [Diagnostic] = []
  private var name = "journal"
  private var mutations: [String]
  private var items: [Scenario.Item] = []
  private var lines: [Int] = []
  private var entries: [Journal.Entry] = []
  private var parts: [Journal.Part] = []
  private var isBeside = false
  /// Nothing was met yet behind which the numbers of moments would mean something else.
  private var isWhole = true

  init(_ parsed: Parsed, of source: SourceText) {
    self.parsed = parsed
    self.source = source
    mutations = parsed.scenario.setup.mutations
  }

  mutating func read(_ leftOut: [Diagnostic]) -> Journal {
    self.leftOut = leftOut
    var next = 0
    for line in 1...source.lineCount {
      // Marks are true of the moments that there are, wherever they stand; steps are not.
      if line == parsed.source.lineCount, line < source.lineCount { isWhole = false }
      while next < parsed.lines.count, parsed.lines[next] <= line {
        take(parsed.scenario.items[next], line: parsed.lines[next])
        next += 1
      }
      let range = source.line(line)
      guard range.count <= Limits.line, source.bytes[range].starts(with: "#@".utf8) else { continue }
      guard obey(source.words(in: range), at: line) else { break }
    }
    finishPart()
    return Journal(name: name, parts: parts, leftOut: self.leftOut)
  }

  private mutating func take(_ item: Scenario.Item, line: Int) {
    if isBeside, case .command(let command) = item {
      if isWhole { entries.append(Journal.Entry(act: .take(command), line: line)) }
    } else {
      items.append(item)
      lines.append(line)
    }
  }

  /// What a line that begins with `#@` says; false where nothing behind it can be taken.
  private mutating func obey(_ words: [Word], at line: Int) -> Bool {
    guard let mark = words.first, words.count > 1 else {
      return loseTrack(Complaint(at: source.start(ofLine: line), "`#@` says nothing", remedy: Self.forms))
    }
    let verb = words[1]
    let rest = Array(words.dropFirst(2))
    guard mark.text == "#@" else { return loseTrack(unknown(mark)) }
    do throws(Complaint) {
      switch verb.text {
      case "journal": if line == 1 { name = text(of: rest) }
      case "besides": isBeside = true
      case "go": try go(rest, at: verb)
      case "mutate": return begin(rest, at: verb)
      case "answer", "hands", "name", "note", "possible":
        let mark = try Mark(verb, rest)
        entries.append(Journal.Entry(act: .mark(mark), line: line))
      default: return loseTrack(unknown(verb))
      }
    } catch {
      leaveOut(error)
    }
    return true
  }

  private static let forms =
    "a journal has `#@ journal NAME`, `#@ besides`, `#@ go N`, `#@ mutate NAME …`, and marks such as `#@ answer 5 1 b`"

  private func unknown(_ word: Word) -> Complaint {
    Complaint(word, "\(quoted(word.text)) means nothing in a journal", remedy: Self.forms)
  }

  /// It may have been anything, so that nothing is known of the steps behind it.
  private mutating func loseTrack(_ complaint: Complaint) -> Bool {
    leaveOut(complaint)
    isWhole = false
    return true
  }

  private mutating func leaveOut(_ complaint: Complaint) {
    // What nobody reads need not be kept.
    if leftOut.count < Limits.diagnostics { leftOut.append(source.diagnostic(complaint)) }
  }

  private mutating func go(_ rest: [Word], at verb: Word) throws(Complaint) {
    guard isWhole else { return }
    guard isBeside, let word = rest.first, let moment = number(word) else {
      isWhole = false
      let what = isBeside ? "`go` needs the number of a moment" : "`go` stands above `#@ besides`"
      throw Complaint(rest.first ?? verb, what, remedy: "`#@ go 7`")
    }
    entries.append(Journal.Entry(act: .go(moment), line: source.line(at: word.offset)))
  }

  /// Begins the second part; false where there can be none.
  private mutating func begin(_ rest: [Word], at verb: Word) -> Bool {
    guard isWhole else { return false }
    guard parts.isEmpty, isBeside else {
      leaveOut(Complaint(verb, "a journal has two parts at most, and each its `#@ besides`"))
      return false
    }
    finishPart()
    mutations = rest.map(\.text).filter { $0 != "nothing" }
    return true
  }

  private mutating func finishPart() {
    var scenario = parsed.scenario
    scenario.setup.mutations = mutations
    scenario.items = items
    parts.append(
      Journal.Part(
        script: Parsed(scenario: scenario, lines: lines, source: source, headerLines: parsed.headerLines),
        entries: entries, isWhole: isWhole))
    items = []
    lines = []
    entries = []
    isBeside = false
  }
}

// MARK: - Marks

private func number(_ word: Word) -> Int? { isNumber(word.text) ? Int(word.text) : nil }

private func text(of words: [Word]) -> String { words.map(\.text).joined(separator: " ") }

extension Mark {
  /// What follows the name of a mark.
  fileprivate init(_ verb: Word, _ rest: [Word]) throws(Complaint) {
    guard let first = rest.first, let moment = number(first) else {
      throw Complaint(
        rest.first ?? verb, "`\(verb.text)` needs the number of a moment", remedy: "`#@ \(verb.text) 7 …`")
    }
    let others = Array(rest.dropFirst())
    switch verb.text {
    case "name": self = .name(moment, try Self.text(others, verb))
    case "note": self = .note(moment, try Self.text(others, verb))
    case "possible":
      guard let rounds = others.first.flatMap(number), (1...Limits.bound).contains(rounds) else {
        throw Complaint(
          others.first ?? verb, "`possible` needs a number of rounds", remedy: "`#@ possible 9 4 red blue`")
      }
      var values = others.dropFirst()
      var slot: Int?
      if let word = values.first, word.text.hasPrefix("@") {
        slot = Int(word.text.dropFirst())
        guard let slot, 1...Limits.slot ~= slot else { throw Complaint(word, "this is no slot", remedy: "`@2`") }
        values = values.dropFirst()
      }
      if let wrong = values.first(where: { !isName($0.text) }) { throw Complaint(wrong, "this is no value") }
      self = .forecast(moment, Marks.Forecast(rounds: rounds, slot: slot, values: values.map(\.text)))
    default:
      guard let index = others.first.flatMap(number), index > 0 else {
        throw Complaint(
          others.first ?? verb, "`\(verb.text)` needs the number of a question", remedy: "`#@ \(verb.text) 5 1 …`")
      }
      let place = Marks.Place(moment: moment, index: index - 1)
      let values = Array(others.dropFirst())
      self =
        verb.text == "answer" ? .answer(place, try Self.reply(values, verb)) : .hands(place, try Self.hands(values))
    }
  }

  private static func text(_ words: [Word], _ verb: Word) throws(Complaint) -> String {
    guard !words.isEmpty else { throw Complaint(at: verb.end, "`\(verb.text)` has no text") }
    return Scenarios.text(of: words)
  }

  private static func reply(_ words: [Word], _ verb: Word) throws(Complaint) -> Marks.Reply {
    guard words.count == 1 else {
      throw Complaint(words.dropFirst().first ?? verb, "`answer` has one answer", remedy: "`#@ answer 5 1 b`")
    }
    if words[0].text == "passed" { return .passed }
    if let choice = number(words[0]), choice > 26 { return .chose(choice - 1) }
    guard words[0].text.utf8.count == 1, let letter = words[0].text.utf8.first,
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(letter)
    else { throw Complaint(words[0], "an answer is a letter, or `passed`", remedy: "`#@ answer 5 1 b`") }
    return .chose(Int(letter - UInt8(ascii: "a")))
  }

  private static func hands(_ words: [Word]) throws(Complaint) -> [Int] {
    var hands: [Int] = []
    for word in words {
      guard let count = number(word) else {
        throw Complaint(word, "this is no number of hands", remedy: "`#@ hands 5 1 12 7 0`")
      }
      hands.append(count)
    }
    return hands
  }
}
