import Consensus

/// Breadth-first search over worlds themselves, in a set of all that makes two worlds different: what the search on
/// numbers is compared with.
struct NaiveSearch<A: Algorithm> {
  struct Key: Hashable {
    var nodes: [A.Node]
    var disks: [A.Disk?]
    var down: NodeSet
    var messages: [Message: Int]
    var ledger: Ledger
    var crashes: Int
    var duplicates: Int
    var requests: [Bounds.Request]
  }

  struct Message: Hashable {
    let message: A.Message
    let from: NodeID
    let to: NodeID
  }

  struct Place {
    var world: World<A>
    var crashes: Int
    var duplicates: Int
    /// What clients have not asked for yet.
    var requests: [Bounds.Request]

    var key: Key {
      let messages = world.inFlight.map { Message(message: $0.message, from: $0.from, to: $0.to) }
      return Key(
        nodes: world.nodes, disks: world.disks, down: world.down,
        messages: Dictionary(messages.map { ($0, 1) }, uniquingKeysWith: +), ledger: world.ledger, crashes: crashes,
        duplicates: duplicates, requests: requests)
    }
  }

  let bounds: Bounds

  private func successors(of place: Place) -> [Place] {
    var successors: [Place] = []
    func take(_ steps: [Step], crash: Int = 0, duplicate: Int = 0, request: Bounds.Request? = nil) {
      var after = Place(
        world: place.world, crashes: place.crashes - crash, duplicates: place.duplicates - duplicate,
        requests: place.requests.filter { $0 != request })
      guard after.crashes >= 0, after.duplicates >= 0 else { return }
      for step in steps {
        guard (try? after.world.take(step)) != nil else { return }
      }
      let rounds = after.world.chronicle.rows.map(\.ballot.round)
      if rounds.allSatisfy({ $0 <= bounds.rounds }) { successors.append(after) }
    }
    for node in place.world.cluster.nodes {
      take([.timeout(node, round: nil)])
      let restart: [Step] = place.world.isDown(node) ? [] : [.crash(node)]
      for amnesia in Set([.nothing, bounds.amnesia]) {
        take(restart + [.restart(node, forgetting: amnesia)], crash: 1)
      }
    }
    for request in place.requests { take([.request(request.node, request.value)], request: request) }
    for message in place.world.inFlight {
      take([.deliver(message.id)])
      take([.duplicate(message.id), .deliver(message.id)], duplicate: 1)
    }
    return successors
  }

  /// Whether a step did nothing but lose a message or use up an allowance.
  private func isNothing(_ before: Key, _ after: Key) -> Bool {
    before.nodes == after.nodes && before.disks == after.disks && before.down == after.down
      && before.ledger == after.ledger
      && after.messages.allSatisfy { $1 <= before.messages[$0] ?? 0 }
  }

  /// How many worlds can be reached, and the number of levels.
  func reach(_ world: World<A>) -> (worlds: Int, transitions: Int, depth: Int) {
    let first = Place(
      world: world, crashes: bounds.crashes, duplicates: bounds.duplicates, requests: bounds.requests)
    var seen: Set<Key> = [first.key]
    var level = [first]
    var depth = 0
    var transitions = 0
    while !level.isEmpty {
      depth += 1
      var next: [Place] = []
      for place in level {
        let before = place.key
        // Steps that lead to the same world are one step: equal messages, restarts that lose nothing.
        var after: Set<Key> = []
        for successor in successors(of: place) {
          let key = successor.key
          guard !isNothing(before, key), after.insert(key).inserted else { continue }
          transitions += 1
          if seen.insert(key).inserted { next.append(successor) }
        }
      }
      level = next
    }
    return (seen.count, transitions, depth)
  }
}
