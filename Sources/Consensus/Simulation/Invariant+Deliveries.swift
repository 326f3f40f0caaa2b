// What the orders of multicasts demand. Judged from what was multicast and delivered alone, so that the same judges serve
// every algorithm. The definitions are those of Hadzilacos and Toueg, stated so that the moment tells which breaks them.
extension Invariant {
  /// The messages of one sender are delivered in the order in which it sent them.
  package static let fifoOrder = Invariant(
    name: "fifo-order",
    statement: "A process delivers a message only after all that its sender multicast before.",
    cites: "Hadzilacos & Toueg, A Modular Approach to Fault-Tolerant Broadcasts, FIFO order"
  ) { ledger, cluster in
    let multicasts = ledger.deliveries.multicasts
    return ledger.deliveries.firstGap(in: cluster) { message in
      multicasts.filter { $0.sender == message.sender && $0.number < message.number }
    }
  }

  /// Causes are delivered before their effects.
  package static let causalOrder = Invariant(
    name: "causal-order",
    statement: "A process delivers a message only after all that happened before it was multicast.",
    cites: "Hadzilacos & Toueg, A Modular Approach to Fault-Tolerant Broadcasts, causal order"
  ) { ledger, cluster in
    ledger.deliveries.firstGap(in: cluster) { ledger.deliveries.past(of: $0) }
  }

  /// The first, second, third, … message is the same everywhere.
  ///
  /// Stronger than "two processes that deliver m and n deliver them in the same order", which nobody can break who
  /// delivers one of the two alone: then the replicas have diverged already, and no later delivery mends that.
  package static let totalOrder = Invariant(
    name: "total-order",
    statement: "All processes deliver the same first message, the same second, and so on.",
    cites: "Défago, Schiper & Urbán, Total Order Broadcast and Multicast Algorithms, total order without gaps"
  ) { ledger, cluster in
    let processes = ledger.deliveries.processes
    for (index, first) in processes.enumerated() {
      for second in processes[(index + 1)...] {
        let pairs = zip(first.delivered, second.delivered)
        guard let place = pairs.enumerated().first(where: { $0.element.0 != $0.element.1 }) else { continue }
        return "Message number \(place.offset + 1) is \(place.element.0.value) at \(cluster.name(of: first.node)) and "
          + "\(place.element.1.value) at \(cluster.name(of: second.node))."
      }
    }
    return nil
  }

  /// What one process that is up has delivered is not lost for another.
  ///
  /// The definition (what a correct process delivers, all correct processes deliver in the end) says nothing about a
  /// moment; this is what breaks it at one.
  package static let deliveryAgreement = Invariant(
    name: "agreement",
    statement: "What one process that is up has delivered, no other that is up has lost.",
    cites: "Hadzilacos & Toueg, A Modular Approach to Fault-Tolerant Broadcasts, agreement"
  ) { ledger, cluster in
    let history = ledger.deliveries
    for loss in history.losses where !history.down.contains(loss.node) {
      guard !history.delivered(by: loss.node).contains(loss.message) else { continue }
      let owner = history.processes.first { process in
        !history.down.contains(process.node) && process.delivered.contains(loss.message)
      }
      guard let owner else { continue }
      return "\(cluster.name(of: owner.node)) has delivered \(loss.message.value), and what would have brought it to "
        + "\(cluster.name(of: loss.node)) is lost."
    }
    return nil
  }

  /// Nothing is delivered twice, and nothing that nobody sent.
  package static let integrity = Invariant(
    name: "integrity",
    statement: "A process delivers a message at most once, and only if it was multicast.",
    cites: "Hadzilacos & Toueg, A Modular Approach to Fault-Tolerant Broadcasts, integrity"
  ) { ledger, cluster in
    let multicasts = ledger.deliveries.multicasts
    for process in ledger.deliveries.processes {
      let delivered = process.delivered
      for (place, message) in delivered.enumerated() {
        let name = cluster.name(of: process.node)
        if delivered[..<place].contains(message) { return "\(name) has delivered \(message.value) twice." }
        if !multicasts.contains(message) {
          return "\(name) has delivered \(message.value), which nobody has multicast."
        }
      }
    }
    return nil
  }
}

extension DeliveryHistory {
  /// A sentence about the first delivery that happened before one that it should have followed.
  fileprivate func firstGap(in cluster: Cluster, _ predecessors: (Multicast) -> [Multicast]) -> String? {
    for process in processes {
      let delivered = process.delivered
      for (place, message) in delivered.enumerated() {
        guard let missing = predecessors(message).first(where: { !delivered[..<place].contains($0) }) else { continue }
        return "\(cluster.name(of: process.node)) delivered \(message.value) of \(cluster.name(of: message.sender)) "
          + "without having delivered \(missing.value) of \(cluster.name(of: missing.sender)) before."
      }
    }
    return nil
  }
}
