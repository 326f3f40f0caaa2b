import Foundation

/// The built program, run as a person or a script would run it.
struct Program {
  struct Result {
    let status: Int32
    let output: String
    let error: String
  }

  /// The executable beside the tests.
  static let path: String = {
    let tests = URL(fileURLWithPath: CommandLine.arguments[0]).standardizedFileURL
    return tests.deletingLastPathComponent().appendingPathComponent("paxoscope").path
  }()

  /// Runs the program to its end. `input` is its standard input, and no terminal.
  static func run(_ arguments: String..., input: String = "", environment: [String: String] = [:]) throws -> Result {
    try run([path] + arguments, input: input, environment: environment)
  }

  /// Runs any command to its end. Written with posix_spawn, because Foundation's Process needs a thread that the tests,
  /// which wait on all of theirs, may not leave it.
  static func run(_ command: [String], input: String = "", environment: [String: String] = [:]) throws -> Result {
    let folder = try Folder()
    let files = try [folder.file("input", input), folder.file("output", ""), folder.file("error", "")]
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for (descriptor, file) in files.enumerated() {
      // Files, not pipes: a program that writes much cannot wait for a reader.
      posix_spawn_file_actions_addopen(&actions, Int32(descriptor), file, descriptor == 0 ? O_RDONLY : O_WRONLY, 0)
    }
    // The threads of the tests block signals, and a child would inherit that.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    let variables = ProcessInfo.processInfo.environment.merging(environment) { _, new in new }
    var arguments = command.map { strdup($0) } + [nil]
    var values = variables.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { (arguments + values).forEach { free($0) } }
    var child: pid_t = 0
    let error = posix_spawnp(&child, command[0], &actions, &attributes, &arguments, &values)
    guard error == 0 else { throw Failure(description: "\(command[0]): \(String(cString: strerror(error)))") }
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0 && errno == EINTR {}
    return Result(
      status: status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F),
      output: try String(contentsOfFile: files[1], encoding: .utf8),
      error: try String(contentsOfFile: files[2], encoding: .utf8))
  }

  struct Failure: Error, CustomStringConvertible { let description: String }
}

/// A temporary folder that is removed with the value that owns it.
final class Folder {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "paxoscope-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  static func / (folder: Folder, name: String) -> String { folder.path + "/" + name }

  /// Writes a file and answers its path.
  func file(_ name: String, _ text: String) throws -> String {
    try text.write(toFile: self / name, atomically: true, encoding: .utf8)
    return self / name
  }
}
