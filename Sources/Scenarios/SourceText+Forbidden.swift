import Narration
import Screen

extension SourceText {
  /// The first thing in a line that no text may contain: every line may be quoted on a terminal.
  ///
  /// `kind` is what the text is called, `a scenario`; `remedy` says how a line that is too long can be broken.
  package func firstForbidden(in line: Range<Int>, of kind: String, breaking remedy: String) -> Complaint? {
    guard line.count <= Limits.line else {
      return Complaint(
        at: startOfScalar(line.lowerBound + Limits.line),
        "the line has \(grouped(line.count)) bytes, more than \(grouped(Limits.line)) (4 KiB)", remedy: remedy)
    }
    // Most lines hold nothing but plain characters, which need no decoding.
    guard let special = line.first(where: { !Self.isPlain(bytes[$0]) }) else { return nil }
    return firstForbiddenScalar(in: special..<line.upperBound, of: kind)
  }

  private static func isPlain(_ byte: UInt8) -> Bool { (0x20...0x7E).contains(byte) || byte == .tab }

  private func firstForbiddenScalar(in range: Range<Int>, of kind: String) -> Complaint? {
    var rest = bytes[range].makeIterator()
    var parser = Unicode.UTF8.ForwardParser()
    var offset = range.lowerBound
    while true {
      switch parser.parseScalar(from: &rest) {
      case .emptyInput: return nil
      case .error:
        let byte = hexadecimal(UInt32(bytes[offset]), digits: 2)
        return Complaint(at: offset, "the byte 0x\(byte) is not UTF-8", remedy: "save the file as UTF-8")
      case .valid(let encoded):
        let scalar = Unicode.UTF8.decode(encoded)
        guard scalar.isPrintable || scalar == "\t" else {
          return Complaint(at: offset, "\(name(of: scalar)) is not allowed in \(kind)", remedy: "take it away")
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

private func name(of scalar: Unicode.Scalar) -> String {
  let number = "U+\(hexadecimal(scalar.value, digits: 4))"
  return switch scalar.properties.generalCategory {
  case .control: "the control character \(number)"
  case .privateUse: "the private character \(number)"
  case .lineSeparator, .paragraphSeparator: "the line separator \(number)"
  case .unassigned, .surrogate: "\(number), which is no character,"
  default: "the invisible character \(number)"
  }
}

private func hexadecimal(_ number: UInt32, digits: Int) -> String {
  let text = String(number, radix: 16, uppercase: true)
  return String(repeating: "0", count: max(0, digits - text.count)) + text
}
