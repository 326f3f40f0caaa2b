import Consensus
import Narration
import Scenarios
import Screen
import Testing

@testable import Interface

extension Fixture {
  /// Everything that a network and machines can do, on the way to a chosen value.
  static let faults = """
    title      Faults of all kinds
    algorithm  paxos
    proposers  P1=red P2=blue
    acceptors  A1 A2 A3
    learners   L1

    timeout    P1
    deliver    all prepare 1.1
    deliver    all promise 1.1
    drop       accept 1.1 P1 -> A3
    duplicate  accept 1.1 P1 -> A1
    hold       accept 1.1 P1 -> A2
    deliver    m10
    crash      A3
    release    accept 1.1 P1 -> A2
    delay      accept 1.1 P1 -> A2 by 3
    cut        A1 | A2 L1
    deliver    accept 1.1 P1 -> A2
    heal
    restart    A3
    deliver    accepted 1.1 A1 -> L1
    deliver    accepted 1.1 A2 -> L1
    timeout    P2
    wait       2
    deliver    prepare 1.2 P2 -> A3
    """

  /// More nodes than a panel has room for.
  static let many = """
    title      Many acceptors
    algorithm  paxos
    proposers  P1=red
    acceptors  24

    timeout  P1
    deliver  prepare P1 -> A24
    deliver  prepare P1 -> A1
    """
}

@Suite("The space-time diagram")
struct DiagramTests {
  private func diagram(_ scenario: String, at step: Int, glyphs: Glyphs = .unicode) throws -> Interface {
    var interface = try Fixture.open(scenario, at: step, glyphs: glyphs)
    interface.press("F2")
    return interface
  }

  @Test func duelingProposers() throws {
    let interface = try diagram(Fixture.lesson, at: 9)
    expectGolden("diagram-dueling-80x24", interface.worked.view(width: 80, height: 24), styles: true)
    expectGolden("diagram-dueling-120x40", interface.worked.view(width: 120, height: 40))
    expectGolden("diagram-dueling-200x60", interface.worked.view(width: 200, height: 60))
    expectGolden("diagram-dueling-60x20", interface.worked.view(width: 60, height: 20))
    expectGolden("diagram-dueling-mono-80x24", interface.worked.view(width: 80, height: 24), mono: true)
    let ascii = try diagram(Fixture.lesson, at: 9, glyphs: .ascii)
    expectGolden("diagram-dueling-ascii-80x24", ascii.worked.view(width: 80, height: 24))
  }

  @Test func faultsOfAllKinds() throws {
    let interface = try diagram(Fixture.faults, at: 99)
    expectGolden("diagram-faults-120x40", interface.worked.view(width: 120, height: 40), styles: true)
    var ascii = try diagram(Fixture.faults, at: 14, glyphs: .ascii)
    ascii.resize(120, 40)
    expectGolden("diagram-faults-ascii-120x40", ascii.worked.view(width: 120, height: 40))
  }

  @Test func anOpenQuestionHidesWhatItAsksAbout() throws {
    var interface = try diagram(Fixture.lesson, at: 4)
    #expect(!interface.text().contains("opens 1.2"))
    interface.press("Space", "Space", "a", "Enter")
    #expect(interface.stage?.scene.depth == 6)
    #expect(interface.text().contains("opens 1.2"))
  }

  @Test func theVotesOfAQuorumAreMarked() throws {
    let before = try diagram(Fixture.chosen, at: 8)
    #expect(!before.text().contains("■✓"))
    let after = try diagram(Fixture.chosen, at: 9)
    #expect(after.text().split(separator: "\n").count { $0.contains("■✓") } == 2)
    #expect(after.text().contains("✓ red chosen"))
  }

  @Test func arrowsMoveInTime() throws {
    var interface = try diagram(Fixture.lesson, at: 9)
    interface.press("Up", "k")
    #expect(interface.stage?.scene.depth == 7)
    interface.press("Down")
    #expect(interface.stage?.scene.depth == 8)
    interface.press("G")
    #expect(interface.stage?.scene.depth == 11)
    interface.press("Down")
    #expect(interface.stage?.scene.depth == 11)
    interface.press("g")
    #expect(interface.stage?.scene.depth == 0)
  }

  @Test func aClickGoesThere() throws {
    var interface = try diagram(Fixture.lesson, at: 9)
    // The first row is that of the beginning, below the names.
    _ = interface.update(.mouse(Mouse(.press, x: 10, y: 5)))
    #expect(interface.stage?.scene.depth == 3)
    #expect(interface.stage?.branchCount == 1)
  }

  @Test func theWheelScrollsAndAStepFollows() throws {
    var interface = try diagram(Fixture.faults, at: 20)
    #expect(interface.text().contains("▸20"))
    for _ in 0..<9 { _ = interface.update(.mouse(Mouse(.wheelUp, x: 10, y: 5))) }
    #expect(interface.text().contains("the beginning"))
    #expect(interface.stage?.scene.depth == 20)
    interface.press("u")
    #expect(interface.text().contains("▸19"))
  }

  @Test func itFollowsALaneThatIsNotShown() throws {
    var interface = try diagram(Fixture.many, at: 2)
    let area = try #require(interface.layout(interface.size).diagram)
    let shown = try #require(interface.stage).diagramLayout(width: area.width).shown
    #expect(!shown.contains(24) || !shown.contains(0))
    interface.press("Right")
    let scrolled = try #require(interface.stage).diagramLayout(width: area.width).shown
    #expect(scrolled.lowerBound == shown.lowerBound + 1)
    #expect(interface.focus == .diagram)
    expectGolden("diagram-many-80x24", interface.view(width: 80, height: 24))
  }

  /// Only what is shown is worked out, however long the run is.
  @Test func aLongRunIsWorkedOutForWhatIsShown() throws {
    let waits = String(repeating: "wait 1\n", count: 600)
    var interface = try diagram("title T\nalgorithm paxos\nproposers P1\nacceptors 3\n" + waits, at: 600)
    #expect(interface.stage?.events.count ?? 0 < 60)
    interface.press("g", "PgDn")
    #expect(interface.stage?.events.count ?? 0 < 120)
  }
}

@Suite("Playing")
struct PlayTests {
  private func tick(_ interface: inout Interface, until depth: Int) -> Int {
    var ticks = 0
    while interface.tickMilliseconds != nil, interface.stage?.scene.depth ?? 0 < depth, ticks < 1_000 {
      _ = interface.update(.tick)
      ticks += 1
    }
    return ticks
  }

  @Test func nothingTicksUnlessAsked() throws {
    var interface = try Fixture.open(Fixture.chosen)
    #expect(interface.tickMilliseconds == nil)
    _ = interface.update(.tick)
    #expect(interface.stage?.scene.depth == 0)
    interface.press("p")
    #expect(interface.stage?.scene.depth == 1)
    #expect(interface.tickMilliseconds == 1_000)
  }

  @Test func anyKeyStopsAndDoesNothingElse() throws {
    for key in ["x", "Space", "q", "Esc", "3", "p"] {
      var interface = try Fixture.open(Fixture.chosen)
      interface.press("p")
      #expect(interface.press(key) == [])
      #expect(interface.tickMilliseconds == nil)
      #expect(interface.stage?.scene.depth == 1)
      #expect(interface.text().contains("Stopped at step 1."))
    }
  }

  @Test func plusAndMinusSetTheSpeed() throws {
    var interface = try Fixture.open(Fixture.chosen)
    interface.press("p", "+", "+")
    #expect(interface.text().contains("Playing 4 steps a second"))
    #expect(interface.tickMilliseconds == 250)
    interface.press("-", "-", "-", "-", "-", "-")
    #expect(interface.text().contains("Playing 1 step in 4 seconds"))
  }

  @Test func anArrowGrowsInTheDiagram() throws {
    var interface = try Fixture.open(Fixture.chosen, at: 1)
    interface.press("F2", "p")
    var lengths: [Int] = []
    while interface.stage?.scene.depth == 2, lengths.count < 20 {
      let row = interface.text().split(separator: "\n").first { $0.hasPrefix("▸ 2") } ?? ""
      lengths.append(row.prefix(24).count { "├─┼→◇".contains($0) })
      _ = interface.update(.tick)
    }
    #expect(lengths == lengths.sorted() && Set(lengths).count >= 3, "\(lengths)")
  }

  @Test func aStepTakesItsTimeWhateverItsFrames() throws {
    for presses in 0..<3 {
      var interface = try Fixture.open(Fixture.chosen, at: 1)
      interface.press("F2", "p")
      for _ in 0..<presses { interface.press("+") }
      _ = tick(&interface, until: 3)
      var milliseconds = 0
      while interface.stage?.scene.depth == 3, let next = interface.tickMilliseconds {
        milliseconds += next
        _ = interface.update(.tick)
      }
      let wanted = [1_000, 500, 250][presses]
      #expect(abs(milliseconds - wanted) <= 10, "\(milliseconds)")
    }
  }

  @Test func itStopsAtAQuestionAndAtTheEnd() throws {
    var interface = try Fixture.open(Fixture.lesson)
    interface.press("p")
    _ = tick(&interface, until: 11)
    #expect(interface.stage?.scene.depth == 5)
    #expect(interface.text().contains("A question"))
    #expect(interface.tickMilliseconds == nil)

    var last = try Fixture.open("title T\nalgorithm paxos\nproposers P1\nacceptors 3\nwait 1\n")
    last.press("p")
    _ = tick(&last, until: 9)
    #expect(last.text().contains("The run has come to its end at step 1."))
  }
}
