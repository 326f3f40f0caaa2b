// Paxos in the box: one instance of `Paxos` for each slot, with its own roles, messages and rules.
extension TotalOrderFromConsensus {
  /// What a process knows of an instance; of one that it has not heard of, what Paxos begins with.
  func boxNode(_ slot: Int, of node: Node, _ id: NodeID) -> Paxos.Node {
    slot <= node.boxes.count ? node.boxes[slot - 1] : paxos.boot(id, from: nil)
  }

  /// Whether the box has promises enough in the present instance, and nothing to propose.
  func isWaitingForAValue(_ node: Node) -> Bool {
    box == .paxos && node.instance <= node.boxes.count && node.boxes[node.instance - 1].proposer.phase == .waiting
  }

  /// Lets Paxos handle an event in one instance, and delivers what it decides.
  func runBox(
    _ slot: Int, _ event: Event<Paxos.Message>, at id: NodeID, _ node: inout Node,
    _ effects: inout Effects<TotalOrderFromConsensus>
  ) -> Rule {
    while node.boxes.count < slot { node.boxes.append(paxos.boot(id, from: nil)) }
    // Propose the oldest message that is pending.
    if case .timeout = event { node.boxes[slot - 1].proposer.wish = node.pending.first }
    var inner = Effects<Paxos>()
    let rule = paxos.handle(event, at: id, &node.boxes[slot - 1], &inner)
    for observation in inner.observations {
      if let observation = announced(observation, in: slot) { effects.announce(observation) }
    }
    if let value = node.boxes[slot - 1].learner.decided {
      _ = learn(Decision(slot: slot, values: [value]), &node, &effects)
    }
    effects.write(persistent(node))
    for outgoing in inner.sent { effects.send(.box(slot: slot, outgoing.message), to: outgoing.to) }
    return .box(rule)
  }

  /// The same in the slot of the instance. Promises bind in one instance alone, which the ledger's book of promises does
  /// not know; so they are left out of it.
  private func announced(_ observation: Observation, in slot: Int) -> Observation? {
    switch observation {
    case .open(let ballot, _): .open(ballot, from: slot)
    case .promise(let ballot, _): .promise(ballot, slot: slot)
    case .refuse(let ballot, _): .refuse(ballot, slot: slot)
    case .ask(_, let vote): .ask(slot: slot, vote)
    case .vote(_, let vote): .vote(slot: slot, vote)
    case .decide(_, let value): .decide(slot: slot, value)
    default: nil
    }
  }

  /// What a step did in the box, as a step of Paxos, and in which slot; nil where it did nothing there.
  package func inBox(_ transition: Transition<TotalOrderFromConsensus>) -> (slot: Int, transition: Transition<Paxos>)? {
    guard case .box(let rule) = transition.rule, let id = transition.node, let before = transition.before,
      let after = transition.after
    else { return nil }
    let delivered = transition.message.flatMap(inBox)
    let slot = delivered?.slot ?? before.instance
    return (
      slot,
      Transition<Paxos>(
        transition.step, rule: rule, node: id, before: boxNode(slot, of: before, id),
        after: boxNode(slot, of: after, id),
        message: delivered?.message, sent: transition.sent.compactMap { inBox($0)?.message },
        observations: transition.observations)
    )
  }

  /// A message of the box as one of Paxos, and in which slot; nil for others.
  private func inBox(_ item: InFlight<Message>) -> (slot: Int, message: InFlight<Paxos.Message>)? {
    guard case .box(let slot, let inner) = item.message else { return nil }
    return (
      slot,
      InFlight(id: item.id, message: inner, from: item.from, to: item.to, due: item.due, copyOf: item.copyOf)
    )
  }

  /// One instance as a world of Paxos, without its past.
  func box(_ slot: Int, of world: World<TotalOrderFromConsensus>) -> World<Paxos> {
    World(
      paxos, nodes: cluster.nodes.map { boxNode(slot, of: world[$0], $0) },
      inFlight: world.inFlight.compactMap(inBox).filter { $0.slot == slot }.map(\.message))
  }
}
