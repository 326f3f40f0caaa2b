import Consensus

// Elections, in sentences.
extension Raft.Telling {
  var startsAnElection: Raft.Sentences {
    let cause =
      if case .timeout(_, .some) = transition.step {
        "Term \(after.currentTerm) was chosen by hand."
      } else if before.role == .candidate {
        "Its timer rings, and it has not won term \(before.currentTerm), so it tries the next one."
      } else {
        "Its timer rings: it has heard of no leader for too long, so it goes on to the next term."
      }
    return .init(
      "\(name) starts an election for term \(after.currentTerm).",
      because: cause,
      "It votes for itself and asks \(others): it needs \(cluster.quorums.phase1) of "
        + "\(cluster.acceptors.count) votes.")
  }

  // MARK: Voting

  /// How the candidate's log ends.
  private var candidateEnd: LogEnd {
    if case .requestVote(_, let index, let term) = transition.message?.message {
      return LogEnd(index: index, term: term)
    }
    return LogEnd(index: 0, term: 0)
  }

  private var candidateLog: String { words(candidateEnd) }
  private var ownLog: String { words(before.log.end) }

  private func words(_ end: LogEnd) -> String {
    end.index == 0 ? "is empty" : "ends with term \(end.term) at index \(end.index)"
  }

  /// Whether the vote was given before the delivered request came.
  private var hadVoted: NodeID? { before.currentTerm == after.currentTerm ? before.votedFor : nil }

  var grantsItsVote: Raft.Sentences {
    let own = before.log.end
    let isUpToDate = (candidateEnd.term, candidateEnd.index) >= (own.term, own.index)
    let right =
      if let other = hadVoted {
        "It votes although it has voted for \(cluster.name(of: other)) in term \(term): \(Self.mutated)."
      } else {
        "\(name) has not voted in term \(term)\(isUpToDate ? "," : ".")"
      }
    let logs =
      if !isUpToDate {
        "It votes although the log of \(sender) \(candidateLog) and its own \(ownLog): \(Self.mutated)."
      } else if own.index == 0 {
        "\(hadVoted == nil ? "and its" : "Its") log is empty, so that of \(sender) lacks nothing."
      } else {
        "\(hadVoted == nil ? "and the" : "The") log of \(sender) \(candidateLog) and its own "
          + "\(own == candidateEnd ? "likewise" : ownLog), so \(sender) lacks nothing that \(name) has."
      }
    return .init("\(name) votes for \(sender) in term \(term).", because: news, right, logs)
  }

  var repeatsItsVote: Raft.Sentences {
    .init(
      "\(name) repeats its vote for \(sender).",
      because: "It has voted for \(sender) in term \(term) already: the same answer again is no second vote.")
  }

  var refusesAStaleCandidate: Raft.Sentences {
    .init(
      "\(name) refuses to vote for \(sender) in term \(term).",
      because: "Term \(term) is lower than \(after.currentTerm), the term of \(name). "
        + "The answer tells \(sender) of term \(after.currentTerm).")
  }

  var refusesASecondVote: Raft.Sentences {
    let other = before.votedFor.map { $0 == node ? "itself" : cluster.name(of: $0) } ?? "nobody"
    return .init(
      "\(name) refuses to vote for \(sender) in term \(term).",
      because: "\(name) has voted for \(other) in term \(term), and a server votes once in a term, "
        + "so that two majorities cannot elect two leaders.")
  }

  var refusesAnOutdatedLog: Raft.Sentences {
    let own = before.log.end
    let comparison =
      if own.term > candidateEnd.term {
        "the one with the later last term is more up-to-date"
      } else if own.term == candidateEnd.term && own.index > candidateEnd.index {
        "of two that end with the same term the longer one is more up-to-date"
      } else {
        "it refuses by another rule than the paper's: \(Self.mutated)"
      }
    return .init(
      "\(name) refuses to vote for \(sender) in term \(term).",
      because: news, "The log of \(name) \(ownLog), that of \(sender) \(candidateLog): \(comparison).",
      "A leader must not lack what may be committed.")
  }

  // MARK: Counting votes

  var countsAVote: Raft.Sentences {
    .init(
      "\(name) counts the vote of \(sender).",
      because: "\(cluster.listing(after.votes)) have voted for it in term \(after.currentTerm): "
        + "\(share(after.votes.count)), and it needs \(cluster.quorums.phase1).")
  }

  var winsTheElection: Raft.Sentences {
    var voters = before.votes
    if let message = transition.message { voters.insert(message.from) } else { voters.insert(node) }
    let heartbeat = transition.sent.isEmpty ? "" : "It tells \(others) by a first heartbeat."
    let votes = "\(cluster.listing(voters)) \(voters.count == 1 ? "has" : "have") voted for it"
    return .init(
      "\(name) is elected leader of term \(after.currentTerm).",
      because: "\(votes) in term \(after.currentTerm): a majority (\(share(voters.count))).", heartbeat)
  }

  var hearsARefusal: Raft.Sentences {
    .init(
      "\(name) hears that \(sender) does not vote for it.",
      because: "It stays a candidate of term \(before.currentTerm) with \(before.votes.count) of the "
        + "\(cluster.quorums.phase1) votes that it needs.")
  }

  var ignoresARepeatedVote: Raft.Sentences {
    .init(
      "\(name) ignores a repeated vote of \(sender).",
      because: "It has counted the vote of \(sender) in term \(term) already, and a majority is of different servers.")
  }

  var ignoresALateVote: Raft.Sentences {
    let cause =
      switch before.role {
      case .leader: "\(name) leads term \(term) already"
      case .candidate, .follower:
        if let leader = before.leader {
          "\(name) is no candidate any more: it follows \(cluster.name(of: leader)) in term \(term)"
        } else {
          "\(name) is no candidate in term \(term): it has restarted since"
        }
      }
    return .init("\(name) ignores the late answer of \(sender).", because: "\(cause), so the answer changes nothing.")
  }

  var ignoresAStaleVote: Raft.Sentences {
    .init(
      "\(name) ignores a stale answer of \(sender).",
      because: "The answer is for term \(term), and \(name) is in term \(before.currentTerm): "
        + "a vote counts in its own term only.")
  }

  var stepsDown: Raft.Sentences {
    let what =
      switch before.role {
      case .follower: "\(name) learns of term \(after.currentTerm)."
      case .candidate: "\(name) gives up its election."
      case .leader: "\(name) steps down as leader."
      }
    return .init(what, because: "\(sender) answers from term \(senderTerm).", news)
  }
}
