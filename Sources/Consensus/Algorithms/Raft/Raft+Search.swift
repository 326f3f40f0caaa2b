extension Raft {
  /// A leader's heartbeat is news only where it tells of a commit: what entries there are was sent when they came, and a
  /// message that was sent is never lost in a search.
  package func isWorthRinging(at id: NodeID, _ node: Node) -> Bool {
    node.role != .leader || node.toldCommit < node.commitIndex
  }

  /// A leader may send one more heartbeat where something was lost before the search began.
  package func nodeForSearch(_ id: NodeID, in world: World<Raft>) -> Node {
    var node = world[id]
    guard node.role == .leader, others(id).contains(where: { hasLost($0, from: id, in: world) }) else { return node }
    node.toldCommit = -1
    return node
  }

  /// Whether a follower lacks the leader's term, entries or commits, or the leader an answer about entries, and nothing under way
  /// will bring it.
  private func hasLost(_ follower: NodeID, from leader: NodeID, in world: World<Raft>) -> Bool {
    let (node, other) = (world[leader], world[follower])
    let sent = world.inFlight.filter { $0.from == leader && $0.to == follower }.compactMap { message in
      if case .appendEntries(ballot(node, leader), let prev, _, let entries, let commit) = message.message {
        (end: prev + entries.count, commit: commit)
      } else {
        nil
      }
    }
    let isAnswered = world.inFlight.contains { message in
      guard message.from == follower, message.to == leader else { return false }
      guard case .appendReply(ballot(node, leader), _, _, let matchIndex) = message.message else { return false }
      return matchIndex.map { $0 >= node.log.count } ?? true
    }
    let hasEntries =
      node.matchIndex[Int(follower.index)] >= node.log.count || isAnswered || sent.contains { $0.end >= node.log.count }
    let hasCommits =
      other.commitIndex >= node.commitIndex || sent.contains { $0.commit >= node.commitIndex }
    return !(other.currentTerm >= node.currentTerm || !sent.isEmpty) || !hasEntries || !hasCommits
  }
}
