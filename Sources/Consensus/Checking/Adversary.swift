/// A scheduler that keeps a question open: after each of its steps at least two values can still be chosen, nobody crashes,
/// and every message is delivered.
///
/// It is the proof of Fischer, Lynch and Paterson (Impossibility of Distributed Consensus with One Faulty Process, 1985)
/// made to run. Their Theorem 1 builds a run in stages, each of which ends with the delivery of the oldest message in a
/// configuration that is still bivalent; their Lemma 3 says that there is a schedule for each stage. Here that schedule is
/// searched for; that such an adversary can be computed from a protocol is Constable's constructive reading of the proof
/// (Effectively Nonblocking Consensus Procedures Can Execute Forever, 2011).
///
/// *Fairness.* Each stage delivers the oldest message in flight that has a way to its receiver, held or not, as its last
/// step, after at most `foresight` other steps. So a message waits for at most `foresight + 1` steps for itself and for
/// each message that was in flight before it. Timers ring only where a stage needs it, or where nothing is in flight; the
/// one that has rung least goes first.
///
/// *Bivalence.* That a value can still be chosen is witnessed by a run that chooses it. That it cannot is known within
/// bounds only: two rounds more than any ballot has that was opened so far, so that no proposer is short of ballots. A
/// witness is looked for among the runs in which one proposer alone acts, and only then by a search
/// (`Adversary+Valency.swift`).
///
/// Differs from the paper: a client's request and a timer that rings are steps as well, and where nothing else keeps two
/// values possible a client asks once more for what it has asked for, as those of Raft do (§8); values may be more than two; and
/// schedules are searched up to `foresight` steps, where Lemma 3 knows no limit but needs a protocol that always decides
/// if nobody fails.
package struct Adversary<A: Algorithm> {
  /// The most steps that are taken before a delivery to make it harmless. A timer, a message and one step to spare: a
  /// new ballot whose first message reaches the receiver before.
  package static var foresight: Int { 3 }
  /// How many rounds above all that were opened an outlook may use.
  package static var unusedRounds: Int { 2 }

  /// Where the run has come to.
  package private(set) var world: World<A>
  /// What clients have not asked for yet.
  private var requests: [Bounds.Request]
  /// What they have asked for already.
  var repeats: [Bounds.Request]
  let plan: SearchPlan
  /// Where the question is.
  let slot: Int
  /// Two values that were possible when that was asked last.
  var pair: [Value] = []
  private var rings: [Int]
  var progress = Progress()
  var isCancelled = false
  /// An outlook ended at a limit, so that what it did not find may be possible.
  var isLimited = false
  /// Whether two values were possible last only because clients may repeat what they have asked for.
  package internal(set) var needsRepeats = false

  package init(
    _ world: World<A>, slot: Int = 1, requests: [Bounds.Request] = [], repeats: [Bounds.Request] = [],
    plan: SearchPlan = SearchPlan()
  ) {
    self.world = world
    self.slot = slot
    self.requests = requests
    self.repeats = repeats
    self.plan = plan
    rings = world.nodes.map { _ in 0 }
  }

  package struct Move: Hashable, Sendable {
    package let step: Step
    package let reason: Reason
    /// Two values that can both still be chosen after it.
    package let possible: [Value]
  }

  package enum Reason: Hashable, Sendable {
    /// The oldest message; its delivery leaves the question open.
    case isOldest
    /// Goes before the oldest message, whose delivery at once would leave these values alone; nil where that was not
    /// found out for certain.
    case goesBefore(MessageID, leaving: [Value]?)
    /// The oldest message, after what went before it.
    case isHarmlessNow
    /// Nothing can be delivered.
    case nothingInFlight
  }

  package enum Ending: Hashable, Sendable {
    /// All the steps that were asked for; it could go on.
    case asked
    /// These values are chosen.
    case isChosen([Value])
    /// At most one value can be chosen, so that there is no question to keep open.
    case isUnivalent([Value])
    /// The oldest message leaves these values alone, whenever it is delivered.
    case mustDeliver(MessageID, leaving: [Value])
    /// Nothing is in flight, and no timer or client leaves two values.
    case standsStill
    /// An outlook reached its limit before it had found two values.
    case isUnknown
    case cancelled
  }

  package struct Play: Hashable, Sendable {
    package let moves: [Move]
    package let ending: Ending
    /// The longest that a message waited, delivered or not, in steps of the adversary.
    package let longestWait: Int
    package let progress: Progress
  }

  /// A world of a stage and the way to it.
  struct Place {
    var world: World<A>
    var requests: [Bounds.Request]
    var steps: [Step] = []
    /// The node of the last step, and how many messages had been sent before it.
    var last: (node: NodeID, step: Step, sent: Int)?
  }

  private enum Stage {
    case steps([(Step, Reason)])
    case end(Ending)
  }
}

// MARK: - The run

extension Adversary {
  /// Plays a number of steps. `pause` is called every few thousand worlds and after every step, with the steps so far as
  /// `depth`; when it returns false, the run ends there.
  package mutating func play(steps count: Int, pause: (Progress) -> Bool = { _ in true }) -> Play {
    var moves: [Move] = []
    var births = world.inFlight.map { (id: $0.id, step: 0) }
    var longestWait = 0
    var ending = beginning(pause)
    while ending == nil, moves.count < count {
      switch nextStage(pause) {
      case .end(let reason): ending = reason
      case .steps(let steps):
        for (step, reason) in steps.prefix(count - moves.count) {
          let sent = take(step)
          moves.append(Move(step: step, reason: reason, possible: pair))
          if case .deliver(let id) = step, let place = births.firstIndex(where: { $0.id == id }) {
            longestWait = max(longestWait, moves.count - births.remove(at: place).step)
          }
          births += sent.map { (id: $0, step: moves.count) }
        }
        progress.depth = moves.count
        if !pause(progress) { ending = .cancelled }
      }
    }
    let waiting = births.filter { born in world.message(born.id).map { world.obstacle(to: $0) == nil } ?? false }
    longestWait = waiting.reduce(longestWait) { max($0, moves.count - $1.step) }
    return Play(moves: moves, ending: ending ?? .asked, longestWait: longestWait, progress: progress)
  }

  /// Why there is no question to keep open, or nil.
  private mutating func beginning(_ pause: (Progress) -> Bool) -> Ending? {
    progress.depth = 0
    let chosen = world.ledger.chosen(slot: slot, in: world.cluster)
    guard chosen.isEmpty else { return .isChosen(chosen) }
    let candidates = Array(Set(world.ledger.proposed + (requests + repeats).map(\.value))).sorted()
    guard candidates.count > 1 else { return .isUnivalent(candidates) }
    // With many candidates it is enough to know two.
    pair = Array(candidates.prefix(2))
    let values = outlook(Place(world: world, requests: requests), pause: pause)
    if isCancelled { return .cancelled }
    if values.count > 1 { return nil }
    return isLimited ? .isUnknown : .isUnivalent(values)
  }

  /// Takes a step and says which messages it sent.
  private mutating func take(_ step: Step) -> [MessageID] {
    guard let transition = try? world.take(step) else { preconditionFailure("a rehearsed step can be taken") }
    if case .timeout(let node, _) = step { rings[Int(node.index)] += 1 }
    if case .request(let node, let value) = step, !repeats.contains(.init(node, value)) {
      repeats.append(Bounds.Request(node, value))
    }
    requests = Self.left(requests, after: step)
    return transition.sent.map(\.id)
  }

  private static func left(_ requests: [Bounds.Request], after step: Step) -> [Bounds.Request] {
    guard case .request(let node, let value) = step else { return requests }
    return requests.filter { $0 != Bounds.Request(node, value) }
  }
}

// MARK: - One stage

extension Adversary {
  /// The next delivery of the oldest message, with what must go before it (FLP, Lemma 3).
  private mutating func nextStage(_ pause: (Progress) -> Bool) -> Stage {
    isLimited = false
    let here = Place(world: world, requests: requests)
    guard let oldest = world.inFlight.first(where: { world.obstacle(to: $0) == nil }) else {
      return stir(here, pause)
    }
    guard let delivered = after(.deliver(oldest.id), from: here) else { return .end(.standsStill) }
    let left = outlook(delivered, worlds: Self.patience, pause: pause)
    if left.count > 1 { return .steps([(.deliver(oldest.id), .isOldest)]) }
    let isCertain = !isLimited
    let schedule =
      schedule(before: oldest, from: here, pause) { $0.witnessed(from: $1).count > 1 }
      ?? schedule(before: oldest, from: here, pause) { $0.outlook($1, pause: pause).count > 1 }
    if let schedule {
      let reason = Reason.goesBefore(oldest.id, leaving: isCertain ? left : nil)
      return .steps(schedule.map { ($0, reason) } + [(.deliver(oldest.id), .isHarmlessNow)])
    }
    if isCancelled { return .end(.cancelled) }
    return .end(isCertain && !isLimited ? .mustDeliver(oldest.id, leaving: left) : .isUnknown)
  }

  /// A request or a timer that leaves the question open, where nothing can be delivered.
  private mutating func stir(_ here: Place, _ pause: (Progress) -> Bool) -> Stage {
    let again = repeats.map { Step.request($0.node, $0.value) }
    for step in steps(from: here, without: nil) + again {
      guard let after = after(step, from: here), outlook(after, pause: pause).count > 1 else { continue }
      return .steps([(step, .nothingInFlight)])
    }
    return .end(isCancelled ? .cancelled : isLimited ? .isUnknown : .standsStill)
  }

  /// A shortest schedule without a message after which its delivery leaves two values; nil if none of up to `foresight`
  /// steps does.
  ///
  /// Steps of different nodes commute (FLP, Lemma 1). So the last step of a shortest schedule is one of the message's
  /// receiver, or the delivery could have come before it; and of two orders of independent steps one is tried.
  private mutating func schedule(
    before message: InFlight<A.Message>, from here: Place, _ pause: (Progress) -> Bool,
    _ isOpen: (inout Adversary, Place) -> Bool
  ) -> [Step]? {
    var frontier = [here]
    for depth in 1...Self.foresight {
      var next: [Place] = []
      for place in frontier {
        for step in steps(from: place, without: message.id) where !isCommuted(step, after: place) {
          guard let after = after(step, from: place), let node = after.last?.node else { continue }
          if node == message.to, let delivered = self.after(.deliver(message.id), from: after) {
            if isOpen(&self, delivered) { return after.steps }
            if isCancelled || !pause(progress) {
              isCancelled = true
              return nil
            }
          }
          if depth < Self.foresight { next.append(after) }
        }
      }
      frontier = next
    }
    return nil
  }

  /// What can happen next: deliveries, the oldest first, then requests, then timers, those that have rung least first.
  private func steps(from place: Place, without message: MessageID?) -> [Step] {
    let world = place.world
    let deliveries = world.inFlight.filter { $0.id != message && world.obstacle(to: $0) == nil }
    let timers = world.cluster.nodes.filter { id in
      !world.isDown(id) && world.algorithm.isWorthRinging(at: id, world[id])
    }
    let ordered = timers.sorted { (rings[Int($0.index)], $0) < (rings[Int($1.index)], $1) }
    return deliveries.map { .deliver($0.id) } + place.requests.map { .request($0.node, $0.value) }
      + ordered.map { .timeout($0, round: nil) }
  }

  /// Whether a step could as well have come before the last one, and that order is the one that is tried.
  private func isCommuted(_ step: Step, after place: Place) -> Bool {
    guard let last = place.last else { return false }
    let (node, isOld): (NodeID?, Bool) =
      switch step {
      case .deliver(let id): (place.world.message(id)?.to, id.number <= last.sent)
      case .timeout(let id, _), .request(let id, _): (id, true)
      default: (nil, false)
      }
    guard let node, isOld, node != last.node else { return false }
    return Self.rank(step) < Self.rank(last.step)
  }

  private static func rank(_ step: Step) -> (Int, Int) {
    switch step {
    case .deliver(let id): (0, id.number)
    case .request(let node, _): (1, Int(node.index))
    case .timeout(let node, _): (2, Int(node.index))
    default: (3, 0)
    }
  }

  /// The world after a step, or nil where it cannot be taken.
  private func after(_ step: Step, from place: Place) -> Place? {
    var after = place
    guard let transition = try? after.world.take(step), let node = transition.node else { return nil }
    after.steps.append(step)
    after.requests = Self.left(place.requests, after: step)
    after.last = (node, step, place.world.messageCount)
    return after
  }
}
