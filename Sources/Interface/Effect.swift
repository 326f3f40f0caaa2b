package import Scenarios

/// What the interface asks of the world outside.
package enum Effect: Hashable, Sendable {
  /// Leave. Whatever had to be asked before was asked.
  case quit
  case suspend
  /// Draw the next frame in full.
  case repaint
  case bell
  /// Write a file; where there is one already, and `overwrite` is false, change nothing and answer `exists`.
  case save(path: String, text: String, overwrite: Bool)
  /// Open a shipped scenario by its name, or a file.
  case open(String)
  /// Take the mouse, or give it back to the terminal.
  case mouse(Bool)
}

/// What came of an effect.
package enum Outcome: Sendable {
  case saved(path: String)
  /// Nothing was written, because there is such a file.
  case exists(path: String)
  /// The scenario that was to be opened.
  case opened(Lesson)
  /// It could not be done: a sentence, and more lines where there is more to say (the errors in a scenario).
  case failed(String, details: [String] = [])
}
