package import Consensus

extension Paxos.Mutation: NamedMutation {}

extension Catalog.Entry {
  static let paxos = Catalog.Entry(
    "paxos", "Single-decree Paxos, as in Paxos Made Simple §2.", nodes: .roles,
    options: [.quorum, .refusals, .learning, .retry], mutations: Vocabulary.Mutation.all(of: Paxos.Mutation.self)
  ) { setup throws(Refusal) in try Catalog.paxos(setup) }
}

extension Catalog {
  /// Paxos as a setup describes it, for those who need the algorithm itself and not a session.
  package static func paxos(_ setup: Setup) throws(Refusal) -> Paxos {
    Paxos(
      cluster: setup.cluster, options: setup.paxosOptions, mutations: try setup.mutations(Paxos.Mutation.self))
  }
}

extension Setup {
  /// The options of Paxos that the header gives, the rest as the language has them.
  package var paxosOptions: Paxos.Options {
    Paxos.Options(
      refusals: refusals ?? true,
      learning: learning ?? (learners.isEmpty ? .proposer : .acceptors),
      retry: retry ?? .byHand)
  }
}
