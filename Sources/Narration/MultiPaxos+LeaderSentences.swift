import Consensus

// What a proposer does, in sentences.
extension MultiPaxos.Telling {
  private var oldBallot: String { before.proposer.ballot?.description ?? "no ballot" }

  // MARK: Phase 1

  var opensABallot: Sentences {
    let first = after.firstOpenSlot
    let goodbye = before.proposer.role == .follower ? "It" : "It abandons \(oldBallot) and"
    let known = first == 1 ? "all slots" : "all slots from \(first) on (it knows what is chosen below)"
    return .init(
      "\(name) opens \(ballot) for \(known).",
      because:
        "\(whyThisRound) \(goodbye) asks \(cluster.listing(cluster.acceptors)) to promise \(ballot), for all these "
        + "slots in one message: it needs \(cluster.quorums.phase1) of \(counted(cluster.acceptors.count, "promise")).")
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

  /// The votes that the delivered promise reports.
  private var reported: Slots<Vote> {
    if case .promise(_, let votes, _) = transition.message?.message { return votes }
    return Slots()
  }

  private var news: String {
    reported.isEmpty
      ? "reports no vote" : "reports \(reported.entries.count == 1 ? "the vote" : "the votes") \(text(reported))"
  }

  private func text(_ votes: Slots<Vote>) -> String { algorithm.text(votes) { $0.description } }

  var countsAPromise: Sentences {
    .init(
      "\(name) counts the promise of \(sender).",
      because: "The promise \(news). \(name) has \(after.proposer.promises.count) "
        + "\(needed(cluster.quorums.phase1, "promise")), so it waits for more.\(update)\(doubt)")
  }

  /// What a server that lags behind is told.
  private var update: String {
    guard let message = transition.message else { return "" }
    let told = transition.sent.compactMap { sent -> Int? in
      guard sent.to == message.from, case .decide(_, let slot, _) = sent.message else { return nil }
      return before.learner.decided[slot] == nil ? nil : slot
    }
    return told.isEmpty ? "" : " \(sender) lags behind, so \(name) tells it what is chosen in \(slots(told))."
  }

  var ignoresARepeatedPromise: Sentences {
    .init(
      "\(name) ignores a repeated promise of \(sender).",
      because: "It has counted the promise of \(sender) for \(oldBallot) already, "
        + "and a quorum consists of different acceptors.")
  }

  var ignoresALatePromise: Sentences {
    let cause =
      before.proposer.role == .leader
      ? "A quorum of promises was there before, and \(name) leads in \(oldBallot)"
      : "\(name) no longer collects promises for \(oldBallot): it has restarted or heard of a higher ballot"
    return .init("\(name) ignores the late promise of \(sender).", because: "\(cause), so the promise changes nothing.")
  }

  var ignoresAStalePromise: Sentences {
    .init(
      "\(name) ignores a stale promise of \(sender).",
      because: "\(staleness("promise")): a promise counts for its own ballot only.")
  }

  /// How the ballot of the delivered message relates to the one that is open.
  private func staleness(_ kind: String) -> String {
    guard let open = before.proposer.ballot else {
      return "The \(kind) is for \(ballot), and \(name) remembers no ballot of its own"
    }
    return "The \(kind) is for \(ballot), and the ballot of \(name) is \(open)"
  }

  /// A word of warning where promises are counted that were not made for this ballot.
  private var doubt: String {
    guard let open = before.proposer.ballot, case .promise? = transition.message?.message, ballot != open else {
      return ""
    }
    return
      " The promise of \(sender) is for \(ballot) and not for \(open), and it counts all the same: \(Self.mutated)."
  }

  // MARK: Leading

  var leads: Sentences {
    .init(
      "\(name) leads in \(after.proposer.ballot ?? ballot).",
      because: "\(quorum)\(ignorance)\(requested)\(waiting)\(update)\(doubt)\(haste)")
  }

  private var waiting: String { transition.sent.isEmpty ? " It waits for requests." : "" }

  private var ignorance: String {
    if algorithm.rules.skipsPhase1 { return "" }
    if !remembersReports { return " It does not look at the votes that the promises report: \(Self.mutated)." }
    let reports = reportedBefore
    guard reports.isEmpty else { return " Votes are reported, and it asks for none of them." + learnt }
    return cluster.quorums.meet(among: cluster.acceptors.count)
      ? " No vote is reported for a slot that it does not know, so all of them are free."
      : " No vote is reported; but quorums of these sizes need not meet, so values may have been chosen."
  }

  private var quorum: String {
    guard !algorithm.rules.skipsPhase1 else {
      return "It has asked no acceptor for a promise: \(Self.mutated). So it cannot know what has been chosen."
    }
    let promises = after.proposer.promises
    return "\(promises.count == 1 ? "The promise" : "The promises") of \(cluster.listing(promises)) "
      + "\(promises.count == 1 ? "is" : "are") a quorum (\(share(promises.count))), and it holds for all slots."
  }

  /// All reports that the new leader has, those of the delivered promise included.
  private var reportedBefore: Slots<Vote> {
    var reports = before.proposer.reports
    if let message = transition.message {
      for entry in reported.entries { rules.remember(entry.slot, entry.content, message.from, &reports) }
    }
    return reports.map(\.vote)
  }

  /// The slots in which it asks for votes, with the values, in the order of asking.
  private var asked: [(slot: Int, value: Value)] {
    transition.observations.compactMap { if case .ask(let slot, let vote) = $0 { (slot, vote.value) } else { nil } }
  }

  var leadsAndFinishesSlots: Sentences {
    let reports = reportedBefore
    let old = asked.filter { reports[$0.slot] != nil }
    let holes = asked.filter { asked in reports[asked.slot] == nil && asked.value == algorithm.rules.filler }
    var words = [quorum]
    if !old.isEmpty {
      let list = sentenceList(old.map { "\($0.value) in slot \($0.slot)" }) ?? ""
      words.append(
        "It asks for votes on \(list), as the promises report: \(old.count == 1 ? "it" : "each") may have been chosen "
          + "already."
          + (isFaithful ? "" : " It did not take the highest-numbered votes: \(Self.mutated)."))
    }
    if !holes.isEmpty {
      let filler = holes.first?.value.name ?? "noop"
      let isNoop = filler == MultiPaxos.noop.name
      words.append(
        "Nobody in the quorum has voted in \(slots(holes.map(\.slot))): it proposes \(filler) there"
          + (isNoop ? ", so that the slots above can be executed." : ", which no client asked for: \(Self.mutated)."))
    }
    return .init(
      "\(name) leads in \(after.proposer.ballot ?? ballot) and finishes \(slots((old + holes).map(\.slot).sorted())).",
      because: words.joined(separator: " ") + learnt + requested + update + doubt + haste)
  }

  /// What the promises alone prove to be chosen.
  private var learnt: String {
    let new = after.learner.decided.entries.filter { before.learner.decided[$0.slot] == nil }
    let proven = new.filter { entry in !asked.contains { $0.slot == entry.slot } }
    guard let list = sentenceList(proven.map { "\($0.content) in slot \($0.slot)" }) else { return "" }
    let count = algorithm.rules.votesToDecide(cluster)
    return " \(counted(count, "promise")) \(count == 1 ? "reports" : "report") \(list) in the same ballot, which is "
      + (count < cluster.quorums.phase2
        ? "no quorum, but it takes that for chosen: \(Self.mutated)." : "a quorum: chosen.")
  }

  /// The requests that now get their slots.
  private var requested: String {
    let requests = asked.suffix(before.proposer.requests.count)
    guard let list = sentenceList(requests.map { "\($0.value) in slot \($0.slot)" }) else { return "" }
    return " Of the requests that waited, it proposes \(list)."
  }

  /// Whether anything of a reported vote is kept.
  private var remembersReports: Bool {
    var reports = Slots<MultiPaxos.Proposer.Report>()
    rules.remember(1, Vote(Ballot(round: 1, proposer: 1), Value("any")), NodeID(0), &reports)
    return !reports.isEmpty
  }

  /// Whether the highest-numbered of reported votes is kept. Asked of the rule itself, because a transition does not
  /// show what was dropped before it.
  private var isFaithful: Bool {
    let low = Vote(Ballot(round: 1, proposer: 1), Value("low"))
    let high = Vote(Ballot(round: 2, proposer: 1), Value("high"))
    return [[high, low], [low, high]].allSatisfy { votes in
      var reports = Slots<MultiPaxos.Proposer.Report>()
      for vote in votes { rules.remember(1, vote, NodeID(0), &reports) }
      return reports[1]?.vote == high
    }
  }

  /// A word of warning where promises are taken for votes.
  private var haste: String {
    algorithm.rules.decidesOnPromises && !asked.isEmpty ? " It takes the promises for a decision: \(Self.mutated)." : ""
  }

  // MARK: Requests

  var takesARequest: Sentences {
    let cause =
      before.proposer.role == .candidate
      ? "It has no quorum of promises for \(oldBallot) yet" : "It does not lead, and only a leader gives slots"
    return .init(
      "\(name) takes a client's request for \(value) and keeps it.",
      because: "\(cause), so \(value) waits until \(name) leads.")
  }

  var assignsASlot: Sentences {
    .init(
      "\(name) asks for votes on \(value) in slot \(slot).",
      because: "It leads in \(oldBallot), whose promises hold for all slots, so the request needs phase 2 alone; slot "
        + "\(slot) is \(reuse).\(haste)")
  }

  private var reuse: String {
    guard let other = before.proposer.asking[slot]?.value else { return "the next free one" }
    return "not free, it has asked for votes on \(other) there: \(Self.mutated)"
  }

  // MARK: Counting votes

  private var voters: NodeSet {
    var voters = before.proposer.asking[slot]?.voters ?? []
    if let message = transition.message { voters.insert(message.from) }
    return voters
  }

  var countsAVote: Sentences {
    .init(
      "\(name) counts the vote of \(sender) in slot \(slot).",
      because: "It has \(voters.count) \(needed(rules.votesToDecide(cluster), "vote")) for \(value) in \(ballot), "
        + "so it cannot tell yet whether \(value) is chosen in slot \(slot).")
  }

  var announcesTheDecision: Sentences {
    let learners = cluster.learners.isEmpty ? "" : " and tells \(cluster.listing(cluster.learners))"
    let isQuorum = voters.count >= cluster.quorums.phase2
    return .init(
      "\(name) \(isQuorum ? "knows that \(value) is chosen" : "takes \(value) for chosen") in slot \(slot)\(learners).",
      because: "\(decision(by: voters)) \(execution)")
  }

  var ignoresARepeatedVote: Sentences {
    .init(
      "\(name) ignores a repeated vote of \(sender).",
      because:
        "It has counted the vote of \(sender) in slot \(slot) of \(ballot) already: a second message is no second "
        + "vote.")
  }

  var ignoresALateVote: Sentences {
    let cause =
      if before.proposer.role != .leader {
        "\(name) does not lead any more; the vote stays cast, but is not counted here"
      } else if let chosen = before.learner.decided[slot] {
        "\(name) knows already that \(chosen) is chosen in slot \(slot), so one more vote changes nothing"
      } else {
        "\(name) does not ask for votes in slot \(slot)"
      }
    return .init("\(name) ignores the late vote of \(sender).", because: "\(cause).")
  }

  var ignoresAStaleVote: Sentences {
    let cause =
      if before.proposer.ballot == ballot, let asked = before.proposer.asking[slot]?.value {
        "The vote is for \(value), and \(name) asks for \(asked) in slot \(slot) of \(ballot): the slot is used twice"
      } else {
        staleness("vote")
      }
    return .init(
      "\(name) ignores a stale vote of \(sender).",
      because: "\(cause). The vote stays cast, but \(name) does not count it.")
  }

  // MARK: Preempted

  private var promised: String {
    if case .refusal(_, _, let promised) = transition.message?.message { return promised.description }
    return "more"
  }

  var stepsDown: Sentences {
    let open = before.proposer.asking.entries.map(\.slot)
    let loss =
      open.isEmpty ? "" : " What it asked votes for in \(slots(open)) may still be chosen, but it no longer counts."
    return .init(
      "\(name) steps down.",
      because: "\(sender) has promised \(promised), which is above \(ballot): somebody else leads, or tries to.\(loss)")
  }

  var opensTheNextBallot: Sentences {
    let next = after.proposer.ballot?.description ?? "a ballot"
    return .init(
      "\(name) gives up \(ballot) and opens \(next).",
      because: "\(sender) has promised \(promised), which is above \(ballot); \(next) is above both."
        + (after.proposer.role == .leader ? " It leads without phase 1: \(Self.mutated)." : ""))
  }

  var ignoresARepeatedRefusal: Sentences {
    .init(
      "\(name) ignores a refusal of \(sender).",
      because: "\(sender) has promised \(promised), which is not above \(ballot), so \(name) goes on.")
  }

  var ignoresALateRefusal: Sentences {
    .init(
      "\(name) ignores the late refusal of \(sender).",
      because: "It no longer uses \(ballot): it has stepped down or restarted.\(memory)")
  }

  var ignoresAStaleRefusal: Sentences {
    .init("\(name) ignores a stale refusal of \(sender).", because: "\(staleness("refusal")).\(memory)")
  }

  /// What an ignored refusal is good for: a proposer hears of a round.
  private var memory: String {
    let seen = after.proposer.seen
    guard seen > before.proposer.seen else { return "" }
    return " It remembers round \(seen) from it, so that its next ballot will be higher."
  }
}
