/// Total order by Lamport clocks: deliver the message with the smallest time stamp once everybody has been heard of later.
///
/// After Lamport, *Time, Clocks, and the Ordering of Events in a Distributed System* (1978), the algorithm for mutual
/// exclusion: its requests are the messages, and "granted" is "delivered". No process may be silent: one that is slow
/// stops all.
///
/// Differs from the paper:
/// - The paper assumes that messages between two processes arrive in the order in which they were sent. Here they arrive
///   in any order, and each says how many messages its sender had multicast: a time is believed only when all of them are
///   here.
/// - An acknowledgement goes to all, also to its sender, as a message in flight; and who multicast a message acknowledges
///   it, too. Its receipt moves the clock up to its time, not past it.
/// - What a process knows is on its disk: who restarts was slow.
///
/// Not modelled: retransmission.
package struct LamportMulticast: Algorithm {
  package enum Rule: String, CaseIterable, Hashable, Sendable {
    case multicasts
    case holdsBack = "holds-back"
    case delivers
    case deliversWhatWaited = "delivers-what-waited"
    case hearsOfATime = "hears-of-a-time"
    case waitsForAnEarlierMessage = "waits-for-an-earlier-message"
    case ignoresAKnownMessage = "ignores-a-known-message"
    case ignoresAnOldTime = "ignores-an-old-time"
  }

  package enum Message: Hashable, Sendable {
    case multicast(Timed)
    /// The clock of the sender is past the time of a message, and it has multicast `sent` messages so far.
    case acknowledgement(of: Ballot, time: Ballot, sent: Int)
  }

  /// A message with its time stamp: the clock of its sender, ties broken by the sender's number.
  package struct Timed: Hashable, Sendable {
    package let time: Ballot
    package let message: Multicast
  }

  /// A time that a process has told, to be believed when `sent` of its messages are here.
  package struct Word: Hashable, Comparable, Sendable {
    package let process: NodeID
    package let time: Ballot
    package let sent: Int

    package static func < (left: Word, right: Word) -> Bool {
      (left.process, left.time, left.sent) < (right.process, right.time, right.sent)
    }
  }

  package struct Node: Hashable, Sendable {
    package var clock = 0
    /// How many messages it has multicast.
    package var sent = 0
    /// Received and not delivered, sorted by time.
    package var held: [Timed] = []
    package var delivered: [Multicast] = []
    /// For each process, the latest time that it has told and that is believed.
    package var heard: [Ballot]
    /// What is not believed yet, sorted.
    package var words: [Word] = []

    mutating func note(_ word: Word) { words.insert(word, at: words.place { $0 < word }) }

    /// How many messages of a process are here with none missing before them.
    package func count(of process: NodeID) -> Int {
      let here = delivered + held.map(\.message)
      var count = 0
      while here.contains(where: { $0.sender == process && $0.number == count + 1 }) { count += 1 }
      return count
    }
  }

  package struct Rules: Sendable {
    /// Whether the message with the smallest time may be delivered: nothing earlier can come from anybody.
    package var mayDeliver: @Sendable (Timed, Node) -> Bool = { first, node in
      node.heard.allSatisfy { $0 >= first.time }
    }
  }

  package let cluster: Cluster
  package let rules: Rules
  /// Whether some rule is not the paper's.
  let isMutated: Bool

  package init(cluster: Cluster, mutations: [HoldBackMutation] = []) {
    self.cluster = cluster
    isMutated = !mutations.isEmpty
    rules = mutations.reduce(into: Rules()) { rules, mutation in
      switch mutation {
      case .noHoldBack: rules.mayDeliver = { _, _ in true }
      }
    }
  }

  package func boot(_ id: NodeID, from disk: Node?) -> Node {
    disk ?? Node(heard: cluster.nodes.map { _ in Ballot(round: 0, proposer: 0) })
  }

  package func handle(
    _ event: Event<Message>, at id: NodeID, _ node: inout Node, _ effects: inout Effects<LamportMulticast>
  ) -> Rule {
    switch event {
    case .request(let value): return multicast(value, at: id, &node, &effects)
    case .timeout, .choose: preconditionFailure("Lamport's algorithm has neither timers nor a black box")
    case .receive(.multicast(let timed), _): return receive(timed, at: id, &node, &effects)
    case .receive(.acknowledgement(_, let time, let sent), let process):
      return hear(Word(process: process, time: time, sent: sent), &node, &effects)
    }
  }

  // IR1, IR2(a). The clock ticks, and the message is sent to all with its time.
  private func multicast(
    _ value: Value, at id: NodeID, _ node: inout Node, _ effects: inout Effects<LamportMulticast>
  ) -> Rule {
    node.clock += 1
    node.sent += 1
    let message = Multicast(sender: id, number: node.sent, value: value)
    effects.write(node)
    effects.announce(.multicast(message))
    effects.send(.multicast(Timed(time: time(of: node, id), message: message)), to: NodeSet(cluster.nodes))
    return .multicasts
  }

  // IR2(b) and rule 2. Put the message into the queue, move the clock past its time, and tell everybody so.
  private func receive(
    _ timed: Timed, at id: NodeID, _ node: inout Node, _ effects: inout Effects<LamportMulticast>
  ) -> Rule {
    guard !node.delivered.contains(timed.message), !node.held.contains(timed) else { return .ignoresAKnownMessage }
    node.held.insert(timed, at: node.held.place { $0.time < timed.time })
    node.clock = max(node.clock, timed.time.round) + 1
    node.note(Word(process: timed.message.sender, time: timed.time, sent: timed.message.number))
    let count = deliver(&node, &effects)
    effects.write(node)
    let acknowledgement = Message.acknowledgement(of: timed.time, time: time(of: node, id), sent: node.sent)
    effects.send(acknowledgement, to: NodeSet(cluster.nodes))
    return rule(count) ?? .holdsBack
  }

  private func hear(_ word: Word, _ node: inout Node, _ effects: inout Effects<LamportMulticast>) -> Rule {
    guard word.time > node.heard[Int(word.process.index)], !node.words.contains(word) else { return .ignoresAnOldTime }
    node.clock = max(node.clock, word.time.round)
    node.note(word)
    let count = deliver(&node, &effects)
    effects.write(node)
    return rule(count) ?? (node.words.contains(word) ? .waitsForAnEarlierMessage : .hearsOfATime)
  }

  // Rule 5. Deliver from the front of the queue while everybody has been heard of later; returns how many.
  private func deliver(_ node: inout Node, _ effects: inout Effects<LamportMulticast>) -> Int {
    let before = node.delivered.count
    believe(&node)
    while let first = node.held.first, rules.mayDeliver(first, node) {
      node.held.removeFirst()
      node.delivered.append(first.message)
      effects.announce(.deliver(first.message))
    }
    return node.delivered.count - before
  }

  /// Believes the times of processes of which no earlier message can be on its way.
  private func believe(_ node: inout Node) {
    let counts = cluster.nodes.map { node.count(of: $0) }
    for word in node.words where word.sent <= counts[Int(word.process.index)] {
      node.heard[Int(word.process.index)] = max(node.heard[Int(word.process.index)], word.time)
    }
    node.words.removeAll { $0.sent <= counts[Int($0.process.index)] }
  }

  private func rule(_ count: Int) -> Rule? { count == 0 ? nil : count == 1 ? .delivers : .deliversWhatWaited }

  private func time(of node: Node, _ id: NodeID) -> Ballot {
    Ballot(round: node.clock, proposer: cluster[id].number)
  }

  package func objection(to event: Event<Message>, at id: NodeID, _ node: Node) -> Objection? {
    switch event {
    case .request, .receive: nil
    case .timeout:
      .because("has no timer: it waits for everybody, however long", remedy: "Requests and deliveries make it act.")
    case .choose: .hasNoBox
    }
  }

  package func isWorthRinging(at id: NodeID, _ node: Node) -> Bool { false }

  package func multicast(in message: Message) -> Multicast? {
    if case .multicast(let timed) = message { timed.message } else { nil }
  }

  package var diskFields: [String] { ["delivered", "held", "clock"] }

  package func forget(_ field: String, _ disk: inout Node) {
    switch field {
    case "delivered": disk.delivered = []
    case "held": disk.held = []
    case "clock": disk.clock = 0
    default: preconditionFailure("a disk has no field \(field)")
    }
  }
}
