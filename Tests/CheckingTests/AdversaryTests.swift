import Consensus
import Testing

/// The adversary of Fischer, Lynch and Paterson: fair, without crashes, and never done.
@Suite struct AdversaryTests {
  private typealias Play = Adversary<Paxos>.Play

  private func play(_ world: World<Paxos>, _ steps: Int) -> Play {
    var adversary = Adversary(world)
    return adversary.play(steps: steps)
  }

  /// An outlook of another kind: a search that leaves nothing out, within the bounds that the adversary promises.
  private func possible(_ world: World<Paxos>) -> [Value] {
    let rounds = (world.chronicle.rows.map(\.ballot.round).max() ?? 0) + 2
    var checker = Checker(world, within: Bounds(rounds: rounds), against: [])
    checker.isReduced = false
    return checker.possibilities(among: world.ledger.proposed).values
  }

  @Test("A search that leaves nothing out agrees after every step")
  func isBivalent() throws {
    for (acceptors, steps) in [(1, 60), (2, 30), (3, 16)] {
      var world = World(Paxos.small(acceptors: acceptors, options: .quiet))
      let play = play(world, steps)
      #expect(play.moves.count == steps)
      for move in play.moves {
        _ = try world.take(move.step)
        #expect(possible(world) == move.possible, "\(acceptors) acceptors, \(move.step)")
      }
    }
  }

  @Test("After each of 200 steps two values are possible, nobody crashes and nothing is lost")
  func staysOpen() throws {
    var world = World(Paxos.small())
    let play = play(world, 200)
    #expect(play.ending == .asked)
    #expect(play.moves.count == 200)
    for move in play.moves {
      switch move.step {
      case .deliver, .timeout: break
      default: Issue.record("\(move.step) is no step of a fair run without crashes")
      }
      _ = try world.take(move.step)
      #expect(world.ledger.choices(in: world.cluster).isEmpty)
    }
    // All take part for ever: both proposers ring, all acceptors are reached.
    let late = play.moves.suffix(100).map(\.step)
    #expect(late.contains(.timeout(NodeID(0), round: nil)))
    #expect(late.contains(.timeout(NodeID(1), round: nil)))
  }

  @Test("A message waits for so many steps at the most, for itself and each message that is older")
  func isFair() throws {
    var world = World(Paxos.small(learners: 1))
    let play = play(world, 200)
    #expect(play.ending == .asked)
    let stage = Adversary<Paxos>.foresight + 1
    var deadlines: [MessageID: Int] = [:]
    var births: [MessageID: Int] = [:]
    var longest = 0
    var mostInFlight = 0
    for (number, move) in play.moves.enumerated() {
      if case .deliver(let id) = move.step, let born = births[id] {
        #expect(number + 1 <= deadlines[id] ?? 0)
        longest = max(longest, number + 1 - born)
      }
      let before = Set(world.inFlight.map(\.id))
      _ = try world.take(move.step)
      mostInFlight = max(mostInFlight, world.inFlight.count)
      for (older, message) in world.inFlight.enumerated() where !before.contains(message.id) {
        births[message.id] = number + 1
        deadlines[message.id] = number + 1 + stage * (older + 1)
      }
      for message in world.inFlight {
        #expect(number + 1 < deadlines[message.id] ?? 0)
        longest = max(longest, number + 1 - (births[message.id] ?? 0))
      }
    }
    #expect(longest == play.longestWait)
    // The queue does not grow: the wait has a bound that no length of the run changes.
    #expect(mostInFlight <= 30)
    #expect(longest <= 60)
  }

  /// Plays against any algorithm and looks whether each step is fair, nobody crashes and nothing is chosen.
  private func duel<A: Algorithm>(
    _ world: World<A>, _ requests: [Bounds.Request], _ steps: Int
  ) throws -> Adversary<A>.Play {
    var adversary = Adversary(world, requests: requests, plan: SearchPlan(worlds: 5_000))
    let play = adversary.play(steps: steps)
    var world = world
    for move in play.moves {
      switch move.step {
      case .deliver, .timeout, .request: break
      default: Issue.record("\(move.step) is no step of a fair run without crashes")
      }
      _ = try world.take(move.step)
      #expect(!world.ledger.isAnythingChosen(in: world.cluster))
      #expect(move.possible.count == 2)
    }
    return play
  }

  @Test("A log does not escape it: Multi-Paxos, Raft and Paxos in the box")
  func logs() throws {
    let (first, second) = (Bounds.Request(NodeID(0), Value("x")), Bounds.Request(NodeID(1), Value("y")))
    let multi = try duel(World(MultiPaxos.small()), [first, second], 120)
    #expect(multi.ending == .asked && multi.longestWait < 20)
    let raft = try duel(World(Raft.small()), [first, second], 120)
    #expect(raft.ending == .asked && raft.longestWait < 20)
    let appended = raft.moves.filter { if case .request = $0.step { true } else { false } }
    #expect(Set(appended.map(\.step)).count == 2)
    let members = (1...3).map { Cluster.Member(name: "P\($0)", roles: .server, number: $0) }
    let boxed = TotalOrderFromConsensus(cluster: Cluster(members: members), box: .paxos)
    #expect(try duel(World(boxed), [first, second], 60).ending == .asked)
  }

  @Test("An algorithm that waits for everybody decides, whatever the order")
  func waitingForAll() throws {
    let members = (1...3).map { Cluster.Member(name: "P\($0)", roles: .server, number: $0) }
    let world = World(ConsensusFromTotalOrder(cluster: Cluster(members: members)))
    let play = try duel(world, [.init(NodeID(0), Value("a")), .init(NodeID(1), Value("b"))], 20)
    guard case .mustDeliver(_, let values) = play.ending else { return #expect(Bool(false), "\(play.ending)") }
    #expect(values.count == 1)
  }

  @Test("The second slot of a log is kept open as the first is")
  func secondSlot() throws {
    var world = World(MultiPaxos.small(options: .quiet))
    _ = try world.take(.timeout(NodeID(0), round: nil))
    for acceptor in ["A1", "A2"] { try world.deliver(from: "P1", to: acceptor) }
    for acceptor in ["A1", "A2"] { try world.deliver(from: acceptor, to: "P1") }
    for value in ["x", "y"] { _ = try world.take(.request(NodeID(0), Value(value))) }
    for acceptor in ["A1", "A2"] {
      try world.deliver(from: "P1", to: acceptor) { if case .accept(slot: 1, _) = $0 { true } else { false } }
    }
    var adversary = Adversary(
      world, slot: 2, requests: [.init(NodeID(1), Value("z"))], plan: SearchPlan(worlds: 5_000))
    let play = adversary.play(steps: 60)
    #expect(play.ending == .asked)
    for move in play.moves { _ = try world.take(move.step) }
    #expect(world.ledger.chosen(slot: 1, in: world.cluster) == [Value("x")])
    #expect(world.ledger.chosen(slot: 2, in: world.cluster).isEmpty)
  }

  @Test("The same run every time, and a longer one begins with the shorter")
  func isDeterministic() {
    let world = World(Paxos.small())
    let long = play(world, 40)
    #expect(play(world, 40) == long)
    #expect(play(world, 20).moves == Array(long.moves.prefix(20)))
  }

  @Test("It finds the ping-pong: an accept that would decide comes after a prepare, and is refused")
  func holdsAcceptsBack() throws {
    var world = World(Paxos.small())
    try world.open("P1", askingFor: ["A1", "A2"], votesOf: ["A1"])
    let deciding = try #require(
      world.inFlight.first { message in
        if case .accept = message.message { world.cluster.name(of: message.to) == "A2" } else { false }
      })
    let play = play(world, 30)
    let place = try #require(play.moves.firstIndex { $0.step == .deliver(deciding.id) })
    #expect(play.moves[place].reason == .isHarmlessNow)
    #expect(play.moves[place - 1].reason == .goesBefore(deciding.id, leaving: [Value("v1")]))
    for move in play.moves[..<place] { _ = try world.take(move.step) }
    #expect(try world.take(play.moves[place].step).rule == .refusesToVote)
  }

  @Test("With a single proposer, or where one value is left, there is nothing to keep open")
  func givesUp() throws {
    #expect(play(World(Paxos.small(proposers: 1)), 20).ending == .isUnivalent([Value("v1")]))

    // P2 is down: what it wants will never be asked for.
    var alone = World(Paxos.small())
    _ = try alone.take(.crash(NodeID(1)))
    #expect(play(alone, 20).ending == .isUnivalent([Value("v1")]))

    var chosen = World(Paxos.small())
    try chosen.open("P1", askingFor: ["A1", "A2"], votesOf: ["A1", "A2"])
    #expect(play(chosen, 20).ending == .isChosen([Value("v1")]))
    #expect(play(chosen, 20).moves.isEmpty)
  }

  @Test("Where every way of delivering one message decides, it says which")
  func namesTheMessage() throws {
    // P2 asks for its own value although A1 has reported a vote. Both fail, and whichever accept reaches A2 first decides:
    // nobody is left to open a ballot that makes it harmless.
    var world = World(Paxos.small(mutations: [.ownValue]))
    try world.open("P1", askingFor: ["A1", "A2"], votesOf: ["A1"])
    try world.open("P2", askingFor: ["A1", "A3"], votesOf: ["A3"])
    _ = try world.take(.crash(NodeID(0)))
    _ = try world.take(.crash(NodeID(1)))
    let deciding = world.inFlight.first { message in
      if case .accept = message.message { world.cluster.name(of: message.to) == "A2" } else { false }
    }
    let play = play(world, 20)
    #expect(play.ending == .mustDeliver(try #require(deciding).id, leaving: [Value("v1")]))
  }

  @Test("Every value counts, not the first two alone")
  func threeValues() throws {
    var world = World(Paxos.small(proposers: 3))
    _ = try world.take(.crash(NodeID(0)))
    let play = play(world, 12)
    #expect(play.ending == .asked)
    #expect(play.moves.allSatisfy { $0.possible == [Value("v2"), Value("v3")] })
  }

  @Test("Losing patience ends it with what was played")
  func stops() {
    var adversary = Adversary(World(Paxos.small()))
    let play = adversary.play(steps: 50) { $0.depth < 7 }
    #expect(play.ending == .cancelled)
    #expect((7..<11).contains(play.moves.count))
  }

  @Test("Messages that nobody can receive are no reason to stop")
  func obstacles() throws {
    var world = World(Paxos.small())
    _ = try world.take(.timeout(NodeID(0), round: nil))
    _ = try world.take(.crash(NodeID(4)))
    let play = play(world, 40)
    #expect(play.ending == .asked)
  }
}
