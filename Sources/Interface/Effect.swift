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
  /// Write what is shown to a file, in the format that its ending names; where there is one already, and `overwrite` is
  /// false, change nothing and answer `exportExists`.
  case export(path: String, overwrite: Bool)
  /// Open a shipped scenario by its name, or a file.
  case open(String)
  /// Say which scenarios ship (`Interface.offer`): somebody wants to choose.
  case menu
  /// Name the files and directories whose paths begin so, and the scenarios that ship: what Tab offers.
  case list(String)
  /// Make the journal this text from a byte on, appending to it as a rule; create it where there is none. When that is
  /// done, the journal of the session that this one goes on with is not needed any more.
  case journal(at: Int, text: String, replacing: String?)
  /// Nothing would be lost any more: the journal goes away.
  case dropJournal
  /// Read the journal of an interrupted session.
  case resume(String)
  /// Delete it.
  case discard(String)
  /// Take the mouse, or give it back to the terminal.
  case mouse(Bool)
}

/// What came of an effect.
package enum Outcome: Sendable {
  case saved(path: String)
  case exported(path: String)
  /// Nothing was written, because there is such a file.
  case exists(path: String)
  case exportExists(path: String)
  /// The scenario that was to be opened.
  case opened(Lesson)
  /// An interrupted session, played.
  case resumed(Journal.Restored, from: String)
  /// The paths that begin so, directories with a slash at the end.
  case listed(beginning: String, [String])
  /// The journal cannot be kept, and why not.
  case unjournaled(String)
  /// It could not be done: a sentence, and more lines where there is more to say (the errors in a scenario).
  case failed(String, details: [String] = [])
}
