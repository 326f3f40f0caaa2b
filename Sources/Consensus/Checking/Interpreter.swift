/// What a state space asks about an algorithm, in numbers.
///
/// Each question is asked once; the search then looks the answer up. So the algorithm may be written for the reader, and
/// the search need not be compiled anew for each algorithm.
protocol Interpreter: AnyObject {
  var nodeCount: Int { get }
  var ruleCount: Int { get }
  /// The messages in flight in the first world, sorted. Its nodes and its ledger have the number 0.
  var initialMessages: [Int] { get }
  /// The states that a node was seen in so far; their numbers are smaller.
  func stateCount(of node: Int) -> Int
  var messageCount: Int { get }
  var ledgerCount: Int { get }
  func receiver(ofMessage message: Int) -> Int
  /// Whether the search is relaxed (`Interpreter+Relaxation.swift`).
  var isRelaxed: Bool { get }
  /// Whether messages stay in flight when they are delivered.
  var keepsMessages: Bool { get }
  /// What a message can still do, by the state of its receiver: a raw value of `Fate`.
  func fate(ofMessage message: Int, inState state: Int) -> UInt32
  /// How many stages there are, or 0. They are counted from 1.
  var stageCount: Int { get }
  /// The only stage in which a message does something, or 0 where it may at any time.
  func stage(ofMessage message: Int) -> Int
  /// What is left of a node's state, and of a ledger, when a search goes on to a stage.
  func state(after state: Int, of node: Int, inStage stage: Int) -> Int
  func ledger(after ledger: Int, inStage stage: Int) -> Int
  /// Whether the search ends in a world with this ledger, if all its states say so too.
  func isEnd(ledger: Int) -> Bool
  func isEnd(state: Int, of node: Int) -> Bool

  /// What a node does with a message, or nil where that cannot happen within the bounds.
  func outcome(ofMessage message: Int, inState state: Int) -> Outcome?
  /// What a node may do without a message.
  func ownOutcomes(ofNode node: Int, inState state: Int) -> [Outcome]
  func ledger(after announcement: Int, in ledger: Int) -> Int
}

/// What a node does in one of its states with one event.
struct Outcome {
  let action: Action
  let node: Int
  /// The state of the node afterwards.
  let next: Int
  /// What it tells the ledger: a number from 1 up, or 0 for nothing.
  let announcement: Int
  /// Messages, sorted, each as often as it is sent.
  let sent: [Int]
  /// The place of the rule in `Rule.allCases`, or nil where no rule was followed.
  let rule: Int?
  /// Neither the node changes nor is anything sent.
  let isQuiet: Bool
  /// The only stage in which it may happen, or 0 for any.
  let stage: Int
}

/// Runs an algorithm on numbered states, messages and ledgers.
final class AlgorithmInterpreter<A: Algorithm>: Interpreter {
  /// All that makes two states of a node different for the future.
  struct State: Hashable {
    var node: A.Node
    var disk: A.Disk?
    var isDown: Bool
  }

  struct Envelope: Hashable {
    let message: A.Message
    let from: NodeID
    let to: NodeID
  }

  private struct Announcement: Hashable {
    let node: NodeID
    let observations: [Observation]
    let request: Value?
  }

  /// Where a search is to end.
  enum Goal {
    /// Where a ledger contradicts one of these.
    case violation(of: [Invariant])
    /// Where a ledger and all nodes are as these want them.
    case world(Target<A>)
    /// Nowhere: the search is for the values that can be chosen in a slot, besides known ones.
    case values(slot: Int, known: [Value])
    /// Nowhere.
    case none
  }

  /// A ledger that contradicts an invariant.
  struct Finding {
    let invariant: Invariant
    let sentence: String
  }

  let world: World<A>
  let bounds: Bounds
  /// How the search is relaxed; nil if it is exact.
  let relaxation: Relaxation<A>?
  private let goal: Goal
  var algorithm: A { world.algorithm }
  private let rules: [A.Rule: Int]

  private(set) var states: [Interner<State>]
  private(set) var messages = Interner<Envelope>()
  private var announcements = Interner<Announcement>()
  private(set) var ledgers = Interner<Ledger>()
  private(set) var findings: [Int: Finding] = [:]
  /// The values that are chosen in some world that was reached, by slot.
  private(set) var chosen: [Int: [Value]] = [:]

  init(_ world: World<A>, bounds: Bounds, goal: Goal, relaxation: Relaxation<A>? = nil) {
    self.world = world
    self.bounds = bounds
    self.relaxation = relaxation
    self.goal = goal
    rules = Dictionary(uniqueKeysWithValues: zip(A.Rule.allCases, 0...))
    states = world.nodes.map { _ in Interner() }
    for id in world.cluster.nodes {
      let state = State(
        node: algorithm.nodeForSearch(id, in: world), disk: world.disks[Int(id.index)], isDown: world.isDown(id))
      _ = states[Int(id.index)].number(of: relaxed(state, of: id, from: stages?.all.first))
    }
    _ = number(of: stages?.all.first.map { world.ledger.settled(before: $0.ballot, in: world.cluster) } ?? world.ledger)
  }

  /// The messages in flight in the first world, sorted, without those that can never arrive.
  lazy var initialMessages: [Int] = {
    let numbers = world.inFlight.filter { canArrive($0.message, from: $0.from, to: $0.to) }
      .map { number(of: $0.message, from: $0.from, to: $0.to) }.sorted()
    firstSent = messages.count
    guard isRelaxed else { return numbers }
    return Set(numbers).sorted().filter { fate(ofMessage: $0, inState: 0) != Fate.spent.rawValue }
  }()
  /// The number of the first message that was not in flight at the beginning.
  private(set) var firstSent = 0

  var nodeCount: Int { states.count }
  var ruleCount: Int { rules.count }
  func stateCount(of node: Int) -> Int { states[node].count }
  var messageCount: Int { messages.count }
  var ledgerCount: Int { ledgers.count }
  func receiver(ofMessage message: Int) -> Int { Int(messages[message].to.index) }

  func isEnd(ledger: Int) -> Bool {
    switch goal {
    case .violation: findings[ledger] != nil
    case .world(let target): target.ledger(ledgers[ledger])
    case .values, .none: false
    }
  }

  func isEnd(state: Int, of node: Int) -> Bool {
    guard case .world(let target) = goal else { return true }
    return target.node(NodeID(node), states[node][state].node)
  }
}

// MARK: - Asking the algorithm

extension AlgorithmInterpreter {
  func outcome(ofMessage message: Int, inState state: Int) -> Outcome? {
    let envelope = messages[message]
    let event = Event.receive(envelope.message, from: envelope.from)
    return outcome(of: event, as: .deliver, at: envelope.to, inState: state)
  }

  func ownOutcomes(ofNode node: Int, inState state: Int) -> [Outcome] {
    let id = NodeID(node)
    var outcomes: [Outcome] = []
    // To send once more what is in flight already makes no new world where messages are a set.
    if isRelaxed || algorithm.isWorthRinging(at: id, states[node][state].node),
      let outcome = outcome(of: .timeout(round: nil), as: .timeout, at: id, inState: state)
    {
      outcomes.append(outcome)
    }
    for (index, request) in bounds.allowedRequests.enumerated() where request.node == id {
      if let outcome = outcome(of: .request(request.value), as: .request(index), at: id, inState: state) {
        outcomes.append(outcome)
      }
    }
    if bounds.crashes > 0 { outcomes += restarts(of: id, inState: state) }
    return outcomes
  }

  private func outcome(of event: Event<A.Message>, as action: Action, at id: NodeID, inState number: Int) -> Outcome? {
    let node = Int(id.index)
    var state = states[node][number]
    guard !state.isDown, algorithm.objection(to: event, at: id, state.node) == nil else { return nil }
    var effects = Effects<A>()
    let rule = algorithm.handle(event, at: id, &state.node, &effects)
    guard !effects.observations.contains(where: isBeyondBounds) else { return nil }
    let stage = stage(of: event, at: id, after: state.node)
    if let disk = effects.disk { state.disk = disk }
    state = relaxed(state, of: id, from: nil)
    let sent = effects.sent.filter { canArrive($0.message, from: id, to: $0.to) }
      .map { self.number(of: $0.message, from: id, to: $0.to) }.sorted()
    let ruleNumber = rules[rule]
    let next = states[node].number(of: state)
    return Outcome(
      action: action, node: node, next: next, announcement: announcement(of: effects.observations, event, at: id),
      sent: sent, rule: ruleNumber, isQuiet: next == number && sent.isEmpty, stage: stage)
  }

  func state(after state: Int, of node: Int, inStage stage: Int) -> Int {
    guard let stages else { return state }
    return states[node].number(of: relaxed(states[node][state], of: NodeID(node), from: stages.all[stage - 1]))
  }

  private func announcement(of observations: [Observation], _ event: Event<A.Message>, at id: NodeID) -> Int {
    let judged = observations.filter(\.isJudged)
    var request: Value?
    if case .request(let value) = event { request = value }
    if judged.isEmpty && request == nil { return 0 }
    return announcements.number(of: Announcement(node: id, observations: judged, request: request)) + 1
  }

  func isBeyondBounds(_ observation: Observation) -> Bool {
    if case .open(let ballot, _) = observation { ballot.round > bounds.rounds } else { false }
  }

  /// A message that can never arrive, or never matter, is left out: it would only make worlds different that are not.
  private func canArrive(_ message: A.Message, from: NodeID, to: NodeID) -> Bool {
    guard !world.links.isCut(from, to) && (bounds.crashes > 0 || !world.isDown(to)) else { return false }
    if case .values = goal, algorithm.isNews(message) { return false }
    return relaxation.map { !$0.isLeftOut(message) } ?? true
  }

  private func number(of message: A.Message, from: NodeID, to: NodeID) -> Int {
    messages.number(of: Envelope(message: relaxation.map { $0.gist(message) } ?? message, from: from, to: to))
  }

  private func restarts(of id: NodeID, inState number: Int) -> [Outcome] {
    let node = Int(id.index)
    let state = states[node][number]
    // Other nodes would have to be told that a node is up again, and a step concerns one node: so it stays down.
    if algorithm.hasDetectors && state.isDown { return [] }
    var outcomes: [Outcome] = []
    for (action, amnesia) in [(Action.restart, Amnesia.nothing), (.restartWithAmnesia, bounds.amnesia)] {
      if action == .restartWithAmnesia && amnesia == .nothing { continue }
      let disk = algorithm.disk(state.disk, forgetting: amnesia)
      var booted = algorithm.boot(id, from: disk)
      if algorithm.hasDetectors { algorithm.suspect(world.unreachable(from: id), at: id, &booted) }
      let next = states[node].number(
        of: relaxed(State(node: booted, disk: disk, isDown: false), of: id, from: nil))
      if next == number || outcomes.contains(where: { $0.next == next }) { continue }
      outcomes.append(
        Outcome(action: action, node: node, next: next, announcement: 0, sent: [], rule: nil, isQuiet: false, stage: 0))
    }
    return outcomes
  }
}

// MARK: - Judging ledgers

extension AlgorithmInterpreter {
  func ledger(after announcement: Int, in ledger: Int) -> Int {
    let announcement = announcements[announcement - 1]
    var after = ledgers[ledger]
    for observation in announcement.observations { after.record(observation, by: announcement.node) }
    if let request = announcement.request { after.propose(request) }
    return number(of: after)
  }

  func ledger(after ledger: Int, inStage stage: Int) -> Int {
    guard let stages else { return ledger }
    return number(of: ledgers[ledger].settled(before: stages.all[stage - 1].ballot, in: world.cluster))
  }

  /// Judges a ledger the first time that it is seen.
  private func number(of ledger: Ledger) -> Int {
    let count = ledgers.count
    for choice in ledger.allChosen(in: world.cluster) where !chosen[choice.slot, default: []].contains(choice.value) {
      chosen[choice.slot, default: []].append(choice.value)
    }
    var different = ledger
    if case .values(let slot, let known) = goal { different = ledger.votes(in: slot, besides: known) }
    if isRelaxed { different = different.essence(in: world.cluster) }
    let number = ledgers.number(of: different)
    guard number == count else { return number }
    findings[number] = judge(ledger)
    return number
  }

  /// The first invariant that a ledger contradicts.
  func judge(_ ledger: Ledger) -> Finding? {
    guard case .violation(let invariants) = goal else { return nil }
    for invariant in invariants {
      if let sentence = invariant.violation(ledger, world.cluster) {
        return Finding(invariant: invariant, sentence: sentence)
      }
    }
    return nil
  }
}

extension Algorithm {
  /// What is left of a disk; unknown fields are no part of it.
  func disk(_ disk: Disk?, forgetting amnesia: Amnesia) -> Disk? {
    switch amnesia {
    case .nothing: return disk
    case .everything: return nil
    case .fields(let fields):
      guard var remains = disk else { return nil }
      for field in fields where diskFields.contains(field) { forget(field, &remains) }
      return remains
    }
  }
}
