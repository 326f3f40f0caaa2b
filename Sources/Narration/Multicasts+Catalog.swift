import Consensus

extension Catalog.Entry {
  static let sequencerMulticast = Catalog.Entry(
    "sequencer-multicast", "Total order by a sequencer, the first server; a timer takes over from it.",
    nodes: .servers, mutations: Vocabulary.Mutation.all(of: HoldBackMutation.self)
  ) { setup throws(Refusal) in
    SequencerMulticast(cluster: setup.cluster, mutations: try setup.mutations(HoldBackMutation.self))
  }

  static let lamportMulticast = Catalog.Entry(
    "lamport-multicast", "Total order by Lamport clocks: waits until everybody has been heard of later.",
    nodes: .servers, mutations: Vocabulary.Mutation.all(of: HoldBackMutation.self)
  ) { setup throws(Refusal) in
    LamportMulticast(cluster: setup.cluster, mutations: try setup.mutations(HoldBackMutation.self))
  }

  static let isisMulticast = Catalog.Entry(
    "isis-multicast", "Total order by proposed and final numbers, the ABCAST of ISIS.",
    nodes: .servers, mutations: Vocabulary.Mutation.all(of: HoldBackMutation.self)
  ) { setup throws(Refusal) in
    IsisMulticast(cluster: setup.cluster, mutations: try setup.mutations(HoldBackMutation.self))
  }
}
