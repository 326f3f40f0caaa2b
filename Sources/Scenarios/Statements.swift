/// A line with the lines that continue it, cut into words. Comments are gone.
struct Statement {
  let keyword: Word
  /// What follows the keyword. Of a free text: its words, which may contain anything.
  var words: [Word] = []
  /// Just behind the last word, where something is missing if anything is.
  var end: Int
  /// It contains what no scenario may contain, which was complained about: nothing else in it is worth a complaint.
  var isDamaged = false

  /// The words with one blank between them.
  var text: String { words.map(\.text).joined(separator: " ") }
}

/// Cuts a text into statements: joins continued lines, drops comments, refuses what no scenario may contain.
struct StatementScanner {
  private let source: SourceText
  /// Whether what follows a keyword is free text, in which `#` is a character like any other.
  private let isFree: (String) -> Bool
  private(set) var statements: [Statement] = []
  private(set) var complaints: [Complaint] = []

  init(_ source: SourceText, isFree: @escaping (String) -> Bool) {
    self.source = source
    self.isFree = isFree
  }

  mutating func scanAll() {
    for number in 1...source.lineCount { scan(source.line(number)) }
  }

  /// One line of its own, where white space at the beginning means nothing.
  mutating func scanSingle() {
    let range = source.bytes.indices
    let isDamaged = !isAllowed(range)
    let start = range.drop { source.bytes[$0].isBlank }
    if !start.isEmpty { open(start, isDamaged: isDamaged) }
  }

  private mutating func scan(_ range: Range<Int>) {
    guard let first = range.first else { return }
    let isDamaged = !isAllowed(range)
    guard source.bytes[first].isBlank else { return open(range, isDamaged: isDamaged) }
    let start = range.drop { source.bytes[$0].isBlank }
    guard !start.isEmpty else { return }
    if statements.isEmpty {
      guard source.bytes[start.lowerBound] != .hash else { return }
      complaints.append(
        Complaint(
          at: first, "a line that begins with white space continues the one before it, and there is none",
          remedy: "take the white space away"))
      open(start, isDamaged: isDamaged)
    } else {
      extend(with: start, isDamaged: isDamaged)
    }
  }

  /// Begins a statement, unless the line is a comment.
  private mutating func open(_ range: Range<Int>, isDamaged: Bool) {
    let end = range.first { source.bytes[$0].isBlank || source.bytes[$0] == .hash } ?? range.upperBound
    guard end > range.lowerBound else { return }
    let keyword = Word(text: source.string(range.lowerBound..<end), offset: range.lowerBound)
    statements.append(Statement(keyword: keyword, end: end))
    extend(with: end..<range.upperBound, isDamaged: isDamaged)
  }

  private mutating func extend(with range: Range<Int>, isDamaged: Bool) {
    var statement = statements.removeLast()
    statement.isDamaged = statement.isDamaged || isDamaged
    let count = statement.words.count
    if isFree(statement.keyword.text) {
      statement.words += source.words(in: range)
    } else {
      appendWords(in: range, to: &statement.words)
    }
    if statement.words.count > count, let last = statement.words.last {
      statement.end = last.end
    }
    statements.append(statement)
  }

  /// `|` and `->` are words even without blanks around them: no name contains them.
  private func appendWords(in range: Range<Int>, to words: inout [Word]) {
    var start = range.lowerBound
    var offset = start
    func finish() {
      if offset > start { words.append(Word(text: source.string(start..<offset), offset: start)) }
    }
    while offset < range.upperBound, source.bytes[offset] != .hash {
      let mark = markLength(at: offset, in: range)
      if mark > 0 || source.bytes[offset].isBlank {
        finish()
        if mark > 0 { words.append(Word(text: source.string(offset..<offset + mark), offset: offset)) }
        offset += max(mark, 1)
        start = offset
      } else {
        offset += 1
      }
    }
    finish()
  }

  private func markLength(at offset: Int, in range: Range<Int>) -> Int {
    switch source.bytes[offset] {
    case UInt8(ascii: "|"): return 1
    case UInt8(ascii: "-"):
      return offset + 1 < range.upperBound && source.bytes[offset + 1] == UInt8(ascii: ">") ? 2 : 0
    default: return 0
    }
  }

  /// Complains about the first thing in a line that no scenario may contain.
  private mutating func isAllowed(_ range: Range<Int>) -> Bool {
    let complaint = source.firstForbidden(
      in: range, of: "a scenario", breaking: "break it: a line that begins with white space continues the one before it"
    )
    if let complaint { complaints.append(complaint) }
    return complaint == nil
  }
}
