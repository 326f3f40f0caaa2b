/// What a person, or the world outside, does to the program.
package enum Input: Hashable, Sendable {
  case key(Key)
  case mouse(Mouse)
  /// Pasted text: one line, sanitised. It is text and never keys.
  case paste(String)
  case resize(width: Int, height: Int)
  /// The program was stopped and goes on, or asked to show everything anew: the next frame is drawn in full.
  case resumed
  /// Something is playing, and it is time for its next frame (`Interface.tickMilliseconds`).
  case tick
  /// Something wrote to the wake descriptor: background work has news.
  case wake
  /// A signal that asks the program to end (its number), so that it can save first.
  case interrupted(signal: Int32)
  /// The terminal is gone: there is nobody to ask and nothing to draw on.
  case hangup
}

/// What the mouse did, and on which cell.
package struct Mouse: Hashable, Sendable {
  package enum Action: Hashable, Sendable {
    case press, release
    /// Moved with the button held.
    case drag
    case wheelUp, wheelDown
  }

  package enum Button: Hashable, Sendable {
    case left, middle, right
  }

  package var action: Action
  /// Of a wheel it is `left` and means nothing.
  package var button: Button
  package var x: Int
  package var y: Int
  /// 2 for a second press on the same cell within a short time (then 3, …), else 1. Counted by the terminal, as a view
  /// has no clock.
  package var clicks: Int

  package init(_ action: Action, _ button: Button = .left, x: Int, y: Int, clicks: Int = 1) {
    self.action = action
    self.button = button
    self.x = x
    self.y = y
    self.clicks = clicks
  }
}
