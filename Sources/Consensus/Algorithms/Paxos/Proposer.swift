extension Paxos {
  /// What a proposer knows of its present ballot. Only the ballot itself is on disk (§2.5: a proposer "remembers in
  /// stable storage the highest-numbered proposal it has tried to issue").
  package struct Proposer: Hashable, Sendable {
    package enum Phase: Hashable, Sendable {
      /// No ballot is open, or a restart has lost what was known of it.
      case idle
      /// Phase 1: collects promises.
      case preparing
      /// A quorum has promised, nothing was reported, and there is no value to propose.
      case waiting
      /// Phase 2: has asked for votes.
      case asking
      /// A quorum can no longer grant the ballot; waits for its timer.
      case blocked
      /// Has counted a quorum of votes.
      case decided
    }

    /// The value that the scenario or a client wants it to propose.
    package var wish: Value?
    /// The ballot that it opened last.
    package var ballot: Ballot?
    package var phase = Phase.idle
    /// The acceptors whose promises it has counted.
    package var promises: NodeSet = []
    /// The reported votes that matter for its choice; under the paper's rule only the one with the highest ballot.
    package var reports: [Vote] = []
    /// The value that it asks votes for.
    package var proposal: Value?
    /// The acceptors whose votes it has counted (`learning proposer`).
    package var votes: NodeSet = []
    /// The acceptors that have refused its request of this phase.
    package var refusals: NodeSet = []
    /// The highest round that it has heard of.
    package var seen = 0

    package init(wish: Value?, ballot: Ballot?) {
      self.wish = wish
      self.ballot = ballot
      seen = ballot?.round ?? 0
    }

    /// Forgets all that a new ballot makes meaningless.
    mutating func open(_ ballot: Ballot) {
      let known = seen
      self = Proposer(wish: wish, ballot: ballot)
      seen = max(known, ballot.round)
      phase = .preparing
    }

    mutating func hear(of ballot: Ballot) { seen = max(seen, ballot.round) }
  }

  func takeRequest(_ value: Value, _ node: inout Node, _ effects: inout Effects<Paxos>) -> Rule {
    node.proposer.wish = value
    // The value is all that phase 2 was waiting for.
    return node.proposer.phase == .waiting ? askForVotes(&node, &effects) : .takesARequest
  }

  // Phase 1a. Choose a new ballot and ask all acceptors to follow it.
  func openBallot(
    round: Int?, at id: NodeID, _ node: inout Node, _ effects: inout Effects<Paxos>
  ) -> Rule {
    // A server has seen the ballots that its own acceptor has promised.
    if let promised = node.acceptor.promised { node.proposer.hear(of: promised) }
    let ballot = Ballot(round: round ?? node.proposer.seen + 1, proposer: cluster[id].number)
    node.proposer.open(ballot)
    effects.write(persistent(node))
    effects.announce(.open(ballot))
    if rules.skipsPhase1 {
      return askForVotes(&node, &effects)
    }
    effects.send(.prepare(ballot), to: cluster.acceptors)
    return .opensABallot
  }

  // Phase 2a begins with the promise that completes a quorum.
  func countPromise(
    _ ballot: Ballot, _ accepted: Vote?, from acceptor: NodeID, at id: NodeID, _ node: inout Node,
    _ effects: inout Effects<Paxos>
  ) -> Rule {
    guard rules.countsPromise(ballot, node.proposer) else { return .ignoresAStalePromise }
    guard !node.proposer.promises.contains(acceptor) else { return .ignoresARepeatedPromise }
    guard node.proposer.phase == .preparing else { return .ignoresALatePromise }
    node.proposer.promises.insert(acceptor)
    node.proposer.refusals.remove(acceptor)
    if let accepted { rules.remember(accepted, &node.proposer.reports) }
    guard node.proposer.promises.count >= electorate(of: node).quorums.phase1 else { return .countsAPromise }
    return askForVotes(&node, &effects)
  }

  // Phase 2a. Ask for votes on the value of the highest-numbered vote reported, or on any value if there is none.
  private func askForVotes(_ node: inout Node, _ effects: inout Effects<Paxos>) -> Rule {
    guard let ballot = node.proposer.ballot else { return .waitsForAValue }
    let reported = rules.choose(node.proposer)
    guard let value = reported ?? node.proposer.wish else {
      node.proposer.phase = .waiting
      return .waitsForAValue
    }
    node.proposer.phase = .asking
    node.proposer.proposal = value
    node.proposer.refusals = []
    effects.announce(.ask(slot: 1, Vote(ballot, value)))
    if rules.decidesOnPromises { effects.announce(.decide(slot: 1, value)) }
    effects.send(.accept(Vote(ballot, value)), to: cluster.acceptors)
    return reported == nil ? .proposesItsOwnValue : .proposesAReportedValue
  }

  // §2.3, where the proposer is the distinguished learner of its own ballot.
  func countVote(
    _ vote: Vote, from acceptor: NodeID, at id: NodeID, _ node: inout Node, _ effects: inout Effects<Paxos>
  ) -> Rule {
    guard vote.ballot == node.proposer.ballot, node.proposer.proposal == vote.value else { return .ignoresAStaleVote }
    guard !node.proposer.votes.contains(acceptor) else { return .ignoresARepeatedVote }
    guard node.proposer.phase == .asking else { return .ignoresALateVote }
    node.proposer.votes.insert(acceptor)
    node.proposer.refusals.remove(acceptor)
    guard node.proposer.votes.count >= rules.votesToDecide(electorate(of: node)) else { return .countsAVote }
    node.proposer.phase = .decided
    effects.announce(.decide(slot: 1, vote.value))
    effects.send(.decide(vote), to: cluster.learners)
    return .announcesTheDecision
  }

  // The end of §2.2. A proposer that learns of a higher ballot should abandon its own.
  func countRefusal(
    _ ballot: Ballot, promised: Ballot, of phase: Phase, from acceptor: NodeID, at id: NodeID, _ node: inout Node,
    _ effects: inout Effects<Paxos>
  ) -> Rule {
    node.proposer.hear(of: promised)
    guard ballot == node.proposer.ballot else { return .ignoresAStaleRefusal }
    guard node.proposer.phase == (phase == .one ? .preparing : .asking) else { return .ignoresALateRefusal }
    let granted = phase == .one ? node.proposer.promises : node.proposer.votes
    let quorums = electorate(of: node).quorums
    let quorum = phase == .one ? quorums.phase1 : quorums.phase2
    guard !granted.contains(acceptor), node.proposer.refusals.insert(acceptor) else { return .ignoresARepeatedRefusal }
    guard cluster.acceptors.count - node.proposer.refusals.count < quorum else { return .countsARefusal }
    switch options.retry {
    case .byHand:
      node.proposer.phase = .blocked
      return .givesUpTheBallot
    case .onRefusals:
      _ = openBallot(round: nil, at: id, &node, &effects)
      return .opensTheNextBallot
    }
  }
}
