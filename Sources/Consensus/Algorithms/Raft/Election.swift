// Leader election: §5.2 and §5.4.1.
extension Raft {
  // Candidates (§5.2). "On conversion to candidate, start election: increment currentTerm, vote for self, […] send
  // RequestVote RPCs to all other servers." A candidate whose timer rings again starts a new election.
  func startElection(term: Int?, at id: NodeID, _ node: inout Node, _ effects: inout Effects<Raft>) -> Rule {
    node.adopt(term ?? node.currentTerm + 1)
    node.role = .candidate
    node.votedFor = id
    node.votes = [id]
    effects.write(persistent(node))
    effects.announce(.open(ballot(node, id)))
    effects.announce(.promise(ballot(node, id)))
    effects.announce(.follow)
    guard node.votes.count < cluster.quorums.phase1 else { return lead(at: id, &node, &effects) }
    let last = node.log.end
    effects.send(
      .requestVote(ballot(node, id), lastLogIndex: last.index, lastLogTerm: last.term), to: others(id))
    return .startsAnElection
  }

  // RequestVote RPC, receiver implementation.
  func answerRequestVote(
    _ ballot: Ballot, _ lastLog: LogEnd, from candidate: NodeID, _ node: inout Node, _ effects: inout Effects<Raft>
  ) -> Rule {
    // 1. "Reply false if term < currentTerm (§5.1)."
    guard ballot.round >= node.currentTerm else {
      return refuseVote(ballot, to: candidate, &node, &effects, because: .refusesAStaleCandidate)
    }
    node.adopt(ballot.round)
    // 2. "If votedFor is null or candidateId, and candidate's log is at least as up-to-date as receiver's log, grant
    // vote (§5.2, §5.4)."
    guard rules.hasAVote(for: candidate, node) else {
      return refuseVote(ballot, to: candidate, &node, &effects, because: .refusesASecondVote)
    }
    guard rules.isUpToDate(lastLog, node.log.end) else {
      return refuseVote(ballot, to: candidate, &node, &effects, because: .refusesAnOutdatedLog)
    }
    let isRepeated = node.votedFor == candidate
    node.votedFor = candidate
    effects.write(persistent(node))
    effects.announce(.promise(ballot))
    if node.role == .follower { effects.announce(.follow) }
    effects.send(.vote(ballot, term: node.currentTerm, voteGranted: true), to: candidate)
    return isRepeated ? .repeatsItsVote : .grantsItsVote
  }

  private func refuseVote(
    _ ballot: Ballot, to candidate: NodeID, _ node: inout Node, _ effects: inout Effects<Raft>, because rule: Rule
  ) -> Rule {
    effects.write(persistent(node))
    effects.announce(.refuse(ballot))
    if node.role == .follower { effects.announce(.follow) }
    effects.send(.vote(ballot, term: node.currentTerm, voteGranted: false), to: candidate)
    return rule
  }

  // Candidates (§5.2). "If votes received from majority of servers: become leader."
  func countVote(
    _ ballot: Ballot, term: Int, _ voteGranted: Bool, from voter: NodeID, at id: NodeID, _ node: inout Node,
    _ effects: inout Effects<Raft>
  ) -> Rule {
    guard term <= node.currentTerm else { return stepDown(to: term, &node, &effects) }
    guard ballot.round == node.currentTerm else { return .ignoresAStaleVote }
    guard node.role == .candidate else { return .ignoresALateVote }
    guard voteGranted else { return .hearsARefusal }
    guard node.votes.insert(voter) else { return .ignoresARepeatedVote }
    guard node.votes.count >= cluster.quorums.phase1 else { return .countsAVote }
    return lead(at: id, &node, &effects)
  }

  // Leaders. "Upon election: send initial empty AppendEntries RPCs (heartbeat) to each server." nextIndex is
  // "initialized to leader last log index + 1", matchIndex "to 0".
  private func lead(at id: NodeID, _ node: inout Node, _ effects: inout Effects<Raft>) -> Rule {
    node.role = .leader
    node.votes = []
    node.leader = id
    node.nextIndex = Array(repeating: node.log.count + 1, count: cluster.members.count)
    node.matchIndex = Array(repeating: 0, count: cluster.members.count)
    effects.announce(.log(node.log))
    effects.announce(.lead(ballot(node, id)))
    sendEntries(to: others(id), at: id, &node, &effects)
    return .winsTheElection
  }

  // All servers (§5.1), where a reply says so.
  func stepDown(to term: Int, _ node: inout Node, _ effects: inout Effects<Raft>) -> Rule {
    node.adopt(term)
    effects.write(persistent(node))
    effects.announce(.follow)
    return .stepsDown
  }
}
