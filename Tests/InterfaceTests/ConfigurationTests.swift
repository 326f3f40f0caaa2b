import Narration
import Scenarios
import Screen
import Testing

@testable import Interface

@Suite("The configuration")
struct ConfigurationTests {
  private func read(_ text: String) -> (configuration: Configuration, mistakes: String) {
    let (configuration, mistakes) = Configuration.read(Array(text.utf8))
    return (configuration, mistakes?.rendered(file: "config") ?? "")
  }

  private func open(_ text: String, at step: Int = 9) throws -> Interface {
    let (configuration, mistakes) = read(text)
    #expect(mistakes == "")
    return Interface(
      lesson: try Fixture.lesson(Fixture.lesson), at: step, menu: Fixture.menu,
      options: Interface.Options(keys: configuration.keys))
  }

  @Test func everySettingIsRead() {
    let (configuration, mistakes) = read(
      """
      # how it looks
      theme  contrast   # for the projector
      ascii on
      color always
      mouse	off

      key undo  z Backspace
      key drop  none
      """)
    #expect(mistakes == "")
    #expect(configuration.theme == .contrast)
    #expect(configuration.ascii == .on)
    #expect(configuration.colour == .always)
    #expect(configuration.takesMouse == false)
    #expect(configuration.keys == ["undo": [.character("z"), .backspace], "drop": []])
  }

  @Test func anEmptyFileAndNoneAreTheSame() {
    #expect(read("").configuration == Configuration())
    #expect(read("\u{FEFF}# nothing\r\n\r\n").configuration == Configuration())
    #expect(read("# nothing\r\n").mistakes == "")
  }

  @Test(arguments: [
    ("theme drak", "config:1:7: there is no theme `drak`\n  theme drak\n        ^\n  did you mean `dark`?"),
    ("teme dark", "config:1:1: there is no setting `teme`"),
    ("theme", "config:1:6: `theme` has no value"),
    ("theme dark light", "config:1:12: this is too much"),
    ("mouse maybe", "there is no value `maybe`"),
    ("theme dark\ntheme light", "config:2:1: `theme` stands on line 1 already; this one counts"),
    ("key", "config:1:4: `key` names no command"),
    ("key undoo z", "config:1:5: there is no command `undoo`\n  key undoo z\n      ^\n  did you mean `undo`?"),
    ("key undo", "config:1:9: no key is given for `undo`"),
    ("key undo Spcae", "did you mean `Space`?"),
    ("key undo 7", "the digit 7 is no key of a command"),
    ("key quit none", "`quit` cannot be without a key"),
    ("key undo x", "`x` is a key of `drop` too, so that `undo` keeps its own keys"),
    ("key undo z\nkey drop z", "config:1:10: `z` is a key of `drop` too"),
    ("theme da\u{1B}rk", "the control character U+001B is not allowed in a configuration"),
  ])
  func aMistakeHasItsPlaceAndARemedy(_ sample: (text: String, says: String)) {
    let mistakes = read(sample.text).mistakes
    #expect(mistakes.contains(sample.says), "\(mistakes)")
    #expect(!mistakes.unicodeScalars.contains("\u{1B}"))
  }

  @Test func whatIsRightHoldsBesideWhatIsWrong() {
    let (configuration, mistakes) = read("theme drak\nmouse off\nkey undo x\nkey redo y\n")
    #expect(!mistakes.isEmpty)
    #expect(configuration.takesMouse == false)
    #expect(configuration.theme == nil)
    #expect(configuration.keys == ["redo": [.character("y")]])
  }

  @Test func aFileThatIsTooLargeIsReadAsFarAsItMayBe() {
    let (configuration, mistakes) = read("theme dark\n" + String(repeating: "# more\n", count: Limits.file / 7 + 1))
    #expect(configuration.theme == .dark)
    #expect(mistakes.contains("more than 1,048,576 bytes"))
  }

  @Test func keysDoWhatTheyWereGiven() throws {
    var interface = try open("key undo z\nkey drop none\nkey step F5\nkey hold x\n")
    interface.press("z")
    #expect(interface.stage?.scene.depth == 8)
    interface.press("F5")
    #expect(interface.stage?.scene.depth == 9)
    interface.press("x")
    #expect(interface.stage?.scene.last?.rule == "is-held")
    interface.press("u")
    #expect(interface.text().contains("u does nothing here."))
    #expect(interface.text().contains("F5 go on"))
    interface.press("?")
    interface.type("undo")
    #expect(interface.text().contains("z           Go back one step"))
  }

  @Test func sentencesNameTheKeysThatThereAre() throws {
    var interface = try open("key help F1\nkey view-nodes none\nkey restart Y\nkey timeout none\n", at: 0)
    #expect(interface.view(width: 80, height: 24).line(23).hasSuffix("F1 help"))
    interface.press("Tab", "K", "K")
    #expect(interface.text().contains("Y restarts it"))
    interface.press("x")
    #expect(interface.text().contains(":timeout lets the timer"))
  }

  @Test func whoeverStartsWithAMistakeIsTold() throws {
    var interface = try Fixture.open(Fixture.lesson)
    interface.announce("Configuration, line 3: there is no theme `drak`; did you mean `dark`?.")
    #expect(interface.text().contains("line 3: there is no theme"))
  }
}

/// Where every command has another key than in the table, no sentence may name one of the table's.
@Suite("Keys of one's own")
struct OwnKeyTests {
  /// F1 to F63, then Alt with a letter.
  private static let keys: [String: [Key]] = {
    let rest = "abcdefghijklmnopqrstuvwxyz".map { Key.alt($0) }
    let all = (1...63).map { Key.function($0) } + rest
    return Dictionary(uniqueKeysWithValues: zip(Binding.all.map(\.name), all.map { [$0] }))
  }()

  private static let verbs: Set<String> = [
    "leaves", "closes", "plays", "shows", "goes", "looks", "lists", "lets", "takes", "stops", "opens", "restarts",
    "delivers", "begins", "faster", "slower", "quit", "help", "search", "to", "completes", "recalls", "asks",
  ]

  private func open(at step: Int = 9, text: String = Fixture.lesson, isPresenting: Bool = false) throws -> Interface {
    Interface(
      lesson: try Fixture.lesson(text), at: step, menu: Fixture.menu,
      options: Interface.Options(keys: Self.keys, isPresenting: isPresenting))
  }

  private func press(_ interface: inout Interface, _ names: String...) {
    for name in names {
      guard let key = Self.keys[name]?.first else {
        Issue.record("there is no command \(name)")
        continue
      }
      _ = interface.update(.key(key))
      check(interface)
    }
  }

  private func check(_ interface: Interface) {
    for (width, height) in [(80, 24), (120, 40), (40, 10)] {
      let text = interface.view(width: width, height: height).text
      for name in ["Space", "Enter", "Esc", "Tab", "PgDn", "PgUp", "Backspace", "⏎"] {
        #expect(!text.split { !$0.isLetter && $0 != "⏎" }.contains { $0 == name }, "\(name) in\n\(text)")
      }
      // A key stands alone, before what it does: `q leaves`, `b: to …`.
      let words = text.split { $0 == " " || $0 == "\n" }
      let named = zip(words, words.dropFirst()).first { key, verb in
        let letter = key.last == ":" || key.last == "," ? key.dropLast() : key
        return letter.count == 1 && letter.allSatisfy(\.isASCII) && !["a", "A"].contains(letter)
          && Self.verbs.contains(String(verb.prefix(while: \.isLetter)))
      }
      #expect(named.map { "\($0) \($1)" } == nil, "in\n\(text)")
    }
  }

  @Test func theMenuNamesThem() throws {
    var interface = Interface(menu: Fixture.menu, options: Interface.Options(keys: Self.keys))
    check(interface)
    press(&interface, "down", "filter")
    interface.type("xyzzy")
    check(interface)
    press(&interface, "back", "back")
    #expect(interface.text().contains("leaves."))
    press(&interface, "help", "last", "help")
    press(&interface, "last", "choose")
    #expect(interface.layers.isEmpty)
    #expect(interface.update(.key(Self.keys["quit"]![0])) == [.quit])
  }

  @Test func theViewsAndWhatLiesOverThemNameThem() throws {
    var interface = try open()
    check(interface)
    press(&interface, "help", "down", "page-down", "first", "back")
    press(&interface, "command", "complete", "complete-back")
    interface.type("x")
    press(&interface, "choose", "older-line", "newer-line", "back")
    press(&interface, "drop", "undo", "compare", "details", "page-down", "quit", "why", "quit", "crash", "focus")
    press(&interface, "crash", "crash", "restart", "down", "choose", "mutate", "down", "quit", "save", "back")
    press(&interface, "export", "back", "open", "down", "choose", "back", "cut", "back", "filter", "back", "back")
    press(&interface, "play", "faster", "slower", "undo", "quit", "back", "mouse", "timeout", "hold", "delay")
    press(&interface, "check", "check", "found", "reach", "back", "adversary")
    interface.work()
    check(interface)
    press(&interface, "found", "found", "view-history", "go-there", "view-diagram", "view-ballots", "beside", "heal")
    for _ in 0..<40 { press(&interface, "redo") }
    for _ in 0..<40 { press(&interface, "next") }
    #expect(interface.layers.isEmpty)
  }

  @Test func questionsNameThem() throws {
    var interface = try open(at: 5)
    check(interface)
    press(&interface, "step", "help", "back", "down", "choose")
    press(&interface, "step")
    interface = try open(at: 5, isPresenting: true)
    press(&interface, "present-next")
    interface.type("A12b7")
    #expect(interface.text().contains("12"))
    press(&interface, "no-hands", "present-next", "present-next")
    #expect(interface.stage?.scene.depth == 6)
    press(&interface, "present-back")
    #expect(interface.stage?.scene.depth == 5)
  }

  @Test func theLetterOfAChoiceIsThatChoiceWhateverKeysThereAre() throws {
    for isPresenting in [false, true] {
      var interface = Interface(
        lesson: try Fixture.lesson(Fixture.lesson), at: 5,
        options: Interface.Options(
          keys: ["quit": [.character("b")], "present-next": [.character("c")], "found": []], isPresenting: isPresenting)
      )
      interface.press("Space")
      interface.type(isPresenting ? "b7" : "b")
      guard case .question(let asking) = interface.layers.last else {
        Issue.record("the question is still open")
        continue
      }
      #expect(isPresenting ? interface.tally(asking) == [0, 7, 0] : asking.answer == 1)
    }
  }

  @Test func whatSearchesFindNamesThem() throws {
    var interface = try open(text: Fixture.chosen)
    press(&interface, "mutate", "down", "choose")
    interface.work()
    check(interface)
    press(&interface, "quit", "beside")
    interface.work()
    check(interface)
    interface.offer(interrupted: [Interrupted(file: "7.scenario", title: "T", steps: 1, time: "2026-01-02 08:15")])
    check(interface)
    press(&interface, "down")
    #expect(interface.update(.key(Self.keys["choose"]![0])) == [.resume("7.scenario")])
  }

  @Test(arguments: [
    ("key complete x", "`x` is typed into the line"),
    ("key choose j", "`j` is a key of `down` too"),
    ("key command none", "`command` cannot be without a key"),
    ("key no-hands a", "`a` names a choice there"),
    ("key faster -", "`-` is a key of `slower` too"),
  ])
  func whatCannotBeAKeyThereIsRefused(_ sample: (text: String, says: String)) {
    let mistakes = Configuration.read(Array(sample.text.utf8)).mistakes?.rendered(file: "config") ?? ""
    #expect(mistakes.contains(sample.says), "\(mistakes)")
  }

  @Test func oneKeyMayMeanDifferentThingsInDifferentPlaces() {
    let (configuration, mistakes) = Configuration.read(Array("key faster n\nkey complete F2\nkey no-hands .\n".utf8))
    #expect(mistakes == nil)
    #expect(configuration.keys.count == 3)
  }
}

@Suite("Words at the colon")
struct WordTests {
  @Test func viewsAndThemesAreNamed() throws {
    var interface = try Fixture.open(Fixture.lesson, at: 9)
    interface.enter("view ballots")
    #expect(interface.view == .ballots)
    interface.enter("view history")
    #expect(interface.view == .history)
    interface.enter("theme light")
    #expect(interface.theme == .light)
    interface.enter("theme ligth")
    #expect(interface.text().contains("did you mean `light`?"))
    interface.press("Esc")
    interface.enter("veiw nodes")
    #expect(interface.text().contains("did you mean `view`?"))
  }

  @Test func helpLooksForAWord() throws {
    var interface = try Fixture.open(Fixture.lesson, at: 9)
    interface.enter("help voted")
    #expect(interface.text().contains("The acceptor voted in this ballot."))
    interface.press("Enter")
    #expect(interface.text().contains("The acceptor voted in this ballot."), "a sign does nothing")
    interface.press("Esc", "Esc")
    interface.enter("check")
    #expect(interface.text().contains("Checking"))
  }

  @Test func whatCanFollowIsCompleted() throws {
    var interface = try Fixture.open(Fixture.lesson, at: 9)
    func completed(_ text: String) -> String {
      var copy = interface
      copy.press(":")
      copy.type(text)
      copy.press("Tab")
      guard case .prompt(let prompt) = copy.layers.last else { return "" }
      return prompt.line.text
    }
    #expect(completed("theme con") == "theme contrast ")
    #expect(completed("view hi") == "view history ")
    #expect(completed("help previous") == "help previous-branch ")
    #expect(completed("mutate skip-p") == "mutate skip-phase-1 ")
    #expect(completed("reach holds agr") == "reach holds agreement ")
    #expect(completed("drop acc") == "drop accept")
    #expect(completed("que") == "que")
    #expect(completed("qui") == "quit ")
    interface.press("n")
  }

  @Test func filesAreCompletedByWhoeverCanSeeThem() throws {
    var interface = try Fixture.open(Fixture.lesson, at: 9)
    interface.press(":")
    interface.type("open my d")
    #expect(interface.press("Tab") == [.list("my d")])
    interface.completed(.listed(beginning: "my d", ["my dear/", "my dog.scenario"]))
    #expect(interface.text().contains(":open my dear/"))
    interface.press("Tab")
    #expect(interface.text().contains(":open my dog.scenario"))
    #expect(interface.press("Enter") == [.open("my dog.scenario")])
    interface.press(":")
    interface.type("open du")
    #expect(interface.press("Tab") == [.list("du")])
    interface.completed(.listed(beginning: "old", ["older"]))
    #expect(!interface.text().contains("older"), "an answer to what is not asked any more")
    interface.completed(.listed(beginning: "du", []))
    #expect(interface.text().contains(":open dueling"))
    interface.press("Esc", "s", "^U")
    interface.type("a/")
    #expect(interface.press("Tab") == [.list("a/")])
    interface.completed(.listed(beginning: "a/", ["a/b/"]))
    #expect(interface.press("Tab") == [.list("a/b/")])
  }

  @Test func draggingAlongTheHistoryMovesInTime() throws {
    var interface = try Fixture.open(Fixture.lesson, at: 9)
    interface.enter("view history")
    let screen = interface.view(width: 80, height: 24)
    for step in [7, 3, 5] {
      let y = try #require(
        (0..<20).first { screen.line($0).hasPrefix("▸\(step) ") || screen.line($0).hasPrefix("  \(step) ") })
      _ = interface.update(.mouse(Mouse(.drag, x: 10, y: y)))
      #expect(interface.stage?.scene.depth == step)
    }
  }

  @Test func everyNameOfTheTableIsAWord() throws {
    for binding in Binding.all where binding.action != .deliver {
      var interface = try Fixture.open(Fixture.lesson, at: 9)
      interface.enter(binding.name)
      #expect(!interface.text().contains("is not a command"), "\(binding.name)")
    }
  }
}
