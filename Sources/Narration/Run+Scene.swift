package import Consensus

// A moment, put into words and marks.
extension Run {
  package var scene: Scene { scene(at: cursor) }

  package func scene(at moment: MomentID) -> Scene { scene(at: moment, reusing: []) }

  package func renew(_ scene: inout Scene) {
    var messages: [MessageView] = []
    // On one way the same number is the same message. Taken out of the scene, so that they are changed where they are.
    if scene.moment < momentCount, timeline.isNear(scene.moment, cursor, within: 64) {
      swap(&messages, &scene.messages)
    }
    scene = self.scene(at: cursor, reusing: messages)
  }

  private func scene(at moment: MomentID, reusing known: consuming [MessageView]) -> Scene {
    let visit = timeline.visit(moment)
    let world = visit.world
    let transition = visit.transition
    let slots = world.ledger.slots
    let choices = world.ledger.choices(in: cluster)
    return Scene(
      moment: moment,
      depth: timeline.depth(of: moment),
      clock: world.clock,
      nodes: cluster.nodes.map { view(of: $0, in: world, after: transition, choices) },
      messages: messages(of: world, after: transition, reusing: known),
      ballots: BallotView.views(of: world.chronicle, choices, acceptors: cluster.acceptors),
      ballotWords: A.ballotWords,
      acceptors: cluster.acceptors.map { cluster.name(of: $0) },
      quorums: cluster.quorums,
      chosen: shown(slots).map { slot in
        SlotView(slot: slot, values: world.ledger.chosen(slot: slot, in: cluster).map(\.name))
      },
      openSlot: openSlot(in: world),
      decides: A.decides,
      cuts: cuts(in: world),
      invariants: A.invariants.map { invariant in
        InvariantView(
          name: invariant.name, statement: invariant.statement, cites: invariant.cites,
          standing: invariant.standing, violation: invariant.violation(world.ledger, cluster))
      },
      trap: slots.lazy.compactMap { world.ledger.heldByQuorumButNotChosen(slot: $0, in: cluster)?.name }.first,
      last: transition.map { explanation(of: $0) },
      command: transition.map { command(for: $0, in: world).description })
  }

  package func disk(of node: NodeID) -> [Field] {
    let place = Int(node.index)
    guard let disk = timeline.world.disks[place] else { return [] }
    // What a node knows without any disk is not the disk's.
    let blank = algorithm.fields(of: algorithm.boot(node, from: nil), node)
    let kept = algorithm.fields(of: algorithm.boot(node, from: disk), node)
    return zip(kept, blank).filter { $0.value != $1.value }.map(\.0)
  }

  package func explanation(of moment: MomentID) -> Explanation? {
    timeline.visit(moment).transition.map { explanation(of: $0) }
  }

  package func preview(_ message: MessageID) -> Result<Explanation, Refusal> {
    do throws(Impossible) {
      return .success(explanation(of: try timeline.world.rehearse(delivering: message)))
    } catch {
      return .failure(refusal(for: error))
    }
  }

  package func refusal(toRingAt node: NodeID) -> Refusal? {
    algorithm.objection(to: .timeout(round: nil), at: node, timeline.world[node])
      .map { refusal(for: .objection(node, $0)) }
  }

  func explanation(of transition: Transition<A>) -> Explanation {
    guard let rule = transition.rule else { return explainNetwork(transition, of: algorithm) }
    var explanation = algorithm.explain(rule, transition)
    if let choice = transition.choice {
      explanation.why += " " + announcement(of: choice, isSecret: transition.isSecret)
    }
    return explanation
  }

  /// What nobody in the cluster can see: that a vote has completed a quorum.
  private func announcement(of choice: Ledger.Tally, isSecret: Bool) -> String {
    let vote = choice.vote
    let slot = hasLogs ? "in slot \(choice.slot) " : ""
    return "\(choice.voters.count) of \(cluster.acceptors.count) acceptors have now voted for \(vote.value) \(slot)in "
      + "\(vote.ballot), a quorum: \(vote.value) is chosen\(isSecret ? ", before any node can know it" : "")."
  }

  /// The slots of which it is said what is chosen: of a log all up to the last one, so that holes are seen.
  private func shown(_ slots: [Int]) -> [Int] {
    guard let last = slots.last, last > 0 else { return [1] }
    return hasLogs ? Array(1...last) : slots
  }

  private func openSlot(in world: World<A>) -> Int {
    let asked = world.chronicle.rows.lazy.filter { $0.value != nil }.map(\.slot)
    let last = max(asked.last ?? 1, world.ledger.slots.last ?? 1)
    let chosen = world.ledger.allChosen(in: cluster).map(\.slot)
    return (1...max(1, last)).first { !chosen.contains($0) } ?? last
  }

  /// Whether nodes have replicated logs, so that a value says little without its slot.
  private var hasLogs: Bool {
    cluster.nodes.contains { algorithm.log(of: algorithm.boot($0, from: nil), $0) != nil }
  }

  private func view(
    of id: NodeID, in world: World<A>, after transition: Transition<A>?, _ choices: [Ledger.Tally]
  ) -> NodeView {
    let node = world[id]
    let before = transition?.before(id)
    let acted = transition?.node == id || before != nil && before != node
    var fields = algorithm.fields(of: node, id)
    if acted, let before {
      for (index, old) in algorithm.fields(of: before, id).enumerated() where fields[index].value != old.value {
        fields[index].isChanged = true
      }
    }
    let log = algorithm.log(of: node, id)
    return NodeView(
      id: id, name: cluster.name(of: id), roles: cluster[id].roles.names, isUp: !world.isDown(id),
      cutOff: world.links.cutOff(from: id).map { cluster.name(of: $0) },
      fields: fields, activity: algorithm.activity(of: node, id), ballot: algorithm.ballot(of: node, id),
      progress: algorithm.progress(of: node, id), decided: algorithm.beliefs(of: node, id) ?? [],
      log: log, queue: algorithm.queue(of: node, id),
      decidingBallot: choices.last { $0.voters.contains(id) }?.vote.ballot
        ?? log.flatMap { world.ledger.commit(in: $0) },
      acted: acted)
  }

  /// Of two worlds on one way, what is said of a message that is in both differs in little, and most messages are in both.
  private func messages(
    of world: World<A>, after transition: Transition<A>?, reusing views: consuming [MessageView]
  ) -> [MessageView] {
    let new = transition?.sent.map { $0.id } ?? []
    let isUndisturbed = world.links.isWhole && world.down.isEmpty
    for place in world.inFlight.indices {
      let id = world.inFlight[place].id
      while place < views.count, views[place].id < id { views.remove(at: place) }
      if place == views.count || views[place].id != id { views.insert(view(of: world.inFlight[place]), at: place) }
      views[place].due = world.inFlight[place].due
      views[place].isHeld = world.inFlight[place].isHeld
      views[place].isNew = new.contains(id)
      views[place].obstacle =
        isUndisturbed ? nil : MessageView.Obstacle(world.obstacle(to: world.inFlight[place]))
    }
    views.removeSubrange(world.inFlight.count...)
    return views
  }

  private func view(of message: InFlight<A.Message>) -> MessageView {
    MessageView(
      id: message.id, label: algorithm.label(of: message.message), from: cluster.name(of: message.from),
      to: cluster.name(of: message.to), due: message.due, isHeld: message.isHeld, copyOf: message.copyOf)
  }

  private func cuts(in world: World<A>) -> [[String]] {
    var pairs: [[String]] = []
    for left in cluster.nodes {
      for right in world.links.cutOff(from: left) where left < right {
        pairs.append([cluster.name(of: left), cluster.name(of: right)])
      }
    }
    return pairs
  }
}

extension Ledger {
  /// The ballot of the last committed entry that is in a log: whoever has it is one of those who make it safe.
  fileprivate func commit(in log: LogView) -> Ballot? {
    commits.last { commit in
      log.entries.contains {
        $0.slot == commit.slot && $0.ballot == commit.vote.ballot && $0.value == commit.vote.value.name
      }
    }?.vote.ballot
  }
}

extension BallotView {
  /// The ballots of a chronicle. Not generic, because there may be many of them.
  fileprivate static func views(
    of chronicle: Chronicle, _ choices: [Ledger.Tally], acceptors: NodeSet
  ) -> [BallotView] {
    // Both are sorted by slot and ballot.
    var choice = 0
    return chronicle.rows.map { row in
      while choice < choices.count, (choices[choice].slot, choices[choice].vote.ballot) < (row.slot, row.ballot) {
        choice += 1
      }
      let isChosen =
        choice < choices.count && choices[choice].slot == row.slot && choices[choice].vote.ballot == row.ballot
      return BallotView(
        slot: row.slot, ballot: row.ballot, value: row.value?.name, promised: row.promised, voted: row.voted,
        refused: row.refused, acceptors: acceptors, isChosen: isChosen)
    }
  }
}

extension Cluster.Role {
  /// `proposer`, `acceptor`, `learner`.
  var names: [String] {
    [(Cluster.Role.proposer, "proposer"), (.acceptor, "acceptor"), (.learner, "learner")]
      .filter { contains($0.0) }.map(\.1)
  }
}

extension MessageView.Obstacle {
  fileprivate init?(_ impossible: Impossible?) {
    switch impossible {
    case nil: return nil
    case .linkIsCut: self = .linkIsCut
    default: self = .receiverIsDown
    }
  }
}
