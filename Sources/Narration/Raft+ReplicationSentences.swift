import Consensus

// Log replication, in sentences: first the leader that sends, then its followers, then the leader that hears of it.
extension Raft.Telling {
  var sendsHeartbeats: Raft.Sentences {
    let commit =
      after.commitIndex == 0 ? "nothing is committed yet" : "entries are committed up to index \(after.commitIndex)"
    return .init(
      "\(name) sends \(isBare ? "heartbeats" : "what the others lack") to \(others).",
      because: "Its timer rings, and it leads term \(after.currentTerm).",
      isBare ? "It says that \(commit)." : "\(shipments) It also says that \(commit).")
  }

  /// Whether what was sent carries no entries.
  private var isBare: Bool { shipments.isEmpty }

  /// Who gets which entries.
  private var shipments: String {
    transition.sent.compactMap { item in
      guard case .appendEntries(_, let prevLogIndex, _, let entries, _) = item.message, !entries.isEmpty else {
        return nil
      }
      return "\(cluster.name(of: item.to)) gets \(entries.text) for index \(prevLogIndex + 1)"
        + (entries.count > 1 ? " and those that follow." : ".")
    }.joined(separator: " ")
  }

  var appendsARequest: Raft.Sentences {
    let entry = after.log.last?.text ?? "nothing"
    let rest =
      transition.sent.isEmpty
      ? "There is no other server, so it is committed at once."
      : "It sends it to \(others), and may commit it once \(cluster.quorums.phase2) of "
        + "\(cluster.acceptors.count) servers hold it."
    return .init(
      "\(name) appends \(entry) at index \(after.log.count).",
      because: "A client asks for \(after.log.last?.value.name ?? "a value"), and \(name) leads term "
        + "\(after.currentTerm).", rest)
  }

  // MARK: Followers

  /// The delivered request: what comes before its entries, and the entries.
  private var request: (prevLog: LogEnd, entries: [LogEntry], leaderCommit: Int) {
    guard
      case .appendEntries(_, let index, let prevLogTerm, let entries, let leaderCommit) = transition.message?.message
    else { return (LogEnd(index: 0, term: 0), [], 0) }
    return (LogEnd(index: index, term: prevLogTerm), entries, leaderCommit)
  }

  /// That a candidate has found its leader, or a server a higher term.
  private var submission: String {
    let stray =
      term < before.currentTerm
      ? "It obeys although term \(term) is lower than \(before.currentTerm), its own: \(Self.mutated)." : ""
    guard before.role == .candidate, after.role == .follower, before.currentTerm == after.currentTerm else {
      return [news, stray].filter { !$0.isEmpty }.joined(separator: " ")
    }
    return "\(sender) leads term \(term), so \(name) is no candidate any more."
  }

  /// Why the entries fit.
  private var fit: String {
    let prevLog = request.prevLog
    if prevLog.index == 0 { return "They begin at index 1, so there is nothing before them that has to match." }
    let own = before.log.term(at: prevLog.index)
    if own == prevLog.term {
      return
        "At index \(prevLog.index) it has an entry of term \(own), as \(sender) has, so all up to there is the same."
    }
    return "It stores them although at index \(prevLog.index) it has \(words(own)) and \(sender) has an entry of term "
      + "\(prevLog.term): \(Self.mutated)."
  }

  private func words(_ term: Int) -> String { term == 0 ? "nothing" : "an entry of term \(term)" }

  /// What of the log is applied by the step.
  private var application: String {
    guard after.commitIndex > before.commitIndex else { return "" }
    let values = after.log[before.commitIndex..<after.commitIndex].map(\.value.name)
    return "\(sender) has committed up to index \(request.leaderCommit), so \(name) applies "
      + "\(sentenceList(values) ?? "nothing")."
  }

  /// `index 3`, or `indices 3 to 5`.
  private var places: String {
    let (first, last) = (request.prevLog.index + 1, request.prevLog.index + request.entries.count)
    return first >= last ? "index \(first)" : "indices \(first) to \(last)"
  }

  var appendsEntries: Raft.Sentences {
    let new = Array(after.log.dropFirst(before.log.count))
    return .init(
      "\(name) appends \(new.text) at index \(before.log.count + 1).", because: submission, fit, application)
  }

  var replacesEntries: Raft.Sentences {
    let place = zip(before.log, after.log).enumerated().first { $0.element.0 != $0.element.1 }?.offset
    let first = place ?? min(before.log.count, after.log.count)
    let lost = Array(before.log.dropFirst(first))
    let kept = Array(after.log.dropFirst(first))
    let cause =
      if let place {
        "At index \(place + 1) it has \(before.log[place].text) and \(sender) has \(after.log[place].text): "
          + "entries of different terms conflict, and the leader's log is right."
      } else {
        "It deletes what follows index \(first) although nothing there conflicts: \(Self.mutated)."
      }
    return .init(
      "\(name) deletes \(lost.text)\(kept.isEmpty ? "" : " and takes \(kept.text)").",
      because: submission, cause, application)
  }

  var learnsOfACommit: Raft.Sentences {
    .init(
      "\(name) learns that its log is committed up to index \(after.commitIndex).", because: submission, application)
  }

  var confirmsKnownEntries: Raft.Sentences {
    .init(
      "\(name) has the entries of \(sender) already.",
      because: submission,
      "At \(places) it holds \(request.entries.count == 1 ? "an entry of the same term" : "entries of the same terms"), so "
        + "it says that its log agrees.")
  }

  var acknowledgesAHeartbeat: Raft.Sentences {
    let index = request.prevLog.index
    return .init(
      "\(name) acknowledges the heartbeat of \(sender).",
      because: submission,
      before.leader == transition.message?.from && before.currentTerm == after.currentTerm
        ? "\(sender) still leads term \(term), and there is nothing new."
        : "It knows now that \(sender) leads term \(term)\(index == 0 ? "." : "; its log agrees up to index \(index).")"
    )
  }

  var failsTheConsistencyCheck: Raft.Sentences {
    let prevLog = request.prevLog
    return .init(
      "\(name) refuses the entries of \(sender).",
      because: submission,
      "They go after index \(prevLog.index), where \(sender) has an entry of term \(prevLog.term) and \(name) has "
        + "\(words(before.log.term(at: prevLog.index))): what comes before must match.")
  }

  var refusesAStaleLeader: Raft.Sentences {
    .init(
      "\(name) refuses what \(sender) sends in term \(term).",
      because: "Term \(term) is lower than \(before.currentTerm), the term of \(name), so \(sender) leads no longer. "
        + "The answer tells it of term \(before.currentTerm).")
  }

  var ignoresAnotherLeader: Raft.Sentences {
    .init(
      "\(name) ignores what \(sender) sends as leader of term \(term).",
      because:
        "\(name) leads term \(term) itself. Two leaders in one term are impossible while every server keeps its vote."
    )
  }

  // MARK: The leader hears of it

  /// The delivered reply: the request that it answers, and up to where the logs agree.
  private var reply: (prevLogIndex: Int, matchIndex: Int?) {
    if case .appendReply(_, _, let prevLogIndex, let matchIndex) = transition.message?.message {
      return (prevLogIndex, matchIndex)
    }
    return (0, nil)
  }

  private func holders(of index: Int) -> NodeSet { raft.copies(of: index, at: node, after) }

  /// `S1 and S2 hold index 3 (2 of 3)`
  private func holding(_ index: Int) -> String {
    let holders = holders(of: index)
    return
      "\(cluster.listing(holders)) \(holders.count == 1 ? "holds" : "hold") index \(index) (\(share(holders.count)))"
  }

  var countsACopy: Raft.Sentences {
    let index = reply.matchIndex ?? 0
    let consequence =
      if after.commitIndex >= index {
        "That is committed already"
      } else {
        "\(holding(index)), and \(cluster.quorums.phase2) are needed to commit it"
      }
    return .init(
      "\(name) hears that the log of \(sender) agrees up to index \(index).", because: "\(consequence).")
  }

  var commitsEntries: Raft.Sentences {
    let entries = after.log[before.commitIndex..<after.commitIndex]
    let last = after.log.term(at: after.commitIndex)
    let right =
      last == after.currentTerm
      ? "and it is of term \(last), the current one"
      : "but it is of term \(last) and not of the current one, \(after.currentTerm): \(Self.mutated)"
    let old = entries.dropLast().map(\.text)
    let company = sentenceList(old).map { "With it, \($0) before it \(old.count == 1 ? "is" : "are") committed too." }
    return .init(
      "\(name) commits \(sentenceList(entries.map(\.text)) ?? "nothing") at "
        + (entries.count > 1 ? "indices \(before.commitIndex + 1) to " : "index ") + "\(after.commitIndex).",
      because: "\(holding(after.commitIndex)), a majority, \(right).", company ?? "",
      "The others hear of it with what \(name) sends next.")
  }

  var holdsBackAnOldTerm: Raft.Sentences {
    let stored = (before.commitIndex + 1...after.log.count).last {
      holders(of: $0).count >= cluster.quorums.phase2
    }
    let index = stored ?? after.log.count
    let entry = after.log[index - 1]
    return .init(
      "\(name) does not commit \(entry.text) at index \(index), although a majority holds it.",
      because:
        "\(holding(index)), but it is of term \(entry.ballot.round) and \(name) leads term \(after.currentTerm): "
        + "a later leader could still replace it.",
      "It is committed together with the first entry of term \(after.currentTerm).")
  }

  var backsUp: Raft.Sentences {
    let place = transition.message.map { Int($0.from.index) } ?? 0
    return .init(
      "\(name) goes back by one index for \(sender).",
      because: "\(sender) does not have the entry of term \(before.log.term(at: reply.prevLogIndex)) at index "
        + "\(reply.prevLogIndex), so nextIndex goes down from \(before.nextIndex[place]) to \(after.nextIndex[place]).",
      shipments)
  }

  var ignoresARepeatedReply: Raft.Sentences {
    let place = transition.message.map { Int($0.from.index) } ?? 0
    let known = before.matchIndex[place]
    let cause =
      known == 0
      ? "\(sender) confirms nothing but that \(name) leads term \(term)"
      : "\(name) knows that the log of \(sender) agrees up to index \(known), and the reply says index "
        + "\(reply.matchIndex ?? 0)"
    return .init("\(name) hears nothing new from \(sender).", because: "\(cause).")
  }

  var ignoresALateRefusal: Raft.Sentences {
    let place = transition.message.map { Int($0.from.index) } ?? 0
    return .init(
      "\(name) ignores a late refusal of \(sender).",
      because: "It refuses entries after index \(reply.prevLogIndex), and \(name) has sent those from index "
        + "\(before.nextIndex[place]) on since.")
  }

  var ignoresAStaleReply: Raft.Sentences {
    let present = before.role == .leader ? "leads" : "is a \(before.role.rawValue) in"
    return .init(
      "\(name) ignores a stale reply of \(sender).",
      because: "The reply is for the leader of term \(term), and \(name) \(present) term \(before.currentTerm).")
  }
}
