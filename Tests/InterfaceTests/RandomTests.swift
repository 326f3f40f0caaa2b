import Narration
import Screen
import Testing

@testable import Consensus
@testable import Interface

/// The same numbers for the same seed, on every machine.
struct SplitMix64: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

@Suite("Random hands on the keyboard")
struct RandomTests {
  /// Every key of the table, letters and digits, and what edits a line.
  private static let keys: [Key] =
    Binding.all.flatMap(\.keys) + "abcdefghijklmnopqrstuvwxyz0123456789 ".map { Key.character($0) }
    + [.backspace, .delete, .control("u"), .control("w"), .enter, .enter, .escape, .escape, .function(9)]

  private static func input(_ random: inout SplitMix64) -> Input {
    switch Int.random(in: 0..<20, using: &random) {
    case 0:
      let actions: [Mouse.Action] = [.press, .press, .release, .drag, .wheelUp, .wheelDown]
      let action = actions.randomElement(using: &random) ?? .press
      return .mouse(
        Mouse(
          action, x: Int.random(in: -5..<130, using: &random), y: Int.random(in: -5..<50, using: &random),
          clicks: Int.random(in: 1...3, using: &random)))
    case 1:
      return .resize(width: Int.random(in: 0...150, using: &random), height: Int.random(in: 0...60, using: &random))
    case 2: return .tick
    case 3: return .paste("deliver \u{1b}[31m all 漢字 e\u{301}\u{200b}")
    default: return .key(keys.randomElement(using: &random) ?? .enter)
    }
  }

  /// Sometimes what is worked out arrives, sometimes only how far it is, sometimes an answer to an old question.
  private static func answer(_ interface: inout Interface, _ random: inout SplitMix64) {
    guard let job = interface.job else { return }
    switch Int.random(in: 0..<8, using: &random) {
    case 0...2: interface.completed(job.ticket, job.answer(.init(upTo: 300)) { _ in true })
    case 3: interface.completed(job.ticket, .progress(Progress()))
    case 4: interface.completed(job.ticket - 1, .refused(Refusal("This was asked before.")))
    case 5: interface.completed(job.ticket, .refused(Refusal("This cannot be told.")))
    default: break
    }
  }

  /// A correct algorithm, whatever anybody does short of wiping its disks.
  private static func isTampered(_ interface: Interface) -> Bool {
    guard let stage = interface.stage else { return false }
    return stage.scene.last?.rule == "restarts-with-amnesia" || !stage.session.setup.mutations.isEmpty
  }

  @Test(arguments: [Fixture.lesson, Fixture.servers, Fixture.chosen, Fixture.trap])
  func nothingTrapsAndTheInvariantsHold(scenario: String) throws {
    for seed in UInt64(1)...6 {
      var random = SplitMix64(seed: seed)
      var interface = try Fixture.open(scenario)
      var isTampered = false
      for _ in 0..<400 {
        _ = interface.update(Self.input(&random))
        Self.answer(&interface, &random)
        let size = interface.size
        let screen = interface.view(width: size.width, height: size.height)
        #expect(screen.width == size.width && screen.height == size.height)
        let scene = try #require(interface.stage).scene
        isTampered = isTampered || Self.isTampered(interface)
        if !isTampered { #expect(scene.invariants.allSatisfy { $0.holds }) }
      }
    }
  }

  @Test func everySizeCanBeDrawn() throws {
    var states = [try Fixture.open(Fixture.lesson, at: 9), try Fixture.open(Fixture.servers, at: 8)]
    for keys in [
      ["?"], ["w"], ["+"], [":", "d", "Tab"], ["o"], ["v"], ["v", "v"], ["v", "v", "v"], ["v", "p"], ["/", "a"],
      ["K", "R"], ["x", "q"], ["f"],
      ["F"], ["m"], ["m", "v"],
    ] {
      var state = try Fixture.open(Fixture.lesson, at: 9)
      for key in keys { state.press(key) }
      states.append(state)
    }
    var asking = try Fixture.open(Fixture.lesson, at: 5)
    asking.press("Space")
    states.append(asking)
    asking.press("b")
    states += [asking, Interface(menu: Fixture.menu), Interface(menu: [])]
    var random = SplitMix64(seed: 7)
    let sizes =
      (1...45).flatMap { width in (1...14).map { (width, $0) } }
      + (0..<60).map { _ in (Int.random(in: 40...300, using: &random), Int.random(in: 10...100, using: &random)) }
    for state in states {
      for (width, height) in sizes where width < 45 || (width + height).isMultiple(of: 3) {
        #expect(state.view(width: width, height: height).width == width)
      }
    }
  }

  @Test func selectionAndScrollSurviveAResize() throws {
    var interface = try Fixture.open(Fixture.lesson, at: 9)
    interface.press("G")
    let message = interface.stage?.message
    interface.resize(30, 5)
    interface.resize(80, 24)
    #expect(interface.stage?.message == message)
  }

  @Test func undoThenRedoIsTheIdentity() throws {
    for seed in UInt64(1)...8 {
      var random = SplitMix64(seed: seed)
      var interface = try Fixture.open(Fixture.servers, at: 3)
      let names = ["Enter", "n", "x", "d", "D", "c", "t", "K", "j", "Tab", "Space"]
      for _ in 0..<60 {
        interface.press(names.randomElement(using: &random) ?? "n", "Esc")
        let before = try #require(interface.stage).scene
        interface.press("u", "U")
        if before.depth > 0 { #expect(interface.stage?.scene == before) }
      }
    }
  }

  @Test func asciiMeansAsciiEverywhere() throws {
    var interface = try Fixture.open(Fixture.servers, at: 8, glyphs: .ascii)
    for keys in [[], ["?"], ["Esc", "w"], ["Esc", "+"], ["Esc", "v"], ["v"], ["v"], ["o"]] {
      for key in keys { interface.press(key) }
      for (width, height) in [(80, 24), (120, 40), (30, 8)] {
        let text = interface.text(width, height)
        let others = Set(text.unicodeScalars.filter { !$0.isASCII })
        #expect(others.isEmpty, "\(others)")
      }
    }
  }
}
