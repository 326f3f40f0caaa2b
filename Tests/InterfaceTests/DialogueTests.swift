import Consensus
import Narration
import Scenarios
import Screen
import Testing

@testable import Interface

@Suite("Questions, lines and files")
struct DialogueTests {
  @Test func aQuestionComesBeforeTheStepAndCounts() throws {
    var interface = try Fixture.open(Fixture.lesson, at: 5)
    interface.press("Space")
    interface.press("Space", "Space")
    #expect(interface.stage?.scene.depth == 5)
    #expect(interface.stage?.marks.answers.isEmpty == true, "who steps on has not read the question yet")
    interface.press("1")
    #expect(interface.text().contains("That is right."))
    #expect(interface.text().contains("1 of 1 right"))
    interface.press("Space")
    #expect(interface.stage?.scene.depth == 6)
    interface.press("[", "Space")
    #expect(interface.stage?.scene.depth == 6)
  }

  @Test func aQuestionCanBePassedAndComesBackOnlyWhenAsked() throws {
    var interface = try Fixture.open(Fixture.lesson, at: 5)
    interface.press("Space", "Esc")
    #expect(interface.stage?.scene.depth == 5)
    interface.press("Space")
    #expect(interface.stage?.scene.depth == 6)
    interface.press("[", "a", "b", "Esc")
    #expect(interface.text().contains("0 of 1 right"))
    interface.press("a", "a", "Esc")
    #expect(interface.text().contains("0 of 1 right"), "the first answer counts")
  }

  @Test func whereAQuestionWaitsNothingGivesTheAnswerAway() throws {
    let interface = try Fixture.open(Fixture.lesson, at: 5)
    #expect(!interface.text().contains("If you deliver"))
  }

  @Test func aWrongLineStaysAndSaysWhatIsWrong() throws {
    var interface = try Fixture.open(Fixture.lesson, at: 9)
    interface.press(":")
    interface.type("deliver prepare 9.9")
    interface.press("Enter")
    #expect(interface.stage?.scene.depth == 9)
    #expect(interface.text().contains(":deliver prepare 9.9"))
    #expect(interface.text().contains("No message matches"))
    interface.press("^U")
    interface.type("drop m7")
    interface.press("Enter")
    #expect(interface.stage?.scene.command == "drop accept 1.1 P1 -> A1")
  }

  @Test func tabCompletesAndUpRecalls() throws {
    var interface = try Fixture.open(Fixture.lesson, at: 9)
    interface.press(":")
    interface.type("ti")
    interface.press("Tab")
    interface.type("P2")
    interface.press("Enter")
    #expect(interface.stage?.scene.command == "timeout P2")
    interface.press(":", "Up")
    #expect(interface.text().contains(":timeout P2"))
  }

  @Test func anEmptyScriptStepIsNotLostByLeaving() throws {
    var interface = try Fixture.open(Fixture.lesson, at: 9)
    #expect(interface.press("q") == [.quit])
    interface = try Fixture.open(Fixture.lesson, at: 9)
    interface.press("x")
    #expect(interface.press("q") == [])
    #expect(interface.text().contains("Steps of your own are not saved."))
    #expect(interface.press("Esc") == [])
    #expect(interface.press("q", "y") == [.quit])
  }

  @Test func savingNeverWritesOverAFileUnasked() throws {
    var interface = try Fixture.open(Fixture.lesson, at: 9)
    interface.press("x", "s")
    #expect(interface.text().contains("Save as: fixture-session.scenario"))
    let effects = interface.press("Enter")
    guard case .save("fixture-session.scenario", let text, overwrite: false)? = effects.first else {
      Issue.record("\(effects)")
      return
    }
    #expect(text.contains("drop     accept 1.1 P1 -> A1"))
    interface.completed(.exists(path: "fixture-session.scenario"))
    #expect(interface.text().contains("There is a file fixture-session.scenario."))
    guard case .save(_, _, overwrite: true)? = interface.press("y").first else {
      Issue.record("y replaces it")
      return
    }
    interface.completed(.saved(path: "fixture-session.scenario"))
    #expect(!interface.isUnsaved)
    #expect(interface.press("q") == [.quit])
  }

  @Test func whatWasSavedOpensAsTheSameRun() throws {
    var interface = try Fixture.open(Fixture.lesson, at: 9)
    interface.press("x", "n", "c", "t")
    guard case .save(_, let text, _)? = interface.press("s", "Enter").first else {
      Issue.record("nothing is saved")
      return
    }
    var again = try Fixture.open(text)
    again.press("2", "0", "]")
    var scene = try #require(again.stage).scene
    let original = try #require(interface.stage).scene
    scene.moment = original.moment
    #expect(scene == original)
  }

  @Test func theMenuOpensWhatIsSelectedOrTyped() {
    var interface = Interface(menu: Fixture.menu)
    #expect(interface.press("j", "Enter") == [.open("dueling")])
    interface.type("held")
    #expect(interface.press("Enter") == [.open("trap")])
    interface.press("Esc")
    interface.press("/")
    interface.type("my.scenario")
    #expect(interface.press("Enter") == [.open("my.scenario")])
    interface.press("Esc")
    #expect(interface.press("q") == [.quit])
  }

  @Test func theMenuIsAskedForWhenSomebodyWantsToChoose() throws {
    var interface = Interface(lesson: try Fixture.lesson(Fixture.chosen, name: "basic"))
    #expect(interface.press("o") == [.menu])
    interface.offer(Fixture.menu)
    #expect(interface.text().contains(Fixture.menu[0].title))
    interface.press("Esc")
    #expect(interface.press("o").isEmpty)
  }

  @Test func theMenuMarksWhatIsOpen() throws {
    var interface = Interface(lesson: try Fixture.lesson(Fixture.chosen, name: "basic"), menu: Fixture.menu)
    interface.press("o")
    #expect(interface.text().contains("One ballot, one value ← open"))
  }

  @Test func aScenarioThatIsWrongSaysWhereAndTheOldOneStays() throws {
    var interface = try Fixture.open(Fixture.lesson, at: 9)
    interface.completed(.failed("bad.scenario:3:1: there is no node A9", details: ["deliver prepare -> A9", "   ^"]))
    #expect(interface.text().contains("there is no node A9"))
    interface.press("Esc")
    #expect(interface.stage?.scene.depth == 9)
  }

  @Test func helpIsSearchedAndRunsWhatWasFound() throws {
    var interface = try Fixture.open(Fixture.lesson, at: 9)
    interface.press("?")
    interface.type("lose")
    #expect(interface.text().contains("Lose the selected message for ever."))
    interface.press("Enter")
    #expect(interface.stage?.scene.last?.rule == "is-lost")
  }

  @Test func pastedTextIsTextAndNeverKeys() throws {
    var interface = try Fixture.open(Fixture.lesson, at: 9)
    _ = interface.update(.paste("xxq"))
    #expect(interface.stage?.scene.depth == 9)
    #expect(interface.text().contains(":xxq"))
  }

  @Test func theMouseSelectsAndDelivers() throws {
    var interface = try Fixture.open(Fixture.lesson, at: 9)
    let screen = interface.view(width: 80, height: 24)
    let y = try #require((0..<24).first { screen.line($0).contains("m12") })
    _ = interface.update(.mouse(Mouse(.press, x: 60, y: y)))
    #expect(interface.stage?.message == MessageID(12))
    _ = interface.update(.mouse(Mouse(.press, x: 60, y: y, clicks: 2)))
    #expect(interface.stage?.scene.command == "deliver prepare 1.2 P2 -> A3")
    let footer = interface.view(width: 80, height: 24).line(23)
    let x = try #require(
      footer.firstRange(of: "help").map { footer.distance(from: footer.startIndex, to: $0.lowerBound) })
    _ = interface.update(.mouse(Mouse(.press, x: x, y: 23)))
    #expect(interface.text().contains("Keys"))
  }

  @Test func theMouseIsGivenBack() throws {
    var interface = try Fixture.open(Fixture.lesson)
    #expect(interface.press("M") == [.mouse(false)])
    #expect(interface.press("M") == [.mouse(true)])
  }
}
