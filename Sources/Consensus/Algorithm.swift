/// A distributed algorithm as one pure function: what a node does with an event.
///
/// The same `handle` is stepped by hand, replayed from a scenario and explored by the checker. It sees nothing but its
/// own node, so it can reach neither a clock nor another node nor the ledger.
package protocol Algorithm: Sendable {
  /// All that one node knows.
  associatedtype Node: Hashable, Sendable
  /// The part of a node that survives a crash.
  associatedtype Disk: Hashable, Sendable
  associatedtype Message: Hashable, Sendable
  /// The name of every way in which a node can respond. Raw values are what scenarios and exports print.
  associatedtype Rule: RawRepresentable<String>, CaseIterable, Hashable, Sendable

  var cluster: Cluster { get }

  /// A node as it starts: for the first time (`disk` is nil) or again, with what its disk holds.
  func boot(_ id: NodeID, from disk: Disk?) -> Node

  /// Changes `node` as the event demands, records what it does to the world outside, and names the rule it followed.
  func handle(
    _ event: Event<Message>, at id: NodeID, _ node: inout Node, _ effects: inout Effects<Self>
  ) -> Rule

  /// What the nodes want from the beginning, without a client having asked for it; most algorithms wait for requests.
  var initialProposals: [Value] { get }

  /// Whether a search tries a timer at a node in this state. A timer that would only send once more what was sent before
  /// makes worlds without end; a person may always ring it.
  func isWorthRinging(at id: NodeID, _ node: Node) -> Bool

  /// A node as a search begins with it, where a timer that is not worth ringing otherwise would bring back what was lost
  /// before: a search itself loses nothing for good.
  func nodeForSearch(_ id: NodeID, in world: World<Self>) -> Node

  /// Why a hand cannot decide this instance so (`Event.choose`), or nil if it can. The hand sees all nodes, and
  /// of those that are down what they will wake up with.
  func objection(toChoosing values: [Value], instance: Int, among nodes: [(id: NodeID, node: Node)]) -> Objection?

  /// Why a client or a timer cannot cause this event at this node now, or nil if it can.
  func objection(to event: Event<Message>, at id: NodeID, _ node: Node) -> Objection?

  /// Whether nodes have failure detectors: `suspect` is then called whenever the set of nodes that a node cannot reach may
  /// have changed. Paxos needs none (Paxos Made Simple §1: messages "can take arbitrarily long to be delivered").
  var hasDetectors: Bool { get }

  /// Lets a node know which nodes are down or cut off from it, itself left out.
  func suspect(_ unreachable: NodeSet, at id: NodeID, _ node: inout Node)

  /// The names of what a disk holds, as `restart NODE forgetting FIELD` uses them.
  var diskFields: [String] { get }

  /// Loses one named part of a disk.
  func forget(_ field: String, _ disk: inout Disk)

  /// Whether a message only spreads the news of votes: no vote that can be cast after its delivery could not have been
  /// cast without it. A search for what may be chosen leaves such messages out.
  func isNews(_ message: Message) -> Bool

  /// How a search that begins in a world may be relaxed, or nil, which is the default: not at all (`Relaxation.swift`).
  func relaxation(for concern: Concern, from world: World<Self>, within bounds: Bounds) -> Relaxation<Self>?

  /// The multicast that a message brings to its receiver, which cannot deliver it without such a message; nil for
  /// messages that bring none, and where it can be learnt in other ways. A world tells the ledger when the last one to a
  /// receiver is lost.
  func multicast(in message: Message) -> Multicast?

  /// A node without the names of single acceptors, or nil for an algorithm in which it matters who is who
  /// (`Symmetry.swift`).
  func anonymous(_ node: Node) -> Anonymous<Node>?
}

extension Algorithm {
  package var initialProposals: [Value] { [] }
  package func isWorthRinging(at id: NodeID, _ node: Node) -> Bool { true }
  package func nodeForSearch(_ id: NodeID, in world: World<Self>) -> Node { world[id] }

  package func objection(
    toChoosing values: [Value], instance: Int, among nodes: [(id: NodeID, node: Node)]
  ) -> Objection? { .hasNoBox }

  package var hasDetectors: Bool { false }
  package func suspect(_ unreachable: NodeSet, at id: NodeID, _ node: inout Node) {}

  package func isNews(_ message: Message) -> Bool { false }
  package func multicast(in message: Message) -> Multicast? { nil }
}

/// What can happen to a node.
package enum Event<Message: Hashable & Sendable>: Hashable, Sendable {
  /// A client hands over a value.
  case request(Value)
  /// The node's timer rings. A round that a person chose, or nil for the next one.
  case timeout(round: Int?)
  /// A hand decides an instance of consensus inside a black box. All nodes that are up learn it in the same step.
  case choose(instance: Int, values: [Value])
  case receive(Message, from: NodeID)
}

extension Event {
  /// Whether a hand decides: that concerns all nodes, so that none of them is asked alone.
  var isChoice: Bool { if case .choose = self { true } else { false } }
}

/// Why an event is impossible, in terms that an interface can put into words.
package enum Objection: Hashable, Sendable {
  /// The node has no role that takes requests.
  case takesNoRequests
  /// The node has no role with a timer.
  case hasNoTimer
  /// The round is not above `used`, the highest that this node has used.
  case roundTooLow(used: Int)
  /// The round is above `limit`, the highest that a person may choose.
  case roundTooHigh(limit: Int)
  /// The algorithm's timers know no rounds.
  case hasNoRounds
  /// There is no black box with a hand in it.
  case hasNoBox
  /// Instances are decided one after the other: `next` is the one that is due.
  case notThisInstance(next: Int)
  /// None of the nodes has proposed this; what they have proposed.
  case notProposed([Value])
  /// Another reason, as a sentence about the node: `is not the leader and knows none`, and what would help.
  case because(String, remedy: String)
}

/// What a node does to the world outside itself, in the order in which it must happen: write, announce, send.
package struct Effects<A: Algorithm>: Hashable, Sendable {
  package struct Outgoing: Hashable, Sendable {
    package let message: A.Message
    package let to: NodeID
  }

  /// The disk as it is afterwards, or nil if nothing was written.
  package private(set) var disk: A.Disk?
  package private(set) var observations: [Observation] = []
  package private(set) var sent: [Outgoing] = []

  package init() {}

  /// Writes to disk. Must come before anything is sent: whoever reads the message may rely on the promise in it.
  package mutating func write(_ disk: A.Disk) {
    precondition(sent.isEmpty, "a node wrote to its disk after it had sent a message")
    self.disk = disk
  }

  /// Tells the ledger, which no node can read.
  package mutating func announce(_ observation: Observation) {
    observations.append(observation)
  }

  package mutating func send(_ message: A.Message, to receiver: NodeID) {
    sent.append(Outgoing(message: message, to: receiver))
  }

  package mutating func send(_ message: A.Message, to receivers: NodeSet) {
    for receiver in receivers { send(message, to: receiver) }
  }

  /// Forgets all effects, keeping the storage, for the next event.
  package mutating func removeAll() {
    disk = nil
    observations.removeAll(keepingCapacity: true)
    sent.removeAll(keepingCapacity: true)
  }
}
