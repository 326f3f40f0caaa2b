/// One participant of a cluster, as its position in the cluster's list of nodes.
///
/// Names are for people; the model computes with positions. `Cluster.name(of:)` leads back to the name.
package struct NodeID: Hashable, Comparable, Sendable {
  /// The position in `Cluster.nodes`, from 0 to 63.
  package let index: UInt8

  package init(_ index: Int) {
    self.index = UInt8(index)
  }

  package static func < (left: NodeID, right: NodeID) -> Bool { left.index < right.index }
}
