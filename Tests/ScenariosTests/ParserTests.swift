import Consensus
import Narration
import Scenarios
import TestSupport
import Testing

@Suite struct `What a scenario says` {
  @Test func `The example of the description is read as it reads`() throws {
    let parsed = try Parser.parse(duelingProposers)
    let scenario = parsed.scenario
    #expect(scenario.title == "Dueling proposers")
    #expect(
      scenario.about == "Two proposers keep closing each other's ballots, so that nothing is chosen. "
        + "A line that begins with white space continues the one before it.")
    #expect(scenario.cites == ["Paxos Made Simple, §2.4"])
    #expect(scenario.setup == exampleSetup)
    let question = Question(
      "P1 now asks for votes. Which value must it propose?",
      choices: [
        .init("red", isRight: true), .init("blue", isRight: false), .init("it may pick either", isRight: false),
      ],
      because: "No promise reported a vote, so P1 is free to propose its own value.")
    #expect(
      scenario.items == [
        .note("P1 opens its first ballot."),
        .command(.timeout(node: "P1", round: nil)),
        .command(.deliver(.pattern(MessagePattern(all: true, kind: "prepare", ballot: (1, 1))))),
        .command(.deliver(.pattern(MessagePattern(all: true, kind: "promise", ballot: (1, 1))))),
        .ask(question),
        .command(.timeout(node: "P2", round: nil)),
        .command(.deliver(.pattern(MessagePattern(kind: "prepare", ballot: (1, 2), from: "P2", to: ["A1", "A2"])))),
        .command(.deliver(.pattern(MessagePattern(kind: "accept", ballot: (1, 1), from: "P1", to: ["A1"])))),
        .expect(.rule("refuses-to-vote")),
        .expect(.field(node: "A1", name: "promised", value: "1.2")),
        .expect(.chosen(slot: nil, values: [])),
        .expect(.possible(slot: nil, values: ["red", "blue"])),
      ])
    #expect(parsed.lines == [10, 11, 12, 13, 14, 19, 20, 21, 22, 23, 24, 25])
  }

  @Test func `A printed example is the example without its comment, wrapped anew`() throws {
    let printed = Printer.text(try Parser.parse(duelingProposers).scenario)
    let tidied = duelingProposers.replacing("                        # a comment", with: "")
    let wrapped = """
      about      Two proposers keep closing each other's ballots, so that nothing is chosen. A line that
                 begins with white space continues the one before it.
      """
    let original = """
      about      Two proposers keep closing each other's ballots, so that nothing is chosen.
                 A line that begins with white space continues the one before it.
      """
    #expect(printed == tidied.replacing(original, with: wrapped))
  }

  @Test func `CRLF, a byte order mark, tabs and a missing last newline change nothing`() throws {
    let expected = try Parser.parse(duelingProposers)
    let crlf = duelingProposers.replacing("\n", with: "\r\n")
    let tabs = duelingProposers.replacing("  ", with: "\t")
    for text in [crlf, "\u{FEFF}" + duelingProposers, tabs, String(duelingProposers.dropLast())] {
      let parsed = try Parser.parse(text)
      #expect(parsed.scenario == expected.scenario)
      #expect(parsed.lines == expected.lines)
    }
  }

  @Test func `A comment ends a line, but in free text it is text`() throws {
    let found = try items(
      """
      # a line of its own
      timeout P1#at once
        # indented
      note    rule #1 # is this
      #but this is not
      choose
      """.replacing("choose", with: "next # one"))
    #expect(found == [.command(.timeout(node: "P1", round: nil)), .note("rule #1 # is this"), .command(.next(1))])
  }

  @Test func `Any line may be continued, and a free text may begin on the next line`() throws {
    let found = try items("deliver all prepare # first\n  1.1 P1\n  -> A1\nnote\n  one\n\n    # two\nnext\n")
    let pattern = MessagePattern(all: true, kind: "prepare", ballot: (1, 1), from: "P1", to: ["A1"])
    #expect(found == [.command(.deliver(.pattern(pattern))), .note("one # two"), .command(.next(1))])
  }

  @Test func `Runs of blanks in a free text are one blank`() throws {
    #expect(try items("note  one \t two   three  \n") == [.note("one two three")])
  }

  @Test func `Header lines may come in any order`() throws {
    let parsed = try Parser.parse(
      "quorum phase1=3 phase2=1\nmutate own-value\nacceptors A1 A2 A3\nproposers P1\ntitle T\nalgorithm paxos")
    #expect(parsed.scenario.setup.quorums == Quorums(phase1: 3, phase2: 1))
    #expect(parsed.scenario.setup.mutations == ["own-value"])
  }

  @Test func `A number makes names`() throws {
    let setup = try Parser.parse("title T\nalgorithm paxos\nproposers 2\nacceptors 3\nlearners 1").scenario.setup
    #expect(setup.names == ["P1", "P2", "A1", "A2", "A3", "L1"])
    let servers = try Parser.parse("title T\nalgorithm paxos\nservers 3").scenario.setup
    #expect(servers.servers.map(\.name) == ["S1", "S2", "S3"])
  }

  @Test func `Every option of the header is read`() throws {
    let setup = try Parser.parse(
      header
        + """
        quorum majority
        refusals off
        learning proposer
        retry on-refusals
        bounds rounds=2 crashes=0 duplicates=1 forgetting=promised limit=1000000
        """
    ).scenario.setup
    #expect(setup.quorums == nil)
    #expect(setup.refusals == false)
    #expect(setup.learning == .proposer)
    #expect(setup.retry == .onRefusals)
    #expect(setup.bounds?.rounds == 2 && setup.bounds?.crashes == 0 && setup.bounds?.duplicates == 1)
    #expect(setup.bounds?.forgetting == "promised" && setup.bounds?.limit == 1_000_000)
  }

  @Test func `A bar and an arrow need no blanks around them`() throws {
    #expect(try items("cut A1 A2|A3\n") == [.command(.cut(["A1", "A2"], ["A3"]))])
    #expect(try items("drop P1->A1") == [.command(.drop(.pattern(MessagePattern(from: "P1", to: ["A1"]))))])
  }
}

extension MessagePattern {
  /// All parts at once, for tests.
  init(
    all: Bool = false, kind: String? = nil, ballot: (Int, Int)? = nil, slot: Int? = nil, from: String? = nil,
    to: [String] = []
  ) {
    self.init()
    self.all = all
    self.kind = kind
    self.ballot = ballot.map { Ballot(round: $0.0, proposer: $0.1) }
    self.slot = slot
    self.from = from
    self.to = to
  }
}
