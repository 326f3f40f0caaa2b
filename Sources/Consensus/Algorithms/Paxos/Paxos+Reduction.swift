extension Paxos {
  /// What can no longer matter for what is chosen.
  ///
  /// All of it rests on one fact: an acceptor with a lower promise and the same vote can do whatever one with a higher
  /// promise can, and after the next promise or vote the two are equal. So a promise helps by being counted, or not at all.
  /// That ballots and promises only go up holds where no disk is lost and no rule for them is replaced; elsewhere this says nothing.
  package func reduction(within bounds: Bounds) -> Reduction<Paxos>? {
    guard keepsBallots, bounds.crashes <= 0 || bounds.amnesia == .nothing else { return nil }
    // A request may change what a proposer asks for between a promise and its arrival.
    let countsAtOnce = bounds.requests.isEmpty && bounds.duplicates <= 0
    return Reduction(
      fate: { message, sender, receiver in
        Self.fate(of: message, from: sender, at: receiver, countsAtOnce: countsAtOnce)
      },
      isWithdrawn: { message, sender in
        guard case .prepare(let ballot) = message, let present = sender.proposer.ballot else { return false }
        return ballot < present || ballot == present && sender.proposer.phase != .preparing
      },
      asksFor: { if case .accept(let vote) = $0 { vote.value } else { nil } },
      isBeginning: { id, node in countsAtOnce && isBeginning(id, node) },
      essence: Self.essence,
      floor: { $0.acceptor.promised },
      // Of whom a node needs promises is its own affair where a rule for that is replaced.
      acceptorsNeeded: isMutated ? 0 : cluster.quorums.phase1)
  }

  /// Between opening a ballot and the first promise a proposer does nothing, so the ballot might as well be opened right
  /// before; unless which ballot it is depends on what the node's own acceptor has promised.
  func isBeginning(_ id: NodeID, _ node: Node) -> Bool {
    cluster[id].roles.isDisjoint(with: .acceptor) && node.proposer.phase == .preparing && node.proposer.promises.isEmpty
  }

  /// A request below the promise is refused for good, and one for the vote that was cast last adds no vote.
  ///
  /// A promise counts only once, and only in phase 1 of the proposer's present ballot. There it may be counted at once: the
  /// votes reported are compared and not put in order, and a promise that is better not counted need not have been made.
  private static func fate(
    of message: Message, from sender: NodeID, at receiver: Node, countsAtOnce: Bool
  ) -> Fate {
    let promised = receiver.acceptor.promised
    switch message {
    case .prepare(let ballot): return promised.map { ballot <= $0 } ?? false ? .spent : .open
    case .accept(let vote):
      let isLate = promised.map { vote.ballot < $0 } ?? false
      return isLate || receiver.acceptor.accepted == vote ? .spent : .open
    case .promise(let ballot, _):
      guard let present = receiver.proposer.ballot, ballot <= present else { return .open }
      let counts =
        ballot == present && receiver.proposer.phase == .preparing && !receiver.proposer.promises.contains(sender)
      return counts ? (countsAtOnce ? .urgent : .open) : .spent
    case .accepted, .refusal, .decide: return .open
    }
  }

  /// A proposer that is neither in phase 1 nor waiting for a value can do nothing but open its next ballot. Votes and
  /// refusals that it has counted change no vote, and neither does what a learner knows.
  private static func essence(_ node: Node) -> Node {
    var essence = node
    essence.learner = Learner()
    essence.proposer.votes = []
    essence.proposer.refusals = []
    essence.proposer.proposal = nil
    switch node.proposer.phase {
    case .preparing: break
    case .waiting: essence.proposer.promises = []
    case .idle, .asking, .blocked, .decided:
      essence.proposer.phase = .idle
      essence.proposer.promises = []
      essence.proposer.reports = []
    }
    return essence
  }
}
