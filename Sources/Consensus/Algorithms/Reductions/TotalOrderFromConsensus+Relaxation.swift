extension TotalOrderFromConsensus {
  /// What no vote in a slot depends on, with Paxos in the box: what `Paxos` leaves out of one instance, and all that happens in others.
  ///
  /// Decisions in this and later instances take a process away from this one, which may as well not hear of them; and they take messages
  /// away that it would propose here, which is no matter once something is chosen, if acceptors remember what they did. Earlier
  /// instances only let a process come to this one; they are left out where all are about to come, see `missingDecisions`.
  package func relaxation(
    for concern: Concern, from world: World<TotalOrderFromConsensus>, within bounds: Bounds
  ) -> Relaxation<TotalOrderFromConsensus>? {
    guard box == .paxos, paxos.mutations.isEmpty, case .values(let slot) = concern, isRemembered(slot, in: world),
      let missing = missingDecisions(before: slot, in: world, within: bounds)
    else { return nil }
    var inside = bounds
    inside.requests = []
    guard let paxos = paxos.relaxation(for: .values(slot: 1), from: box(slot, of: world), within: inside),
      let stages = paxos.stages
    else { return nil }
    let nodes = zip(world.nodes, missing).map(learning)
    let requested = bounds.allowedRequests.map(\.value)
    let essence: @Sendable (Node) -> Node = { only(slot, of: $0, paxos.essence, requested) }
    return Relaxation(
      fate: { message, sender, receiver in
        switch message {
        case .broadcast(let multicast): isUseless(multicast.value, in: slot, at: receiver) ? .spent : .open
        case .box(_, let message):
          fate(of: paxos.fate(message, sender, boxNode(slot, of: receiver, sender)), at: receiver, in: slot)
        }
      },
      isLeftOut: { message in
        guard case .box(let other, let message) = message else { return false }
        return other != slot || paxos.isLeftOut(message)
      },
      essence: essence,
      stages: self.stages(
        of: slot, stages, essence, missing: missing,
        arrivals: nodes.contains { lacksAValue($0, in: slot) } ? nil : stages.all.first),
      candidates: candidates(in: slot, nodes, world, requested))
  }

  /// Whether acceptors are bound by all that they have promised and voted in a slot, as far as anybody has seen.
  private func isRemembered(_ slot: Int, in world: World<TotalOrderFromConsensus>) -> Bool {
    let box = box(slot, of: world)
    return cluster.quorums.meet(among: cluster.acceptors.count)
      && world.chronicle.rows.filter { $0.slot == slot }.allSatisfy { row in
        row.voted.allSatisfy { box[$0].acceptor.accepted.map { $0.ballot >= row.ballot } ?? false }
          && row.voted.union(row.promised).allSatisfy { box[$0].acceptor.promised.map { $0 >= row.ballot } ?? false }
      }
  }

  /// A proposer without a value takes the next one that arrives, so it matters to it how many promises it has by then.
  private func fate(of fate: Fate, at receiver: Node, in slot: Int) -> Fate {
    fate == .urgent && lacksAValue(receiver, in: slot) ? .open : fate
  }

  private func lacksAValue(_ node: Node, in slot: Int) -> Bool {
    guard slot <= node.boxes.count, node.instance == slot else { return false }
    let proposer = node.boxes[slot - 1].proposer
    return proposer.phase == .waiting || proposer.phase == .preparing && proposer.wish == nil
  }

  /// What a process proposes in an instance is its oldest message then, and stays so: others do not matter once there is one.
  private func isUseless(_ value: Value, in slot: Int, at node: Node) -> Bool {
    node.instance != slot || node.knows(value) || !node.pending.isEmpty && !lacksAValue(node, in: slot)
  }

  /// Of what is pending matters what would be proposed, and what cannot be asked for once more.
  private func only(
    _ slot: Int, of node: Node, _ inside: (Paxos.Node) -> Paxos.Node, _ requested: [Value]
  ) -> Node {
    let unheardOf = paxos.boot(NodeID(0), from: nil)
    var essence = node
    var box = inside(boxNode(slot, of: node, NodeID(0)))
    // The next ballot has a wish of its own.
    if box.proposer.phase != .preparing { box.proposer.wish = nil }
    essence.boxes = Array(repeating: unheardOf, count: slot - 1) + [box]
    if !lacksAValue(node, in: slot) {
      let proposal = node.instance == slot ? node.pending.prefix(1) : []
      essence.pending = proposal + node.pending.dropFirst(proposal.count).filter(requested.contains)
    }
    return essence
  }

  /// Those of the box. `arrivals`: when messages are broadcast and received, which depends on no ballot.
  private func stages(
    of slot: Int, _ inside: Stages<Paxos>, _ essence: @escaping @Sendable (Node) -> Node, missing: [[Decision]],
    arrivals: Stage?
  ) -> Stages<TotalOrderFromConsensus>? {
    let never = Stage(Ballot(round: 0, proposer: 0))
    let goOn: @Sendable (NodeID, Node, Stage) -> Node = { id, node, stage in
      var later = essence(learning(node, missing[Int(id.index)]))
      later.boxes[slot - 1] = inside.node(id, later.boxes[slot - 1], stage)
      return later
    }
    return Stages(
      of: inside.all,
      ofMessage: { message in
        guard case .box(_, let message) = message else { return arrivals }
        return inside.ofMessage(message)
      },
      ofEvent: { event, id, node in
        guard case .timeout = event else { return arrivals }
        // Timers that a search does not try, and those of other instances.
        guard node.instance == slot, isWorthRinging(at: id, node) else { return never }
        return inside.ofEvent(.timeout(round: nil), id, node.boxes[slot - 1])
      },
      node: goOn,
      disk: { id, disk, stage in persistent(goOn(id, boot(id, from: disk), stage)) })
  }
}

// MARK: - Earlier instances

extension TotalOrderFromConsensus {
  /// For each process, the decisions before a slot that it does not know but can learn at any time, because they are in flight to it.
  ///
  /// Then it may as well learn them at once: with or without them it votes the same, and what it has pending when it comes to the slot
  /// is the same, too. Nil where one is not in flight, or where its instance could decide something else.
  private func missingDecisions(
    before slot: Int, in world: World<TotalOrderFromConsensus>, within bounds: Bounds
  ) -> [[Decision]]? {
    var missing: [[Decision]] = []
    for id in cluster.nodes {
      var decisions: [Decision] = []
      let isOver = world.isDown(id) && bounds.crashes <= 0
      for earlier in 1..<max(1, slot) where !isOver && world[id].decision(of: earlier) == nil {
        guard let vote = decision(of: earlier, inFlightTo: id, in: world), isSettled(earlier, on: vote, in: world)
        else { return nil }
        decisions.append(Decision(slot: earlier, values: [vote.value]))
      }
      missing.append(decisions)
    }
    return missing
  }

  private func learning(_ node: Node, _ decisions: [Decision]) -> Node {
    var later = node
    var effects = Effects<TotalOrderFromConsensus>()
    for decision in decisions { _ = learn(decision, &later, &effects) }
    return later
  }

  private func decision(
    of slot: Int, inFlightTo id: NodeID, in world: World<TotalOrderFromConsensus>
  ) -> Vote? {
    for item in world.inFlight where item.to == id && !world.links.isCut(item.from, id) {
      if case .box(slot, .decide(let vote)) = item.message { return vote }
    }
    return nil
  }

  private func isSettled(_ slot: Int, on vote: Vote, in world: World<TotalOrderFromConsensus>) -> Bool {
    box(slot, of: world).isSettled(on: vote, after: world.ledger.tallies.filter { $0.slot == slot })
  }

  /// The only values that can be chosen in a slot: the one that it is settled on, or what somebody has there or may propose.
  private func candidates(
    in slot: Int, _ nodes: [Node], _ world: World<TotalOrderFromConsensus>, _ requested: [Value]
  ) -> [Value] {
    let choices = world.ledger.choices(in: cluster).filter { $0.slot == slot }
    if let choice = choices.first(where: { isSettled(slot, on: $0.vote, in: world) }) { return [choice.vote.value] }
    let box = box(slot, of: world)
    let inBox = box.nodes.flatMap { node -> [Value?] in
      [node.acceptor.accepted?.value, node.proposer.proposal, node.proposer.wish] + node.proposer.reports.map(\.value)
    }
    let inFlight = world.inFlight.map { item -> Value? in
      switch item.message {
      case .broadcast(let multicast):
        isUseless(multicast.value, in: slot, at: nodes[Int(item.to.index)]) ? nil : multicast.value
      case .box(slot, .accept(let vote)): vote.value
      case .box(slot, .promise(_, let report)): report?.value
      case .box: nil
      }
    }
    let pending = nodes.filter { $0.instance == slot }.flatMap(\.pending)
    return (inBox + inFlight).compactMap(\.self) + pending + requested
  }
}
