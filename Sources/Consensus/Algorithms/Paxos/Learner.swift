extension Paxos {
  /// What a learner knows (§2.3). None of it is on disk: a learner that restarts learns again.
  package struct Learner: Hashable, Sendable {
    /// Who has voted for what, as far as it has heard, sorted by ballot. Empty again once it has decided.
    package var votes: [Counted] = []
    package var decided: Value?

    package struct Counted: Hashable, Sendable {
      package let vote: Vote
      package var voters: NodeSet
    }
  }

  // §2.3. A value is chosen when a quorum has voted for it in one ballot.
  func learnVote(
    _ vote: Vote, from acceptor: NodeID, _ node: inout Node, _ effects: inout Effects<Paxos>
  ) -> Rule {
    guard node.learner.decided == nil else { return .ignoresAKnownDecision }
    let counted = rules.countedAs(vote)
    let place = node.learner.votes.place { $0.vote < counted }
    if place == node.learner.votes.endIndex || node.learner.votes[place].vote != counted {
      node.learner.votes.insert(Learner.Counted(vote: counted, voters: []), at: place)
    }
    guard node.learner.votes[place].voters.insert(acceptor) else { return .ignoresAKnownVote }
    let needed = rules.votesToDecide(electorate(of: node))
    guard node.learner.votes[place].voters.count >= needed else { return .learnsAVote }
    decide(vote.value, &node, &effects)
    return .decides
  }

  // A distinguished learner tells the others.
  func learnDecision(_ vote: Vote, _ node: inout Node, _ effects: inout Effects<Paxos>) -> Rule {
    guard node.learner.decided == nil else { return .ignoresAKnownDecision }
    decide(vote.value, &node, &effects)
    return .decides
  }

  private func decide(_ value: Value, _ node: inout Node, _ effects: inout Effects<Paxos>) {
    node.learner = Learner(decided: value)
    effects.announce(.decide(slot: 1, value))
  }
}
