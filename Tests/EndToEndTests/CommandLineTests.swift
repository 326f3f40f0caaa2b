import Foundation
import TestSupport
import Testing

@Suite("The command line")
struct CommandLineTests {
  private func object(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  @Test("A scenario whose expectations hold ends with status 0")
  func good() throws {
    let result = try Program.run("replay", "-", input: duelingProposers)
    #expect(result.status == 0)
    #expect(result.error.isEmpty)
    #expect(result.output.contains("Expectations: 4 passed, 0 failed."))
  }

  @Test("An expectation that fails names file, line, what was expected and what is so, and ends with status 1")
  func unmet() throws {
    let folder = try Folder()
    let file = try folder.file("wrong.scenario", duelingProposers + "expect chosen red\n")
    let result = try Program.run("replay", "--quiet", file)
    #expect(result.status == 1)
    #expect(result.output.isEmpty)
    #expect(result.error == "\(file):26: expected: chosen red; but: chosen nothing\n")
  }

  @Test("Wrong use ends with status 64, a file that is no scenario with 65, one that cannot be read with 66")
  func statuses() throws {
    #expect(try Program.run("replay").status == 64)
    #expect(try Program.run("replay", "--at", "-1", "-", input: duelingProposers).status == 64)
    #expect(try Program.run("frobnicate", "--now").status == 64)
    #expect(try Program.run("replay", "-", input: "title only\n").status == 65)
    #expect(try Program.run("replay", "/nowhere/at/all.scenario").status == 66)
    #expect(try Program.run("replay", "/").status == 66)
  }

  @Test("Every error of a file is reported with its place, and nothing else is printed")
  func allErrors() throws {
    let text = duelingProposers.replacingOccurrences(of: "acceptors", with: "aceptors")
      .replacingOccurrences(of: "timeout  P2", with: "timeoot  P2")
    let result = try Program.run("replay", "-", input: text)
    #expect(result.status == 65)
    #expect(result.output.isEmpty)
    #expect(result.error.contains("standard input:7:1: "))
    #expect(result.error.contains("did you mean `acceptors`?"))
    #expect(result.error.contains("standard input:19:1: "))
    #expect(result.error.contains("did you mean `timeout`?"))
  }

  @Test("JSON says what messages carry, and in which slot: a slot is a key of what is chosen")
  func messagesInJSON() throws {
    let text = """
      title      Entries
      algorithm  raft
      servers    3

      timeout  S1
      deliver  request-vote S1 -> S2
      deliver  vote S2 -> S1
      request  S1 x
      request  S1 y
      timeout  S3
      deliver  request-vote S3 -> S1
      """
    let report = try object(try Program.run("replay", "--json", "-", input: text).output)
    let messages = try #require(report["inFlight"] as? [[String: Any]])
    func said(_ id: String) throws -> [String] {
      let message = try #require(messages.first { $0["id"] as? String == id })
      return ["kind", "slot", "value", "remark"].map { message[$0] as? String ?? "null" }
    }
    // A heartbeat, then one entry, then both.
    #expect(try said("m4") == ["append-entries", "1", "null", "null"])
    #expect(try said("m6") == ["append-entries", "1", "1:x", "null"])
    #expect(try said("m8") == ["append-entries", "1", "1:x 1:y", "null"])
    #expect(try said("m11") == ["request-vote", "null", "null", "empty log"])
    #expect(try said("m12") == ["vote", "null", "null", "refused"])
    let paxos = try object(try Program.run("replay", "--json", "-", input: duelingProposers).output)
    #expect((paxos["inFlight"] as? [[String: Any]])?.allSatisfy { $0["slot"] is NSNull } ?? false)
    #expect((paxos["chosen"] as? [String: Any])?.keys.sorted() == ["1"])
  }

  @Test("Check says of every slot what is possible, beside what it says of slot 1")
  func slotsInJSON() throws {
    let text = """
      title      Slots
      algorithm  multi-paxos
      proposers  P1
      acceptors  A1 A2

      timeout    P1
      deliver    prepare -> A1 A2
      deliver    all promise
      request    P1 x
      request    P1 y
      deliver    accept @1 -> A1 A2
      """
    let report = try object(try Program.run("check", "--rounds", "1", "--json", "-", input: text).output)
    #expect(report["possible"] as? [String] == ["x"])
    let slots = try #require(report["slots"] as? [String: [String: [String]]])
    #expect(slots == ["1": ["possible": ["x"], "chosen": ["x"]], "2": ["possible": ["y"], "chosen": []]])
  }

  @Test("A check says what can be chosen where something is, and not of a multicast")
  func possibleInText() throws {
    let consensus = "title T\nalgorithm paxos\nproposers P1=red\nacceptors A1\n"
    let safe = try Program.run("check", "-", input: consensus).output
    #expect(safe.contains("\nPossible: red. Chosen before: nothing.\n"))
    #expect(
      try Program.run("check", "--limit", "2", "-", input: consensus).output.contains("\nPossible so far: nothing."))
    let multicast = "title T\nalgorithm fifo-multicast\nservers P1=a P2\n"
    let report = try Program.run("check", "-", input: multicast)
    #expect(report.status == 0 && report.output.hasPrefix("Safe: "))
    #expect(!report.output.contains("Possible"))
  }

  @Test("The name of a file cannot turn the writing in JSON")
  func unseenInJSON() throws {
    let folder = try Folder()
    let file = try folder.file("a\u{1B}b\u{202E}c\u{E0041}.scenario", duelingProposers)
    let output = try Program.run("replay", "--json", file).output
    #expect(output.unicodeScalars.allSatisfy { !["\u{1B}", "\u{202E}", "\u{E0041}"].contains($0) })
    #expect(try object(output)["file"] as? String == file)
  }

  @Test("A mistake in one place does not make a right word wrong in another")
  func noFollowUpErrors() throws {
    let text =
      duelingProposers.replacingOccurrences(of: "\nlearners", with: "\nmutate own-valu\nlearners")
      + "\nexpect A1 promissed 1.1\n"
    let result = try Program.run("replay", "-", input: text)
    #expect(result.status == 65)
    #expect(result.error.contains("did you mean `own-value`?"))
    #expect(result.error.contains("did you mean `promised`?"))
  }

  @Test("Output that cannot be written is an error")
  func fullDisk() throws {
    let result = try Program.run(["sh", "-c", "exec '\(Program.path)' list > /dev/full"])
    #expect(result.status == 66)
    #expect(result.error.contains("Standard output cannot be written: No space left on device"))
  }

  @Test("A command that is impossible where it stands makes the scenario invalid and says why")
  func impossible() throws {
    let result = try Program.run("replay", "-", input: duelingProposers + "deliver accept 9.9\n")
    #expect(result.status == 65)
    #expect(result.error.contains("standard input:26:1: "))
    #expect(result.error.contains("No message matches `accept 9.9`"))
  }

  @Test("What an algorithm refuses of a header has the place of its line")
  func refusedHeader() throws {
    func told(_ text: String, _ arguments: String...) throws -> String {
      try Program.run([Program.path, "check", "-"] + arguments, input: text).error
    }
    #expect(
      try told("title T\nalgorithm multi-paxos\n\nservers S1=noop S2 S3\n").hasPrefix(
        "standard input:4:1: this cannot be done here: S1 cannot want `noop`"))
    let hand = "title T\nalgorithm total-order-from-consensus\nservers 3\n"
    #expect(
      try told(hand + "mutate own-value\n").hasPrefix(
        "standard input:4:1: this cannot be done here: A hand follows no rules"))
    #expect(try told(hand, "--mutate", "own-value").hasPrefix("standard input:2:1: "))
  }

  @Test("The adversary's run is the same scenario, whoever saves it")
  func adversarySaved() throws {
    let folder = try Folder()
    _ = try Program.run("adversary", "p08-dueling-proposers", "--steps", "6", "--save", folder / "one.scenario")
    let saved = try String(contentsOfFile: folder / "one.scenario", encoding: .utf8)
    #expect(saved.hasPrefix("title      Undecided for 6 steps: Dueling proposers"))
    #expect(saved.contains("\nexpect   possible "))
    let steps = try Program.run("replay", "p08-dueling-proposers", "--json").output
    let count = try #require(try object(steps)["steps"] as? Int)
    let commands =
      ["go \(count)", "adversary 6", "go \(count + 6)", "save \(folder / "two.scenario")", "quit", ""]
      .joined(separator: "\n")
    _ = try Program.run("open", "p08-dueling-proposers", "--text", input: commands)
    #expect(try String(contentsOfFile: folder / "two.scenario", encoding: .utf8) == saved)
    #expect(try Program.run("replay", folder / "one.scenario").status == 0)
  }

  @Test("No control sequence of a file reaches the terminal, neither from its text nor from its name")
  func hostile() throws {
    let folder = try Folder()
    let name = try folder.file(
      "\u{1B}[31mred.scenario", "title \u{1B}]0;owned\u{7} \u{9B}31m \u{202E}evil\nalgorithm paxos\n")
    let result = try Program.run("replay", name)
    #expect(result.status == 65)
    let bytes = (result.output + result.error).unicodeScalars
    #expect(!bytes.contains { ($0.value < 32 && $0 != "\n") || (0x7F...0x9F).contains($0.value) || $0.value == 0x202E })
  }

  @Test("JSON has the promised shape")
  func json() throws {
    let result = try Program.run("replay", "--json", "-", input: duelingProposers)
    #expect(result.status == 0)
    let report = try object(result.output)
    #expect(
      Set(report.keys) == [
        "format", "file", "title", "algorithm", "steps", "clock", "nodes", "inFlight", "chosen", "decided",
        "invariants", "expectations", "transcript",
      ])
    #expect(report["format"] as? String == "paxoscope-replay/1")
    #expect(report["steps"] as? Int == 11)
    #expect(report["clock"] as? Int == 9)
    let nodes = try #require(report["nodes"] as? [[String: Any]])
    #expect(nodes.map { $0["name"] as? String } == ["P1", "P2", "A1", "A2", "A3", "L1"])
    let state = try #require(nodes[2]["state"] as? [String: String])
    #expect(state["promised"] == "1.2")
    #expect(state["accepted"] == "nothing")
    let accept = try #require((report["inFlight"] as? [[String: Any]])?.first { $0["kind"] as? String == "accept" })
    #expect(accept["value"] as? String == "red")
    #expect(accept["slot"] is NSNull)
    #expect(accept["ballot"] as? String == "1.1")
    let transcript = try #require(report["transcript"] as? [[String: Any]])
    #expect(transcript.last?["command"] as? String == "deliver accept 1.1 P1 -> A1")
    #expect(transcript.last?["rule"] as? String == "refuses-to-vote")
    #expect((report["expectations"] as? [String: Any])?["passed"] as? Int == 4)
  }

  @Test("The same scenario prints the same bytes in every process")
  func deterministic() throws {
    let first = try Program.run("replay", "--json", "-", input: duelingProposers)
    let second = try Program.run(
      "replay", "--json", "-", input: duelingProposers, environment: ["LC_ALL": "C", "TZ": "Asia/Tokyo"])
    #expect(first.output == second.output)
  }

  @Test("--at stops after so many steps")
  func at() throws {
    let report = try object(try Program.run("replay", "--json", "--at", "2", "-", input: duelingProposers).output)
    #expect(report["steps"] as? Int == 2)
    #expect((report["expectations"] as? [String: Any])?["passed"] as? Int == 0)
  }

  @Test("CRLF, a byte order mark and a missing last newline are fine")
  func lineEndings() throws {
    let text = "\u{FEFF}" + duelingProposers.dropLast().replacingOccurrences(of: "\n", with: "\r\n")
    #expect(try Program.run("replay", "--quiet", "-", input: text).status == 0)
  }

  @Test("What show prints can be replayed, and every shipped scenario is listed")
  func shipped() throws {
    let listing = try object(try Program.run("list", "--json").output)
    let scenarios = try #require(listing["scenarios"] as? [[String: Any]])
    #expect(scenarios.count >= 21)
    let name = try #require(scenarios.first?["name"] as? String)
    let shown = try Program.run("show", name)
    #expect(shown.status == 0)
    #expect(try Program.run("replay", "--quiet", "-", input: shown.output).status == 0)
    #expect(try Program.run("replay", "--quiet", name).status == 0)
    #expect(try Program.run("show", "no-such-scenario").status == 64)
  }

  @Test("Algorithms and mutations are listed")
  func lists() throws {
    #expect(try Program.run("list", "--algorithms").output.contains("paxos"))
    #expect(try Program.run("list", "--mutations", "paxos").output.contains("own-value"))
    #expect(try Program.run("list", "--mutations", "raftt").status == 64)
    let none = try Program.run("list", "--mutations", "plain-broadcast")
    #expect(none.status == 0 && none.output.isEmpty)
    #expect(none.error == "plain-broadcast has no mutations: none of its rules can be replaced.\n")
    let json = try object(try Program.run("list", "--mutations", "plain-broadcast", "--json").output)
    #expect((json["mutations"] as? [Any])?.isEmpty ?? false)
  }

  @Test("Help, version and completions come with the program")
  func help() throws {
    #expect(try Program.run("--help").output.contains("replay"))
    #expect(try Program.run("--version").output.hasPrefix("0."))
    for shell in ["bash", "zsh", "fish"] {
      #expect(try Program.run("--generate-completion-script", shell).output.contains("paxoscope"))
    }
  }

  @Test("A synod script is replayed, printed as the course prints it, and converted")
  func synod() throws {
    let script = """
      initialize 3 nodes
      at 10 send prepare request from 2
      at 11 deliver prepare request message to 1 from time 10
      at 12 deliver prepare response message to 2 from time 11

      """
    let folder = try Folder()
    let file = try folder.file("script.txt", script)
    let transcript = try Program.run("replay", "--from", "synod", "--transcript", "synod", file)
    #expect(transcript.status == 0)
    #expect(
      transcript.output == """
        --> initialized 3 nodes
        --> sent prepare requests to all nodes from 2 with sequence 5002
        --> prepare request from 2 sequence 5002 accepted by 1 with no value
        --> positive prepare response from 1 sequence 5002 recorded by 2 with no value

        """)
    let saved = folder / "converted.scenario"
    let direct = try object(try Program.run("replay", "--from", "synod", "--json", "--save", saved, file).output)
    let converted = try object(try Program.run("replay", "--json", saved).output)
    #expect(direct["steps"] as? Int == 3)
    #expect(direct["nodes"] as? NSArray == converted["nodes"] as? NSArray)
    #expect(try Program.run("replay", "--transcript", "synod", saved).status == 64)
    #expect(try Program.run("replay", "--from", "synod", "-", input: "initialise 3 nodes\n").status == 65)
  }

  @Test("Without a terminal, open says so and offers --text")
  func noTerminal() throws {
    let folder = try Folder()
    let file = try folder.file("duel.scenario", duelingProposers)
    let result = try Program.run("open", file)
    #expect(result.status == 64)
    #expect(result.error.contains("--text"))
  }

  @Test("--text steps the script, asks its questions, takes commands and saves")
  func textMode() throws {
    let folder = try Folder()
    let file = try folder.file("duel.scenario", duelingProposers)
    let saved = folder / "saved.scenario"
    let empty = String(repeating: "\n", count: 7)
    let result = try Program.run(
      "open", "--text", file, input: empty + "\na\n\ndrop prepare 1.2 P2 -> A3\nsave \(saved)\nsave \(saved)\nquit\n")
    #expect(result.status == 0)
    #expect(result.output.contains("Question: P1 now asks for votes."))
    #expect(result.output.contains("Right."))
    #expect(result.output.contains("Saved to \(saved)."))
    #expect(result.output.contains("exists already and was not changed"))
    let replayed = try object(try Program.run("replay", "--json", saved).output)
    #expect(replayed["steps"] as? Int == 9)
  }
}
