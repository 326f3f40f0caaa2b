// Log replication: §5.3 and §5.4.2.
extension Raft {
  // Leaders (§5.3). "If command received from client: append entry to local log." "If last log index ≥ nextIndex for a
  // follower: send AppendEntries RPC with log entries starting at nextIndex."
  func appendRequest(_ value: Value, at id: NodeID, _ node: inout Node, _ effects: inout Effects<Raft>) -> Rule {
    node.log.append(LogEntry(ballot(node, id), value))
    effects.write(persistent(node))
    effects.announce(.log(node.log))
    _ = commit(at: id, &node, &effects)
    sendEntries(to: others(id), at: id, &node, &effects)
    return .appendsARequest
  }

  // Leaders (§5.2). Heartbeats "repeat during idle periods"; they carry what a follower lacks.
  func sendHeartbeats(at id: NodeID, _ node: inout Node, _ effects: inout Effects<Raft>) -> Rule {
    sendEntries(to: others(id), at: id, &node, &effects)
    return .sendsHeartbeats
  }

  /// To all others at once, which then know the leader's `commitIndex`.
  func sendEntries(to receivers: NodeSet, at id: NodeID, _ node: inout Node, _ effects: inout Effects<Raft>) {
    for receiver in receivers { sendEntries(to: receiver, at: id, node, &effects) }
    node.toldCommit = node.commitIndex
  }

  private func sendEntries(to receiver: NodeID, at id: NodeID, _ node: Node, _ effects: inout Effects<Raft>) {
    let prevLogIndex = node.nextIndex[Int(receiver.index)] - 1
    effects.send(
      .appendEntries(
        ballot(node, id), prevLogIndex: prevLogIndex, prevLogTerm: node.log.term(at: prevLogIndex),
        entries: Array(node.log.dropFirst(prevLogIndex)), leaderCommit: node.commitIndex),
      to: receiver)
  }

  // AppendEntries RPC, receiver implementation.
  func answerAppendEntries(
    _ ballot: Ballot, after prevLog: LogEnd, _ entries: [LogEntry], leaderCommit: Int, from sender: NodeID,
    _ node: inout Node, _ effects: inout Effects<Raft>
  ) -> Rule {
    func reply(_ matchIndex: Int?) {
      effects.send(
        .appendReply(ballot, term: node.currentTerm, prevLogIndex: prevLog.index, matchIndex: matchIndex), to: sender)
    }
    // 1. "Reply false if term < currentTerm (§5.1)." That a leader meets another one of its own term "cannot happen".
    guard rules.obeys(ballot.round, node) else {
      if ballot.round == node.currentTerm { return .ignoresAnotherLeader }
      reply(nil)
      return .refusesAStaleLeader
    }
    // Candidates (§5.2). "If AppendEntries RPC received from new leader: convert to follower."
    node.adopt(ballot.round)
    if node.role == .candidate { node.becomeFollower() }
    if node.role == .follower {
      node.leader = sender
      effects.announce(.follow)
    }
    // 2. "Reply false if log doesn't contain an entry at prevLogIndex whose term matches prevLogTerm (§5.3)."
    guard rules.isConsistent(prevLog, node.log) else {
      effects.write(persistent(node))
      reply(nil)
      return .failsTheConsistencyCheck
    }
    let old = (log: node.log, commitIndex: node.commitIndex)
    let hasReplaced = store(entries, after: prevLog.index, &node.log)
    effects.write(persistent(node))
    effects.announce(.log(node.log))
    // 5. "If leaderCommit > commitIndex, set commitIndex = min(leaderCommit, index of last new entry)."
    let lastNew = min(prevLog.index + entries.count, node.log.count)
    if leaderCommit > node.commitIndex { apply(upTo: min(leaderCommit, lastNew), &node, &effects) }
    reply(lastNew)
    if hasReplaced { return .replacesEntries }
    if node.log != old.log { return .appendsEntries }
    if node.commitIndex > old.commitIndex { return .learnsOfACommit }
    return entries.isEmpty ? .acknowledgesAHeartbeat : .confirmsKnownEntries
  }

  // 3. "If an existing entry conflicts with a new one (same index but different terms), delete the existing entry and all
  // that follow it (§5.3)." 4. "Append any new entries not already in the log."
  /// Tells whether entries were deleted.
  private func store(_ entries: [LogEntry], after prevLogIndex: Int, _ log: inout [LogEntry]) -> Bool {
    var hasDeleted = false
    for (place, entry) in zip(min(prevLogIndex, log.count)..., entries) {
      if place < log.count {
        guard rules.conflicts(log[place], entry) else { continue }
        log.removeSubrange(place...)
        hasDeleted = true
      }
      log.append(entry)
    }
    return hasDeleted
  }

  // Leaders (§5.3), the results of AppendEntries.
  func countReply(
    _ ballot: Ballot, term: Int, prevLogIndex: Int, _ matchIndex: Int?, from follower: NodeID, at id: NodeID,
    _ node: inout Node, _ effects: inout Effects<Raft>
  ) -> Rule {
    guard term <= node.currentTerm else { return stepDown(to: term, &node, &effects) }
    guard node.role == .leader, ballot.round == node.currentTerm else { return .ignoresAStaleReply }
    let place = Int(follower.index)
    guard let matchIndex else {
      // "If AppendEntries fails because of log inconsistency: decrement nextIndex and retry."
      guard prevLogIndex > 0, prevLogIndex == node.nextIndex[place] - 1 else { return .ignoresALateRefusal }
      node.nextIndex[place] -= 1
      sendEntries(to: follower, at: id, node, &effects)
      return .backsUp
    }
    // "If successful: update nextIndex and matchIndex for follower."
    guard matchIndex > node.matchIndex[place] else { return .ignoresARepeatedReply }
    node.matchIndex[place] = matchIndex
    node.nextIndex[place] = matchIndex + 1
    return commit(at: id, &node, &effects)
  }

  // Leaders. "If there exists an N such that N > commitIndex, a majority of matchIndex[i] ≥ N, and log[N].term ==
  // currentTerm: set commitIndex = N (§5.3, §5.4)."
  private func commit(at id: NodeID, _ node: inout Node, _ effects: inout Effects<Raft>) -> Rule {
    let stored = stride(from: node.log.count, to: node.commitIndex, by: -1).filter { index in
      copies(of: index, at: id, node).count >= cluster.quorums.phase2
    }
    guard let index = stored.first(where: { rules.mayCommit(node.log.term(at: $0), node.currentTerm) }) else {
      return stored.isEmpty ? .countsACopy : .holdsBackAnOldTerm
    }
    for slot in node.commitIndex + 1...index {
      let entry = node.log[slot - 1]
      effects.announce(.commit(slot: slot, Vote(entry.ballot, entry.value)))
    }
    apply(upTo: index, &node, &effects)
    return .commitsEntries
  }

  /// The servers that hold an entry of a leader's log, as far as the leader knows; itself first.
  package func copies(of index: Int, at id: NodeID, _ node: Node) -> NodeSet {
    NodeSet([id] + others(id).filter { node.matchIndex[Int($0.index)] >= index })
  }

  /// All servers. "If commitIndex > lastApplied: […] apply log[lastApplied] to state machine (§5.3)."
  private func apply(upTo index: Int, _ node: inout Node, _ effects: inout Effects<Raft>) {
    guard index > node.commitIndex else { return }
    for slot in node.commitIndex + 1...index { effects.announce(.decide(slot: slot, node.log[slot - 1].value)) }
    node.commitIndex = index
  }
}
