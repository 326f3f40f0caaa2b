import Screen

/// The bytes of a scenario or of a script, and its lines.
///
/// Works on bytes: indexing a String by characters would make long files slow.
package struct SourceText: Sendable {
  /// Without a byte order mark.
  package let bytes: [UInt8]
  /// Where each line begins; there is at least one.
  private let starts: [Int]

  package init(_ bytes: [UInt8]) {
    let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
    var starts = [0]
    for offset in text.indices where text[offset] == .newline { starts.append(offset + 1) }
    self.bytes = text
    self.starts = starts
  }

  package var lineCount: Int { starts.count }

  /// Counted from 1.
  func start(ofLine line: Int) -> Int { starts[min(max(line, 1), starts.count) - 1] }

  /// The bytes of a line, counted from 1, without what ends it.
  package func line(_ line: Int) -> Range<Int> {
    let start = starts[line - 1]
    var end = line < starts.count ? starts[line] - 1 : bytes.count
    // Where a line ends with CR LF, both end it.
    if line < starts.count, end > start, bytes[end - 1] == .carriageReturn { end -= 1 }
    return start..<end
  }

  /// The line that a byte is on, counted from 1. O(log lines).
  package func line(at offset: Int) -> Int {
    var low = 0
    var high = starts.count
    while low < high {
      let middle = (low + high) / 2
      if starts[middle] <= offset { low = middle + 1 } else { high = middle }
    }
    return low
  }

  package func string(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  /// The pieces of a range between blanks.
  package func words(in range: Range<Int>) -> [Word] {
    bytes[range].split(whereSeparator: \.isBlank).map { Word(text: string($0.indices), offset: $0.startIndex) }
  }

  /// Turns a place in bytes into one that people can find. O(length of the line).
  package func diagnostic(_ complaint: Complaint) -> Diagnostic {
    let number = line(at: complaint.offset)
    let range = line(number)
    let offset = min(max(complaint.offset, range.lowerBound), range.upperBound)
    // Nothing is ever wrong behind the longest line's end, and nothing far behind the place is shown.
    let before = shown(max(range.lowerBound, offset - Limits.line)..<offset)
    let behind = shown(offset..<min(range.upperBound, offset + 4 * Self.width))
    let from = before.count + behind.count > Self.width ? max(0, before.count - Self.width / 2) : 0
    let left = (from > 0 ? "…" : "") + String(before.dropFirst(from))
    let right = behind.prefix(Self.width - left.count)
    return Diagnostic(
      line: number, column: before.count + 1, message: complaint.message, remedy: complaint.remedy,
      excerpt: left + right + (right.count < behind.count ? "…" : ""), indentation: Width.of(left))
  }

  /// Characters of a line that are shown.
  private static let width = 100

  private func shown(_ range: Range<Int>) -> String {
    singleLine(string(range))
  }
}

/// A piece of a line between blanks, and where it begins.
package struct Word: Hashable {
  package let text: String
  /// In bytes from the beginning of the text.
  package let offset: Int

  /// Just behind it.
  package var end: Int { offset + text.utf8.count }
}

extension UInt8 {
  static let newline = UInt8(ascii: "\n")
  static let carriageReturn = UInt8(ascii: "\r")
  static let tab = UInt8(ascii: "\t")
  static let blank = UInt8(ascii: " ")
  static let hash = UInt8(ascii: "#")

  var isBlank: Bool { self == .blank || self == .tab }
  package var isDigit: Bool { 0x30 <= self && self <= 0x39 }
  var isLetter: Bool { 0x61 <= self | 0x20 && self | 0x20 <= 0x7A }
  /// Whether it may be part of a name or a value.
  var isNamePart: Bool { isLetter || isDigit || self == UInt8(ascii: "-") || self == UInt8(ascii: "_") }
}
