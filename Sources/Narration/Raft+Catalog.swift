package import Consensus

extension Raft.Mutation: NamedMutation {}

extension Catalog.Entry {
  static let raft = Catalog.Entry(
    "raft", "Raft, as in In Search of an Understandable Consensus Algorithm, figure 2 and §5.", nodes: .servers,
    mutations: Vocabulary.Mutation.all(of: Raft.Mutation.self)
  ) { setup throws(Refusal) in try Catalog.raft(setup) }
}

extension Catalog {
  /// Raft as a setup describes it, for those who need the algorithm itself and not a session.
  package static func raft(_ setup: Setup) throws(Refusal) -> Raft {
    Raft(cluster: setup.cluster, mutations: try setup.mutations(Raft.Mutation.self))
  }
}
