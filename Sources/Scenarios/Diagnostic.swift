import Narration
import Screen

/// One thing that is wrong with a text, the place where, and what would be right.
///
/// All that it quotes is safe to print: what could command a terminal is replaced by something visible.
package struct Diagnostic: Error, Hashable, Sendable {
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
    var lines = ["\(sanitized(file)):\(line):\(column): \(message)"]
    lines.append("  " + excerpt)
    lines.append("  " + String(repeating: " ", count: indentation) + "^")
    if let remedy { lines.append("  " + remedy) }
    return lines.joined(separator: "\n")
  }

  /// What is wrong and what would be right, for a line that the reader has just typed.
  package var sentence: String { remedy.map { "\(message); \($0)" } ?? message }
}

/// All that is wrong with a text, be it a scenario or a script in another language, in the order of its lines.
package struct InvalidText: Error, Hashable, Sendable {
  /// At least one, at most `Limits.diagnostics`.
  package let diagnostics: [Diagnostic]
  /// How many more there are.
  package let omitted: Int

  /// Turns complaints, at least one, into what people can find. What was said first of one place comes first.
  package init(_ complaints: [Complaint], in source: SourceText) {
    let sorted = complaints.enumerated().sorted { ($0.element.offset, $0.offset) < ($1.element.offset, $1.offset) }
    diagnostics = sorted.prefix(Limits.diagnostics).map { source.diagnostic($0.element) }
    omitted = complaints.count - diagnostics.count
  }

  package func rendered(file: String) -> String {
    var parts = diagnostics.map { $0.render(file: file) }
    if omitted > 0 {
      parts.append("\(sanitized(file)): \(grouped(omitted)) more errors, of which only \(Limits.diagnostics) are told")
    }
    return parts.joined(separator: "\n")
  }
}

/// What is wrong at a place of a text, before the place is turned into line and column.
package struct Complaint: Error, Hashable {
  /// In bytes from the beginning of the text.
  package let offset: Int
  package let message: String
  package let remedy: String?

  package init(at offset: Int, _ message: String, remedy: String? = nil) {
    self.offset = offset
    self.message = message
    self.remedy = remedy
  }

  package init(_ word: Word, _ message: String, remedy: String? = nil) {
    self.init(at: word.offset, message, remedy: remedy)
  }
}

/// A piece of a file as a message may quote it: safe to print and short.
package func quoted(_ text: String) -> String {
  let shown = sanitized(String(text.prefix(60)))
  return shown.count < text.count ? "`\(shown)…`" : "`\(shown)`"
}
