import Consensus
import Narration
import Scenarios
import Screen
import Testing

@testable import Interface

/// A file as the executable would keep it.
private struct File {
  private(set) var bytes: [UInt8] = []
  private(set) var writes = 0
  private(set) var isThere = false
  /// How many bytes the last write sent.
  private(set) var lastWrite = 0

  mutating func carryOut(_ effects: [Effect]) {
    for effect in effects {
      switch effect {
      case .journal(let offset, let text, replacing: _):
        bytes = Array(bytes.prefix(offset)) + Array(text.utf8)
        writes += 1
        lastWrite = text.utf8.count
        isThere = true
      case .dropJournal:
        bytes = []
        isThere = false
      default: break
      }
    }
  }

  var text: String { String(decoding: bytes, as: UTF8.self) }
}

@Suite("The journal")
struct JournalTests {
  /// Plays what stands in a file, as the next start would.
  private func resumed(_ file: File) throws -> Interface {
    var interface = Interface(menu: Fixture.menu)
    interface.completed(.resumed(try Parser.journal(file.bytes).play(), from: "1.scenario"))
    return interface
  }

  private func expectSame(_ one: Interface, _ other: Interface, _ place: SourceLocation = #_sourceLocation) throws {
    let left = try #require(one.stage)
    let right = try #require(other.stage)
    #expect(left.scene == right.scene, sourceLocation: place)
    #expect(left.session.momentCount == right.session.momentCount, sourceLocation: place)
    for moment in 0..<left.session.momentCount {
      #expect(left.session.parent(of: moment) == right.session.parent(of: moment), sourceLocation: place)
      #expect(left.session.scene(at: moment) == right.session.scene(at: moment), sourceLocation: place)
    }
    #expect(left.session.setup == right.session.setup, sourceLocation: place)
    #expect(left.marks == right.marks, sourceLocation: place)
    #expect(right.isWorthKeeping, sourceLocation: place)
  }

  @Test func steppingAlongAScriptLeavesNothingToLose() throws {
    var interface = try Fixture.open(Fixture.lesson)
    interface.press("Space", "Space", "u")
    #expect(interface.journal() == [])
  }

  @Test func everyBranchAndThePlaceComeBack() throws {
    var interface = try Fixture.open(Fixture.lesson, at: 9)
    var file = File()
    for key in ["x", "n", "u", "u", "c", "t", "n", "[", "[", "K", "R", "1", "]", "{"] {
      interface.press(key)
      file.carryOut(interface.journal())
      try expectSame(interface, resumed(file))
    }
    let text = file.text
    #expect(text.hasPrefix("#@ journal fixture\ntitle      Dueling proposers\n"))
    #expect(text.contains("\n#@ besides\n#@ go 9\ndrop     accept 1.1 P1 -> A1\n"))
    // It is a scenario for everybody else too.
    #expect(throws: Never.self) { try Parser.parse(text) }
  }

  @Test func onlyWhatIsNewIsWritten() throws {
    var interface = try Fixture.open(Fixture.lesson, at: 9)
    var file = File()
    interface.press("x")
    file.carryOut(interface.journal())
    interface.press("n")
    file.carryOut(interface.journal())
    #expect(file.lastWrite < 60)
    let length = file.bytes.count
    // Going to and fro replaces the line that says where one stands.
    for _ in 0..<50 {
      interface.press("[")
      file.carryOut(interface.journal())
      interface.press("]")
      file.carryOut(interface.journal())
    }
    #expect(file.bytes.count == length)
    #expect(interface.journal() == [])
  }

  @Test func whatWasSavedNeedsNoJournal() throws {
    var interface = try Fixture.open(Fixture.lesson, at: 9)
    var file = File()
    interface.press("x")
    file.carryOut(interface.journal())
    #expect(file.isThere)
    interface.completed(.saved(path: "my.scenario"))
    file.carryOut(interface.journal())
    #expect(!file.isThere)
    interface.press("n")
    file.carryOut(interface.journal())
    try expectSame(interface, resumed(file))
  }

  @Test func branchesThatAFileLeavesOutStayInTheJournal() throws {
    var interface = try Fixture.open(Fixture.lesson, at: 9)
    var file = File()
    interface.press("x", "u", "c")
    file.carryOut(interface.journal())
    interface.completed(.saved(path: "my.scenario"))
    #expect(!interface.isUnsaved)
    file.carryOut(interface.journal())
    try expectSame(interface, resumed(file))
  }

  @Test func whatWasUndoneIsNotSavedWithTheRest() throws {
    var interface = try Fixture.open(Fixture.lesson, at: 9)
    interface.press("x", "n", "u")
    interface.completed(.saved(path: "my.scenario"))
    #expect(interface.text().contains("Saved as my.scenario, up to this moment: what lies ahead is not in it."))
    #expect(interface.isUnsaved)
    interface.press("U")
    interface.completed(.saved(path: "my.scenario"))
    #expect(interface.text().contains("Saved as my.scenario."))
    #expect(!interface.isUnsaved)
  }

  @Test func aRunUnderAnotherRuleComesBackWithTheOneBeforeIt() throws {
    var interface = try Fixture.open(Fixture.lesson, at: 9)
    var file = File()
    interface.press("x")
    file.carryOut(interface.journal())
    interface.enter("mutate skip-phase-1")
    file.carryOut(interface.journal())
    interface.press("t")
    interface.press("n", "u", "x")
    file.carryOut(interface.journal())
    var again = try resumed(file)
    try expectSame(interface, again)
    again.enter("mutate nothing")
    again.press("y")
    interface.enter("mutate nothing")
    interface.press("y")
    try expectSame(interface, again)
    file.carryOut(interface.journal())
    try expectSame(interface, resumed(file))
  }

  @Test func answersHandsAndNamesComeBack() throws {
    var interface = try Fixture.open(Fixture.lesson, at: 5)
    var file = File()
    interface.press("a")
    file.carryOut(interface.journal())
    #expect(!file.isThere, "a question that was looked at is nothing to lose")
    interface.press("b")
    file.carryOut(interface.journal())
    #expect(file.isThere)
    try expectSame(interface, resumed(file))
    #expect(try resumed(file).stage?.score.given == 1)
    interface.press("Space", "x")
    interface.enter("name late  vote")
    interface.press("[", "P", "a")
    interface.type("a12b7")
    file.carryOut(interface.journal())
    try expectSame(interface, resumed(file))
    interface.type("9")
    file.carryOut(interface.journal())
    #expect(file.lastWrite < 60)
    try expectSame(interface, resumed(file))
    let marks = try #require(try resumed(file).stage?.marks)
    #expect(marks.names.values.sorted() == ["late vote"])
    #expect(marks.tallies.values.map { $0 } == [[12, 79, 0]])
    #expect(throws: Never.self) { try Parser.parse(file.text) }
  }

  @Test func whatWasAnsweredBeforeARuleWasReplacedComesBackToo() throws {
    var interface = try Fixture.open(Fixture.lesson, at: 5)
    var file = File()
    interface.press("a", "b", "Esc", "x")
    interface.enter("mutate skip-phase-1")
    interface.press("t")
    interface.enter("name other rules")
    file.carryOut(interface.journal())
    var again = try resumed(file)
    try expectSame(interface, again)
    again.enter("mutate nothing")
    again.press("y")
    #expect(again.stage?.marks.answers.count == 1)
  }

  @Test func aSavedBranchIsCalledByItsName() throws {
    var interface = try Fixture.open(Fixture.lesson, at: 5)
    interface.press("x")
    interface.enter("name late vote")
    interface.press("n")
    #expect(interface.savedText.hasPrefix("title      late vote: Dueling proposers\n"))
    interface.press("[", "[")
    #expect(interface.savedText.hasPrefix("title      Dueling proposers\n"))
  }

  @Test func whyTheAdversaryTookItsStepsComesBack() throws {
    var interface = try Fixture.open(Fixture.locked, at: 9)
    interface.work()
    interface.enter("adversary 12")
    interface.work()
    interface.press("Space", "Space", "x")
    var file = File()
    file.carryOut(interface.journal())
    var again = try resumed(file)
    try expectSame(interface, again)
    #expect(again.savedText == interface.savedText)
    #expect(interface.savedText.hasPrefix("title      Undecided for 2 steps: "))
    again.press("u")
    #expect(again.stage?.notes.contains { $0.contains("stay possible") } ?? false)
  }

  @Test func aResumedSessionGoesOnInAJournalOfItsOwn() throws {
    var interface = try Fixture.open(Fixture.lesson, at: 9)
    var file = File()
    interface.press("x")
    file.carryOut(interface.journal())
    var again = try resumed(file)
    guard case .journal(at: 0, let text, replacing: "1.scenario")? = again.journal().first else {
      Issue.record("the old journal is replaced")
      return
    }
    #expect(text == file.text)
    #expect(again.journal() == [])
  }

  @Test func aJournalThatCannotBeKeptIsSaidOnce() throws {
    var interface = try Fixture.open(Fixture.lesson, at: 9)
    interface.press("x")
    #expect(interface.journal().count == 1)
    interface.completed(.unjournaled("Permission denied"))
    #expect(interface.text().contains("No journal can be kept: Permission denied."))
    interface.press("n")
    #expect(interface.journal() == [])
    #expect(interface.stage?.scene.depth == 11)
  }

  @Test func aSessionThatNoFileCouldHoldStopsItsJournalAndSaysSo() throws {
    var interface = try Fixture.open(Fixture.chosen)
    var file = File()
    interface.enter("wait 1")
    file.carryOut(interface.journal())
    let before = file.bytes
    // Beside the keys, which would take minutes.
    for _ in 0...Limits.steps { try interface.stage?.lesson.session.perform(.wait(1)) }
    interface.enter("wait 1")
    file.carryOut(interface.journal())
    #expect(file.bytes == before)
    #expect(interface.text().contains("too long to be kept in a journal"))
    #expect(throws: Never.self) { try Parser.journal(file.bytes).play() }
  }

  @Test func theOfferIsMadeAndTakenOrLeft() {
    let sessions = [
      Interrupted(file: "7.scenario", title: "Dueling proposers", steps: 14, time: "2026-01-02 08:15"),
      Interrupted(file: "9.scenario", title: "One ballot, one value", steps: 1, time: "2026-01-01 17:40"),
    ]
    var interface = Interface(menu: Fixture.menu)
    interface.offer(interrupted: [])
    #expect(interface.layers.isEmpty)
    interface.offer(interrupted: sessions)
    expectGolden("interrupted-80x24", interface.view(width: 80, height: 24))
    expectGolden("interrupted-40x10", interface.view(width: 40, height: 10))
    #expect(interface.press("j", "r") == [.resume("9.scenario")])
    interface.offer(interrupted: sessions)
    #expect(interface.press("q") == [])
    #expect(interface.layers.isEmpty)
    interface.offer(interrupted: sessions)
    #expect(interface.press("d") == [.discard("7.scenario")])
    #expect(interface.press("Enter") == [.resume("9.scenario")])
  }
}
