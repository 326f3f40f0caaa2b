/// A set of nodes in one machine word, so that quorums are counted without allocation.
///
/// Iterates in the order of the nodes. At most 64 nodes (`Cluster.maximumNodes`).
package struct NodeSet: Hashable, Sendable, Sequence, ExpressibleByArrayLiteral {
  private var bits: UInt64

  package init() { bits = 0 }

  package init(arrayLiteral elements: NodeID...) { self.init(elements) }

  package init(_ elements: some Sequence<NodeID>) {
    bits = elements.reduce(0) { $0 | 1 << UInt64($1.index) }
  }

  package var count: Int { bits.nonzeroBitCount }
  package var isEmpty: Bool { bits == 0 }

  package func contains(_ id: NodeID) -> Bool { bits & (1 << UInt64(id.index)) != 0 }

  /// Adds a node and tells whether it was new.
  @discardableResult
  package mutating func insert(_ id: NodeID) -> Bool {
    let isNew = !contains(id)
    bits |= 1 << UInt64(id.index)
    return isNew
  }

  package mutating func remove(_ id: NodeID) { bits &= ~(1 << UInt64(id.index)) }

  package func union(_ other: NodeSet) -> NodeSet { NodeSet(bits: bits | other.bits) }
  package func intersection(_ other: NodeSet) -> NodeSet { NodeSet(bits: bits & other.bits) }
  package func subtracting(_ other: NodeSet) -> NodeSet { NodeSet(bits: bits & ~other.bits) }

  package struct Iterator: IteratorProtocol {
    fileprivate var bits: UInt64

    package mutating func next() -> NodeID? {
      guard bits != 0 else { return nil }
      defer { bits &= bits - 1 }
      return NodeID(bits.trailingZeroBitCount)
    }
  }

  package func makeIterator() -> Iterator { Iterator(bits: bits) }

  private init(bits: UInt64) { self.bits = bits }
}
