import Scenarios
import Screen

/// The bytes of a script, and its lines.
struct ScriptText: Sendable {
  /// Without a byte order mark.
  let bytes: [UInt8]
  /// The lines, each without what ends it.
  let lines: [Range<Int>]

  init(_ bytes: [UInt8]) {
    let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
    var lines: [Range<Int>] = []
    var start = 0
    while start <= text.count {
      let end = text[start...].firstIndex(of: UInt8(ascii: "\n")) ?? text.count
      let endsWithReturn = end > start && text[end - 1] == UInt8(ascii: "\r")
      lines.append(start..<(endsWithReturn ? end - 1 : end))
      start = end + 1
    }
    self.bytes = text
    self.lines = lines
  }

  func string(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  /// The pieces of a range between blanks.
  func words(in range: Range<Int>) -> [Word] {
    bytes[range].split { $0.isBlank }.map { Word(text: string($0.indices), offset: $0.startIndex) }
  }

  /// Turns a place in bytes into one that people can find.
  func mistake(_ slip: Slip) -> Mistake {
    let number = lineNumber(at: slip.offset)
    let range = lines[number - 1]
    let offset = min(max(slip.offset, range.lowerBound), range.upperBound)
    // A line can be as long as the file; only what is near the place is shown.
    let before = singleLine(string(max(range.lowerBound, offset - Limits.line)..<offset))
    let behind = singleLine(string(offset..<min(range.upperBound, offset + 4 * Self.width)))
    let from = before.count + behind.count > Self.width ? max(0, before.count - Self.width / 2) : 0
    let left = (from > 0 ? "…" : "") + String(before.dropFirst(from))
    let right = behind.prefix(Self.width - left.count)
    return Mistake(
      line: number, column: before.count + 1, message: slip.message, remedy: slip.remedy,
      excerpt: left + right + (right.count < behind.count ? "…" : ""), indentation: Width.of(left))
  }

  /// The error of a whole file, with its mistakes in the order of their places.
  func invalid(_ slips: [Slip]) -> InvalidScript {
    let told = slips.sorted { $0.offset < $1.offset }.prefix(Limits.diagnostics)
    return InvalidScript(mistakes: told.map(mistake), omitted: slips.count - told.count)
  }

  /// Characters of a line that are shown.
  private static let width = 100

  /// Counted from 1.
  private func lineNumber(at offset: Int) -> Int {
    var low = 0
    var high = lines.count
    while low < high {
      let middle = (low + high) / 2
      if lines[middle].lowerBound <= offset { low = middle + 1 } else { high = middle }
    }
    return max(low, 1)
  }
}

/// A piece of a line between blanks, and where it begins.
struct Word: Hashable {
  let text: String
  /// In bytes from the beginning of the script.
  let offset: Int

  var end: Int { offset + text.utf8.count }
}

extension UInt8 {
  var isBlank: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") }
  var isDigit: Bool { (0x30...0x39).contains(self) }
}

// MARK: - What no script may contain

extension ScriptText {
  /// The first thing in a line that no script may contain: comments become notes on a terminal.
  func forbidden(in line: Range<Int>) -> Slip? {
    guard line.count <= Limits.line else {
      return Slip(
        at: startOfScalar(line.lowerBound + Limits.line),
        "the line has \(grouped(line.count)) bytes, more than \(grouped(Limits.line)) (4 KiB)", remedy: "break it")
    }
    var rest = bytes[line].makeIterator()
    var parser = Unicode.UTF8.ForwardParser()
    var offset = line.lowerBound
    while true {
      switch parser.parseScalar(from: &rest) {
      case .emptyInput: return nil
      case .error:
        return Slip(
          at: offset, "not UTF-8: the byte 0x\(hexadecimal(UInt32(bytes[offset]), digits: 2))",
          remedy: "save the file as UTF-8")
      case .valid(let encoded):
        let scalar = Unicode.UTF8.decode(encoded)
        guard scalar.isPrintable || scalar == "\t" else {
          let kind = scalar.properties.generalCategory == .control ? "control" : "invisible"
          return Slip(
            at: offset, "the \(kind) character U+\(hexadecimal(scalar.value, digits: 4)) is not allowed in a script",
            remedy: "take it away")
        }
        offset += encoded.count
      }
    }
  }

  /// The beginning of the scalar that a byte belongs to, so that no place is inside a character.
  private func startOfScalar(_ offset: Int) -> Int {
    var start = offset
    while start > 0, offset - start < 3, bytes[start] & 0xC0 == 0x80 { start -= 1 }
    return start
  }
}

private func hexadecimal(_ number: UInt32, digits: Int) -> String {
  let text = String(number, radix: 16, uppercase: true)
  return String(repeating: "0", count: max(0, digits - text.count)) + text
}
