import Consensus
import Testing

private func cluster(_ nodes: String = "P1=red P2=blue A1 A2 A3 L1") -> Cluster { Play(nodes).cluster }

private let (first, second, third) = (NodeID(2), NodeID(3), NodeID(4))
private let learner = NodeID(5)

/// A ledger that some observations were written into.
private func ledger(_ entries: [(NodeID, Observation)], proposed: [String] = ["red", "blue"]) -> Ledger {
  var ledger = Ledger(proposed: proposed.map { Value($0) })
  for (node, observation) in entries { ledger.record(observation, by: node) }
  return ledger
}

private func vote(_ node: NodeID, _ round: Int, _ proposer: Int, _ value: String) -> (NodeID, Observation) {
  (node, .vote(slot: 1, Vote(round, proposer, value)))
}

@Suite struct Ledgers {
  @Test func aQuorumOfVotesInOneBallotChooses() {
    let cluster = cluster()
    #expect(ledger([vote(first, 1, 1, "red")]).chosen(slot: 1, in: cluster).isEmpty)
    #expect(ledger([vote(first, 1, 1, "red"), vote(first, 1, 1, "red")]).chosen(slot: 1, in: cluster).isEmpty)
    let full = ledger([vote(first, 1, 1, "red"), vote(second, 1, 1, "red")])
    #expect(full.chosen(slot: 1, in: cluster) == [Value("red")])
    #expect(full.chosen(slot: 2, in: cluster).isEmpty)
  }

  @Test func votesOfNodesThatAreNoAcceptorsDoNotCount() {
    let full = ledger([vote(first, 1, 1, "red"), vote(learner, 1, 1, "red")])
    #expect(full.chosen(slot: 1, in: cluster()).isEmpty)
  }

  @Test func aVoteThatIsReplacedStaysCast() throws {
    var play = Play("P1=a P2=b A1 A2 A3")
    try play.prepare("P1", "A1 A2")
    try play.accept("P1", "A1 A2")
    try play.prepare("P2", "A2 A3")
    try play.accept("P2", "A1")
    #expect(try play["A1"].acceptor.accepted == Vote(1, 2, "a"))
    #expect(play.world.ledger.choices(in: play.cluster).map(\.vote) == [Vote(1, 1, "a")])
    #expect(play.chosen == ["a"])
  }

  @Test func aMajorityThatHoldsAValueFromDifferentBallotsHasNotChosenIt() throws {
    var play = Play("P1=red P2=blue P3=red A1 A2 A3")
    try play.prepare("P1", "A1 A2")
    try play.accept("P1", "A1")
    try play.prepare("P2", "A2 A3")
    try play.accept("P2", "A2")
    try play.prepare("P3", "A1 A3")
    #expect(play.rules.last == .proposesAReportedValue)
    try play.accept("P3", "A3")
    #expect(play.chosen.isEmpty)
    #expect(play.world.ledger.heldByQuorumButNotChosen(slot: 1, in: play.cluster) == Value("red"))
    try play.accept("P3", "A1")
    #expect(play.chosen == ["red"])
    #expect(play.world.ledger.heldByQuorumButNotChosen(slot: 1, in: play.cluster) == nil)
  }

  @Test func equalHistoriesAreEqualWhateverTheirOrder() {
    let votes = [vote(first, 1, 1, "red"), vote(second, 2, 1, "red"), vote(third, 1, 2, "blue")]
    #expect(ledger(votes) == ledger(votes.reversed()))
    #expect(ledger([], proposed: ["red", "blue", "red"]) == ledger([], proposed: ["blue", "red"]))
  }

  @Test func theChronicleTellsWhoDidWhatInABallot() throws {
    let play = try PaxosRuns.contestedVote()
    let rows = play.world.chronicle.rows
    #expect(rows.map(\.ballot) == [Ballot(1, 1), Ballot(1, 2)])
    #expect(rows[0].promised == (try play.ids("A1 A2")))
    #expect(rows[0].voted == (try play.ids("A1")))
    #expect(rows[0].refused == (try play.ids("A2")))
    #expect(rows[0].value == Value("red"))
    #expect(rows[1].value == nil)
  }
}

extension PaxosRuns {
  /// A1 votes in 1.1; A2 has promised 1.2 and refuses.
  static func contestedVote() throws -> Play {
    var play = try RuleCase.asking()
    try play.prepare("P2", "A2")
    try play.accept("P1", "A1 A2")
    return play
  }
}

@Suite struct Invariants {
  private static let all: [Invariant] = [
    .agreement, .oneValuePerBallot, .validity, .decidedIsChosen, .promisesKept,
  ]

  /// The names of the invariants that a ledger violates.
  private func violated(_ ledger: Ledger, in cluster: Cluster = cluster()) -> [String] {
    Self.all.filter { $0.violation(ledger, cluster) != nil }.map(\.name)
  }

  @Test func anEmptyLedgerViolatesNothing() {
    #expect(violated(ledger([])) == [])
  }

  @Test func twoChosenValuesViolateAgreement() {
    let broken = ledger([
      vote(first, 1, 1, "red"), vote(second, 1, 1, "red"), vote(second, 1, 2, "blue"), vote(third, 1, 2, "blue"),
    ])
    #expect(violated(broken) == ["agreement"])
    #expect(
      Invariant.agreement.violation(broken, cluster())
        == "red is chosen in ballot 1.1 by A1 A2, and blue in ballot 1.2 by A2 A3.")
  }

  @Test func theSameValueInTwoBallotsIsAgreement() {
    let votes = [first, second].flatMap { [vote($0, 1, 1, "red"), vote($0, 1, 2, "red")] }
    #expect(violated(ledger(votes)) == [])
  }

  @Test func twoDecisionsViolateAgreement() {
    let votes = [vote(first, 1, 1, "red"), vote(second, 1, 1, "red")]
    let broken = ledger(
      votes + [(learner, .decide(slot: 1, Value("red"))), (NodeID(0), .decide(slot: 1, Value("blue")))])
    #expect(violated(broken) == ["agreement", "decided-is-chosen"])
    #expect(Invariant.agreement.violation(broken, cluster()) == "L1 decided red, and P1 decided blue.")
    #expect(Invariant.decidedIsChosen.violation(broken, cluster()) == "P1 decided blue, which is not chosen.")
  }

  @Test func twoValuesInOneBallotAreAViolation() {
    let broken = ledger([vote(first, 1, 1, "red"), vote(second, 1, 1, "blue")])
    #expect(violated(broken) == ["one-value-per-ballot"])
    #expect(
      Invariant.oneValuePerBallot.violation(broken, cluster())
        == "Ballot 1.1 has votes for blue by A2 and for red by A1.")
  }

  @Test func aChosenValueThatNobodyProposedIsAViolation() {
    let broken = ledger([vote(first, 1, 1, "green"), vote(second, 1, 1, "green")])
    #expect(violated(broken) == ["validity"])
    #expect(Invariant.validity.violation(broken, cluster()) == "green is chosen, but nobody proposed it.")
  }

  @Test func aDecisionWithoutAChoiceIsAViolation() {
    #expect(violated(ledger([(learner, .decide(slot: 1, Value("red")))])) == ["decided-is-chosen"])
  }

  @Test func aVoteBelowAPromiseIsABrokenPromise() {
    let broken = ledger([(first, .bind(Ballot(2, 1))), vote(first, 1, 1, "red")])
    #expect(violated(broken) == ["promises-kept"])
    #expect(Invariant.promisesKept.violation(broken, cluster()) == "A1 had promised 2.1 and then voted in 1.1.")
    let again = ledger([(first, .bind(Ballot(2, 1))), (first, .bind(Ballot(1, 1)))])
    #expect(Invariant.promisesKept.violation(again, cluster()) == "A1 had promised 2.1 and then promised 1.1.")
  }

  @Test func aRequestedValueIsProposed() throws {
    var play = Play("P1=red A1 A2 A3")
    try play.request("P1", "green")
    try play.timeout("P1")
    try play.runUntilQuiet()
    #expect(play.chosen == ["green"])
    #expect(violated(play.world.ledger, in: play.cluster) == [])
  }
}
