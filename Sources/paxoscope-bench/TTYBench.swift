import ArgumentParser
import Foundation

/// How a terminal program feels: when its first frame stands, what a key costs, whether it rests when nobody types.
struct TTYBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tty", abstract: "Measures a program on a terminal of its own.",
    discussion: """
      A frame is there with the last byte before a silence; the silence is not counted. Programs named with \
      --beside get the same keys, in turn with COMMAND, so that what else the machine does hits all of them alike.
      """)

  @Option var columns = 80
  @Option var rows = 24
  @Option(help: "What TERM says.") var term = "xterm-256color"
  @Option(help: "How often to start it; once more, uncounted, before.") var starts = 10
  @Option(help: "Keys to measure, in turn: \"Down Up\", \"j k\", \"C-l\", \"F2\".") var keys = ""
  @Option(help: "How often to press a key.") var presses = 50
  @Option(help: "Keys to press before measuring.") var before = ""
  @Option(help: "Keys to leave with; without any it is hung up.") var quit = ""
  @Option(help: "For how many seconds to watch it rest.") var idle = 3.0
  @Option(help: "How many milliseconds of silence end a frame.") var quiet = 100.0
  @Option(help: "How many milliseconds to wait for a first byte.") var limit = 5_000.0
  @Option(help: "Another program with its arguments, for comparison. One that is not installed is left out.")
  var beside: [String] = []
  @Argument(parsing: .postTerminator, help: "The program and its arguments.") var command: [String]

  func validate() throws {
    guard (1...1_000).contains(columns), (1...1_000).contains(rows) else {
      throw ValidationError("A terminal has 1 to 1,000 columns and rows.")
    }
    guard starts >= 0, presses >= 0, idle >= 0, quiet > 0, limit > 0 else {
      throw ValidationError("Numbers of times are not negative, and --quiet and --limit are above 0.")
    }
  }

  func run() throws {
    guard Self.isInstalled(command[0]) else { throw ValidationError("There is no program \(command[0]).") }
    var commands = [command]
    for words in beside.map({ $0.split(separator: " ").map(String.init) }) where !words.isEmpty {
      if Self.isInstalled(words[0]) { commands.append(words) } else { printError("\(words[0]) is not installed.") }
    }
    var feelings = commands.map { TerminalFeeling(program: $0.joined(separator: " "), columns: columns, rows: rows) }
    for round in 0...starts where starts > 0 {
      for place in commands.indices { try measureStart(commands[place], isCounted: round > 0, &feelings[place]) }
    }
    try measureKeys(commands, &feelings)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let report = TerminalReport(feelings[0], beside: Array(feelings.dropFirst()))
    print(String(decoding: try encoder.encode(report), as: UTF8.self))
  }

  private func start(_ command: [String]) throws -> TerminalProgram {
    try TerminalProgram(command, columns: columns, rows: rows, term: term)
  }

  private func measureStart(_ command: [String], isCounted: Bool, _ feeling: inout TerminalFeeling) throws {
    let program = try start(command)
    let response = program.respond(quiet: quiet, limit: limit)
    program.close(PressedKey.keys(quit))
    guard isCounted, let first = response.first, let last = response.last else { return }
    feeling.start.note(first - program.start, last - program.start, response.bytes)
  }

  private func measureKeys(_ commands: [[String]], _ feelings: inout [TerminalFeeling]) throws {
    let programs = try commands.map(start)
    for program in programs { _ = program.respond(quiet: quiet, limit: limit) }
    for program in programs {
      for key in PressedKey.keys(before) where !program.hasEnded {
        _ = program.press(key)
        _ = program.respond(quiet: quiet, limit: min(limit, 1_000))
      }
    }
    let keys = PressedKey.keys(keys)
    for press in 0..<(keys.isEmpty ? 0 : presses) {
      for (place, program) in programs.enumerated() where !program.hasEnded {
        let time = program.press(keys[press % keys.count])
        let response = program.respond(quiet: quiet, limit: min(limit, 1_000))
        if let first = response.first, let last = response.last {
          feelings[place].key.note(first - time, last - time, response.bytes)
        } else {
          feelings[place].unanswered += 1
        }
      }
    }
    for (place, program) in programs.enumerated() {
      feelings[place].watch(program, seconds: idle)
      program.close(PressedKey.keys(quit))
    }
  }

  /// Whether a shell would find a program.
  private static func isInstalled(_ name: String) -> Bool {
    if name.contains("/") { return access(name, X_OK) == 0 }
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    return path.split(separator: ":").contains { access("\($0)/\(name)", X_OK) == 0 }
  }

  private func printError(_ text: String) { FileHandle.standardError.write(Data("\(text)\n".utf8)) }
}
