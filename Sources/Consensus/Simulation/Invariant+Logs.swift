// What Raft guarantees (figure 3), judged from leaders, logs, commits and decisions.
extension Invariant {
  private static func raft(_ section: String) -> String {
    "In Search of an Understandable Consensus Algorithm, figure 3, \(section)"
  }

  package static let electionSafety = Invariant(
    name: "election-safety",
    statement: "At most one leader can be elected in a given term.",
    cites: raft("§5.2")
  ) { ledger, cluster in
    let leaders = ledger.logs.leaders
    for (first, second) in zip(leaders, leaders.dropFirst())
    where first.ballot.round == second.ballot.round && first.node != second.node {
      return "\(cluster.name(of: first.node)) and \(cluster.name(of: second.node)) were both elected in term "
        + "\(first.ballot.round)."
    }
    return nil
  }

  package static let leaderAppendOnly = Invariant(
    name: "leader-append-only",
    statement: "A leader never overwrites or deletes entries in its log; it only appends new entries.",
    cites: raft("§5.3")
  ) { ledger, cluster in
    ledger.logs.losses.first.map {
      "\(cluster.name(of: $0.leader)) lost \($0.entry.value) of term \($0.entry.ballot.round) at index \($0.slot) "
        + "while it was leader."
    }
  }

  package static let logMatching = Invariant(
    name: "log-matching",
    statement: "If two logs contain an entry with the same index and term, they are identical up to that index.",
    cites: raft("§5.3")
  ) { ledger, cluster in
    let logs = ledger.logs.logs
    for (index, first) in logs.enumerated() {
      for second in logs[(index + 1)...] {
        guard let match = zip(first.entries, second.entries).lastMatch, let difference = match.difference else {
          continue
        }
        return "\(cluster.name(of: first.node)) and \(cluster.name(of: second.node)) both hold an entry of term "
          + "\(first.entries[match.place].ballot.round) at index \(match.place + 1), but at index \(difference + 1) "
          + "\(first.entries[difference].termAndValue) and \(second.entries[difference].termAndValue)."
      }
    }
    return nil
  }

  package static let leaderCompleteness = Invariant(
    name: "leader-completeness",
    statement: "An entry that is committed in a given term is in the logs of the leaders of all higher terms.",
    cites: raft("§5.4")
  ) { ledger, cluster in
    for commit in ledger.commits {
      for leader in ledger.logs.leaders where leader.ballot.round > commit.term {
        let entry = leader.log.count >= commit.slot ? leader.log[commit.slot - 1] : nil
        if let entry, entry.ballot.round == commit.vote.ballot.round && entry.value == commit.vote.value { continue }
        return "\(commit.vote.value) of term \(commit.vote.ballot.round) was committed at index \(commit.slot) in term "
          + "\(commit.term) by \(cluster.name(of: commit.node)), and \(cluster.name(of: leader.node)), elected in term "
          + "\(leader.ballot.round), \(entry.map { "has \($0.termAndValue) there" } ?? "has nothing there")."
      }
    }
    return nil
  }

  package static let stateMachineSafety = Invariant(
    name: "state-machine-safety",
    statement: "If a server has applied an entry at an index, no other server applies a different one there.",
    cites: raft("§5.4.3")
  ) { ledger, cluster in
    for (index, first) in ledger.decisions.enumerated() {
      for second in ledger.decisions[(index + 1)...] where first.slot == second.slot && first.value != second.value {
        return "At index \(first.slot) \(cluster.name(of: first.node)) has applied \(first.value), and "
          + "\(cluster.name(of: second.node)) has applied \(second.value)."
      }
    }
    return nil
  }
}

extension LogEntry {
  /// `2:x`
  fileprivate var termAndValue: String { "\(ballot.round):\(value)" }
}

extension Sequence<(LogEntry, LogEntry)> {
  /// The last place where the terms are the same, and the first place before or at it where the entries are not.
  fileprivate var lastMatch: (place: Int, difference: Int?)? {
    var match: Int?
    var difference: Int?
    for (place, pair) in enumerated() {
      if pair.0.ballot.round == pair.1.ballot.round { match = place }
      if difference == nil && (pair.0.ballot.round != pair.1.ballot.round || pair.0.value != pair.1.value) {
        difference = place
      }
    }
    return match.map { place in (place, difference.flatMap { $0 <= place ? $0 : nil }) }
  }
}
