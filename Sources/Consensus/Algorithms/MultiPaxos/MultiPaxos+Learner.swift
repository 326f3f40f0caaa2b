extension MultiPaxos {
  /// What a learner knows (§2.3), slot by slot. Proposers keep here what they count or are told. None of it is on disk:
  /// a node that restarts learns again.
  package struct Learner: Hashable, Sendable {
    /// Who has voted for what in slots that it has not decided, as far as it has heard, sorted by slot and vote.
    package var votes: [Counted] = []
    package var decided = Slots<Value>()

    package struct Counted: Hashable, Sendable {
      package let slot: Int
      package let vote: Vote
      package var voters: NodeSet
    }
  }

  // §2.3. A value is chosen when a quorum has voted for it in one ballot.
  func learnVote(
    _ slot: Int, _ vote: Vote, from acceptor: NodeID, _ node: inout Node, _ effects: inout Effects<MultiPaxos>
  ) -> Rule {
    guard node.learner.decided[slot] == nil else { return .ignoresAKnownDecision }
    let counted = rules.countedAs(vote)
    let place = node.learner.votes.place { ($0.slot, $0.vote) < (slot, counted) }
    let isNew =
      place == node.learner.votes.endIndex || node.learner.votes[place].slot != slot
      || node.learner.votes[place].vote != counted
    if isNew { node.learner.votes.insert(Learner.Counted(slot: slot, vote: counted, voters: []), at: place) }
    guard node.learner.votes[place].voters.insert(acceptor) else { return .ignoresAKnownVote }
    guard node.learner.votes[place].voters.count >= rules.votesToDecide(cluster) else { return .learnsAVote }
    decide(slot, vote.value, &node, &effects)
    return .decides
  }

  // A distinguished learner tells the others.
  func learnDecision(
    _ ballot: Ballot, _ slot: Int, _ value: Value, _ node: inout Node, _ effects: inout Effects<MultiPaxos>
  ) -> Rule {
    node.proposer.hear(of: ballot)
    guard node.learner.decided[slot] == nil else { return .ignoresAKnownDecision }
    decide(slot, value, &node, &effects)
    return .decides
  }

  /// Knows from now on what is chosen in a slot; whoever waited for votes in it need not any more.
  func decide(_ slot: Int, _ value: Value, _ node: inout Node, _ effects: inout Effects<MultiPaxos>) {
    guard node.learner.decided[slot] == nil else { return }
    node.learner.decided[slot] = value
    node.learner.votes.removeAll { $0.slot == slot }
    node.proposer.asking[slot] = nil
    effects.announce(.decide(slot: slot, value))
  }
}
