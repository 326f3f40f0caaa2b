import Consensus

// What acceptors and learners do, in sentences.
extension MultiPaxos.Telling {
  // MARK: Phase 1b

  var promises: Sentences {
    let cause: String
    let consequence = "from now on it neither promises nor votes below \(ballot), in any slot"
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
    return .init("\(name) promises \(ballot), for all slots.", because: "\(cause) \(report)")
  }

  /// What the promise says about the last votes.
  private var report: String {
    let votes = before.acceptor.log.from(slot)
    let range = slot > 1 ? " from slot \(slot) on" : ""
    guard !votes.isEmpty else { return "It has no vote\(range) to report." }
    let list = algorithm.text(votes) { $0.description }
    let told = "It reports \(votes.entries.count == 1 ? "its vote" : "its votes")\(range): \(list)."
    guard after.acceptor.log != before.acceptor.log else { return told }
    return "\(told) It holds \(algorithm.text(after.acceptor.log) { $0.description }) from now on: \(Self.mutated)."
  }

  var refusesToPromise: Sentences {
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

  var votes: Sentences {
    .init(
      "\(name) votes for \(value) in slot \(slot) in \(ballot).",
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
      return "\(ballot) is what it has promised for all slots, and it has promised nothing higher, so it votes."
    case let promised?:
      return "It votes although \(ballot) is lower than \(promised), which it has promised: \(Self.mutated)."
    }
  }

  /// What becomes of the vote that it held before in the slot.
  private var replacement: String? {
    guard let old = before.acceptor.log[slot], let new = after.acceptor.log[slot] else { return nil }
    if old == new { return "It has cast this vote before, and a repeated vote counts once." }
    return "In slot \(slot) it now holds \(new) and no longer \(old), but that vote stays cast."
  }

  var refusesToVote: Sentences {
    let cause =
      switch before.acceptor.promised {
      case let promised? where ballot < promised:
        "\(ballot) is lower than \(promised), which \(name) has promised for all slots, so it refuses"
      case let promised?:
        "\(name) refuses although \(ballot) is not lower than \(promised), its promise: \(Self.mutated)"
      case nil: "\(name) refuses although it remembers no promise: \(Self.mutated)"
      }
    return .init("\(name) refuses to vote for \(value) in slot \(slot) in \(ballot).", because: "\(cause). \(answer)")
  }

  // MARK: Learner

  /// The delivered vote as the rules count it, and who had cast it before it arrived.
  private var tallied: (vote: Vote, before: NodeSet) {
    let vote = rules.countedAs(Vote(ballot, Value(value)))
    return (vote, before.learner.votes.first { $0.slot == slot && $0.vote == vote }?.voters ?? [])
  }

  /// Whether the rules tell apart votes of different ballots.
  private var isInOneBallot: Bool { tallied.vote.ballot == ballot }

  var learnsAVote: Sentences {
    let count = tallied.before.count + 1
    return .init(
      "\(name) learns that \(sender) has voted for \(value) in slot \(slot) in \(ballot).",
      because: "It knows \(count) \(needed(rules.votesToDecide(cluster), "vote")) for \(value) "
        + (isInOneBallot ? "in \(ballot)" : "in whatever ballot (\(Self.mutated))")
        + ", so it cannot tell yet whether \(value) is chosen in slot \(slot).")
  }

  var decides: Sentences {
    let what = "\(name) learns that slot \(slot) holds \(value)."
    if case .decide = transition.message?.message {
      return .init(
        what, because: "\(sender), in its ballot \(ballot), says that \(value) is chosen there. \(execution)")
    }
    var voters = tallied.before
    if let message = transition.message { voters.insert(message.from) }
    return .init(what, because: "\(decision(by: voters, inOneBallot: isInOneBallot)) \(execution)")
  }

  /// Why counted votes make a decision. Shared by learners and by leaders that learn for them.
  func decision(by voters: NodeSet, inOneBallot: Bool = true) -> String {
    let votes = "\(cluster.listing(voters)) \(voters.count == 1 ? "has" : "have") voted for \(value) in slot \(slot)"
    if !inOneBallot {
      return "\(votes), in whatever ballots: \(name) adds up votes of different ballots, and \(Self.mutated)."
    }
    if voters.count < cluster.quorums.phase2 {
      return "\(votes) in \(ballot). A quorum is \(cluster.quorums.phase2), and \(name) takes "
        + "\(counted(voters.count, "vote")) for a decision: \(Self.mutated)."
    }
    return "\(votes) in \(ballot): that is a quorum (\(share(voters.count))), so \(value) is chosen."
  }

  var ignoresAKnownVote: Sentences {
    .init(
      "\(name) ignores a vote that it knows already.",
      because: "It has counted a vote of \(sender) for \(value) in slot \(slot) before: a second message is no second "
        + "vote.")
  }

  var ignoresAKnownDecision: Sentences {
    let decided = before.learner.decided[slot]?.name ?? "a value"
    let more = decided == value ? "this message tells it nothing new" : "it does not change its mind for \(value)"
    return .init(
      "\(name) knows what slot \(slot) holds and ignores what it hears.",
      because: "It knows that \(decided) is chosen there, and what is chosen stays chosen; \(more).")
  }
}
