/// One entry of a replicated log: the value in a slot, with the ballot (or term) in which it was created.
package struct LogEntry: Hashable, Sendable {
  package let ballot: Ballot
  package let value: Value

  package init(_ ballot: Ballot, _ value: Value) {
    self.ballot = ballot
    self.value = value
  }
}

/// Leaders, logs and commits, as the nodes announced them: what the invariants of replicated logs are judged by.
package struct LogHistory: Hashable, Sendable {
  /// A node that began to lead, with the log that it had then.
  package struct Leader: Hashable, Sendable {
    package let ballot: Ballot
    package let node: NodeID
    package let log: [LogEntry]
  }

  /// The log of a node as it is now.
  package struct Log: Hashable, Sendable {
    package let node: NodeID
    package fileprivate(set) var entries: [LogEntry]
  }

  /// An entry that a leader committed, with the leader's term.
  package struct Commit: Hashable, Sendable {
    package let slot: Int
    /// The value in the ballot or term in which the entry was created.
    package let vote: Vote
    /// Who committed it; of several, the leader of the lowest term.
    package fileprivate(set) var node: NodeID
    /// The term of that leader.
    package fileprivate(set) var term: Int
  }

  /// A leader whose log lost an entry while it led.
  package struct Loss: Hashable, Sendable {
    package let leader: NodeID
    package let slot: Int
    package let entry: LogEntry
  }

  /// Sorted by ballot and node.
  package private(set) var leaders: [Leader] = []
  /// Of the nodes that have announced one, sorted by node.
  package private(set) var logs: [Log] = []
  /// Sorted by slot and vote, each once.
  package private(set) var commits: [Commit] = []
  /// Who leads now, as far as it was announced.
  package private(set) var leading: NodeSet = []
  /// In the order in which they happened.
  package private(set) var losses: [Loss] = []

  package func log(of node: NodeID) -> [LogEntry] { logs.first { $0.node == node }?.entries ?? [] }

  /// The commits of one slot and nothing else.
  func commits(in slot: Int) -> LogHistory {
    var history = LogHistory()
    history.commits = commits.filter { $0.slot == slot }
    return history
  }

  /// What still matters when nobody leads a term below a round any more.
  func settled(before round: Int) -> LogHistory {
    var history = self
    history.leaders = leaders.filter { $0.ballot.round >= round }
    history.leading = NodeSet(leading.filter { node in history.leaders.contains { $0.node == node } })
    return history
  }

  mutating func lead(_ ballot: Ballot, _ node: NodeID) {
    leading.insert(node)
    let leader = Leader(ballot: ballot, node: node, log: log(of: node))
    guard !leaders.contains(leader) else { return }
    leaders.insert(leader, at: leaders.place { ($0.ballot, $0.node) <= (ballot, node) })
  }

  mutating func follow(_ node: NodeID) { leading.remove(node) }

  mutating func write(_ entries: [LogEntry], at node: NodeID) {
    let place = logs.place { $0.node < node }
    guard place < logs.endIndex, logs[place].node == node else {
      return logs.insert(Log(node: node, entries: entries), at: place)
    }
    if leading.contains(node), let lost = logs[place].entries.firstDifference(from: entries) {
      losses.append(Loss(leader: node, slot: lost + 1, entry: logs[place].entries[lost]))
    }
    logs[place].entries = entries
  }

  mutating func commit(_ slot: Int, _ vote: Vote, by node: NodeID) {
    let term = leaders.last { $0.node == node }?.ballot.round ?? vote.ballot.round
    let place = commits.place { ($0.slot, $0.vote) < (slot, vote) }
    guard place < commits.endIndex, commits[place].slot == slot, commits[place].vote == vote else {
      return commits.insert(Commit(slot: slot, vote: vote, node: node, term: term), at: place)
    }
    guard (term, node) < (commits[place].term, commits[place].node) else { return }
    commits[place].node = node
    commits[place].term = term
  }
}

extension [LogEntry] {
  /// The first place of these entries that is not the same in others.
  fileprivate func firstDifference(from others: [LogEntry]) -> Int? {
    indices.first { $0 >= others.endIndex || others[$0] != self[$0] }
  }
}
