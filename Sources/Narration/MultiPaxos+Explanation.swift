package import Consensus

extension MultiPaxos {
  package func explain(_ rule: Rule, _ transition: Transition<MultiPaxos>) -> Explanation {
    guard let node = transition.node, let before = transition.before, let after = transition.after else {
      preconditionFailure("a rule was followed by a node")
    }
    let telling = Telling(algorithm: self, transition: transition, node: node, before: before, after: after)
    let sentences = telling.sentences(for: rule)
    return Explanation(
      rule: rule.rawValue, what: sentences.what, why: sentences.why + telling.abdication(rule), cites: rule.cites,
      isEffective: before != after || !transition.sent.isEmpty)
  }

  /// One transition that is being told, and the words that its sentences are made of.
  ///
  /// The sentences state what the numbers say and not what the rule ought to do, so that they stay true under a
  /// mutation.
  struct Telling {
    typealias Sentences = Paxos.Sentences

    let algorithm: MultiPaxos
    let transition: Transition<MultiPaxos>
    let node: NodeID
    let before: Node
    let after: Node
  }
}

extension MultiPaxos.Telling {
  static let mutated = Paxos.Telling.mutated

  var cluster: Cluster { algorithm.cluster }
  var rules: MultiPaxos.Rules { algorithm.rules }
  /// The node that acted.
  var name: String { cluster.name(of: node) }
  /// The node that sent the delivered message.
  var sender: String { transition.message.map { cluster.name(of: $0.from) } ?? "a client" }

  /// The ballot that the delivered message is about.
  var ballot: Ballot {
    switch transition.message?.message {
    case .prepare(let ballot, _), .promise(let ballot, _, _), .refusal(let ballot, _, _), .decide(let ballot, _, _):
      ballot
    case .accept(_, let vote), .accepted(_, let vote): vote.ballot
    case nil: after.proposer.ballot ?? Ballot(round: 0, proposer: 0)
    }
  }

  /// The slot that the delivered message is about.
  var slot: Int {
    switch transition.message?.message {
    case .accept(let slot, _), .accepted(let slot, _), .decide(_, let slot, _): slot
    case .refusal(_, let slot, _): slot ?? 1
    case .prepare(_, let first): first
    case .promise, nil: before.proposer.nextSlot
    }
  }

  /// The value that the delivered message is about, or that a client asks for.
  var value: String {
    switch transition.message?.message {
    case .accept(_, let vote), .accepted(_, let vote): return vote.value.name
    case .decide(_, _, let value): return value.name
    case .prepare, .promise, .refusal, nil: break
    }
    if case .request(_, let value) = transition.step { return value.name }
    return "a value"
  }

  /// `2 of 3`: how many of the acceptors.
  func share(_ count: Int) -> String { "\(count) of \(cluster.acceptors.count)" }

  /// `of the 2 promises needed`.
  func needed(_ count: Int, _ word: String) -> String { "of the \(counted(count, word)) needed" }

  /// `slot 3`, `slots 3 and 5`.
  func slots(_ slots: [Int]) -> String {
    "\(slots.count == 1 ? "slot" : "slots") \(sentenceList(slots.map(String.init)) ?? "")"
  }

  /// What a leader or candidate does when a message of another kind tells it of a higher ballot.
  func abdication(_ rule: MultiPaxos.Rule) -> String {
    guard transition.message != nil, rule != .stepsDown, rule != .opensTheNextBallot else { return "" }
    guard before.proposer.role != .follower, after.proposer.role == .follower else { return "" }
    let own = before.proposer.ballot?.description ?? "its ballot"
    var heard = ballot
    if case .refusal(_, _, let promised)? = transition.message?.message { heard = promised }
    return " It has heard of \(heard), which is above its own \(own), so it "
      + (before.proposer.role == .leader ? "no longer leads." : "gives up \(own).")
  }

  /// How far it can execute, in a sentence.
  var execution: String {
    let executed = after.executed
    let known = after.learner.decided.last
    guard executed < known else { return "It can execute everything up to slot \(executed)." }
    let hole = "slot \(executed + 1) is a hole"
    return executed == 0
      ? "It can execute nothing yet: \(hole)." : "It can execute up to slot \(executed) and no further: \(hole)."
  }

  // One arm for each rule, so that the compiler demands the words of a new one; longer than other functions because it
  // is the table of them all.
  func sentences(for rule: MultiPaxos.Rule) -> Sentences {
    switch rule {
    case .opensABallot: opensABallot
    case .countsAPromise: countsAPromise
    case .ignoresARepeatedPromise: ignoresARepeatedPromise
    case .ignoresALatePromise: ignoresALatePromise
    case .ignoresAStalePromise: ignoresAStalePromise
    case .leads: leads
    case .leadsAndFinishesSlots: leadsAndFinishesSlots
    case .takesARequest: takesARequest
    case .assignsASlot: assignsASlot
    case .countsAVote: countsAVote
    case .announcesTheDecision: announcesTheDecision
    case .ignoresARepeatedVote: ignoresARepeatedVote
    case .ignoresALateVote: ignoresALateVote
    case .ignoresAStaleVote: ignoresAStaleVote
    case .stepsDown: stepsDown
    case .opensTheNextBallot: opensTheNextBallot
    case .ignoresARepeatedRefusal: ignoresARepeatedRefusal
    case .ignoresALateRefusal: ignoresALateRefusal
    case .ignoresAStaleRefusal: ignoresAStaleRefusal
    case .promises: promises
    case .refusesToPromise: refusesToPromise
    case .votes: votes
    case .refusesToVote: refusesToVote
    case .learnsAVote: learnsAVote
    case .decides: decides
    case .ignoresAKnownVote: ignoresAKnownVote
    case .ignoresAKnownDecision: ignoresAKnownDecision
    }
  }
}

extension MultiPaxos.Rule {
  /// Where the papers say so.
  var cites: String {
    switch self {
    case .opensABallot, .countsAPromise, .leads, .leadsAndFinishesSlots, .takesARequest, .assignsASlot:
      "Paxos Made Simple §3"
    case .ignoresARepeatedPromise, .ignoresALatePromise: "Paxos Made Simple §2.2, phase 2(a)"
    case .ignoresAStalePromise: "Paxos Made Simple §2.2"
    case .promises, .refusesToPromise: "Paxos Made Simple §2.2, phase 1(b), and §3"
    case .votes, .refusesToVote: "Paxos Made Simple §2.2, phase 2(b)"
    case .stepsDown, .opensTheNextBallot: "Paxos Made Moderately Complex, `preempted`"
    case .ignoresARepeatedRefusal, .ignoresALateRefusal, .ignoresAStaleRefusal: "Paxos Made Simple §2.2"
    case .countsAVote, .announcesTheDecision, .ignoresARepeatedVote, .ignoresALateVote, .ignoresAStaleVote,
      .learnsAVote, .decides, .ignoresAKnownVote, .ignoresAKnownDecision:
      "Paxos Made Simple §2.3"
    }
  }
}
