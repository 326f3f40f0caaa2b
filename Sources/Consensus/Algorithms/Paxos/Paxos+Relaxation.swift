extension Paxos {
  /// What no decision depends on, where no disk is lost.
  ///
  /// Refusals are left out. A proposer that is refused stops, as it may anyway, or opens its next ballot, as its timer may make it;
  /// where refusals make it skip rounds, its timer rings once for each. Where decisions do not matter, what spreads the news of votes
  /// is left out, too: nobody votes because of it. Nor do they matter for a shortest run where deciding is the paper's, because whatever is
  /// decided was chosen before.
  ///
  /// Where a rule is replaced, what rests on it is not left out; each property of a mutation says what that is.
  package func relaxation(
    for concern: Concern, from world: World<Paxos>, within bounds: Bounds
  ) -> Relaxation<Paxos>? {
    guard bounds.crashes <= 0 || bounds.amnesia == .nothing else { return nil }
    let decidesByThePaper = !has(\.isAboutDeciding)
    if concern == .shortestRun {
      // A server opens its ballots before its own acceptor hears of others, which is not the order of a sorted run.
      let isServed = cluster.proposers.contains { cluster[$0].roles.contains(.acceptor) }
      guard decidesByThePaper, !isServed, bounds.requests.isEmpty else { return nil }
    }
    let isAboutVotes = concern != .invariants
    let habits = Habits(
      // A request may change what a proposer asks for between a promise and its arrival.
      countsAtOnce: bounds.requests.isEmpty && !has(\.keepsPromisesForLater),
      learnsAtOnce: decidesByThePaper,
      // A learner that restarts learns again, and may then need what it has heard before.
      learnersRemember: bounds.crashes <= 0)
    return Relaxation(
      fate: { message, sender, receiver in fate(of: message, from: sender, at: receiver, habits) },
      isLeftOut: { message in
        switch message {
        case .refusal: true
        case .accepted, .decide: isAboutVotes
        case .prepare, .promise, .accept: false
        }
      },
      essence: { isAboutVotes ? onlyForVotes($0) : withoutWhatIsOver($0) },
      stages: has(\.goesBack) ? nil : stages(from: world, within: bounds, skipping: concern != .shortestRun),
      keepsMessages: concern != .shortestRun)
  }

  /// Whether some rule in force has a property.
  private func has(_ property: (Mutation) -> Bool) -> Bool { mutations.contains(where: property) }

  /// What may come at once.
  private struct Habits {
    let countsAtOnce: Bool
    let learnsAtOnce: Bool
    let learnersRemember: Bool
  }

  /// A promise that is counted in time may be counted at once, and one that is not need not have been made, because an acceptor with a
  /// lower promise and the same vote can do whatever one with a higher promise can, and after the next promise or vote the two are
  /// equal; a vote that is counted late, or never, may be counted at once, too, because to know of it takes nothing away.
  private func fate(
    of message: Message, from sender: NodeID, at receiver: Node, _ habits: Habits
  ) -> Fate {
    func fate(_ isSpent: Bool, isUrgent: Bool = false) -> Fate { isSpent ? .spent : isUrgent ? .urgent : .open }
    let promised = has(\.lowersPromises) ? nil : receiver.acceptor.promised
    switch message {
    case .prepare(let ballot): return fate(promised.map { ballot <= $0 && !has(\.promisesAgain) } ?? false)
    case .accept(let vote): return fate(promised.map { vote.ballot < $0 } ?? false)
    case .promise where mutations.contains(.stalePromise): return .open
    case .promise(let ballot, _):
      let isPresent = receiver.proposer.ballot == ballot
      return fate(
        receiver.proposer.hasNoUse(forPromiseIn: ballot, of: sender), isUrgent: isPresent && habits.countsAtOnce)
    case .accepted(let vote):
      guard options.learning == .proposer else {
        let isKnown = receiver.learner.hasNoUse(for: vote, of: sender)
        return fate(isKnown && habits.learnersRemember, isUrgent: !isKnown && habits.learnsAtOnce)
      }
      let isAsking = receiver.proposer.ballot == vote.ballot && receiver.proposer.phase == .asking
      return fate(
        receiver.proposer.hasNoUse(forVoteIn: vote.ballot, of: sender), isUrgent: isAsking && habits.learnsAtOnce)
    case .decide:
      let isKnown = receiver.learner.decided != nil
      return fate(isKnown && habits.learnersRemember, isUrgent: !isKnown && habits.learnsAtOnce)
    case .refusal: return .spent
    }
  }

  /// A proposer that is done with its ballot, whatever the reason, can do nothing but open the next one. Which acceptors have promised
  /// matters until enough have; who votes is its business only where it tells the learners.
  private func withoutWhatIsOver(_ node: Node) -> Node {
    var essence = node
    essence.proposer.refusals = []
    // In which order votes were reported is no matter.
    essence.proposer.reports.sort()
    switch node.proposer.phase {
    case .preparing: break
    case .waiting: essence.proposer.promises = []
    case .asking where options.learning == .proposer:
      essence.proposer.promises = []
      essence.proposer.reports = []
    case .asking, .idle, .blocked, .decided: essence.proposer.giveUp()
    }
    return essence
  }

  /// What a proposer counts after it has asked for votes, and what a learner knows, changes no vote.
  private func onlyForVotes(_ node: Node) -> Node {
    var essence = withoutWhatIsOver(node)
    essence.learner = Learner()
    if node.proposer.phase == .asking { essence.proposer.giveUp() }
    return essence
  }
}

extension Paxos.Proposer {
  /// Keeps nothing of its ballot but that it was opened.
  fileprivate mutating func giveUp() {
    let seen = seen
    self = Paxos.Proposer(wish: wish, ballot: ballot)
    self.seen = seen
  }

  fileprivate func hasNoUse(forPromiseIn ballot: Ballot, of acceptor: NodeID) -> Bool {
    guard let present = self.ballot, ballot <= present else { return false }
    return ballot < present || phase != .preparing || promises.contains(acceptor)
  }

  fileprivate func hasNoUse(forVoteIn ballot: Ballot, of acceptor: NodeID) -> Bool {
    guard let present = self.ballot, ballot <= present else { return false }
    return ballot < present || [.idle, .blocked, .decided].contains(phase) || votes.contains(acceptor)
  }
}

extension Paxos.Learner {
  fileprivate func hasNoUse(for vote: Vote, of acceptor: NodeID) -> Bool {
    decided != nil || votes.contains { $0.vote == vote && $0.voters.contains(acceptor) }
  }
}

// MARK: - One ballot after the other

extension Paxos {
  /// Phase 1 and phase 2 of each ballot. An acceptor never goes back: it prepares above its promise, votes at it or above, and after a vote
  /// it no longer prepares the same ballot; nor does a proposer, whose ballots go up. What a learner hears belongs to no stage.
  ///
  /// `skipsBallots`: who has not opened a ballot of its own in time is said to have opened it. Else it is out of the game, because every
  /// step counts.
  private func stages(from world: World<Paxos>, within bounds: Bounds, skipping skipsBallots: Bool) -> Stages<Paxos>? {
    // Ballots of which nothing can come have to be opened, too, where every step counts; and how many promises a proposer needs is its
    // own affair where a rule for that is replaced.
    let leavesHopelessOut = skipsBallots && !mutations.contains(.reachableQuorum)
    let promised = leavesHopelessOut ? cluster.acceptors.map { world[$0].acceptor.promised } : []
    guard let later = bounds.ballots(of: cluster, promised: promised, quorum: cluster.quorums.phase1) else {
      return nil
    }
    let begun = world.inFlight.compactMap { stage(of: $0.message)?.ballot } + world.nodes.compactMap(\.proposer.ballot)
    // Of later ballots all votes are counted as soon as they are cast, by learners that remember.
    let old = bounds.crashes > 0 ? nil : (begun + world.ledger.tallies.map(\.vote.ballot)).max()
    let forgetsVotes = bounds.crashes <= 0 && !has(\.isAboutDeciding)
    let heard = cluster.nodes.map { id in
      // Who restarts forgets what it has heard, but not what its acceptor has promised.
      max(bounds.crashes > 0 ? 0 : world[id].proposer.seen, world[id].acceptor.promised?.round ?? 0)
    }
    return Stages(
      of: (begun + later).flatMap { [Stage($0), Stage($0, phase: 2)] },
      ofMessage: { stage(of: $0) },
      ofEvent: { event, _, node in
        guard case .timeout = event else { return nil }
        return node.proposer.ballot.map { Stage($0) }
      },
      node: { id, node, stage in
        var later = node
        goOn(to: stage, having: heard, skipsBallots, at: id, &later)
        if forgetsVotes {
          later.learner.votes.removeAll { counted in
            counted.vote.ballot < stage.ballot && old.map { $0 < counted.vote.ballot } ?? true
          }
        }
        return later
      },
      disk: { id, disk, stage in
        var node = boot(id, from: disk)
        goOn(to: stage, having: heard, skipsBallots, at: id, &node)
        return persistent(node)
      })
  }

  private func stage(of message: Message) -> Stage? {
    switch message {
    case .promise where mutations.contains(.stalePromise): nil
    case .prepare(let ballot), .promise(let ballot, _): Stage(ballot)
    case .accept(let vote): Stage(vote.ballot, phase: 2)
    case .accepted(let vote): options.learning == .proposer ? Stage(vote.ballot, phase: 2) : nil
    case .refusal, .decide: nil
    }
  }

  /// A proposer that has not opened a ballot of its own by now may as well have, and nobody heard of it: it can then open its next
  /// one. `heard` is the highest round that it knew of when the search began: it skips those up to there. What its own acceptor promised
  /// later it could not hear of if it had opened its ballot before.
  private func goOn(
    to stage: Stage, having heard: [Int], _ skipsBallots: Bool, at id: NodeID, _ node: inout Node
  ) {
    if cluster.proposers.contains(id) {
      node.proposer.goOn(to: stage, having: heard[Int(id.index)], skipsBallots, cluster[id].number)
    }
    if node.acceptor.promised == stage.ballot && has(\.votesByPromise) { return }
    node.acceptor.promised = stage.binding(node.acceptor.promised)
  }
}

extension Paxos.Proposer {
  fileprivate mutating func goOn(to stage: Stage, having heard: Int, _ skipsBallots: Bool, _ number: Int) {
    if let ballot, Stage(ballot) >= stage || ballot == stage.ballot && phase != .preparing { return }
    let known = heard > 0 ? Ballot(round: heard, proposer: number) : nil
    let used = [ballot, known].compactMap(\.self).max()
    let last = [used, stage.lastBallot(ofProposer: number)].compactMap(\.self).max()
    // The next one of who is late belongs to a stage that is over.
    self = Paxos.Proposer(wish: wish, ballot: skipsBallots || used == last ? last : nil)
  }
}
