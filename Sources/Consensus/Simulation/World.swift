/// Everything that is so at one moment: nodes, disks, messages in flight, links, the clock and the ledger.
///
/// `take` is the only way in which a world changes. Message numbers, due times, the clock and the chronicle are for
/// people: no rule reads them.
package struct World<A: Algorithm>: Sendable {
  package static var maximumInFlight: Int { 10_000 }
  package static var maximumClock: Int { 1_000_000_000 }

  package let algorithm: A
  /// What each node knows. A node that is down shows what it will wake up with.
  package private(set) var nodes: [A.Node]
  package private(set) var disks: [A.Disk?]
  package private(set) var down: NodeSet = []
  /// In the order of their numbers.
  package private(set) var inFlight: [InFlight<A.Message>] = []
  package private(set) var links: Links
  /// Ticks: one for each delivery, and those that were waited for.
  package private(set) var clock = 0
  package private(set) var ledger: Ledger
  package private(set) var chronicle = Chronicle()
  /// How many messages were ever sent or copied.
  package private(set) var messageCount = 0

  package init(_ algorithm: A) {
    let cluster = algorithm.cluster
    self.algorithm = algorithm
    nodes = cluster.nodes.map { algorithm.boot($0, from: nil) }
    disks = cluster.nodes.map { _ in nil }
    links = Links(nodes: cluster.members.count)
    ledger = Ledger(proposed: algorithm.initialProposals)
  }

  /// A world with these nodes and messages, whose past is unknown.
  init(_ algorithm: A, nodes: [A.Node], inFlight: [InFlight<A.Message>]) {
    self.init(algorithm)
    self.nodes = nodes
    self.inFlight = inFlight
  }

  package var cluster: Cluster { algorithm.cluster }

  package subscript(id: NodeID) -> A.Node { nodes[Int(id.index)] }

  package func isDown(_ id: NodeID) -> Bool { down.contains(id) }

  /// The other nodes that are down or cut off from a node.
  func unreachable(from id: NodeID) -> NodeSet { links.cutOff(from: id).union(down).subtracting([id]) }

  /// The message with a number, if it is still in flight. O(log n).
  package func message(_ id: MessageID) -> InFlight<A.Message>? {
    index(of: id).map { inFlight[$0] }
  }

  /// Why a message cannot be delivered now, or nil if it can.
  package func obstacle(to message: InFlight<A.Message>) -> Impossible? {
    if links.isCut(message.from, message.to) {
      return .linkIsCut(message.id, from: message.from, to: message.to)
    }
    return isDown(message.to) ? .receiverIsDown(message.id, message.to) : nil
  }

  /// The message that "next" delivers: due first, then the oldest; not held, and with a way to its receiver. O(n).
  package var next: InFlight<A.Message>? {
    var best: InFlight<A.Message>?
    for message in inFlight where !message.isHeld && obstacle(to: message) == nil {
      if best.map({ message.due < $0.due }) ?? true { best = message }
    }
    return best
  }

  private func index(of id: MessageID) -> Int? {
    let place = inFlight.place { $0.id < id }
    return place < inFlight.count && inFlight[place].id == id ? place : nil
  }
}

// MARK: - Taking a step

extension World {
  /// Takes a step, or throws why it is impossible and changes nothing.
  package mutating func take(_ step: Step) throws(Impossible) -> Transition<A> {
    switch step {
    case .request(let node, let value):
      let transition = try act(.request(value), at: node, because: step)
      ledger.propose(value)
      return transition
    case .timeout(let node, let round): return try act(.timeout(round: round), at: node, because: step)
    case .choose(let instance, let values): return try choose(instance, values)
    case .deliver(let id): return try deliver(id)
    case .drop(let id):
      let message = inFlight.remove(at: try place(of: id))
      recordLoss(of: message)
      return Transition(step, message: message)
    case .duplicate(let id): return try duplicate(id)
    case .delay, .hold, .release: return try postpone(step)
    case .crash(let node): return try crash(node)
    case .restart(let node, let amnesia): return try restart(node, forgetting: amnesia)
    case .cut(let partition):
      links.cut(partition)
      tellDetectors()
      return Transition(step)
    case .heal(let partition):
      guard !links.isWhole else { throw .notCut }
      if let partition { links.heal(partition) } else { links.healAll() }
      tellDetectors()
      return Transition(step)
    case .wait(let ticks):
      try advanceClock(by: ticks)
      return Transition(step)
    }
  }

  private mutating func act(
    _ event: Event<A.Message>, at id: NodeID, because step: Step, delivering message: InFlight<A.Message>? = nil
  ) throws(Impossible) -> Transition<A> {
    guard !isDown(id) else { throw .nodeIsDown(id) }
    let before = self[id]
    if !event.isChoice, let objection = algorithm.objection(to: event, at: id, before) {
      throw .objection(id, objection)
    }
    var after = before
    var effects = Effects<A>()
    let rule = algorithm.handle(event, at: id, &after, &effects)
    let inFlightAfterwards = inFlight.count + effects.sent.count - (message == nil ? 0 : 1)
    guard inFlightAfterwards <= Self.maximumInFlight else { throw .tooManyInFlight(limit: Self.maximumInFlight) }

    if message != nil { try advanceClock(by: 1) }
    nodes[Int(id.index)] = after
    if let disk = effects.disk { disks[Int(id.index)] = disk }
    var choice: Ledger.Tally?
    var observations: [Observation] = []
    for announced in effects.observations {
      let observation = ledger.resolved(announced)
      observations.append(observation)
      let completed = ledger.record(observation, by: id, in: cluster)
      choice = choice ?? completed
      chronicle.record(observation, by: id)
    }
    let sent = effects.sent.map { enqueue($0.message, from: id, to: $0.to) }
    var transition = Transition<A>(
      step, rule: rule, node: id, before: before, after: after, message: message, sent: sent,
      observations: observations)
    transition.choice = choice
    transition.isSecret = choice.map { !ledger.isKnown($0, in: cluster) } ?? false
    return transition
  }

  /// A hand decides for all nodes that are up, in their order. The first one that it changes stands for the step.
  private mutating func choose(_ instance: Int, _ values: [Value]) throws(Impossible) -> Transition<A> {
    let up = cluster.nodes.filter { !isDown($0) }
    guard let first = up.first else { throw .nobodyIsUp }
    // What a node that is down has decided stays decided.
    let objection = algorithm.objection(
      toChoosing: values, instance: instance, among: cluster.nodes.map { (id: $0, node: self[$0]) })
    if let objection { throw .objection(first, objection) }
    var world = self
    var parts: [Transition<A>] = []
    for id in up {
      let event = Event<A.Message>.choose(instance: instance, values: values)
      parts.append(try world.act(event, at: id, because: .choose(instance: instance, values)))
    }
    self = world
    let leading = parts.firstIndex { $0.before != $0.after } ?? 0
    return parts[leading].joined(by: parts.enumerated().filter { $0.offset != leading }.map(\.element))
  }

  private mutating func deliver(_ id: MessageID) throws(Impossible) -> Transition<A> {
    let message = inFlight[try place(of: id)]
    if let obstacle = obstacle(to: message) { throw obstacle }
    let event = Event.receive(message.message, from: message.from)
    let transition = try act(event, at: message.to, because: .deliver(id), delivering: message)
    inFlight.remove(at: try place(of: id))
    return transition
  }

  /// What delivering a message would do. The other messages play no part in it, so they are not copied for it.
  package func rehearse(delivering id: MessageID) throws(Impossible) -> Transition<A> {
    var world = self
    world.inFlight = [inFlight[try place(of: id)]]
    let transition = try world.deliver(id)
    guard inFlight.count - 1 + transition.sent.count <= Self.maximumInFlight else {
      throw .tooManyInFlight(limit: Self.maximumInFlight)
    }
    return transition
  }

  /// Tells the ledger if nothing in flight brings a multicast to its receiver any more.
  private mutating func recordLoss(of lost: InFlight<A.Message>) {
    guard let multicast = algorithm.multicast(in: lost.message) else { return }
    let hasAnother = inFlight.contains { $0.to == lost.to && algorithm.multicast(in: $0.message) == multicast }
    if !hasAnother { ledger.lose(multicast, at: lost.to) }
  }

  private mutating func duplicate(_ id: MessageID) throws(Impossible) -> Transition<A> {
    let original = inFlight[try place(of: id)]
    guard inFlight.count < Self.maximumInFlight else { throw .tooManyInFlight(limit: Self.maximumInFlight) }
    let copy = enqueue(
      original.message, from: original.from, to: original.to, due: original.due, copyOf: original.copyOf ?? id)
    return Transition(.duplicate(id), message: original, sent: [copy])
  }

  private mutating func postpone(_ step: Step) throws(Impossible) -> Transition<A> {
    switch step {
    case .delay(let id, let ticks):
      guard ticks > 0 else { throw .notForward }
      let index = try place(of: id)
      let message = inFlight[index]
      let (due, overflows) = max(clock, message.due).addingReportingOverflow(ticks)
      guard !overflows, due <= Self.maximumClock else { throw .tooLate(limit: Self.maximumClock) }
      inFlight[index].due = due
      return Transition(step, message: message)
    case .hold(let id):
      let index = try place(of: id)
      guard !inFlight[index].isHeld else { throw .alreadyHeld(id) }
      defer { inFlight[index].isHeld = true }
      return Transition(step, message: inFlight[index])
    case .release(let id):
      let index = try place(of: id)
      guard inFlight[index].isHeld else { throw .notHeld(id) }
      defer { inFlight[index].isHeld = false }
      return Transition(step, message: inFlight[index])
    default: preconditionFailure("not a step that postpones a message: \(step)")
    }
  }

  private mutating func crash(_ id: NodeID) throws(Impossible) -> Transition<A> {
    guard !isDown(id) else { throw .nodeIsDown(id) }
    let before = self[id]
    nodes[Int(id.index)] = algorithm.boot(id, from: disks[Int(id.index)])
    down.insert(id)
    ledger.note(id, isDown: true)
    tellDetectors()
    return Transition(.crash(id), node: id, before: before, after: self[id])
  }

  private mutating func restart(_ id: NodeID, forgetting amnesia: Amnesia) throws(Impossible) -> Transition<A> {
    guard isDown(id) else { throw .nodeIsUp(id) }
    var disk = disks[Int(id.index)]
    switch amnesia {
    case .nothing: break
    case .everything: disk = nil
    case .fields(let fields):
      for field in fields {
        guard algorithm.diskFields.contains(field) else {
          throw .unknownDiskField(field, known: algorithm.diskFields)
        }
        if var remains = disk {
          algorithm.forget(field, &remains)
          disk = remains
        }
      }
    }
    let before = self[id]
    disks[Int(id.index)] = disk
    nodes[Int(id.index)] = algorithm.boot(id, from: disk)
    down.remove(id)
    ledger.note(id, isDown: false)
    tellDetectors()
    return Transition(.restart(id, forgetting: amnesia), node: id, before: before, after: self[id])
  }

  /// Lets every node know whom it cannot reach, if the algorithm has detectors.
  private mutating func tellDetectors() {
    guard algorithm.hasDetectors else { return }
    for id in cluster.nodes { algorithm.suspect(unreachable(from: id), at: id, &nodes[Int(id.index)]) }
  }

  private mutating func advanceClock(by ticks: Int) throws(Impossible) {
    guard ticks > 0 else { throw .notForward }
    let (time, overflows) = clock.addingReportingOverflow(ticks)
    guard !overflows, time <= Self.maximumClock else { throw .tooLate(limit: Self.maximumClock) }
    clock = time
  }

  private mutating func enqueue(
    _ message: A.Message, from: NodeID, to: NodeID, due: Int? = nil, copyOf: MessageID? = nil
  ) -> InFlight<A.Message> {
    messageCount += 1
    let item = InFlight(
      id: MessageID(messageCount), message: message, from: from, to: to, due: due ?? clock, copyOf: copyOf)
    inFlight.append(item)
    return item
  }

  private func place(of id: MessageID) throws(Impossible) -> Int {
    guard let index = index(of: id) else { throw .noSuchMessage(id) }
    return index
  }
}
