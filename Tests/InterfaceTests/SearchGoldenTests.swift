import Interface
import Screen
import Testing

@Suite("Screens about what can happen")
struct SearchGoldenTests {
  @Test func theLamp() throws {
    expectGolden("lamp-waiting-80x24", try Fixture.open(Fixture.locked, at: 3).view(width: 80, height: 24))
    let bivalent = try Fixture.open(Fixture.locked, at: 9).worked
    expectGolden("lamp-bivalent-80x24", bivalent.view(width: 80, height: 24), styles: true)
    let locked = try Fixture.open(Fixture.locked, at: 11).worked
    expectGolden("lamp-locked-80x24", locked.view(width: 80, height: 24), styles: true)
    expectGolden("lamp-locked-120x40", locked.view(width: 120, height: 40))
    expectGolden("lamp-locked-60x20", locked.view(width: 60, height: 20))
    let ascii = try Fixture.open(Fixture.locked, at: 11, glyphs: .ascii).worked
    expectGolden("lamp-locked-ascii-80x24", ascii.view(width: 80, height: 24))
    let chosen = try Fixture.open(Fixture.chosen, at: 9).worked
    expectGolden("lamp-chosen-80x24", chosen.view(width: 80, height: 24))
  }

  /// Slot 1 is chosen, and of the slot that is open two values are possible.
  @Test func theLampOfALog() throws {
    let log = """
      title      Two slots
      algorithm  multi-paxos
      proposers  P1 P2
      acceptors  A1 A2
      bounds     rounds=1

      timeout    P1
      deliver    prepare -> A1 A2
      deliver    all promise
      request    P1 x
      request    P1 y
      deliver    accept @1 -> A1 A2
      request    P2 z
      expect     possible x
      expect     possible @2 y z
      """
    var interface = try Fixture.open(log, at: 10).worked
    expectGolden("lamp-slots-80x24", interface.view(width: 80, height: 24), styles: true)
    expectGolden("lamp-slots-40x10", interface.view(width: 40, height: 10))
    interface.press("w")
    expectGolden("lamp-slots-why-80x24", interface.view(width: 80, height: 24))
  }

  @Test func aCheckThatFindsNothing() throws {
    var interface = try Fixture.open(Fixture.locked, at: 9)
    interface.work()
    interface.press("f")
    expectGolden("checking-80x24", interface.view(width: 80, height: 24))
    interface.work()
    expectGolden("safe-80x24", interface.view(width: 80, height: 24), styles: true)
    expectGolden("safe-120x40", interface.view(width: 120, height: 40))
  }

  @Test func aCheckThatFindsAViolation() throws {
    var interface = try Fixture.open(Fixture.skipping, at: 1)
    interface.press("f")
    interface.work()
    expectGolden("violation-80x24", interface.view(width: 80, height: 24), styles: true)
    interface.press("Space")
    expectGolden("violation-step-80x24", interface.worked.view(width: 80, height: 24))
    interface.press("v", "v", "v")
    expectGolden("violation-history-80x24", interface.worked.view(width: 80, height: 24), styles: true)
    expectGolden("violation-120x40", interface.worked.view(width: 120, height: 40))
  }

  @Test func theMenuOfMutations() throws {
    var interface = try Fixture.open(Fixture.lesson, at: 9)
    interface.press("m")
    expectGolden("mutations-80x24", interface.worked.view(width: 80, height: 24), styles: true)
    interface.type("vote")
    expectGolden("mutations-search-80x24", interface.worked.view(width: 80, height: 24))
  }

  @Test func besideTheCorrectAlgorithm() throws {
    var interface = try Fixture.open(Fixture.lesson, at: 9)
    interface.enter("mutate vote-below-promise")
    interface.work()
    expectGolden("beside-80x24", interface.view(width: 80, height: 24), styles: true)
    interface.press("Esc")
    expectGolden("mutated-80x24", interface.worked.view(width: 80, height: 24), styles: true)
    expectGolden("mutated-40x10", interface.worked.view(width: 40, height: 10))
  }

  @Test func aMomentThatCannotBe() throws {
    var interface = try Fixture.open(Fixture.chosen, at: 9)
    interface.enter("reach chosen blue")
    interface.work()
    expectGolden("unreachable-80x24", interface.view(width: 80, height: 24))
  }
}
