import Consensus
import Narration

/// Nodes that are shown under one heading because they play the same roles.
struct NodeGroup: Hashable, Sendable {
  enum Kind: Hashable, Sendable { case proposers, acceptors, learners, servers }

  let kind: Kind
  /// Places in `Scene.nodes`.
  let nodes: [Int]
  /// The fields with columns of their own.
  let columns: [Column]
  /// Whether its nodes have ballots of their own, which stand behind their names.
  let hasBallots: Bool

  /// Whether the columns say all, so that what a node is doing needs no words.
  var isTable: Bool { columns.contains { $0.width != nil } }

  var title: String {
    switch kind {
    case .proposers: "PROPOSERS"
    case .acceptors: "ACCEPTORS"
    case .learners: "LEARNERS"
    case .servers: "SERVERS"
    }
  }

  /// The groups of a cluster, in the order in which their first nodes come.
  static func groups(of nodes: [NodeView], in session: any Session) -> [NodeGroup] {
    let cluster = session.setup.cluster
    var groups: [(kind: Kind, nodes: [Int])] = []
    for (place, node) in nodes.enumerated() {
      let kind = kind(of: cluster[node.id].roles)
      if let group = groups.firstIndex(where: { $0.kind == kind }) {
        groups[group].nodes.append(place)
      } else {
        groups.append((kind, [place]))
      }
    }
    return groups.map { group in
      let columns = group.nodes.first.map { session.columns(of: cluster[nodes[$0].id].roles) } ?? []
      let hasBallots = group.nodes.contains { place in nodes[place].fields.contains { $0.name == "ballot" } }
      return NodeGroup(kind: group.kind, nodes: group.nodes, columns: columns, hasBallots: hasBallots)
    }
  }

  private static func kind(of roles: Cluster.Role) -> Kind {
    switch roles {
    case .proposer: .proposers
    case .acceptor: .acceptors
    case .learner: .learners
    default: .servers
    }
  }
}

extension Scene {
  /// The cuts as groups, where that says all of them, else as pairs; nil where no link is cut.
  var partition: String? {
    guard !cuts.isEmpty else { return nil }
    var groups: [[String]] = []
    // Nodes with the same cut links stand on the same side.
    var sides: [[String]] = []
    for node in nodes {
      if let side = sides.firstIndex(of: node.cutOff) {
        groups[side].append(node.name)
      } else {
        sides.append(node.cutOff)
        groups.append([node.name])
      }
    }
    let isolated = zip(groups, sides).filter { !$0.1.isEmpty }
    let isComplete = isolated.allSatisfy { group, side in
      let others = isolated.map(\.0).filter { $0 != group }.flatMap { $0 }
      return Set(side) == Set(others)
    }
    if isComplete { return isolated.map { $0.0.joined(separator: " ") }.joined(separator: " | ") }
    return cuts.map { $0.joined(separator: "-") }.joined(separator: " ")
  }
}
