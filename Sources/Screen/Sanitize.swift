extension Unicode.Scalar {
  /// Whether the scalar may reach a terminal: it prints as itself and commands nothing.
  ///
  /// A predicate on one scalar, never a parser of escape sequences: an unterminated sequence defeats a parser. Refused
  /// are controls (C0, DEL and the 8-bit C1), everything that reorders or hides text (bidirectional and zero-width
  /// formatting, fillers, variation selectors, tags), line and paragraph separators, private use and noncharacters.
  /// ncurses passes most of these through to the terminal, so nobody else will catch them.
  package var isPrintable: Bool {
    switch value {
    case 0x20...0x7E, 0xAE...0x2FF, 0x2500...0x25FF: return true
    case 0...0x9F, 0xAD: return false
    case _ where value & 0xFFFE == 0xFFFE: return false
    case 0xFDD0...0xFDEF: return false
    default: break
    }
    switch properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .lineSeparator, .paragraphSeparator: return false
    default: return !properties.isDefaultIgnorableCodePoint
    }
  }

  /// The scalar itself where it is printable, else a visible stand-in: `␛` for ESC, U+FFFD for what has no picture.
  package var madePrintable: Unicode.Scalar {
    if isPrintable { return self }
    switch value {
    case 0...0x1F: return Unicode.Scalar(0x2400 + value) ?? "?"
    case 0x7F: return "\u{2421}"
    default: return "\u{FFFD}"
    }
  }
}

/// Which scalars a sanitised text may hold.
package enum Repertoire: Sendable {
  case unicode
  /// For terminals and files that are not UTF-8: everything else becomes `?`.
  case ascii
}

/// The text with every scalar that could command a terminal replaced by something visible.
///
/// `Screen` does this by itself. Call it for what does not pass through a screen: standard error, `--text`, exports.
/// With `keepingLines`, line feeds stay; a carriage return never does, because it lets a text overwrite its own line.
package func sanitized(_ text: String, keepingLines: Bool = false, in repertoire: Repertoire = .unicode) -> String {
  var result = String.UnicodeScalarView()
  for scalar in text.unicodeScalars {
    if scalar == "\n", keepingLines {
      result.append(scalar)
      continue
    }
    let printable = scalar.madePrintable
    result.append(repertoire == .ascii && !printable.isASCII ? "?" : printable)
  }
  return String(result)
}

/// A pasted text as one line: its line breaks and tabs become spaces, so that a paste never executes anything.
package func singleLine(_ text: String) -> String {
  // CR LF is one Character in Swift, so that one break becomes one space.
  sanitized(String(text.map { $0.isNewline || $0 == "\t" ? " " : $0 }))
}
