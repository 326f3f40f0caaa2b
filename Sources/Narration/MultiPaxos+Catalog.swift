import Consensus

extension MultiPaxos.Mutation: NamedMutation {}

extension Catalog.Entry {
  static let multiPaxos = Catalog.Entry(
    "multi-paxos",
    "A replicated log, as in Paxos Made Simple §3: one phase 1 for all slots, a leader, no-ops in holes.",
    nodes: .roles, options: [.quorum, .refusals, .learning, .retry],
    mutations: Vocabulary.Mutation.all(of: MultiPaxos.Mutation.self)
  ) { setup throws(Refusal) in
    if let node = setup.givenValues.first(where: { $0.value == MultiPaxos.noop.name })?.node {
      throw Refusal(
        "\(node) cannot want `noop`, which fills holes.", remedy: "Give it another value.", about: .wish(of: node))
    }
    return MultiPaxos(
      cluster: setup.cluster, options: setup.paxosOptions, mutations: try setup.mutations(MultiPaxos.Mutation.self))
  }
}
