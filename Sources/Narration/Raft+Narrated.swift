package import Consensus

extension Raft: Narrated {
  package static var kinds: [String] { ["request-vote", "vote", "append-entries", "append-reply"] }

  package static var ballotWords: BallotWords { .raft }

  package static var invariants: [Invariant] {
    [.agreement, .stateMachineSafety, .electionSafety, .leaderCompleteness, .logMatching, .leaderAppendOnly]
  }

  package static func columns(of roles: Cluster.Role) -> [Column] {
    [
      // A candidate that has just become one is marked.
      Column("role", width: 10), Column("term", width: 4), Column("voted-for", width: 9), Column("commit", width: 6),
    ]
  }

  /// The slot of entries is the index of the first one, also where there is none yet, and a reply has the slot of what it
  /// answers.
  package func subject(of message: Message) -> Subject {
    switch message {
    case .requestVote(let ballot, _, _): Subject("request-vote", ballot: ballot)
    case .vote(let ballot, _, _): Subject("vote", ballot: ballot)
    case .appendEntries(let ballot, let prevLogIndex, _, _, _):
      Subject("append-entries", ballot: ballot, slot: prevLogIndex + 1)
    case .appendReply(let ballot, _, let prevLogIndex, _):
      Subject("append-reply", ballot: ballot, slot: prevLogIndex + 1)
    }
  }

  package func label(of message: Message) -> MessageLabel {
    let subject = subject(of: message)
    switch message {
    case .requestVote(_, let lastLogIndex, let lastLogTerm):
      return MessageLabel(subject, remark: lastLogIndex == 0 ? "empty log" : "log \(lastLogTerm)@\(lastLogIndex)")
    case .vote(let ballot, let term, let voteGranted):
      return MessageLabel(
        subject, remark: voteGranted ? nil : term > ballot.round ? "refused: term \(term)" : "refused")
    case .appendEntries(_, _, _, let entries, let leaderCommit):
      let text = entries.isEmpty ? nil : entries.text
      return MessageLabel(subject, value: text, remark: leaderCommit > 0 ? "commit \(leaderCommit)" : nil)
    case .appendReply(let ballot, let term, _, let matchIndex):
      let refusal = term > ballot.round ? "refused: term \(term)" : "refused"
      return MessageLabel(subject, remark: matchIndex.map { "match \($0)" } ?? refusal)
    }
  }

  package func ballot(of node: Node, _ id: NodeID) -> Ballot? {
    node.role == .follower ? nil : ballot(node, id)
  }
}

extension [LogEntry] {
  /// `1:x 1:y 2:z`, or `nothing`.
  var text: String { isEmpty ? "nothing" : map(\.text).joined(separator: " ") }
}

extension LogEntry {
  /// `2:x`
  var text: String { "\(ballot.round):\(value)" }
}

// MARK: - Fields

extension Raft {
  package func fields(of node: Node, _ id: NodeID) -> [Field] {
    [
      Field("role", node.role.rawValue),
      Field("term", "\(node.currentTerm)"),
      Field("voted-for", node.votedFor.map { cluster.name(of: $0) } ?? "nothing"),
      Field("log", node.log.text),
      Field("commit", "\(node.commitIndex)"),
      Field("leader", node.leader.map { cluster.name(of: $0) } ?? "nothing"),
      Field("votes", node.votes.isEmpty ? "nothing" : cluster.names(of: node.votes)),
      Field("next-index", text(node.nextIndex, id)),
      Field("match-index", text(node.matchIndex, id)),
    ]
  }

  /// `S2:1 S3:4`: a leader's number for each of the others.
  private func text(_ indices: [Int], _ id: NodeID) -> String {
    let others = cluster.nodes.filter { $0 != id && indices.indices.contains(Int($0.index)) }
    return others.isEmpty
      ? "nothing" : others.map { "\(cluster.name(of: $0)):\(indices[Int($0.index)])" }.joined(separator: " ")
  }

  package func activity(of node: Node, _ id: NodeID) -> String {
    switch node.role {
    case .candidate: "wants to lead term \(node.currentTerm)"
    case .leader: "leads term \(node.currentTerm)"
    case .follower:
      if let leader = node.leader, cluster.name(of: leader).count <= 16 {
        "follows \(cluster.name(of: leader))"
      } else {
        node.leader == nil ? "knows no leader" : "follows a leader"
      }
    }
  }

  package func progress(of node: Node, _ id: NodeID) -> NodeView.Progress? {
    switch node.role {
    case .follower: return nil
    case .candidate:
      let names = node.votes.map { cluster.name(of: $0) }
      return NodeView.Progress("votes", names.count, of: cluster.quorums.phase1, from: names)
    case .leader:
      guard node.log.count > node.commitIndex else { return nil }
      let names = copies(of: node.log.count, at: id, node).map { cluster.name(of: $0) }
      return NodeView.Progress("copies", names.count, of: cluster.quorums.phase2, from: names)
    }
  }

  package func beliefs(of node: Node, _ id: NodeID) -> [SlotView]? {
    zip(1..., node.log.prefix(node.commitIndex)).map { SlotView(slot: $0, values: [$1.value.name]) }
  }

  package func log(of node: Node, _ id: NodeID) -> LogView? {
    LogView(
      entries: zip(1..., node.log).map { slot, entry in
        LogView.Entry(
          slot: slot, ballot: entry.ballot, value: entry.value.name, isDecided: slot <= node.commitIndex)
      }, executed: node.commitIndex, showsTerms: true)
  }
}

// MARK: - What a crash costs

extension Raft {
  package func losses(_ before: Node, _ after: Node, _ id: NodeID) -> String {
    let name = cluster.name(of: id)
    var kept: [String] = []
    var lost: [String] = []
    func compare<T: Equatable>(_ old: T, _ new: T, isNothing: Bool, _ words: String) {
      guard !isNothing else { return }
      if old == new { kept.append(words) } else { lost.append(words) }
    }
    compare(before.currentTerm, after.currentTerm, isNothing: before.currentTerm == 0, "its term \(before.currentTerm)")
    let candidate = before.votedFor.map { cluster.name(of: $0) } ?? "nobody"
    compare(before.votedFor, after.votedFor, isNothing: before.votedFor == nil, "its vote for \(candidate)")
    compare(before.log, after.log, isNothing: before.log.isEmpty, "its log \(before.log.text)")
    if before.role != after.role { lost.append("that it was a \(before.role.rawValue)") }
    if before.commitIndex > after.commitIndex {
      lost.append("that entries are committed up to index \(before.commitIndex)")
    }
    if let leader = before.leader, leader != id, after.leader == nil {
      lost.append("that \(cluster.name(of: leader)) leads")
    }
    switch (sentenceList(kept), sentenceList(lost)) {
    case (let kept?, nil): return "\(name) keeps \(kept) on disk."
    case (nil, nil): return "\(name) has nothing on disk and nothing to forget."
    case (nil, let lost?): return "\(name) forgets \(lost)."
    case (let words?, let lost?):
      return "\(name) forgets \(lost); \(words) \(kept.count == 1 ? "is" : "are") on disk."
    }
  }
}
