import Consensus
import Narration
import Scenarios
import Testing

/// Every verb and every fact, as it is written.
private let commands: [(String, Command)] = [
  ("request P1 green", .request(node: "P1", value: "green")),
  ("timeout P1", .timeout(node: "P1", round: nil)),
  ("choose 2 red blue", .choose(instance: 2, values: ["red", "blue"])),
  ("timeout P1 round 10", .timeout(node: "P1", round: 10)),
  ("deliver m7", .deliver(.numbers([7]))),
  ("deliver m7 m9", .deliver(.numbers([7, 9]))),
  ("deliver", .deliver(.pattern(MessagePattern()))),
  ("deliver all", .deliver(.pattern(MessagePattern(all: true)))),
  (
    "drop all accept 3.1 @4 P1 -> A1 A2",
    .drop(
      .pattern(MessagePattern(all: true, kind: "accept", ballot: (3, 1), slot: 4, from: "P1", to: ["A1", "A2"])))
  ),
  ("duplicate promise A1", .duplicate(.pattern(MessagePattern(kind: "promise", from: "A1")))),
  ("delay m1 by 3", .delay(.numbers([1]), by: 3)),
  ("delay all -> A1 by 3", .delay(.pattern(MessagePattern(all: true, to: ["A1"])), by: 3)),
  ("delay by 3", .delay(.pattern(MessagePattern()), by: 3)),
  ("hold 1.1", .hold(.pattern(MessagePattern(ballot: (1, 1))))),
  ("release @1", .release(.pattern(MessagePattern(slot: 1)))),
  ("crash A1 A2", .crash(["A1", "A2"])),
  ("restart A1", .restart(["A1"], forgetting: .nothing)),
  ("restart A1 A2 forgetting everything", .restart(["A1", "A2"], forgetting: .everything)),
  ("restart A1 forgetting promised accepted", .restart(["A1"], forgetting: .fields(["promised", "accepted"]))),
  ("cut A1 A2 | A3", .cut(["A1", "A2"], ["A3"])),
  ("heal", .heal([], [])),
  ("heal A1 | P1 P2", .heal(["A1"], ["P1", "P2"])),
  ("next", .next(1)),
  ("next 5", .next(5)),
  ("wait 3", .wait(3)),
  ("run", .run(until: .quiet)),
  ("run until chosen", .run(until: .chosen)),
]

private let facts: [(String, Fact)] = [
  ("chosen red", .chosen(slot: nil, values: ["red"])),
  ("chosen red blue", .chosen(slot: nil, values: ["red", "blue"])),
  ("chosen nothing", .chosen(slot: nil, values: [])),
  ("chosen @3 x", .chosen(slot: 3, values: ["x"])),
  ("decided L1 red", .decided(node: "L1", slot: nil, value: "red")),
  ("decided L1 nothing", .decided(node: "L1", slot: nil, value: nil)),
  ("decided L1 @2 red", .decided(node: "L1", slot: 2, value: "red")),
  ("possible red blue", .possible(slot: nil, values: ["red", "blue"])),
  ("possible nothing", .possible(slot: nil, values: [])),
  ("possible @2 red", .possible(slot: 2, values: ["red"])),
  ("A1 promised 1.2", .field(node: "A1", name: "promised", value: "1.2")),
  ("A1 accepted 1.1:red", .field(node: "A1", name: "accepted", value: "1.1:red")),
  ("P1 promises A1 A2", .field(node: "P1", name: "promises", value: "A1 A2")),
  ("rule votes", .rule("votes")),
  ("in-flight accept 1.1 P1 -> A3", .inFlight(MessagePattern(kind: "accept", ballot: (1, 1), from: "P1", to: ["A3"]))),
  ("no in-flight", .notInFlight(MessagePattern())),
  ("no in-flight accept 1.1", .notInFlight(MessagePattern(kind: "accept", ballot: (1, 1)))),
  ("holds agreement", .holds("agreement")),
  ("violates agreement", .violates("agreement")),
]

@Suite struct `Words of the language` {
  @Test(arguments: commands) func `Every command is printed as it is read`(text: String, command: Command) throws {
    #expect(command.description == text)
    #expect(try Parser.command(text, in: exampleSetup).get() == command)
    #expect(try items(text) == [.command(command)])
  }

  @Test(arguments: facts) func `Every fact is printed as it is read`(text: String, fact: Fact) throws {
    #expect(fact.description == text)
    #expect(try Parser.fact(text, in: exampleSetup).get() == fact)
    #expect(try Parser.fact("expect " + text, in: exampleSetup).get() == fact)
    #expect(try items("expect " + text) == [.expect(fact)])
  }

  @Test func `The tests above leave out no verb and no fact`() {
    let verbs = Set(commands.map { String($0.0.prefix { $0 != " " }) })
    #expect(verbs == Set(Verb.all.map(\.name)))
    let words = Set(facts.map { String($0.0.prefix { $0 != " " }) })
    #expect(words.isSuperset(of: FactWord.allCases.map(\.rawValue)))
  }

  @Test func `A spelled-out default means the same as its absence`() throws {
    #expect(try items("run until quiet") == [.command(.run(until: .quiet))])
    #expect(try items("next 1") == [.command(.next(1))])
  }

  @Test(arguments: [
    (
      "",
      [
        "request", "timeout", "deliver", "drop", "duplicate", "delay", "hold", "release", "crash", "restart", "cut",
        "heal", "next", "wait", "run",
      ]
    ),
    ("de", ["deliver", "delay"]),
    ("timeout ", ["P1", "P2", "A1", "A2", "A3", "L1"]),
    ("timeout P1 ", ["round"]),
    ("request P1 ", ["red", "blue"]),
    ("deliver pr", ["prepare", "promise"]),
    ("deliver all p", ["prepare", "promise"]),
    ("deliver prepare ", ["1.1", "1.2", "P1", "P2", "A1", "A2", "A3", "L1", "->"]),
    ("deliver prepare 1.1 P1 ", ["->"]),
    ("deliver P1 -> A1 A", ["A2", "A3"]),
    ("deliver m7 ", []),
    (
      "delay all ",
      [
        "prepare", "promise", "accept", "accepted", "refusal", "decide", "1.1", "1.2", "P1", "P2", "A1",
        "A2", "A3", "L1", "->", "by",
      ]
    ),
    ("restart A1 ", ["P1", "P2", "A2", "A3", "L1", "forgetting"]),
    ("restart A1 forgetting ", ["everything", "promised", "accepted", "ballot"]),
    ("cut A1 A2 ", ["P1", "P2", "A3", "L1", "|"]),
    ("cut A1 | A", ["A2", "A3"]),
    ("run ", ["until"]),
    ("run until ", ["quiet", "chosen"]),
    ("nonsense ", []),
  ]) func `A line is completed with what can come next`(line: String, expected: [String]) {
    let ballots = [Ballot(round: 1, proposer: 1), Ballot(round: 1, proposer: 2)]
    #expect(Parser.completions(for: line, in: exampleSetup, ballots: ballots, values: ["red", "blue"]) == expected)
  }
}
