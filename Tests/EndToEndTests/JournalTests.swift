import Foundation
import Testing

/// Sessions that end without being left, in a real terminal.
@Suite("After a crash", .serialized)
struct JournalTests {
  private let folder: Folder
  private let file: String
  private let journals: String

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
      timeout    P2
      """)
    journals = folder / "state/paxoscope"
  }

  private func terminal() throws -> Tmux { try Tmux(environment: ["XDG_STATE_HOME": folder / "state"]) }

  private var kept: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: journals)) ?? []).sorted()
  }

  /// Opens the scenario and takes two steps of one's own; waits until they are in the journal.
  private func begin(_ terminal: Tmux) throws {
    let known = kept
    try terminal.type("clear; \(Program.path) \(file)")
    try terminal.wait(for: "IN FLIGHT")
    try terminal.press("t", "x")
    try terminal.wait(for: "step 2/2")
    try terminal.wait("for the journal") { _ in
      guard let name = kept.first(where: { !known.contains($0) }) else { return false }
      let text = (try? String(contentsOfFile: journals + "/" + name, encoding: .utf8)) ?? ""
      return text.contains("timeout  P1") && text.contains("drop ")
    }
  }

  private func kill(_ signal: String, in terminal: Tmux) throws {
    let shell = try terminal.query("#{pane_pid}")
    _ = try Program.run(["pkill", "-\(signal)", "-P", shell, "paxoscope"])
  }

  @Test("A killed session is offered, resumed where it was, and its journal goes when it is left")
  func resume() throws {
    let first = try terminal()
    try begin(first)
    try kill("KILL", in: first)
    try first.wait(for: "Killed")
    #expect(kept.count == 1)
    let second = try terminal()
    try second.type("\(Program.path)")
    let screen = try second.wait(for: "A session was interrupted")
    #expect(screen.contains("A duel") && screen.contains("2 steps of your own"))
    try second.press("r")
    try second.wait(for: "The session goes on where it was interrupted.")
    #expect(try second.screen.contains("step 2/2"))
    try second.press("q")
    try second.wait(for: "Steps of your own are not saved.")
    try second.press("y")
    try second.wait("for the shell") { $0.split(separator: "\n").last?.hasPrefix("ready>") == true }
    #expect(kept.isEmpty)
  }

  @Test("A living session is never offered to another instance, and both keep their own journals")
  func twoInstances() throws {
    let first = try terminal()
    try begin(first)
    let second = try terminal()
    try begin(second)
    #expect(kept.count == 2)
    #expect(try !second.screen.contains("interrupted"))
    try kill("HUP", in: first)
    try first.wait(for: "Hangup")
    #expect(kept.count == 2)
    let third = try terminal()
    try third.type("\(Program.path) \(file)")
    try third.wait(for: "A session was interrupted")
    try third.press("d")
    try third.wait("for the offer to close") { !$0.contains("interrupted") }
    try third.wait("for the journal to go") { _ in kept.count == 1 }
    try second.press("q", "y")
    try second.wait("for the shell") { $0.split(separator: "\n").last?.hasPrefix("ready>") == true }
    #expect(kept.isEmpty)
  }

  @Test("A journal that is damaged is resumed as far as it goes, says where it ends, and stays in place")
  func damaged() throws {
    try FileManager.default.createDirectory(atPath: journals, withIntermediateDirectories: true)
    try "#@ journal x\ntitle T\nalgorithm paxos\nservers 3\n#@ besides\ntimeout S1\ndeliver m9\u{1B}[31m\n".write(
      toFile: journals + "/77.scenario", atomically: true, encoding: .utf8)
    let terminal = try terminal()
    try terminal.type("\(Program.path)")
    try terminal.wait(for: "A session was interrupted")
    try terminal.press("r")
    try terminal.wait(for: "77.scenario:7:11")
    try terminal.press("Enter")
    try terminal.wait(for: "S1 opens 1.1.")
    try terminal.press("q", "y")
    try terminal.wait("for the shell") { $0.split(separator: "\n").last?.hasPrefix("ready>") == true }
    #expect(kept == ["77.scenario"])
  }

  @Test("A journal whose beginning is damaged says where, and stays in place")
  func unreadable() throws {
    try FileManager.default.createDirectory(atPath: journals, withIntermediateDirectories: true)
    try "#@ journal x\ntitle T\nalgorithm paxos\nsurvers 3\n#@ besides\ndeliver m9\n".write(
      toFile: journals + "/77.scenario", atomically: true, encoding: .utf8)
    let terminal = try terminal()
    try terminal.type("\(Program.path)")
    try terminal.wait(for: "A session was interrupted")
    try terminal.press("r")
    let screen = try terminal.wait(for: "77.scenario:4:")
    #expect(screen.contains("Its journal stays"))
    try terminal.press("Escape", "q")
    #expect(kept == ["77.scenario"])
  }

  @Test("Where no journal can be kept, one notice says so and the session works")
  func unwritable() throws {
    _ = try folder.file("state", "a file where a directory should be")
    let terminal = try terminal()
    try terminal.type("\(Program.path) \(file)")
    try terminal.wait(for: "IN FLIGHT")
    try terminal.press("t")
    try terminal.wait(for: "No journal can be kept")
    try terminal.press("x")
    try terminal.wait("for the notice to go") { $0.contains("step 2/2") && !$0.contains("No journal") }
  }
}
