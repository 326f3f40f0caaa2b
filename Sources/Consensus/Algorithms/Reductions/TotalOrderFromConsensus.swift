/// Total order multicast from consensus: messages are broadcast into a set, and one instance of consensus after the other
/// decides what is delivered next.
///
/// Chandra and Toueg, *Unreliable Failure Detectors for Reliable Distributed Systems* (1996), §7. Round k runs consensus
/// number k on what is received and not delivered; the decided set is delivered in a fixed order, by name.
///
/// Consensus is a black box. Either a hand is in it: a person chooses what is decided, of what somebody has proposed, and
/// all who are up learn it at once. Whatever is chosen, the logs agree. Or Paxos is in it: the same code as `paxos`, once
/// for each instance (`TotalOrderFromConsensus+Box.swift`).
///
/// Differs from the paper:
/// - With Paxos inside, a process proposes its oldest message alone, when its timer rings.
/// - A process may propose any part of what it has pending, so a hand may choose any part.
/// - Messages are told apart by what they say. A broadcast is not relayed: who never gets it learns it by a decision.
/// - What the reduction knows is on disk; of the box it is what Paxos writes.
package struct TotalOrderFromConsensus: Algorithm {
  package enum Box: Hashable, Sendable {
    case hand
    case paxos
  }

  /// How a process responds: by the reduction's rules, or by those of the box.
  package enum Rule: RawRepresentable, CaseIterable, Hashable, Sendable {
    case own(Own)
    case box(Paxos.Rule)

    package enum Own: String, CaseIterable, Hashable, Sendable {
      case broadcasts
      case receives
      case ignoresAKnownMessage = "ignores-a-known-message"
      case deliversTheDecision = "delivers-the-decision"
      case waitsForEarlierInstances = "waits-for-earlier-instances"
      case knowsTheDecision = "knows-the-decision"
    }

    package static var allCases: [Rule] { Own.allCases.map(Rule.own) + Paxos.Rule.allCases.map(Rule.box) }

    package var rawValue: String {
      switch self {
      case .own(let rule): rule.rawValue
      case .box(let rule): rule.rawValue
      }
    }

    package init?(rawValue: String) {
      guard let rule = Rule.allCases.first(where: { $0.rawValue == rawValue }) else { return nil }
      self = rule
    }
  }

  package enum Message: Hashable, Sendable {
    case broadcast(Multicast)
    /// A message of the box, in one instance.
    case box(slot: Int, Paxos.Message)
  }

  /// What an instance has decided.
  package struct Decision: Hashable, Sendable {
    package let slot: Int
    /// In the order of delivery.
    package let values: [Value]
  }

  package struct Node: Hashable, Sendable {
    /// What it has broadcast.
    package var sent: [Value] = []
    /// Received and not delivered, in the order of arrival.
    package var pending: [Value] = []
    /// The decisions that it has delivered, one for each instance from 1 on.
    package var log: [[Value]] = []
    /// Decisions of later instances, sorted: they wait for the ones between.
    package var ahead: [Decision] = []
    /// With Paxos in the box, what it knows of each instance from 1 on.
    package var boxes: [Paxos.Node] = []

    package var delivered: [Value] { log.flatMap { $0 } }
    /// The instance that it takes part in.
    package var instance: Int { log.count + 1 }

    package func decision(of slot: Int) -> [Value]? {
      slot <= log.count ? log[slot - 1] : ahead.first { $0.slot == slot }?.values
    }

    /// Whether it has received a message, or learnt it by a decision.
    func knows(_ value: Value) -> Bool {
      pending.contains(value) || delivered.contains(value) || ahead.contains { $0.values.contains(value) }
    }
  }

  package struct Disk: Hashable, Sendable {
    package var sent: [Value]
    package var pending: [Value]
    package var log: [[Value]]
    package var ahead: [Decision]
    package var boxes: [Paxos.Disk]
  }

  package let cluster: Cluster
  package let box: Box
  /// What is in the box, where Paxos is. It wants nothing of its own accord.
  package let paxos: Paxos

  package init(cluster: Cluster, box: Box, mutations: [Paxos.Mutation] = []) {
    self.cluster = cluster
    self.box = box
    let members = cluster.members.map { Cluster.Member(name: $0.name, roles: $0.roles, number: $0.number) }
    paxos = Paxos(
      cluster: Cluster(members: members, quorums: cluster.quorums), options: Paxos.Options(learning: .proposer),
      mutations: mutations)
  }

  package func boot(_ id: NodeID, from disk: Disk?) -> Node {
    guard let disk else { return Node() }
    return Node(
      sent: disk.sent, pending: disk.pending, log: disk.log, ahead: disk.ahead,
      boxes: disk.boxes.map { paxos.boot(id, from: $0) })
  }

  package func handle(
    _ event: Event<Message>, at id: NodeID, _ node: inout Node, _ effects: inout Effects<TotalOrderFromConsensus>
  ) -> Rule {
    switch event {
    case .request(let value): return broadcast(value, at: id, &node, &effects)
    case .timeout(let round): return runBox(node.instance, .timeout(round: round), at: id, &node, &effects)
    case .choose(let instance, let values):
      return .own(learn(Decision(slot: instance, values: values.sorted()), &node, &effects))
    case .receive(.broadcast(let message), _): return receive(message, at: id, &node, &effects)
    case .receive(.box(let slot, let message), let sender):
      return runBox(slot, .receive(message, from: sender), at: id, &node, &effects)
    }
  }

  // Task 1: broadcast the message to all.
  private func broadcast(
    _ value: Value, at id: NodeID, _ node: inout Node, _ effects: inout Effects<TotalOrderFromConsensus>
  ) -> Rule {
    node.sent.append(value)
    let message = Multicast(sender: id, number: node.sent.count, value: value)
    effects.write(persistent(node))
    effects.announce(.multicastValue(message))
    effects.send(.broadcast(message), to: NodeSet(cluster.nodes))
    return .own(.broadcasts)
  }

  // Task 2: put what arrives into the set, unless it is delivered already.
  private func receive(
    _ message: Multicast, at id: NodeID, _ node: inout Node, _ effects: inout Effects<TotalOrderFromConsensus>
  ) -> Rule {
    let value = message.value
    guard !node.knows(value) else { return .own(.ignoresAKnownMessage) }
    node.pending.append(value)
    if isWaitingForAValue(node) {
      return runBox(node.instance, .request(value), at: id, &node, &effects)
    }
    effects.write(persistent(node))
    return .own(.receives)
  }

  // Task 3: deliver what instance k has decided, and go on with instance k + 1.
  func learn(_ decision: Decision, _ node: inout Node, _ effects: inout Effects<TotalOrderFromConsensus>) -> Rule.Own {
    guard node.decision(of: decision.slot) == nil else { return .knowsTheDecision }
    node.ahead.insert(decision, at: node.ahead.place { $0.slot < decision.slot })
    node.pending.removeAll { decision.values.contains($0) }
    let before = node.log.count
    while let next = node.ahead.first, next.slot == node.instance {
      node.ahead.removeFirst()
      node.log.append(next.values)
    }
    if box == .hand {
      effects.write(persistent(node))
      announce(decision, &effects)
    }
    for value in node.log[before...].joined() {
      effects.announce(.deliverValue(Multicast(sender: NodeID(0), number: 0, value: value)))
    }
    return node.log.count == before ? .waitsForEarlierInstances : .deliversTheDecision
  }

  /// A hand casts no votes: what it decides is chosen.
  private func announce(_ decision: Decision, _ effects: inout Effects<TotalOrderFromConsensus>) {
    let value = Value(decision.values.map(\.name).joined(separator: " "))
    effects.announce(.decide(slot: decision.slot, value))
    effects.announce(.commit(slot: decision.slot, Vote(Ballot(round: 1, proposer: 1), value)))
  }

  func persistent(_ node: Node) -> Disk {
    Disk(
      sent: node.sent, pending: node.pending, log: node.log, ahead: node.ahead,
      boxes: node.boxes.map(paxos.persistent))
  }

  package var diskFields: [String] { ["delivered", "pending"] + paxos.diskFields }

  package func forget(_ field: String, _ disk: inout Disk) {
    switch field {
    case "delivered":
      disk.log = []
      disk.ahead = []
    case "pending": disk.pending = []
    default: for place in disk.boxes.indices { paxos.forget(field, &disk.boxes[place]) }
    }
  }
}

// MARK: - What cannot be

extension TotalOrderFromConsensus {
  package func objection(to event: Event<Message>, at id: NodeID, _ node: Node) -> Objection? {
    switch event {
    case .receive: return nil
    case .request(let value):
      let isKnown = node.sent.contains(value) || node.pending.contains(value) || node.delivered.contains(value)
      return isKnown
        ? .because(
          "knows a message \(value) already",
          remedy: "Messages are told apart by what they say: choose another value.") : nil
    case .timeout:
      guard box == .paxos else {
        return .because("has no timer: a hand decides in the box", remedy: "Write `choose K VALUE …`.")
      }
      return paxos.objection(to: .timeout(round: round(of: event)), at: id, boxNode(node.instance, of: node, id))
    case .choose: return .hasNoBox
    }
  }

  private func round(of event: Event<Message>) -> Int? { if case .timeout(let round) = event { round } else { nil } }

  /// Only with something to propose.
  package func isWorthRinging(at id: NodeID, _ node: Node) -> Bool { box == .paxos && !node.pending.isEmpty }

  package func objection(
    toChoosing values: [Value], instance: Int, among nodes: [(id: NodeID, node: Node)]
  ) -> Objection? {
    guard box == .hand else { return .hasNoBox }
    let decisions = nodes.lazy.compactMap { $0.node.decision(of: instance) }
    if let decision = decisions.first {
      let words = decision.map(\.name).joined(separator: " ")
      return decision == values.sorted()
        ? nil
        : .because(
          "cannot learn anything else: instance \(instance) has decided \(words)",
          remedy: "Write `choose \(instance) \(words)` for those who were down.")
    }
    // An instance that nobody has decided is open if somebody has delivered all before it.
    let proposers = nodes.filter { $0.node.instance == instance }
    guard !proposers.isEmpty else {
      return .notThisInstance(next: nodes.map(\.node.instance).max() ?? 1)
    }
    let isProposed = proposers.contains { proposer in values.allSatisfy(proposer.node.pending.contains) }
    if isProposed { return nil }
    var known: [Value] = []
    for value in proposers.flatMap(\.node.pending) where !known.contains(value) { known.append(value) }
    return .notProposed(known.sorted())
  }
}
