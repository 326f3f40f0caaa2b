import Narration
import Scenarios
import Screen
import Testing

@testable import Interface

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
