import Consensus
import Testing

/// A step that cannot be taken, and why.
struct ImpossibleCase: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let error: Impossible
  let step: Step
  /// Faults that come before the step. P1 is 0, A1 to A3 are 1 to 3; m1 to m3 are P1's prepares.
  let faults: [Step]

  init(_ name: String, _ error: Impossible, _ step: Step, after faults: [Step] = []) {
    testDescription = name
    self.error = error
    self.step = step
    self.faults = faults
  }
}

private let message = MessageID(1)
private let proposer = NodeID(0)
private let acceptor = NodeID(1)
private let link = Partition([proposer], [acceptor])
private let latest = World<Paxos>.maximumClock

extension ImpossibleCase {
  static let all = messages + machines + limits

  private static let limits: [ImpossibleCase] = [
    ImpossibleCase("no link is cut", .notCut, .heal(nil)),
    ImpossibleCase("no link of a group is cut", .notCut, .heal(link)),
    ImpossibleCase("waiting too long", .tooLate(limit: latest), .wait(latest + 1)),
    ImpossibleCase("waiting beyond all numbers", .tooLate(limit: latest), .wait(.max), after: [.wait(1)]),
    ImpossibleCase("delay too long", .tooLate(limit: latest), .delay(message, by: latest + 1)),
    ImpossibleCase("delay beyond all numbers", .tooLate(limit: latest), .delay(message, by: .max), after: [.wait(1)]),
    ImpossibleCase(
      "delivery after the end of time", .tooLate(limit: latest), .deliver(message), after: [.wait(latest)]),
  ]

  private static let messages: [ImpossibleCase] = [
    ImpossibleCase("no such message to deliver", .noSuchMessage(MessageID(9)), .deliver(MessageID(9))),
    ImpossibleCase("no such message to drop", .noSuchMessage(message), .drop(message), after: [.drop(message)]),
    ImpossibleCase("no such message to copy", .noSuchMessage(MessageID(0)), .duplicate(MessageID(0))),
    ImpossibleCase("no such message to delay", .noSuchMessage(MessageID(-1)), .delay(MessageID(-1), by: 1)),
    ImpossibleCase("no such message to hold", .noSuchMessage(MessageID(9)), .hold(MessageID(9))),
    ImpossibleCase("no such message to release", .noSuchMessage(MessageID(9)), .release(MessageID(9))),
    ImpossibleCase("held already", .alreadyHeld(message), .hold(message), after: [.hold(message)]),
    ImpossibleCase("not held", .notHeld(message), .release(message)),
    ImpossibleCase(
      "the receiver is down", .receiverIsDown(message, acceptor), .deliver(message), after: [.crash(acceptor)]),
    ImpossibleCase(
      "the link is cut", .linkIsCut(message, from: proposer, to: acceptor), .deliver(message), after: [.cut(link)]),
  ]

  private static let machines: [ImpossibleCase] = [
    ImpossibleCase(
      "a timer of a node that is down", .nodeIsDown(proposer), .timeout(proposer, round: nil),
      after: [.crash(proposer)]),
    ImpossibleCase(
      "a request at a node that is down", .nodeIsDown(proposer), .request(proposer, Value("x")),
      after: [.crash(proposer)]),
    ImpossibleCase("a second crash", .nodeIsDown(acceptor), .crash(acceptor), after: [.crash(acceptor)]),
    ImpossibleCase("a restart of a node that is up", .nodeIsUp(acceptor), .restart(acceptor, forgetting: .nothing)),
    ImpossibleCase(
      "an unknown field", .unknownDiskField("log", known: ["promised", "accepted", "ballot"]),
      .restart(acceptor, forgetting: .fields(["promised", "log"])), after: [.crash(acceptor)]),
    ImpossibleCase("a timer of an acceptor", .objection(acceptor, .hasNoTimer), .timeout(acceptor, round: nil)),
    ImpossibleCase("a request at an acceptor", .objection(acceptor, .takesNoRequests), .request(acceptor, Value("x"))),
    ImpossibleCase("a round used before", .objection(proposer, .roundTooLow(used: 1)), .timeout(proposer, round: 1)),
    ImpossibleCase(
      "a round below one", .objection(NodeID(4), .roundTooLow(used: 0)), .timeout(NodeID(4), round: 0)),
    ImpossibleCase(
      "a round beyond the limit", .objection(proposer, .roundTooHigh(limit: Ballot.maximumRound)),
      .timeout(proposer, round: .max)),
  ]
}

@Suite struct ImpossibleSteps {
  @Test("What cannot be done changes nothing", arguments: ImpossibleCase.all)
  func nothingChanges(_ example: ImpossibleCase) throws {
    var play = Play("P1=red A1 A2 A3 P2=blue")
    try play.timeout("P1")
    for fault in example.faults { try play.take(fault) }
    let before = play.world.content
    #expect(throws: example.error) { try play.take(example.step) }
    #expect(play.world.content == before)
  }

  @Test func tooManyMessagesAreRefused() throws {
    var play = Play("P1=red A1 A2 A3")
    try play.timeout("P1")
    let limit = World<Paxos>.maximumInFlight
    while play.world.inFlight.count < limit { try play.take(.duplicate(MessageID(1))) }
    let before = play.world.content
    #expect(throws: Impossible.tooManyInFlight(limit: limit)) { try play.take(.duplicate(MessageID(1))) }
    #expect(throws: Impossible.tooManyInFlight(limit: limit)) { try play.timeout("P1") }
    #expect(play.world.content == before)
    // One comes and one goes: an answer still fits.
    try play.deliver("prepare", "P1", "A1")
    #expect(play.world.inFlight.count == limit)
  }

  @Test func aProposerCountsOnFromTheHighestRound() throws {
    var play = Play("P1=red A1 A2 A3")
    try play.timeout("P1", round: Ballot.maximumRound)
    try play.timeout("P1")
    #expect(try play["P1"].proposer.ballot == Ballot(Ballot.maximumRound + 1, 1))
  }
}
