extension Paxos {
  /// What no decision depends on, where ballots and promises only go up: no disk is lost and no rule replaced.
  ///
  /// Refusals are left out. A proposer that is refused stops, as it may anyway, or opens its next ballot, as its timer may make it;
  /// where refusals make it skip rounds, its timer rings once for each.
  package func relaxation(within bounds: Bounds) -> Relaxation<Paxos>? {
    guard !isMutated, bounds.crashes <= 0 || bounds.amnesia == .nothing else { return nil }
    // A learner that restarts learns again, and may then need what it has heard before.
    let learnersRemember = bounds.crashes <= 0
    // A request may change what a proposer asks for between a promise and its arrival.
    let countsAtOnce = bounds.requests.isEmpty
    return Relaxation(
      fate: { message, sender, receiver in
        fate(of: message, from: sender, at: receiver, countsAtOnce: countsAtOnce, learnersRemember: learnersRemember)
      },
      isLeftOut: { if case .refusal = $0 { true } else { false } },
      isBeginning: { id, node in countsAtOnce && isBeginning(id, node) },
      essence: { withoutWhatIsOver($0) })
  }

  /// A promise that is counted in time may be counted at once, and one that is not need not have been made, because an acceptor with a
  /// lower promise can do whatever one with a higher promise can (as in `reduction(within:)`); a vote that is counted
  /// late, or never, may be counted at once, too, because to know of it takes nothing away.
  private func fate(
    of message: Message, from sender: NodeID, at receiver: Node, countsAtOnce: Bool, learnersRemember: Bool
  ) -> Fate {
    func fate(_ isSpent: Bool, isUrgent: Bool = false) -> Fate { isSpent ? .spent : isUrgent ? .urgent : .open }
    let promised = receiver.acceptor.promised
    switch message {
    case .prepare(let ballot): return fate(promised.map { ballot <= $0 } ?? false)
    case .accept(let vote): return fate(promised.map { vote.ballot < $0 } ?? false)
    case .promise(let ballot, _):
      let isPresent = receiver.proposer.ballot == ballot
      return fate(receiver.proposer.hasNoUse(forPromiseIn: ballot, of: sender), isUrgent: isPresent && countsAtOnce)
    case .accepted(let vote):
      guard options.learning == .proposer else {
        let isKnown = receiver.learner.hasNoUse(for: vote, of: sender)
        return isKnown ? fate(learnersRemember) : .urgent
      }
      let isAsking = receiver.proposer.ballot == vote.ballot && receiver.proposer.phase == .asking
      return fate(receiver.proposer.hasNoUse(forVoteIn: vote.ballot, of: sender), isUrgent: isAsking)
    case .decide:
      let isKnown = receiver.learner.decided != nil
      return isKnown ? fate(learnersRemember) : .urgent
    case .refusal: return .spent
    }
  }

  /// A proposer that is done with its ballot, whatever the reason, can do nothing but open the next one. Which acceptors have promised
  /// matters until enough have; who votes is its business only where it tells the learners.
  private func withoutWhatIsOver(_ node: Node) -> Node {
    var essence = node
    essence.proposer.refusals = []
    switch node.proposer.phase {
    case .preparing: break
    case .waiting: essence.proposer.promises = []
    case .asking where options.learning == .proposer:
      essence.proposer.promises = []
      essence.proposer.reports = []
    case .asking, .idle, .blocked, .decided:
      essence.proposer = Proposer(wish: node.proposer.wish, ballot: node.proposer.ballot)
      essence.proposer.seen = node.proposer.seen
    }
    return essence
  }
}

extension Paxos.Proposer {
  fileprivate func hasNoUse(forPromiseIn ballot: Ballot, of acceptor: NodeID) -> Bool {
    guard let present = self.ballot, ballot <= present else { return false }
    return ballot < present || phase != .preparing || promises.contains(acceptor)
  }

  fileprivate func hasNoUse(forVoteIn ballot: Ballot, of acceptor: NodeID) -> Bool {
    guard let present = self.ballot, ballot <= present else { return false }
    return ballot < present || [.idle, .blocked, .decided].contains(phase) || votes.contains(acceptor)
  }
}

extension Paxos.Learner {
  fileprivate func hasNoUse(for vote: Vote, of acceptor: NodeID) -> Bool {
    decided != nil || votes.contains { $0.vote == vote && $0.voters.contains(acceptor) }
  }
}
