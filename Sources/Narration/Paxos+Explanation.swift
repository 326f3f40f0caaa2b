package import Consensus

extension Paxos {
  package func explain(_ rule: Rule, _ transition: Transition<Paxos>) -> Explanation {
    guard let node = transition.node, let before = transition.before, let after = transition.after else {
      preconditionFailure("a rule was followed by a node")
    }
    let telling = Telling(paxos: self, transition: transition, node: node, before: before, after: after)
    let sentences = telling.sentences(for: rule)
    return Explanation(
      rule: rule.rawValue, what: sentences.what, why: sentences.why, cites: rule.cites,
      isEffective: before != after || !transition.sent.isEmpty)
  }

  /// What happened, and why.
  struct Sentences {
    let what: String
    let why: String

    init(_ what: String, because why: String) {
      self.what = what
      self.why = why
    }
  }

  /// One transition that is being told, and the words that its sentences are made of.
  ///
  /// The sentences state what the numbers say and not what the rule ought to do, so that they stay true under a mutation.
  struct Telling {
    let paxos: Paxos
    let transition: Transition<Paxos>
    let node: NodeID
    let before: Node
    let after: Node
  }
}

extension Paxos.Telling {
  var cluster: Cluster { paxos.cluster }
  /// The node that acted.
  var name: String { cluster.name(of: node) }
  /// The node that sent the delivered message.
  var sender: String { transition.message.map { cluster.name(of: $0.from) } ?? "a client" }

  /// The ballot that the delivered message is about.
  var ballot: Ballot {
    switch transition.message?.message {
    case .prepare(let ballot), .promise(let ballot, _), .refusal(let ballot, _, _): ballot
    case .accept(let vote), .accepted(let vote), .decide(let vote): vote.ballot
    case nil: after.proposer.ballot ?? Ballot(round: 0, proposer: 0)
    }
  }

  /// The value that the delivered message is about.
  var value: String {
    switch transition.message?.message {
    case .accept(let vote), .accepted(let vote), .decide(let vote): vote.value.name
    case .prepare, .promise, .refusal, nil: after.proposer.proposal?.name ?? "no value"
    }
  }

  /// The cluster by whose quorums the node counts: under a mutation not always the whole one.
  var electorate: Cluster { paxos.electorate(of: after) }

  /// `2 of 3`: how many of the acceptors.
  func share(_ count: Int) -> String { "\(count) of \(cluster.acceptors.count)" }

  /// `of the 2 promises`, `of the 1 promise`.
  func needed(_ count: Int, _ word: String) -> String { "of the \(counted(count, word)) needed" }

  static let mutated = "this rule is mutated"

  // One arm for each rule, so that the compiler demands the words of a new one; longer than other functions because it
  // is the table of them all.
  func sentences(for rule: Paxos.Rule) -> Paxos.Sentences {
    switch rule {
    case .takesARequest: takesARequest
    case .opensABallot: opensABallot
    case .countsAPromise: countsAPromise
    case .ignoresARepeatedPromise: ignoresARepeatedPromise
    case .ignoresALatePromise: ignoresALatePromise
    case .ignoresAStalePromise: ignoresAStalePromise
    case .proposesItsOwnValue: proposesItsOwnValue
    case .proposesAReportedValue: proposesAReportedValue
    case .waitsForAValue: waitsForAValue
    case .countsAVote: countsAVote
    case .announcesTheDecision: announcesTheDecision
    case .ignoresARepeatedVote: ignoresARepeatedVote
    case .ignoresALateVote: ignoresALateVote
    case .ignoresAStaleVote: ignoresAStaleVote
    case .countsARefusal: countsARefusal
    case .givesUpTheBallot: givesUpTheBallot
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

extension Paxos.Rule {
  /// Where the paper says so.
  var cites: String {
    switch self {
    case .takesARequest: "Paxos Made Simple §2.1"
    case .opensABallot: "Paxos Made Simple §2.2, phase 1(a)"
    case .promises, .refusesToPromise: "Paxos Made Simple §2.2, phase 1(b)"
    case .countsAPromise, .ignoresARepeatedPromise, .ignoresALatePromise, .waitsForAValue:
      "Paxos Made Simple §2.2, phase 2(a)"
    case .ignoresAStalePromise: "Paxos Made Simple §2.2"
    case .proposesItsOwnValue, .proposesAReportedValue: "Paxos Made Simple §2.2, P2c"
    case .votes, .refusesToVote: "Paxos Made Simple §2.2, phase 2(b)"
    case .countsARefusal, .givesUpTheBallot, .ignoresARepeatedRefusal, .ignoresALateRefusal, .ignoresAStaleRefusal:
      "Paxos Made Simple §2.2"
    case .opensTheNextBallot: "Paxos Made Simple §2.4"
    case .countsAVote, .announcesTheDecision, .ignoresARepeatedVote, .ignoresALateVote, .ignoresAStaleVote,
      .learnsAVote, .decides, .ignoresAKnownVote, .ignoresAKnownDecision:
      "Paxos Made Simple §2.3"
    }
  }
}
