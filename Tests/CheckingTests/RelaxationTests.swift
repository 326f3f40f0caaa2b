import Consensus
import FoundationEssentials
import Synchronization
import TestSupport
import Testing

/// A relaxed check sees every history that an exact one sees, as far as an invariant can tell.
@Suite struct RelaxationTests {
  struct Model<A: Algorithm>: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var algorithm: A
    var bounds = Bounds(rounds: 2)
  }

  static let ofPaxos = [
    Model(testDescription: "two proposers, three acceptors", algorithm: Paxos.small()),
    Model(testDescription: "a learner", algorithm: .small(learners: 1)),
    Model(testDescription: "two learners, silent acceptors", algorithm: .small(learners: 2, options: .quiet)),
    Model(testDescription: "three proposers", algorithm: .small(proposers: 3), bounds: Bounds(rounds: 1)),
    Model(
      testDescription: "quorums that do not meet",
      algorithm: .small(acceptors: 4, quorums: Quorums(phase1: 2, phase2: 2)), bounds: Bounds(rounds: 1)),
    Model(testDescription: "crashes", algorithm: .small(acceptors: 2), bounds: Bounds(rounds: 2, crashes: 1)),
    Model(
      testDescription: "crashes of a learner", algorithm: .small(acceptors: 2, learners: 1),
      bounds: Bounds(rounds: 1, crashes: 1)),
    Model(
      testDescription: "duplicates", algorithm: .small(acceptors: 2, learners: 1),
      bounds: Bounds(rounds: 1, duplicates: 2)),
    Model(
      testDescription: "requests", algorithm: .small(acceptors: 2),
      bounds: Bounds(rounds: 1, requests: [Bounds.Request(NodeID(0), Value("w"))])),
    Model(
      testDescription: "a proposer that retries at once",
      algorithm: .small(acceptors: 2, options: .init(retry: .onRefusals))),
    Model(testDescription: "servers that retry at once", algorithm: .servers(options: .init(retry: .onRefusals))),
    Model(testDescription: "servers and their learners", algorithm: .servers(options: .init(learning: .acceptors))),
  ]

  static let ofRaft = [
    Model(testDescription: "two servers", algorithm: Raft.small(servers: 2), bounds: asking([0, 1], terms: 3)),
    Model(testDescription: "three servers", algorithm: Raft.small(), bounds: asking([0, 1], terms: 2)),
    Model(testDescription: "three requests", algorithm: Raft.small(), bounds: asking([0, 1, 2], terms: 2)),
    Model(testDescription: "three terms", algorithm: Raft.small(), bounds: asking([0, 1], terms: 3)),
    Model(testDescription: "crashes", algorithm: Raft.small(), bounds: asking([0, 1], terms: 2, crashes: 1)),
    Model(testDescription: "duplicates", algorithm: Raft.small(), bounds: asking([0], terms: 2, duplicates: 1)),
    Model(testDescription: "four servers", algorithm: Raft.small(servers: 4), bounds: asking([0], terms: 2)),
  ]

  static let ofMultiPaxos = [
    Model(testDescription: "one round", algorithm: MultiPaxos.small(), bounds: asking([0, 1], terms: 1)),
    Model(
      testDescription: "two requests", algorithm: MultiPaxos.small(acceptors: 2), bounds: asking([0, 0], terms: 2)),
    Model(testDescription: "learners", algorithm: .small(acceptors: 2, learners: 2), bounds: asking([0, 1], terms: 2)),
    Model(testDescription: "crashes", algorithm: .small(acceptors: 2), bounds: asking([0], terms: 2, crashes: 1)),
    Model(testDescription: "duplicates", algorithm: .small(acceptors: 2), bounds: asking([0], terms: 2, duplicates: 1)),
    Model(
      testDescription: "leaders that retry at once",
      algorithm: .small(acceptors: 2, options: .init(retry: .onRefusals)),
      bounds: asking([0, 1], terms: 2)),
    Model(
      testDescription: "silent acceptors", algorithm: .small(acceptors: 2, options: .init(refusals: false)),
      bounds: asking([0, 0, 1], terms: 1)),
    Model(testDescription: "servers", algorithm: .servers(2), bounds: asking([0, 1], terms: 2)),
    Model(testDescription: "three servers", algorithm: .servers(3), bounds: asking([0], terms: 1)),
  ]

  static let ofLamport = [
    Model(
      testDescription: "two processes", algorithm: LamportMulticast(cluster: .processes(2)), bounds: asking([0])),
    Model(testDescription: "three processes", algorithm: LamportMulticast(cluster: .processes(3)), bounds: asking([0])),
  ]

  static let ofTheBox = [
    Model(testDescription: "one round", algorithm: boxes(2), bounds: Bounds(rounds: 1)),
    Model(testDescription: "two rounds", algorithm: boxes(2)),
    Model(testDescription: "three processes", algorithm: boxes(3), bounds: Bounds(rounds: 1)),
    Model(testDescription: "crashes", algorithm: boxes(2), bounds: Bounds(rounds: 1, crashes: 1)),
    Model(testDescription: "requests", algorithm: boxes(2), bounds: asking([1])),
  ]

  private static func boxes(_ count: Int) -> TotalOrderFromConsensus {
    TotalOrderFromConsensus(cluster: .processes(count), box: .paxos)
  }

  private static let purposes = Invariant.all.filter(\.isPurpose)

  private static func asking(_ servers: [Int], terms: Int = 1, crashes: Int = 0, duplicates: Int = 0) -> Bounds {
    Bounds(
      rounds: terms, crashes: crashes, duplicates: duplicates,
      requests: servers.map { Bounds.Request(NodeID($0), Value("r\($0)")) })
  }

  @Test(arguments: ofPaxos)
  func `No history of Paxos is missed`(_ model: Model<Paxos>) { compare(model, Self.purposes) }

  @Test(arguments: ofRaft)
  func `No history of Raft is missed`(_ model: Model<Raft>) { compare(model, Invariant.allOfRaft) }

  @Test(arguments: ofMultiPaxos)
  func `No history of Multi-Paxos is missed`(_ model: Model<MultiPaxos>) { compare(model, Self.purposes) }

  @Test func `Worlds are fewer, and their numbers golden`() {
    var ofRaft = Checker(
      World(Raft.small()), within: Self.asking([0], terms: 2), against: Invariant.allOfRaft)
    ofRaft.patience = 0
    #expect(ofRaft.check().isExhaustive)
    #expect(ofRaft.check().progress.worlds == 2169)
    var ofPaxos = Checker(
      World(Paxos.small()), within: Bounds(rounds: 2), against: Invariant.all.filter(\.isPurpose))
    ofPaxos.exchangesAcceptors = true
    ofPaxos.patience = 0
    #expect(ofPaxos.check().isExhaustive)
    #expect(ofPaxos.check().progress.worlds == 1688)
  }

  @Test func `What a relaxed check comes upon is a shortest run`() throws {
    let never = Invariant(name: "never", statement: "Nothing is chosen.", cites: "") { ledger, cluster in
      ledger.isAnythingChosen(in: cluster) ? "Something is chosen." : nil
    }
    var checker = Checker(World(Paxos.small()), within: Bounds(rounds: 1), against: [never])
    let exact = checker.check()
    checker.patience = 0
    // The timer, two prepares, two promises, two votes.
    for violation in [exact.violation, checker.check().violation] {
      #expect(try #require(violation).steps.count == 7)
    }
  }

  @Test func `A check is relaxed when it loses patience, and not before`() {
    var checker = Checker(World(Raft.small()), within: Bounds(rounds: 1), against: Invariant.allOfRaft)
    checker.patience = 378
    #expect(!checker.check().isRelaxed)
    checker.patience = 300
    let relaxed = checker.check()
    #expect(relaxed.isRelaxed && relaxed.isExhaustive)
    #expect(relaxed.progress.worlds < 300)
    // What was followed before counts.
    #expect(relaxed.rules.contains { $0.name == "hears-a-refusal" && $0.count > 0 })
  }

  /// Both the verdict, and how many steps lead to a violation.
  @Test(arguments: Paxos.Mutation.allCases)
  func `No shorter run of a broken Paxos is missed`(_ mutation: Paxos.Mutation) {
    let models = [
      Model(testDescription: "three acceptors", algorithm: Paxos.small(mutations: [mutation])),
      Model(
        testDescription: "a learner", algorithm: .small(acceptors: 2, learners: 1, mutations: [mutation]),
        bounds: Bounds(rounds: 1)),
    ]
    #expect(models.reduce(0) { $0 + compareRuns($1, Self.purposes) } >= starts)
  }

  @Test(arguments: Raft.Mutation.allCases)
  func `No shorter run of a broken Raft is missed`(_ mutation: Raft.Mutation) {
    let models = [(terms: 3, requests: [0, 1]), (2, [0, 1, 2])].map { terms, requests in
      Model(
        testDescription: "\(terms) terms", algorithm: Raft.small(mutations: [mutation]),
        bounds: Self.asking(requests, terms: terms))
    }
    #expect(models.reduce(0) { $0 + compareRuns($1, Invariant.allOfRaft) } >= starts)
  }

  @Test func `Ballots of which nothing can come are steps of a shortest run`() throws {
    var world = World(Paxos.small(options: .quiet, mutations: [.ownValue]))
    _ = try world.take(.timeout(NodeID(0), round: 3))
    for acceptor in ["A1", "A2"] { try world.deliver(from: "P1", to: acceptor) }
    for acceptor in ["A1", "A2"] { try world.deliver(from: acceptor, to: "P1") }
    for acceptor in ["A1", "A2"] {
      try world.deliver(from: "P1", to: acceptor) { if case .accept = $0 { true } else { false } }
    }
    var checker = Checker(world, within: Bounds(rounds: 3), against: Self.purposes)
    checker.patience = 0
    let verdict = checker.check()
    #expect(verdict.isRelaxed)
    // P2's timer three times, two prepares, two promises, two votes.
    #expect(try #require(verdict.violation).steps.count == 9)
  }

  /// From how many first worlds the runs that two searches find were compared.
  private func compareRuns<A: Algorithm>(_ model: Model<A>, _ invariants: [Invariant]) -> Int {
    var compared = 0
    for seed in 0..<UInt64(12 * starts) where compared < starts {
      var random = SplitMix64(seed: seed)
      var checker = Checker(walk(model, losing: false, &random), within: model.bounds, against: invariants)
      checker.plan = SearchPlan(worlds: 1000 * starts)
      checker.patience = .max
      let exact = checker.check()
      if case .limited = exact.ending { continue }
      // Walks in which all is over show little.
      guard exact.progress.worlds > 30 || exact.violation?.steps.count ?? 0 > 5 else { continue }
      compared += 1
      checker.patience = 0
      checker.plan = SearchPlan()
      let relaxed = checker.check()
      #expect(relaxed.ending == exact.ending, "seed \(seed)")
      let (steps, most) = (relaxed.violation?.steps.count ?? 0, exact.violation?.steps.count ?? 0)
      // An exact search rings no leader's timer of Raft that would only send again what was sent; but that may be what is broken.
      #expect(A.self == Raft.self ? steps <= most : steps == most, "seed \(seed)")
    }
    return compared
  }

  @Test func `A mutation, a disk that is lost, or a promise that is judged makes a check exact`() {
    #expect(!isRelaxed(Checker(World(Paxos.small(acceptors: 2)), within: Bounds(), against: Invariant.all)))
    #expect(!isRelaxed(Checker(World(Raft.small(servers: 2, mutations: [.voteTwice])), within: Bounds(), against: [])))
    let losesAll = Bounds(crashes: 1, amnesia: .everything)
    #expect(!isRelaxed(Checker(World(Raft.small(servers: 2)), within: losesAll, against: [])))
    #expect(isRelaxed(Checker(World(Raft.small(servers: 2)), within: Bounds(crashes: 1), against: [])))
  }

  private func isRelaxed<A: Algorithm>(_ checker: Checker<A>) -> Bool {
    var checker = checker
    checker.patience = 0
    return checker.check().isRelaxed
  }

  @Test(arguments: ofLamport)
  func `No history of Lamport's multicast is missed`(_ model: Model<LamportMulticast>) {
    compare(model, [])
  }

  /// Compares searches from some first worlds. In some of them nodes have lost their disks, so that invariants are violated.
  private func compare<A: Algorithm>(_ model: Model<A>, _ invariants: [Invariant]) {
    var compared = 0
    for seed in 0..<400 as Range<UInt64> where compared < starts {
      var random = SplitMix64(seed: seed)
      // What was lost, a leader's timer may send again, which an exact search of Raft does not try.
      let isWhole = seed % 2 == 0 || A.self != Raft.self
      var checker = Checker(walk(model, losing: seed % 2 == 1, &random), within: model.bounds, against: [])
      checker.plan = SearchPlan(worlds: 1500)
      checker.patience = .max
      let exact = histories(checker, invariants)
      guard exact.verdict.isExhaustive, exact.verdict.progress.worlds > 30 else { continue }
      compared += 1
      checker.patience = 0
      checker.plan = SearchPlan()
      let relaxed = histories(checker, invariants)
      #expect(relaxed.verdict.isRelaxed && relaxed.verdict.isExhaustive)
      #expect(relaxed.violated == exact.violated, "seed \(seed)")
      let possible = relaxed.verdict.possible
      #expect(
        isWhole ? possible == exact.verdict.possible : Set(possible).isSuperset(of: exact.verdict.possible),
        "seed \(seed)")
      #expect(!isWhole || relaxed.verdict.slots.map(\.possible) == exact.verdict.slots.map(\.possible), "seed \(seed)")
      for (history, decided) in exact.seen {
        for decisions in decided {
          // Decisions may come earlier than they did.
          let isSeen = relaxed.seen[history]?.contains { $0.isSuperset(of: decisions) } ?? false
          #expect(isSeen, "seed \(seed): \(history), \(decisions)")
        }
      }
      checker.exchangesAcceptors = true
      #expect(checker.check().possible == possible, "seed \(seed)")
      let candidates = checker.world.ledger.proposed + model.bounds.requests.map(\.value)
      for slot in 1...3 {
        let outlook = checker.possibilities(among: candidates, in: slot)
        #expect(outlook.isExhaustive)
        #expect(outlook.values == relaxed.verdict.slots.first { $0.number == slot }?.possible ?? [], "seed \(seed)")
      }
    }
    #expect(compared >= min(3, starts))
  }

  /// What can be chosen in each slot, from first worlds in which P1 has m and o pending, and P2 n.
  @Test(arguments: ofTheBox)
  func `No value of a slot is missed with Paxos in the box`(_ model: Model<TotalOrderFromConsensus>) throws {
    let start = try withPending([(0, "m"), (0, "o"), (1, "n")], model.algorithm)
    var compared: [Int: Int] = [:]
    for seed in 0..<400 as Range<UInt64> where (compared[2] ?? 0) < starts {
      var random = SplitMix64(seed: seed)
      let world = walk(model, from: start, steps: 6...60, losing: seed % 2 == 1, &random)
      var checker = Checker(world, within: model.bounds, against: [])
      checker.plan = SearchPlan(worlds: 10_000)
      checker.patience = .max
      let exact = checker.check()
      guard exact.isExhaustive, exact.progress.worlds > 30 else { continue }
      let candidates = world.ledger.proposed + model.bounds.requests.map(\.value)
      for slot in 1...3
      where world.algorithm.relaxation(for: .values(slot: slot), from: world, within: model.bounds) != nil {
        let outlook = checker.possibilities(among: candidates, in: slot)
        #expect(outlook.isExhaustive)
        #expect(
          outlook.values == exact.slots.first { $0.number == slot }?.possible ?? [], "seed \(seed), slot \(slot)")
        compared[slot, default: 0] += 1
      }
    }
    #expect(compared[1] ?? 0 > 0 && compared[2] ?? 0 > 0)
  }

  /// A world in which processes alone have received what they have broadcast.
  private func withPending(
    _ messages: [(node: Int, value: String)], _ algorithm: TotalOrderFromConsensus
  ) throws -> World<TotalOrderFromConsensus> {
    var world = World(algorithm)
    for message in messages {
      _ = try world.take(.request(NodeID(message.node), Value(message.value)))
      let name = world.cluster.name(of: NodeID(message.node))
      try world.deliver(from: name, to: name)
      for other in world.inFlight { _ = try world.take(.drop(other.id)) }
    }
    return world
  }

  /// From how many first worlds searches are compared: more where `PAXOSCOPE_STARTS` says so.
  private var starts: Int { ProcessInfo.processInfo.environment["PAXOSCOPE_STARTS"].flatMap { Int($0) } ?? 3 }

  private struct Findings {
    /// The histories that a check judges, each with what was decided in it.
    var seen: [History: Set<Set<Ledger.Decision>>] = [:]
    /// The names of the invariants that some history violates.
    var violated: Set<String> = []
  }

  private func histories<A: Algorithm>(
    _ checker: Checker<A>, _ invariants: [Invariant]
  ) -> (seen: [History: Set<Set<Ledger.Decision>>], violated: Set<String>, verdict: Verdict) {
    let findings = Mutex(Findings())
    var checker = checker
    checker.invariants = [
      Invariant(name: "watch", statement: "", cites: "") { ledger, cluster in
        findings.withLock { findings in
          findings.seen[History(ledger, cluster), default: []].insert(Set(ledger.decisions))
          for invariant in invariants where !findings.violated.contains(invariant.name) {
            if invariant.violation(ledger, cluster) != nil { findings.violated.insert(invariant.name) }
          }
        }
        return nil
      }
    ]
    let verdict = checker.check()
    return findings.withLock { ($0.seen, $0.violated, verdict) }
  }

  /// A world after some steps of any kind; with losses and crashes, also of amnesia, so that what acceptors remember and what the
  /// ledger says may differ.
  private func walk<A: Algorithm>(
    _ model: Model<A>, from start: World<A>? = nil, steps: ClosedRange<Int> = 6...30, losing: Bool,
    _ random: inout SplitMix64
  ) -> World<A> {
    var world = start ?? World(model.algorithm)
    for _ in 0..<Int.random(in: steps, using: &random) {
      let node = NodeID(Int.random(in: 0..<world.cluster.members.count, using: &random))
      let message = world.inFlight.randomElement(using: &random)?.id ?? MessageID(0)
      let step: Step =
        switch Int.random(in: 0..<40, using: &random) {
        case 0..<2 where losing: .drop(message)
        case 2 where losing: .crash(node)
        case 3 where losing: .restart(node, forgetting: .everything)
        case 4..<6 where losing: .restart(node, forgetting: .nothing)
        case 6: .duplicate(message)
        case 7: .request(node, Value("w"))
        case 8..<13: .timeout(node, round: nil)
        default: .deliver(message)
        }
      var next = world
      guard (try? next.take(step)) != nil else { continue }
      if next.chronicle.rows.allSatisfy({ $0.ballot.round <= model.bounds.rounds }) { world = next }
    }
    return world
  }
}

/// What an invariant can tell of a ledger whose older ballots are over, decisions left out.
private struct History: Hashable {
  struct Choice: Hashable {
    let slot: Int
    let value: Value
  }

  let chosen: Set<Choice>
  let proposed: [Value]
  let losses: [LogHistory.Loss]
  let deliveries: DeliveryHistory

  init(_ ledger: Ledger, _ cluster: Cluster) {
    chosen = Set(ledger.allChosen(in: cluster).map { Choice(slot: $0.slot, value: $0.value) })
    proposed = ledger.proposed
    losses = ledger.logs.losses
    deliveries = ledger.deliveries
  }
}

extension MultiPaxos {
  /// Servers S1, S2, …, which play all roles.
  fileprivate static func servers(_ count: Int) -> MultiPaxos {
    MultiPaxos(
      cluster: Cluster(members: (1...count).map { Cluster.Member(name: "S\($0)", roles: .server, number: $0) }))
  }
}
