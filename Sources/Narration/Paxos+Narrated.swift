package import Consensus

extension Paxos: Narrated {
  package static var kinds: [String] { ["prepare", "promise", "accept", "accepted", "refusal", "decide"] }

  package static var invariants: [Invariant] {
    [.agreement, .oneValuePerBallot, .validity, .decidedIsChosen, .promisesKept]
  }

  package static func columns(of roles: Cluster.Role) -> [Column] {
    switch roles {
    case .proposer: []
    case .acceptor: ["promised", "accepted"]
    case .learner: ["decided"]
    default: ["promised", "accepted", "decided"]
    }
  }

  package func subject(of message: Message) -> Subject {
    switch message {
    case .prepare(let ballot): Subject("prepare", ballot: ballot)
    case .promise(let ballot, _): Subject("promise", ballot: ballot)
    case .accept(let vote): Subject("accept", ballot: vote.ballot)
    case .accepted(let vote): Subject("accepted", ballot: vote.ballot)
    case .refusal(let ballot, _, _): Subject("refusal", ballot: ballot)
    case .decide(let vote): Subject("decide", ballot: vote.ballot)
    }
  }

  package func label(of message: Message) -> MessageLabel {
    let subject = subject(of: message)
    return switch message {
    case .prepare: MessageLabel(subject)
    case .promise(_, let accepted): MessageLabel(subject, value: accepted?.description ?? "nothing")
    case .accept(let vote), .accepted(let vote), .decide(let vote): MessageLabel(subject, value: vote.value.name)
    case .refusal(_, let promised, _): MessageLabel(subject, remark: "promised \(promised)")
    }
  }

  package func ballot(of node: Node, _ id: NodeID) -> Ballot? {
    cluster.proposers.contains(id) ? node.proposer.ballot : nil
  }
}

// MARK: - Fields

extension Paxos {
  package func fields(of node: Node, _ id: NodeID) -> [Field] {
    var fields: [Field] = []
    if cluster.proposers.contains(id) { fields += self.fields(of: node.proposer) }
    if cluster.acceptors.contains(id) {
      fields.append(Field("promised", orNothing(node.acceptor.promised?.description)))
      fields.append(Field("accepted", orNothing(node.acceptor.accepted?.description)))
    }
    if cluster.learners.contains(id) {
      fields.append(Field("decided", orNothing(node.learner.decided?.name)))
      if options.learning == .acceptors {
        fields.append(Field("learned", orNothing(node.learner.votes.map(text).joined(separator: ", "))))
      }
    }
    return fields
  }

  private func fields(of proposer: Proposer) -> [Field] {
    let fields = [
      Field("ballot", orNothing(proposer.ballot?.description)),
      Field("phase", proposer.phase.word),
      Field("wants", orNothing(proposer.wish?.name)),
      Field("promises", orNothing(cluster.names(of: proposer.promises))),
      Field("reported", orNothing(proposer.reports.map(\.description).joined(separator: " "))),
      Field("proposes", orNothing(proposer.proposal?.name)),
      Field("refusals", orNothing(cluster.names(of: proposer.refusals))),
    ]
    // Where the acceptors tell the learners, a proposer hears of no votes.
    guard options.learning == .proposer else { return fields }
    return fields + [Field("votes", orNothing(cluster.names(of: proposer.votes)))]
  }

  /// `1.1:red A1 A2`; without the ballot where a mutation counts votes over all ballots.
  private func text(_ counted: Learner.Counted) -> String {
    let vote = counted.vote.ballot.round == 0 ? counted.vote.value.name : counted.vote.description
    return "\(vote) \(cluster.names(of: counted.voters))"
  }
}

private func orNothing(_ text: String?) -> String {
  guard let text, !text.isEmpty else { return "nothing" }
  return text
}

extension Paxos.Proposer.Phase {
  /// The word that the field `phase` shows.
  var word: String {
    switch self {
    case .idle: "idle"
    case .preparing: "preparing"
    case .waiting: "waiting"
    case .asking: "asking"
    case .blocked: "blocked"
    case .decided: "decided"
    }
  }
}

// MARK: - What a node is doing

extension Paxos {
  package func activity(of node: Node, _ id: NodeID) -> String {
    let isProposer = cluster.proposers.contains(id)
    // A new ballot is more news than an old belief; an old ballot is less.
    if isProposer, node.proposer.phase == .preparing || node.proposer.phase == .waiting {
      return activity(of: node.proposer)
    }
    if let value = believed(by: node, id).first {
      return fitting("knows: \(value) is chosen", else: "chosen: \(value)")
    }
    if isProposer { return activity(of: node.proposer) }
    return cluster.learners.contains(id) ? "has not decided" : ""
  }

  private func activity(of proposer: Proposer) -> String {
    let value = proposer.proposal?.name ?? "nothing"
    return switch proposer.phase {
    case .idle: "idle"
    case .preparing: "opens \(proposer.ballot?.description ?? "a ballot")"
    case .waiting: "waits for a value"
    case .asking: fitting("asks for votes: \(value)", else: "asks: \(value)")
    case .blocked: "blocked: refused"
    case .decided: fitting("knows: \(value) is chosen", else: "chosen: \(value)")
    }
  }

  /// The long words, or the short ones where a long value would make them wider than a panel allows.
  private func fitting(_ long: String, else short: String) -> String { long.count <= 24 ? long : short }

  package func progress(of node: Node, _ id: NodeID) -> NodeView.Progress? {
    if cluster.proposers.contains(id), let progress = proposerProgress(node) { return progress }
    guard cluster.learners.contains(id), let votes = node.learner.votes.max(by: { $0.voters.count < $1.voters.count })
    else { return nil }
    return progress("votes", votes.voters, of: rules.votesToDecide(electorate(of: node)))
  }

  private func proposerProgress(_ node: Node) -> NodeView.Progress? {
    let (proposer, electorate) = (node.proposer, electorate(of: node))
    guard proposer.phase != .idle else { return nil }
    if proposer.proposal == nil { return progress("promises", proposer.promises, of: electorate.quorums.phase1) }
    guard options.learning == .proposer else { return nil }
    return progress("votes", proposer.votes, of: rules.votesToDecide(electorate))
  }

  private func progress(_ what: String, _ nodes: NodeSet, of needed: Int) -> NodeView.Progress {
    NodeView.Progress(what, nodes.count, of: needed, from: nodes.map { cluster.name(of: $0) })
  }

  package func beliefs(of node: Node, _ id: NodeID) -> [SlotView]? {
    let values = believed(by: node, id)
    guard cluster.learners.contains(id) || !values.isEmpty else { return nil }
    return [SlotView(slot: 1, values: values.map(\.name))]
  }

  /// A learner believes what it has decided, a proposer what it has counted a quorum for. Under a mutation a server can
  /// believe in two values.
  private func believed(by node: Node, _ id: NodeID) -> [Value] {
    var values: [Value] = []
    if cluster.learners.contains(id), let value = node.learner.decided { values.append(value) }
    let proposer = node.proposer
    let hasCounted = proposer.phase == .decided || rules.decidesOnPromises && proposer.phase == .asking
    if cluster.proposers.contains(id), hasCounted, let value = proposer.proposal, !values.contains(value) {
      values.append(value)
    }
    return values
  }
}

// MARK: - What a crash costs

extension Paxos {
  package func losses(_ before: Node, _ after: Node, _ id: NodeID) -> String {
    let name = cluster.name(of: id)
    var kept: [String] = []
    var lost: [String] = []
    func compare<T: Equatable>(_ old: T?, _ new: T?, _ words: (T) -> String) {
      guard let old else { return }
      if old == new { kept.append(words(old)) } else { lost.append(words(old)) }
    }
    compare(before.acceptor.promised, after.acceptor.promised) { "its promise \($0)" }
    compare(before.acceptor.accepted, after.acceptor.accepted) { "its vote \($0)" }
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
    func note(_ isLost: Bool, _ words: String) { if isLost { lost.append(words) } }
    let (old, new) = (before.proposer, after.proposer)
    note(!old.promises.isEmpty && new.promises.isEmpty, "the promises it had counted")
    note(!old.votes.isEmpty && new.votes.isEmpty, "the votes it had counted")
    note(!old.refusals.isEmpty && new.refusals.isEmpty, "the refusals it had counted")
    if let proposal = old.proposal, new.proposal == nil { lost.append("that it asked for votes on \(proposal)") }
    if let wish = old.wish, wish != new.wish { lost.append("the request for \(wish)") }
    note(old.seen > max(new.seen, old.ballot?.round ?? 0), "that it had heard of round \(old.seen)")
    note(!before.learner.votes.isEmpty && after.learner.votes.isEmpty, "the votes it had learned of")
    if let decided = before.learner.decided, after.learner.decided == nil { lost.append("its decision \(decided)") }
    return lost
  }
}
