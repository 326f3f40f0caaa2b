import Consensus

extension Catalog.Entry {
  static let consensusFromTotalOrder = Catalog.Entry(
    "consensus-from-total-order", "Consensus: broadcast in total order, and decide what is delivered first.",
    nodes: .servers, mutations: Vocabulary.Mutation.all(of: HoldBackMutation.self)
  ) { setup throws(Refusal) in
    ConsensusFromTotalOrder(cluster: setup.cluster, mutations: try setup.mutations(HoldBackMutation.self))
  }

  static let totalOrderFromConsensus = Catalog.Entry(
    "total-order-from-consensus",
    "Total order multicast: one instance of consensus after the other decides what is next.",
    nodes: .servers, options: [.box], mutations: Vocabulary.Mutation.all(of: Paxos.Mutation.self, without: inertInABox)
  ) { setup throws(Refusal) in
    let mutations = try setup.mutations(Paxos.Mutation.self, without: inertInABox)
    guard setup.box == .paxos || mutations.isEmpty else {
      throw Refusal("A hand follows no rules that could be mutated.", remedy: "Write `box paxos`.", about: .mutations)
    }
    return TotalOrderFromConsensus(
      cluster: setup.cluster, box: setup.box == .paxos ? .paxos : .hand, mutations: mutations)
  }

  /// Nobody in the box has a failure detector, and proposers count the votes, in their own ballots alone.
  private static let inertInABox: [Paxos.Mutation] = [.reachableQuorum, .countAcrossBallots]
}
