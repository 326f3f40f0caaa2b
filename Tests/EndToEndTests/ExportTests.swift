import Foundation
import TestSupport
import Testing

@Suite("Exporting")
struct ExportTests {
  @Test("Every format goes to standard output, the same bytes each time")
  func toStandardOutput() throws {
    let beginnings = [
      "text": "Dueling proposers", "svg": "<svg xmlns=", "mermaid": "sequenceDiagram\n", "cast": "{\"version\": 2",
    ]
    for (format, beginning) in beginnings {
      let result = try Program.run("export", "-", "--to", format, input: duelingProposers)
      #expect(result.status == 0 && result.error.isEmpty)
      #expect(result.output.hasPrefix(beginning))
      #expect(try Program.run("export", "-", "--to", format, input: duelingProposers).output == result.output)
    }
  }

  @Test("A picture is XML, and has a title")
  func pictureIsXML() throws {
    for view in ["diagram", "nodes", "ballots", "history"] {
      let result = try Program.run("export", "-", "--to", "svg", "--view", view, input: duelingProposers)
      let check =
        "import sys, xml.dom.minidom as x; print(x.parseString(sys.stdin.buffer.read()).documentElement.tagName)"
      #expect(try Program.run(["python3", "-c", check], input: result.output).output == "svg\n")
    }
  }

  @Test("A file that exists is left alone unless that is asked for; the ending names the format")
  func files() throws {
    let folder = try Folder()
    let file = try folder.file("out.txt", "mine\n")
    let refused = try Program.run("export", "-", "-o", file, input: duelingProposers)
    #expect(refused.status == 66)
    #expect(refused.error == "\(file): exists already; --force replaces it.\n")
    #expect(try String(contentsOfFile: file, encoding: .utf8) == "mine\n")
    #expect(try Program.run("export", "-", "-o", file, "--force", input: duelingProposers).status == 0)
    #expect(try String(contentsOfFile: file, encoding: .utf8).contains("opens 1.1"))
    #expect(try Program.run("export", "-", "-o", "/nowhere/at/all.svg", input: duelingProposers).status == 66)
  }

  @Test("Wrong use ends with status 64, an invalid scenario with 65, one that cannot be read with 66")
  func statuses() throws {
    #expect(try Program.run("export", "-", input: duelingProposers).status == 64)
    #expect(try Program.run("export", "-", "--to", "png", input: duelingProposers).status == 64)
    #expect(try Program.run("export", "-", "--to", "svg", "--view", "moon", input: duelingProposers).status == 64)
    #expect(try Program.run("export", "-", "--to", "cast", "--width", "9", input: duelingProposers).status == 64)
    #expect(try Program.run("export", "-", "--to", "svg", input: "title only\n").status == 65)
    #expect(try Program.run("export", "/nowhere/at/all", "--to", "svg").status == 66)
  }
}

@Suite("Playing and exporting in a terminal", .serialized)
struct PlayingTests {
  @Test("The run plays by itself until a key stops it, and what is shown is exported, never over a file unasked")
  func playAndExport() throws {
    let folder = try Folder()
    let file = try folder.file("duel.scenario", duelingProposers)
    let picture = (file as NSString).deletingLastPathComponent + "/duel.svg"
    let terminal = try Tmux()
    try terminal.type("\(Program.path) \(file)")
    try terminal.wait(for: "step 0/")
    try terminal.press("F2")
    try terminal.wait(for: "opens 1.1")
    try terminal.press("p")
    try terminal.wait(for: "Playing 1 step a second")
    try terminal.press("+", "+")
    try terminal.wait(for: "Playing 4 steps a second")
    try terminal.wait(for: "step 3/")
    try terminal.press("x")
    try terminal.wait(for: "Stopped at step")
    try terminal.text(":export \(picture)")
    try terminal.press("Enter")
    try terminal.wait(for: "Written to")
    #expect(try String(contentsOfFile: picture, encoding: .utf8).hasPrefix("<svg"))
    try "mine".write(toFile: picture, atomically: true, encoding: .utf8)
    try terminal.text(":export \(picture)")
    try terminal.press("Enter")
    try terminal.wait(for: "Write over it?")
    try terminal.press("Escape")
    // A key right behind Escape would be taken for Alt.
    try terminal.wait("for the question to go") { !$0.contains("Write over it?") }
    #expect(try String(contentsOfFile: picture, encoding: .utf8) == "mine")
    try terminal.press("q")
    try terminal.wait(for: "ready>")
  }
}
