internal import CTerminal

/// What can be known before a terminal is opened.
package enum Environment {
  /// Whether a frame could be shown: otherwise the answer is `--text`.
  package static var outputIsTerminal: Bool { ct_is_terminal(1) }
  package static var inputIsTerminal: Bool { ct_is_terminal(0) }
  package static var errorIsTerminal: Bool { ct_is_terminal(2) }

  /// Whether the locale's codeset is UTF-8, and so whether `Glyphs.unicode` can be shown; `force` takes any such one.
  ///
  /// Decided by codeset, never by a locale's name. Call it before `Terminal.init`: it selects the locale.
  package static func usesUTF8(force: Bool = false) -> Bool { ct_use_utf8(force) }

  /// `NO_COLOR` as no-color.org defines it: set and not empty.
  package static var refusesColour: Bool {
    guard let value = variable("NO_COLOR") else { return false }
    return !value.isEmpty
  }

  package static func variable(_ name: String) -> String? { ct_environment(name).map { String(cString: $0) } }
}

/// Whether colours are used.
package enum ColourWhen: String, CaseIterable, Sendable {
  /// If the terminal has them and `NO_COLOR` does not refuse them.
  case auto
  /// If the terminal has them.
  case always
  case never
}
