/// The number of a message, given when it was sent: `m7`. Numbers are stable: the same steps give the same numbers.
package struct MessageID: Hashable, Comparable, Sendable, CustomStringConvertible {
  package let number: Int

  package init(_ number: Int) { self.number = number }

  package static func < (left: MessageID, right: MessageID) -> Bool { left.number < right.number }

  package var description: String { "m\(number)" }
}

/// What a restarting node has lost of its disk.
package enum Amnesia: Hashable, Sendable {
  case nothing
  case everything
  /// The named fields of the disk (`Algorithm.diskFields`).
  case fields([String])
}

/// Two groups of nodes with no message between them.
package struct Partition: Hashable, Sendable {
  package let left: NodeSet
  package let right: NodeSet

  package init(_ left: NodeSet, _ right: NodeSet) {
    self.left = left
    self.right = right
  }
}

/// One event: the only kind of thing that changes a world. Plain data, so that a live run, a scenario and a
/// counterexample are each a list of steps.
package enum Step: Hashable, Sendable {
  case request(NodeID, Value)
  /// A timer rings; a round that a person chose, or nil for the next one.
  case timeout(NodeID, round: Int?)
  /// A hand decides an instance of consensus for all nodes that are up (`Event.choose`).
  case choose(instance: Int, [Value])
  case deliver(MessageID)
  case drop(MessageID)
  case duplicate(MessageID)
  /// Due `by` ticks after now or after it was due, whichever is later.
  case delay(MessageID, by: Int)
  case hold(MessageID)
  case release(MessageID)
  case crash(NodeID)
  case restart(NodeID, forgetting: Amnesia)
  case cut(Partition)
  /// Mends the links between two groups, or all links.
  case heal(Partition?)
  case wait(Int)

  /// The message that it is about.
  package var message: MessageID? {
    switch self {
    case .deliver(let id), .drop(let id), .duplicate(let id), .delay(let id, by: _), .hold(let id), .release(let id): id
    case .request, .timeout, .choose, .crash, .restart, .cut, .heal, .wait: nil
    }
  }
}
