import Consensus

// What a proposer does before it has a value to ask for, in sentences.
extension Paxos.Telling {
  private var proposer: Paxos.Proposer { after.proposer }
  /// The ballot that the proposer had open before the step.
  var oldBallot: String { before.proposer.ballot?.description ?? "no ballot" }

  var takesARequest: Paxos.Sentences {
    let wish = proposer.wish?.name ?? "a value"
    let next = "It will propose \(wish) in the next ballot that it opens, unless the promises report a vote."
    let present =
      switch before.proposer.phase {
      case .preparing: "It may propose \(wish) in \(oldBallot), unless the promises report a vote."
      case .asking, .decided:
        "In \(oldBallot) it has asked for votes on \(before.proposer.proposal?.name ?? "a value") and stays with that. "
          + next
      case .idle, .waiting, .blocked: next
      }
    return .init("\(name) takes a client's request for \(wish).", because: present)
  }

  // MARK: Phase 1a

  var opensABallot: Paxos.Sentences {
    .init("\(name) opens \(ballot).", because: "\(whyThisRound) \(goodbye)\(asksForPromises)")
  }

  private var whyThisRound: String {
    // A server hears of ballots through its own acceptor, too.
    let heard = max(before.proposer.seen, before.acceptor.promised?.round ?? 0)
    if case .timeout(_, let round?) = transition.step {
      guard round <= heard else { return "Round \(round) was chosen by hand." }
      return "Round \(round) was chosen by hand; \(name) has heard of round \(heard), so the ballot may be refused."
    }
    guard heard > 0 else { return "Its timer rings, and it has heard of no ballot yet, so it begins with round 1." }
    return "Its timer rings, and round \(ballot.round) is one above the highest that \(name) has heard of."
  }

  /// What becomes of the ballot before.
  private var goodbye: String {
    switch before.proposer.phase {
    case .preparing, .waiting, .asking, .blocked: "It abandons \(oldBallot) and"
    case .idle, .decided: "It"
    }
  }

  private var asksForPromises: String {
    " asks \(cluster.listing(cluster.acceptors)) to promise \(ballot): it needs "
      + "\(electorate.quorums.phase1) of \(counted(cluster.acceptors.count, "promise"))."
  }

  // MARK: Counting promises

  /// The vote that the delivered promise reports.
  private var reported: Vote? {
    if case .promise(_, let vote) = transition.message?.message { return vote }
    return nil
  }

  var countsAPromise: Paxos.Sentences {
    let news = reported.map { "reports the vote \($0)" } ?? "reports no vote"
    return .init(
      "\(name) counts the promise of \(sender).",
      because: "The promise \(news). \(name) has \(proposer.promises.count) "
        + "\(needed(electorate.quorums.phase1, "promise")), so it waits for more.\(doubt)")
  }

  var ignoresARepeatedPromise: Paxos.Sentences {
    .init(
      "\(name) ignores a repeated promise of \(sender).",
      because: "It has counted the promise of \(sender) for \(oldBallot) already, "
        + "and a quorum consists of different acceptors.")
  }

  var ignoresALatePromise: Paxos.Sentences {
    let value = before.proposer.proposal?.name ?? "a value"
    let report = reported.map { " and its report of \($0)" } ?? ""
    let cause =
      switch before.proposer.phase {
      case .idle: "\(name) has restarted since it opened \(oldBallot) and has forgotten the promises for it"
      case .waiting: "\(name) has a quorum of promises for \(oldBallot) already and only lacks a value"
      case .asking, .preparing: "A quorum of promises was there before, and \(name) has asked for votes on \(value)"
      case .blocked: "\(name) has given up \(oldBallot), because a quorum can no longer grant it"
      case .decided: "\(name) has counted a quorum of votes for \(value) in \(oldBallot) already"
      }
    return .init(
      "\(name) ignores the late promise of \(sender).",
      because: "\(cause), so the promise\(report) \(report.isEmpty ? "changes" : "change") nothing.")
  }

  var ignoresAStalePromise: Paxos.Sentences {
    .init(
      "\(name) ignores a stale promise of \(sender).",
      because: "\(staleness("promise")): a promise counts for its own ballot only.")
  }

  /// How the ballot of the delivered message relates to the one that is open.
  func staleness(_ kind: String) -> String {
    guard let open = before.proposer.ballot else {
      return "The \(kind) is for \(ballot), and \(name) remembers no ballot of its own"
    }
    return "The \(kind) is for \(ballot), and the ballot of \(name) is \(open)"
  }

  // MARK: Phase 2a

  var proposesItsOwnValue: Paxos.Sentences {
    let value = proposer.proposal?.name ?? "its value"
    guard !proposer.promises.isEmpty else { return skipsPhase1("\(name) asks for votes on \(value) in \(ballot).") }
    let reports = proposer.reports.map(\.description)
    let freedom =
      if let seen = sentenceList(reports) {
        "and \(reports.count == 1 ? "the vote \(seen) is" : "the votes \(seen) are") reported. "
          + "It asks for its own value all the same: \(Self.mutated)"
      } else if cluster.quorums.meet(among: cluster.acceptors.count) {
        "and no vote is reported, so the choice is free: it asks for its own value"
      } else {
        "and no vote is reported, so it takes the choice for free; but quorums of these sizes need not meet, "
          + "so another value may have been chosen"
      }
    return .init(
      "\(name) asks for votes on its own value \(value) in \(proposer.ballot ?? ballot).",
      because: "\(cause)\(quorumOfPromises) \(freedom).\(doubt)\(haste)")
  }

  /// A proposer that has waited for a value goes on when it gets one.
  private var cause: String {
    if case .request(_, let value) = transition.step { "A client asks for \(value). " } else { "" }
  }

  private var quorumOfPromises: String {
    let count = proposer.promises.count
    let promises = "\(count == 1 ? "The promise of" : "The promises of") \(cluster.listing(proposer.promises))"
    return "\(promises) \(count == 1 ? "is" : "are") a quorum (\(share(count)))"
  }

  var proposesAReportedValue: Paxos.Sentences {
    let value = proposer.proposal?.name ?? "a value"
    let highest = proposer.reports.max()?.description ?? "none"
    let choice =
      if paxos.rules.goByTheHighestReport {
        "\(quorumOfPromises), and the highest-numbered vote reported is \(highest). "
          + "\(value) may have been chosen already, so \(sacrifice(value))"
      } else {
        "\(quorumOfPromises). The value should be that of the highest-numbered vote reported; "
          + "\(name) picks \(value) by another rule: \(Self.mutated)"
      }
    return .init(
      "\(name) asks for votes on the reported value \(value) in \(proposer.ballot ?? ballot).",
      because: "\(choice).\(doubt)\(haste)")
  }

  private func sacrifice(_ value: String) -> String {
    switch before.proposer.wish?.name {
    case nil: "\(name) proposes it"
    case value?: "\(name) must propose it, which is also what it wants"
    case let wish?: "\(name) gives up its own \(wish) and proposes \(value)"
    }
  }

  var waitsForAValue: Paxos.Sentences {
    guard !proposer.promises.isEmpty else { return skipsPhase1("\(name) waits for a value.") }
    return .init(
      "\(name) waits for a value.",
      because: "\(quorumOfPromises) and no vote is reported, so the choice is free, "
        + "but no client has asked \(name) for a value yet.")
  }

  private func skipsPhase1(_ what: String) -> Paxos.Sentences {
    .init(
      what,
      because: "It has asked no acceptor for a promise: \(Self.mutated). "
        + "So it cannot know whether another value has been chosen.")
  }

  /// A word of warning where promises are counted that were not made for this ballot.
  private var doubt: String {
    let never = Ballot(round: 0, proposer: 0)
    guard let open = proposer.ballot, paxos.rules.countsPromise(never, proposer) else { return "" }
    return ballot == open
      ? " It also counts promises for other ballots: \(Self.mutated)."
      : " The promise of \(sender) is for \(ballot) and not for \(open), and it counts all the same: \(Self.mutated)."
  }

  /// A word of warning where promises are taken for votes.
  private var haste: String {
    paxos.rules.decidesOnPromises ? " It takes the promises for a decision: \(Self.mutated)." : ""
  }
}

extension Paxos.Rules {
  /// Whether a proposer takes the value of the highest-numbered reported vote. Asked of the rules themselves, because a
  /// transition does not show which reports were dropped before it.
  var goByTheHighestReport: Bool {
    let low = Vote(Ballot(round: 1, proposer: 1), Value("low"))
    let high = Vote(Ballot(round: 2, proposer: 1), Value("high"))
    return [[high, low, low], [low, low, high]].allSatisfy { reports in
      var proposer = Paxos.Proposer(wish: nil, ballot: nil)
      proposer.promises = [NodeID(0), NodeID(1), NodeID(2)]
      for report in reports { remember(report, &proposer.reports) }
      return choose(proposer) == high.value
    }
  }
}
