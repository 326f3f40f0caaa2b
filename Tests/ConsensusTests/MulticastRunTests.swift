import Consensus
import Testing

/// Rules of the multicasts that a lesson seldom meets.
@Suite struct MulticastRuns {
  private let cluster = Cluster.processes(3)

  // MARK: - Sequencer

  private typealias Sequencer = SequencerMulticast

  @Test func `A sequencer that takes over numbers what it holds and what it has submitted`() throws {
    var run = Run(Sequencer(cluster: cluster))
    try run.request("P2", "n")
    try run.request("P3", "m")
    try run.request("P3", "o")
    for (sender, number) in [("P2", 1), ("P3", 1)] {
      try run.deliver(sender, "P1") { if case .submit(let message) = $0 { message.number == number } else { false } }
    }
    // P3 hears of number 2, its own m, and not of number 1.
    try run.deliver("P1", "P3") { if case .order(let order, _) = $0 { order.number == 2 } else { false } }
    #expect(run.rules.last == .holdsBack)
    try run.timeout("P3")
    let node = run.world[try run.id("P3")]
    #expect(node.ordered.map(\.value.name) == ["m", "o"])
    #expect(node.next == 3)
    #expect(node.held.isEmpty)
  }

  @Test func `Who hears of a new sequencer submits again what it has not seen delivered`() throws {
    var run = Run(Sequencer(cluster: cluster))
    try run.request("P2", "n")
    try run.timeout("P3")
    try run.deliver("P3", "P2")
    #expect(run.rules.last == .followsANewSequencer)
    try run.deliver("P2", "P3")
    #expect(run.rules.last == .orders)
    // The submission to the former sequencer comes too late, wherever that one stands by then.
    try run.deliver("P3", "P1")
    try run.deliver("P2", "P1")
    #expect(run.rules.last == .ignoresASubmission)
    try run.runUntilQuiet()
    for process in ["P1", "P2", "P3"] { #expect(try run.delivered(process) == ["n"]) }
  }

  @Test func `Orders from before a take-over that went well are still good after it`() throws {
    var run = Run(Sequencer(cluster: cluster))
    try run.request("P3", "m")
    try run.deliver("P3", "P1")
    try run.deliver("P1", "P3")
    try run.request("P3", "n")
    try run.timeout("P3")
    // P2 follows P3, which numbers from 2 on, and then gets number 1 from P1.
    try run.deliver("P3", "P2")
    #expect(run.rules.last == .holdsBack)
    try run.deliver("P1", "P2")
    #expect(run.rules.last == .deliversWhatWaited)
    #expect(try run.delivered("P2") == ["m", "n"])
  }

  @Test func `A message that two sequencers have numbered is delivered once`() throws {
    var run = Run(Sequencer(cluster: cluster))
    try run.request("P3", "a")
    try run.request("P3", "m")
    // The first sequencer gets m alone. P3 has heard of no number, and gives a number 1 and m number 2.
    try run.deliver("P3", "P1") { if case .submit(let message) = $0 { message.number == 2 } else { false } }
    try run.deliver("P1", "P2")
    try run.timeout("P3")
    for (number, rule) in [(1, SequencerMulticast.Rule.ignoresAKnownNumber), (2, .passesOverAKnownMessage)] {
      try run.deliver("P3", "P2") { if case .order(let order, _) = $0 { order.number == number } else { false } }
      #expect(run.rules.last == rule)
    }
    #expect(run.violation(of: .integrity) == nil)
    #expect(try run.delivered("P2") == ["m"])
  }

  @Test func `The sequencer takes over from nobody`() throws {
    var run = Run(Sequencer(cluster: cluster))
    #expect(throws: Impossible.self) { try run.timeout("P1") }
    try run.timeout("P2")
    #expect(throws: Impossible.self) { try run.timeout("P2") }
    #expect(throws: Impossible.objection(try run.id("P3"), .hasNoRounds)) {
      try run.take(.timeout(try run.id("P3"), round: 4))
    }
  }

  // MARK: - Lamport

  @Test func `A time counts only when nothing earlier of its sender is missing`() throws {
    var run = Run(LamportMulticast(cluster: cluster))
    try run.request("P2", "n")
    // P1's clock passes 1 before it multicasts m, so m is later than n.
    try run.deliver("P2", "P1")
    try run.request("P1", "m")
    // P3 gets m, and everybody's acknowledgements of it, before n.
    try run.deliver("P1", "P3") { if case .multicast = $0 { true } else { false } }
    try run.deliver("P1", "P2") { if case .multicast = $0 { true } else { false } }
    try run.deliver("P2", "P3") { if case .acknowledgement = $0 { true } else { false } }
    #expect(run.rules.last == .waitsForAnEarlierMessage)
    #expect(try run.delivered("P3").isEmpty)
    try run.runUntilQuiet()
    for process in ["P1", "P2", "P3"] { #expect(try run.delivered(process) == ["n", "m"]) }
  }

  // MARK: - ISIS

  @Test func `Who never got the message still delivers it by its final number`() throws {
    var run = Run(IsisMulticast(cluster: cluster))
    try run.request("P1", "m")
    try run.deliver("P1", "P1")
    try run.deliver("P1", "P1")
    #expect(run.rules.last == .countsAProposal)
    try run.timeout("P1")
    try run.deliver("P1", "P3") { if case .final = $0 { true } else { false } }
    #expect(run.rules.last == .delivers)
    try run.deliver("P1", "P3")
    #expect(run.rules.last == .ignoresAKnownMessage)
    #expect(throws: Impossible.self) { try run.timeout("P1") }
  }

  // MARK: - Vector clocks

  @Test func `A clock counts what was sent and, of others, what was delivered`() throws {
    let causal = Broadcast<CausalOrder>(cluster: cluster)
    var run = Run(causal)
    try run.request("P1", "q")
    try run.deliver("P1", "P2")
    try run.request("P2", "r")
    let (second, third) = (try run.id("P2"), try run.id("P3"))
    #expect(causal.clock(of: run.world[second], second) == [1, 1, 0])
    let answer = try #require(run.world.inFlight.last)
    #expect(answer.message.stamp == [1, 1, 0])
    try run.deliver("P2", "P3")
    #expect(run.rules.last == .holdsBack)
    #expect(causal.clock(of: run.world[third], third) == [0, 0, 0])
    try run.deliver("P1", "P3")
    #expect(run.rules.last == .deliversWhatWaited)
    #expect(causal.clock(of: run.world[third], third) == [1, 1, 0])
  }
}
