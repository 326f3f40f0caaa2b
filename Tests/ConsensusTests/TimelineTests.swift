import Consensus
import TestSupport
import Testing

@Suite struct Timelines {
  private func start() -> Timeline<Paxos> {
    Timeline(Play("P1=red P2=blue A1 A2 A3 L1").world)
  }

  private let opensRed = Step.timeout(NodeID(0), round: nil)
  private let opensBlue = Step.timeout(NodeID(1), round: nil)

  /// A timeline with `count` moments in one line after the first.
  private func line(_ count: Int) throws -> Timeline<Paxos> {
    var timeline = start()
    for index in 0..<count { try timeline.take(index.isMultiple(of: 2) ? opensRed : opensBlue) }
    return timeline
  }

  /// `#expect` cannot call what changes a value.
  private func expect(_ actual: Bool, _ wanted: Bool, at place: SourceLocation = #_sourceLocation) {
    #expect(actual == wanted, sourceLocation: place)
  }

  @Test func undoAndRedoGoBackAndForth() throws {
    var timeline = start()
    let first = timeline.world.content
    try timeline.take(opensRed)
    try timeline.take(.deliver(MessageID(1)))
    let last = timeline.world.content
    expect(timeline.undo(), true)
    #expect(timeline.transition?.rule == .opensABallot)
    expect(timeline.undo(), true)
    #expect(timeline.world.content == first)
    #expect(timeline.transition == nil)
    expect(timeline.undo(), false)
    expect(timeline.redo(), true)
    expect(timeline.redo(), true)
    expect(timeline.redo(), false)
    #expect(timeline.world.content == last)
    #expect(timeline.transition?.rule == .promises)
  }

  @Test func aNewStepFromThePastGrowsABranchAndLosesNothing() throws {
    var timeline = start()
    try timeline.take(opensRed)
    try timeline.take(.deliver(MessageID(1)))
    timeline.undo()
    try timeline.take(.deliver(MessageID(2)))
    #expect(timeline.count == 4)
    #expect(timeline.children(of: 1) == [2, 3])
    #expect(timeline.parent(of: 3) == 1)
    #expect(timeline.path(to: 3) == [0, 1, 3])
    #expect(timeline.depth(of: 3) == 2)
    #expect(timeline.world.message(MessageID(1)) != nil)
    timeline.jump(to: 2)
    #expect(timeline.world.message(MessageID(1)) == nil)
    #expect(timeline.world.message(MessageID(2)) != nil)
  }

  @Test func redoFollowsTheBranchThatWasVisitedLast() throws {
    var timeline = start()
    try timeline.take(opensRed)
    try timeline.take(.deliver(MessageID(1)))
    timeline.undo()
    try timeline.take(.deliver(MessageID(2)))
    timeline.undo()
    timeline.redo()
    #expect(timeline.cursor == 3)
    timeline.jump(to: 2)
    timeline.undo()
    #expect(timeline.end(of: 0) == 2)
    timeline.redo()
    #expect(timeline.cursor == 2)
  }

  @Test func aStepThatWasTakenBeforeLeadsToTheSameMoment() throws {
    var timeline = start()
    try timeline.take(opensRed)
    try timeline.take(.deliver(MessageID(1)))
    timeline.undo()
    try timeline.take(.deliver(MessageID(2)))
    timeline.undo()
    try timeline.take(.deliver(MessageID(1)))
    #expect(timeline.cursor == 2)
    #expect(timeline.count == 4)
  }

  @Test func anImpossibleStepLeavesTheTimelineAsItWas() throws {
    var timeline = try line(3)
    let before = timeline.world.content
    #expect(throws: Impossible.noSuchMessage(MessageID(99))) { try timeline.take(.deliver(MessageID(99))) }
    #expect(timeline.count == 4)
    #expect(timeline.cursor == 3)
    #expect(timeline.world.content == before)
  }

  @Test("Each moment of a long history has its world", arguments: [1, 31, 32, 33, 64, 100])
  func longHistories(_ length: Int) throws {
    var timeline = start()
    var contents = [timeline.world.content]
    var rules: [String?] = [nil]
    for index in 0..<length {
      let transition = try timeline.take(index.isMultiple(of: 2) ? opensRed : opensBlue)
      contents.append(timeline.world.content)
      rules.append(transition.ruleName)
    }
    for moment in 0...length {
      #expect(timeline.world(at: moment).content == contents[moment])
      #expect(timeline.visit(moment).transition?.ruleName == rules[moment])
    }
    for moment in [0, length, length / 2, length - 1] {
      timeline.jump(to: moment)
      #expect(timeline.world.content == contents[moment])
    }
    timeline.jump(to: length)
    for moment in (0..<length).reversed() {
      timeline.undo()
      #expect(timeline.world.content == contents[moment])
    }
    for moment in 1...length {
      timeline.redo()
      #expect(timeline.world.content == contents[moment])
    }
  }

  @Test func aBranchFromTheMiddleOfAStrideIsReplayedFromItsOwnPast() throws {
    var timeline = try line(40)
    timeline.jump(to: 20)
    for _ in 0..<40 { try timeline.take(opensBlue) }
    let tip = timeline.world.content
    timeline.jump(to: 40)
    timeline.jump(to: 80)
    #expect(timeline.world.content == tip)
    #expect(timeline.depth(of: 80) == 60)
    #expect(timeline.path(to: 80).count == 61)
  }

  @Test("Redo ends where the timeline says, whatever was done before", arguments: 1...3)
  func endOfTheWay(_ seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    var timeline = start()
    for _ in 0..<300 {
      switch Int.random(in: 0..<6, using: &random) {
      case 0: timeline.jump(to: Int.random(in: 0..<timeline.count, using: &random))
      case 1, 2: timeline.undo()
      case 3: timeline.redo()
      default: try timeline.take(random.pick([opensRed, opensBlue]))
      }
      var ahead = timeline
      while ahead.redo() {}
      #expect(timeline.end(of: timeline.cursor) == ahead.cursor)
      #expect(timeline.path(to: timeline.end(of: 0)).contains(timeline.cursor))
    }
    #expect(timeline.count > 30)
  }

  @Test func whatADeliveryWouldDoIsWhatItDoes() throws {
    var timeline = try line(2)
    for _ in 0..<8 {
      let before = timeline.world.content
      let message = try #require(timeline.world.next)
      let rehearsed = try timeline.world.rehearse(delivering: message.id)
      #expect(timeline.world.content == before)
      let taken = try timeline.take(.deliver(message.id))
      #expect(rehearsed.rule == taken.rule)
      #expect(rehearsed.after == taken.after)
      #expect(rehearsed.sent == taken.sent)
      #expect(rehearsed.observations == taken.observations)
    }
  }
}
