extension MultiPaxos {
  /// What a proposer knows of its present ballot. Only the ballot itself is on disk, as in `Paxos`.
  package struct Proposer: Hashable, Sendable {
    package enum Role: String, Hashable, Sendable {
      /// Another one leads, or nobody.
      case follower
      /// Phase 1: collects promises for all open slots.
      case candidate
      /// A quorum has promised: phase 2, slot by slot.
      case leader
    }

    /// A reported vote that matters for the choice in a slot, and who reported that very vote.
    package struct Report: Hashable, Sendable {
      package let vote: Vote
      package var reporters: NodeSet
    }

    /// A slot in which it has asked for votes, and does not know yet whether the value is chosen.
    package struct Asking: Hashable, Sendable {
      package let value: Value
      /// The acceptors whose votes it has counted (`learning proposer`).
      package var voters: NodeSet
    }

    package var role = Role.follower
    /// The ballot that it opened last.
    package var ballot: Ballot?
    /// The acceptors whose promises it has counted.
    package var promises: NodeSet = []
    /// Of a candidate: under the paper's rule, the highest-numbered vote that was reported for each slot.
    package var reports = Slots<Report>()
    /// Of a leader.
    package var asking = Slots<Asking>()
    /// Of a leader: the slot that the next request gets.
    package var nextSlot = 1
    /// What clients have asked for while it did not lead, the oldest first.
    package var requests: [Value] = []
    /// The highest round that it has heard of.
    package var seen = 0

    package init(ballot: Ballot?) {
      self.ballot = ballot
      seen = ballot?.round ?? 0
    }

    /// Forgets all that a new ballot makes meaningless.
    mutating func open(_ ballot: Ballot) {
      let (requests, known) = (requests, seen)
      self = Proposer(ballot: ballot)
      self.requests = requests
      seen = max(known, ballot.round)
      role = .candidate
    }

    /// Hears of a ballot. One above its own preempts it (Paxos Made Moderately Complex).
    mutating func hear(of other: Ballot) {
      seen = max(seen, other.round)
      guard role != .follower, let own = ballot, own < other else { return }
      let (requests, known) = (requests, seen)
      self = Proposer(ballot: own)
      self.requests = requests
      seen = known
    }
  }

  // Phase 1a, for all slots above what it knows to be chosen (§3: "for infinitely many instances").
  func openBallot(
    round: Int?, at id: NodeID, _ node: inout Node, _ effects: inout Effects<MultiPaxos>
  ) -> Rule {
    // A server has seen the ballots that its own acceptor has promised.
    if let promised = node.acceptor.promised { node.proposer.hear(of: promised) }
    let ballot = Ballot(round: round ?? node.proposer.seen + 1, proposer: cluster[id].number)
    node.proposer.open(ballot)
    effects.write(persistent(node))
    effects.announce(.open(ballot, from: node.firstOpenSlot))
    if rules.skipsPhase1 { return lead(ballot, &node, &effects) }
    effects.send(.prepare(ballot, from: node.firstOpenSlot), to: cluster.acceptors)
    return .opensABallot
  }

  // Phase 1 ends, for all slots at once, with the promise that completes a quorum.
  func countPromise(
    _ ballot: Ballot, _ votes: Slots<Vote>, known: Int, from acceptor: NodeID, _ node: inout Node,
    _ effects: inout Effects<MultiPaxos>
  ) -> Rule {
    guard rules.countsPromise(ballot, node.proposer) else { return .ignoresAStalePromise }
    guard !node.proposer.promises.contains(acceptor) else { return .ignoresARepeatedPromise }
    guard node.proposer.role == .candidate, let own = node.proposer.ballot else { return .ignoresALatePromise }
    node.proposer.promises.insert(acceptor)
    for entry in votes.entries { rules.remember(entry.slot, entry.content, acceptor, &node.proposer.reports) }
    bringUpToDate(acceptor, from: known, in: own, node, &effects)
    guard node.proposer.promises.count >= cluster.quorums.phase1 else { return .countsAPromise }
    return lead(own, &node, &effects)
  }

  /// Tells a server the decisions that it lacks, up to the first hole.
  private func bringUpToDate(
    _ server: NodeID, from known: Int, in ballot: Ballot, _ node: Node, _ effects: inout Effects<MultiPaxos>
  ) {
    guard cluster.learners.contains(server) else { return }
    for entry in node.learner.decided.entries where known < entry.slot && entry.slot < node.firstOpenSlot {
      effects.send(.decide(ballot, slot: entry.slot, entry.content), to: server)
    }
  }

  // Phase 2a. First what may have been chosen, then the holes below it, then what clients ask for (§3).
  private func lead(_ ballot: Ballot, _ node: inout Node, _ effects: inout Effects<MultiPaxos>) -> Rule {
    let reports = node.proposer.reports
    node.proposer.role = .leader
    node.proposer.reports = Slots()
    for entry in reports.entries
    where node.learner.decided[entry.slot] == nil
      && entry.content.reporters.count >= rules.votesToDecide(cluster)
    {
      announceDecision(entry.slot, entry.content.vote.value, in: ballot, &node, &effects)
    }
    let open = node.firstOpenSlot
    node.proposer.nextSlot = max(reports.last, node.learner.decided.last) + 1
    var isFree = true
    for entry in reports.entries where node.learner.decided[entry.slot] == nil {
      ask(entry.slot, entry.content.vote.value, &node, &effects)
      isFree = false
    }
    if let filler = rules.filler {
      for slot in open..<node.proposer.nextSlot where node.learner.decided[slot] == nil && reports[slot] == nil {
        ask(slot, filler, &node, &effects)
        isFree = false
      }
    }
    let requests = node.proposer.requests
    node.proposer.requests = []
    for request in requests { assign(request, &node, &effects) }
    return isFree ? .leads : .leadsAndFinishesSlots
  }

  // A leader gives a request the next free slot; phase 1 is behind it.
  func takeRequest(_ value: Value, _ node: inout Node, _ effects: inout Effects<MultiPaxos>) -> Rule {
    guard node.proposer.role == .leader else {
      node.proposer.requests.append(value)
      return .takesARequest
    }
    assign(value, &node, &effects)
    return .assignsASlot
  }

  private func assign(_ value: Value, _ node: inout Node, _ effects: inout Effects<MultiPaxos>) {
    let slot = node.proposer.nextSlot
    if !rules.reusesSlots { node.proposer.nextSlot += 1 }
    ask(slot, value, &node, &effects)
  }

  private func ask(_ slot: Int, _ value: Value, _ node: inout Node, _ effects: inout Effects<MultiPaxos>) {
    guard let ballot = node.proposer.ballot else { return }
    node.proposer.asking[slot] = Proposer.Asking(value: value, voters: [])
    effects.announce(.ask(slot: slot, Vote(ballot, value)))
    effects.send(.accept(slot: slot, Vote(ballot, value)), to: cluster.acceptors)
    if rules.decidesOnPromises { decide(slot, value, &node, &effects) }
  }

  // §2.3, where the leader is the distinguished learner of its own ballot.
  func countVote(
    _ slot: Int, _ vote: Vote, from acceptor: NodeID, _ node: inout Node, _ effects: inout Effects<MultiPaxos>
  ) -> Rule {
    guard vote.ballot == node.proposer.ballot else { return .ignoresAStaleVote }
    guard node.proposer.role == .leader, var asking = node.proposer.asking[slot] else { return .ignoresALateVote }
    guard asking.value == vote.value else { return .ignoresAStaleVote }
    guard asking.voters.insert(acceptor) else { return .ignoresARepeatedVote }
    node.proposer.asking[slot] = asking
    guard asking.voters.count >= rules.votesToDecide(cluster) else { return .countsAVote }
    announceDecision(slot, vote.value, in: vote.ballot, &node, &effects)
    return .announcesTheDecision
  }

  private func announceDecision(
    _ slot: Int, _ value: Value, in ballot: Ballot, _ node: inout Node, _ effects: inout Effects<MultiPaxos>
  ) {
    decide(slot, value, &node, &effects)
    effects.send(.decide(ballot, slot: slot, value), to: cluster.learners)
  }

  // Preempted (Paxos Made Moderately Complex): one acceptor that has promised a higher ballot is enough.
  func hearRefusal(
    _ ballot: Ballot, promised: Ballot, at id: NodeID, _ node: inout Node, _ effects: inout Effects<MultiPaxos>
  ) -> Rule {
    let role = node.proposer.role
    let isOwn = ballot == node.proposer.ballot
    node.proposer.hear(of: promised)
    guard isOwn else { return .ignoresAStaleRefusal }
    guard role != .follower else { return .ignoresALateRefusal }
    // An acceptor that has promised this very ballot refuses a copy of its prepare.
    guard node.proposer.role == .follower else { return .ignoresARepeatedRefusal }
    switch options.retry {
    case .byHand: return .stepsDown
    case .onRefusals:
      _ = openBallot(round: nil, at: id, &node, &effects)
      return .opensTheNextBallot
    }
  }
}
