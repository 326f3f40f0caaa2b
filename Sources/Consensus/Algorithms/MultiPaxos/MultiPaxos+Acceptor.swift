extension MultiPaxos {
  /// What an acceptor remembers: one promise for all slots, and in each slot the vote that it cast last. All on disk.
  package struct Acceptor: Hashable, Sendable {
    package var promised: Ballot?
    package var log = Slots<Vote>()
  }

  // Phase 1b. Promise, for all slots, if the ballot is higher than any promised before; report the last votes (§3: the
  // acceptor answers for all instances in one message).
  func answerPrepare(
    _ ballot: Ballot, from first: Int, of proposer: NodeID, _ node: inout Node, _ effects: inout Effects<MultiPaxos>
  ) -> Rule {
    guard rules.mayPromise(ballot, node.acceptor) else {
      refuse(ballot, slot: nil, to: proposer, node, &effects)
      return .refusesToPromise
    }
    let votes = node.acceptor.log.from(first)
    rules.promise(ballot, &node.acceptor)
    node.proposer.hear(of: ballot)
    effects.write(persistent(node))
    effects.announce(.promise(ballot))
    announceBinding(node.acceptor, &effects)
    effects.send(.promise(ballot, votes: votes, known: min(node.executed, first - 1)), to: proposer)
    return .promises
  }

  // Phase 2b. Vote, unless a higher ballot has been promised.
  func answerAccept(
    _ slot: Int, _ vote: Vote, from proposer: NodeID, _ node: inout Node, _ effects: inout Effects<MultiPaxos>
  ) -> Rule {
    guard rules.mayVote(slot, vote, node.acceptor) else {
      refuse(vote.ballot, slot: slot, to: proposer, node, &effects)
      return .refusesToVote
    }
    rules.vote(slot, vote, &node.acceptor)
    node.proposer.hear(of: vote.ballot)
    effects.write(persistent(node))
    effects.announce(.vote(slot: slot, vote))
    announceBinding(node.acceptor, &effects)
    switch options.learning {
    case .acceptors: effects.send(.accepted(slot: slot, vote), to: cluster.learners)
    case .proposer: effects.send(.accepted(slot: slot, vote), to: proposer)
    }
    return .votes
  }

  private func announceBinding(_ acceptor: Acceptor, _ effects: inout Effects<MultiPaxos>) {
    if let promised = acceptor.promised { effects.announce(.bind(promised)) }
  }

  private func refuse(
    _ ballot: Ballot, slot: Int?, to proposer: NodeID, _ node: Node, _ effects: inout Effects<MultiPaxos>
  ) {
    effects.announce(.refuse(ballot))
    guard options.refusals, let promised = node.acceptor.promised else { return }
    effects.send(.refusal(ballot, slot: slot, promised: promised), to: proposer)
  }
}
