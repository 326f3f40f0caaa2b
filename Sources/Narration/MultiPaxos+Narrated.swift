package import Consensus

extension MultiPaxos: Narrated {
  package static var kinds: [String] { Paxos.kinds }

  package static var invariants: [Invariant] { Paxos.invariants }

  package static func columns(of roles: Cluster.Role) -> [Column] {
    switch roles {
    case .proposer: []
    case .acceptor: ["promised"]
    case .learner: ["executed"]
    default: ["role", "promised", "executed"]
    }
  }

  package func subject(of message: Message) -> Subject {
    switch message {
    case .prepare(let ballot, _): Subject("prepare", ballot: ballot)
    case .promise(let ballot, _, _): Subject("promise", ballot: ballot)
    case .accept(let slot, let vote): Subject("accept", ballot: vote.ballot, slot: slot)
    case .accepted(let slot, let vote): Subject("accepted", ballot: vote.ballot, slot: slot)
    case .refusal(let ballot, let slot, _): Subject("refusal", ballot: ballot, slot: slot)
    case .decide(let ballot, let slot, _): Subject("decide", ballot: ballot, slot: slot)
    }
  }

  package func label(of message: Message) -> MessageLabel {
    let subject = subject(of: message)
    return switch message {
    case .prepare(_, let first): MessageLabel(subject, remark: first > 1 ? "from @\(first)" : nil)
    case .promise(_, let votes, _): MessageLabel(subject, value: orNothing(text(votes) { $0.description }))
    case .accept(_, let vote), .accepted(_, let vote): MessageLabel(subject, value: vote.value.name)
    case .refusal(_, _, let promised): MessageLabel(subject, remark: "promised \(promised)")
    case .decide(_, _, let value): MessageLabel(subject, value: value.name)
    }
  }

  package func ballot(of node: Node, _ id: NodeID) -> Ballot? {
    cluster.proposers.contains(id) ? node.proposer.ballot : nil
  }
}

// MARK: - Fields

extension MultiPaxos {
  package func fields(of node: Node, _ id: NodeID) -> [Field] {
    var fields: [Field] = []
    if cluster.proposers.contains(id) { fields += self.fields(of: node.proposer) }
    if cluster.acceptors.contains(id) {
      fields.append(Field("promised", orNothing(node.acceptor.promised?.description)))
      fields.append(Field("log", orNothing(text(node.acceptor.log) { $0.description })))
    }
    if canDecide(id) {
      fields.append(Field("decided", orNothing(text(node.learner.decided) { $0.name })))
      fields.append(Field("executed", "\(node.executed)"))
    }
    if cluster.learners.contains(id), options.learning == .acceptors {
      fields.append(Field("learned", orNothing(node.learner.votes.map(text).joined(separator: ", "))))
    }
    return fields
  }

  private func fields(of proposer: Proposer) -> [Field] {
    let reports = text(proposer.reports) { "\($0.vote) \(cluster.names(of: $0.reporters))" }
    let asking = text(proposer.asking) { asking in
      asking.voters.isEmpty ? asking.value.name : "\(asking.value) \(cluster.names(of: asking.voters))"
    }
    return [
      Field("role", proposer.role.rawValue),
      Field("ballot", orNothing(proposer.ballot?.description)),
      Field("promises", orNothing(cluster.names(of: proposer.promises))),
      Field("reported", orNothing(reports)),
      Field("asks", orNothing(asking)),
      Field("requests", orNothing(proposer.requests.map(\.name).joined(separator: " "))),
    ]
  }

  /// Learners decide, and proposers that count votes.
  private func canDecide(_ id: NodeID) -> Bool {
    cluster.learners.contains(id) || cluster.proposers.contains(id) && options.learning == .proposer
  }

  /// `1:1.1:x 4:1.1:y`
  func text<Content>(_ slots: Slots<Content>, _ words: (Content) -> String) -> String {
    slots.entries.map { "\($0.slot):\(words($0.content))" }.joined(separator: " ")
  }

  /// `1:1.1:x A1 A2`; without the ballot where a mutation counts votes over all ballots.
  private func text(_ counted: Learner.Counted) -> String {
    let vote = counted.vote.ballot.round == 0 ? counted.vote.value.name : counted.vote.description
    return "\(counted.slot):\(vote) \(cluster.names(of: counted.voters))"
  }

  package func log(of node: Node, _ id: NodeID) -> LogView? {
    guard cluster.acceptors.contains(id) || canDecide(id) else { return nil }
    var entries = Slots<LogView.Entry>()
    for vote in node.acceptor.log.entries {
      entries[vote.slot] = LogView.Entry(
        slot: vote.slot, ballot: vote.content.ballot, value: vote.content.value.name, isDecided: false)
    }
    for decided in node.learner.decided.entries {
      // A vote may be for another value than the one that was chosen in a higher ballot.
      let ballot = node.acceptor.log[decided.slot].flatMap { $0.value == decided.content ? $0.ballot : nil }
      entries[decided.slot] = LogView.Entry(
        slot: decided.slot, ballot: ballot, value: decided.content.name, isDecided: true)
    }
    return LogView(entries: entries.entries.map(\.content), executed: node.executed)
  }
}

private func orNothing(_ text: String?) -> String {
  guard let text, !text.isEmpty else { return "nothing" }
  return text
}

// MARK: - What a node is doing

extension MultiPaxos {
  package func activity(of node: Node, _ id: NodeID) -> String {
    if cluster.proposers.contains(id) {
      switch node.proposer.role {
      case .candidate: return "opens \(node.proposer.ballot?.description ?? "a ballot")"
      case .leader: return leading(node.proposer)
      case .follower: return cluster.acceptors.contains(id) ? "follows" : "idle"
      }
    }
    return cluster.learners.contains(id) ? "executed \(node.executed)" : ""
  }

  private func leading(_ proposer: Proposer) -> String {
    guard let first = proposer.asking.entries.first else { return "leads" }
    let count = proposer.asking.entries.count
    guard count == 1 else { return "asks for \(count) slots" }
    let text = "asks for @\(first.slot) \(first.content.value)"
    return text.count <= 24 ? text : "asks for @\(first.slot)"
  }

  package func progress(of node: Node, _ id: NodeID) -> NodeView.Progress? {
    if cluster.proposers.contains(id) {
      let proposer = node.proposer
      if proposer.role == .candidate { return progress("promises", proposer.promises, of: cluster.quorums.phase1) }
      if proposer.role == .leader, options.learning == .proposer, let asking = proposer.asking.entries.first {
        return progress("votes", asking.content.voters, of: rules.votesToDecide(cluster))
      }
    }
    guard cluster.learners.contains(id), let votes = node.learner.votes.first else { return nil }
    return progress("votes", votes.voters, of: rules.votesToDecide(cluster))
  }

  private func progress(_ what: String, _ nodes: NodeSet, of needed: Int) -> NodeView.Progress {
    NodeView.Progress(what, nodes.count, of: needed, from: nodes.map { cluster.name(of: $0) })
  }

  package func beliefs(of node: Node, _ id: NodeID) -> [SlotView]? {
    guard cluster.learners.contains(id) || !node.learner.decided.isEmpty else { return nil }
    return node.learner.decided.entries.map { SlotView(slot: $0.slot, values: [$0.content.name]) }
  }
}

// MARK: - What a crash costs

extension MultiPaxos {
  package func losses(_ before: Node, _ after: Node, _ id: NodeID) -> String {
    let name = cluster.name(of: id)
    var kept: [String] = []
    var lost: [String] = []
    func compare<T: Equatable>(_ old: T?, _ new: T?, _ words: (T) -> String) {
      guard let old else { return }
      if old == new { kept.append(words(old)) } else { lost.append(words(old)) }
    }
    func unlessEmpty(_ log: Slots<Vote>) -> Slots<Vote>? { log.isEmpty ? nil : log }
    compare(before.acceptor.promised, after.acceptor.promised) { "its promise \($0)" }
    compare(unlessEmpty(before.acceptor.log), unlessEmpty(after.acceptor.log)) { log in
      "its \(log.entries.count == 1 ? "vote" : "votes") \(text(log) { $0.description })"
    }
    compare(before.proposer.ballot, after.proposer.ballot) { "its ballot \($0)" }
    lost += lostMemory(before, after)

    switch (sentenceList(kept), sentenceList(lost)) {
    case (let kept?, nil): return "\(name) keeps \(kept) on disk."
    case (nil, nil): return "\(name) has nothing on disk and nothing to forget."
    case (nil, let lost?): return "\(name) forgets \(lost)."
    case (let words?, let lost?):
      return "\(name) forgets \(lost); \(words) \(kept.count == 1 ? "is" : "are") on disk."
    }
  }

  /// What was never on disk.
  private func lostMemory(_ before: Node, _ after: Node) -> [String] {
    var lost: [String] = []
    let old = before.proposer
    if old.role != after.proposer.role {
      lost.append(old.role == .leader ? "that it led" : "the promises it had counted")
    }
    if let requests = sentenceList(old.requests.map(\.name)), after.proposer.requests.isEmpty {
      lost.append("the \(old.requests.count == 1 ? "request" : "requests") for \(requests)")
    }
    if old.seen > max(after.proposer.seen, old.ballot?.round ?? 0) {
      lost.append("that it had heard of round \(old.seen)")
    }
    if !before.learner.votes.isEmpty, after.learner.votes.isEmpty { lost.append("the votes it had learned of") }
    if !before.learner.decided.isEmpty, after.learner.decided.isEmpty {
      lost.append("what it knew to be chosen (\(text(before.learner.decided) { $0.name }))")
    }
    return lost
  }
}
