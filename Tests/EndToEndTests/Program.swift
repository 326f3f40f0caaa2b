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

  /// Runs the program to its end. `input` is its standard input, which is a pipe.
  static func run(_ arguments: String..., input: String = "", environment: [String: String] = [:]) throws -> Result {
    let folder = try Folder()
    let (inputFile, output, error) = (folder / "input", folder / "output", folder / "error")
    try input.write(toFile: inputFile, atomically: true, encoding: .utf8)
    for file in [output, error] { FileManager.default.createFile(atPath: file, contents: nil) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { _, new in new }
    // Files, not pipes: a program that writes much cannot wait for a reader.
    process.standardInput = FileHandle(forReadingAtPath: inputFile)
    process.standardOutput = FileHandle(forWritingAtPath: output)
    process.standardError = FileHandle(forWritingAtPath: error)
    try process.run()
    process.waitUntilExit()
    return Result(
      status: process.terminationStatus,
      output: try String(contentsOfFile: output, encoding: .utf8),
      error: try String(contentsOfFile: error, encoding: .utf8))
  }
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
