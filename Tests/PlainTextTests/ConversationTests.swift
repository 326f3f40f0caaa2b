import Narration
import PlainText
import Scenarios
import Testing

@Suite("The conversation in plain lines")
struct ConversationTests {
  private func conversation(at step: Int = 0) throws -> Conversation {
    let parsed = try Parser.parse(
      """
      title      A duel
      about      Two proposers.
      algorithm  paxos
      proposers  P1=red P2=blue
      acceptors  A1 A2 A3
      bounds     rounds=1
      note       P1 begins.
      timeout    P1
      ask        What does A1 do?
      choice*    it promises
      choice     it votes
      because    It has promised nothing yet.
      deliver    prepare 1.1 P1 -> A1
      """)
    return Conversation(try Lesson(playing: parsed, name: "test"), at: step)
  }

  private func say(_ line: String, to conversation: inout Conversation) -> [String] {
    conversation.reply(to: line).map { reply in
      switch reply {
      case .line(let text): text
      case .save(let path, let text): "save \(path)\n\(text)"
      case .open(let word): "open \(word)"
      case .quit: "quit"
      }
    }
  }

  @Test("It begins with the title, the state of every node and the first note")
  func opening() throws {
    let lines = try conversation().opening
    #expect(lines.first == "A duel (paxos)")
    #expect(lines.contains("No message is in flight."))
    #expect(lines.contains { $0.hasPrefix("A1, acceptor: promised nothing, accepted nothing") })
    #expect(lines.last == "Note: P1 begins.")
  }

  @Test("An empty line takes the next step and says what happened, why, and by which rule")
  func step() throws {
    var talk = try conversation()
    let lines = say("", to: &talk)
    #expect(lines.first == "Step 1 of 2: timeout P1")
    #expect(lines.contains("P1 opens 1.1."))
    #expect(lines.contains { $0.hasPrefix("Rule opens-a-ballot") })
  }

  @Test("A question comes before its step, is answered with a letter and counted")
  func question() throws {
    var talk = try conversation(at: 1)
    #expect(say("", to: &talk).first == "Question: What does A1 do?")
    #expect(
      say("b", to: &talk) == [
        "No. Right is: it promises.", "It has promised nothing yet.", "0 of 1 question answered right.",
      ])
    #expect(say("", to: &talk).contains("A1 promises 1.1."))
  }

  @Test("A question that is passed over takes no answer afterwards")
  func skipped() throws {
    var talk = try conversation(at: 1)
    _ = say("", to: &talk)
    _ = say("", to: &talk)
    #expect(say("a", to: &talk).first?.contains("`a` is not a command") == true)
  }

  @Test("After the script it delivers what is due first; the verbs of the language work; undo goes back")
  func commands() throws {
    var talk = try conversation(at: 2)
    #expect(say("", to: &talk).contains("A2 promises 1.1."))
    #expect(say("drop prepare 1.1", to: &talk).contains { $0.contains("is lost") || $0.contains("lost") })
    #expect(say("undo", to: &talk).contains("A2 promises 1.1."))
    #expect(say("queue", to: &talk).first == "3 messages in flight:")
    #expect(say("deliver accept 1.1", to: &talk).first?.hasPrefix("No message matches `accept 1.1`.") == true)
    #expect(say("if m3", to: &talk).first == "A3 promises 1.1.")
  }

  @Test("It tells which values can still be chosen")
  func possible() throws {
    var talk = try conversation()
    #expect(say("possible", to: &talk).first == "blue or red can still be chosen, and no other value.")
  }

  @Test("Branches are listed and can be gone to")
  func history() throws {
    var talk = try conversation(at: 1)
    _ = say("crash A3", to: &talk)
    let lines = say("history", to: &talk)
    #expect(lines.count == 4)
    #expect(lines[3] == "3: after step 2, crash A3, a branch from 1, here")
    #expect(say("go 2", to: &talk).first == "Step 2 of 2: deliver prepare 1.1 P1 -> A1")
    #expect(say("go 99", to: &talk).first?.hasPrefix("`go N`") == true)
  }

  @Test("Every word of the help is understood")
  func words() throws {
    var talk = try conversation(at: 1)
    for word in [
      "back", "redo", "state", "nodes", "queue", "ballots", "verdict", "why", "invariants", "node A1", "if m1",
      "possible", "possible m1", "score", "history", "branches", "compare 0", "check", "follow", "reach chosen red",
      "mutations", "beside", "go 0",
    ] {
      let help = say("help", to: &talk).joined(separator: "\n")
      #expect(help.contains(word.prefix { $0 != " " }), "\(word)")
      #expect(!say(word, to: &talk).joined().contains("is not a command"), "\(word)")
    }
    #expect(say("open p08", to: &talk) == ["open p08"])
  }

  @Test("It finds runs, tells them and follows them")
  func searches() throws {
    var talk = try conversation(at: 1)
    #expect(say("follow", to: &talk).first?.hasPrefix("No run was found") == true)
    let found = say("reach A2 promised 1.1", to: &talk)
    #expect(found.contains("1. deliver prepare 1.1 P1 -> A2: A2 promises 1.1."))
    #expect(say("follow", to: &talk).first == "Step 2 of 2: deliver prepare 1.1 P1 -> A2")
    #expect(say("check", to: &talk).first?.hasPrefix("Safe: ") == true)
    #expect(say("reach A9 promised 1.1", to: &talk).first?.contains("A9") == true)
    #expect(say("reach", to: &talk).first?.hasPrefix("`reach A1") == true)
    #expect(say("possible m99", to: &talk).first?.contains("m99") == true)
  }

  @Test("A rule is replaced, and what differs is told")
  func mutations() throws {
    var talk = try conversation(at: 2)
    #expect(say("beside", to: &talk).first?.hasPrefix("This is the correct algorithm") == true)
    #expect(say("mutate no-such", to: &talk).first?.contains("no-such") == true)
    #expect(say("mutate skip-phase-1", to: &talk).first?.hasPrefix("The same steps under other rules") == true)
    #expect(say("mutations", to: &talk).first == "Replaced: skip-phase-1.")
    #expect(say("beside", to: &talk).first?.hasPrefix("The first difference is at step 1") == true)
    #expect(say("mutate nothing", to: &talk).count > 1)
    #expect(say("mutations", to: &talk).first == "All rules are the algorithm's own.")
  }

  @Test("Two moments are told apart, and where nobody inside could, that is said")
  func comparing() throws {
    var talk = try conversation(at: 1)
    _ = say("crash A3", to: &talk)
    let lines = say("compare 1", to: &talk)
    #expect(lines.first == "Moment 1, then moment 3:")
    #expect(lines.contains("A3: up, then down."))
    #expect(lines.last == "No node that is up in both could tell them apart.")
    #expect(say("compare 1 1", to: &talk) == ["Moments 1 and 1 are the same in everything."])
    #expect(say("compare 1 99", to: &talk).first?.hasPrefix("`compare N M`") == true)
    #expect(say("branches", to: &talk).first == "2 branches; `go N` goes to the end of one:")
    #expect(say("name late  vote", to: &talk) == ["This branch is called late vote now."])
    #expect(say("branches", to: &talk).contains { $0.contains(", called late vote") })
    guard case .save(_, let text)? = talk.reply(to: "save x").first else {
      Issue.record("it is saved")
      return
    }
    #expect(text.hasPrefix("title      late vote: "))
    #expect(
      say("branches", to: &talk).last
        == "3: 2 steps, the last one crash A3, leaves the others after step 1, called late vote, the one you are on.")
  }

  @Test("Saving hands out a scenario that parses")
  func save() throws {
    var talk = try conversation(at: 2)
    guard case .save(let path, let text) = talk.reply(to: "save mine.scenario").first else {
      Issue.record("nothing to save")
      return
    }
    #expect(path == "mine.scenario")
    #expect(try Parser.parse(text).scenario.title == "A duel")
    #expect(say("save", to: &talk).first?.hasPrefix("`save FILE`") == true)
    #expect(say("quit", to: &talk) == ["quit"])
  }
}
