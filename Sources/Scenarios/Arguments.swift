import Consensus
import Narration

/// The words behind a keyword, being read from left to right.
///
/// What leaves the rest of the line without meaning is thrown; what does not (a name that does not exist, a number that
/// is too large) is noted, so that a line tells all of its errors.
struct Arguments {
  let lexicon: Lexicon
  let keyword: Word
  /// How the line is written: what to say where it is written otherwise.
  var form: String
  private var words: ArraySlice<Word>
  private let end: Int
  private(set) var complaints: [Complaint] = []

  init(_ statement: Statement, form: String, lexicon: Lexicon) {
    self.lexicon = lexicon
    self.form = form
    keyword = statement.keyword
    words = statement.words[...]
    end = statement.end
  }

  var next: Word? { words.first }
  var remaining: ArraySlice<Word> { words }
  /// Where something is missing.
  var place: Int { words.first?.offset ?? end }

  mutating func take() -> Word? { words.popFirst() }

  mutating func takeAll() -> ArraySlice<Word> {
    defer { words = [] }
    return words
  }

  /// Takes the next word if it is the given one.
  mutating func take(_ text: String) -> Bool {
    guard words.first?.text == text else { return false }
    words.removeFirst()
    return true
  }

  /// The next word, which must be there.
  mutating func need(_ what: String) throws(Complaint) -> Word {
    guard let word = words.popFirst() else { throw missing(what) }
    return word
  }

  func missing(_ what: String) -> Complaint {
    Complaint(at: place, "\(what) is missing", remedy: asWritten)
  }

  /// Says how the line is written.
  var asWritten: String { "it is written `\(form)`" }

  mutating func note(_ complaint: Complaint) { complaints.append(complaint) }

  mutating func note(_ word: Word, _ message: String, remedy: String) {
    complaints.append(Complaint(word, message, remedy: remedy))
  }

  mutating func noteRepetition(of word: Word) {
    note(word, "\(quoted(word.text)) stands twice", remedy: "take one of them away")
  }

  /// Nothing may follow.
  mutating func finish() {
    guard let word = words.first else { return }
    note(word, "\(quoted(word.text)) is one word too many", remedy: asWritten)
  }
}

// MARK: - Words

extension Arguments {
  /// A name or a value.
  mutating func name(_ word: Word, what: String) -> String {
    if word.text.isEmpty {
      note(word, "\(what) is missing", remedy: asWritten)
    } else if !isName(word.text) {
      note(
        word, "\(quoted(word.text)) cannot be \(what)",
        remedy: "names and values are up to \(Limits.name) letters, digits, `-` and `_`")
    }
    return word.text
  }

  mutating func value(_ word: Word) -> String {
    if word.text == "nothing" { note(word, "`nothing` cannot be a value", remedy: "it stands for no value at all") }
    return name(word, what: "a value")
  }

  /// One of the words that there are, or that their owner has; any word where nobody knows what there is.
  mutating func known(
    _ word: Word, _ what: String, of owner: String? = nil, among names: [String]?, plural: String
  ) -> String {
    if let names, !names.contains(word.text) {
      note(
        word, "\(owner.map { "\($0) has" } ?? "there is") no \(what) \(quoted(word.text))",
        remedy: remedy(for: word.text, among: names, plural: plural))
    }
    return word.text
  }

  mutating func node(_ word: Word) -> String {
    known(word, "node", among: lexicon.knowsNodes ? lexicon.nodes : nil, plural: "nodes")
  }

  mutating func node() throws(Complaint) -> String { node(try need("the name of a node")) }

  /// One node or more, each once, up to one of the given words or the end.
  mutating func nodes(until stops: String...) throws(Complaint) -> [String] {
    var names: [String] = []
    while let word = next, !stops.contains(word.text) {
      words.removeFirst()
      if names.contains(word.text) { noteRepetition(of: word) } else { names.append(node(word)) }
    }
    guard !names.isEmpty else { throw missing("the name of a node") }
    return names
  }

  /// One of a few words.
  mutating func choice(_ choices: [String]) throws(Complaint) -> String {
    let expected = choices.map { "`\($0)`" }.joined(separator: " or ")
    let word = try need(expected)
    guard choices.contains(word.text) else {
      throw Complaint(
        word, "\(quoted(word.text)) is not \(expected)", remedy: didYouMean(word.text, among: choices) ?? asWritten)
    }
    return word.text
  }
}

// MARK: - Numbers

extension Arguments {
  mutating func number(_ what: String, in range: ClosedRange<Int>) throws(Complaint) -> Int {
    try number(try need(what), what, in: range)
  }

  /// A number within bounds; a word that is none is an error that ends the line.
  mutating func number(_ word: Word, _ what: String, in range: ClosedRange<Int>) throws(Complaint) -> Int {
    guard isNumber(word.text) else {
      let message = word.text.isEmpty ? "\(what) is missing" : "\(quoted(word.text)) is not a whole number"
      throw Complaint(word, message, remedy: asWritten)
    }
    guard let number = Int(word.text), range.contains(number) else {
      note(
        word, "\(what) cannot be \(quoted(word.text))",
        remedy: "it is at least \(grouped(range.lowerBound)) and at most \(grouped(range.upperBound))")
      return range.lowerBound
    }
    return number
  }

  /// `KEY=NUMBER` and the like, each key once.
  mutating func pairs(keys: [String]) throws(Complaint) -> [(key: Word, value: Word)] {
    var pairs: [(key: Word, value: Word)] = []
    repeat {
      let word = try need("\(keys.map { "`\($0)=…`" }.joined(separator: " or "))")
      guard let (key, value) = Self.pair(word) else {
        throw Complaint(word, "\(quoted(word.text)) has no `=` in it", remedy: asWritten)
      }
      if !keys.contains(key.text) {
        note(
          key, "\(quoted(key.text)) cannot be set here", remedy: didYouMean(key.text, among: keys) ?? asWritten)
      } else if pairs.contains(where: { $0.key.text == key.text }) {
        noteRepetition(of: key)
      } else {
        pairs.append((key, value))
      }
    } while next != nil
    return pairs
  }

  /// Splits a word at its first `=`.
  static func pair(_ word: Word) -> (key: Word, value: Word)? {
    let bytes = word.text.utf8
    guard let sign = bytes.firstIndex(of: UInt8(ascii: "=")) else { return nil }
    let value = String(word.text[bytes.index(after: sign)...])
    return (
      Word(text: String(word.text[..<sign]), offset: word.offset),
      Word(text: value, offset: word.offset + bytes.count - value.utf8.count)
    )
  }
}
