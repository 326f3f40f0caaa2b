/// Raft, as in Ongaro and Ousterhout's *In Search of an Understandable Consensus Algorithm (Extended Version)* (2014),
/// figure 2 and §5.
///
/// Differs from the paper:
/// - An election timeout is an event that a person or a search fires; a leader's timer sends heartbeats.
/// - Replies say which request they answer, as a remote procedure call knows anyway: `vote` the candidate's term,
///   `append-reply` the `prevLogIndex` and, where it succeeded, up to where the follower's log now agrees.
/// - A leader that has committed something tells the others with what it sends next, heartbeat or request.
/// - Committed entries are applied at once: `lastApplied` is `commitIndex`.
/// - An entry also says who created it (its ballot is the term and the leader's number). No rule asks: terms are compared.
/// - A new leader appends no empty entry of its own term (§8 needs one for reading only), so an entry of an old term
///   waits for a client's next request.
///
/// Not modelled: clients and their retries (§8), membership changes (§6), snapshots (§7).
package struct Raft: Algorithm {
  package enum Role: String, Hashable, Sendable { case follower, candidate, leader }

  /// A request's ballot is the term of its sender, with the sender's number.
  package enum Message: Hashable, Sendable {
    /// Figure 2, RequestVote RPC, arguments.
    case requestVote(Ballot, lastLogIndex: Int, lastLogTerm: Int)
    /// Figure 2, RequestVote RPC, results. `term` is the voter's.
    case vote(Ballot, term: Int, voteGranted: Bool)
    /// Figure 2, AppendEntries RPC, arguments.
    case appendEntries(Ballot, prevLogIndex: Int, prevLogTerm: Int, entries: [LogEntry], leaderCommit: Int)
    /// Figure 2, AppendEntries RPC, results. `term` is the follower's; no `matchIndex` means no success.
    case appendReply(Ballot, term: Int, prevLogIndex: Int, matchIndex: Int?)
  }

  /// Figure 2, State. Indices of the log begin with 1.
  package struct Node: Hashable, Sendable {
    // Persistent state on all servers.
    package var currentTerm = 0
    package var votedFor: NodeID?
    package var log: [LogEntry] = []
    // Volatile state on all servers.
    package var role = Role.follower
    package var commitIndex = 0
    /// The leader of its term, if it has heard from it (§5.1: "the follower redirects it to the leader").
    package var leader: NodeID?
    // Volatile state on candidates.
    package var votes: NodeSet = []
    // Volatile state on leaders; empty for all others. A leader's own places are not used.
    package var nextIndex: [Int] = []
    package var matchIndex: [Int] = []
    /// The `commitIndex` that it has last told all others: so a search knows when a heartbeat would be news.
    package var toldCommit = 0
  }

  package struct Disk: Hashable, Sendable {
    package var currentTerm: Int
    package var votedFor: NodeID?
    package var log: [LogEntry]
  }

  package let cluster: Cluster
  /// The rules in force; a mutation replaces one of them.
  package let rules: Rules
  /// The rules that are not the paper's.
  let mutations: [Mutation]

  package init(cluster: Cluster, mutations: [Mutation] = []) {
    self.cluster = cluster
    self.mutations = mutations
    rules = mutations.reduce(into: Rules()) { rules, mutation in mutation.replace(in: &rules) }
  }

  package func boot(_ id: NodeID, from disk: Disk?) -> Node {
    guard let disk else { return Node() }
    return Node(currentTerm: disk.currentTerm, votedFor: disk.votedFor, log: disk.log)
  }

  package func handle(
    _ event: Event<Message>, at id: NodeID, _ node: inout Node, _ effects: inout Effects<Raft>
  ) -> Rule {
    switch event {
    case .request(let value): return appendRequest(value, at: id, &node, &effects)
    case .timeout(let term):
      return node.role == .leader
        ? sendHeartbeats(at: id, &node, &effects) : startElection(term: term, at: id, &node, &effects)
    case .choose: preconditionFailure("Raft has no black box")
    case .receive(let message, let sender):
      switch message {
      case .requestVote(let ballot, let lastLogIndex, let lastLogTerm):
        let lastLog = LogEnd(index: lastLogIndex, term: lastLogTerm)
        return answerRequestVote(ballot, lastLog, from: sender, &node, &effects)
      case .vote(let ballot, let term, let voteGranted):
        return countVote(ballot, term: term, voteGranted, from: sender, at: id, &node, &effects)
      case .appendEntries(let ballot, let prevLogIndex, let prevLogTerm, let entries, let leaderCommit):
        let prevLog = LogEnd(index: prevLogIndex, term: prevLogTerm)
        return answerAppendEntries(
          ballot, after: prevLog, entries, leaderCommit: leaderCommit, from: sender, &node, &effects)
      case .appendReply(let ballot, let term, let prevLogIndex, let matchIndex):
        return countReply(
          ballot, term: term, prevLogIndex: prevLogIndex, matchIndex, from: sender, at: id, &node, &effects)
      }
    }
  }

  package func objection(to event: Event<Message>, at id: NodeID, _ node: Node) -> Objection? {
    switch event {
    case .receive: return nil
    case .choose: return .hasNoBox
    case .request(let value): return node.role == .leader ? nil : objection(toRequest: value, at: id, node)
    case .timeout(let term):
      guard let term else { return nil }
      if node.role == .leader {
        return .because("leads term \(node.currentTerm): its timer starts no election", remedy: "Leave `round` away.")
      }
      if term <= node.currentTerm { return .roundTooLow(used: node.currentTerm) }
      return term > Ballot.maximumRound ? .roundTooHigh(limit: Ballot.maximumRound) : nil
    }
  }

  private func objection(toRequest value: Value, at id: NodeID, _ node: Node) -> Objection {
    let remedy =
      if let leader = node.leader {
        "It knows \(cluster.name(of: leader)) as the leader: `request \(cluster.name(of: leader)) \(value)`."
      } else {
        "It knows no leader. `timeout \(cluster.name(of: id))` starts an election."
      }
    return .because(
      "is a \(node.role.rawValue) in term \(node.currentTerm), and only a leader takes requests", remedy: remedy)
  }

  package var diskFields: [String] { ["term", "voted-for", "log"] }

  package func forget(_ field: String, _ disk: inout Disk) {
    switch field {
    case "term": disk.currentTerm = 0
    case "voted-for": disk.votedFor = nil
    case "log": disk.log = []
    default: preconditionFailure("a disk has no field \(field)")
    }
  }

  /// What of a node must be on its disk before it sends anything (figure 2: "updated on stable storage before responding
  /// to RPCs").
  func persistent(_ node: Node) -> Disk {
    Disk(currentTerm: node.currentTerm, votedFor: node.votedFor, log: node.log)
  }

  func others(_ id: NodeID) -> NodeSet { cluster.acceptors.subtracting([id]) }

  /// A server's term as a ballot.
  package func ballot(_ node: Node, _ id: NodeID) -> Ballot {
    Ballot(round: node.currentTerm, proposer: cluster[id].number)
  }
}

/// The place of an entry of a log, and its term: the last one, or the one before new ones. 0 and 0 before the first.
package struct LogEnd: Hashable, Sendable {
  package let index: Int
  package let term: Int

  package init(index: Int, term: Int) {
    self.index = index
    self.term = term
  }
}

extension [LogEntry] {
  /// The term of an entry, counted from 1; 0 where there is none.
  package func term(at index: Int) -> Int { index > 0 && index <= count ? self[index - 1].ballot.round : 0 }

  /// Its last entry.
  package var end: LogEnd { LogEnd(index: count, term: term(at: count)) }
}

extension Raft.Node {
  /// Figure 2, all servers: "If RPC request or response contains term T > currentTerm: set currentTerm = T, convert to
  /// follower (§5.1)."
  mutating func adopt(_ term: Int) {
    guard term > currentTerm else { return }
    currentTerm = term
    votedFor = nil
    leader = nil
    becomeFollower()
  }

  /// Forgets all that only candidates and leaders know.
  mutating func becomeFollower() {
    role = .follower
    votes = []
    nextIndex = []
    matchIndex = []
    toldCommit = 0
  }
}
