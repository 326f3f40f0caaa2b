internal import Screen

/// Why there is no terminal to draw on.
package enum TerminalError: Error, Equatable, Sendable {
  /// Input or output is a file or a pipe.
  case noTerminal
  /// Nothing is known about the terminal that TERM names.
  case unknownTerminal(String)
  /// The terminal cannot move its cursor.
  case tooSimple(String)
  /// It is open already.
  case busy
  case system
}

extension TerminalError: CustomStringConvertible {
  /// One sentence, safe to print.
  package var description: String {
    switch self {
    case .noTerminal: "standard output is not a terminal"
    case .unknownTerminal(""): "TERM is not set, so nothing is known about the terminal"
    case .unknownTerminal(let name): "nothing is known about the terminal '\(Self.quoted(name))' (TERM)"
    case .tooSimple(let name): "the terminal '\(Self.quoted(name))' (TERM) cannot move its cursor"
    case .busy: "the terminal is in use already"
    case .system: "the system refused a pipe or a file descriptor"
    }
  }

  private static func quoted(_ name: String) -> String { sanitized(String(name.prefix(40)), in: .ascii) }
}
