package import Consensus

extension Raft {
  package func explain(_ rule: Rule, _ transition: Transition<Raft>) -> Explanation {
    guard let node = transition.node, let before = transition.before, let after = transition.after else {
      preconditionFailure("a rule was followed by a node")
    }
    let telling = Telling(raft: self, transition: transition, node: node, before: before, after: after)
    let sentences = telling.sentences(for: rule)
    return Explanation(
      rule: rule.rawValue, what: sentences.what, why: sentences.why, cites: "The Raft paper, \(rule.place)",
      isEffective: before != after || !transition.sent.isEmpty)
  }

  /// What happened, and why.
  struct Sentences {
    let what: String
    let why: String

    /// `causes` are whole sentences; those that do not apply are empty.
    init(_ what: String, because causes: String...) {
      self.what = what
      why = causes.filter { !$0.isEmpty }.joined(separator: " ")
    }
  }

  /// One transition that is being told, and the words that its sentences are made of.
  ///
  /// The sentences state what the numbers say and not what the rule ought to do, so that they stay true under a mutation.
  struct Telling {
    let raft: Raft
    let transition: Transition<Raft>
    let node: NodeID
    let before: Node
    let after: Node
  }
}

extension Raft.Telling {
  var cluster: Cluster { raft.cluster }
  /// The server that acted.
  var name: String { cluster.name(of: node) }
  /// The server that sent the delivered message.
  var sender: String { transition.message.map { cluster.name(of: $0.from) } ?? "a client" }
  var others: String { cluster.listing(cluster.acceptors.subtracting([node])) }

  /// The term of the request that the delivered message makes or answers.
  var term: Int {
    switch transition.message?.message {
    case .requestVote(let ballot, _, _), .vote(let ballot, _, _), .appendEntries(let ballot, _, _, _, _),
      .appendReply(let ballot, _, _, _):
      ballot.round
    case nil: after.currentTerm
    }
  }

  /// The term of the server that sent the delivered message.
  var senderTerm: Int {
    switch transition.message?.message {
    case .vote(_, let term, _), .appendReply(_, let term, _, _): term
    default: term
    }
  }

  /// `2 of 3`: how many of the servers.
  func share(_ count: Int) -> String { "\(count) of \(cluster.acceptors.count)" }

  /// That a message has carried a server to a higher term, if it has.
  var news: String {
    guard after.currentTerm > before.currentTerm else { return "" }
    let step =
      switch before.role {
      case .follower: ""
      case .candidate: " and is no candidate any more"
      case .leader: " and leads no longer"
      }
    return "Term \(after.currentTerm) is higher than its own, \(before.currentTerm), so \(name) goes on to it\(step)."
  }

  static let mutated = "this rule is mutated"

  // One arm for each rule, so that the compiler demands the words of a new one; longer than other functions because it
  // is the table of them all.
  func sentences(for rule: Raft.Rule) -> Raft.Sentences {
    switch rule {
    case .startsAnElection: startsAnElection
    case .sendsHeartbeats: sendsHeartbeats
    case .appendsARequest: appendsARequest
    case .grantsItsVote: grantsItsVote
    case .repeatsItsVote: repeatsItsVote
    case .refusesAStaleCandidate: refusesAStaleCandidate
    case .refusesASecondVote: refusesASecondVote
    case .refusesAnOutdatedLog: refusesAnOutdatedLog
    case .countsAVote: countsAVote
    case .winsTheElection: winsTheElection
    case .hearsARefusal: hearsARefusal
    case .ignoresARepeatedVote: ignoresARepeatedVote
    case .ignoresALateVote: ignoresALateVote
    case .ignoresAStaleVote: ignoresAStaleVote
    case .appendsEntries: appendsEntries
    case .replacesEntries: replacesEntries
    case .learnsOfACommit: learnsOfACommit
    case .confirmsKnownEntries: confirmsKnownEntries
    case .acknowledgesAHeartbeat: acknowledgesAHeartbeat
    case .failsTheConsistencyCheck: failsTheConsistencyCheck
    case .refusesAStaleLeader: refusesAStaleLeader
    case .ignoresAnotherLeader: ignoresAnotherLeader
    case .countsACopy: countsACopy
    case .commitsEntries: commitsEntries
    case .holdsBackAnOldTerm: holdsBackAnOldTerm
    case .backsUp: backsUp
    case .ignoresARepeatedReply: ignoresARepeatedReply
    case .ignoresALateRefusal: ignoresALateRefusal
    case .ignoresAStaleReply: ignoresAStaleReply
    case .stepsDown: stepsDown
    }
  }
}

extension Raft.Rule {
  /// Where the paper says so.
  var place: String {
    switch self {
    case .startsAnElection, .countsAVote, .winsTheElection, .hearsARefusal, .ignoresARepeatedVote, .ignoresALateVote,
      .ignoresAStaleVote:
      "figure 2, Candidates; §5.2"
    case .sendsHeartbeats: "figure 2, Leaders; §5.2"
    case .grantsItsVote, .repeatsItsVote, .refusesASecondVote: "figure 2, RequestVote 2; §5.2"
    case .refusesAnOutdatedLog: "figure 2, RequestVote 2; §5.4.1"
    case .refusesAStaleCandidate: "figure 2, RequestVote 1; §5.1"
    case .refusesAStaleLeader: "figure 2, AppendEntries 1; §5.1"
    case .ignoresAnotherLeader: "figure 3, Election Safety; §5.2"
    case .failsTheConsistencyCheck: "figure 2, AppendEntries 2; §5.3"
    case .replacesEntries: "figure 2, AppendEntries 3; §5.3"
    case .appendsEntries, .confirmsKnownEntries: "figure 2, AppendEntries 4; §5.3"
    case .learnsOfACommit: "figure 2, AppendEntries 5; §5.3"
    case .acknowledgesAHeartbeat: "figure 2, AppendEntries; §5.2"
    case .appendsARequest, .countsACopy, .backsUp, .ignoresARepeatedReply, .ignoresALateRefusal, .ignoresAStaleReply:
      "figure 2, Leaders; §5.3"
    case .commitsEntries: "figure 2, Leaders; §5.3, §5.4.2"
    case .holdsBackAnOldTerm: "figure 8; §5.4.2"
    case .stepsDown: "figure 2, All Servers; §5.1"
    }
  }
}
