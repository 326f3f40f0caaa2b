import Consensus
import Dispatch
import Testing

/// What a check tells, and that it tells the same however it is run.
@Suite struct CheckerTests {
  private static let twoThreads: Parallel = { count, body in
    DispatchQueue.concurrentPerform(iterations: count) { body($0) }
  }

  private func check(_ paxos: Paxos, _ bounds: Bounds = Bounds(rounds: 1), threads: Int = 1) -> Verdict {
    var checker = Checker(World(paxos), within: bounds, against: Invariant.all)
    checker.plan = SearchPlan(threads: threads, parallel: threads == 1 ? nil : Self.twoThreads)
    return checker.check()
  }

  // MARK: - One answer

  @Test(arguments: [2, 3, 8])
  func `Any number of threads gives the same verdict, counts and counterexample`(_ threads: Int) {
    let broken = Paxos.small(mutations: [.ownValue])
    let alone = check(broken)
    #expect(alone.ending == .violated)
    #expect(same(check(broken, threads: threads), alone))
    let sound = Paxos.small(proposers: 1, acceptors: 4)
    #expect(same(check(sound, threads: threads), check(sound)))
  }

  /// All but the memory that was used.
  private func same(_ left: Verdict, _ right: Verdict) -> Bool {
    left.ending == right.ending && left.violation == right.violation && left.rules == right.rules
      && left.possible == right.possible && left.progress.worlds == right.progress.worlds
      && left.progress.transitions == right.progress.transitions && left.progress.depth == right.progress.depth
  }

  /// Another process must find this very run: nothing in the search depends on the seed of `Hasher`.
  @Test func `The counterexample is the same in every process`() {
    let steps = check(.small(mutations: [.lowerPromise])).violation?.steps
    #expect(
      steps == [
        .timeout(NodeID(0), round: nil), .timeout(NodeID(1), round: nil), .deliver(MessageID(4)),
        .deliver(MessageID(1)),
      ])
  }

  @Test func `Exchanging acceptors leaves fewer worlds and the same verdict`() {
    for mutations in [[], [Paxos.Mutation.ownValue], [.voteBelowPromise], [.keepHighestVote]] {
      let paxos = Paxos.small(options: .quiet, mutations: mutations)
      var checker = Checker(World(paxos), within: Bounds(rounds: 1), against: Invariant.all)
      let every = checker.check()
      checker.exchangesAcceptors = true
      let one = checker.check()
      #expect(one.ending == every.ending)
      #expect(one.violation?.steps.count == every.violation?.steps.count)
      #expect(one.possible == every.possible)
      #expect(one.progress.depth == every.progress.depth)
      #expect(one.progress.worlds < every.progress.worlds)
      #expect(6 * one.progress.worlds >= every.progress.worlds)
    }
  }

  // MARK: - What it tells

  @Test func `Paxos is safe, and either value may be chosen`() {
    let verdict = check(.small(options: .quiet))
    #expect(verdict.ending == .safe)
    #expect(verdict.isExhaustive)
    #expect(verdict.possible.map(\.name) == ["v1", "v2"])
    #expect(verdict.chosen.isEmpty)
    #expect(verdict.collisionProbability < 1e-9)
    #expect(verdict.neverFired.contains("refuses-to-vote") == false)
    #expect(verdict.neverFired.contains("decides"))
  }

  @Test func `A value that is chosen is the only one that is possible`() throws {
    var world = World(Paxos.small(options: .quiet))
    try world.open("P1", askingFor: ["A1", "A2"], votesOf: ["A1", "A2"])
    let verdict = Checker(world, within: Bounds(rounds: 2), against: [.agreement]).check()
    #expect(verdict.ending == .safe)
    #expect(verdict.chosen.map(\.name) == ["v1"])
    #expect(verdict.possible.map(\.name) == ["v1"])
  }

  @Test func `A world that violates an invariant itself needs no step`() throws {
    var world = World(Paxos.small(mutations: [.skipPhase1]))
    for proposer in ["P1", "P2"] { try world.open(proposer, askingFor: [], votesOf: ["A1", "A2"]) }
    let verdict = Checker(world, within: Bounds(rounds: 1), against: [.agreement]).check()
    #expect(verdict.violation?.steps.isEmpty == true)
    #expect(verdict.progress.worlds == 1)
  }

  @Test func `A limit of worlds ends a search unfinished`() {
    var checker = Checker(World(Paxos.small()), within: Bounds(rounds: 1), against: Invariant.all)
    checker.plan = SearchPlan(worlds: 1000)
    let verdict = checker.check()
    #expect(verdict.ending == .limited(.worlds))
    #expect(verdict.isExhaustive == false)
    #expect(verdict.progress.worlds == 1000)
  }

  @Test func `A limit of memory ends a search unfinished`() {
    var checker = Checker(World(Paxos.small(proposers: 3)), within: Bounds(rounds: 2), against: Invariant.all)
    checker.plan = SearchPlan(bytes: 4 << 20)
    #expect(checker.check().ending == .limited(.memory))
  }

  @Test func `A search can be cancelled`() {
    let checker = Checker(World(Paxos.small()), within: Bounds(rounds: 1), against: Invariant.all)
    let verdict = checker.check { $0.worlds < 5000 }
    #expect(verdict.ending == .cancelled)
    #expect(5000..<50_000 ~= verdict.progress.worlds)
  }

  // MARK: - Faults

  @Test(arguments: ["promised", "accepted"])
  func `One acceptor that forgets a field of its disk is enough to break agreement`(_ field: String) throws {
    var world = World(Paxos.small(options: .quiet))
    // B08 and B09: P1 has asked for votes when P2 opens its ballot.
    try world.open("P1", askingFor: ["A1", "A2"], votesOf: field == "accepted" ? ["A1", "A2"] : [])
    _ = try world.take(.timeout(NodeID(1), round: nil))
    var bounds = Bounds(rounds: 1, crashes: 1)
    #expect(Checker(world, within: bounds, against: [.agreement]).check().ending == .safe)
    bounds.amnesia = .fields([field])
    let verdict = Checker(world, within: bounds, against: [.agreement]).check()
    let steps = try #require(verdict.violation?.steps)
    #expect(steps.contains { if case .crash = $0 { true } else { false } })
    #expect(Invariant.agreement.violation(try world.after(steps).ledger, world.cluster) != nil)
  }

  @Test func `Quorums that do not meet break agreement`() throws {
    let paxos = Paxos.small(acceptors: 4, quorums: Quorums(phase1: 2, phase2: 2), options: .quiet)
    var checker = Checker(World(paxos), within: Bounds(rounds: 1), against: [.agreement])
    checker.exchangesAcceptors = true
    let steps = try #require(checker.check().violation?.steps)
    #expect(Invariant.agreement.violation(try World(paxos).after(steps).ledger, paxos.cluster) != nil)
  }

  @Test func `Nothing crosses a cut, and a node that is down stays down unless crashes are allowed`() throws {
    let paxos = Paxos.small(proposers: 1, options: .quiet)
    var cut = World(paxos)
    _ = try cut.take(.cut(Partition([NodeID(0)], [NodeID(1), NodeID(2)])))
    #expect(Checker(cut, within: Bounds(rounds: 3), against: []).check().possible.isEmpty)

    var down = World(paxos)
    for node in [1, 2] { _ = try down.take(.crash(NodeID(node))) }
    #expect(Checker(down, within: Bounds(rounds: 2), against: []).check().possible.isEmpty)
    let restarted = Checker(down, within: Bounds(rounds: 1, crashes: 1), against: []).check()
    #expect(restarted.possible.map(\.name) == ["v1"])
  }

  @Test func `A held message may be delivered`() throws {
    var world = World(Paxos.small(proposers: 1, acceptors: 1, options: .quiet))
    _ = try world.take(.timeout(NodeID(0), round: nil))
    _ = try world.take(.hold(MessageID(1)))
    let verdict = Checker(world, within: Bounds(rounds: 1), against: []).check()
    #expect(verdict.possible.map(\.name) == ["v1"])
  }

  @Test func `Bounds beyond all reason end a search, and crash nothing`() {
    let bounds = Bounds(rounds: .max, crashes: .max, amnesia: .everything, duplicates: .max)
    var checker = Checker(World(Paxos.small()), within: bounds, against: Invariant.all)
    checker.plan = SearchPlan(worlds: 20_000)
    #expect(checker.check().ending != .safe)
    checker.bounds = Bounds(rounds: -5, crashes: -1, duplicates: -1)
    #expect(checker.check().progress.worlds == 1)
  }
}
