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

  /// A message of which the network has lost all that would have brought it to a process.
  package struct Loss: Hashable, Comparable, Sendable {
    package let node: NodeID
    package let message: Multicast

    package static func < (left: Loss, right: Loss) -> Bool {
      (left.node, left.message) < (right.node, right.message)
    }
  }

  /// The processes that did something, sorted by node.
  package private(set) var processes: [Process] = []
  /// Sorted. A process may have delivered such a message all the same, if it was sent again.
  package private(set) var losses: [Loss] = []
  /// The processes that are down.
  package private(set) var down: NodeSet = []

  package func delivered(by node: NodeID) -> [Multicast] {
    processes.first { $0.node == node }?.delivered ?? []
  }

  /// All that was multicast, sorted.
  package var multicasts: [Multicast] {
    processes.flatMap { process in
      process.events.compactMap { if case .multicast(let message) = $0 { message } else { nil } }
    }.sorted()
  }

  /// The message that was multicast with a value.
  func first(saying value: Value) -> Multicast? { multicasts.first { $0.value == value } }

  mutating func record(_ event: Event, at node: NodeID) {
    let place = processes.place { $0.node < node }
    if place < processes.endIndex, processes[place].node == node {
      processes[place].events.append(event)
    } else {
      processes.insert(Process(node: node, events: [event]), at: place)
    }
  }

  /// Where messages are told apart by what they say: a second process that says the same adds no message, and whoever
  /// delivers it delivers what was said first.
  mutating func recordValue(_ event: (Multicast) -> Event, _ message: Multicast, at node: NodeID) {
    let first = first(saying: message.value)
    let event = event(first ?? message)
    if first != nil, case .multicast = event { return }
    record(event, at: node)
  }

  mutating func lose(_ message: Multicast, at node: NodeID) {
    let loss = Loss(node: node, message: message)
    let place = losses.place { $0 < loss }
    if place == losses.endIndex || losses[place] != loss { losses.insert(loss, at: place) }
  }

  mutating func note(_ node: NodeID, isDown: Bool) {
    if isDown { down.insert(node) } else { down.remove(node) }
  }
}

// MARK: - What follows from the history

extension DeliveryHistory {
  /// All that happened before a message was multicast and could have caused it, each message once
  /// (Lamport, Time, Clocks, and the Ordering of Events, "happened before").
  func past(of message: Multicast) -> [Multicast] {
    var past: [Multicast] = []
    var open = [message]
    while let next = open.popLast() {
      for cause in causes(of: next) where !past.contains(cause) && cause != message {
        past.append(cause)
        open.append(cause)
      }
    }
    return past.sorted()
  }

  /// What a process had multicast and delivered when it multicast a message.
  private func causes(of message: Multicast) -> [Multicast] {
    guard let process = processes.first(where: { $0.node == message.sender }),
      let place = process.events.firstIndex(of: .multicast(message))
    else { return [] }
    return process.events[..<place].map { event in
      switch event {
      case .multicast(let message), .delivered(let message): message
      }
    }
  }
}
