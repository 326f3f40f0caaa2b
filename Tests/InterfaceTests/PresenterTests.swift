import Narration
import Scenarios
import Screen
import Testing

@testable import Interface

@Suite("For a lecture hall")
struct PresenterTests {
  private func hall(_ text: String = Fixture.lesson, at step: Int = 9, glyphs: Glyphs = .unicode) throws -> Interface {
    Interface(
      lesson: try Fixture.lesson(text), at: step, menu: Fixture.menu,
      options: Interface.Options(glyphs: glyphs, isPresenting: true))
  }

  @Test func whatARoomSees() throws {
    let interface = try hall()
    expectGolden("hall-80x24", interface.worked.view(width: 80, height: 24), styles: true)
    expectGolden("hall-120x40", interface.worked.view(width: 120, height: 40))
    expectGolden("hall-40x10", interface.worked.view(width: 40, height: 10))
    expectGolden("hall-beginning-80x24", try hall(at: 0).worked.view(width: 80, height: 24))
    expectGolden("hall-servers-120x40", try hall(Fixture.servers, at: 8).worked.view(width: 120, height: 40))
  }

  @Test func whatIsChosenIsReadInTheLastRow() throws {
    let interface = try hall(Fixture.chosen, at: 11)
    expectGolden("hall-chosen-80x24", interface.worked.view(width: 80, height: 24))
    expectGolden("hall-chosen-120x40", interface.worked.view(width: 120, height: 40))
    expectGolden(
      "hall-chosen-ascii-80x24",
      try hall(Fixture.chosen, at: 11, glyphs: .ascii).worked.view(width: 80, height: 24))
    expectGolden("hall-violated-80x24", try hall(Fixture.broken, at: 6).worked.view(width: 80, height: 24))
  }

  @Test func aRoomSeesWhatIsChosenInEachSlotOfALog() throws {
    let log = """
      title      A hole
      algorithm  multi-paxos
      proposers  P1
      acceptors  A1 A2 A3
      learners   L1
      timeout    P1
      deliver    all prepare
      deliver    all promise
      request    P1 x
      request    P1 hole
      request    P1 z
      deliver    all accept @1
      deliver    accept @3 -> A1 A2
      """
    let interface = try hall(log, at: 15)
    expectGolden("hall-log-80x24", interface.worked.view(width: 80, height: 24))
    #expect(interface.text(40, 10).contains("CHOSEN @1 x  @2 —  @3 z"))
    #expect(interface.text(40, 10).contains("A2"), "who acted is in sight")
  }

  @Test func whatIsTypedAndWhatIsLookedForTakeTheLineOfTheKeys() throws {
    var interface = try hall()
    interface.press(":")
    #expect(interface.view(width: 80, height: 24).line(23).trimmed == ":")
    interface.press("Esc", "f")
    #expect(interface.view(width: 80, height: 24).line(23).hasPrefix(" Checking from step 9 on"))
  }

  @Test func aRoomIsToldThatALogWaitsForAClient() throws {
    let interface = try hall("title T\nalgorithm raft\nservers 3\n", at: 0)
    #expect(interface.worked.text().contains("nothing is chosen, possible: nothing yet"))
  }

  @Test func aRoomIsShownNoTableOfTakeOvers() throws {
    let text = """
      title      A take-over
      algorithm  sequencer-multicast
      servers    P1 P2 P3
      request    P3 m
      timeout    P3
      deliver    order P3 -> P3
      """
    let interface = try hall(text, at: 3)
    #expect(!interface.text(100, 30).contains("2.3    "))
    #expect(interface.text(100, 30).contains("is the sequencer   delivered m"))
  }

  @Test func aRoomVotesBeforeItSeesTheAnswer() throws {
    var interface = try hall(at: 5)
    interface.press("PgDn")
    #expect(interface.stage?.scene.depth == 5)
    expectGolden("hall-question-80x24", interface.worked.view(width: 80, height: 24))
    interface.type("A 12 B 7")
    expectGolden("hall-votes-80x24", interface.worked.view(width: 80, height: 24))
    #expect(!interface.text().contains("free to propose"))
    interface.press("PgDn")
    expectGolden("hall-answer-80x24", interface.worked.view(width: 80, height: 24))
    expectGolden("hall-answer-120x40", interface.worked.view(width: 120, height: 40))
    expectGolden("hall-answer-40x10", interface.worked.view(width: 40, height: 10))
    interface.press("PgDn")
    #expect(interface.stage?.scene.depth == 6)
    #expect(interface.layers.isEmpty)
    interface.press("PgUp")
    #expect(interface.stage?.scene.depth == 5)
    #expect(interface.stage?.score.given == 0, "the lecturer answered nothing")
  }

  @Test func handsAreCountedAnew() throws {
    var interface = try hall(at: 5)
    func hands() -> [Int] {
      guard case .question(let asking) = interface.layers.last else { return [] }
      return interface.tally(asking)
    }
    interface.press("Space")
    interface.type("b30c4")
    #expect(hands() == [0, 30, 4])
    interface.type("B2")
    #expect(hands() == [0, 2, 4])
    interface.press("Backspace")
    #expect(hands() == [0, 0, 4])
    interface.type("z9")
    #expect(hands() == [0, 0, 4], "nobody has a choice Z")
    #expect(interface.text().contains("There is no choice Z: A to C."))
    interface.type(" B  - 99999999999 ; ")
    #expect(hands() == [0, 9_999, 4])
    #expect(!interface.text().contains("There is no choice"))
    interface.type("A \u{0663}\u{FF15}")
    #expect(hands() == [0, 9_999, 4], "digits of other scripts are no digits here")
    _ = interface.update(.paste("a 5,c 6\n q z 7"))
    #expect(hands() == [5, 9_999, 6])
    interface.press("Down")
    interface.press("Esc", "a")
    #expect(hands() == [5, 9_999, 6], "what a room voted stays")
  }

  @Test func clickersStepToAndFro() throws {
    var interface = try hall()
    interface.press("PgDn")
    #expect(interface.stage?.scene.depth == 10)
    interface.press("PgUp", "PgUp")
    #expect(interface.stage?.scene.depth == 8)
    interface.press("P", "PgDn")
    #expect(interface.stage?.scene.depth == 8, "elsewhere it turns pages")
  }

  @Test func aProjectorGetsItsColoursUnlessOthersWereChosen() throws {
    var interface = try Fixture.open(Fixture.lesson)
    interface.press("P")
    #expect(interface.theme == .contrast)
    interface.press("P")
    #expect(interface.theme == .default)
    interface.enter("theme light")
    interface.press("P")
    #expect(interface.theme == .light)
    var chosen = Interface(
      lesson: try Fixture.lesson(Fixture.lesson), options: Interface.Options(theme: .mono, isPresenting: true))
    #expect(chosen.theme == .mono)
    chosen.press("P")
    #expect(chosen.theme == .mono)
  }

  @Test func anySizeCanBeDrawn() throws {
    var question = try hall(at: 5)
    question.press("PgDn")
    question.type("a12b7")
    let interfaces = [try hall(), try hall(Fixture.broken, at: 6), try hall(Fixture.servers, at: 8), question]
    for interface in interfaces {
      for width in stride(from: 1, through: 210, by: 13) {
        for height in stride(from: 1, through: 70, by: 5) {
          let screen = interface.view(width: width, height: height)
          #expect(screen.width == width && screen.height == height)
        }
      }
    }
  }
}

@Suite("Large letters")
struct BigTextTests {
  @Test func theyAreAsWideAsTheySay() {
    for size in [BigText.Size.small, .large] {
      let rows = BigText.rows(of: "red", size, .unicode)
      #expect(rows.count == size.rows)
      for row in rows { #expect(Width.of(row) == BigText.width(of: "red", size)) }
    }
    #expect(BigText.rows(of: "", .small, .unicode) == ["", "", ""])
  }

  @Test func everyNameAndBallotHasAPicture() {
    #expect(BigText.canShow("abcdefghijklmnopqrstuvwxyz_ABCDEFGHIJKLMNOPQRSTUVWXYZ-0123456789 1.2:x"))
    #expect(!BigText.canShow("é"))
  }

  @Test func noTwoLettersLookTheSame() {
    let letters = "abcdefghijklmnpqrtuvwxyz0123456789-_.:"
    let pictures = letters.map { BigText.rows(of: String($0), .large, .ascii) }
    // 5 and s share one, as do 0 and o: on a seven-segment display nobody minds.
    #expect(Set(pictures).count == letters.count)
  }
}
