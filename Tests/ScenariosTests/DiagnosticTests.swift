import Consensus
import Narration
import Scenarios
import Testing

@Suite struct `What is wrong with a scenario` {
  @Test func `An error shows its line with a caret, and says what would be right`() throws {
    let text = header.replacing("acceptors ", with: "acceptor  ") + "deliver prepar 1.1"
    let error = try #require(throws: InvalidText.self) { try Parser.parse(text) }
    #expect(
      error.rendered(file: "duel.scenario") == """
        duel.scenario:4:1: no line begins with `acceptor`
          acceptor   A1 A2 A3
          ^
          did you mean `acceptors`?
        duel.scenario:6:9: `prepar` is neither a kind of message nor a node
          deliver prepar 1.1
                  ^
          did you mean `prepare`?
        """)
  }

  @Test func `All errors of a file are told, in the order of its lines`() {
    let body = "timeout P9\nnote fine\ndelivr all\nwait x\nexpect chosen\nquorum phase1=9 phase2=1\ncrash A1 A1 A7\n"
    #expect(
      problems(below: body) == [
        "6:9 there is no node `P9`; did you mean `P1` or `P2`?",
        "8:1 no line begins with `delivr`; did you mean `deliver`?",
        "9:6 `x` is not a whole number; it is written `wait N`",
        "10:14 `nothing` or a value is missing; it is written `expect chosen [@SLOT] nothing|VALUE …`",
        "11:1 `quorum` belongs in the header, which ends before line 6; move it above `timeout` on line 6",
        "11:15 a quorum cannot be `9`; it is at least 1 and at most 3",
        "12:10 `A1` stands twice; take one of them away",
        "12:13 there is no node `A7`; did you mean `A1`, `A2` or `A3`?",
      ])
  }

  @Test func `A caret stands below its character, also behind tabs, wide characters and marks`() throws {
    let text = "note 日本\u{65}\u{301}\u{202E}\n"
    let error = try #require(throws: InvalidText.self) { try Parser.parse(header + text + "timeout\tP7") }
    #expect(
      error.rendered(file: "f") == """
        f:6:9: the invisible character U+202E is not allowed in a scenario
          note 日本e\u{301}\u{FFFD}
                    ^
          take it away
        f:7:9: there is no node `P7`
          timeout P7
                  ^
          did you mean `P1` or `P2`?
        """)
  }

  @Test func `Of a long line the part around the place is shown`() throws {
    let line = "note " + String(repeating: "x", count: 300) + "\u{1B}" + String(repeating: "y", count: 300)
    let error = try #require(throws: InvalidText.self) { try Parser.parse(header + line) }
    let diagnostic = try #require(error.diagnostics.first)
    #expect(diagnostic.column == 306)
    #expect(diagnostic.excerpt.count <= 101)
    #expect(Array(diagnostic.excerpt)[diagnostic.indentation] == "␛")
    #expect(diagnostic.excerpt.hasPrefix("…x") && diagnostic.excerpt.hasSuffix("y…"))
  }

  @Test(arguments: [
    ("", ["1:1 the file is empty; a scenario begins with lines such as `title TEXT`, `algorithm paxos`, `servers 3`"]),
    (
      "# nothing\n\n   \n",
      ["1:1 the file is empty; a scenario begins with lines such as `title TEXT`, `algorithm paxos`, `servers 3`"]
    ),
    (
      "next",
      [
        "1:1 the header ends here, and a scenario needs a title; above this line write `title TEXT`",
        "1:1 the header ends here, and a scenario needs an algorithm; above this line write `algorithm paxos`",
      ]
    ),
    (
      "title T\nalgorithm paxos\nlearners L1",
      [
        "3:12 paxos needs at least one proposer and one acceptor; write `proposers P1=red P2=blue` and "
          + "`acceptors A1 A2 A3`, or `servers 3` for nodes that play all roles"
      ]
    ),
    ("title T\nalgorithm raft\n\n", ["2:15 raft needs servers; write `servers 3`"]),
    (
      "title T\nalgorithm paxos\nproposers 2\ntimeout P1\ndeliver all -> A1",
      [
        "4:1 the header ends here, and paxos needs at least one acceptor; above this line write "
          + "`acceptors A1 A2 A3`, or `servers 3` for nodes that play all roles"
      ]
    ),
    (
      "title T\nalgorithm pacsos\nservers 3\ndeliver nonsense\nexpect rule nonsense",
      [
        "2:11 there is no algorithm `pacsos`; did you mean `paxos`?"
      ]
    ),
    (
      "title T\nalgorithm zab\nservers 3",
      ["2:11 there is no algorithm `zab`; the algorithms are \(Catalog.algorithms.joined(separator: " "))"]
    ),
    ("title\nalgorithm paxos\nservers 3", ["1:6 `title` has no text; it is written `title TEXT`"]),
    (
      "title T\nabout\ntitle U\nalgorithm paxos\nservers 3",
      [
        "2:6 `about` has no text; it is written `about TEXT`",
        "3:1 `title` stands twice: the first is on line 1; take one of them away",
      ]
    ),
    (
      "  title T\nalgorithm paxos\nservers 3",
      [
        "1:1 a line that begins with white space continues the one before it, and there is none; take the white space away"
      ]
    ),
    (
      "title T\nalgorithm paxos\nservers 65",
      [
        "3:9 the number of nodes cannot be `65`; it is at least 1 and at most 64"
      ]
    ),
    (
      "title T\nalgorithm paxos\nproposers 32\nacceptors 32\nlearners 1",
      [
        "5:1 there are 65 nodes; at most 64 can be shown"
      ]
    ),
    (
      "title T\nalgorithm paxos\nservers S1\nacceptors S1",
      [
        "3:9 `S1` stands in another line too; a server plays all roles already: give it a name of its own, or take the "
          + "other one away"
      ]
    ),
  ]) func `A faulty header is told once`(text: String, expected: [String]) {
    #expect(problems(in: text) == expected)
  }

  @Test func `A node cannot have a name that means something else`() {
    let text =
      "title T\nalgorithm paxos\nproposers prepare P1=nothing P1 m7 5 by x.y P2= P3=a=b abcdefghijklmnopq\nacceptors 3\n"
    let charset = "names and values are up to 16 letters, digits, `-` and `_`"
    #expect(
      problems(in: text) == [
        "3:11 a node cannot have the name `prepare`; it has a meaning of its own in the language",
        "3:22 `nothing` cannot be a value; it stands for no value at all",
        "3:30 `P1` stands twice; take one of them away",
        "3:33 a node cannot have the name `m7`; messages are called so",
        "3:36 a node cannot have the number `5` as its name; a number of nodes stands alone",
        "3:38 a node cannot have the name `by`; it has a meaning of its own in the language",
        "3:41 `x.y` cannot be the name of a node; \(charset)",
        "3:48 a value is missing; it is written `proposers P1=red P2=blue`",
        "3:52 `a=b` cannot be a value; \(charset)",
        "3:56 `abcdefghijklmnopq` cannot be the name of a node; \(charset)",
      ])
  }

  @Test(arguments: [
    ("quorum", "`phase1=…` or `phase2=…` is missing; it is written `quorum majority|phase1=3 phase2=2`"),
    ("quorum most", "`most` has no `=` in it; it is written `quorum majority|phase1=3 phase2=2`"),
    ("quorum phase1=2", "`phase2=…` is missing; it is written `quorum majority|phase1=3 phase2=2`"),
    ("quorum phase1=2 phase3=2", "`phase3` cannot be set here; did you mean `phase1` or `phase2`?"),
    ("quorum phase1=4 phase2=2", "a quorum cannot be `4`; it is at least 1 and at most 3"),
    ("mutate own-valu", "there is no mutation `own-valu`; did you mean `own-value`?"),
    ("mutate own-value own-value", "`own-value` stands twice; take one of them away"),
    ("refusals maybe", "`maybe` is not `on` or `off`; it is written `refusals on|off`"),
    ("learning proposers", "`proposers` is not `acceptors` or `proposer`; did you mean `proposer`?"),
    ("retry", "`by-hand` or `on-refusals` is missing; it is written `retry by-hand|on-refusals`"),
    (
      "bounds crashes=-1",
      "`-1` is not a whole number; it is written "
        + "`bounds rounds=2 crashes=0 duplicates=1 forgetting=FIELD limit=N`"
    ),
    ("bounds rounds=1001", "the highest round cannot be `1001`; it is at least 1 and at most 1,000"),
    ("bounds forgetting=promise", "a disk has no field `promise`; did you mean `promised`?"),
    ("bounds rond=3", "`rond` cannot be set here; did you mean `rounds`?"),
  ]) func `An option that does not exist is told with what does`(line: String, expected: String) {
    #expect(problems(below: line).map { String($0.drop { $0 != " " }.dropFirst()) } == [expected])
  }
}
