/// One message of a multicast, whoever carries it: the sender, which of its messages it is, and what it says.
package struct Multicast: Hashable, Comparable, Sendable {
  package let sender: NodeID
  /// 1 for the first message of the sender.
  package let number: Int
  package let value: Value

  package init(sender: NodeID, number: Int, value: Value) {
    self.sender = sender
    self.number = number
    self.value = value
  }

  package static func < (left: Multicast, right: Multicast) -> Bool {
    (left.sender, left.number, left.value) < (right.sender, right.number, right.value)
  }
}

/// What each process multicast and delivered, in its own order: what the orders of multicasts are judged by.
package struct DeliveryHistory: Hashable, Sendable {
  package enum Event: Hashable, Sendable {
    case multicast(Multicast)
    case delivered(Multicast)
  }

  package struct Process: Hashable, Sendable {
    package let node: NodeID
    package fileprivate(set) var events: [Event]

    package var delivered: [Multicast] {
      events.compactMap { if case .delivered(let message) = $0 { message } else { nil } }
    }
  }

  /// The processes that did something, sorted by node.
  package private(set) var processes: [Process] = []

  package func delivered(by node: NodeID) -> [Multicast] {
    processes.first { $0.node == node }?.delivered ?? []
  }

  mutating func record(_ event: Event, at node: NodeID) {
    let place = processes.place { $0.node < node }
    if place < processes.endIndex, processes[place].node == node {
      processes[place].events.append(event)
    } else {
      processes.insert(Process(node: node, events: [event]), at: place)
    }
  }
}
