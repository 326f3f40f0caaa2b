/// The nodes of a run: their names and roles, the values that they want, and the sizes of the quorums.
package struct Cluster: Hashable, Sendable {
  /// As many as fit into a `NodeSet`.
  package static let maximumNodes = 64

  package struct Role: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let proposer = Role(rawValue: 1)
    package static let acceptor = Role(rawValue: 2)
    package static let learner = Role(rawValue: 4)
    /// All roles of an algorithm at once.
    package static let server: Role = [.proposer, .acceptor, .learner]
  }

  package struct Member: Hashable, Sendable {
    package let name: String
    package let roles: Role
    /// The value that the scenario gives to this node.
    package let wish: Value?
    /// The number that makes this node's ballots its own.
    package let number: Int

    package init(name: String, roles: Role, wish: Value? = nil, number: Int) {
      self.name = name
      self.roles = roles
      self.wish = wish
      self.number = number
    }
  }

  package let members: [Member]
  package let quorums: Quorums
  package let proposers: NodeSet
  package let acceptors: NodeSet
  package let learners: NodeSet

  package init(members: [Member], quorums: Quorums? = nil) {
    precondition(members.count <= Cluster.maximumNodes)
    func all(_ role: Role) -> NodeSet {
      NodeSet(members.indices.filter { members[$0].roles.contains(role) }.map { NodeID($0) })
    }
    self.members = members
    proposers = all(.proposer)
    acceptors = all(.acceptor)
    learners = all(.learner)
    self.quorums = quorums ?? .majority(of: acceptors.count)
  }

  package var nodes: [NodeID] { members.indices.map { NodeID($0) } }

  package subscript(id: NodeID) -> Member { members[Int(id.index)] }

  package func name(of id: NodeID) -> String { self[id].name }

  package func id(named name: String) -> NodeID? {
    members.firstIndex { $0.name == name }.map { NodeID($0) }
  }

  /// The proposer whose ballots end in `number`.
  package func proposer(numbered number: Int) -> NodeID? {
    proposers.first { self[$0].number == number }
  }
}
