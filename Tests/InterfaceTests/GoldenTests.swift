import FoundationEssentials
import Interface
import Screen
import Testing

@Suite("Screens that one would show to somebody")
struct GoldenTests {
  @Test func theBeginningOfALesson() throws {
    expectGolden("beginning-80x24", try Fixture.open(Fixture.lesson).worked.view(width: 80, height: 24))
  }

  @Test func aProposerComesInBetween() throws {
    let interface = try Fixture.open(Fixture.lesson, at: 9)
    expectGolden("dueling-80x24", interface.worked.view(width: 80, height: 24), styles: true)
    expectGolden("dueling-mono-80x24", interface.worked.view(width: 80, height: 24), mono: true)
    expectGolden("dueling-120x40", interface.worked.view(width: 120, height: 40))
    expectGolden("dueling-60x20", interface.worked.view(width: 60, height: 20))
    expectGolden("dueling-40x10", interface.worked.view(width: 40, height: 10))
    expectGolden("dueling-200x60", interface.worked.view(width: 200, height: 60))
    let ascii = try Fixture.open(Fixture.lesson, at: 9, glyphs: .ascii)
    expectGolden("dueling-ascii-80x24", ascii.worked.view(width: 80, height: 24))
  }

  @Test func aQuestionIsAskedAndAnswered() throws {
    var interface = try Fixture.open(Fixture.lesson, at: 5)
    expectGolden("question-waits-80x24", interface.worked.view(width: 80, height: 24))
    interface.press("Space")
    expectGolden("question-80x24", interface.worked.view(width: 80, height: 24))
    interface.press("b")
    expectGolden("answer-80x24", interface.worked.view(width: 80, height: 24))
    expectGolden("answer-40x10", interface.worked.view(width: 40, height: 10))
  }

  @Test func aValueIsChosen() throws {
    let interface = try Fixture.open(Fixture.chosen, at: 11)
    expectGolden("chosen-80x24", interface.worked.view(width: 80, height: 24), styles: true)
  }

  @Test func serversThatAreDownAndCutOff() throws {
    let interface = try Fixture.open(Fixture.servers, at: 8)
    expectGolden("servers-80x24", interface.worked.view(width: 80, height: 24))
    expectGolden("servers-120x40", interface.worked.view(width: 120, height: 40))
  }

  @Test func aMajorityHoldsAValueThatIsNotChosen() throws {
    let interface = try Fixture.open(Fixture.trap, at: 18)
    expectGolden("trap-80x24", interface.worked.view(width: 80, height: 24))
  }

  @Test func agreementIsViolated() throws {
    let interface = try Fixture.open(Fixture.broken, at: 6)
    expectGolden("violated-80x24", interface.worked.view(width: 80, height: 24))
  }

  @Test func whatLiesOverTheView() throws {
    var interface = try Fixture.open(Fixture.lesson, at: 9)
    interface.press("?")
    expectGolden("help-80x24", interface.worked.view(width: 80, height: 24))
    expectGolden("help-40x10", interface.worked.view(width: 40, height: 10))
    interface.press("G")
    expectGolden("legend-80x24", interface.worked.view(width: 80, height: 24))
    interface.press("Esc")
    interface.work()
    interface.press("w")
    expectGolden("why-80x24", interface.worked.view(width: 80, height: 24))
    interface.press("Esc", "+")
    expectGolden("details-80x24", interface.worked.view(width: 80, height: 24))
    interface.press("Esc", ":", "d", "e", "Tab")
    expectGolden("command-80x24", interface.worked.view(width: 80, height: 24))
    interface.press("Esc", "o")
    expectGolden("open-80x24", interface.worked.view(width: 80, height: 24))
    interface.press("Esc", "K", "R")
    expectGolden("restart-80x24", interface.worked.view(width: 80, height: 24))
  }

  @Test func theOtherViews() throws {
    var interface = try Fixture.open(Fixture.lesson, at: 9)
    interface.press("v", "v")
    expectGolden("ballots-80x24", interface.worked.view(width: 80, height: 24))
    interface.press("[", "x", "[", "[", "v")
    expectGolden("history-80x24", interface.worked.view(width: 80, height: 24))
  }

  @Test func theMenu() {
    var interface = Interface(menu: Fixture.menu)
    expectGolden("menu-80x24", interface.worked.view(width: 80, height: 24))
    interface.press("Down")
    expectGolden("menu-60x20", interface.worked.view(width: 60, height: 20))
  }

  /// What the README shows is what the program draws.
  @Test func theReadmeShowsAGolden() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let readme = String(decoding: try Data(contentsOf: root.appending(path: "README.md")), as: UTF8.self)
    let screen = try Fixture.open(Fixture.lesson, at: 9).worked.view(width: 80, height: 24).text
    #expect(readme.contains("```\n\(screen)\n```"))
  }

  @Test func aTerminalThatIsTooSmall() throws {
    expectGolden("too-small", try Fixture.open(Fixture.lesson).view(width: 20, height: 5))
  }
}
