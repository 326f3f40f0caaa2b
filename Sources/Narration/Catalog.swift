import Consensus

/// The algorithms that exist, by the names that scenarios use.
package enum Catalog {
  /// An algorithm is added with one line here, and an entry in its narration file.
  package static let entries: [Entry] = [
    .paxos, .multiPaxos, .raft,
    .plainBroadcast, .fifoMulticast, .causalMulticast,
    .sequencerMulticast, .lamportMulticast, .isisMulticast,
    .consensusFromTotalOrder, .totalOrderFromConsensus,
  ]

  /// An algorithm as scenarios know it: its words, and how a run of it begins.
  package struct Entry: Sendable {
    package let vocabulary: Vocabulary
    /// A run at its beginning. Throws where the setup names something that the algorithm does not have.
    let session: @Sendable (Setup) throws(Refusal) -> any Session

    package var name: String { vocabulary.algorithm }

    /// `make` builds the algorithm from a setup whose nodes are as `nodes` demands.
    init<A: Narrated>(
      _ name: String, _ summary: String, nodes: Vocabulary.Nodes, options: [Vocabulary.Option] = [],
      mutations: [Vocabulary.Mutation] = [], make: @escaping @Sendable (Setup) throws(Refusal) -> A
    ) {
      vocabulary = Vocabulary(
        of: A.self, named: name, summary: summary, nodes: nodes, options: options, mutations: mutations, make: make)
      session = { setup throws(Refusal) in Run(try make(setup), setup: setup) }
    }
  }

  package static var algorithms: [String] { entries.map(\.name) }

  package static func vocabulary(for algorithm: String) -> Vocabulary? {
    entries.first { $0.name == algorithm }?.vocabulary
  }

  /// A run at its beginning. Throws where the setup names an algorithm or a mutation that does not exist.
  package static func session(for setup: Setup) throws(Refusal) -> any Session {
    guard let entry = entries.first(where: { $0.name == setup.algorithm }) else {
      throw Refusal(
        "There is no algorithm \(setup.algorithm).", remedy: "There is: \(algorithms.joined(separator: ", ")).")
    }
    return try entry.session(setup)
  }
}

/// The words of one algorithm: what a scenario may say about it.
package struct Vocabulary: Sendable {
  package struct Mutation: Hashable, Sendable {
    package let name: String
    /// What it changes, in one sentence.
    package let summary: String
  }

  /// Which lines of a header may introduce its nodes.
  package enum Nodes: Hashable, Sendable {
    /// `servers` alone: every node does the same.
    case servers
    /// `proposers`, `acceptors` and `learners`, or `servers`, which play all these roles.
    case roles
  }

  /// A line of the header that only some algorithms know.
  package enum Option: String, CaseIterable, Hashable, Sendable {
    case quorum, refusals, learning, retry, box
  }

  package let algorithm: String
  package let summary: String
  package let nodes: Nodes
  package let options: [Option]
  /// Kinds of messages.
  package let kinds: [String]
  package let rules: [String]
  package let invariants: [String]
  package let mutations: [Mutation]
  /// What `restart NODE forgetting FIELD` may name.
  package let diskFields: [String]
  private let fieldNames: @Sendable (Setup) -> [String: [String]]

  init<A: Narrated>(
    of type: A.Type, named algorithm: String, summary: String, nodes: Nodes, options: [Option], mutations: [Mutation],
    make: @escaping @Sendable (Setup) throws(Refusal) -> A
  ) {
    self.algorithm = algorithm
    self.summary = summary
    self.nodes = nodes
    self.options = options
    kinds = type.kinds
    rules = A.Rule.allCases.map(\.rawValue) + Run<A>.networkRules
    invariants = type.invariants.map(\.name)
    self.mutations = mutations
    diskFields = (try? make(Setup(algorithm: algorithm)))?.diskFields ?? []
    fieldNames = { setup in
      // Fields do not depend on mutations, and a header with a misspelt one still has nodes with fields.
      var plain = setup
      plain.mutations = []
      return (try? make(plain)).map(Narration.fieldNames) ?? [:]
    }
  }

  /// The fields of a node, as `expect NODE FIELD VALUE` may name them; empty for a node that the setup does not have.
  package func fields(of node: String, in setup: Setup) -> [String] { fieldNames(setup)[node] ?? [] }
}

private func fieldNames<A: Narrated>(_ algorithm: A) -> [String: [String]] {
  let cluster = algorithm.cluster
  return Dictionary(
    cluster.nodes.map { id in
      (cluster.name(of: id), algorithm.fields(of: algorithm.boot(id, from: nil), id).map(\.name))
    }, uniquingKeysWith: { first, _ in first })
}

/// A rule that can be replaced, by the name that scenarios use.
package protocol NamedMutation: RawRepresentable<String>, CaseIterable, Sendable {
  /// What it changes, in one sentence.
  var summary: String { get }
}

extension Vocabulary.Mutation {
  static func all<M: NamedMutation>(of type: M.Type, without inert: [M] = []) -> [Vocabulary.Mutation] {
    M.allCases.filter { mutation in !inert.contains { $0.rawValue == mutation.rawValue } }.map {
      Vocabulary.Mutation(name: $0.rawValue, summary: $0.summary)
    }
  }
}

extension Setup {
  /// Throws if it names a mutation, for an algorithm that has none.
  func refuseMutations() throws(Refusal) {
    if let name = mutations.first {
      throw Refusal("There is no mutation \(name) of \(algorithm): it has none.", about: .mutations)
    }
  }

  /// The mutations that it names. Throws for a name that does not exist.
  func mutations<M: NamedMutation>(_ type: M.Type, without inert: [M] = []) throws(Refusal) -> [M] {
    var found: [M] = []
    for name in mutations {
      guard let mutation = M(rawValue: name), !inert.contains(where: { $0.rawValue == name }) else {
        let known = Vocabulary.Mutation.all(of: type, without: inert).map(\.name).joined(separator: ", ")
        throw Refusal(
          "There is no mutation \(name) of \(algorithm).", remedy: known.isEmpty ? nil : "It has: \(known).",
          about: .mutations)
      }
      found.append(mutation)
    }
    return found
  }
}
