import Foundation
import Testing

@Suite("The configuration file")
struct ConfigurationTests {
  private let folder: Folder

  init() throws { folder = try Folder() }

  private func configure(_ text: String) throws {
    try FileManager.default.createDirectory(atPath: folder / "paxoscope", withIntermediateDirectories: true)
    _ = try folder.file("paxoscope/config", text)
  }

  private func list() throws -> Program.Result {
    try Program.run("list", "--keys", environment: ["XDG_CONFIG_HOME": folder.path])
  }

  @Test("`list --keys` prints the table with the keys that were configured")
  func keys() throws {
    let plain = try list()
    #expect(plain.status == 0 && plain.error == "")
    #expect(plain.output.contains(/undo +u +Go back one step/))
    try configure("key undo z\n")
    #expect(try list().output.contains(/undo +z +Go back one step/))
  }

  @Test("A mistake is told on standard error with its place, and the program starts all the same")
  func mistakes() throws {
    try configure("theme drak\nkey undo z\n")
    let result = try list()
    #expect(result.status == 0)
    #expect(
      result.error.contains("/config:1:7: there is no theme `drak`\n  theme drak\n        ^\n  did you mean `dark`?"))
    let terminal = try Tmux(environment: ["XDG_CONFIG_HOME": folder.path])
    try terminal.type("clear; \(Program.path) p08")
    try terminal.wait(for: "Configuration, line 1: there is no theme `drak`; did you mean `dark`?")
    try terminal.press("Space", "z")
    try terminal.wait(for: "step 0/")
    try terminal.press("q")
    let after = try terminal.wait("for the shell") { $0.split(separator: "\n").last?.hasPrefix("ready>") == true }
    #expect(after.contains("did you mean `dark`?"))
  }

  @Test("A pipe in place of the file does not keep the program waiting")
  func pipe() throws {
    try configure("")
    let path = "\(folder.path)/paxoscope/config"
    unlink(path)
    try #require(mkfifo(path, 0o600) == 0)
    let plain = try list()
    #expect(plain.status == 0 && plain.error == "")
    #expect(plain.output.contains(/undo +u +Go back one step/))
  }

  @Test("Options beat the file")
  func options() throws {
    try configure("ascii on\n")
    let terminal = try Tmux(environment: ["XDG_CONFIG_HOME": folder.path])
    try terminal.type("clear; \(Program.path) p08")
    #expect(try !terminal.wait(for: "IN FLIGHT").contains("│"))
    try terminal.press("q")
    try terminal.wait("for the shell") { $0.split(separator: "\n").last?.hasPrefix("ready>") == true }
    try terminal.type("clear; \(Program.path) p08 --no-ascii")
    #expect(try terminal.wait(for: "IN FLIGHT").contains("│"))
    try terminal.press("q")
  }

  @Test("Tab completes the names of files")
  func files() throws {
    _ = try folder.file("one day.scenario", "title T\nalgorithm paxos\nservers 3\n")
    let terminal = try Tmux()
    try terminal.type("clear; cd \(folder.path); \(Program.path) p08")
    try terminal.wait(for: "IN FLIGHT")
    try terminal.press(":")
    try terminal.text("open one")
    try terminal.press("Tab")
    try terminal.wait(for: ":open one day.scenario")
    try terminal.press("Enter")
    try terminal.wait(for: " T · paxos")
    try terminal.press("q")
  }
}
