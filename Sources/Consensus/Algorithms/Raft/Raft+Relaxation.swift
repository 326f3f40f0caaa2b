extension Raft {
  /// What no log depends on, where terms only go up: no disk is lost and no rule for that replaced.
  ///
  /// Refusals that tell of a higher term are left out. Who would have heard of a term only by one can do in that term whatever it can do
  /// without having heard of it, except to begin it, which it need not. In a shortest run it may be quicker to hear of a term that is far ahead
  /// than to begin all terms before it.
  package func relaxation(
    for concern: Concern, from world: World<Raft>, within bounds: Bounds
  ) -> Relaxation<Raft>? {
    guard !mutations.contains(where: \.mixesTerms), bounds.crashes <= 0 || bounds.amnesia == .nothing else {
      return nil
    }
    let isShortest = concern == .shortestRun
    if isShortest && world.nodes.contains(where: { bounds.rounds > Self.highestTerm(begunFrom: $0.currentTerm) }) {
      return nil
    }
    guard let stages = stages(from: world, within: bounds, skipping: !isShortest) else { return nil }
    let isAboutCommits = [.invariants, .shortestRun].contains(concern)
    return Relaxation(
      fate: { message, sender, receiver in Self.isSpent(message, from: sender, at: receiver) ? .spent : .open },
      isLeftOut: { message in
        switch message {
        case .vote(let ballot, let term, let voteGranted): !voteGranted && !(isShortest && term > ballot.round)
        case .appendReply(let ballot, let term, _, let matchIndex):
          matchIndex == nil && term > ballot.round && !isShortest
        case .requestVote, .appendEntries: false
        }
      },
      essence: { Self.essence(of: $0, isAboutCommits) },
      // The news of commits commits nothing.
      gist: { isAboutCommits ? $0 : $0.withoutCommits },
      stages: stages,
      keepsMessages: !isShortest)
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
  private static func essence(of node: Node, _ isAboutCommits: Bool) -> Node {
    var essence = node
    if !isAboutCommits { essence.commitIndex = 0 }
    essence.leader = nil
    essence.toldCommit = 0
    return essence
  }

  /// Term after term: a server's term never goes down, and a message of a lower term than its receiver's does nothing but be
  /// refused.
  ///
  /// `skipsTerms`: who has not begun a term in time may be said to have begun it, and nobody heard of it. Else it begins none before it
  /// hears of one, because every step counts.
  private func stages(from world: World<Raft>, within bounds: Bounds, skipping skipsTerms: Bool) -> Stages<Raft>? {
    guard let ballots = bounds.ballots(of: cluster) else { return nil }
    let terms = world.inFlight.map { $0.message.term } + world.nodes.map(\.currentTerm) + ballots.map(\.round)
    return Stages(
      of: Set(terms).map(Self.stage(ofTerm:)),
      ofMessage: { Self.stage(ofTerm: $0.term) },
      ofEvent: { _, _, node in Self.stage(ofTerm: node.currentTerm) },
      node: { _, node, stage in
        var later = node
        later.goOn(to: stage.ballot.round, skipsTerms)
        return later
      },
      disk: { id, disk, stage in
        var node = boot(id, from: disk)
        node.goOn(to: stage.ballot.round, skipsTerms)
        return persistent(node)
      })
  }

  /// Up to this term it is never quicker to hear of one than to begin one after the other: a refusal and its arrival are two steps,
  /// after which the next term can begin; and who has begun none has sent nothing that could be refused.
  private static func highestTerm(begunFrom term: Int) -> Int { max(term, 1) + 3 }

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
  /// Whatever it was in lower terms, it is nothing any more. It can begin the next one if it has begun or heard of all before, or is said
  /// to have; but a leader's timer begins none: it has to hear of one first.
  fileprivate mutating func goOn(to term: Int, _ skipsTerms: Bool) {
    guard currentTerm < term else { return }
    let hasLed = role == .leader && currentTerm == term - 1
    if skipsTerms && !hasLed { adopt(term - 1) }
    becomeFollower()
    votedFor = nil
    // All that cannot begin the next one are one.
    if currentTerm < term - 1 || hasLed { currentTerm = 0 }
  }
}
