/// What the interpreter makes of an algorithm's reduction or relaxation.
extension AlgorithmInterpreter {
  var keepsMessages: Bool { relaxation != nil }

  func sender(ofMessage message: Int) -> Int { Int(messages[message].from.index) }

  var hasFates: Bool {
    keepsMessages || reduction != nil && !reductions.isDisjoint(with: [.spent, .withdrawn, .urgent])
  }

  func fate(ofMessage message: Int, atReceiverInState state: Int) -> UInt32 {
    if let relaxation {
      let envelope = messages[message]
      let node = states[Int(envelope.to.index)][state].node
      let fate = relaxation.fate(envelope.message, envelope.from, node)
      return (fate == .urgent && message < firstSent ? .open : fate).rawValue
    }
    guard let reduction else { return Fate.open.rawValue }
    let envelope = messages[message]
    let node = states[Int(envelope.to.index)][state].node
    let fate = reduction.fate(envelope.message, envelope.from, node)
    let isMeant =
      switch fate {
      case .open: true
      case .spent: reductions.contains(.spent)
      case .urgent: reductions.contains(.urgent) && message >= firstSent
      }
    return isMeant ? fate.rawValue : Fate.open.rawValue
  }

  func fate(ofMessage message: Int, fromSenderInState state: Int) -> UInt32 {
    guard let reduction, reductions.contains(.withdrawn) else { return Fate.open.rawValue }
    let envelope = messages[message]
    let node = states[Int(envelope.from.index)][state].node
    return (reduction.isWithdrawn(envelope.message, node) ? Fate.spent : .open).rawValue
  }

  func isBeginning(state: Int, of node: Int) -> Bool {
    if let relaxation, state != 0, !states[node][state].isDown {
      return relaxation.isBeginning(NodeID(node), states[node][state].node)
    }
    // What answers the node's messages has to arrive at once, or it would stop everything else until then.
    guard reductions.isSuperset(of: [.beginning, .urgent]) else { return false }
    guard let reduction, state != 0, !states[node][state].isDown else { return false }
    return reduction.isBeginning(NodeID(node), states[node][state].node)
  }

  func isForKnownValue(_ message: A.Message) -> Bool {
    guard let reduction, reductions.contains(.known) else { return false }
    return reduction.asksFor(message).map(known.contains) ?? false
  }

  /// Goes on ringing a timer that has opened a ballot of which nothing can come: what it sends is as good as lost. After a
  /// thousand such ballots the present one is taken for useful, which is always true enough.
  func openUsefulBallot(at id: NodeID, _ node: inout A.Node, _ effects: inout Effects<A>) {
    guard let hopelessBallot else { return }
    for _ in 0..<1000 {
      let isHopeless = effects.observations.contains { observation in
        if case .open(let ballot, _) = observation { ballot <= hopelessBallot } else { false }
      }
      guard isHopeless, !effects.observations.contains(where: isBeyondBounds) else { return }
      guard algorithm.objection(to: .timeout(round: nil), at: id, node) == nil else { return }
      effects.removeAll()
      _ = algorithm.handle(.timeout(round: nil), at: id, &node, &effects)
    }
  }

  func essence(of node: A.Node) -> A.Node {
    if let relaxation {
      let essence = relaxation.essence(node)
      return focus.map { $0.node(essence) } ?? essence
    }
    guard let reduction, reductions.contains(.essence) else { return node }
    return reduction.essence(node)
  }

  /// A ledger without what concerns other slots, without the votes for values that are known to be possible, and without
  /// those of ballots in which too few acceptors are left that have voted or may vote.
  func reduced(_ ledger: Ledger) -> Ledger {
    ledger.votes(in: slot, andPromises: knowsWhoCanVote) { tally in
      guard !known.contains(tally.vote.value) else { return false }
      guard knowsWhoCanVote else { return true }
      let late = ledger.promises.filter { $0.ballot > tally.vote.ballot }.map(\.acceptor)
      let voters = world.cluster.acceptors.subtracting(NodeSet(late).subtracting(tally.voters))
      return voters.count >= world.cluster.quorums.phase2
    }
  }
}

extension World {
  /// The highest ballot that too few acceptors would still follow, as far as their floors tell; nil if there is none.
  func highestHopelessBallot(_ reduction: Reduction<A>?) -> Ballot? {
    guard let reduction, 1...cluster.acceptors.count ~= reduction.acceptorsNeeded else { return nil }
    let floors = cluster.acceptors.map { reduction.floor(self[$0]) }
    return floors.sorted { left, right in right.map { right in left.map { $0 < right } ?? true } ?? false }[
      reduction.acceptorsNeeded - 1]
  }

  /// Whether quorums meet and every acceptor remembers what the ledger says of its votes.
  func keepsVotes(_ relaxation: Relaxation<A>?) -> Bool {
    guard let relaxation, cluster.quorums.meet(among: cluster.acceptors.count) else { return false }
    return ledger.tallies.allSatisfy { tally in
      tally.voters.allSatisfy { relaxation.remembers(self[$0], tally.slot, tally.vote) }
    }
  }

  /// Whether every acceptor remembers what the ledger says of its promise. After amnesia it need not, and may then vote
  /// below it.
  func keepsPromises(_ reduction: Reduction<A>?) -> Bool {
    guard let reduction else { return false }
    return ledger.promises.allSatisfy { promise in
      reduction.floor(self[promise.acceptor]).map { $0 >= promise.ballot } ?? false
    }
  }
}
