extension Raft {
  /// The decisions that make Raft safe, each a rule of its own with the paper's answer as its default.
  package struct Rules: Sendable {
    /// RequestVote, receiver, 2: "if votedFor is null or candidateId": one vote in a term (§5.2).
    package var hasAVote: @Sendable (_ candidate: NodeID, Node) -> Bool = { candidate, node in
      node.votedFor.map { $0 == candidate } ?? true
    }
    /// RequestVote, receiver, 2: the log with the later last term is more up-to-date, of two that end with the same term
    /// the longer one (§5.4.1).
    package var isUpToDate: @Sendable (_ candidate: LogEnd, _ own: LogEnd) -> Bool = { candidate, own in
      (candidate.term, candidate.index) >= (own.term, own.index)
    }
    /// AppendEntries, receiver, 1: whether a server does what the leader of a term says (§5.1).
    package var obeys: @Sendable (_ term: Int, Node) -> Bool = { term, node in
      term > node.currentTerm || term == node.currentTerm && node.role != .leader
    }
    /// AppendEntries, receiver, 2: "contains an entry at prevLogIndex whose term matches prevLogTerm" (§5.3).
    package var isConsistent: @Sendable (_ prevLog: LogEnd, [LogEntry]) -> Bool = { prevLog, log in
      prevLog.index <= log.count && log.term(at: prevLog.index) == prevLog.term
    }
    /// AppendEntries, receiver, 3: "same index but different terms" (§5.3).
    package var conflicts: @Sendable (LogEntry, LogEntry) -> Bool = { old, new in old.ballot.round != new.ballot.round }
    /// Leaders: whether an entry of a term may be committed by counting copies: "log[N].term == currentTerm" (§5.4.2).
    package var mayCommit: @Sendable (_ term: Int, _ currentTerm: Int) -> Bool = { $0 == $1 }

    package init() {}

    func hasAVote(for candidate: NodeID, _ node: Node) -> Bool { hasAVote(candidate, node) }
  }

  /// A broken variant of one rule, by the name that scenarios use.
  package enum Mutation: String, CaseIterable, Hashable, Sendable {
    case commitOldTerm = "commit-old-term"
    case noUpToDateCheck = "no-up-to-date-check"
    case lengthOnlyCheck = "length-only-check"
    case voteTwice = "vote-twice"
    case obeyStaleLeaders = "obey-stale-leaders"
    case noConsistencyCheck = "no-consistency-check"
    case truncateAlways = "truncate-always"

    /// What it changes, in one sentence.
    package var summary: String {
      switch self {
      case .commitOldTerm: "A leader commits an entry of any term as soon as a majority holds it."
      case .noUpToDateCheck: "Votes for a candidate whatever its log lacks."
      case .lengthOnlyCheck: "Votes for a candidate whose log is at least as long, whatever the terms in it."
      case .voteTwice: "Votes for every candidate of a term."
      case .obeyStaleLeaders: "Stores what a leader sends without comparing its term, even while leading."
      case .noConsistencyCheck: "Stores entries without looking at what comes before them."
      case .truncateAlways: "Deletes all that follows the entries of a message, also where nothing conflicts."
      }
    }

    /// Whether it lets a server follow a lower term, or vote twice in one.
    var mixesTerms: Bool { [.voteTwice, .obeyStaleLeaders].contains(self) }

    func replace(in rules: inout Rules) {
      switch self {
      case .commitOldTerm: rules.mayCommit = { _, _ in true }
      case .noUpToDateCheck: rules.isUpToDate = { _, _ in true }
      case .lengthOnlyCheck: rules.isUpToDate = { candidate, own in candidate.index >= own.index }
      case .voteTwice: rules.hasAVote = { _, _ in true }
      case .obeyStaleLeaders: rules.obeys = { _, _ in true }
      case .noConsistencyCheck: rules.isConsistent = { _, _ in true }
      case .truncateAlways: rules.conflicts = { _, _ in true }
      }
    }
  }
}
