internal import CTerminal

/// Ends `Terminal.next` from any thread: background work has news, and the loop answers `Input.wake`.
package struct Waker: Sendable {
  /// One byte written here does the same.
  package let descriptor: Int32

  /// Many calls before the loop comes around are one `wake`.
  package func wake() { ct_wake(descriptor) }
}
