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

@Suite("Journals from outside")
struct HostileJournalTests {
  private let good = """
    #@ journal fixture
    title      T
    algorithm  paxos
    proposers  P1=red
    acceptors  A1 A2 A3
    ask        Who?
    choice*    P1
    choice     P2
    because    It is so.
    timeout    P1
    #@ besides
    deliver    prepare P1 -> A1
    #@ go 1

    """

  private func complaint(_ text: String) -> String {
    do {
      let journal = try Parser.journal(Array(text.utf8))
      do {
        return try journal.play().leftOut.map { $0.render(file: "j") }.joined(separator: "\n")
      } catch {
        return "line \(error.line): \(error.refusal.sentence)"
      }
    } catch {
      return error.rendered(file: "j")
    }
  }

  @Test func aGoodOneIsPlayed() throws {
    let restored = try Parser.journal(Array(good.utf8)).play()
    let lessons = restored.lessons
    #expect(restored.leftOut.isEmpty)
    #expect(lessons.count == 1)
    #expect(lessons[0].name == "fixture")
    #expect(lessons[0].session.momentCount == 3)
    #expect(lessons[0].session.cursor == 1)
  }

  @Test(arguments: [
    ("#@ go 1\n", "#@ go 99\n", "There is no moment 99; the last one is 2."),
    ("#@ go 1\n", "#@ go -1\n", "j:13:7: `go` needs the number of a moment"),
    ("#@ go 1\n", "#@ go 99999999999999999999999\n", "j:13:7: `go` needs the number of a moment"),
    ("#@ go 1\n", "#@ jump 1\n", "j:13:4: `jump` means nothing in a journal"),
    ("#@ go 1\n", "#@\n", "`#@` says nothing"),
    ("deliver    prepare P1 -> A1", "deliver    prep", "j:12:12:"),
    ("deliver    prepare P1 -> A1", "deliver    prepare P2 -> A1", "j:12:"),
    ("deliver    prepare P1 -> A1", "deliver    promise", "No message"),
    ("#@ go 1\n", "#@ mutate no-such\n", "There is no mutation no-such of paxos."),
    ("#@ go 1\n", "#@ go 1", "j:13:1: the journal breaks off in this line"),
    ("#@ go 1\n", "#@ mutate nothing\n#@ besides\n#@ mutate nothing\n", "j:15:4: a journal has two parts at most"),
    ("#@ besides\n", "#@ go 1\n#@ besides\n", "j:11:7: `go` stands above `#@ besides`"),
    ("#@ go 1\n", "#@ answer 1 1 b\n", "There is no question 1 at moment 1."),
    ("#@ go 1\n", "#@ answer 0 1 d\n", "That question has 2 choices."),
    ("#@ go 1\n", "#@ answer 0 1 no\n", "j:13:15: an answer is a letter, or `passed`"),
    ("#@ go 1\n", "#@ answer 0\n", "j:13:4: `answer` needs the number of a question"),
    ("#@ go 1\n", "#@ answer 0 0 a\n", "j:13:13: `answer` needs the number of a question"),
    ("#@ go 1\n", "#@ hands 0 1 3\n", "That question has 2 choices."),
    ("#@ go 1\n", "#@ hands 0 1 3 99999\n", "No choice has more than 9,999 hands."),
    ("#@ go 1\n", "#@ hands 0 1 3 9999999999999999999999\n", "j:13:16: this is no number of hands"),
    ("#@ go 1\n", "#@ name 99 x\n", "There is no moment 99; the last one is 2."),
    ("#@ go 1\n", "#@ name 2\n", "j:13:8: `name` has no text"),
    ("#@ go 1\n", "#@ possible 2 0 red\n", "j:13:15: `possible` needs a number of rounds"),
    ("#@ go 1\n", "#@ possible 2 2 r*d\n", "j:13:17: this is no value"),
    ("title      T\n", "", "title"),
  ])
  func whatIsWrongIsSaidWithItsPlace(_ change: (old: String, new: String, says: String)) {
    let text = good.replacingOccurrences(of: change.old, with: change.new)
    #expect(complaint(text).contains(change.says), "\(complaint(text))")
  }

  /// How many moments can be had again.
  private func moments(_ bytes: [UInt8]) -> Int? {
    (try? Parser.journal(bytes).play())?.lessons.first?.session.momentCount
  }

  @Test func howeverItIsCutWhatStandsBeforeIsPlayed() throws {
    let bytes = Array(good.utf8)
    let besides = try #require(good.firstRange(of: "#@ besides")).lowerBound.utf16Offset(in: good)
    for length in 0..<bytes.count {
      let count = moments(Array(bytes[..<length]))
      if length > besides { #expect(count ?? 0 >= 2, "cut at \(length)") }
    }
  }

  @Test func stepsBehindOneThatIsWrongAreLeftOutAndMarksAreNot() throws {
    let text = good + "deliver  prepare P1 -> A7\ntimeout  P1\n#@ answer 0 1 b\n#@ name 2 mine\n#@ name 3 gone\n"
    let restored = try Parser.journal(Array(text.utf8)).play()
    #expect(restored.lessons[0].session.momentCount == 3)
    #expect(restored.lessons[0].marks.answers == [.init(moment: 0, index: 0): .chose(1)])
    #expect(restored.lessons[0].marks.names == [2: "mine"])
    #expect(restored.leftOut.map(\.line) == [14])
  }

  @Test func aScriptThatIsDamagedIsPlayedAsFarAsItGoes() {
    #expect(moments(Array(good.replacingOccurrences(of: "because    It", with: "becuase    It").utf8)) == 1)
    #expect(moments(Array((good + "#@ besides\u{0}\n").utf8)) == 3)
    #expect(moments(Array((good + String(repeating: "# x\n", count: Limits.file / 4)).utf8)) == 3)
  }

  @Test func whateverIsInItNothingTraps() {
    var random = SplitMix64(seed: 17)
    let bytes = Array(good.utf8)
    let lines = [
      "#@", "#@ go", "#@ go 18446744073709551616", "#@ go 0", "#@ mutate", "#@ besides", "#@ answer 0 1 zz",
      "#@ hands 0 1",
      "#@ name 0 \u{202E}", "deliver m99999999999999999999", "next 19999", "next 20000", "wait 999999",
      "run until quiet",
      "title again", "servers 60", "ask open", "#@ mutate skip-phase-1", "#@ possible 0 1000", " continued",
      "#@ journal",
    ]
    for round in 0..<400 {
      var damaged = bytes
      for _ in 0...Int.random(in: 0..<4, using: &random) {
        let place = Int.random(in: 0..<damaged.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: damaged[place] = UInt8(truncatingIfNeeded: random.next())
        case 1: damaged.removeSubrange(place..<min(damaged.count, place + Int.random(in: 0..<20, using: &random)))
        case 2: damaged.insert(contentsOf: (0..<8).map { _ in UInt8(truncatingIfNeeded: random.next()) }, at: place)
        default:
          let line = lines[Int.random(in: 0..<lines.count, using: &random)] + "\n"
          let start = damaged[..<place].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
          damaged.insert(contentsOf: Array(line.utf8), at: start)
        }
        if damaged.isEmpty { damaged = bytes }
      }
      let restored = try? Parser.journal(damaged).play()
      guard let restored else { continue }
      var interface = Interface(menu: Fixture.menu)
      interface.completed(.resumed(restored, from: "1.scenario"))
      #expect(interface.stage != nil, "round \(round)")
      #expect(restored.leftOut.isEmpty || !interface.layers.isEmpty)
      _ = interface.view(width: 80, height: 24)
    }
  }

  @Test func whatWasLeftOutIsToldAndTheDamagedJournalStays() throws {
    let text = good + "deliver  prepare P1 -> A7\n"
    var interface = Interface(menu: Fixture.menu)
    interface.completed(.resumed(try Parser.journal(Array(text.utf8)).play(), from: "1.scenario"))
    expectGolden("journal-damaged-80x24", interface.view(width: 80, height: 24))
    guard case .journal(at: 0, _, replacing: nil)? = interface.journal().first else {
      Issue.record("the damaged journal is not replaced")
      return
    }
  }
}

extension String {
  fileprivate func replacingOccurrences(of old: String, with new: String) -> String {
    guard let range = firstRange(of: old) else { return self }
    return replacingCharacters(in: range, with: new)
  }

  private func replacingCharacters(in range: Range<String.Index>, with new: String) -> String {
    var copy = self
    copy.replaceSubrange(range, with: new)
    return copy
  }
}
