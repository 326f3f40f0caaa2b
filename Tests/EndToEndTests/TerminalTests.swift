import Foundation
import Testing

/// What only a real terminal can show: keys in, a screen out, and the terminal as it was found.
@Suite("In a terminal", .serialized)
struct TerminalTests {
  private let folder: Folder
  private let file: String

  init() throws {
    folder = try Folder()
    file = try folder.file(
      "duel.scenario",
      """
      title      A duel
      algorithm  paxos
      proposers  P1=red P2=blue
      acceptors  A1 A2 A3
      learners   L1
      note       Two proposers want different values.
      timeout    P1
      ask        What happens next?
      choice*    A1 promises
      choice     A1 votes
      because    It has promised nothing yet.
      deliver    prepare 1.1 P1 -> A1
      deliver    prepare 1.1 P1 -> A2
      """)
  }

  /// What a program could leave behind: the alternate screen, a hidden cursor, mouse reports, application keys, raw mode.
  private func state(of terminal: Tmux) throws -> String {
    try terminal.type("clear; stty -a | tr '\\n' ' '; echo E''ND")
    let screen = try terminal.wait("for stty") { screen in
      screen.contains("END\n") && screen.split(separator: "\n").last?.hasPrefix("ready>") == true
    }
    let flags =
      "#{alternate_on} #{cursor_flag} #{mouse_any_flag} #{mouse_sgr_flag} #{keypad_flag} #{keypad_cursor_flag}"
    return try terminal.query(flags) + screen
  }

  private func program(_ arguments: String) -> String { "\(Program.path) \(arguments)" }

  @Test(
    "The terminal is as it was found, however the program ends",
    arguments: [("q", 0), ("TERM", 143), ("HUP", 129), ("QUIT", 131), ("ABRT", 134), ("SEGV", 139)])
  func restored(_ cause: String, _ status: Int) throws {
    let terminal = try Tmux()
    let before = try state(of: terminal)
    // The prompt of the shell is turned off meanwhile, so that the number of the process can be found.
    try terminal.type("clear; " + program(file) + "; echo status $?")
    try terminal.wait(for: "A duel")
    #expect(try terminal.query("#{alternate_on}") == "1")
    if cause == "q" {
      try terminal.press("q")
    } else {
      let shell = try terminal.query("#{pane_pid}")
      _ = try Program.run(["pkill", "-\(cause)", "-P", shell, "paxoscope"])
    }
    // The shell must be back at its prompt: what is typed before that is echoed by the terminal itself.
    try terminal.wait("for the shell") { screen in
      screen.contains("status \(status)") && screen.split(separator: "\n").last?.hasPrefix("ready>") == true
    }
    let after = try state(of: terminal)
    #expect(after == before)
  }

  @Test("Suspended with ^Z, the terminal is the shell's; fg brings the screen back")
  func suspend() throws {
    let terminal = try Tmux()
    try terminal.type(program(file))
    try terminal.wait(for: "A duel")
    try terminal.press("C-z")
    try terminal.wait(for: "Stopped")
    #expect(try terminal.query("#{alternate_on} #{cursor_flag}") == "0 1")
    try terminal.resize(width: 100, height: 30)
    try terminal.type("fg")
    let screen = try terminal.wait(for: "IN FLIGHT")
    #expect(screen.contains("A duel"))
    try terminal.press("q")
    try terminal.wait(for: "ready>")
  }

  /// Nobody can catch SIGSTOP: the shell gets a terminal in our modes, and prints on our screen.
  @Test("Stopped by SIGSTOP, fg brings the screen back, with the mouse and the keys")
  func stopped() throws {
    let terminal = try Tmux()
    try terminal.type(program("--at 1 " + file))
    try terminal.wait(for: "IN FLIGHT")
    let modes = "#{alternate_on} #{mouse_sgr_flag} #{keypad_flag} #{keypad_cursor_flag}"
    let before = try terminal.query(modes)
    let shell = try terminal.query("#{pane_pid}")
    _ = try Program.run(["pkill", "-STOP", "-P", shell, "paxoscope"])
    try terminal.wait(for: "Stopped")
    try terminal.type("fg")
    try terminal.wait("for a whole screen") { $0.contains("IN FLIGHT") && !$0.contains("Stopped") }
    #expect(try terminal.query(modes) == before)
    try terminal.press("u")
    try terminal.wait(for: "step 0/")
    try terminal.press("q")
    try terminal.wait(for: "ready>")
  }

  @Test("Where the locale is not UTF-8, everything is ASCII", arguments: ["C", "POSIX"])
  func plainLocale(_ locale: String) throws {
    let terminal = try Tmux()
    try terminal.type("LC_ALL=\(locale) " + program("--at 1 " + file))
    let screen = try terminal.wait(for: "IN FLIGHT")
    let isPlain = screen.utf8.allSatisfy { $0 < 0x80 }
    #expect(isPlain)
    #expect(screen.contains("P1->A1"))
    try terminal.press("q")
    try terminal.wait(for: "ready>")
  }

  @Test("A terminal that is too small says which size is needed, and a larger one goes on")
  func resize() throws {
    let terminal = try Tmux()
    try terminal.type(program(file))
    try terminal.wait(for: "IN FLIGHT")
    try terminal.resize(width: 20, height: 5)
    let small = try terminal.wait(for: "40×10")
    #expect(small.contains("20×5"))
    try terminal.resize(width: 120, height: 40)
    try terminal.wait(for: "IN FLIGHT")
    try terminal.press("q")
    try terminal.wait(for: "ready>")
  }

  @Test("Keys step the script, ask its question, act on single messages, undo, and save what replays")
  func session() throws {
    let terminal = try Tmux()
    let saved = folder / "saved.scenario"
    try terminal.type(program(file))
    try terminal.wait(for: "Two proposers want different values.")
    try terminal.press("Space")
    try terminal.wait(for: "P1 opens 1.1")
    try terminal.press("Space")
    try terminal.wait(for: "What happens next?")
    try terminal.press("a")
    try terminal.wait(for: "It has promised nothing yet.")
    try terminal.press("Escape")
    try terminal.press("Space")
    try terminal.wait(for: "A1 promises 1.1")
    try terminal.press("u")
    try terminal.wait(for: "step 1/3")
    try terminal.press("x")
    try terminal.wait(for: "step 2/2")
    try terminal.press(":")
    try terminal.text("save \(saved)")
    try terminal.press("Enter")
    try terminal.wait("for the file") { _ in FileManager.default.fileExists(atPath: saved) }
    try terminal.press("q")
    try terminal.wait(for: "ready>")
    let replayed = try Program.run("replay", "--json", saved)
    #expect(replayed.status == 0)
    #expect(replayed.output.contains("\"steps\":2"))
  }

  @Test("Pasted text triggers no keys")
  func paste() throws {
    let terminal = try Tmux()
    try terminal.type(program(file))
    try terminal.wait(for: "IN FLIGHT")
    try terminal.paste("qqq")
    try terminal.wait(for: "qqq")
    try terminal.press("Escape")
    try terminal.wait("for the line to close") { !$0.contains("qqq") }
    try terminal.press("Space")
    try terminal.wait(for: "P1 opens 1.1")
    try terminal.press("q")
    try terminal.wait(for: "ready>")
  }

  @Test("The menu opens a scenario")
  func menu() throws {
    let terminal = try Tmux()
    try terminal.type("clear; " + program(""))
    try terminal.wait(for: "paxoscope")
    try terminal.press("Enter")
    try terminal.wait(for: "IN FLIGHT")
    try terminal.press("q")
    try terminal.wait(for: "ready>")
  }

  @Test("A terminal that cannot move its cursor is told of --text", arguments: ["dumb", "no-such-terminal", "''"])
  func dumb(_ name: String) throws {
    let terminal = try Tmux()
    try terminal.type("clear; TERM=\(name) " + program(file) + "; echo status $?")
    let screen = try terminal.wait(for: "status 64")
    #expect(screen.contains("--text"))
  }

  @Test("NO_COLOR is honoured, and the selection stays visible")
  func noColour() throws {
    let terminal = try Tmux(environment: ["NO_COLOR": "1", "TERM": "screen-256color"])
    try terminal.type(program("--at 1 " + file))
    try terminal.wait(for: "IN FLIGHT")
    let screen = try terminal.styledScreen
    #expect(screen.contains("\u{1B}[7m") || screen.contains("\u{1B}[1m"))
    // tmux itself writes 39 and 49, the terminal's own colours.
    #expect(screen.firstMatch(of: /\[(3[0-8]|4[0-8]|9[0-7])[;m]/) == nil)
    try terminal.press("q")
    try terminal.wait(for: "ready>")
  }

  /// Over a slow line, and on a projector, one would see the halves of a frame that comes in pieces.
  @Test func aFrameIsWrittenInOnePiece() throws {
    let terminal = try Tmux()
    try terminal.type(program(file))
    try terminal.wait(for: "possible {")
    let shell = try terminal.query("#{pane_pid}")
    let process = try Program.run(["pgrep", "-P", shell, "paxoscope"]).output.trimmingCharacters(
      in: .whitespacesAndNewlines)
    func writes() throws -> Int {
      let lines = try String(contentsOfFile: "/proc/\(process)/io", encoding: .utf8).split(separator: "\n")
      let count = lines.first { $0.hasPrefix("syscw: ") }?.dropFirst(7)
      return try #require(count.flatMap { Int($0) })
    }
    let before = try writes()
    try terminal.press("?")
    try terminal.wait(for: "The run")
    // One for each buffer of ncurses, which is larger than a screen, and room for what is worked out meanwhile.
    #expect(try writes() - before < 5)
  }
}
