import Consensus

extension Raft {
  /// Servers S1, S2, …
  static func small(servers: Int = 3, mutations: [Mutation] = []) -> Raft {
    let members = (1...servers).map { Cluster.Member(name: "S\($0)", roles: .server, number: $0) }
    return Raft(cluster: Cluster(members: members), mutations: mutations)
  }
}

extension Invariant {
  static let allOfRaft: [Invariant] = [
    .agreement, .stateMachineSafety, .electionSafety, .leaderCompleteness, .logMatching, .leaderAppendOnly,
  ]
}

extension World<Raft> {
  private func id(_ name: String) throws -> NodeID {
    guard let id = cluster.id(named: name) else { throw Missing() }
    return id
  }

  /// A server is elected by some others in the next term, of which others hear; all messages that are left are lost.
  mutating func elect(_ candidate: String, by voters: [String], heardBy others: [String] = []) throws {
    _ = try take(.timeout(try id(candidate), round: nil))
    for voter in voters + others {
      try deliver(from: candidate, to: voter) { if case .requestVote = $0 { true } else { false } }
    }
    for voter in voters { try deliver(from: voter, to: candidate) { if case .vote = $0 { true } else { false } } }
    try loseAll()
  }

  mutating func request(_ leader: String, _ value: String) throws {
    _ = try take(.request(try id(leader), Value(value)))
  }

  mutating func heartbeat(_ leader: String) throws { _ = try take(.timeout(try id(leader), round: nil)) }

  mutating func reboot(_ server: String) throws {
    _ = try take(.crash(try id(server)))
    _ = try take(.restart(try id(server), forgetting: .nothing))
  }

  /// What a leader sends reaches a follower, whose reply comes back.
  mutating func append(_ leader: String, to follower: String) throws {
    try deliver(from: leader, to: follower)
    try deliver(from: follower, to: leader)
  }

  mutating func loseAll() throws {
    for message in inFlight { _ = try take(.drop(message.id)) }
  }
}

/// Breadth-first search over worlds of Raft themselves: what the search on numbers is compared with. Without crashes and
/// duplicates.
struct NaiveRaftSearch {
  private struct Key: Hashable {
    let nodes: [Raft.Node]
    let disks: [Raft.Disk?]
    let messages: [Message: Int]
    let ledger: Ledger
    let requests: [Int]
  }

  private struct Message: Hashable {
    let message: Raft.Message
    let from: NodeID
    let to: NodeID
  }

  private struct Place {
    var world: World<Raft>
    /// The bounds' requests that were not made yet.
    var requests: [Int]

    var key: Key {
      let messages = world.inFlight.map { Message(message: $0.message, from: $0.from, to: $0.to) }
      return Key(
        nodes: world.nodes, disks: world.disks,
        messages: Dictionary(messages.map { ($0, 1) }, uniquingKeysWith: +), ledger: world.ledger, requests: requests)
    }
  }

  let bounds: Bounds

  private func successors(of place: Place) -> [Place] {
    var successors: [Place] = []
    func take(_ step: Step, using request: Int? = nil) {
      var after = place
      after.requests.removeAll { $0 == request }
      guard let transition = try? after.world.take(step) else { return }
      let isBeyond = transition.observations.contains { observation in
        if case .open(let ballot, _) = observation { ballot.round > bounds.rounds } else { false }
      }
      if !isBeyond { successors.append(after) }
    }
    for node in place.world.cluster.nodes where place.world.algorithm.isWorthRinging(at: node, place.world[node]) {
      take(.timeout(node, round: nil))
    }
    for request in place.requests {
      take(.request(bounds.requests[request].node, bounds.requests[request].value), using: request)
    }
    for message in place.world.inFlight { take(.deliver(message.id)) }
    return successors
  }

  private func isNothing(_ before: Key, _ after: Key) -> Bool {
    before.nodes == after.nodes && before.disks == after.disks && before.ledger == after.ledger
      && after.messages.allSatisfy { $1 <= before.messages[$0] ?? 0 }
  }

  /// How many worlds can be reached, and the number of levels.
  func reach(_ world: World<Raft>) -> (worlds: Int, depth: Int) {
    let first = Place(world: world, requests: Array(bounds.requests.indices))
    var seen: Set<Key> = [first.key]
    var level = [first]
    var depth = 0
    while !level.isEmpty {
      depth += 1
      var next: [Place] = []
      for place in level {
        let before = place.key
        for successor in successors(of: place) {
          let key = successor.key
          if !isNothing(before, key), seen.insert(key).inserted { next.append(successor) }
        }
      }
      level = next
    }
    return (seen.count, depth)
  }
}
