import Consensus
import Testing

/// What can still be chosen in each slot of a log.
@Suite struct SlotOutlookTests {
  /// What a search finds that leaves nothing out, by slot: one that is made for one slot finds the same.
  private func compare<A: Algorithm>(
    _ world: World<A>, within bounds: Bounds, slots: Range<Int>
  ) -> [Int: [String]] {
    var checker = Checker(world, within: bounds, against: [])
    let verdict = checker.check()
    #expect(verdict.isExhaustive)
    var possible: [Int: [String]] = [:]
    let candidates = world.ledger.proposed + bounds.requests.map(\.value)
    for slot in slots {
      let every = verdict.slots.first { $0.number == slot }?.possible ?? []
      for isReduced in [false, true] {
        checker.isReduced = isReduced
        let found = checker.possibilities(among: candidates, in: slot)
        #expect(found.isExhaustive && found.values == every, "slot \(slot)")
      }
      possible[slot] = every.map(\.name)
    }
    return possible
  }

  @Test func `A new leader can give an open slot to another value, and none to a slot in which one is chosen`() throws {
    var world = World(MultiPaxos.small(acceptors: 2, options: .quiet))
    _ = try world.take(.timeout(NodeID(0), round: nil))
    for acceptor in ["A1", "A2"] { try world.deliver(from: "P1", to: acceptor) }
    for acceptor in ["A1", "A2"] { try world.deliver(from: acceptor, to: "P1") }
    for value in ["x", "y"] { _ = try world.take(.request(NodeID(0), Value(value))) }
    for acceptor in ["A1", "A2"] {
      try world.deliver(from: "P1", to: acceptor) { if case .accept(slot: 1, _) = $0 { true } else { false } }
    }
    _ = try world.take(.request(NodeID(1), Value("z")))
    let possible = compare(world, within: Bounds(rounds: 1), slots: 1..<4)
    #expect(possible == [1: ["x"], 2: ["y", "z"], 3: ["z"]])
  }

  @Test func `In Raft an entry of an old leader can be replaced, and one that is committed cannot`() throws {
    var world = World(Raft.small())
    try world.elect("S1", by: ["S2"], heardBy: ["S3"])
    try world.request("S1", "x")
    try world.append("S1", to: "S2")
    try world.loseAll()
    try world.request("S1", "y")
    // What goes to S1 is lost, so that there is little to search.
    _ = try world.take(.crash(NodeID(0)))
    let bounds = Bounds(rounds: 2, requests: [.init(NodeID(1), Value("z"))])
    let possible = compare(world, within: bounds, slots: 1..<4)
    #expect(possible[1] == ["x"])
    #expect(possible[2] == ["y", "z"])
  }
}
