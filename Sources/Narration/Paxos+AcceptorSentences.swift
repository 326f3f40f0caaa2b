import Consensus

// What acceptors and learners do, in sentences.
extension Paxos.Telling {
  // MARK: Phase 1b

  var promises: Paxos.Sentences {
    let cause: String
    let consequence = "from now on it neither promises nor votes below \(ballot)"
    switch before.acceptor.promised {
    case nil: cause = "\(name) remembers no earlier promise, so it promises; \(consequence)."
    case let promised? where ballot > promised:
      cause = "\(ballot) is higher than \(promised), the highest it had promised; \(consequence)."
    case let promised? where ballot == promised:
      cause = "It promises \(ballot) although it has promised it already: \(Self.mutated)."
    case let promised?:
      let falls = after.acceptor.promised.map { $0 < promised } ?? false
      cause =
        "It promises although \(ballot) is lower than \(promised), which it has promised: \(Self.mutated)."
        + (falls ? " Its promise falls to \(ballot)." : " Its promise stays at \(promised).")
    }
    return .init("\(name) promises \(ballot).", because: "\(cause) \(report)")
  }

  /// What the promise says about the last vote.
  private var report: String {
    guard let vote = before.acceptor.accepted else { return "It has no vote to report." }
    guard let now = after.acceptor.accepted, now != vote else { return "It reports its vote \(vote)." }
    return "It reports its vote \(vote), and holds it as \(now) from now on: \(Self.mutated)."
  }

  var refusesToPromise: Paxos.Sentences {
    let cause =
      switch before.acceptor.promised {
      case let promised? where ballot < promised:
        "\(ballot) is lower than \(promised), which \(name) has promised, so it refuses"
      case let promised? where ballot == promised:
        "\(name) has promised \(promised) already, and it promises only what is higher, so it refuses"
      default: "\(name) refuses although it has promised nothing higher than \(ballot): \(Self.mutated)"
      }
    return .init("\(name) refuses to promise \(ballot).", because: "\(cause). \(answer)")
  }

  /// How a refusal ends: whether the proposer hears of it.
  private var answer: String {
    guard !transition.sent.isEmpty, let promised = after.acceptor.promised else { return "It sends no answer." }
    return "It tells \(sender) that it has promised \(promised)."
  }

  // MARK: Phase 2b

  var votes: Paxos.Sentences {
    .init(
      "\(name) votes for \(value) in \(ballot).",
      because: [whyItMayVote, replacement].compactMap { $0 }.joined(separator: " "))
  }

  private var whyItMayVote: String {
    let raises = after.acceptor.promised == ballot
    let consequence =
      raises ? "the vote also promises \(ballot)" : "the vote does not raise its promise: \(Self.mutated)"
    switch before.acceptor.promised {
    case nil: return "\(name) remembers no promise, so nothing forbids the vote; \(consequence)."
    case let promised? where ballot > promised:
      return "\(ballot) is higher than \(promised), the highest it had promised, so it votes; \(consequence)."
    case let promised? where ballot == promised:
      return "\(ballot) is what it has promised, and it has promised nothing higher, so it votes."
    case let promised?:
      return "It votes although \(ballot) is lower than \(promised), which it has promised: \(Self.mutated)."
    }
  }

  /// What becomes of the vote that it held before.
  private var replacement: String? {
    guard let old = before.acceptor.accepted else { return nil }
    guard let new = after.acceptor.accepted, new.ballot == ballot else {
      return "It keeps its higher vote \(old) in its memory: \(Self.mutated)."
    }
    if old == new { return "It has cast this vote before, and a repeated vote counts once." }
    return "It now holds \(new) and no longer \(old), but that vote stays cast."
  }

  var refusesToVote: Paxos.Sentences {
    let cause =
      switch before.acceptor.promised {
      case let promised? where ballot < promised:
        "\(ballot) is lower than \(promised), which \(name) has promised, so it refuses"
      case let promised?:
        "\(name) refuses although \(ballot) is not lower than \(promised), its promise: \(Self.mutated)"
      case nil: "\(name) refuses although it remembers no promise: \(Self.mutated)"
      }
    return .init("\(name) refuses to vote for \(value) in \(ballot).", because: "\(cause). \(answer)")
  }

  // MARK: Learner

  /// The delivered vote as the rules count it, and who had cast it before it arrived.
  private var tallied: (vote: Vote, before: NodeSet) {
    let vote = paxos.rules.countedAs(Vote(ballot, Value(value)))
    return (vote, before.learner.votes.first { $0.vote == vote }?.voters ?? [])
  }

  /// Whether the rules tell apart votes of different ballots.
  private var isInOneBallot: Bool { tallied.vote.ballot == ballot }

  var learnsAVote: Paxos.Sentences {
    let count = tallied.before.count + 1
    return .init(
      "\(name) learns that \(sender) has voted for \(value) in \(ballot).",
      because: "It knows \(count) \(needed(paxos.rules.votesToDecide(electorate), "vote")) for \(value) "
        + (isInOneBallot ? "in \(ballot)" : "in whatever ballot (\(Self.mutated))")
        + ", so it cannot tell yet whether \(value) is chosen.")
  }

  var decides: Paxos.Sentences {
    let what = "\(name) decides \(value)."
    if case .decide = transition.message?.message {
      return .init(
        what,
        because: "\(sender) has counted the votes for \(value) in \(ballot) and says that they are enough.")
    }
    var voters = tallied.before
    if let message = transition.message { voters.insert(message.from) }
    return .init(what, because: decision(by: voters, inOneBallot: isInOneBallot))
  }

  /// Why counted votes make a decision. Shared by learners and by proposers that learn for them.
  func decision(by voters: NodeSet, inOneBallot: Bool = true) -> String {
    let votes = "\(cluster.listing(voters)) \(voters.count == 1 ? "has" : "have") voted for \(value)"
    if !inOneBallot {
      return "\(votes), in whatever ballots: \(name) adds up votes of different ballots, and \(Self.mutated)."
    }
    if voters.count < cluster.quorums.phase2 {
      return "\(votes) in \(ballot). A quorum is \(cluster.quorums.phase2), and \(name) takes "
        + "\(counted(voters.count, "vote")) for a decision: \(Self.mutated)."
    }
    return "\(votes) in \(ballot): that is a quorum (\(share(voters.count))), so \(value) is chosen."
  }

  var ignoresAKnownVote: Paxos.Sentences {
    .init(
      "\(name) ignores a vote that it knows already.",
      because: "It has counted a vote of \(sender) for \(value) before: a second message is no second vote.")
  }

  var ignoresAKnownDecision: Paxos.Sentences {
    let decided = before.learner.decided?.name ?? "a value"
    let more = decided == value ? "this message tells it nothing new" : "it does not change its mind for \(value)"
    return .init(
      "\(name) has decided \(decided) and ignores what it hears.",
      because: "What is chosen stays chosen, so a learner decides once; \(more).")
  }
}
