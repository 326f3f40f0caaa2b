import Consensus
import Testing

extension MultiPaxos {
  /// Proposers P1, P2, …; acceptors A1, A2, …; learners L1, …
  static func small(
    proposers: Int = 2, acceptors: Int = 3, learners: Int = 0, options: Options? = nil, mutations: [Mutation] = []
  ) -> MultiPaxos {
    let members =
      (1...proposers).map { Cluster.Member(name: "P\($0)", roles: .proposer, number: $0) }
      + (1...acceptors).map { Cluster.Member(name: "A\($0)", roles: .acceptor, number: 0) }
      + (0..<learners).map { Cluster.Member(name: "L\($0 + 1)", roles: .learner, number: 0) }
    return MultiPaxos(
      cluster: Cluster(members: members),
      options: options ?? Options(learning: learners == 0 ? .proposer : .acceptors), mutations: mutations)
  }
}

extension World<MultiPaxos> {
  /// The world in which clients have asked the proposers for values in vain so far: `v1` of P1, `v2` of P2, …
  func requested(_ proposers: Int) throws -> World {
    try after((1...proposers).map { .request(NodeID($0 - 1), Value("v\($0)")) })
  }
}

/// The replicated log, searched.
@Suite struct MultiPaxosChecks {
  struct Model: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var algorithm: MultiPaxos
    var bounds: Bounds
    /// Golden numbers.
    var worlds: Int
    var transitions: Int
    var depth: Int
  }

  static let models = [
    Model(
      testDescription: "one leader, three acceptors, one request", algorithm: .small(proposers: 1),
      bounds: Bounds(rounds: 1, requests: [.init(NodeID(0), Value("x"))]), worlds: 255, transitions: 602, depth: 13),
    Model(
      testDescription: "one leader, two acceptors, two requests", algorithm: .small(proposers: 1, acceptors: 2),
      bounds: Bounds(rounds: 1, requests: [.init(NodeID(0), Value("x")), .init(NodeID(0), Value("y"))]),
      worlds: 228, transitions: 577, depth: 16),
    Model(
      testDescription: "two proposers that retry at once, an acceptor",
      algorithm: .small(acceptors: 1, options: .init(learning: .proposer, retry: .onRefusals)),
      bounds: Bounds(rounds: 2, requests: [.init(NodeID(0), Value("x"))]), worlds: 1538, transitions: 3181, depth: 16),
    Model(
      testDescription: "crashes that lose the log", algorithm: .small(proposers: 1, acceptors: 2),
      bounds: Bounds(
        rounds: 1, crashes: 1, amnesia: .fields(["log"]), requests: [.init(NodeID(0), Value("x"))]),
      worlds: 133, transitions: 261, depth: 12),
  ]

  @Test(arguments: models)
  func `A search finds every world within the bounds, and no other`(_ model: Model) {
    let world = World(model.algorithm)
    let verdict = Checker(world, within: model.bounds, against: []).check()
    let naive = NaiveSearch<MultiPaxos>(bounds: model.bounds).reach(world)
    #expect(verdict.ending == .safe)
    let found = [verdict.progress.worlds, verdict.progress.transitions, verdict.progress.depth]
    #expect(found == [naive.worlds, naive.transitions, naive.depth])
    #expect(found == [model.worlds, model.transitions, model.depth])
  }

  // MARK: Mutations

  struct Case: Sendable, CustomTestStringConvertible {
    let mutation: MultiPaxos.Mutation
    let algorithm: MultiPaxos
    let invariant: Invariant
    /// How many steps the shortest run to a violation has, from where clients have asked each proposer for a value; or
    /// nil where there is none.
    let steps: Int?
    let proposers: Int

    var testDescription: String { "\(mutation.rawValue), \(invariant.name)" }

    init(
      _ mutation: MultiPaxos.Mutation, proposers: Int = 2, learners: Int = 0, options: MultiPaxos.Options = .quiet,
      _ invariant: Invariant = .agreement, steps: Int?
    ) {
      self.mutation = mutation
      self.invariant = invariant
      self.steps = steps
      self.proposers = proposers
      algorithm = .small(proposers: proposers, learners: learners, options: options, mutations: [mutation])
    }
  }

  private static let counting = Paxos.Options(refusals: false, learning: .proposer)

  // Where single-decree Paxos has the mutation too, the shortest run is as long as there (`MutationTests`).
  static let cases = [
    Case(.ownValue, steps: 14),
    Case(.voteBelowPromise, steps: 14),
    Case(.voteBelowPromise, .promisesKept, steps: 8),
    Case(.lowerPromise, steps: 14),
    Case(.lowerPromise, .promisesKept, steps: 4),
    Case(.skipPhase1, steps: 6),
    Case(.decideOnPromises, .decidedIsChosen, steps: 5),
    Case(.decideOnOneVote, options: counting, .decidedIsChosen, steps: 7),
    Case(.countAcrossBallots, learners: 1, .decidedIsChosen, steps: 14),
    Case(.promiseEqual, steps: nil),
    Case(.writeOnce, steps: nil),
  ]

  @Test(arguments: cases)
  func `A mutation is found to be broken by a shortest run, or to be safe`(_ example: Case) throws {
    let world = try World(example.algorithm).requested(example.proposers)
    var checker = Checker(world, within: Bounds(rounds: 1), against: [example.invariant])
    checker.exchangesAcceptors = true
    let verdict = checker.check()
    #expect(verdict.violation?.steps.count == example.steps)
    #expect(verdict.ending == (example.steps == nil ? .safe : .violated))
    guard let violation = verdict.violation else { return }
    #expect(example.invariant.violation(try world.after(violation.steps).ledger, world.cluster) == violation.sentence)
  }

  @Test func `A slot that is used twice is found`() throws {
    let algorithm = MultiPaxos.small(proposers: 1, options: .quiet, mutations: [.reuseSlot])
    let bounds = Bounds(rounds: 1, requests: [.init(NodeID(0), Value("x")), .init(NodeID(0), Value("y"))])
    let verdict = Checker(World(algorithm), within: bounds, against: [.oneValuePerBallot]).check()
    // Two requests, a ballot with two promises, and two votes.
    #expect(verdict.violation?.steps.count == 9)
  }

  @Test func `A filler that nobody proposed is found, and no-ops are proposed by the algorithm itself`() throws {
    for (mutations, steps) in [([MultiPaxos.Mutation.inventFiller], 7), ([], nil)] as [([MultiPaxos.Mutation], Int?)] {
      var world = World(MultiPaxos.small(options: .quiet, mutations: mutations))
      _ = try world.take(.timeout(NodeID(0), round: nil))
      for acceptor in ["A1", "A2"] { try world.deliver(from: "P1", to: acceptor) }
      for acceptor in ["A1", "A2"] { try world.deliver(from: acceptor, to: "P1") }
      for value in ["lost", "y"] { _ = try world.take(.request(NodeID(0), Value(value))) }
      // Of slot 1 nothing arrives; slot 2 gets a vote.
      try world.deliver(from: "P1", to: "A1") { if case .accept(slot: 2, _) = $0 { true } else { false } }
      for message in world.inFlight { _ = try world.take(.drop(message.id)) }
      let verdict = Checker(world, within: Bounds(rounds: 1), against: [.validity, .agreement]).check()
      #expect(verdict.violation?.steps.count == steps)
      #expect(verdict.violation.map(\.invariant) == steps.map { _ in "validity" })
    }
  }

  // MARK: Faults

  @Test func `A promise that a disk forgets breaks agreement, and a disk that keeps everything does not`() throws {
    for amnesia in [Amnesia.fields(["promised"]), .nothing] {
      let world = try World(MultiPaxos.small(options: .quiet)).requested(2)
      var checker = Checker(
        world, within: Bounds(rounds: 1, crashes: 1, amnesia: amnesia), against: [.agreement])
      checker.exchangesAcceptors = true
      #expect(checker.check().ending == (amnesia == .nothing ? .safe : .violated))
    }
  }

  @Test func `Exchanging acceptors leaves fewer worlds and the same verdict`() throws {
    for mutations in [[], [MultiPaxos.Mutation.ownValue]] {
      let world = try World(MultiPaxos.small(options: .quiet, mutations: mutations)).requested(2)
      var checker = Checker(world, within: Bounds(rounds: 1), against: Invariant.all)
      let every = checker.check()
      checker.exchangesAcceptors = true
      let one = checker.check()
      #expect(one.ending == every.ending)
      #expect(one.violation?.steps.count == every.violation?.steps.count)
      #expect(one.progress.worlds < every.progress.worlds)
      #expect(6 * one.progress.worlds >= every.progress.worlds)
    }
  }

  // MARK: Slot 1 is Paxos

  @Test func `What acceptors know of slot 1, acceptors of Lamport's specification can know`() throws {
    let naive = NaiveSpecification(acceptors: 3, ballots: 2, values: 2).reach()
    let allowed = Set(naive.states.map(\.acceptors))
    let refines = Invariant(name: "refines", statement: "Refines Paxos.tla.", cites: "Paxos.tla") { ledger, cluster in
      let known = cluster.acceptors.map { acceptor in
        let promise = ledger.promises.first { $0.acceptor == acceptor }
        let vote = ledger.tallies.last { $0.slot == 1 && $0.voters.contains(acceptor) }?.vote
        return NaiveSpecification.Acceptor(
          maxBal: promise.map { $0.ballot.proposer - 1 } ?? -1, maxVBal: vote.map { $0.ballot.proposer - 1 } ?? -1,
          maxVal: vote.map { $0.value == Value("v1") ? 0 : 1 } ?? -1)
      }
      return allowed.contains(known) ? nil : "The specification cannot reach \(known)."
    }
    let world = try World(MultiPaxos.small(options: .quiet)).requested(2)
    let verdict = Checker(world, within: Bounds(rounds: 1), against: [refines]).check()
    #expect(verdict.ending == .safe)
    #expect(verdict.violation?.sentence == nil)
    // Slot 2 is reached, too: P2 finishes slot 1 for P1 and then has a value of its own.
    #expect(verdict.possible.map(\.name) == ["v1", "v2"])
  }
}
