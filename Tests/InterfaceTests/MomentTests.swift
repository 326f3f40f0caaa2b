import Narration
import Testing

@testable import Interface

@Suite("Two moments, names of branches, and lives")
struct MomentTests {
  @Test func aMarkedMomentIsComparedWithAnother() throws {
    var interface = try Fixture.open(Fixture.lesson, at: 8)
    interface.press("=")
    #expect(interface.text().contains("Step 8 is marked."))
    interface.press("u", "=")
    let text = interface.text()
    #expect(text.contains("Two moments"))
    #expect(text.contains("A1 can tell the two moments apart"))
    interface.press("Esc")
    #expect(!interface.text().contains("Two moments"))
  }

  @Test func deadAndSlowLookTheSame() throws {
    let text = """
      title      Dead or slow
      algorithm  paxos
      proposers  P1=red
      acceptors  A1 A2 A3

      timeout  P1
      crash    A3
      """
    var interface = try Fixture.open(text, at: 2)
    interface.press("=", "u", "=")
    #expect(interface.text().contains("No process that is up in both can tell the two moments apart"))
    expectGolden("dead-or-slow-80x24", interface.worked.view(width: 80, height: 24))
    expectGolden("dead-or-slow-120x40", interface.worked.view(width: 120, height: 40))
  }

  @Test func aBranchHasTheNameThatItIsGiven() throws {
    var interface = try Fixture.open(Fixture.lesson, at: 9)
    interface.press("n", "u")
    interface.enter("name late vote")
    interface.enter("view history")
    #expect(interface.text().contains("late vote"))
  }

  @Test func aMessageHasALifeAndANodeAPast() throws {
    var interface = try Fixture.open(Fixture.lesson, at: 9)
    interface.press("+")
    #expect(interface.text().contains("Its life"))
    #expect(interface.text().contains("sent: P1 asks for votes"))
    interface.press("Esc", "Tab", "+")
    #expect(interface.text().contains("What would be left of that after a crash"))
    #expect(interface.text().contains("What it did, the last first"))
  }

  @Test func aNodeThatIsDownHasItsDiskAlone() throws {
    var interface = try Fixture.open(Fixture.lesson, at: 9)
    interface.press("Tab", "K", "+")
    let text = interface.text()
    #expect(text.contains("What is left on its disk"))
    #expect(text.contains("step 10  P1 crashes."))
    #expect(text.contains("step 1   P1 opens 1.1."))
    #expect(!text.contains("What it knows"))
  }

  @Test func aCheckTakesTheBoundsThatAreTyped() throws {
    var interface = try Fixture.open(Fixture.lesson, at: 9)
    interface.enter("check rounds=1 crashes=1")
    var bounds = Setup.Bounds()
    bounds.rounds = 1
    bounds.crashes = 1
    #expect(interface.job?.kind == .check(bounds))
    interface.press("Esc")
    interface.enter("check round=1")
    #expect(interface.text().contains("did you mean `rounds`"))
  }

  @Test func raftIsSeenBesideMultiPaxos() throws {
    var interface = try Fixture.open(Fixture.replicated, at: 9)
    interface.press("B")
    let text = interface.text(120, 40)
    #expect(text.contains("RAFT"))
    #expect(text.contains("MULTI-PAXOS"))
    expectGolden("beside-raft-80x24", interface.worked.view(width: 80, height: 24))
    expectGolden("beside-raft-120x40", interface.worked.view(width: 120, height: 40))
    expectGolden("beside-raft-60x20", interface.worked.view(width: 60, height: 20))
    expectGolden("beside-raft-40x10", interface.worked.view(width: 40, height: 10))
    interface.press("B")
    #expect(!interface.text().contains("MULTI-PAXOS"))
  }

  @Test func nothingIsSeenBesideSingleDecreePaxos() throws {
    var interface = try Fixture.open(Fixture.lesson, at: 9)
    interface.enter("view beside")
    #expect(interface.text().contains("Nothing corresponds to paxos step by step."))
  }
}
