/// Broadcast in one of three orders: none at all, FIFO, or causal with vector clocks.
///
/// Causal order is that of Birman, Schiper and Stephenson, *Lightweight Causal and Atomic Group Multicast* (1991), its
/// protocol for one group. The three differ in one condition alone, `DeliveryOrder.mayDeliver`.
///
/// Differs from the paper:
/// - A process gets its own message as a message in flight, like everybody else.
/// - So the entry of a process for itself counts what it has multicast, and its entries for others what it has delivered
///   of theirs. That gives the paper's time stamps: q = 1,0,0 and, by a process that has delivered q, r = 1,1,0.
/// - What a process knows is on its disk: who restarts was slow. In the paper, who crashes stays down.
///
/// Not modelled: retransmission. What is lost stays lost.
package struct Broadcast<Order: DeliveryOrder>: Algorithm {
  package enum Rule: String, CaseIterable, Hashable, Sendable {
    case multicasts
    case delivers
    case deliversWhatWaited = "delivers-what-waited"
    case holdsBack = "holds-back"
    case ignoresAKnownMessage = "ignores-a-known-message"
  }

  /// `multicast`, with the time stamp that its order needs.
  package struct Message: Hashable, Sendable {
    package let multicast: Multicast
    /// The sender's vector clock, or empty where the order needs none.
    package let stamp: [Int]
  }

  package struct Node: Hashable, Sendable {
    /// How many messages it has multicast.
    package var sent = 0
    /// Received and not delivered, sorted by sender and number.
    package var held: [Message] = []
    package var delivered: [Multicast] = []
  }

  package struct Rules: Sendable {
    /// Whether a process that has delivered some messages may deliver this one.
    package var mayDeliver: @Sendable (Message, [Multicast]) -> Bool = { Order.mayDeliver($0.multicast, $0.stamp, $1) }
  }

  package let cluster: Cluster
  package let rules: Rules

  package init(cluster: Cluster, mutations: [HoldBackMutation] = []) {
    self.cluster = cluster
    rules = mutations.reduce(into: Rules()) { rules, mutation in
      switch mutation {
      case .noHoldBack: rules.mayDeliver = { _, _ in true }
      }
    }
  }

  package func boot(_ id: NodeID, from disk: Node?) -> Node { disk ?? Node() }

  /// The vector clock of a process.
  package func clock(of node: Node, _ id: NodeID) -> [Int] {
    cluster.nodes.map { other in other == id ? node.sent : node.delivered.count { $0.sender == other } }
  }

  package func handle(
    _ event: Event<Message>, at id: NodeID, _ node: inout Node, _ effects: inout Effects<Broadcast>
  ) -> Rule {
    switch event {
    case .request(let value): return multicast(value, at: id, &node, &effects)
    case .timeout, .choose: preconditionFailure("a broadcast has neither timers nor a black box")
    case .receive(let message, _): return receive(message, &node, &effects)
    }
  }

  // Send to all, with the vector clock that counts this message too.
  private func multicast(
    _ value: Value, at id: NodeID, _ node: inout Node, _ effects: inout Effects<Broadcast>
  ) -> Rule {
    node.sent += 1
    let multicast = Multicast(sender: id, number: node.sent, value: value)
    effects.write(node)
    effects.announce(.multicast(multicast))
    let message = Message(multicast: multicast, stamp: Order.stamps ? clock(of: node, id) : [])
    effects.send(message, to: NodeSet(cluster.nodes))
    return .multicasts
  }

  // Hold back what must wait; deliver what need not, and then what waited for it.
  private func receive(_ message: Message, _ node: inout Node, _ effects: inout Effects<Broadcast>) -> Rule {
    guard !node.delivered.contains(message.multicast), !node.held.contains(message) else {
      return .ignoresAKnownMessage
    }
    node.held.insert(message, at: node.held.place { $0.multicast < message.multicast })
    let before = node.delivered.count
    while let place = node.held.firstIndex(where: { rules.mayDeliver($0, node.delivered) }) {
      let ready = node.held.remove(at: place).multicast
      node.delivered.append(ready)
      effects.announce(.deliver(ready))
    }
    effects.write(node)
    switch node.delivered.count - before {
    case 0: return .holdsBack
    case 1: return .delivers
    default: return .deliversWhatWaited
    }
  }

  package func objection(to event: Event<Message>, at id: NodeID, _ node: Node) -> Objection? {
    switch event {
    case .request, .receive: nil
    case .timeout: .because("has no timer: it waits for nobody", remedy: "Requests and deliveries make it act.")
    case .choose: .hasNoBox
    }
  }

  package func isWorthRinging(at id: NodeID, _ node: Node) -> Bool { false }

  package func multicast(in message: Message) -> Multicast? { message.multicast }

  package var diskFields: [String] { ["delivered", "held", "sent"] }

  package func forget(_ field: String, _ disk: inout Node) {
    switch field {
    case "delivered": disk.delivered = []
    case "held": disk.held = []
    case "sent": disk.sent = 0
    default: preconditionFailure("a disk has no field \(field)")
    }
  }
}

/// When a process may deliver a message that it has received.
package protocol DeliveryOrder: Sendable {
  /// Whether messages carry the sender's vector clock.
  static var stamps: Bool { get }
  /// What the order promises.
  static var promises: [Invariant] { get }
  /// Whether a process that has delivered `delivered` may deliver a message with this time stamp.
  static func mayDeliver(_ message: Multicast, _ stamp: [Int], _ delivered: [Multicast]) -> Bool
}

/// No order: every message is delivered when it arrives.
package enum NoOrder: DeliveryOrder {
  package static var stamps: Bool { false }
  package static var promises: [Invariant] { [] }
  package static func mayDeliver(_ message: Multicast, _ stamp: [Int], _ delivered: [Multicast]) -> Bool { true }
}

/// The messages of each sender in the order of their numbers.
package enum FIFOOrder: DeliveryOrder {
  package static var stamps: Bool { false }
  package static var promises: [Invariant] { [.fifoOrder] }

  /// The next number of its sender.
  package static func mayDeliver(_ message: Multicast, _ stamp: [Int], _ delivered: [Multicast]) -> Bool {
    message.number == delivered.count { $0.sender == message.sender } + 1
  }
}

/// Causes before effects.
package enum CausalOrder: DeliveryOrder {
  package static var stamps: Bool { true }
  package static var promises: [Invariant] { [.fifoOrder, .causalOrder] }

  /// The next message of its sender, and nothing that the sender had delivered is missing here (Birman, Schiper &
  /// Stephenson, CBCAST: a process delays delivery of m from p_i until VT(m)[k] = VT(p_j)[k] + 1 for k = i, and
  /// VT(m)[k] ≤ VT(p_j)[k] for all others).
  package static func mayDeliver(_ message: Multicast, _ stamp: [Int], _ delivered: [Multicast]) -> Bool {
    stamp.enumerated().allSatisfy { place, count in
      let known = delivered.count { $0.sender == NodeID(place) }
      return NodeID(place) == message.sender ? count == known + 1 : count <= known
    }
  }
}

/// What replaces the rule by which a process holds messages back.
package enum HoldBackMutation: String, CaseIterable, Hashable, Sendable {
  case noHoldBack = "no-hold-back"

  /// What it changes, in one sentence.
  package var summary: String {
    switch self {
    case .noHoldBack: "Delivers every message at once, whatever should come before it."
    }
  }
}
