import Consensus
import Testing

/// The search on numbers finds the same worlds as a naive search over worlds.
@Suite struct WorldSearchTests {
  struct Model: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var paxos: Paxos
    var bounds: Bounds
    /// Golden numbers.
    var worlds: Int
    var transitions: Int
    var depth: Int
  }

  static let models = [
    Model(
      testDescription: "one proposer, three acceptors", paxos: .small(proposers: 1), bounds: Bounds(rounds: 1),
      worlds: 228, transitions: 523, depth: 12),
    Model(
      testDescription: "a learner", paxos: .small(proposers: 1, learners: 1), bounds: Bounds(rounds: 1),
      worlds: 228, transitions: 523, depth: 12),
    Model(
      testDescription: "two rounds of one proposer and two acceptors",
      paxos: .small(proposers: 1, acceptors: 2), bounds: Bounds(rounds: 2),
      worlds: 499, transitions: 970, depth: 19),
    Model(
      testDescription: "two proposers and an acceptor that retry at once",
      paxos: .small(acceptors: 1, options: .init(learning: .proposer, retry: .onRefusals)), bounds: Bounds(rounds: 2),
      worlds: 3660, transitions: 6980, depth: 21),
    Model(
      testDescription: "crashes that lose nothing", paxos: .small(proposers: 1, acceptors: 2),
      bounds: Bounds(rounds: 1, crashes: 2), worlds: 35, transitions: 54, depth: 11),
    Model(
      testDescription: "crashes that lose promises", paxos: .small(acceptors: 1),
      bounds: Bounds(rounds: 1, crashes: 1, amnesia: .fields(["promised"])), worlds: 273, transitions: 492, depth: 12),
    Model(
      testDescription: "crashes that lose everything", paxos: .small(proposers: 1, acceptors: 2),
      bounds: Bounds(rounds: 1, crashes: 1, amnesia: .everything), worlds: 261, transitions: 512, depth: 15),
    Model(
      testDescription: "duplicates", paxos: .small(acceptors: 1), bounds: Bounds(rounds: 1, duplicates: 2),
      worlds: 1945, transitions: 4256, depth: 13),
    Model(
      testDescription: "two proposers, two silent acceptors",
      paxos: .small(acceptors: 2, options: .quiet), bounds: Bounds(rounds: 1), worlds: 169, transitions: 352, depth: 15),
  ]

  @Test(arguments: models)
  func `A search finds every world within the bounds, and no other`(_ model: Model) {
    let world = World(model.paxos)
    let verdict = Checker(world, within: model.bounds, against: []).check()
    let naive = NaiveSearch<Paxos>(bounds: model.bounds).reach(world)
    #expect(verdict.ending == .safe)
    let found = [verdict.progress.worlds, verdict.progress.transitions, verdict.progress.depth]
    #expect(found == [naive.worlds, naive.transitions, naive.depth])
    #expect(found == [model.worlds, model.transitions, model.depth])
  }
}
