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
