package import Consensus

/// What the header of a scenario says about the run: the algorithm, its nodes and its options. Names are text here;
/// `cluster` gives them their places.
package struct Setup: Hashable, Sendable {
  /// A node that may want a value: `P1=red`.
  package struct Wisher: Hashable, Sendable {
    package var name: String
    /// As written; nil where the line gives none.
    package var wish: String?

    package init(_ name: String, wish: String? = nil) {
      self.name = name
      self.wish = wish
    }
  }

  /// How far the checker and the outlook may go.
  package struct Bounds: Hashable, Sendable {
    package var rounds: Int?
    package var crashes: Int?
    /// A field of the disk that a crash may lose, or `everything`.
    package var forgetting: String?
    package var duplicates: Int?
    /// The most worlds to look at.
    package var limit: Int?

    package init() {}
  }

  package var algorithm: String
  package var proposers: [Wisher] = []
  package var acceptors: [String] = []
  package var learners: [String] = []
  package var servers: [Wisher] = []
  /// Nil: majorities.
  package var quorums: Quorums?
  package var mutations: [String] = []
  /// Nil where the header does not say: the algorithm's default.
  package var refusals: Bool?
  package var learning: Paxos.Options.Learning?
  package var retry: Paxos.Options.Retry?
  /// What is inside the black box of `total-order-from-consensus`.
  package var box: Box?
  package var bounds: Bounds?

  package enum Box: String, CaseIterable, Hashable, Sendable {
    /// A person chooses the decided values.
    case hand
    case paxos
  }

  package init(algorithm: String) { self.algorithm = algorithm }

  /// The names of all nodes, in the order of the cluster, each once.
  package var names: [String] {
    var names: [String] = []
    for name in proposers.map(\.name) + acceptors + learners + servers.map(\.name) where !names.contains(name) {
      names.append(name)
    }
    return names
  }

  /// The values that the header gives to nodes, in the order of the nodes: what clients may ask for.
  package var givenValues: [(node: String, value: String)] {
    (proposers + servers).compactMap { wisher in wisher.wish.map { (wisher.name, $0) } }
  }

  /// The nodes with their roles, wishes and numbers.
  ///
  /// A proposer without a value wants the value named after it. Its number is the number at the end of its name; one
  /// whose name has none, or one that another proposer has already, gets the lowest number that is free.
  package var cluster: Cluster {
    let wishers = proposers + servers
    let numbers = ballotNumbers(of: wishers.map(\.name))
    let serverNames = servers.map(\.name)
    let members = names.map { name in
      var roles: Cluster.Role = serverNames.contains(name) ? .server : []
      if proposers.contains(where: { $0.name == name }) { roles.insert(.proposer) }
      if acceptors.contains(name) { roles.insert(.acceptor) }
      if learners.contains(name) { roles.insert(.learner) }
      let wisher = wishers.firstIndex { $0.name == name }
      return Cluster.Member(
        name: name, roles: roles, wish: wisher.map { Value(wishers[$0].wish ?? name.lowercased()) },
        number: wisher.map { numbers[$0] } ?? 0)
    }
    return Cluster(members: members, quorums: quorums)
  }

  private func ballotNumbers(of names: [String]) -> [Int] {
    var numbers = names.map { name in
      Int(String(name.reversed().prefix { $0.isASCII && $0.isNumber }.reversed()))
    }
    for index in numbers.indices where numbers[index].map({ numbers[..<index].contains($0) }) ?? false {
      numbers[index] = nil
    }
    for index in numbers.indices where numbers[index] == nil {
      numbers[index] = (1...).first { !numbers.contains($0) }
    }
    return numbers.compactMap { $0 }
  }
}
