import Narration
import Scenarios
import Screen
import Testing

@testable import Consensus
@testable import Interface

@Suite("What is worked out in the background")
struct WorkTests {
  @Test func theMomentIsAskedForBeforeTheMessage() throws {
    var interface = try Fixture.open(Fixture.locked, at: 9)
    var kinds: [Job.Kind] = []
    while let job = interface.job {
      kinds.append(job.kind)
      interface.completed(job.ticket, job.answer(.init(upTo: 50_000)) { _ in true })
    }
    #expect(kinds == [.outlook(afterDelivering: nil, slot: 1), .outlook(afterDelivering: MessageID(13), slot: 1)])
    #expect(interface.text().contains("Delivering it decides the matter: only red stays possible."))
  }

  @Test func nothingIsAskedForTwice() throws {
    var interface = try Fixture.open(Fixture.locked, at: 9)
    interface.work()
    interface.press("Up")
    #expect(interface.job?.kind == .outlook(afterDelivering: MessageID(12), slot: 1))
    interface.work()
    interface.press("Down", "Up", "v", "?", "Esc", "v", "v", "Left", "Right")
    #expect(interface.job == nil)
    interface.press("u")
    interface.work()
    interface.press("U", "u")
    #expect(interface.job == nil)
  }

  @Test func anAnswerToAnOldQuestionChangesNothing() throws {
    var interface = try Fixture.open(Fixture.locked, at: 9)
    let old = try #require(interface.job)
    interface.press("Space")
    let new = try #require(interface.job)
    #expect(old.ticket != new.ticket)
    let before = interface.text()
    interface.completed(old.ticket, old.answer(.init(upTo: 50_000)) { _ in true })
    #expect(interface.text() == before)
    #expect(interface.job?.ticket == new.ticket)
  }

  @Test func movingTheSelectionLeavesTheMomentsWorkAlone() throws {
    var interface = try Fixture.open(Fixture.locked, at: 9)
    let ticket = try #require(interface.job).ticket
    interface.press("Up", "Up", "Down")
    #expect(interface.job?.ticket == ticket)
  }

  @Test func whatDeliveringDoesIsKnownAfterIt() throws {
    var interface = try Fixture.open(Fixture.locked, at: 9)
    interface.work()
    interface.press("Enter")
    #expect(interface.text().contains("possible {red}: locked"))
  }

  @Test func nothingIsLockedWhileSomebodyCanMendIt() throws {
    var interface = try Fixture.open(Fixture.locked, at: 11)
    interface.work()
    #expect(interface.text().contains("possible {red}: locked"))
    interface.enter("cut P2 | L1")
    interface.work()
    #expect(interface.text().contains("possible {red}  "))
    interface.press("w")
    #expect(interface.text().contains("Links stay cut in that search"))
  }

  @Test func aQuestionIsNotAnsweredByTheLamp() throws {
    var interface = try Fixture.open(Fixture.lesson, at: 5)
    #expect(interface.job == nil)
    #expect(interface.text().contains("possible ?"))
    interface.press("Space", "a", "Esc")
    #expect(interface.job?.kind == .outlook(afterDelivering: nil, slot: 1))
  }

  @Test func whatTheScriptExpectsToBePossibleIsToldWhenItIsKnown() throws {
    var interface = try Fixture.open(Fixture.locked + "\nexpect possible blue red", at: 12)
    #expect(!interface.text().contains("expects"))
    interface.work()
    #expect(interface.text().contains("The scenario expects possible blue red, but: possible red."))
  }

  @Test func whatAShortLookHasShownIsThereUntilTheRestIs() throws {
    var interface = try Fixture.open(Fixture.locked, at: 9)
    let job = try #require(interface.job)
    let glimpse = Outlook(possible: ["red"], isExhaustive: false, worlds: 10_000, bounds: Setup.Bounds())
    interface.completed(job.ticket, .glimpse(glimpse))
    #expect(interface.text().contains("possible {red, …}"))
    #expect(interface.job?.ticket == job.ticket)
    interface.work()
    #expect(interface.text().contains("possible {blue, red}"))
  }

  @Test func aLongOutlookGivesAGlimpseAndAShortOneDoesNot() throws {
    let log = """
      title      A log
      algorithm  multi-paxos
      servers    S1=x S2=y S3=z
      bounds     rounds=3
      """
    var limits = ExplorationLimits()
    limits.bounds.limit = 20_000
    for (script, isLong) in [(log, true), (Fixture.locked, false)] {
      let job = try #require(try Fixture.open(script, at: 0).job)
      var glimpses: [Outlook] = []
      let answer = job.answer(limits, glimpse: { glimpses.append($0) }) { _ in true }
      guard case .outlook(let outlook) = answer else {
        Issue.record("no outlook: \(answer)")
        continue
      }
      #expect(glimpses.count == (isLong ? 1 : 0))
      #expect(glimpses.allSatisfy { $0.worlds < outlook.worlds && !$0.isExhaustive })
    }
  }

  @Test func aRefusalIsShownAsNotTold() throws {
    var interface = try Fixture.open(Fixture.locked, at: 9)
    let ticket = try #require(interface.job).ticket
    interface.completed(ticket, .refused(Refusal("A disk has no field x.")))
    #expect(interface.text().contains("possible ?"))
    #expect(interface.job == nil)
  }
}

@Suite("Checks and searches")
struct SearchTests {
  @Test func aLogWaitsForTheFirstRequest() throws {
    var interface = try Fixture.open("title T\nalgorithm raft\nservers 3\n")
    #expect(interface.worked.text().contains("possible nothing yet"))
    interface = interface.worked
    interface.press("w")
    #expect(interface.text().contains("No value can be chosen from here before a client asks for something."))
    interface.press("Esc")
    interface.enter("timeout S1")
    interface.enter("run until quiet")
    interface.enter("request S1 x")
    #expect(interface.worked.text().contains("possible {x}: locked"))
  }

  @Test func aCheckGoesFirstAndSaysHowFarItIs() throws {
    var interface = try Fixture.open(Fixture.locked, at: 9)
    interface.press("f")
    let job = try #require(interface.job)
    #expect(job.kind == .check(Setup.Bounds()))
    var progress = Progress()
    progress.worlds = 120_000
    interface.completed(job.ticket, .progress(progress))
    #expect(
      interface.text().contains("Checking from step 9 on: 120,000 worlds so far. Esc stops it."))
    #expect(interface.job?.ticket == job.ticket)
  }

  @Test func oneSearchAtATime() throws {
    var interface = try Fixture.open(Fixture.locked, at: 9)
    interface.press("f", "f")
    #expect(interface.text().contains("A search is under way: Esc stops it."))
    interface.enter("reach chosen red")
    #expect(interface.text().contains("A search is under way: Esc stops it."))
  }

  @Test func escapeStopsIt() throws {
    var interface = try Fixture.open(Fixture.locked, at: 9)
    interface.press("f")
    let ticket = try #require(interface.job).ticket
    interface.press("Esc")
    #expect(interface.text().contains("Stopped after 1 world: no violation so far."))
    #expect(interface.job?.ticket != ticket)
    #expect(interface.job?.kind == .outlook(afterDelivering: nil, slot: 1))
  }

  @Test func oneCanGoOnWhileItRuns() throws {
    var interface = try Fixture.open(Fixture.skipping, at: 1)
    interface.press("f")
    let job = try #require(interface.job)
    interface.press("x", "n")
    #expect(interface.job?.ticket == job.ticket)
    let moment = try #require(interface.stage).scene.moment
    interface.work()
    #expect(interface.stage?.scene.moment == moment)
    #expect(interface.text().contains("agreement can be violated in 5 steps, no fewer. b goes to"))
    interface.press("b")
    #expect(interface.stage?.scene.depth == 1)
    #expect(interface.text().contains("Ahead lies agreement, 5 steps."))
  }

  @Test func whatIsFoundWaitsUntilNothingLiesOverTheView() throws {
    var interface = try Fixture.open(Fixture.locked, at: 9)
    interface.press("f", ":")
    interface.type("un")
    interface.work()
    interface.type("do")
    #expect(interface.text().contains(":undo"))
    interface.press("Enter")
    #expect(interface.text().contains("Safe: no invariant is violated"))
    #expect(interface.stage?.scene.depth == 8)
  }

  @Test func aViolationIsABranchThatSpaceGoesAlongAndBLeaves() throws {
    var interface = try Fixture.open(Fixture.skipping, at: 1)
    let script = try #require(interface.stage).line
    interface.press("f")
    interface.work()
    #expect(interface.stage?.scene.depth == 1)
    #expect(interface.text().contains("agreement can be violated in 5 steps, no fewer. Space goes on, b goes back."))
    #expect(!interface.isUnsaved, "it can be found again")
    interface.press("Space", "Space", "Space", "Space", "Space")
    #expect(interface.stage?.scene.invariants.first?.holds == false)
    #expect(interface.text().contains("⑂2 agreement"))
    interface.press("b")
    #expect(interface.stage?.line == script)
    #expect(interface.stage?.scene.depth == 1)
    #expect(!interface.text().contains("⑂2 agreement"))
    interface.press("b", "Space")
    #expect(interface.text().contains("⑂2 agreement"))
  }

  @Test func aViolationThatIsThereAlreadyIsSaid() throws {
    var interface = try Fixture.open(Fixture.broken, at: 6)
    interface.press("f")
    interface.work()
    #expect(interface.text().contains("agreement is violated already: red is chosen"))
  }

  @Test func aMomentIsLookedForAndFound() throws {
    var interface = try Fixture.open(Fixture.locked)
    interface.enter("reach A1 accepted 1.1:red, A2 promised 1.2")
    #expect(interface.layers.isEmpty)
    interface.work()
    #expect(interface.text().contains("It can be so in "))
    let end = try #require(interface.stage?.found.last).end
    let nodes = try #require(interface.stage).session.scene(at: end).nodes
    #expect(nodes[2].fields.contains { $0.name == "accepted" && $0.value == "1.1:red" })
    #expect(nodes[3].fields.contains { $0.name == "promised" && $0.value == "1.2" })
  }

  @Test func aFactThatIsWrongStaysInTheLine() throws {
    var interface = try Fixture.open(Fixture.locked)
    interface.enter("reach A1 accepted 1.1:red, A9 promised 1.2")
    #expect(interface.text().contains(":reach A1 accepted 1.1:red, A9 promised 1.2"))
    #expect(interface.text().contains("A9"))
    interface.press("Esc")
    interface.enter("reach rule promises")
    interface.work()
    #expect(interface.text().contains("cannot be looked for"))
  }

  @Test func factsAreCompleted() throws {
    var interface = try Fixture.open(Fixture.locked, at: 9)
    interface.press("F")
    interface.type("A1 acc")
    interface.press("Tab")
    interface.type("1.1:")
    interface.press("Tab")
    #expect(interface.text().contains(":reach A1 accepted 1.1:red"))
    interface.press("Backspace")
    interface.type(", ho")
    interface.press("Tab")
    interface.type("agr")
    interface.press("Tab")
    #expect(interface.text().contains(":reach A1 accepted 1.1:red, holds agreement"))
  }
}

@Suite("Mutations")
struct MutationTests {
  @Test func theMenuReplacesARuleAndTakesTheSameSteps() throws {
    var interface = try Fixture.open(Fixture.lesson, at: 9)
    interface.press("m")
    interface.type("vote-below")
    interface.press("Enter")
    let stage = try #require(interface.stage)
    #expect(stage.session.setup.mutations == ["vote-below-promise"])
    #expect(stage.scene.depth == 9 && stage.endDepth == 11)
    #expect(stage.lesson.scenario.items.contains { if case .note = $0 { true } else { false } })
    #expect(interface.text().contains("mutated: vote-below-promise"))
    interface.work()
    #expect(interface.text().contains("The first difference is at step 10"))
    interface.press("Esc", "B")
    interface.work()
    #expect(interface.text().contains("vote-below-promise: no difference in 9 steps."))
    interface.press("Space", "B")
    interface.work()
    #expect(interface.text().contains("The first difference is at step 10"))
  }

  @Test func theCorrectAlgorithmIsAsOneLeftIt() throws {
    var interface = try Fixture.open(Fixture.lesson, at: 9)
    interface.press("x", "n")
    let before = try #require(interface.stage).scene
    interface.enter("mutate own-value")
    #expect(interface.stage?.original?.scene == before)
    interface.press("m", "Home", "Enter")
    #expect(interface.stage?.scene == before)
    #expect(interface.stage?.originals.isEmpty == true)
  }

  @Test func stepsUnderAMutationAreNotLostUnasked() throws {
    var interface = try Fixture.open(Fixture.lesson, at: 9)
    interface.enter("mutate own-value")
    interface.press("x")
    interface.enter("mutate lower-promise")
    #expect(interface.text().contains("Steps of your own under this mutation are not saved."))
    interface.press("Esc")
    #expect(interface.stage?.session.setup.mutations == ["own-value"])
    interface.enter("mutate lower-promise")
    interface.press("y")
    #expect(interface.stage?.session.setup.mutations == ["lower-promise"])
  }

  @Test func stepsBeforeAMutationAreAskedForWhenOneLeaves() throws {
    var interface = try Fixture.open(Fixture.lesson, at: 9)
    interface.press("x")
    interface.enter("mutate own-value")
    #expect(interface.press("q") == [])
    #expect(interface.text().contains("Steps of your own are not saved."))
  }

  @Test func aStepThatTheMutatedOneCannotTakeEndsTheRun() throws {
    var interface = try Fixture.open(Fixture.chosen, at: 11)
    interface.enter("mutate skip-phase-1")
    interface.work()
    let stage = try #require(interface.stage)
    #expect(stage.endDepth < 11)
    #expect(interface.text().contains("Mutated: skip-phase-1"))
  }

  @Test func namesAreCompletedAndChecked() throws {
    var interface = try Fixture.open(Fixture.lesson, at: 9)
    interface.press(":")
    interface.type("mutate low")
    interface.press("Tab", "Tab")
    interface.press("Enter")
    #expect(interface.stage?.session.setup.mutations == ["lower-promise"])
    interface.enter("mutate nonsense")
    #expect(interface.text().contains("There is no mutation nonsense of paxos."))
  }

  @Test func anUnfinishedSearchSaysWhyItEnded() throws {
    var interface = try Fixture.open(Fixture.lesson)
    interface.enter("check rounds=3 limit=100")
    interface.work()
    #expect(interface.text().contains("It ended at the limit of 100 worlds."))
    #expect(interface.text().contains("What would help: a higher limit=, a lower rounds= or a later"))
    interface.press("Esc")
    interface.enter("reach chosen red blue")
    interface.work(limit: 50)
    #expect(interface.text().contains("It ended at the limit of 50 worlds."))
  }

  @Test func aCorrectAlgorithmHasNothingBesideIt() throws {
    var interface = try Fixture.open(Fixture.lesson, at: 9)
    interface.press("B")
    #expect(interface.text().contains("This is the correct algorithm: m replaces a rule of it."))
    interface.press("b")
    #expect(interface.text().contains("No run was found here so far: f looks for a violation."))
  }

  @Test func savedUnderAMutationItOpensAgain() throws {
    var interface = try Fixture.open(Fixture.lesson, at: 9)
    interface.enter("mutate vote-below-promise")
    interface.work()
    interface.press("Esc", "Space")
    guard case .save(_, let text, _)? = interface.press("s", "Enter").first else {
      Issue.record("nothing is saved")
      return
    }
    #expect(try Fixture.lesson(text).expectations.allSatisfy { !$0.isUnmet })
    #expect(text.contains("mutate     vote-below-promise"))
  }
}
