import ArgumentParser
import Glibc
import Screen

/// Why the program ends without having done what it was asked for.
struct Failure: Error {
  /// The statuses of sysexits(3) that the command line promises, in the order of their weight.
  enum Status: Int32, Comparable {
    case good = 0
    /// An expectation failed.
    case unmet = 1
    case wrongUse = 64
    case invalidScenario = 65
    case unreadable = 66
    case fault = 70

    static func < (left: Status, right: Status) -> Bool { left.rawValue < right.rawValue }
  }

  let status: Status
  /// Lines for standard error.
  let message: String

  init(_ status: Status, _ message: String) {
    self.status = status
    self.message = message
  }

  /// Says why on standard error and leaves.
  func exit() -> Never {
    printError(message)
    Glibc.exit(status.rawValue)
  }
}

/// Runs the body of a subcommand and turns what it throws into a message and an exit status.
func reporting(_ body: () throws -> Failure.Status) throws {
  do {
    let status = try body()
    if status != .good { throw ExitCode(status.rawValue) }
  } catch let failure as Failure {
    printError(failure.message)
    throw ExitCode(failure.status.rawValue)
  }
}

/// Writes lines to standard error, with everything in them that a terminal could take for a command made visible.
func printError(_ text: String) {
  write(sanitized(text, keepingLines: true) + "\n", to: STDERR_FILENO)
}

/// Writes a text of our own to standard error as it is, control sequences included.
func writeError(_ text: String) { write(text, to: STDERR_FILENO) }

/// Writes text to standard output. A reader that has gone away ends the program quietly, as for other filters.
func printOut(_ text: String, terminator: String = "\n") {
  guard !write(text + terminator, to: STDOUT_FILENO) else { return }
  Failure(.unreadable, "Standard output cannot be written: \(String(cString: strerror(errno)))").exit()
}

/// Tells whether all of it was written.
@discardableResult
private func write(_ text: String, to descriptor: Int32) -> Bool {
  var text = text
  return text.withUTF8 { bytes in
    var rest = UnsafeRawBufferPointer(bytes)
    while !rest.isEmpty {
      let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
      if count > 0 {
        rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
      } else if errno != EINTR {
        return false
      }
    }
    return true
  }
}
