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
    package let vote: Vote
    package let node: NodeID
  }

  /// In the order in which they began to lead.
  package private(set) var leaders: [Leader] = []
  /// Of the nodes that have announced one, sorted by node.
  package private(set) var logs: [Log] = []
  /// In the order of the announcements.
  package private(set) var commits: [Commit] = []

  package func log(of node: NodeID) -> [LogEntry] { logs.first { $0.node == node }?.entries ?? [] }

  mutating func lead(_ ballot: Ballot, _ node: NodeID) {
    let leader = Leader(ballot: ballot, node: node, log: log(of: node))
    if !leaders.contains(leader) { leaders.append(leader) }
  }

  mutating func write(_ entries: [LogEntry], at node: NodeID) {
    let place = logs.place { $0.node < node }
    if place < logs.endIndex, logs[place].node == node {
      logs[place].entries = entries
    } else {
      logs.insert(Log(node: node, entries: entries), at: place)
    }
  }

  mutating func commit(_ slot: Int, _ vote: Vote, by node: NodeID) {
    let commit = Commit(slot: slot, vote: vote, node: node)
    if !commits.contains(commit) { commits.append(commit) }
  }
}
