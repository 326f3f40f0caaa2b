/// Single-decree Paxos, as in Lamport's *Paxos Made Simple* (2001), §2.
///
/// Differs from the paper:
/// - Acceptors may answer a request that they do not grant (the end of §2.2 recommends it): `refusals`.
/// - A proposer may tell the learners (§2.3's distinguished learner): `learning`.
/// - A vote also raises the promise, as in Lamport's TLA+ specification (`maxBal' = m.bal` in Phase2b); the paper's
///   acceptor would still promise a ballot between its promise and its vote.
/// - Learners keep nothing on disk: the paper asks stable storage of acceptors and proposers only.
/// - Quorums are two numbers (`Quorums`).
///
/// Not modelled: clients, message corruption, reconfiguration.
package struct Paxos: Algorithm {
  package struct Options: Hashable, Sendable {
    package enum Learning: String, Hashable, Sendable {
      /// Every acceptor sends `accepted` to all learners.
      case acceptors
      /// Acceptors send `accepted` to the proposer, which sends `decide` to all learners once it counts a quorum.
      case proposer
    }

    package enum Retry: String, Hashable, Sendable {
      /// A proposer whose ballot a quorum can no longer grant waits for its timer.
      case byHand = "by-hand"
      /// It opens its next ballot at once.
      case onRefusals = "on-refusals"
    }

    package var refusals: Bool
    package var learning: Learning
    package var retry: Retry

    package init(refusals: Bool = true, learning: Learning = .acceptors, retry: Retry = .byHand) {
      self.refusals = refusals
      self.learning = learning
      self.retry = retry
    }
  }

  package enum Message: Hashable, Sendable {
    /// Phase 1a: will you follow this ballot?
    case prepare(Ballot)
    /// Phase 1b: nothing below this ballot any more; and the vote that I cast last, if any.
    case promise(Ballot, accepted: Vote?)
    /// Phase 2a: please vote.
    case accept(Vote)
    /// Phase 2b: I have voted.
    case accepted(Vote)
    /// The end of §2.2: your request in this ballot comes too late, I have promised a higher one.
    case refusal(Ballot, promised: Ballot, of: Phase)
    /// The value is chosen.
    case decide(Vote)
  }

  package enum Phase: Hashable, Sendable { case one, two }

  /// A node is all roles at once; one that does not play a role leaves it as it was born.
  package struct Node: Hashable, Sendable {
    package var proposer: Proposer
    package var acceptor: Acceptor
    package var learner: Learner
    /// The nodes that it takes for unreachable; Paxos itself never asks.
    package var suspects: NodeSet = []
  }

  package struct Disk: Hashable, Sendable {
    /// The acceptor's promise and vote.
    package var acceptor: Acceptor
    /// The highest ballot that the proposer has opened, so that it never opens it again.
    package var ballot: Ballot?
  }

  package let cluster: Cluster
  package let options: Options
  /// The rules in force; a mutation replaces one of them.
  package let rules: Rules
  /// The rules that are not the paper's.
  let mutations: [Mutation]

  package init(cluster: Cluster, options: Options = Options(), mutations: [Mutation] = []) {
    self.cluster = cluster
    self.options = options
    self.mutations = mutations
    rules = mutations.reduce(into: Rules()) { rules, mutation in mutation.replace(in: &rules) }
  }

  /// A proposer wants the value that the scenario gives it from the beginning.
  package var initialProposals: [Value] { cluster.members.compactMap(\.wish) }

  package func boot(_ id: NodeID, from disk: Disk?) -> Node {
    Node(
      proposer: Proposer(wish: cluster[id].wish, ballot: disk?.ballot),
      acceptor: disk?.acceptor ?? Acceptor(),
      learner: Learner())
  }

  package func handle(
    _ event: Event<Message>, at id: NodeID, _ node: inout Node, _ effects: inout Effects<Paxos>
  ) -> Rule {
    switch event {
    case .request(let value): return takeRequest(value, &node, &effects)
    case .timeout(let round): return openBallot(round: round, at: id, &node, &effects)
    case .choose: preconditionFailure("Paxos has no black box")
    case .receive(let message, let sender):
      switch message {
      case .prepare(let ballot): return answerPrepare(ballot, from: sender, &node, &effects)
      case .promise(let ballot, let accepted):
        return countPromise(ballot, accepted, from: sender, at: id, &node, &effects)
      case .accept(let vote): return answerAccept(vote, from: sender, &node, &effects)
      case .accepted(let vote):
        return options.learning == .acceptors
          ? learnVote(vote, from: sender, &node, &effects)
          : countVote(vote, from: sender, at: id, &node, &effects)
      case .refusal(let ballot, let promised, let phase):
        return countRefusal(ballot, promised: promised, of: phase, from: sender, at: id, &node, &effects)
      case .decide(let vote): return learnDecision(vote, &node, &effects)
      }
    }
  }

  package func objection(to event: Event<Message>, at id: NodeID, _ node: Node) -> Objection? {
    let isProposer = cluster.proposers.contains(id)
    switch event {
    case .receive: return nil
    case .choose: return .hasNoBox
    case .request: return isProposer ? nil : .takesNoRequests
    case .timeout(let round):
      guard isProposer else { return .hasNoTimer }
      let used = node.proposer.ballot?.round ?? 0
      guard let round else { return nil }
      if round <= used { return .roundTooLow(used: used) }
      return round > Ballot.maximumRound ? .roundTooHigh(limit: Ballot.maximumRound) : nil
    }
  }

  package var diskFields: [String] { ["promised", "accepted", "ballot"] }

  package func forget(_ field: String, _ disk: inout Disk) {
    switch field {
    case "promised": disk.acceptor.promised = nil
    case "accepted": disk.acceptor.accepted = nil
    case "ballot": disk.ballot = nil
    default: preconditionFailure("a disk has no field \(field)")
    }
  }

  /// Votes that are counted lead to `decide`, and nobody votes because of that. A refusal stops a ballot, which could as
  /// well have been left alone, and lets the next one skip rounds, which its timer can open one after the other.
  package func isNews(_ message: Message) -> Bool {
    switch message {
    case .accepted, .decide, .refusal: true
    case .prepare, .promise, .accept: false
    }
  }

  package var hasDetectors: Bool { rules.asksDetectors }

  package func suspect(_ unreachable: NodeSet, at id: NodeID, _ node: inout Node) { node.suspects = unreachable }

  /// The cluster by whose quorums a node counts.
  package func electorate(of node: Node) -> Cluster { rules.electorate(cluster, node.suspects) }

  /// What of a node must be on its disk before it sends anything.
  func persistent(_ node: Node) -> Disk { Disk(acceptor: node.acceptor, ballot: node.proposer.ballot) }
}
