// Which values can still be chosen, as far as the adversary has to know: two of them, or all.
extension Adversary {
  /// So many worlds are looked at before it is tried whether some schedule makes a delivery harmless.
  static var patience: Int { 100_000 }

  /// Two values that can be chosen from a place on, or all of them if there are fewer; where one is chosen, that one.
  mutating func outlook(_ place: Place, worlds: Int = .max, pause: (Progress) -> Bool) -> [Value] {
    guard !isCancelled else { return [] }
    // A broken algorithm may choose another value later, but the question was answered.
    let chosen = place.world.ledger.chosen(slot: slot, in: place.world.cluster)
    guard chosen.isEmpty else { return chosen }
    let witnessed = witnessed(from: place)
    if witnessed.count > 1 {
      pair = witnessed.prefix(2).sorted()
      return witnessed
    }
    return search(place, worlds, pause)
  }

  private mutating func search(_ place: Place, _ worlds: Int, _ pause: (Progress) -> Bool) -> [Value] {
    let repeated = repeats.filter { !place.requests.contains($0) }
    let bounds = Bounds(rounds: rounds(at: place), requests: place.requests + repeated)
    var checker = Checker(place.world, within: bounds, against: [])
    checker.plan = plan
    checker.plan.worlds = min(plan.worlds, worlds)
    checker.exchangesAcceptors = true
    let before = progress
    var isStopped = false
    let found = checker.possibilities(among: pair, in: slot) { now in
      var sum = before
      sum.worlds += now.worlds
      isStopped = !pause(sum)
      return !isStopped
    }
    progress.worlds += found.progress.worlds
    progress.transitions += found.progress.transitions
    if isStopped { isCancelled = true }
    if !found.isExhaustive { isLimited = true }
    if found.values.count > 1 { pair = Array(found.values.prefix(2)) }
    needsRepeats = !repeated.isEmpty
    return found.values
  }

  /// The highest round that an outlook may use.
  private func rounds(at place: Place) -> Int {
    (place.world.chronicle.rows.map(\.ballot.round).max() ?? 0) + Self.unusedRounds
  }

  // MARK: One proposer alone

  /// Values that some proposer can still get chosen if nobody else's timer rings and everybody answers it: two, or fewer
  /// where there are no two. The values that were possible before come first.
  ///
  /// Such runs are what makes consensus live where it is (Paxos Made Simple, §2.4: a distinguished proposer), and much
  /// faster to try than a search is.
  mutating func witnessed(from place: Place) -> [Value] {
    var values: [Value] = []
    needsRepeats = false
    for ask in [place.requests, place.requests + repeats.filter { !place.requests.contains($0) }] {
      for proposer in place.world.cluster.proposers where !place.world.isDown(proposer) {
        for isFresh in [true, false] {
          for value in choice(of: proposer, asked: ask, isFresh: isFresh, from: place) where !values.contains(value) {
            values.append(value)
          }
        }
      }
      if values.count > 1 { break }
      guard !repeats.isEmpty else { break }
      needsRepeats = true
    }
    return values.filter(pair.contains) + values.filter { !pair.contains($0) }
  }

  /// What is chosen when one proposer acts alone; empty if nothing is. A fresh run leaves in flight what was sent before.
  private func choice(
    of proposer: NodeID, asked: [Bounds.Request], isFresh: Bool, from place: Place
  ) -> [Value] {
    var world = place.world
    let algorithm = world.algorithm
    let (sentBefore, limit) = (isFresh ? world.messageCount : 0, rounds(at: place))
    var requests = asked.filter { $0.node == proposer }.map(\.value)
    for _ in 0..<Self.longestSolo {
      let message = world.inFlight.first { message in
        message.id.number > sentBefore && (message.from == proposer || message.to == proposer)
          && world.obstacle(to: message) == nil
      }
      let step: Step
      if let message {
        step = .deliver(message.id)
      } else if let request = requests.first,
        algorithm.objection(to: .request(request), at: proposer, world[proposer]) == nil
      {
        requests.removeFirst()
        step = .request(proposer, request)
      } else if algorithm.isWorthRinging(at: proposer, world[proposer]) {
        step = .timeout(proposer, round: nil)
      } else {
        return []
      }
      guard let transition = try? world.take(step) else { return [] }
      let isBeyond = transition.observations.contains { observation in
        if case .open(let ballot, _) = observation { ballot.round > limit } else { false }
      }
      if isBeyond { return [] }
      let chosen = world.ledger.chosen(slot: slot, in: world.cluster)
      if !chosen.isEmpty { return chosen }
    }
    return []
  }

  /// Longer than a few ballots take.
  private static var longestSolo: Int { 256 }
}
