extension Raft {
  /// What no log depends on, where terms only go up: no disk is lost and no rule replaced.
  ///
  /// Refusals that tell of a higher term are left out. Who would have heard of a term only by one can do in that term whatever it can do
  /// without having heard of it, except to begin it, which it need not.
  package func relaxation(
    for concern: Concern, from world: World<Raft>, within bounds: Bounds
  ) -> Relaxation<Raft>? {
    guard !isMutated, bounds.crashes <= 0 || bounds.amnesia == .nothing else { return nil }
    guard let stages = stages(from: world, within: bounds) else { return nil }
    return Relaxation(
      fate: { message, sender, receiver in Self.isSpent(message, from: sender, at: receiver) ? .spent : .open },
      isLeftOut: { message in
        switch message {
        case .vote(_, _, let voteGranted): !voteGranted
        case .appendReply(let ballot, let term, _, let matchIndex): matchIndex == nil && term > ballot.round
        case .requestVote, .appendEntries: false
        }
      },
      essence: { Self.essence(of: $0, concern) },
      // The news of commits commits nothing.
      gist: { concern == .invariants ? $0 : $0.withoutCommits },
      stages: stages)
  }

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

  /// No rule asks who leads, nor, where timers may always ring, what was told; nor does it change a log what is known to be committed.
  private static func essence(of node: Node, _ concern: Concern) -> Node {
    var essence = node
    if concern != .invariants { essence.commitIndex = 0 }
    essence.leader = nil
    essence.toldCommit = 0
    return essence
  }

  /// Term after term: a server's term never goes down, and a message of a lower term than its receiver's does nothing but be
  /// refused.
  private func stages(from world: World<Raft>, within bounds: Bounds) -> Stages<Raft>? {
    guard let ballots = bounds.ballots(of: cluster) else { return nil }
    let terms = world.inFlight.map { $0.message.term } + world.nodes.map(\.currentTerm) + ballots.map(\.round)
    return Stages(
      of: Set(terms).map(Self.stage(ofTerm:)),
      ofMessage: { Self.stage(ofTerm: $0.term) },
      ofEvent: { _, _, node in Self.stage(ofTerm: node.currentTerm) },
      node: { _, node, stage in
        var later = node
        later.goOn(to: stage.ballot.round)
        return later
      },
      disk: { id, disk, stage in
        var node = boot(id, from: disk)
        node.goOn(to: stage.ballot.round)
        return persistent(node)
      })
  }

  private static func stage(ofTerm term: Int) -> Stage { Stage(Ballot(round: term, proposer: 0)) }
}

extension Raft.Message {
  /// The term in which it does something: nobody of a lower term can send it.
  fileprivate var term: Int {
    switch self {
    case .requestVote(let ballot, _, _), .appendEntries(let ballot, _, _, _, _): ballot.round
    case .vote(let ballot, let term, _), .appendReply(let ballot, let term, _, _): max(ballot.round, term)
    }
  }

  fileprivate var withoutCommits: Raft.Message {
    guard case .appendEntries(let ballot, let prevLogIndex, let prevLogTerm, let entries, _) = self else { return self }
    return .appendEntries(
      ballot, prevLogIndex: prevLogIndex, prevLogTerm: prevLogTerm, entries: entries, leaderCommit: 0)
  }
}

extension Raft.Node {
  /// Whatever it was in lower terms, it is nothing any more; it can begin the next one, as if it had begun all before.
  fileprivate mutating func goOn(to term: Int) {
    if currentTerm < term { adopt(term - 1) }
    guard currentTerm < term else { return }
    becomeFollower()
    votedFor = nil
  }
}
