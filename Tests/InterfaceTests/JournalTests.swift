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
    #expect(right.isUnsaved, sourceLocation: place)
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
    timeout    P1
    #@ besides
    deliver    prepare P1 -> A1
    #@ go 1

    """

  private func complaint(_ text: String) -> String {
    do {
      let journal = try Parser.journal(Array(text.utf8))
      do {
        _ = try journal.play()
        return ""
      } catch {
        return "line \(error.line): \(error.refusal.sentence)"
      }
    } catch {
      return error.rendered(file: "j")
    }
  }

  @Test func aGoodOneIsPlayed() throws {
    let lessons = try Parser.journal(Array(good.utf8)).play()
    #expect(lessons.count == 1)
    #expect(lessons[0].name == "fixture")
    #expect(lessons[0].session.momentCount == 3)
    #expect(lessons[0].session.cursor == 1)
  }

  @Test(arguments: [
    ("#@ go 1\n", "#@ go 99\n", "There is no moment 99; the last one is 2."),
    ("#@ go 1\n", "#@ go -1\n", "j:9:7: `go` needs the number of a moment"),
    ("#@ go 1\n", "#@ go 99999999999999999999999\n", "j:9:7: `go` needs the number of a moment"),
    ("#@ go 1\n", "#@ jump 1\n", "j:9:4: `jump` means nothing in a journal"),
    ("#@ go 1\n", "#@\n", "`#@` says nothing"),
    ("deliver    prepare P1 -> A1", "deliver    prep", "j:8:12:"),
    ("deliver    prepare P1 -> A1", "deliver    prepare P2 -> A1", "j:8:"),
    ("deliver    prepare P1 -> A1", "deliver    promise", "line 8: No message"),
    ("#@ go 1\n", "#@ mutate no-such\n", "There is no mutation no-such of paxos."),
    ("title      T\n", "", "title"),
  ])
  func whatIsWrongIsSaidWithItsPlace(_ change: (old: String, new: String, says: String)) {
    let text = good.replacingOccurrences(of: change.old, with: change.new)
    #expect(complaint(text).contains(change.says), "\(complaint(text))")
  }

  @Test func howeverItIsCutNothingTraps() {
    let bytes = Array(good.utf8)
    for length in 0..<bytes.count {
      _ = complaint(String(decoding: bytes[..<length], as: UTF8.self))
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
