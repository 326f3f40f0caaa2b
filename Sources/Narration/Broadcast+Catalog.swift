import Consensus

extension Catalog.Entry {
  static let plainBroadcast = Catalog.Entry(
    "plain-broadcast", "Broadcast without any order: what arrives is delivered.", nodes: .servers
  ) { setup throws(Refusal) in
    try setup.refuseMutations()
    return Broadcast<NoOrder>(cluster: setup.cluster)
  }

  static let fifoMulticast = Catalog.Entry(
    "fifo-multicast", "Multicast in the order of each sender.", nodes: .servers,
    mutations: Vocabulary.Mutation.all(of: HoldBackMutation.self)
  ) { setup throws(Refusal) in
    Broadcast<FIFOOrder>(cluster: setup.cluster, mutations: try setup.mutations(HoldBackMutation.self))
  }

  static let causalMulticast = Catalog.Entry(
    "causal-multicast", "Multicast in causal order, with vector clocks, as in Birman, Schiper & Stephenson.",
    nodes: .servers, mutations: Vocabulary.Mutation.all(of: HoldBackMutation.self)
  ) { setup throws(Refusal) in
    Broadcast<CausalOrder>(cluster: setup.cluster, mutations: try setup.mutations(HoldBackMutation.self))
  }
}
