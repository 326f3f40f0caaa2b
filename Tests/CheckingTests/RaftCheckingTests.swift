import Consensus
import Testing

/// Raft is safe within small bounds, and each of its properties is broken by a mutation or a fault that the search finds.
@Suite struct RaftCheckingTests {
  struct Model: Sendable, CustomTestStringConvertible {
    let servers: Int
    let requests: Int
    let terms: Int
    /// Golden numbers.
    let worlds: Int
    let transitions: Int
    let depth: Int

    var testDescription: String { "\(servers) servers, \(requests) requests, \(terms) terms" }

    var bounds: Bounds {
      Bounds(
        rounds: terms,
        requests: (0..<requests).map { Bounds.Request(NodeID($0 % servers), Value("v\($0 + 1)")) })
    }

    init(_ servers: Int, _ requests: Int, _ terms: Int, worlds: Int, transitions: Int, depth: Int) {
      (self.servers, self.requests, self.terms) = (servers, requests, terms)
      (self.worlds, self.transitions, self.depth) = (worlds, transitions, depth)
    }
  }

  static let models = [
    Model(1, 2, 2, worlds: 6, transitions: 5, depth: 4),
    Model(2, 2, 2, worlds: 1423, transitions: 2542, depth: 21),
    Model(3, 0, 1, worlds: 377, transitions: 963, depth: 10),
    Model(3, 1, 1, worlds: 4737, transitions: 17487, depth: 18),
  ]

  @Test(arguments: models)
  func `Raft is safe, and the search sees the worlds that a naive search sees`(_ model: Model) {
    let world = World(Raft.small(servers: model.servers))
    let checker = Checker(world, within: model.bounds, against: Invariant.allOfRaft)
    let verdict = checker.check()
    #expect(verdict.ending == .safe)
    #expect(verdict.progress.worlds == model.worlds)
    #expect(verdict.progress.transitions == model.transitions)
    #expect(verdict.progress.depth == model.depth)
    #expect(checker.check() == verdict)
    let naive = NaiveRaftSearch(bounds: model.bounds).reach(world)
    #expect(naive.worlds == model.worlds)
    #expect(naive.depth == model.depth)
  }

  /// A start from which a search soon finds a violation under a mutation or a fault, and none without.
  struct Case: Sendable, CustomTestStringConvertible {
    let mutation: Raft.Mutation?
    let invariant: Invariant
    let bounds: Bounds
    let steps: Int
    let start: @Sendable (inout World<Raft>) throws -> Void

    var testDescription: String { "\(mutation?.rawValue ?? "amnesia") breaks \(invariant.name)" }

    init(
      _ mutation: Raft.Mutation?, _ invariant: Invariant, terms: Int, forgetting field: String? = nil,
      requests: [Bounds.Request] = [], steps: Int,
      start: @escaping @Sendable (inout World<Raft>) throws -> Void = { _ in }
    ) {
      self.mutation = mutation
      self.invariant = invariant
      self.steps = steps
      self.start = start
      bounds = Bounds(
        rounds: terms, crashes: field == nil ? 0 : 1, amnesia: field.map { .fields([$0]) } ?? .nothing,
        requests: requests)
    }
  }

  private static func ask(_ server: Int, _ value: String) -> Bounds.Request {
    Bounds.Request(NodeID(server - 1), Value(value))
  }

  static let cases = [
    Case(.voteTwice, .electionSafety, terms: 1, steps: 6),
    Case(nil, .electionSafety, terms: 1, forgetting: "voted-for", steps: 8),
    Case(.noUpToDateCheck, .leaderCompleteness, terms: 2, steps: 5) { world in
      try world.elect("S1", by: ["S2"])
      try world.request("S1", "x")
    },
    Case(.lengthOnlyCheck, .leaderCompleteness, terms: 3, steps: 5) { world in
      try world.elect("S1", by: ["S2"])
      try world.request("S1", "x")
      try world.request("S1", "y")
      try world.elect("S2", by: ["S3"], heardBy: ["S1"])
      try world.request("S2", "z")
    },
    Case(nil, .leaderCompleteness, terms: 2, forgetting: "log", steps: 7) { world in
      try world.elect("S1", by: ["S2"])
      try world.request("S1", "x")
    },
    Case(.commitOldTerm, .leaderCompleteness, terms: 4, steps: 7) { world in try halfOfFigure8(&world) },
    Case(.commitOldTerm, .stateMachineSafety, terms: 4, steps: 7) { world in
      try halfOfFigure8(&world)
      try world.append("S1", to: "S3")
      try world.append("S1", to: "S3")
    },
    Case(.commitOldTerm, .agreement, terms: 4, steps: 7) { world in
      try halfOfFigure8(&world)
      try world.append("S1", to: "S3")
      try world.append("S1", to: "S3")
    },
    Case(.noConsistencyCheck, .logMatching, terms: 3, requests: [ask(2, "z")], steps: 5) { world in
      try world.elect("S1", by: ["S2"])
      try world.request("S1", "x")
      try world.elect("S2", by: ["S3"])
      try world.request("S2", "y")
      try world.loseAll()
      try world.reboot("S2")
    },
    Case(.truncateAlways, .leaderCompleteness, terms: 2, steps: 6) { world in
      try world.elect("S1", by: ["S2"])
      try world.request("S1", "x")
      try world.request("S1", "y")
    },
    Case(.obeyStaleLeaders, .leaderAppendOnly, terms: 2, requests: [ask(2, "y")], steps: 5) { world in
      try world.elect("S1", by: ["S2"])
      try world.request("S1", "x")
    },
  ]

  /// S1 leads term 3 with x of term 1, and S2 has y of term 2 in its place.
  private static func halfOfFigure8(_ world: inout World<Raft>) throws {
    try world.elect("S1", by: ["S3"], heardBy: ["S2"])
    try world.request("S1", "x")
    try world.loseAll()
    try world.elect("S2", by: ["S3"], heardBy: ["S1"])
    try world.request("S2", "y")
    try world.loseAll()
    try world.elect("S1", by: ["S3"], heardBy: ["S2"])
    try world.heartbeat("S1")
  }

  @Test(arguments: cases)
  func `A property is violated by a shortest run under a mutation or fault, and holds without`(_ example: Case) throws {
    var world = World(Raft.small(mutations: example.mutation.map { [$0] } ?? []))
    try example.start(&world)
    let verdict = Checker(world, within: example.bounds, against: [example.invariant]).check()
    let violation = try #require(verdict.violation)
    #expect(violation.steps.count == example.steps)
    let last = try world.after(violation.steps)
    let before = try world.after(violation.steps.dropLast())
    #expect(example.invariant.violation(last.ledger, world.cluster) == violation.sentence)
    #expect(example.invariant.violation(before.ledger, world.cluster) == nil)

    // The same run, as far as it can be taken, by a Raft whose rules are the paper's: mutations never hide behind a start
    // that is broken already.
    var correct = World(Raft.small())
    try example.start(&correct)
    for invariant in Invariant.allOfRaft {
      #expect(invariant.violation(correct.ledger, correct.cluster) == nil)
    }
    if example.mutation != nil {
      for step in violation.steps { _ = try? correct.take(step) }
      #expect(example.invariant.violation(correct.ledger, correct.cluster) == nil)
    }
  }

  @Test func `What was lost before a search may be sent again by a heartbeat`() throws {
    func possible(_ lose: (inout World<Raft>) throws -> Void) throws -> [String] {
      var world = World(Raft.small())
      try world.elect("S1", by: ["S2"], heardBy: ["S3"])
      try world.request("S1", "x")
      try lose(&world)
      return Checker(world, within: Bounds(rounds: 1), against: []).check().possible.map(\.name)
    }
    #expect(try possible { _ in } == ["x"])
    #expect(try possible { try $0.loseAll() } == ["x"])
    #expect(
      try possible {
        try $0.deliver(from: "S1", to: "S2"); try $0.loseAll()
      } == ["x"])
  }
}
