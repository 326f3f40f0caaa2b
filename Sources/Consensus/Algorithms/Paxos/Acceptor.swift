extension Paxos {
  /// What an acceptor remembers (§2.2: "an acceptor needs to remember only the highest-numbered proposal that it has
  /// ever accepted and the number of the highest-numbered prepare request to which it has responded"). All on disk.
  package struct Acceptor: Hashable, Sendable {
    package var promised: Ballot?
    package var accepted: Vote?
  }

  // Phase 1b. Promise, if the ballot is higher than any promised before; report the last vote.
  func answerPrepare(
    _ ballot: Ballot, from proposer: NodeID, _ node: inout Node, _ effects: inout Effects<Paxos>
  ) -> Rule {
    guard rules.mayPromise(ballot, node.acceptor) else {
      refuse(ballot, of: .one, to: proposer, node, &effects)
      return .refusesToPromise
    }
    let lastVote = node.acceptor.accepted
    rules.promise(ballot, &node.acceptor)
    effects.write(persistent(node))
    effects.announce(.promise(ballot))
    announceBinding(node.acceptor, &effects)
    effects.send(.promise(ballot, accepted: lastVote), to: proposer)
    return .promises
  }

  // Phase 2b. Vote, unless a higher ballot has been promised.
  func answerAccept(
    _ vote: Vote, from proposer: NodeID, _ node: inout Node, _ effects: inout Effects<Paxos>
  ) -> Rule {
    guard rules.mayVote(vote, node.acceptor) else {
      refuse(vote.ballot, of: .two, to: proposer, node, &effects)
      return .refusesToVote
    }
    rules.vote(vote, &node.acceptor)
    effects.write(persistent(node))
    effects.announce(.vote(slot: 1, vote))
    announceBinding(node.acceptor, &effects)
    switch options.learning {
    case .acceptors: effects.send(.accepted(vote), to: cluster.learners)
    case .proposer: effects.send(.accepted(vote), to: proposer)
    }
    return .votes
  }

  private func announceBinding(_ acceptor: Acceptor, _ effects: inout Effects<Paxos>) {
    if let promised = acceptor.promised { effects.announce(.bind(promised)) }
  }

  private func refuse(
    _ ballot: Ballot, of phase: Phase, to proposer: NodeID, _ node: Node, _ effects: inout Effects<Paxos>
  ) {
    effects.announce(.refuse(ballot))
    guard options.refusals, let promised = node.acceptor.promised else { return }
    effects.send(.refusal(ballot, promised: promised, of: phase), to: proposer)
  }
}
