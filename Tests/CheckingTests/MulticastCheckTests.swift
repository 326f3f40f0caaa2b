import Consensus
import Testing

extension Cluster {
  /// P1, P2, …, which do all the same.
  static func processes(_ count: Int) -> Cluster {
    Cluster(members: (1...count).map { Member(name: "P\($0)", roles: .server, number: $0) })
  }
}

/// What the checker finds in the multicasts, and how many worlds there are.
@Suite struct MulticastChecks {
  private let three = Cluster.processes(3)
  private let two = Cluster.processes(2)

  private static let first = Bounds.Request(NodeID(0), Value("m"))
  private static let second = Bounds.Request(NodeID(1), Value("n"))
  private static let third = Bounds.Request(NodeID(0), Value("o"))

  private func check<A: Algorithm>(
    _ algorithm: A, _ invariants: [Invariant], requests: [Bounds.Request] = [first, second],
    _ change: (inout Bounds) -> Void = { _ in }
  ) -> Verdict {
    var bounds = Bounds(rounds: 1, requests: requests)
    change(&bounds)
    return Checker(World(algorithm), within: bounds, against: invariants).check()
  }

  /// A run to a violation that really is one, and as short as stated.
  private func expect<A: Algorithm>(
    _ verdict: Verdict, violates invariant: Invariant, in steps: Int, of algorithm: A
  ) throws {
    let violation = try #require(verdict.violation)
    #expect(violation.invariant == invariant.name)
    #expect(violation.steps.count == steps)
    let last = try World(algorithm).after(violation.steps)
    #expect(invariant.violation(last.ledger, algorithm.cluster) == violation.sentence)
    let before = try World(algorithm).after(violation.steps.dropLast())
    #expect(invariant.violation(before.ledger, algorithm.cluster) == nil)
  }

  // MARK: - Golden counts

  @Test func `The worlds of two requests among three processes are counted`() {
    let plain = check(Broadcast<NoOrder>(cluster: three), [.integrity, .deliveryAgreement])
    #expect(plain.ending == .safe)
    #expect(plain.progress.worlds == 242)
    let causal = check(Broadcast<CausalOrder>(cluster: three), [.causalOrder, .fifoOrder, .integrity])
    #expect(causal.ending == .safe)
    #expect(causal.progress.worlds == 206)
    let sequencer = check(SequencerMulticast(cluster: three), [.totalOrder, .integrity])
    #expect(sequencer.ending == .safe)
    #expect(sequencer.progress.worlds == 236)
    let isis = check(IsisMulticast(cluster: three), [.totalOrder, .integrity])
    #expect(isis.ending == .safe)
    #expect(isis.progress.worlds == 5976)
  }

  @Test func `The worlds of two requests of one sender are counted`() {
    let fifo = check(Broadcast<FIFOOrder>(cluster: three), [.fifoOrder], requests: [Self.first, Self.third])
    #expect(fifo.ending == .safe)
    #expect(fifo.progress.worlds == 209)
    #expect(fifo.neverFired == ["ignores-a-known-message"])
  }

  @Test func `Lamport clocks are safe between two processes`() {
    let verdict = check(
      LamportMulticast(cluster: two), [.totalOrder, .causalOrder, .integrity],
      requests: [Self.first, Self.second])
    #expect(verdict.ending == .safe)
    #expect(verdict.progress.worlds == 15755)
    #expect(verdict.neverFired == ["ignores-a-known-message"])
  }

  // MARK: - What breaks the promises

  @Test func `Plain broadcast violates every order`() throws {
    let plain = Broadcast<NoOrder>(cluster: three)
    try expect(check(plain, [.totalOrder]), violates: .totalOrder, in: 4, of: plain)
    let fifo = check(plain, [.fifoOrder], requests: [Self.first, Self.third])
    try expect(fifo, violates: .fifoOrder, in: 3, of: plain)
    try expect(check(plain, [.causalOrder]), violates: .causalOrder, in: 4, of: plain)
  }

  @Test func `FIFO order does not imply causal order, nor causal order total order`() throws {
    let fifo = Broadcast<FIFOOrder>(cluster: three)
    try expect(check(fifo, [.fifoOrder, .causalOrder]), violates: .causalOrder, in: 4, of: fifo)
    let causal = Broadcast<CausalOrder>(cluster: three)
    try expect(check(causal, [.causalOrder, .totalOrder]), violates: .totalOrder, in: 4, of: causal)
  }

  @Test func `A sequencer keeps total order, and not FIFO order`() throws {
    let sequencer = SequencerMulticast(cluster: three)
    let verdict = check(sequencer, [.totalOrder, .fifoOrder], requests: [Self.first, Self.third])
    try expect(verdict, violates: .fifoOrder, in: 4, of: sequencer)
  }

  @Test func `A take-over violates total order`() throws {
    let sequencer = SequencerMulticast(cluster: three)
    #expect(check(sequencer, [.totalOrder]).ending == .safe)
    let verdict = check(sequencer, [.totalOrder]) { $0.rounds = 2 }
    try expect(verdict, violates: .totalOrder, in: 6, of: sequencer)
  }

  @Test func `Not to wait for the silent violates the total order of ISIS`() throws {
    let isis = IsisMulticast(cluster: three)
    let verdict = check(isis, [.totalOrder]) { $0.rounds = 2 }
    try expect(verdict, violates: .totalOrder, in: 10, of: isis)
  }

  @Test func `Who does not hold back violates its order`() throws {
    let fifo = Broadcast<FIFOOrder>(cluster: three, mutations: [.noHoldBack])
    let requests = [Self.first, Self.third]
    try expect(check(fifo, [.fifoOrder], requests: requests), violates: .fifoOrder, in: 3, of: fifo)
    let causal = Broadcast<CausalOrder>(cluster: three, mutations: [.noHoldBack])
    try expect(check(causal, [.causalOrder]), violates: .causalOrder, in: 4, of: causal)
    let sequencer = SequencerMulticast(cluster: three, mutations: [.noHoldBack])
    try expect(check(sequencer, [.totalOrder]), violates: .totalOrder, in: 6, of: sequencer)
    let lamport = LamportMulticast(cluster: three, mutations: [.noHoldBack])
    try expect(check(lamport, [.totalOrder]), violates: .totalOrder, in: 4, of: lamport)
    let isis = IsisMulticast(cluster: three, mutations: [.noHoldBack])
    try expect(check(isis, [.totalOrder]), violates: .totalOrder, in: 4, of: isis)
  }

  @Test func `A disk that loses what was delivered violates integrity`() throws {
    let fifo = Broadcast<FIFOOrder>(cluster: two)
    let verdict = check(fifo, [.integrity], requests: [Self.first]) {
      $0.crashes = 1
      $0.amnesia = .fields(["delivered"])
      $0.duplicates = 1
    }
    // Request, deliver a copy, crash, restart, deliver the message.
    try expect(verdict, violates: .integrity, in: 6, of: fifo)
  }

  @Test func `A lost message violates agreement when somebody else delivers it`() throws {
    var world = World(Broadcast<CausalOrder>(cluster: three))
    _ = try world.take(.request(NodeID(0), Value("m")))
    _ = try world.take(.drop(MessageID(3)))
    let verdict = Checker(world, within: Bounds(), against: [.deliveryAgreement]).check()
    #expect(verdict.violation?.steps.count == 1)
    #expect(verdict.violation?.invariant == "agreement")
  }
}
