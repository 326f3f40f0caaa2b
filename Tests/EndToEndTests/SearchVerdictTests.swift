import Foundation
import Testing

/// What `check` and `reach` say of how they ended, through the program.
@Suite("How a search ended")
struct SearchVerdictTests {
  private static let paxos = "title t\nalgorithm paxos\nproposers P1=a P2=b\nacceptors A1 A2 A3\n\nwait 1\n"

  @Test("An unfinished check says why it ended and what would help")
  func limited() throws {
    let text = try Program.run("check", "-", "--limit", "500", "--crashes", "1", input: Self.paxos)
    #expect(text.status == 0)
    let lines = text.output.split(separator: "\n")
    #expect(lines.first == "Unfinished after 500 worlds: no violation so far.")
    #expect(lines.dropFirst().first == "It ended at the limit of 500 worlds.")
    #expect(lines.contains("What would help: a higher --limit, a lower --crashes or a later beginning."))
    let json = try object(try Program.run("check", "-", "--limit", "500", "--json", input: Self.paxos).output)
    #expect(json["verdict"] as? String == "unfinished")
    #expect(json["ended-by"] as? String == "worlds")
    let whole = try object(try Program.run("check", "-", "--json", input: Self.paxos).output)
    #expect(whole["ended-by"] == nil)
  }

  @Test("What was not found for want of worlds is told from what cannot be, though neither was found")
  func unfinishedReach() throws {
    let unfinished = try Program.run("reach", "-", "chosen a b", "--limit", "500", input: Self.paxos)
    #expect(unfinished.status == 1)
    #expect(unfinished.output.hasPrefix("Unfinished: not in 500 worlds "))
    #expect(unfinished.output.contains(" It ended at the limit of 500 worlds. It may be so in one "))
    #expect(unfinished.output.contains("\nWhat would help: a higher --limit"))
    let none = try Program.run("reach", "-", "chosen a b", "--rounds", "1", input: Self.paxos)
    #expect(none.status == 1)
    #expect(none.output.hasPrefix("No, in none of "))
    #expect(!none.output.contains("What would help"))
  }

  @Test("Steps that violate an invariant themselves are told at once, with the step that does, and no other")
  func ownSteps() throws {
    // promises-kept is violated five steps earlier.
    let result = try Program.run("check", "b06-vote-below-promise")
    #expect(result.status == 1)
    let lines = result.output.split(separator: "\n")
    #expect(lines.count == 3)
    #expect(lines.first?.hasPrefix("Violated: agreement: ") == true)
    #expect(lines.dropFirst().first == "The scenario's own steps violate it: step 20, deliver accept 1.2 P2 -> A2.")
    #expect(lines.last?.hasPrefix("Bounds: ") == true)
  }

  @Test("A verdict about a moment after which nothing can happen says so")
  func vacuous() throws {
    let quiet = "title t\nalgorithm fifo-multicast\nservers P1 P2\n\nwait 1\n"
    #expect(try Program.run("check", "-", input: quiet).output.contains("\nNothing that matters can happen any more "))
    #expect(try !Program.run("check", "-", input: Self.paxos).output.contains("Nothing that matters"))
  }

  @Test("Acceptors are said to be exchanged only where they are")
  func symmetry() throws {
    let raft = "title t\nalgorithm raft\nservers 2\n\nwait 1\n"
    #expect(try Program.run("check", "-", input: Self.paxos).output.contains("names of acceptors alone"))
    #expect(try !Program.run("check", "-", input: raft).output.contains("names of acceptors alone"))
  }

  @Test("A run that is saved into a pipe goes through it, and leaves it where it was")
  func savedIntoPipe() throws {
    let folder = try Folder()
    let pipe = folder / "pipe"
    #expect(mkfifo(pipe, 0o600) == 0)
    let descriptor = open(pipe, O_RDWR | O_NONBLOCK)
    #expect(descriptor >= 0)
    defer { close(descriptor) }
    #expect(try Program.run("check", "b14-decide-on-one-vote", "--save", pipe).status == 1)
    var status = stat()
    #expect(lstat(pipe, &status) == 0 && status.st_mode & S_IFMT == S_IFIFO)
    var bytes = [UInt8](repeating: 0, count: 16_384)
    let count = read(descriptor, &bytes, bytes.count)
    #expect(count > 0)
    let text = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
    #expect(text.hasPrefix("title") && text.hasSuffix("expect   holds agreement\n"))
  }

  @Test("Where there is nothing to save, no file is written, and that is said")
  func nothingToSave() throws {
    let folder = try Folder()
    let path = folder / "run.scenario"
    let safe = try Program.run("check", "-", "--rounds", "1", "--save", path, input: Self.paxos)
    #expect(safe.status == 0)
    #expect(safe.error == "\(path): not written, because there is no violation to save.\n")
    let none = try Program.run("reach", "-", "chosen a b", "--rounds", "1", "--save", path, input: Self.paxos)
    #expect(none.status == 1)
    #expect(none.error == "\(path): not written, because there is no run to save.\n")
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test("What holds no fact is told so", arguments: ["", " , ", "# only a comment", "\t"])
  func noFact(_ facts: String) throws {
    let result = try Program.run("reach", "-", facts, input: Self.paxos)
    #expect(result.status == 64)
    #expect(result.error == "There is no fact to look for: 'A1 promised 1.1'.\n")
  }

  private func object(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }
}
