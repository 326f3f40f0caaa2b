import Consensus
import Testing

/// Every mutation gets the verdict that it deserves.
@Suite struct MutationTests {
  /// Where a mutation shows, or does not: the smallest bounds that were found.
  struct Case: Sendable, CustomTestStringConvertible {
    let mutation: Paxos.Mutation
    var paxos: Paxos
    var rounds = 1
    var crashes = 0
    var invariant = Invariant.agreement
    /// How many steps the shortest run to a violation has, or nil where there is none.
    let steps: Int?

    var testDescription: String { mutation.rawValue }

    init(
      _ mutation: Paxos.Mutation, proposers: Int = 2, learners: Int = 0, options: Paxos.Options = .quiet,
      rounds: Int = 1, invariant: Invariant = .agreement, steps: Int?
    ) {
      self.mutation = mutation
      self.rounds = rounds
      self.invariant = invariant
      self.steps = steps
      paxos = .small(proposers: proposers, learners: learners, options: options, mutations: [mutation])
    }
  }

  private static let counting = Paxos.Options(refusals: false, learning: .proposer)

  static let cases = [
    Case(.ownValue, steps: 14),
    Case(.majorityValue, steps: 14),
    Case(.voteBelowPromise, steps: 14),
    Case(.lowerPromise, steps: 14),
    Case(.skipPhase1, steps: 6),
    // Two proposers with a ballot each do not show these: it takes a third ballot.
    Case(.lastValue, steps: nil),
    Case(.lastValue, proposers: 3, steps: 20),
    Case(.lowestValue, steps: nil),
    Case(.lowestValue, proposers: 3, steps: 20),
    Case(.voteWithoutPromise, steps: nil),
    Case(.voteWithoutPromise, proposers: 3, steps: 20),
    // A promise can only be stale where a proposer opens a second ballot.
    Case(.stalePromise, proposers: 3, steps: nil),
    Case(.stalePromise, rounds: 2, steps: 15),
    // What is decided is not chosen.
    Case(.decideOnPromises, invariant: .decidedIsChosen, steps: 5),
    Case(.decideOnOneVote, options: counting, invariant: .decidedIsChosen, steps: 7),
    Case(.countAcrossBallots, learners: 1, invariant: .decidedIsChosen, steps: 14),
    // Harmless.
    Case(.keepHighestVote, proposers: 3, steps: nil),
    Case(.promiseEqual, proposers: 3, steps: nil),
    Case(.voteOnlyIfEqual, proposers: 3, steps: nil),
    Case(.voteStrictlyAbove, proposers: 3, steps: nil),
    Case(.answerEveryPrepare, steps: nil),
    Case(.writeOnce, proposers: 3, steps: nil),
  ]

  @Test(arguments: cases)
  func `A mutation is found to be broken by a shortest run, or to be safe`(_ example: Case) throws {
    let world = World(example.paxos)
    var checker = Checker(world, within: Bounds(rounds: example.rounds), against: [example.invariant])
    checker.exchangesAcceptors = true
    let verdict = checker.check()
    #expect(verdict.violation?.steps.count == example.steps)
    #expect(verdict.ending == (example.steps == nil ? .safe : .violated))
    try expectViolation(verdict, of: example.invariant, from: world)
  }

  /// P1 has votes of A1 and A2 for v1 in 1.1; P2, which has heard of none, asks for votes for v2 in 1.2.
  @Test func `To count reports instead of ballots is harmless among three acceptors and fatal among five`() throws {
    let threeAcceptors = Paxos.small(proposers: 3, options: .quiet, mutations: [.mostFrequentValue])
    var checker = Checker(World(threeAcceptors), within: Bounds(rounds: 1), against: [.agreement])
    checker.exchangesAcceptors = true
    #expect(checker.check().ending == .safe)

    var world = World(Paxos.small(proposers: 3, acceptors: 5, options: .quiet, mutations: [.mostFrequentValue]))
    try world.open("P1", askingFor: ["A1", "A2", "A3"], votesOf: ["A1", "A2"])
    try world.open("P2", askingFor: ["A3", "A4", "A5"], votesOf: [])
    checker = Checker(world, within: Bounds(rounds: 1), against: [.agreement])
    checker.exchangesAcceptors = true
    let verdict = checker.check()
    #expect(verdict.violation?.steps.count == 13)
    try expectViolation(verdict, of: .agreement, from: world)
  }

  @Test func `A promise that relabels the accepted value is fatal once a proposer opens a second ballot`() throws {
    let paxos = Paxos.small(options: .quiet, mutations: [.oneBallotVariable])
    var world = World(paxos)
    try world.open("P1", askingFor: ["A1", "A2"], votesOf: ["A1"])
    try world.open("P2", askingFor: ["A2", "A3"], votesOf: [])
    var checker = Checker(world, within: Bounds(rounds: 1), against: [.agreement])
    checker.exchangesAcceptors = true
    #expect(checker.check().ending == .safe)
    checker.bounds.rounds = 2
    let verdict = checker.check()
    #expect(verdict.violation?.steps.count == 11)
    try expectViolation(verdict, of: .agreement, from: world)
  }

  @Test func `A quorum of whoever can be reached decides on both sides of a cut`() throws {
    let paxos = Paxos.small(mutations: [.reachableQuorum])
    #expect(Checker(World(paxos), within: Bounds(rounds: 1), against: Invariant.all).check().ending == .safe)
    var cut = World(paxos)
    _ = try cut.take(.cut(Partition([NodeID(0), NodeID(2)], [NodeID(1), NodeID(3), NodeID(4)])))
    let decisions = Invariant(name: "one-decision", statement: "All decide alike.", cites: "") { ledger, _ in
      Set(ledger.decisions.map(\.value)).count > 1 ? "Two values are decided." : nil
    }
    let verdict = Checker(cut, within: Bounds(rounds: 1), against: [decisions]).check()
    #expect(verdict.violation?.steps.count == 14)
    try expectViolation(verdict, of: decisions, from: cut)
  }

  @Test func `Who has no detector is told nothing`() throws {
    var world = World(Paxos.small())
    _ = try world.take(.cut(Partition([NodeID(0)], [NodeID(2)])))
    _ = try world.take(.crash(NodeID(3)))
    #expect(world.nodes.allSatisfy { $0.suspects.isEmpty })
    var told = World(Paxos.small(mutations: [.reachableQuorum]))
    _ = try told.take(.cut(Partition([NodeID(0)], [NodeID(2)])))
    _ = try told.take(.crash(NodeID(3)))
    #expect(told[NodeID(0)].suspects == [NodeID(2), NodeID(3)])
    #expect(told[NodeID(1)].suspects == [NodeID(3)])
    _ = try told.take(.restart(NodeID(3), forgetting: .nothing))
    _ = try told.take(.heal(nil))
    #expect(told.nodes.allSatisfy { $0.suspects.isEmpty })
  }

  @Test func `Acceptors that write once get stuck, and nothing can be chosen any more`() throws {
    let paxos = Paxos.small(proposers: 3, options: .quiet, mutations: [.writeOnce, .skipPhase1])
    let first = Checker(World(paxos), within: Bounds(rounds: 1), against: [.agreement]).check()
    #expect(first.possible.map(\.name) == ["v1", "v2", "v3"])
    var world = World(paxos)
    for number in 1...3 {
      _ = try world.take(.timeout(NodeID(number - 1), round: nil))
      try world.deliver(from: "P\(number)", to: "A\(number)")
    }
    let stuck = Checker(world, within: Bounds(rounds: 2), against: [.agreement]).check()
    #expect(stuck.ending == .safe)
    #expect(stuck.possible.isEmpty)
  }

  @Test func `Acceptors that vote only above their promise never let anything be chosen`() {
    let paxos = Paxos.small(proposers: 3, options: .quiet, mutations: [.voteStrictlyAbove])
    let verdict = Checker(World(paxos), within: Bounds(rounds: 1), against: [.agreement]).check()
    #expect(verdict.ending == .safe)
    #expect(verdict.possible.isEmpty)
  }

  /// Taking the steps leads to a violation, and the last one is what it took.
  private func expectViolation(_ verdict: Verdict, of invariant: Invariant, from world: World<Paxos>) throws {
    guard let violation = verdict.violation else { return }
    let last = try world.after(violation.steps)
    let before = try world.after(violation.steps.dropLast())
    #expect(violation.invariant == invariant.name)
    #expect(invariant.violation(last.ledger, world.cluster) == violation.sentence)
    #expect(invariant.violation(before.ledger, world.cluster) == nil)
  }
}
