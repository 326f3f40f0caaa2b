import Consensus
import Narration
import Scenarios
import Testing

private let described = "messages are described as `[all] [KIND] [BALLOT] [@SLOT] [FROM] [-> TO …]`"
private let eitherOr = "messages are named by their numbers, as in `m7 m9`, or described, but not both"
private let becauseMissing =
  "6:1 the question has no `because`; write `because TEXT` below its choices, from the beginning of the line"

@Suite struct `What is wrong with a line` {
  @Test(arguments: [
    ("Timeout P1", "6:1 no line begins with `Timeout`; did you mean `timeout`?"),
    (
      "check",
      "6:1 no line begins with `check`; the verbs are request timeout choose deliver drop duplicate delay hold "
        + "release crash restart cut heal next wait run note ask choice choice* because expect"
    ),
    ("timeout", "6:8 the name of a node is missing; it is written `timeout NODE [round N]`"),
    ("timeout P1 10", "6:12 `10` is one word too many; it is written `timeout NODE [round N]`"),
    ("timeout P1 round", "6:17 a round is missing; it is written `timeout NODE [round N]`"),
    ("timeout P1 round 0", "6:18 a round cannot be `0`; it is at least 1 and at most 1,000,000,000"),
    (
      "timeout P1 round 99999999999999999999",
      "6:18 a round cannot be `99999999999999999999`; it is at least 1 and at most 1,000,000,000"
    ),
    ("request P1", "6:11 a value is missing; it is written `request NODE VALUE`"),
    ("request P1 nothing", "6:12 `nothing` cannot be a value; it stands for no value at all"),
    ("request P1 rød", "6:12 `rød` cannot be a value; names and values are up to 16 letters, digits, `-` and `_`"),
    ("deliver acept", "6:9 `acept` is neither a kind of message nor a node; did you mean `accept`?"),
    (
      "deliver zzzz",
      "6:9 `zzzz` is neither a kind of message nor a node; "
        + "the kinds are prepare promise accept accepted refusal decide, the nodes P1 P2 A1 A2 A3 L1"
    ),
    ("deliver 1.1 prepare", "6:13 `prepare` stands too late; \(described)"),
    ("deliver prepare promise", "6:17 `promise` is a second kind; \(described)"),
    (
      "deliver prepare 1",
      "6:17 `1` describes no message; "
        + "a ballot is written ROUND.PROPOSER, as in `1.2`, a slot `@3`, the number of a message `m7`"
    ),
    ("deliver prepare 1.x", "6:17 `1.x` is not a ballot; a ballot is written ROUND.PROPOSER, as in `1.2`"),
    ("deliver 0.1", "6:9 a round cannot be `0`; it is at least 1 and at most 2,000,000,000"),
    ("deliver @x", "6:9 `@x` is not a slot; a slot is written `@3`"),
    ("deliver ->", "6:11 the name of a node is missing; \(described)"),
    ("deliver -> A1 A1", "6:15 `A1` stands twice; take one of them away"),
    ("deliver m7 prepare", "6:12 `prepare` is not the number of a message; \(eitherOr)"),
    ("deliver prepare m7", "6:17 `m7` stands in a description; \(eitherOr)"),
    ("deliver m0", "6:10 the number of a message cannot be `0`; it is at least 1 and at most 1,000,000,000"),
    ("delay m7", "6:9 `by` and a number of ticks is missing; it is written `delay MESSAGES by N`"),
    ("delay m7 by 1000001", "6:13 a delay cannot be `1000001`; it is at least 1 and at most 1,000,000"),
    ("restart A1 forgetting promise", "6:23 a disk has no field `promise`; did you mean `promised`?"),
    (
      "restart A1 forgetting",
      "6:22 `everything` or a field of the disk is missing; "
        + "it is written `restart NODE … [forgetting everything|FIELD …]`"
    ),
    ("cut A1", "6:7 `|` between the two groups is missing; it is written `cut NODE … | NODE …`"),
    ("cut A1 |", "6:9 the name of a node is missing; it is written `cut NODE … | NODE …`"),
    ("cut | A1", "6:5 the name of a node is missing; it is written `cut NODE … | NODE …`"),
    ("cut A1 | A2 A1", "6:13 `A1` stands on both sides; a node belongs to one group only"),
    ("heal A1 | A2 | A3", "6:14 `|` is one word too many; it is written `heal [NODE … | NODE …]`"),
    ("next 20001", "6:6 a number cannot be `20001`; it is at least 1 and at most 20,000"),
    ("run until choosen", "6:11 `choosen` is not `quiet` or `chosen`; did you mean `chosen`?"),
    ("run chosen", "6:5 `chosen` cannot follow `run`; it is written `run [until chosen|quiet]`"),
  ]) func `A command that is not written as it should be`(line: String, expected: String) {
    #expect(problems(below: line) == [expected])
  }

  @Test(arguments: [
    ("expect", "6:7 a fact is missing; it is written `expect FACT`"),
    (
      "expect choosen red",
      "6:8 `choosen` is neither a node nor a word that a fact begins with; did you mean `chosen`?"
    ),
    (
      "expect chosen nothing red",
      "6:23 `red` is one word too many; it is written `expect chosen [@SLOT] nothing|VALUE …`"
    ),
    ("expect possible red red", "6:21 `red` stands twice; take one of them away"),
    ("expect A1 promissed 1.2", "6:11 `A1` has no field `promissed`; did you mean `promised`?"),
    ("expect A1 promised", "6:19 the value of `promised` is missing; it is written `expect NODE FIELD VALUE`"),
    ("expect rule refuses-to-voted", "6:13 there is no rule `refuses-to-voted`; did you mean `refuses-to-vote`?"),
    ("expect holds agreemnt", "6:14 there is no invariant `agreemnt`; did you mean `agreement`?"),
    (
      "expect no accept",
      "6:11 `in-flight` is missing; it is written `expect no in-flight [all] [KIND] [BALLOT] [@SLOT] [FROM] [-> TO …]`"
    ),
    ("expect decided L9 red", "6:16 there is no node `L9`; did you mean `L1`?"),
  ]) func `A fact that is not written as it should be`(line: String, expected: String) {
    #expect(problems(below: line) == [expected])
  }

  @Test(arguments: [
    ("choice a", ["6:1 `choice` stands outside a question; `ask`, then the `choice` lines, then `because`"]),
    ("because b", ["6:1 `because` stands outside a question; `ask`, then the `choice` lines, then `because`"]),
    ("note", ["6:5 `note` has no text; it is written `note TEXT`"]),
    (
      "ask Q\nbecause B",
      [
        "6:1 the question has no choices; "
          + "write `choice TEXT` and `choice* TEXT` lines below it, from the beginning of the line"
      ]
    ),
    ("ask Q\nchoice a\nbecause B", ["6:1 the question has no right choice; mark a right one as `choice* TEXT`"]),
    ("ask Q\nchoice* a\nnext", [becauseMissing]),
    ("ask Q\nchoice* a\nask R\nchoice* a\nbecause B", [becauseMissing]),
    ("ask Q\nchoice* a", [becauseMissing]),
    ("ask Q\n  choice* a\n  because b\nnext", [becauseMissing]),
    ("ask Q\nchoise* a\nbecause b", ["7:1 no line begins with `choise*`; did you mean `choice*`?"]),
  ]) func `A question that is not complete`(lines: String, expected: [String]) {
    #expect(problems(below: lines) == expected)
  }

  @Test func `A question may have several right choices`() throws {
    let question = Question(
      "Q", choices: [.init("a", isRight: true), .init("b", isRight: true), .init("c", isRight: false)], because: "B")
    #expect(try items("ask Q\nchoice* a\nchoice* b\nchoice c\nbecause B") == [.ask(question)])
  }

  @Test(
    arguments: [
      ("  timeout P1  # go", nil),
      (
        "",
        "there is nothing to do; the commands are request timeout choose deliver drop duplicate delay hold release crash "
          + "restart cut heal next wait run"
      ),
      ("tiemout P1", "`tiemout` is not a command; did you mean `timeout`?"),
      ("timeout P1\ntimeout P2", "the control character U+000A is not allowed in a scenario; take it away"),
      ("delivery", "`delivery` is not a command; did you mean `deliver`?"),
    ] as [(String, String?)]) func `A typed command is told what is wrong with it`(line: String, expected: String?)
  {
    switch Parser.command(line, in: exampleSetup) {
    case .success: #expect(expected == nil)
    case .failure(let diagnostic): #expect(diagnostic.sentence == expected)
    }
  }

  @Test func `What belongs in a file is no command`() {
    guard case .failure(let diagnostic) = Parser.command("note hello", in: exampleSetup) else {
      Issue.record("a note was taken for a command")
      return
    }
    #expect(diagnostic.message == "`note` belongs in a file")
  }
}
