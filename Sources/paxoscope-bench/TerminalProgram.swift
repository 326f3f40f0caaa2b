import ArgumentParser
import CPseudoTerminal
import Glibc

/// A program on a pseudo terminal of its own, with a clock beside it.
///
/// Nothing but the pseudo terminal is between the two, so what is measured is the program's own share: a terminal
/// emulator adds its own.
final class TerminalProgram {
  /// What came back, and when, in milliseconds of `now`.
  struct Response {
    var first: Double?
    /// The last byte before the silence.
    var last: Double?
    var bytes = 0
  }

  /// When it was started.
  let start: Double
  private(set) var hasEnded = false
  private let process: pid_t
  private let descriptor: Int32
  /// Whether arrows are to be sent as applications ask for them (DECCKM).
  private var usesApplicationKeys = false

  init(_ command: [String], columns: Int, rows: Int, term: String) throws {
    var arguments = command.map { strdup($0) } + [nil]
    defer { arguments.forEach { free($0) } }
    start = Self.now
    var process: pid_t = 0
    descriptor = cpt_start(&arguments, term, Int32(columns), Int32(rows), &process)
    self.process = process
    guard descriptor >= 0 else {
      throw ValidationError("There is no pseudo terminal to be had: \(String(cString: strerror(errno))).")
    }
  }

  /// Milliseconds of a clock that never goes back.
  static var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) * 1e3 + Double(time.tv_nsec) / 1e6
  }

  /// Reads until the program has said something and then nothing for `quiet` milliseconds, or has said nothing for
  /// `limit` milliseconds, or is at its end.
  func respond(quiet: Double, limit: Double) -> Response {
    var response = Response()
    var deadline = Self.now + limit
    while !hasEnded {
      let rest = deadline - Self.now
      if rest <= 0 { break }
      guard let data = read(within: rest) else { continue }
      let time = Self.now
      response.first = response.first ?? time
      response.last = time
      response.bytes += data.count
      deadline = time + quiet
      answer(data)
    }
    return response
  }

  /// Reads for so many milliseconds, whatever comes; returns how many bytes came.
  func listen(for duration: Double) -> Int {
    var bytes = 0
    let deadline = Self.now + duration
    while !hasEnded, deadline > Self.now {
      guard let data = read(within: deadline - Self.now) else { continue }
      bytes += data.count
      answer(data)
    }
    return bytes
  }

  /// What there is to read; nil if nothing came in time or the program has ended.
  private func read(within rest: Double) -> ArraySlice<UInt8>? {
    var wanted = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    guard poll(&wanted, 1, Int32(rest.rounded(.up))) > 0 else { return nil }
    var data = [UInt8](repeating: 0, count: 1 << 16)
    let count = Glibc.read(descriptor, &data, data.count)
    if count > 0 { return data[..<count] }
    // EIO: nobody has the other end any more.
    if count == 0 || errno != EAGAIN && errno != EINTR { hasEnded = true }
    return nil
  }

  /// Answers what programs ask a terminal, so that they do not wait for it.
  private func answer(_ data: ArraySlice<UInt8>) {
    guard data.contains(0x1B) else { return }
    for question in TerminalQuestion.all {
      for _ in 0..<data.count(of: question.asked) { write(question.answer) }
    }
    if data.count(of: Array("\u{1B}[?1h".utf8)) > 0 { usesApplicationKeys = true }
    if data.count(of: Array("\u{1B}[?1l".utf8)) > 0 { usesApplicationKeys = false }
  }

  /// Presses a key and returns when.
  func press(_ key: PressedKey) -> Double {
    let time = Self.now
    write(usesApplicationKeys ? key.applicationBytes : key.bytes)
    return time
  }

  private func write(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count >= 0 { rest = rest.dropFirst(count) } else if errno != EINTR && errno != EAGAIN { return }
    }
  }

  /// What the system knows of the program; nil once it has ended.
  var usage: ProcessUsage? { ProcessUsage(of: process) }

  /// Leaves by these keys, or else as a closed window does. Returns when the program is gone.
  func close(_ quit: [PressedKey]) {
    for key in quit where !hasEnded {
      _ = press(key)
      _ = listen(for: 50)
    }
    for signal in [nil, SIGHUP, SIGKILL] {
      if let signal { kill(process, signal) }
      let deadline = Self.now + 1_000
      while Self.now < deadline {
        if waitpid(process, nil, WNOHANG) != 0 {
          Glibc.close(descriptor)
          return
        }
        // Whoever writes to a full terminal cannot end.
        if hasEnded { poll(nil, 0, 2) } else { _ = listen(for: 5) }
      }
    }
  }
}

/// What a program asks a terminal, and what an xterm would say.
private struct TerminalQuestion {
  let asked: [UInt8]
  let answer: [UInt8]

  private init(_ asked: String, _ answer: String) {
    self.asked = Array(asked.utf8)
    self.answer = Array(answer.utf8)
  }

  static let all = [
    // Which terminal is it (DA1, DA2)? Where is the cursor, and is all well (DSR)?
    TerminalQuestion("\u{1B}[c", "\u{1B}[?62;22c"), TerminalQuestion("\u{1B}[0c", "\u{1B}[?62;22c"),
    TerminalQuestion("\u{1B}[>c", "\u{1B}[>41;354;0c"), TerminalQuestion("\u{1B}[>0c", "\u{1B}[>41;354;0c"),
    TerminalQuestion("\u{1B}[6n", "\u{1B}[1;1R"), TerminalQuestion("\u{1B}[5n", "\u{1B}[0n"),
    // Which colours? Synchronised output (DECRQM)? The keyboard of kitty?
    TerminalQuestion("\u{1B}]10;?", "\u{1B}]10;rgb:d0d0/d0d0/d0d0\u{1B}\\"),
    TerminalQuestion("\u{1B}]11;?", "\u{1B}]11;rgb:0000/0000/0000\u{1B}\\"),
    TerminalQuestion("\u{1B}[?2026$p", "\u{1B}[?2026;2$y"), TerminalQuestion("\u{1B}[?u", "\u{1B}[?0u"),
  ]
}

extension ArraySlice<UInt8> {
  /// How often some bytes occur.
  fileprivate func count(of wanted: [UInt8]) -> Int {
    guard count >= wanted.count else { return 0 }
    return (startIndex...endIndex - wanted.count).count { self[$0...].starts(with: wanted) }
  }
}
