package import Consensus

/// The algorithms that exist, by the name that scenarios use. An algorithm is added with one case here.
package enum Catalog: String, CaseIterable, Sendable {
  case paxos

  package static var algorithms: [String] { allCases.map(\.rawValue) }

  package static func vocabulary(for algorithm: String) -> Vocabulary? {
    Catalog(rawValue: algorithm)?.vocabulary
  }

  /// A run at its beginning. Throws where the setup names an algorithm or a mutation that does not exist.
  package static func session(for setup: Setup) throws(Refusal) -> any Session {
    switch Catalog(rawValue: setup.algorithm) {
    case nil:
      throw Refusal(
        "There is no algorithm \(setup.algorithm).", remedy: "There is: \(algorithms.joined(separator: ", ")).")
    case .paxos: return Run(try paxos(setup), setup: setup)
    }
  }

  /// The words that scenarios of this algorithm may use.
  package var vocabulary: Vocabulary {
    switch self {
    case .paxos:
      Vocabulary(
        of: Paxos.self, named: rawValue, summary: "Single-decree Paxos, as in Paxos Made Simple §2.",
        diskFields: Paxos(cluster: Cluster(members: [])).diskFields,
        mutations: Paxos.Mutation.allCases.map { .init(name: $0.rawValue, summary: $0.summary) }
      ) { setup in
        // Fields do not depend on mutations, and a header with a misspelt one still has nodes with fields.
        var plain = setup
        plain.mutations = []
        return (try? Catalog.paxos(plain)).map(fieldNames) ?? [:]
      }
    }
  }

  /// Paxos as a setup describes it, for those who need the algorithm itself and not a session.
  package static func paxos(_ setup: Setup) throws(Refusal) -> Paxos {
    var mutations: [Paxos.Mutation] = []
    for name in setup.mutations {
      guard let mutation = Paxos.Mutation(rawValue: name) else {
        throw Refusal(
          "Paxos has no mutation \(name).",
          remedy: "It has: \(Paxos.Mutation.allCases.map(\.rawValue).joined(separator: ", ")).")
      }
      mutations.append(mutation)
    }
    let options = Paxos.Options(
      refusals: setup.refusals ?? true,
      learning: setup.learning ?? (setup.learners.isEmpty ? .proposer : .acceptors),
      retry: setup.retry ?? .byHand)
    return Paxos(cluster: setup.cluster, options: options, mutations: mutations)
  }
}

/// The words of one algorithm: what a scenario may say about it.
package struct Vocabulary: Sendable {
  package struct Mutation: Hashable, Sendable {
    package let name: String
    /// What it changes, in one sentence.
    package let summary: String
  }

  package let algorithm: String
  package let summary: String
  /// Kinds of messages.
  package let kinds: [String]
  package let rules: [String]
  package let invariants: [String]
  package let mutations: [Mutation]
  /// What `restart NODE forgetting FIELD` may name.
  package let diskFields: [String]
  private let fieldNames: @Sendable (Setup) -> [String: [String]]

  init<A: Narrated>(
    of type: A.Type, named algorithm: String, summary: String, diskFields: [String], mutations: [Mutation],
    fieldNames: @escaping @Sendable (Setup) -> [String: [String]]
  ) {
    self.algorithm = algorithm
    self.summary = summary
    kinds = type.kinds
    rules = A.Rule.allCases.map(\.rawValue) + Run<A>.networkRules
    invariants = type.invariants.map(\.name)
    self.mutations = mutations
    self.diskFields = diskFields
    self.fieldNames = fieldNames
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
