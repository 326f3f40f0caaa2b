import Glibc
import Scenarios
import Screen

/// Reading and writing files for the subcommands.
enum Files {
  /// The bytes of a file, or of standard input for `-`. At most one byte more than a scenario may have is read.
  /// Unless it waits for writers, a pipe that nobody writes to is empty.
  static func read(_ path: String, waiting: Bool = true) throws(Failure) -> [UInt8] {
    let flags = O_RDONLY | O_CLOEXEC | (waiting ? 0 : O_NONBLOCK)
    let descriptor = path == "-" ? STDIN_FILENO : Glibc.open(path, flags)
    guard descriptor >= 0 else { throw unreadable(path) }
    defer { if path != "-" { Glibc.close(descriptor) } }
    return try read(descriptor, path: path, limit: Limits.file)
  }

  /// What can be read from a descriptor, hardly more than `limit` bytes of it.
  static func read(_ descriptor: Int32, path: String = "a file", limit: Int) throws(Failure) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 64 * 1024)
    while bytes.count <= limit {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      if count == 0 { break }
      if count < 0 {
        if errno == EINTR { continue }
        throw unreadable(path)
      }
      bytes += buffer[..<count]
    }
    return bytes
  }

  private static func unreadable(_ path: String) -> Failure {
    Failure(.unreadable, "\(path): cannot be read: \(String(cString: strerror(errno)))")
  }

  /// A path that a person typed: a tilde at its beginning is their home directory, as in a shell.
  static func expanded(_ path: String) -> String {
    guard path == "~" || path.hasPrefix("~/"), let home = getenv("HOME") else { return path }
    return String(cString: home) + path.dropFirst()
  }

  /// The files and directories whose paths begin so, as they were begun, sorted; directories end with a slash. At most
  /// 200, and none that could not be shown: their names would not be theirs.
  static func paths(beginning: String) -> [String] {
    let cut = beginning.lastIndex(of: "/").map { beginning.index(after: $0) } ?? beginning.startIndex
    let directory = String(beginning[..<cut])
    let name = beginning[cut...]
    guard let listing = opendir(directory.isEmpty ? "." : expanded(directory)) else { return [] }
    defer { closedir(listing) }
    var paths: [String] = []
    while let entry = readdir(listing), paths.count < 10_000 {
      let found = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      guard found.hasPrefix(name), found != ".", found != "..", !found.hasPrefix(".") || name.hasPrefix(".") else {
        continue
      }
      guard found.unicodeScalars.allSatisfy({ $0.isPrintable && $0 != "\u{FFFD}" }) else { continue }
      var status = stat()
      let isDirectory = stat(expanded(directory + found), &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
      paths.append(directory + found + (isDirectory ? "/" : ""))
    }
    return Array(paths.sorted().prefix(200))
  }

  /// Whether a file could be written, and why not.
  enum Written: Equatable {
    case done
    case exists
    case failed(String)
  }

  /// Writes a whole file or nothing: a new file beside it, flushed to disk, then renamed. Without `overwriting`, a file
  /// that exists already stays as it is. A device or a pipe is written to: to replace it would take it away from everybody.
  static func write(_ text: String, to path: String, overwriting: Bool) -> Written {
    var status = stat()
    if overwriting, stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
      return writeInto(path, text)
    }
    let temporary = "\(path).\(getpid()).new"
    let descriptor = Glibc.open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { return .failed(String(cString: strerror(errno))) }
    defer { unlink(temporary) }
    let isWritten = writeAll(Array(text.utf8), to: descriptor) && fsync(descriptor) == 0
    let error = errno
    guard Glibc.close(descriptor) == 0, isWritten else { return .failed(String(cString: strerror(error))) }
    // link() fails where the name is taken, rename() replaces it: both in one step, whatever others do meanwhile.
    if (overwriting ? rename(temporary, path) : link(temporary, path)) == 0 { return .done }
    return errno == EEXIST ? .exists : .failed(String(cString: strerror(errno)))
  }

  private static func writeInto(_ path: String, _ text: String) -> Written {
    let descriptor = Glibc.open(path, O_WRONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return .failed(String(cString: strerror(errno))) }
    let isWritten = writeAll(Array(text.utf8), to: descriptor)
    let error = errno
    guard Glibc.close(descriptor) == 0, isWritten else { return .failed(String(cString: strerror(error))) }
    return .done
  }

  /// Writes a scenario to a file that the command line names: naming it is asking for it to be replaced.
  static func save(_ scenario: Scenario, to path: String) throws(Failure) {
    if case .failed(let reason) = write(Printer.text(scenario), to: path, overwriting: true) {
      throw Failure(.unreadable, "\(path): cannot be written: \(reason)")
    }
  }

  private static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if errno != EINTR {
        return false
      }
    }
    return true
  }
}
