package import Consensus

/// A run that a person steps: the history, the present moment, and everything that can be said about it.
///
/// Hides which algorithm runs. A value: a copy is an independent run.
package protocol Session: Sendable {
  var setup: Setup { get }
  var vocabulary: Vocabulary { get }

  /// The fields that the panel of nodes gives columns of their own (`Narrated.columns`).
  func columns(of roles: Cluster.Role) -> [Column]

  // The history: a tree of moments. Moment 0 is the beginning.
  var cursor: MomentID { get }
  var momentCount: Int { get }
  func parent(of moment: MomentID) -> MomentID?
  func children(of moment: MomentID) -> [MomentID]
  /// How many steps lead to a moment.
  func depth(of moment: MomentID) -> Int
  /// The moments from the beginning to the given one, both included.
  func path(to moment: MomentID) -> [MomentID]
  /// The end of the way that redo follows from a moment.
  func end(of moment: MomentID) -> MomentID

  // What changes the present moment.
  /// Does what a command says, as one step or several, and returns the moments passed, the last one being the present.
  /// All or nothing: throws why it cannot be done now, and then nothing has changed.
  @discardableResult
  mutating func perform(_ command: Command) throws(Refusal) -> [MomentID]
  @discardableResult mutating func undo() -> Bool
  @discardableResult mutating func redo() -> Bool
  mutating func jump(to moment: MomentID)

  // What can be said.
  /// The present moment. O(nodes + messages in flight).
  var scene: Scene { get }
  /// Makes a scene that of the present moment, which takes less time where it is that of a moment not far before or after.
  func renew(_ scene: inout Scene)
  func scene(at moment: MomentID) -> Scene
  /// The step that led to a moment; nil for the beginning.
  func step(to moment: MomentID) -> Step?
  /// The step that led to a moment, as a scenario would write it; nil for the beginning.
  func command(to moment: MomentID) -> Command?
  /// The steps that lead to neighbouring moments of a path, as a scenario would write them. O(their number), much faster
  /// than asking for each moment.
  func commands(along path: ArraySlice<MomentID>) -> [Command]
  /// The steps from the beginning to a moment, told. O(steps), much faster than asking for each moment.
  func transcript(to moment: MomentID) -> [Told]
  func explanation(of moment: MomentID) -> Explanation?
  /// What a node would still know if it crashed at the present moment: the fields that its disk fills.
  func disk(of node: NodeID) -> [Field]
  /// The steps that lead to neighbouring moments of a path, as events of a diagram. O(their number).
  func events(along path: ArraySlice<MomentID>) -> [Diagram.Event]
  /// What would happen if a message were delivered now, or why it cannot be.
  func preview(_ message: MessageID) -> Result<Explanation, Refusal>
  /// Why the timer of a node that is up cannot ring now; nil where it can.
  func refusal(toRingAt node: NodeID) -> Refusal?
  /// The messages in flight that a command would be about, in the order in which it would take them.
  func resolve(_ messages: Messages) throws(Refusal) -> [MessageID]
  /// Whether a fact is so at the present moment.
  func check(_ fact: Fact) -> Finding
  /// What tells two moments apart, and whether any process could. O(nodes + messages in flight).
  func compare(_ left: MomentID, _ right: MomentID) -> Comparison

  // What can still happen.
  /// Searches all that can happen from the present moment within bounds. `pause` is called every few thousand worlds with
  /// what is known so far; when it returns false, the search ends.
  func explore(_ limits: ExplorationLimits, pause: (Progress) -> Bool) throws(Refusal) -> Exploration
  /// Which values can still be chosen in a slot from the present moment on.
  func outlook(in slot: Int, _ limits: ExplorationLimits, pause: (Progress) -> Bool) throws(Refusal) -> Outlook
  /// A shortest run from the present moment to one in which all facts hold. Facts about rules cannot be looked for.
  func reach(_ facts: [Fact], _ limits: ExplorationLimits, pause: (Progress) -> Bool) throws(Refusal) -> Reach
  /// Plays the adversary of FLP from the present moment on: fair, without crashes, with two values possible after each
  /// step. Throws where the algorithm decides nothing and for a number of steps out of range.
  func adversary(
    steps: Int, _ limits: ExplorationLimits, pause: (Progress) -> Bool
  ) throws(Refusal) -> AdversaryRun
  /// This session with some steps taken from the present moment; throws where one is impossible.
  func following(_ steps: [Step]) throws(Refusal) -> any Session
}

extension Session {
  /// The steps from the beginning to a moment, as a scenario would write them.
  package func commands(to moment: MomentID) -> [Command] { commands(along: path(to: moment)[...]) }
}

/// A step, as a scenario would write it, and what it did.
package struct Told: Hashable, Sendable {
  package let command: Command
  package let explanation: Explanation
}

/// Whether a fact is so, and what is so instead.
package struct Finding: Hashable, Sendable {
  package let holds: Bool
  /// The fact, as the language writes it.
  package let expected: String
  /// What is so, in the same terms.
  package let actual: String
  /// It cannot be told, and `actual` says why.
  package var isUnknown = false

  package init(holds: Bool, expected: String, actual: String, isUnknown: Bool = false) {
    self.holds = holds
    self.expected = expected
    self.actual = actual
    self.isUnknown = isUnknown
  }
}

/// A session of one algorithm.
package struct Run<A: Narrated>: Session {
  package let setup: Setup
  var timeline: Timeline<A>

  package init(_ algorithm: A, setup: Setup) {
    self.setup = setup
    timeline = Timeline(World(algorithm))
  }

  var algorithm: A { timeline.world.algorithm }
  var cluster: Cluster { algorithm.cluster }

  package var vocabulary: Vocabulary {
    guard let vocabulary = Catalog.vocabulary(for: setup.algorithm) else {
      preconditionFailure("a session's algorithm is in the catalog")
    }
    return vocabulary
  }

  package func columns(of roles: Cluster.Role) -> [Column] { A.columns(of: roles) }

  package var cursor: MomentID { timeline.cursor }
  package var momentCount: Int { timeline.count }
  package func parent(of moment: MomentID) -> MomentID? { timeline.parent(of: moment) }
  package func children(of moment: MomentID) -> [MomentID] { timeline.children(of: moment) }
  package func depth(of moment: MomentID) -> Int { timeline.depth(of: moment) }
  package func path(to moment: MomentID) -> [MomentID] { timeline.path(to: moment) }
  package func end(of moment: MomentID) -> MomentID { timeline.end(of: moment) }
  package mutating func undo() -> Bool { timeline.undo() }
  package mutating func redo() -> Bool { timeline.redo() }
  package mutating func jump(to moment: MomentID) { timeline.jump(to: moment) }

  /// What `Transition.ruleName` gives steps that no node takes.
  static var networkRules: [String] {
    [
      "is-lost", "is-duplicated", "is-delayed", "is-held", "is-released", "crashes", "restarts",
      "restarts-with-amnesia", "is-cut", "is-healed", "time-passes",
    ]
  }
}

// MARK: - Commands become steps

extension Run {
  /// `run` takes at most this many steps.
  static var maximumRun: Int { 10_000 }

  @discardableResult
  package mutating func perform(_ command: Command) throws(Refusal) -> [MomentID] {
    let steps = try steps(for: command)
    if steps.count == 1 {
      // One that is impossible changes nothing.
      do { try timeline.take(steps[0]) } catch { throw refusal(for: error) }
      return [timeline.cursor]
    }
    // Of several, those that were taken are thrown away with the copy where one is impossible.
    var ahead = timeline
    var passed: [MomentID] = []
    while let step = try step(passed.count, of: command, steps, in: ahead.world) {
      do { try ahead.take(step) } catch { throw refusal(for: error) }
      passed.append(ahead.cursor)
    }
    timeline = ahead
    return passed
  }

  /// What a command of several steps does after so many of them; nil when it is done.
  private func step(_ index: Int, of command: Command, _ steps: [Step], in world: World<A>) throws(Refusal) -> Step? {
    switch command {
    case .next(let count): index < count ? .deliver(try next(in: world)) : nil
    case .run(let goal): try step(index, ofRunUntil: goal, in: world)
    default: index < steps.count ? steps[index] : nil
    }
  }

  private func step(_ index: Int, ofRunUntil goal: Command.Goal, in world: World<A>) throws(Refusal) -> Step? {
    if goal != .quiet && world.ledger.isAnythingChosen(in: cluster) { return nil }
    guard let message = world.next else {
      if goal == .quiet { return nil }
      throw Refusal(
        "Nothing more can be delivered, and no value is chosen.", remedy: "A proposer's timer can go on: `timeout`.")
    }
    guard index < Self.maximumRun else {
      throw Refusal("After \(Self.maximumRun) deliveries there is still more to deliver: `run` gives up there.")
    }
    return .deliver(message.id)
  }

  private func next(in world: World<A>) throws(Refusal) -> MessageID {
    guard let message = world.next else { throw nothingIsDue(in: world) }
    return message.id
  }

  private func nothingIsDue(in world: World<A>) -> Refusal {
    let messages = world.inFlight
    if messages.isEmpty {
      return Refusal(
        "There is no message in flight to deliver.", remedy: "A proposer's timer starts a ballot: `timeout`.")
    }
    let held = messages.count(where: \.isHeld)
    return Refusal(
      "\(messages.count == 1 ? "The message" : "None of the \(messages.count) messages") in flight "
        + "\(messages.count == 1 ? "cannot" : "can") be delivered: "
        + "\(held) held, the others on their way to a node that is down or behind a cut.",
      remedy: "`release`, `restart` or `heal`.")
  }

  /// The steps of a command, where they do not depend on what comes of the first ones.
  private func steps(for command: Command) throws(Refusal) -> [Step] {
    switch command {
    case .next(1): return [.deliver(try next(in: timeline.world))]
    case .next, .run: return []
    case .request(let node, let value): return [.request(try id(node), Value(value))]
    case .timeout(let node, let round): return [.timeout(try id(node), round: round)]
    case .choose(let instance, let values): return [.choose(instance: instance, values.map { Value($0) })]
    case .deliver(let messages): return try resolve(messages).map(Step.deliver)
    case .drop(let messages): return try resolve(messages).map(Step.drop)
    case .duplicate(let messages): return try resolve(messages).map(Step.duplicate)
    case .delay(let messages, let ticks): return try resolve(messages).map { .delay($0, by: ticks) }
    case .hold(let messages): return try resolve(messages).map(Step.hold)
    case .release(let messages): return try resolve(messages).map(Step.release)
    case .crash(let nodes): return try ids(nodes).map(Step.crash)
    case .restart(let nodes, let amnesia): return try ids(nodes).map { .restart($0, forgetting: amnesia) }
    case .cut(let left, let right): return [.cut(Partition(NodeSet(try ids(left)), NodeSet(try ids(right))))]
    case .heal(let left, let right):
      if left.isEmpty && right.isEmpty { return [.heal(nil)] }
      return [.heal(Partition(NodeSet(try ids(left)), NodeSet(try ids(right))))]
    case .wait(let ticks): return [.wait(ticks)]
    }
  }

  func id(_ name: String) throws(Refusal) -> NodeID {
    guard let id = cluster.id(named: name) else {
      throw Refusal(
        "There is no node \(name).", remedy: "There are: \(cluster.members.map(\.name).joined(separator: " ")).")
    }
    return id
  }

  private func ids(_ names: [String]) throws(Refusal) -> [NodeID] {
    var ids: [NodeID] = []
    for name in names { ids.append(try id(name)) }
    return ids
  }

  func refusal(for impossible: Impossible) -> Refusal {
    Refusal(impossible, cluster: cluster) { id in
      timeline.world.message(id).map { algorithm.label(of: $0.message).text }
    }
  }
}

// MARK: - Steps become commands

extension Run {
  package func step(to moment: MomentID) -> Step? { timeline.step(to: moment) }

  package func command(to moment: MomentID) -> Command? {
    let visit = timeline.visit(moment)
    return visit.transition.map { command(for: $0, in: visit.world) }
  }

  package func commands(along path: ArraySlice<MomentID>) -> [Command] {
    retrace(path) { _, transition, world in command(for: transition, in: world) }
  }

  package func transcript(to moment: MomentID) -> [Told] {
    retrace(timeline.path(to: moment)[...]) { _, transition, world in
      Told(command: command(for: transition, in: world), explanation: explanation(of: transition))
    }
  }

  /// Takes the steps again that lead to neighbouring moments of a path, and tells each with the world as it left it.
  func retrace<Result>(
    _ path: ArraySlice<MomentID>, _ tell: (MomentID, Transition<A>, World<A>) -> Result
  ) -> [Result] {
    guard let first = path.first(where: { timeline.parent(of: $0) != nil }), let start = timeline.parent(of: first)
    else { return [] }
    var world = timeline.world(at: start)
    return path.compactMap { moment in
      guard let step = timeline.step(to: moment) else { return nil }
      guard let transition = try? world.take(step) else {
        preconditionFailure("a step that was taken can be taken again")
      }
      return tell(moment, transition, world)
    }
  }

  /// A step as a scenario would write it; `world` is as the step left it.
  func command(for transition: Transition<A>, in world: World<A>) -> Command {
    func name(_ id: NodeID) -> String { cluster.name(of: id) }
    func messages(_ id: MessageID) -> Messages { address(id, transition, in: world) }
    return switch transition.step {
    case .request(let node, let value): .request(node: name(node), value: value.name)
    case .timeout(let node, let round): .timeout(node: name(node), round: round)
    case .choose(let instance, let values): .choose(instance: instance, values: values.map(\.name))
    case .deliver(let id): .deliver(messages(id))
    case .drop(let id): .drop(messages(id))
    case .duplicate(let id): .duplicate(messages(id))
    case .delay(let id, let ticks): .delay(messages(id), by: ticks)
    case .hold(let id): .hold(messages(id))
    case .release(let id): .release(messages(id))
    case .crash(let node): .crash([name(node)])
    case .restart(let node, let amnesia): .restart([name(node)], forgetting: amnesia)
    case .cut(let partition): .cut(partition.left.map(name), partition.right.map(name))
    case .heal(let partition): .heal(partition?.left.map(name) ?? [], partition?.right.map(name) ?? [])
    case .wait(let ticks): .wait(ticks)
    }
  }

  /// A message by its description, or by its number where the description fitted another one too that was in flight
  /// before the step.
  private func address(_ id: MessageID, _ transition: Transition<A>, in world: World<A>) -> Messages {
    guard let message = transition.message else { return .numbers([id.number]) }
    let subject = algorithm.subject(of: message.message)
    var pattern = MessagePattern()
    pattern.kind = subject.kind
    pattern.ballot = subject.ballot
    pattern.slot = subject.slot
    pattern.from = cluster.name(of: message.from)
    pattern.to = [cluster.name(of: message.to)]
    let fitting = algorithm.places(of: pattern, from: message.from, to: message.to, in: world.inFlight)
    let isOnly = fitting.allSatisfy { place in
      let other = world.inFlight[place].id
      return other == id || transition.sent.contains { $0.id == other }
    }
    return isOnly ? .pattern(pattern) : .numbers([id.number])
  }
}
