extension MultiPaxos {
  /// What no vote and no decision depends on, where ballots and promises only go up: no disk is lost and no rule replaced.
  ///
  /// Refusals are left out. Who is preempted by one leads no longer when a search goes on to the next ballot; where a refusal makes it skip
  /// rounds, or try again at once, its timer may do the same.
  package func relaxation(
    for concern: Concern, from world: World<MultiPaxos>, within bounds: Bounds
  ) -> Relaxation<MultiPaxos>? {
    guard !isMutated, bounds.crashes <= 0 || bounds.amnesia == .nothing else { return nil }
    guard let stages = stages(from: world, within: bounds) else { return nil }
    // Who restarts learns again, and may then need what it has heard before.
    let learnersRemember = bounds.crashes <= 0
    var slotInQuestion: Int?
    if case .values(let slot) = concern, keepsVotes(world) { slotInQuestion = slot }
    let leavesNewsOut = slotInQuestion != nil
    let focus = bounds.crashes <= 0 ? slotInQuestion : nil
    return Relaxation(
      fate: { message, sender, receiver in
        if isSpent(message, from: sender, at: receiver, learnersRemember) { return .spent }
        // What is decided meanwhile could keep a candidate from asking for it.
        return leavesNewsOut && countsNow(message, receiver) ? .urgent : .open
      },
      // What a proposer does not know to be decided, a quorum of promises reports, and it asks for the same value once more.
      isLeftOut: { message in
        switch message {
        case .accepted, .decide: leavesNewsOut
        case .refusal: true
        case .prepare, .promise, .accept: false
        }
      },
      essence: { node in
        let essence = withoutWhatIsOver(node)
        return focus.map { essence.focused(on: $0) } ?? essence
      },
      gist: { message in focus.map { message.focused(on: $0) } ?? message },
      stages: stages)
  }

  /// Whether quorums meet and every acceptor remembers the votes that the ledger says it cast, or later ones.
  private func keepsVotes(_ world: World<MultiPaxos>) -> Bool {
    guard cluster.quorums.meet(among: cluster.acceptors.count) else { return false }
    return world.ledger.tallies.allSatisfy { tally in
      tally.voters.allSatisfy { world[$0].acceptor.log[tally.slot].map { $0.ballot >= tally.vote.ballot } ?? false }
    }
  }

  private func isSpent(
    _ message: Message, from sender: NodeID, at receiver: Node, _ learnersRemember: Bool
  ) -> Bool {
    let promised = receiver.acceptor.promised
    switch message {
    case .prepare(let ballot, _): return promised.map { ballot <= $0 } ?? false
    case .accept(_, let vote): return promised.map { vote.ballot < $0 } ?? false
    case .promise(let ballot, _, _): return receiver.proposer.hasNoUse(forPromiseIn: ballot, of: sender)
    case .accepted(let slot, let vote):
      switch options.learning {
      case .proposer: return receiver.proposer.hasNoUse(forVoteIn: vote.ballot, slot: slot, of: sender)
      case .acceptors: return learnersRemember && receiver.learner.hasNoUse(for: vote, slot: slot, of: sender)
      }
    case .decide(let ballot, let slot, _):
      return learnersRemember && receiver.learner.decided[slot] != nil && receiver.proposer.hasHeard(of: ballot)
    case .refusal: return true
    }
  }

  /// Whether a promise counts. It may as well be counted at once: the votes reported are compared and not put in order, and one that is
  /// better not counted need not have been made.
  private func countsNow(_ message: Message, _ receiver: Node) -> Bool {
    guard case .promise(let ballot, _, _) = message else { return false }
    return receiver.proposer.ballot == ballot && receiver.proposer.role == .candidate
  }

  /// Who has promised matters until enough have.
  private func withoutWhatIsOver(_ node: Node) -> Node {
    var essence = node
    if node.proposer.role != .candidate { essence.proposer.promises = [] }
    return essence
  }
}

// MARK: - One ballot after the other

extension MultiPaxos {
  /// Phase 1 and phase 2 of each ballot, for all slots. Who hears of a higher ballot than its own has no more part in it; clients ask, and
  /// decisions arrive, at any time.
  private func stages(from world: World<MultiPaxos>, within bounds: Bounds) -> Stages<MultiPaxos>? {
    let promised = cluster.acceptors.map { world[$0].acceptor.promised }
    guard let later = bounds.ballots(of: cluster, promised: promised, quorum: cluster.quorums.phase1) else {
      return nil
    }
    let begun = world.inFlight.compactMap { stage(of: $0.message)?.ballot } + world.nodes.compactMap(\.proposer.ballot)
    let heard = cluster.nodes.map { id in
      // Who restarts forgets what it has heard, but not what its acceptor has promised.
      max(bounds.crashes > 0 ? 0 : world[id].proposer.seen, world[id].acceptor.promised?.round ?? 0)
    }
    return Stages(
      of: (begun + later).flatMap { [Stage($0), Stage($0, phase: 2)] },
      ofMessage: { stage(of: $0) },
      ofEvent: { event, _, node in
        guard case .timeout = event else { return nil }
        return node.proposer.ballot.map { Stage($0) }
      },
      node: { id, node, stage in
        var later = node
        goOn(to: stage, having: heard, at: id, &later)
        return later
      },
      disk: { id, disk, stage in
        var node = boot(id, from: disk)
        goOn(to: stage, having: heard, at: id, &node)
        return persistent(node)
      })
  }

  private func stage(of message: Message) -> Stage? {
    switch message {
    case .prepare(let ballot, _), .promise(let ballot, _, _): Stage(ballot)
    case .accept(_, let vote): Stage(vote.ballot, phase: 2)
    case .accepted(_, let vote): options.learning == .proposer ? Stage(vote.ballot, phase: 2) : nil
    case .refusal, .decide: nil
    }
  }

  /// As in `Paxos`. Whom a client asks after its ballot is over keeps the request for the next one.
  private func goOn(to stage: Stage, having heard: [Int], at id: NodeID, _ node: inout Node) {
    if cluster.proposers.contains(id) {
      node.proposer.goOn(to: stage, having: heard[Int(id.index)], cluster[id].number)
    }
    node.acceptor.promised = stage.binding(node.acceptor.promised)
  }
}

extension MultiPaxos.Proposer {
  fileprivate mutating func goOn(to stage: Stage, having heard: Int, _ number: Int) {
    if let ballot, Stage(ballot) >= stage || ballot == stage.ballot && role == .leader { return }
    let known = heard > 0 ? Ballot(round: heard, proposer: number) : nil
    let last = [ballot, known, stage.lastBallot(ofProposer: number)].compactMap(\.self).max()
    let requests = requests
    self = MultiPaxos.Proposer(ballot: last)
    self.requests = requests
  }

  fileprivate func hasNoUse(forPromiseIn ballot: Ballot, of acceptor: NodeID) -> Bool {
    guard let present = self.ballot, ballot <= present else { return false }
    return ballot < present || role != .candidate || promises.contains(acceptor)
  }

  /// A leader asks for votes in each slot once, in the order of the slots.
  fileprivate func hasNoUse(forVoteIn ballot: Ballot, slot: Int, of acceptor: NodeID) -> Bool {
    guard let present = self.ballot, ballot <= present else { return false }
    if ballot < present || role == .follower { return true }
    guard role == .leader else { return false }
    return asking[slot].map { $0.voters.contains(acceptor) } ?? (slot < nextSlot)
  }

  /// Whether a ballot tells it nothing new, now and later: those that it opens itself will be higher.
  fileprivate func hasHeard(of other: Ballot) -> Bool {
    guard seen >= other.round else { return false }
    return role == .follower || ballot.map { other <= $0 } ?? false
  }
}

extension MultiPaxos.Learner {
  fileprivate func hasNoUse(for vote: Vote, slot: Int, of acceptor: NodeID) -> Bool {
    decided[slot] != nil || votes.contains { $0.slot == slot && $0.vote == vote && $0.voters.contains(acceptor) }
  }
}

// MARK: - One slot alone

// What a search for the values of one slot may forget about all others, where it leaves news out and nobody crashes. Of the other slots matters
// alone which is the highest that somebody voted in: a new leader fills the holes below it, and clients get the slots above it.
// All that lie behind the slot in question are one; what was voted for in them is no matter.

extension MultiPaxos.Node {
  fileprivate func focused(on slot: Int) -> MultiPaxos.Node {
    var essence = self
    essence.acceptor.log = acceptor.log.focused(on: slot) { _ in .elsewhere }
    essence.proposer.reports = proposer.reports.focused(on: slot) { _ in
      MultiPaxos.Proposer.Report(vote: .elsewhere, reporters: [])
    }
    if let report = essence.proposer.reports[slot] {
      essence.proposer.reports[slot] = MultiPaxos.Proposer.Report(vote: report.vote, reporters: [])
    }
    essence.proposer.asking = Slots()
    essence.proposer.nextSlot = min(proposer.nextSlot, slot + 1)
    return essence
  }
}

extension MultiPaxos.Message {
  fileprivate func focused(on slot: Int) -> MultiPaxos.Message {
    switch self {
    case .promise(let ballot, let votes, _):
      .promise(ballot, votes: votes.focused(on: slot) { _ in .elsewhere }, known: 0)
    case .accept(let other, let vote) where other != slot:
      .accept(slot: min(other, slot + 1), Vote(vote.ballot, MultiPaxos.noop))
    case .prepare, .accept, .accepted, .refusal, .decide: self
    }
  }
}

extension Vote {
  /// A vote in a slot that is not in question.
  fileprivate static var elsewhere: Vote { Vote(Ballot(round: 0, proposer: 0), MultiPaxos.noop) }
}

extension Slots {
  /// A slot with its content, and the highest one, of which it matters only that it is there; if it lies behind the slot, how
  /// far is no matter.
  fileprivate func focused(on slot: Int, _ simplify: (Content) -> Content) -> Slots {
    var rest = Slots()
    if let content = self[slot] { rest[slot] = content }
    if let last = entries.last, last.slot != slot { rest[Swift.min(last.slot, slot + 1)] = simplify(last.content) }
    return rest
  }
}
