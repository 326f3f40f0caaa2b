import Consensus
import Testing

/// Lamport's specification as an oracle: first for the search core, then for our Paxos.
@Suite struct SpecificationTests {
  struct Size: Hashable, Sendable, CustomTestStringConvertible {
    let acceptors: Int
    let ballots: Int
    let values: Int
    let states: Int
    let depth: Int

    var testDescription: String { "\(acceptors) acceptors, \(ballots) ballots, \(values) values" }
  }

  // 3,1,1 to 3,2,1 are TLC's numbers; the others were found by the naive search of this test.
  static let sizes = [
    Size(acceptors: 3, ballots: 1, values: 1, states: 41, depth: 9),
    Size(acceptors: 3, ballots: 1, values: 2, states: 73, depth: 9),
    Size(acceptors: 3, ballots: 2, values: 1, states: 1681, depth: 17),
    Size(acceptors: 3, ballots: 2, values: 2, states: 3921, depth: 17),
    Size(acceptors: 2, ballots: 2, values: 3, states: 217, depth: 13),
    Size(acceptors: 4, ballots: 1, values: 2, states: 177, depth: 11),
  ]

  @Test(arguments: sizes)
  func `The states of Lamport's specification are as many as a naive search finds`(_ size: Size) throws {
    let specification = try #require(
      PaxosSpecification(acceptors: size.acceptors, ballots: size.ballots, values: size.values))
    let found = specification.search()
    let naive = NaiveSpecification(acceptors: size.acceptors, ballots: size.ballots, values: size.values).reach()
    #expect(found.worlds == size.states)
    #expect(found.depth == size.depth)
    #expect(naive.states.count == size.states)
    #expect(naive.depth == size.depth)
  }

  @Test func `A specification that does not fit into its bits is refused`() {
    #expect(PaxosSpecification(acceptors: 6, ballots: 1, values: 1) == nil)
    #expect(PaxosSpecification(acceptors: 5, ballots: 9, values: 3) == nil)
    #expect(PaxosSpecification(acceptors: 0, ballots: 1, values: 1) == nil)
  }

  /// Judges every ledger: the highest promises and the last votes in it must be those of a state of the specification.
  @Test func `Whatever our acceptors know, acceptors of Lamport's specification can know`() {
    let naive = NaiveSpecification(acceptors: 3, ballots: 2, values: 2).reach()
    let allowed = Set(naive.states.map(\.acceptors))
    let refines = Invariant(name: "refines", statement: "Refines Paxos.tla.", cites: "Paxos.tla") { ledger, cluster in
      let known = cluster.acceptors.map { acceptor in
        let promise = ledger.promises.first { $0.acceptor == acceptor }
        let vote = ledger.tallies.last { $0.voters.contains(acceptor) }?.vote
        return NaiveSpecification.Acceptor(
          maxBal: promise.map { $0.ballot.proposer - 1 } ?? -1, maxVBal: vote.map { $0.ballot.proposer - 1 } ?? -1,
          maxVal: vote.map { $0.value == Value("v1") ? 0 : 1 } ?? -1)
      }
      return allowed.contains(known) ? nil : "The specification cannot reach \(known)."
    }
    let verdict = Checker(World(Paxos.small()), within: Bounds(rounds: 1), against: [refines]).check()
    #expect(verdict.ending == .safe)
    #expect(verdict.violation?.sentence == nil)
  }

}
