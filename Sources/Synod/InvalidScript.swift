import Screen

/// One thing that is wrong with a script, the place where, and what would be right.
///
/// All that it quotes is safe to print: what could command a terminal is replaced by something visible.
package struct Mistake: Error, Hashable, Sendable {
  /// Counted from 1.
  package let line: Int
  /// Counted from 1, in characters of the line; a tab is one.
  package let column: Int
  /// What is wrong.
  package let message: String
  /// What would be right.
  package let remedy: String?
  /// The line, or the part of a long line around the place.
  package let excerpt: String
  /// Columns of a terminal to the left of the place in the excerpt.
  package let indentation: Int

  /// `FILE:LINE:COLUMN: what is wrong`, the line with a caret, and what would be right.
  package func render(file: String) -> String {
    var lines = ["\(sanitized(file)):\(line):\(column): \(message)", "  " + excerpt]
    lines.append("  " + String(repeating: " ", count: indentation) + "^")
    if let remedy { lines.append("  " + remedy) }
    return lines.joined(separator: "\n")
  }
}

/// All that is wrong with a script, in the order of its lines.
package struct InvalidScript: Error, Hashable, Sendable {
  /// At least one, at most as many as a scenario's file may have.
  package let mistakes: [Mistake]
  /// How many more there are.
  package let omitted: Int

  package func rendered(file: String) -> String {
    var parts = mistakes.map { $0.render(file: file) }
    if omitted > 0 {
      parts.append("\(sanitized(file)): \(omitted) more errors, of which only \(mistakes.count) are told")
    }
    return parts.joined(separator: "\n")
  }
}

/// What is wrong at a place of a script, before the place is turned into line and column.
struct Slip: Error, Hashable {
  /// In bytes from the beginning of the text.
  let offset: Int
  let message: String
  let remedy: String?

  init(at offset: Int, _ message: String, remedy: String? = nil) {
    self.offset = offset
    self.message = message
    self.remedy = remedy
  }
}

/// A piece of a script as a message may quote it: safe to print and short.
func quoted(_ text: String) -> String {
  let shown = sanitized(String(text.prefix(60)))
  return shown.count < text.count ? "`\(shown)…`" : "`\(shown)`"
}

/// A number as people read it: `20,000`.
func grouped(_ number: Int) -> String {
  let digits = String(number)
  var text = ""
  for (place, digit) in zip((0..<digits.count).reversed(), digits) {
    text.append(digit)
    if place > 0, place.isMultiple(of: 3) { text.append(",") }
  }
  return text
}

/// `1, 2 and 3`
func enumerated(_ words: [String]) -> String {
  guard let last = words.last, words.count > 1 else { return words.first ?? "" }
  return words.dropLast().joined(separator: ", ") + " and " + last
}
