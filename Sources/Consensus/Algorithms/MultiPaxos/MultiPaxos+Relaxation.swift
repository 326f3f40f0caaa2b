extension MultiPaxos {
  /// What no vote and no decision depends on, where ballots and promises only go up: no disk is lost and no rule replaced.
  ///
  /// Refusals are left out. In their place a proposer may at any time be preempted by the next ballot that is not its own; where a
  /// refusal makes it skip rounds, or try again at once, its timer may do the same.
  package func relaxation(within bounds: Bounds) -> Relaxation<MultiPaxos>? {
    guard !isMutated, bounds.crashes <= 0 || bounds.amnesia == .nothing else { return nil }
    // Who restarts learns again, and may then need what it has heard before.
    let learnersRemember = bounds.crashes <= 0
    return Relaxation(
      fate: { message, sender, receiver in
        isSpent(message, from: sender, at: receiver, learnersRemember) ? .spent : .open
      },
      isLeftOut: { if case .refusal = $0 { true } else { false } },
      // What a proposer does not know to be decided, a quorum of promises reports, and it asks for the same value once more.
      isNews: { message in
        switch message {
        case .accepted, .decide: true
        case .prepare, .promise, .accept, .refusal: false
        }
      },
      remembers: { node, slot, vote in node.acceptor.log[slot].map { $0.ballot >= vote.ballot } ?? false },
      focus: { Self.focus(on: $0) },
      unsent: { id, node in preemption(of: id, node, upTo: bounds.rounds) },
      essence: { withoutWhatIsOver($0) })
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

  /// A refusal that tells of the lowest ballot above the proposer's own one which another one could open.
  private func preemption(of id: NodeID, _ node: Node, upTo rounds: Int) -> [Relaxation<MultiPaxos>.Unsent] {
    guard node.proposer.role != .follower, let own = node.proposer.ballot else { return [] }
    let others = cluster.proposers.subtracting([id]).map { cluster[$0].number }
    guard let lowest = others.min(), let highest = others.max() else { return [] }
    let next = Ballot(round: own.round, proposer: highest)
    let preempting = own < next ? next : Ballot(round: own.round + 1, proposer: lowest)
    guard preempting.round <= rounds, let acceptor = cluster.acceptors.first(where: { _ in true }) else { return [] }
    let stale = Ballot(round: 0, proposer: 0)
    return [Relaxation.Unsent(.refusal(stale, slot: nil, promised: preempting), from: acceptor)]
  }

  /// Who has promised matters until enough have.
  private func withoutWhatIsOver(_ node: Node) -> Node {
    var essence = node
    if node.proposer.role != .candidate { essence.proposer.promises = [] }
    return essence
  }
}

extension MultiPaxos.Proposer {
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

extension MultiPaxos {
  /// Of the other slots matters alone which is the highest that somebody voted in: a new leader fills the holes below it, and clients
  /// get the slots above it. All that lie behind the slot in question are one; what was voted for in them is no matter.
  private static func focus(on slot: Int) -> Relaxation<MultiPaxos>.Focus {
    Relaxation.Focus(
      node: { node in
        var essence = node
        essence.acceptor.log = node.acceptor.log.focused(on: slot) { _ in elsewhere }
        essence.proposer.reports = node.proposer.reports.focused(on: slot) { _ in
          Proposer.Report(vote: elsewhere, reporters: [])
        }
        if let report = essence.proposer.reports[slot] {
          essence.proposer.reports[slot] = Proposer.Report(vote: report.vote, reporters: [])
        }
        essence.proposer.asking = Slots()
        essence.proposer.nextSlot = min(node.proposer.nextSlot, slot + 1)
        return essence
      },
      message: { message in
        switch message {
        case .promise(let ballot, let votes, _):
          .promise(ballot, votes: votes.focused(on: slot) { _ in elsewhere }, known: 0)
        case .accept(let other, let vote) where other != slot:
          .accept(slot: min(other, slot + 1), Vote(vote.ballot, noop))
        case .prepare, .accept, .accepted, .refusal, .decide: message
        }
      })
  }

  /// A vote in a slot that is not in question.
  private static var elsewhere: Vote { Vote(Ballot(round: 0, proposer: 0), noop) }
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
