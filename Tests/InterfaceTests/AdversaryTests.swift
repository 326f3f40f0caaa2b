import Narration
import Screen
import Testing

@testable import Interface

@Suite("The adversary in the interface")
struct AdversaryTests {
  @Test("Its run is a branch with reasons, and the present moment stays where it is")
  func branch() throws {
    var interface = try Fixture.open(Fixture.locked, at: 9)
    interface.work()
    interface.enter("adversary 12")
    #expect(interface.text().contains("The adversary plays"))
    interface.work()
    let stage = try #require(interface.stage)
    let branch = try #require(stage.found.last)
    #expect(branch.name == "adversary")
    #expect(branch.steps == 12)
    #expect(stage.scene.moment == branch.origin)
    #expect(interface.words?.contains("Two values stay possible, in 12 steps.") ?? false)
    expectGolden("adversary-80x24", interface.worked.view(width: 80, height: 24))
    interface.press("Space")
    #expect(interface.stage?.notes.contains { $0.contains("possible") } ?? false)
    expectGolden("adversary-step-80x24", interface.worked.view(width: 80, height: 24))
    expectGolden("adversary-step-120x40", interface.worked.view(width: 120, height: 40))
  }

  @Test("Where one value alone is left it gives up, and says since when")
  func givingUp() throws {
    var interface = try Fixture.open(Fixture.chosen, at: 9)
    interface.work()
    interface.press("A")
    interface.work()
    #expect(interface.text().contains("gives up"))
    expectGolden("adversary-gives-up-80x24", interface.view(width: 80, height: 24))
  }

  @Test("Esc stops it, and nonsense is refused with the line kept")
  func stopping() throws {
    var interface = try Fixture.open(Fixture.locked, at: 9)
    interface.work()
    interface.enter("adversary 500")
    interface.press("Esc")
    #expect(interface.words == "The adversary was stopped.")
    interface.enter("adversary many")
    #expect(interface.text().contains("The adversary plays from 1 to 10,000 steps."))
  }
}
