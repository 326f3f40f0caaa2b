/// A message on its way, with the number by which a person addresses it.
package struct InFlight<Message: Hashable & Sendable>: Hashable, Sendable {
  package let id: MessageID
  package let message: Message
  package let from: NodeID
  package let to: NodeID
  /// The tick from which on it is expected to arrive. A person may deliver it at any time.
  package internal(set) var due: Int
  /// A held message is not taken by "next".
  package internal(set) var isHeld = false
  /// The message that this one is a duplicate of.
  package let copyOf: MessageID?
}

/// Which pairs of nodes cannot reach each other.
package struct Links: Hashable, Sendable {
  /// For each node, the nodes that it is cut off from. Symmetric.
  private var unreachable: [NodeSet]

  package init(nodes: Int) { unreachable = Array(repeating: [], count: nodes) }

  package func isCut(_ from: NodeID, _ to: NodeID) -> Bool {
    unreachable[Int(from.index)].contains(to)
  }

  package var isWhole: Bool { unreachable.allSatisfy(\.isEmpty) }

  /// The nodes that `id` cannot reach.
  package func cutOff(from id: NodeID) -> NodeSet { unreachable[Int(id.index)] }

  mutating func cut(_ partition: Partition) {
    for left in partition.left {
      for right in partition.right where left != right {
        unreachable[Int(left.index)].insert(right)
        unreachable[Int(right.index)].insert(left)
      }
    }
  }

  mutating func heal(_ partition: Partition) {
    for left in partition.left {
      for right in partition.right {
        unreachable[Int(left.index)].remove(right)
        unreachable[Int(right.index)].remove(left)
      }
    }
  }

  mutating func healAll() { self = Links(nodes: unreachable.count) }
}
