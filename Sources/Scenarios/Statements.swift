import Screen

/// A piece of a line between blanks, and where it begins.
struct Word: Hashable {
  let text: String
  /// In bytes from the beginning of the text.
  let offset: Int
}

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
      appendFreeWords(in: range, to: &statement.words)
    } else {
      appendWords(in: range, to: &statement.words)
    }
    if statement.words.count > count, let last = statement.words.last {
      statement.end = last.offset + last.text.utf8.count
    }
    statements.append(statement)
  }

  private func appendFreeWords(in range: Range<Int>, to words: inout [Word]) {
    var offset = range.lowerBound
    while offset < range.upperBound {
      let start = offset
      while offset < range.upperBound, !source.bytes[offset].isBlank { offset += 1 }
      if offset > start { words.append(Word(text: source.string(start..<offset), offset: start)) }
      offset += 1
    }
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
}

// MARK: - What no scenario may contain

extension StatementScanner {
  /// Complains about the first thing in a line that no scenario may contain.
  private mutating func isAllowed(_ range: Range<Int>) -> Bool {
    guard range.count <= Limits.line else {
      let length = "the line has \(grouped(range.count)) bytes, more than \(grouped(Limits.line)) (4 KiB)"
      complaints.append(
        Complaint(
          at: startOfScalar(range.lowerBound + Limits.line), length,
          remedy: "break it: a line that begins with white space continues the one before it"))
      return false
    }
    guard let special = range.first(where: { !Self.isPlain(source.bytes[$0]) }) else { return true }
    return isAllowedUnicode(special..<range.upperBound)
  }

  private static func isPlain(_ byte: UInt8) -> Bool { (0x20...0x7E).contains(byte) || byte == .tab }

  private mutating func isAllowedUnicode(_ range: Range<Int>) -> Bool {
    var bytes = source.bytes[range].makeIterator()
    var parser = Unicode.UTF8.ForwardParser()
    var offset = range.lowerBound
    while true {
      switch parser.parseScalar(from: &bytes) {
      case .emptyInput: return true
      case .error:
        let byte = hexadecimal(UInt32(source.bytes[offset]), digits: 2)
        complaints.append(Complaint(at: offset, "the byte 0x\(byte) is not UTF-8", remedy: "save the file as UTF-8"))
        return false
      case .valid(let encoded):
        let scalar = Unicode.UTF8.decode(encoded)
        guard scalar.isPrintable || scalar == "\t" else {
          complaints.append(
            Complaint(at: offset, "\(Self.name(of: scalar)) is not allowed in a scenario", remedy: "take it away"))
          return false
        }
        offset += encoded.count
      }
    }
  }

  private static func name(of scalar: Unicode.Scalar) -> String {
    let number = "U+\(hexadecimal(scalar.value, digits: 4))"
    return switch scalar.properties.generalCategory {
    case .control: "the control character \(number)"
    case .privateUse: "the private character \(number)"
    case .lineSeparator, .paragraphSeparator: "the line separator \(number)"
    case .unassigned, .surrogate: "\(number), which is no character,"
    default: "the invisible character \(number)"
    }
  }

  /// The beginning of the scalar that a byte belongs to, so that no place is inside a character.
  private func startOfScalar(_ offset: Int) -> Int {
    var start = offset
    while start > 0, offset - start < 3, source.bytes[start] & 0xC0 == 0x80 { start -= 1 }
    return start
  }
}

private func hexadecimal(_ number: UInt32, digits: Int) -> String {
  let text = String(number, radix: 16, uppercase: true)
  return String(repeating: "0", count: max(0, digits - text.count)) + text
}
