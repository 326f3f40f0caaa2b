import Glibc
import Interface
import Scenarios

/// The journals of sessions: one file for each process, below `$XDG_STATE_HOME/paxoscope`, locked while its owner lives.
///
/// The lock is flock(2)'s, so that it ends with its owner however that one ends. A file that nobody has locked was left
/// behind. Nothing is created before there is something to write.
struct JournalFiles {
  /// Nil where neither XDG_STATE_HOME nor HOME names an absolute path.
  private let directory: String?
  /// The journal of this process.
  private var own: (path: String, descriptor: Int32)?
  /// A journal that is being taken up: locked, so that nobody else takes it up too.
  private var taken: (file: String, descriptor: Int32)?

  init() { directory = XDG.directory("XDG_STATE_HOME", below: ".local/state") }

  // MARK: Writing

  /// Makes the journal this text from a byte on. Throws a reason.
  mutating func write(_ text: String, at offset: Int, replacing file: String?) throws(Reason) {
    let descriptor = if let own { own.descriptor } else { try create() }
    var written = 0
    var text = text
    let isDone = text.withUTF8 { bytes in
      while written < bytes.count {
        let rest = UnsafeRawBufferPointer(bytes).dropFirst(written)
        let count = pwrite(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count, offset + written)
        if count < 0, errno != EINTR { return false }
        written += max(0, count)
      }
      return ftruncate(descriptor, offset + written) == 0
    }
    guard isDone else { throw .system(errno) }
    if let file { discard(file) }
  }

  private mutating func create() throws(Reason) -> Int32 {
    guard let directory else { throw Reason("neither XDG_STATE_HOME nor HOME names a directory") }
    try Self.make(directory)
    for attempt in 0..<100 {
      let path = "\(directory)/\(getpid())\(attempt == 0 ? "" : "-\(attempt)").scenario"
      let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
      if descriptor < 0, errno == EEXIST { continue }
      guard descriptor >= 0 else { throw Reason("\(path): \(String(cString: strerror(errno)))") }
      guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { throw .system(errno) }
      own = (path, descriptor)
      return descriptor
    }
    throw Reason("\(directory) is full of journals")
  }

  private static func make(_ directory: String) throws(Reason) {
    var path = ""
    for part in directory.split(separator: "/") {
      path += "/" + part
      if mkdir(path, 0o700) != 0, errno != EEXIST { throw Reason("\(path): \(String(cString: strerror(errno)))") }
    }
  }

  /// Nothing would be lost any more.
  mutating func drop() {
    guard let own else { return }
    // First its name: while it has one, the lock says that it has an owner.
    unlink(own.path)
    close(own.descriptor)
    self.own = nil
  }

  // MARK: Taking up

  /// What was left behind, the latest first.
  func interrupted() -> [Interrupted] {
    guard let directory, let listing = opendir(directory) else { return [] }
    defer { closedir(listing) }
    var found: [(time: Int, session: Interrupted)] = []
    while let entry = readdir(listing) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      guard name.hasSuffix(".scenario"), let descriptor = try? lock(name) else { continue }
      defer { close(descriptor) }
      var status = stat()
      guard fstat(descriptor, &status) == 0, status.st_size > 0 else { continue }
      let beginning = (try? Files.read(descriptor, limit: Limits.file)) ?? []
      found.append((status.st_mtim.tv_sec, Interrupted(name, beginning, time: status.st_mtim.tv_sec)))
    }
    return found.sorted { ($0.time, $0.session.file) > ($1.time, $1.session.file) }.map(\.session)
  }

  /// Locks a journal and reads it, to be taken up.
  mutating func take(_ file: String) throws(Reason) -> (path: String, bytes: [UInt8]) {
    let descriptor = try lock(file)
    taken = (file, descriptor)
    do throws(Failure) {
      return (path(of: file), try Files.read(descriptor, limit: Limits.file))
    } catch {
      throw Reason(error.message)
    }
  }

  /// Gives it back: it stays where it is.
  mutating func release() {
    if let taken { close(taken.descriptor) }
    taken = nil
  }

  /// Deletes a journal that has no owner, or that this process takes up.
  mutating func discard(_ file: String) {
    guard taken?.file == file || (try? lock(file)).map({ close($0) }) != nil else { return }
    unlink(path(of: file))
    if taken?.file == file { release() }
  }

  private func lock(_ file: String) throws(Reason) -> Int32 {
    let descriptor = Glibc.open(path(of: file), O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard descriptor >= 0 else { throw .system(errno) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw Reason("it is no file")
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      close(descriptor)
      throw Reason("another paxoscope has it")
    }
    return descriptor
  }

  func path(of file: String) -> String { "\(directory ?? "")/\(file)" }
}

/// Why something could not be done.
struct Reason: Error {
  let text: String
  init(_ text: String) { self.text = text }
  static func system(_ number: Int32) -> Reason { Reason(String(cString: strerror(number))) }
}

extension Interrupted {
  /// What the lines of a journal say about it, without understanding them.
  fileprivate init(_ file: String, _ bytes: [UInt8], time: Int) {
    var title = file
    var steps = 0
    var answers = 0
    var isBeside = false
    for line in bytes.split(separator: UInt8(ascii: "\n")) {
      if line.starts(with: "#@ besides".utf8) {
        isBeside = true
      } else if line.starts(with: "#@ mutate".utf8) {
        isBeside = false
      } else if line.starts(with: "#@ answer".utf8), !line.reversed().starts(with: "passed".utf8.reversed()) {
        answers += 1
      } else if isBeside, let first = line.first, first != UInt8(ascii: "#"), first != UInt8(ascii: " ") {
        steps += 1
      } else if line.starts(with: "title ".utf8), title == file {
        title = String(decoding: line.dropFirst(6).drop { $0 == UInt8(ascii: " ") }.prefix(200), as: UTF8.self)
      }
    }
    var seconds = time_t(time)
    var local = tm()
    localtime_r(&seconds, &local)
    var buffer = [CChar](repeating: 0, count: 64)
    let count = strftime(&buffer, buffer.count, "%F %H:%M", &local)
    let text = String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    self.init(file: file, title: title, steps: steps, answers: answers, time: text)
  }
}

/// The directories of the XDG base directory specification.
enum XDG {
  /// Our directory below one of them. Relative paths are ignored, as the specification asks.
  static func directory(_ variable: String, below home: String) -> String? {
    func absolute(_ name: String) -> String? {
      getenv(name).map { String(cString: $0) }.flatMap { $0.hasPrefix("/") ? $0 : nil }
    }
    return (absolute(variable) ?? absolute("HOME").map { "\($0)/\(home)" }).map { "\($0)/paxoscope" }
  }
}
