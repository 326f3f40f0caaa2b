extension World<Paxos> {
  /// Whether nothing but a vote's value can be chosen from here on, as can be seen without a search; whatever happened before, even if
  /// acceptors have lost their disks. `tallies` says who has voted for what.
  ///
  /// Acceptors that have voted for it, in its ballot or later, take part in every quorum. So no other value gets votes enough in a lower
  /// ballot, and a proposer of a later one is told, unless it has been, or is about to be, promised enough by those that did not tell.
  func isSettled(on vote: Vote, after tallies: [Ledger.Tally]) -> Bool {
    func isAgainst(_ other: Vote) -> Bool { other.ballot >= vote.ballot && other.value != vote.value }
    let rest = NodeSet(cluster.acceptors.filter { !self[$0].acceptor.isBound(by: vote) })
    return rest.count < min(cluster.quorums.phase1, cluster.quorums.phase2)
      && tallies.allSatisfy { $0.vote.value == vote.value || $0.voters.union(rest).count < cluster.quorums.phase2 }
      && nodes.allSatisfy { node in
        !(node.acceptor.accepted.map(isAgainst) ?? false) && !node.proposer.reports.contains(where: isAgainst)
      }
      && inFlight.allSatisfy { item in
        switch item.message {
        case .accept(let other): !isAgainst(other)
        case .promise(_, let report): !(report.map(isAgainst) ?? false)
        case .prepare, .accepted, .refusal, .decide: true
        }
      }
      && cluster.proposers.allSatisfy { mustAskFor(vote, $0, rest) }
  }

  /// Whether a proposer has no other value to ask for in its present ballot, unless that is a lower one.
  private func mustAskFor(_ vote: Vote, _ id: NodeID, _ rest: NodeSet) -> Bool {
    let proposer = self[id].proposer
    guard let ballot = proposer.ballot, ballot >= vote.ballot else { return true }
    switch proposer.phase {
    case .idle, .blocked, .decided: return true
    case .waiting: return false
    case .asking: return proposer.proposal == vote.value
    case .preparing:
      if proposer.reports.contains(where: { $0.ballot >= vote.ballot }) { return true }
      var promises = rest.union(proposer.promises)
      for item in inFlight where item.to == id {
        guard case .promise(ballot, let report) = item.message else { continue }
        if report.map({ $0.ballot < vote.ballot }) ?? true { promises.insert(item.from) }
      }
      return promises.count < cluster.quorums.phase1
    }
  }
}

extension Paxos.Acceptor {
  /// Whether it has cast a vote, or a later one for the same value, and keeps its promise.
  fileprivate func isBound(by vote: Vote) -> Bool {
    guard let accepted, let promised else { return false }
    return accepted.value == vote.value && min(accepted.ballot, promised) >= vote.ballot
  }
}
