extension Raft {
  /// What no log depends on, where terms only go up: no disk is lost and no rule replaced.
  ///
  /// Refusals that tell of a higher term are left out. In their place any server may at any time learn that a term has begun
  /// which the bounds allow for: it does not matter from whom (§5.1).
  package func relaxation(within bounds: Bounds) -> Relaxation<Raft>? {
    guard !isMutated, bounds.crashes <= 0 || bounds.amnesia == .nothing, bounds.rounds <= Self.maximumRelaxedTerms
    else {
      return nil
    }
    return Relaxation(
      fate: { message, sender, receiver in Self.isSpent(message, from: sender, at: receiver) ? .spent : .open },
      isLeftOut: { message in
        switch message {
        case .vote(_, _, let voteGranted): !voteGranted
        case .appendReply(let ballot, let term, _, let matchIndex): matchIndex == nil && term > ballot.round
        case .requestVote, .appendEntries: false
        }
      },
      unsent: { id, node in
        guard let other = others(id).first(where: { _ in true }), node.currentTerm < bounds.rounds else { return [] }
        return (node.currentTerm + 1...bounds.rounds).map { term in
          Relaxation.Unsent(.vote(ballot(node, id), term: term, voteGranted: false), from: other)
        }
      },
      essence: Self.relaxedEssence)
  }

  /// Each is one more step in each state.
  private static var maximumRelaxedTerms: Int { 64 }

  /// Requests of lower terms are refused, and so is a candidate where the vote of its term was given to another. Replies
  /// matter in the term in which they were asked for, until they tell nothing new; who no longer is a candidate, or leader, does
  /// not become one again in its term.
  private static func isSpent(_ message: Message, from sender: NodeID, at receiver: Node) -> Bool {
    let present = receiver.currentTerm
    switch message {
    case .requestVote(let ballot, _, _):
      let isTaken = receiver.votedFor.map { $0 != sender } ?? false
      return ballot.round < present || ballot.round == present && isTaken
    case .vote(let ballot, let term, _):
      guard max(ballot.round, term) <= present else { return false }
      return ballot.round < present || receiver.role != .candidate || receiver.votes.contains(sender)
    case .appendEntries(let ballot, _, _, _, _): return ballot.round < present
    case .appendReply(let ballot, let term, _, let matchIndex):
      guard max(ballot.round, term) <= present else { return false }
      guard ballot.round == present, receiver.role == .leader else { return true }
      return matchIndex.map { $0 <= receiver.matchIndex[Int(sender.index)] } ?? false
    }
  }

  /// No rule asks who leads, nor, where timers may always ring, what was told.
  private static func relaxedEssence(_ node: Node) -> Node {
    var essence = node
    essence.leader = nil
    essence.toldCommit = 0
    return essence
  }
}
