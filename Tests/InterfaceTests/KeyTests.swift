import Consensus
import Narration
import Screen
import Testing

@testable import Interface

@Suite("What keys do")
struct KeyTests {
  /// The scene after some keys in the lesson, nine steps in: m7 `accept 1.1 red` to A1 is selected.
  private func after(_ keys: String..., step: Int = 9) throws -> (Interface, Scene) {
    var interface = try Fixture.open(Fixture.lesson, at: step)
    for key in keys { interface.press(key) }
    return (interface, try #require(interface.stage).scene)
  }

  private func numbers(_ scene: Scene) -> [Int] { scene.messages.map(\.id.number) }

  @Test func theStepAheadIsAboutTheSelectedMessage() throws {
    let (interface, _) = try after()
    #expect(interface.stage?.message == MessageID(7))
  }

  @Test(arguments: [("+", 9, ""), ("m", 9, ""), ("?", 9, ""), ("a", 5, "? help"), ("w", 9, "")])
  func theFooterNamesNoKeyThatIsNoneThere(_ layer: (key: String, step: Int, footer: String)) throws {
    let (interface, _) = try after(layer.key, step: layer.step)
    try #require(!interface.layers.isEmpty)
    #expect(interface.view(width: 80, height: 24).line(23).drop { $0 == " " } == layer.footer)
  }

  @Test func whereThereAreNoTimersNoKeyRingsOne() throws {
    var interface = try Fixture.open("title T\nalgorithm causal-multicast\nservers P1 P2\n")
    #expect(interface.text().contains("Nothing is in flight. r hands the value of a client to P1."))
    #expect(!interface.view(width: 80, height: 24).line(23).contains("timeout"))
    interface.press("t")
    #expect(interface.text().contains("P1 has no timer: it waits for nobody."))
    #expect(interface.stage?.scene.depth == 0)
    interface = try Fixture.open("title T\nalgorithm raft\nservers 3\n")
    #expect(interface.text().contains("Nothing is in flight. t lets the timer of S1 ring."))
  }

  @Test func enterDeliversTheSelectedMessage() throws {
    let (_, scene) = try after("Enter")
    #expect(!numbers(scene).contains(7))
    #expect(scene.depth == 10)
    #expect(scene.last?.rule == "refuses-to-vote")
  }

  @Test func xLosesIt() throws {
    let (_, scene) = try after("x")
    #expect(!numbers(scene).contains(7))
    #expect(scene.last?.rule == "is-lost")
  }

  @Test func dAfterADigitDelaysItByAsMuch() throws {
    let (interface, scene) = try after("4", "d")
    let message = try #require(scene.messages.first { $0.id.number == 7 })
    #expect(message.due == scene.clock + 4)
    #expect(interface.text().contains("P1→A1 +4"))
  }

  @Test func largeDHoldsAndReleases() throws {
    var (interface, scene) = try after("D")
    #expect(scene.messages.first { $0.id.number == 7 }?.isHeld == true)
    interface.press("D")
    #expect(interface.stage?.scene.messages.first { $0.id.number == 7 }?.isHeld == false)
  }

  @Test func cCopiesIt() throws {
    let (_, scene) = try after("c")
    #expect(scene.messages.last?.copyOf == MessageID(7))
  }

  @Test func nDeliversWhatIsDueFirst() throws {
    let (_, scene) = try after("n")
    #expect(!numbers(scene).contains(6))
    let (_, later) = try after("3", "n")
    #expect(later.depth == 12)
  }

  @Test func spaceFollowsTheScript() throws {
    let (interface, scene) = try after("Space", "Space")
    #expect(scene.depth == 11)
    #expect(interface.stage?.ahead == nil)
    #expect(interface.stage?.branchCount == 1)
  }

  @Test func spaceDeliversTheNextMessageWhereTheScriptEnds() throws {
    var (interface, _) = try after("Space", "Space")
    interface.press("Space")
    #expect(interface.stage?.scene.depth == 12)
  }

  @Test func undoAndRedoAreInverse() throws {
    let (_, before) = try after()
    let (_, back) = try after("u", "U")
    let (_, forth) = try after("u", "u", "^R", "]")
    #expect(before == back)
    #expect(before == forth)
  }

  @Test func aStepOfOnesOwnGrowsABranch() throws {
    var (interface, _) = try after("x")
    #expect(interface.stage?.branchCount == 2)
    #expect(interface.text().contains("⑂2"))
    interface.press("}")
    #expect(interface.stage?.scene.command == "deliver accept 1.1 P1 -> A1")
    #expect(interface.text().contains("Branch 1 of 2 after step 9 begins with: deliver accept 1.1 P1 -> A1"))
    interface.press("{")
    #expect(interface.stage?.scene.command == "drop accept 1.1 P1 -> A1")
  }

  @Test func aBranchCanBeChosenBeforeOneTakesIt() throws {
    var (interface, _) = try after("x", "u")
    #expect(interface.stage?.endDepth == 10)
    interface.press("}")
    #expect(interface.stage?.scene.depth == 9)
    #expect(interface.stage?.endDepth == 11)
  }

  @Test func theTimerOfTheSelectedProposerRings() throws {
    let (_, first) = try after("t")
    #expect(first.nodes[0].ballot?.description == "2.1")
    let (_, second) = try after("Left", "Down", "t")
    #expect(second.nodes[1].ballot?.description == "2.2")
    let (_, tenth) = try after("1", "0", "t")
    #expect(tenth.nodes[0].ballot?.description == "10.1")
  }

  @Test func anAcceptorHasNoTimerAndSaysSo() throws {
    let (interface, scene) = try after("Left", "Down", "Down", "t")
    #expect(scene.depth == 9)
    #expect(interface.text().contains("A1 has no timer: select a proposer first, such as P1."))
  }

  @Test func aValueIsHandedToAProposer() throws {
    var (interface, _) = try after("r")
    #expect(interface.text().contains("The value that a client hands to P1: red"))
    interface.press("^U")
    interface.type("green")
    interface.press("Enter")
    #expect(interface.stage?.scene.command == "request P1 green")
  }

  @Test func aNodeCrashesAndRestartsAsOneChooses() throws {
    var (interface, _) = try after("Left", "Down", "Down", "K")
    #expect(interface.stage?.scene.nodes[2].isUp == false)
    interface.press("R")
    #expect(interface.text().contains("forgetting promised"))
    interface.press("2")
    #expect(interface.stage?.scene.nodes[2].isUp == true)
    #expect(interface.stage?.scene.nodes[2].fields.first { $0.name == "promised" }?.value == "nothing")
  }

  @Test func linksAreCutAndHealed() throws {
    var (interface, _) = try after("C")
    #expect(interface.text().contains(":cut P1 | P2 A1 A2 A3 L1"))
    interface.press("Enter")
    #expect(interface.text().contains("cut: P1 | P2 A1 A2 A3 L1"))
    interface.press("H")
    #expect(interface.stage?.scene.cuts.isEmpty == true)
    interface.press("H")
    #expect(interface.text().contains("No link is cut."))
  }

  @Test func theFilterShowsOnlyWhatFits() throws {
    var (interface, _) = try after("/")
    interface.type("accept ->a2")
    #expect(interface.stage?.queue.count == 1)
    interface.press("Enter")
    #expect(interface.text().contains("IN FLIGHT 1 of 7 /accept ->a2"))
    interface.press("Enter")
    #expect(interface.stage?.scene.command == "deliver accept 1.1 P1 -> A2")
    #expect(interface.text().contains("no message fits the filter"))
    interface.press("Esc")
    #expect(interface.stage?.queue.count == interface.stage?.scene.messages.count)
  }

  @Test func escapeNeverLeaves() throws {
    var (interface, _) = try after("?", ":", "/")
    for _ in 0..<6 { #expect(interface.press("Esc") == []) }
  }

  @Test func anUnknownKeySaysSo() throws {
    let (interface, _) = try after("z")
    #expect(interface.text().contains("z does nothing here. ? lists all keys."))
  }

  @Test func tabMovesTheFocusAndItIsVisible() throws {
    var (interface, _) = try after()
    let before = interface.view(width: 80, height: 24)
    interface.press("Tab")
    #expect(interface.focus != .queue)
    let now = interface.view(width: 80, height: 24)
    #expect(before.line(1) == now.line(1))
    #expect(before.styles != now.styles)
    #expect(before.cursor != now.cursor)
  }
}

@Suite("The table of commands")
struct BindingTests {
  @Test func everyNameIsThereOnce() {
    #expect(Set(Binding.all.map(\.name)).count == Binding.all.count)
  }

  @Test func noKeyMeansTwoThingsInOnePlace() {
    for row in Binding.all {
      for other in Binding.all where other.name != row.name && row.meets(other) {
        #expect(Set(row.keys).isDisjoint(with: other.keys), "\(row.name), \(other.name)")
      }
    }
  }

  @Test func everyRowHasKeysAndASentenceThatFits() {
    for binding in Binding.all {
      #expect(binding.help.count <= 62, "\(binding.name)")
      // What has no key can be typed, with something behind it.
      #expect(!binding.keys.isEmpty || binding.argument != nil, "\(binding.name)")
      #expect(binding.help.hasSuffix("."), "\(binding.name)")
    }
  }

  @Test func theFooterAlwaysOffersHelp() throws {
    let interface = try Fixture.open(Fixture.lesson, at: 4)
    for width in 40...200 {
      #expect(interface.view(width: width, height: 24).line(23).hasSuffix("? help"))
    }
  }

  @Test func theFooterOffersWhatMakesSense() throws {
    var interface = try Fixture.open(Fixture.lesson)
    #expect(interface.view(width: 80, height: 24).line(23).hasPrefix(" Space go on  t timeout"))
    interface.press("Tab", "K")
    #expect(interface.view(width: 80, height: 24).line(23).contains("R restart"))
  }

  @Test func aCommandRunsByItsNameToo() throws {
    var interface = try Fixture.open(Fixture.lesson, at: 9)
    interface.enter("undo")
    #expect(interface.stage?.scene.depth == 8)
    interface.enter("go 3")
    #expect(interface.stage?.scene.depth == 3)
    interface.enter("theme contrast")
    #expect(interface.theme == .contrast)
  }
}
