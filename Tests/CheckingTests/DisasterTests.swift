import Consensus
import Testing

/// How small a model shows a mutation: the table of MUTATIONS.md.
@Suite struct DisasterTests {
  /// A row of the table.
  struct Row: Sendable, CustomTestStringConvertible {
    let mutation: Paxos.Mutation
    var proposers = 2
    var learners = 0
    /// The fewest rounds in which it shows.
    let rounds: Int
    /// How many steps the shortest run to a violation has with one acceptor, with two, …; nil where there is none.
    let steps: [Int?]

    var testDescription: String { mutation.rawValue }
  }

  /// Where five acceptors, or four, are left out, a search takes too long for a test.
  static let rows = [
    Row(mutation: .skipPhase1, rounds: 1, steps: [4, 6, 6, 8, 8]),
    Row(mutation: .ownValue, rounds: 1, steps: [8, 14, 14, 20, 20]),
    Row(mutation: .voteBelowPromise, rounds: 1, steps: [8, 14, 14, 20, 20]),
    Row(mutation: .lowerPromise, rounds: 1, steps: [8, 14, 14]),
    // Two majorities of four have two acceptors in common, and so hide what one alone would tell.
    Row(mutation: .majorityValue, rounds: 1, steps: [nil, nil, 14, nil, 20]),
    Row(mutation: .stalePromise, rounds: 2, steps: [9, 15]),
    Row(mutation: .lastValue, rounds: 2, steps: [nil, nil, 20, 28, 28]),
    Row(mutation: .lowestValue, rounds: 2, steps: [nil, nil, 20, 28, 28]),
    Row(mutation: .voteWithoutPromise, rounds: 2, steps: [nil, nil, 20]),
    Row(mutation: .oneBallotVariable, rounds: 2, steps: [nil, nil, 22, 30]),
    Row(mutation: .mostFrequentValue, rounds: 2, steps: [nil, nil, nil, nil, 29]),
    Row(mutation: .decideOnPromises, proposers: 1, rounds: 1, steps: [3, 5, 5, 7, 7]),
    Row(mutation: .decideOnOneVote, proposers: 1, rounds: 1, steps: [nil, 7, 7, 9, 9]),
    Row(mutation: .countAcrossBallots, proposers: 1, learners: 1, rounds: 2, steps: [nil, 14, 14]),
  ]

  @Test(arguments: rows)
  func `The smallest model that shows a mutation is the smallest`(_ row: Row) throws {
    for (acceptors, steps) in zip(1..., row.steps) {
      let found = check(row.mutation, row.proposers, acceptors, row.learners, rounds: row.rounds)
      #expect(found.violation?.steps.count == steps, "\(acceptors) acceptors")
      #expect(found.ending == (steps == nil ? .safe : .violated), "\(acceptors) acceptors")
      guard steps != nil else { continue }
      if row.rounds > 1 {
        let fewer = check(row.mutation, row.proposers, acceptors, row.learners, rounds: row.rounds - 1)
        #expect(fewer.ending == .safe, "\(acceptors) acceptors, fewer rounds")
      }
      if row.proposers > 1 {
        let fewer = check(row.mutation, row.proposers - 1, acceptors, row.learners, rounds: row.rounds)
        #expect(fewer.ending == .safe, "\(acceptors) acceptors, fewer proposers")
      }
    }
  }

  @Test(arguments: [
    Paxos.Mutation.promiseEqual, .voteOnlyIfEqual, .voteStrictlyAbove, .writeOnce, .keepHighestVote,
    .answerEveryPrepare,
  ])
  func `What is harmless is so with five acceptors, too`(_ mutation: Paxos.Mutation) {
    // Where acceptors go back to lower ballots a search cannot take the ballots one after the other.
    let goesBack = [.keepHighestVote, .answerEveryPrepare].contains(mutation)
    let found = check(mutation, 2, 5, 0, rounds: goesBack ? 1 : 2)
    #expect(found.ending == .safe)
    // Only one of them is stuck from the beginning.
    #expect(found.possible.isEmpty == (mutation == .voteStrictlyAbove))
  }

  /// Without a cut everybody is reachable.
  @Test func `A quorum of whoever can be reached takes a cut and two acceptors`() throws {
    let algorithm = Paxos.small(proposers: 1, acceptors: 2, mutations: [.reachableQuorum])
    #expect(check(World(algorithm), rounds: 2).ending == .safe)
    var cut = World(algorithm)
    _ = try cut.take(.cut(Partition([NodeID(0), NodeID(1)], [NodeID(2)])))
    #expect(check(cut, rounds: 1).violation?.steps.count == 5)
  }

  /// `commit-old-term`, which needs four terms and 20 steps, takes too long for a test.
  @Test(arguments: [
    (Raft.Mutation.voteTwice, 1, 6), (.noUpToDateCheck, 2, 9), (.obeyStaleLeaders, 2, 9), (.noConsistencyCheck, 2, 12),
    (.lengthOnlyCheck, 3, 14), (.truncateAlways, 3, 17),
  ])
  func `It takes few terms to see that Raft is broken`(_ mutation: Raft.Mutation, terms: Int, steps: Int) {
    var bounds = Bounds(
      rounds: terms, requests: [Bounds.Request(NodeID(0), Value("x")), Bounds.Request(NodeID(1), Value("y"))])
    var checker = Checker(World(Raft.small(mutations: [mutation])), within: bounds, against: Invariant.allOfRaft)
    checker.patience = 0
    #expect(checker.check().violation?.steps.count == steps)
    bounds.rounds -= 1
    checker.bounds = bounds
    #expect(checker.check().ending == .safe)
  }

  private func check(
    _ mutation: Paxos.Mutation, _ proposers: Int, _ acceptors: Int, _ learners: Int, rounds: Int
  ) -> Verdict {
    let algorithm = Paxos.small(
      proposers: proposers, acceptors: acceptors, learners: learners, mutations: [mutation])
    return check(World(algorithm), rounds: rounds)
  }

  private func check(_ world: World<Paxos>, rounds: Int) -> Verdict {
    var checker = Checker(world, within: Bounds(rounds: rounds), against: Invariant.all.filter(\.isPurpose))
    checker.exchangesAcceptors = true
    // Safe is safe and shortest is shortest in a relaxed search, too, and it is the faster one.
    checker.patience = 0
    return checker.check()
  }
}
