import Consensus
import Glibc
import Narration
import Screen
import Synchronization
import Terminal

/// ^C while something is computed: the work ends with what is known.
enum Interruption {
  private static let flag = Atomic<Bool>(false)

  static var hasCome: Bool { flag.load(ordering: .relaxed) }

  /// From now on ^C is noted instead of ending the program.
  static func watch() {
    _ = hasCome  // The flag exists before a signal can reach for it.
    signal(SIGINT, note)
  }

  /// Runs a body; meanwhile ^C is noted, and afterwards it does what it did before.
  static func noting<Result>(_ body: () -> Result) -> Result {
    flag.store(false, ordering: .relaxed)
    let before = signal(SIGINT, note)
    defer { signal(SIGINT, before) }
    return body()
  }

  private static let note: @convention(c) (Int32) -> Void = { _ in
    Interruption.flag.store(true, ordering: .relaxed)
  }
}

/// How far a search has come, on one line of standard error that is written over; nothing where that is no terminal.
final class ProgressLine {
  private let isShown = Environment.errorIsTerminal
  private var last: Duration = .zero
  private var isDirty = false

  func show(_ progress: Progress, after elapsed: Duration) {
    guard isShown, elapsed - last > .milliseconds(200) else { return }
    last = elapsed
    isDirty = true
    let rate = Int(Double(progress.worlds) / (elapsed / .seconds(1)))
    writeError(
      "\r\(counted(progress.worlds, "world")), depth \(progress.depth), \(counted(rate, "world")) a second\u{1B}[K")
  }

  func clear() {
    if isDirty { writeError("\r\u{1B}[K") }
    isDirty = false
  }
}
