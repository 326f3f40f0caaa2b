/// Multi-Paxos, as in Lamport's *Paxos Made Simple* (2001), §3: one instance of Paxos for each slot of a log, and one
/// phase 1 for all slots at once.
///
/// A proposer that has the promises of a quorum leads. It asks for votes on what the promises report, fills the holes
/// below with `noop`, and from then on needs phase 2 alone: each request gets the next free slot.
///
/// Differs from the paper:
/// - The end of §2.2 recommends refusals, and *Paxos Made Moderately Complex* (van Renesse, Altinbuken, 2015) what
///   to do with one: a leader that hears of a higher ballot is preempted, whoever tells it. A server also hears by its
///   own acceptor and by decisions.
/// - A leader that steps down, or opens another ballot, forgets what it asked votes for: a client may ask again.
///   Requests that have no slot yet are kept until it leads.
/// - The new leader is not told by a learner what is chosen, but learns it: from `decide`, and from a quorum of
///   promises that report a vote in the same ballot.
/// - Who lags behind is told when there is a new ballot: a promise says up to which slot the server has executed, and
///   the proposer sends it the decisions that it lacks. A node that lost its memory can also open a ballot itself, and
///   so learns all slots again.
/// - A leader does not wait to be α slots ahead; slots are given without limit.
/// - What `Paxos` says about refusals, learning, learners' disks, quorums and votes that raise the promise.
///
/// Not modelled: clients, the state machine, snapshots, leases, reconfiguration.
package struct MultiPaxos: Algorithm {
  package typealias Options = Paxos.Options

  package enum Message: Hashable, Sendable {
    /// Phase 1a for all slots from one on: will you follow this ballot?
    case prepare(Ballot, from: Int)
    /// Phase 1b: nothing below this ballot any more, in any slot; the votes that I cast last in each slot asked for;
    /// and up to which slot I know what is chosen, if that is less than the proposer knows.
    case promise(Ballot, votes: Slots<Vote>, known: Int)
    /// Phase 2a: please vote in this slot.
    case accept(slot: Int, Vote)
    /// Phase 2b: I have voted in this slot.
    case accepted(slot: Int, Vote)
    /// The end of §2.2: your request in this ballot comes too late. `slot` is nil where it was a prepare.
    case refusal(Ballot, slot: Int?, promised: Ballot)
    /// The proposer of the ballot knows that the value is chosen in the slot.
    case decide(Ballot, slot: Int, Value)
  }

  /// A node is all roles at once; one that does not play a role leaves it as it was born.
  package struct Node: Hashable, Sendable {
    package var proposer: Proposer
    package var acceptor: Acceptor
    package var learner: Learner

    /// The lowest slot in which this node does not know what is chosen.
    package var firstOpenSlot: Int { learner.decided.firstHole }
    /// The highest slot up to which it knows everything that is chosen, so that it can execute it.
    package var executed: Int { firstOpenSlot - 1 }
  }

  package struct Disk: Hashable, Sendable {
    /// The acceptor's promise and votes.
    package var acceptor: Acceptor
    /// The highest ballot that the proposer has opened, so that it never opens it again.
    package var ballot: Ballot?
  }

  /// What fills a hole: a command that changes nothing (§3: "a special 'no-op' command that leaves the state
  /// unchanged").
  package static let noop = Value("noop")

  package let cluster: Cluster
  package let options: Options
  /// The rules in force; a mutation replaces one of them.
  package let rules: Rules
  /// Whether some rule is not the paper's.
  let isMutated: Bool

  package init(cluster: Cluster, options: Options = Options(), mutations: [Mutation] = []) {
    self.cluster = cluster
    self.options = options
    isMutated = !mutations.isEmpty
    rules = mutations.reduce(into: Rules()) { rules, mutation in mutation.replace(in: &rules) }
  }

  /// No client asks for `noop`: the algorithm itself proposes it.
  package var initialProposals: [Value] { [Self.noop] }

  package func boot(_ id: NodeID, from disk: Disk?) -> Node {
    Node(proposer: Proposer(ballot: disk?.ballot), acceptor: disk?.acceptor ?? Acceptor(), learner: Learner())
  }

  package func handle(
    _ event: Event<Message>, at id: NodeID, _ node: inout Node, _ effects: inout Effects<MultiPaxos>
  ) -> Rule {
    switch event {
    case .request(let value): return takeRequest(value, &node, &effects)
    case .timeout(let round): return openBallot(round: round, at: id, &node, &effects)
    case .choose: preconditionFailure("Multi-Paxos has no black box")
    case .receive(let message, let sender):
      switch message {
      case .prepare(let ballot, let first): return answerPrepare(ballot, from: first, of: sender, &node, &effects)
      case .promise(let ballot, let votes, let known):
        return countPromise(ballot, votes, known: known, from: sender, &node, &effects)
      case .accept(let slot, let vote): return answerAccept(slot, vote, from: sender, &node, &effects)
      case .accepted(let slot, let vote):
        return options.learning == .acceptors
          ? learnVote(slot, vote, from: sender, &node, &effects)
          : countVote(slot, vote, from: sender, &node, &effects)
      case .refusal(let ballot, _, let promised):
        return hearRefusal(ballot, promised: promised, at: id, &node, &effects)
      case .decide(let ballot, let slot, let value): return learnDecision(ballot, slot, value, &node, &effects)
      }
    }
  }

  package func objection(to event: Event<Message>, at id: NodeID, _ node: Node) -> Objection? {
    let isProposer = cluster.proposers.contains(id)
    switch event {
    case .receive: return nil
    case .choose: return .hasNoBox
    case .request(Self.noop) where isProposer:
      return .because("takes no request for `noop`, which fills holes", remedy: "Ask for another value.")
    case .request: return isProposer ? nil : .takesNoRequests
    case .timeout(let round):
      guard isProposer else { return .hasNoTimer }
      let used = node.proposer.ballot?.round ?? 0
      guard let round else { return nil }
      if round <= used { return .roundTooLow(used: used) }
      return round > Ballot.maximumRound ? .roundTooHigh(limit: Ballot.maximumRound) : nil
    }
  }

  /// `accepted`, as Paxos calls it, is the whole log of votes.
  package var diskFields: [String] { ["promised", "log", "accepted", "ballot"] }

  package func forget(_ field: String, _ disk: inout Disk) {
    switch field {
    case "promised": disk.acceptor.promised = nil
    case "log", "accepted": disk.acceptor.log = Slots()
    case "ballot": disk.ballot = nil
    default: preconditionFailure("a disk has no field \(field)")
    }
  }

  package func anonymous(_ node: Node) -> Anonymous<Node>? {
    var rest = node
    rest.proposer.promises = []
    rest.proposer.reports = node.proposer.reports.map { Proposer.Report(vote: $0.vote, reporters: []) }
    rest.proposer.asking = node.proposer.asking.map { Proposer.Asking(value: $0.value, voters: []) }
    for place in rest.learner.votes.indices { rest.learner.votes[place].voters = [] }
    let sets =
      [node.proposer.promises] + node.proposer.reports.entries.map(\.content.reporters)
      + node.proposer.asking.entries.map(\.content.voters) + node.learner.votes.map(\.voters)
    return Anonymous(rest: rest, sets: sets)
  }

  /// What of a node must be on its disk before it sends anything.
  func persistent(_ node: Node) -> Disk { Disk(acceptor: node.acceptor, ballot: node.proposer.ballot) }
}
