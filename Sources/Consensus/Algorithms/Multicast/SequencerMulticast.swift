/// Total order by a sequencer: one process numbers all messages, and everybody delivers them by number.
///
/// The fixed sequencer of Défago, Schiper and Urbán, *Total Order Broadcast and Multicast Algorithms* (2004), in its
/// variant "unicast, broadcast": a message goes to the sequencer, which sends it to all with a number.
///
/// A take-over is added, because it is the moment at which consensus enters: a process whose timer rings believes the
/// sequencer dead and goes on numbering from the next number that it knows of. Nothing makes the two agree on what the
/// numbers before that were, and nobody can tell a dead sequencer from a slow one: so a take-over may violate total order.
///
/// Differs from the survey:
/// - Reigns are told apart by ballots (1 of the first server, then a higher round for each take-over), so that orders of a
///   former sequencer are recognised.
/// - Who learns of a new sequencer submits again what it has not seen delivered.
/// - What a process knows is on its disk: who restarts was slow.
///
/// Not modelled: retransmission. FIFO order is not promised: the sequencer numbers what arrives, as it arrives.
package struct SequencerMulticast: Algorithm {
  package enum Rule: String, CaseIterable, Hashable, Sendable {
    case submits
    case orders
    case ignoresAnOrderedMessage = "ignores-an-ordered-message"
    case ignoresASubmission = "ignores-a-submission"
    case delivers
    case deliversWhatWaited = "delivers-what-waited"
    case holdsBack = "holds-back"
    case ignoresAKnownNumber = "ignores-a-known-number"
    case passesOverAKnownMessage = "passes-over-a-known-message"
    case ignoresAFormerSequencer = "ignores-a-former-sequencer"
    case followsANewSequencer = "follows-a-new-sequencer"
    case takesOver = "takes-over"
  }

  package enum Message: Hashable, Sendable {
    /// Please give this a number.
    case submit(Multicast)
    /// This message has this number.
    case order(Numbered, Reign)
    /// A sequencer that has nothing to number yet makes itself known.
    case reign(Reign)
  }

  /// The time in which one process is the sequencer.
  package struct Reign: Hashable, Sendable {
    /// The number of the sequencer is that of the ballot.
    package let ballot: Ballot
    /// The first number that it gives. The numbers below are those of former sequencers.
    package let start: Int
  }

  /// A message with its number.
  package struct Numbered: Hashable, Sendable {
    package let number: Int
    package let message: Multicast
  }

  package struct Node: Hashable, Sendable {
    /// The reign that it follows.
    package var reign: Reign
    /// How many messages it has multicast.
    package var sent = 0
    /// What it has multicast and not delivered.
    package var waiting: [Multicast] = []
    /// The number that it delivers next.
    package var expected = 1
    /// The number that it gives next, if it is the sequencer.
    package var assigns: Int?
    /// What it has numbered in its own reign, so that it numbers nothing twice.
    package var ordered: [Multicast] = []
    /// Received and not delivered, sorted by number.
    package var held: [Numbered] = []
    package var delivered: [Multicast] = []

    /// The number that it gives next, or else the one that it delivers next.
    package var next: Int { assigns ?? expected }
  }

  package struct Rules: Sendable {
    /// Whether a process that expects a number may deliver a message with another.
    package var mayDeliver: @Sendable (_ number: Int, _ expected: Int) -> Bool = { $0 == $1 }
  }

  package let cluster: Cluster
  package let rules: Rules

  package init(cluster: Cluster, mutations: [HoldBackMutation] = []) {
    self.cluster = cluster
    rules = mutations.reduce(into: Rules()) { rules, mutation in
      switch mutation {
      case .noHoldBack: rules.mayDeliver = { $0 >= $1 }
      }
    }
  }

  /// The first server is the first sequencer.
  package func boot(_ id: NodeID, from disk: Node?) -> Node {
    if let disk { return disk }
    let first = NodeID(0)
    let reign = Reign(ballot: Ballot(round: 1, proposer: cluster[first].number), start: 1)
    return Node(reign: reign, assigns: id == first ? 1 : nil)
  }

  /// The sequencer of a reign.
  package func sequencer(of reign: Reign) -> NodeID {
    cluster.proposer(numbered: reign.ballot.proposer) ?? NodeID(0)
  }

  package func handle(
    _ event: Event<Message>, at id: NodeID, _ node: inout Node, _ effects: inout Effects<SequencerMulticast>
  ) -> Rule {
    switch event {
    case .request(let value): return submit(value, at: id, &node, &effects)
    case .timeout: return takeOver(at: id, &node, &effects)
    case .choose: preconditionFailure("a sequencer has no black box")
    case .receive(.submit(let message), _): return order(message, &node, &effects)
    case .receive(.order(let order, let reign), _): return receive(order, of: reign, &node, &effects)
    case .receive(.reign(let reign), _): return hear(of: reign, &node, &effects)
    }
  }

  // Hand the message to the sequencer alone.
  private func submit(
    _ value: Value, at id: NodeID, _ node: inout Node, _ effects: inout Effects<SequencerMulticast>
  ) -> Rule {
    node.sent += 1
    let message = Multicast(sender: id, number: node.sent, value: value)
    node.waiting.append(message)
    effects.write(node)
    effects.announce(.multicast(message))
    effects.send(.submit(message), to: sequencer(of: node.reign))
    return .submits
  }

  // The sequencer gives a message the next number and sends it to all.
  private func order(_ message: Multicast, _ node: inout Node, _ effects: inout Effects<SequencerMulticast>) -> Rule {
    guard node.assigns != nil else { return .ignoresASubmission }
    guard !node.ordered.contains(message), !node.delivered.contains(message) else { return .ignoresAnOrderedMessage }
    number([message], &node, &effects)
    return .orders
  }

  private func number(
    _ messages: [Multicast], _ node: inout Node, _ effects: inout Effects<SequencerMulticast>
  ) {
    let first = node.next
    node.assigns = first + messages.count
    node.ordered += messages
    effects.write(node)
    for (place, message) in messages.enumerated() {
      effects.send(.order(Numbered(number: first + place, message: message), node.reign), to: NodeSet(cluster.nodes))
    }
  }

  // Deliver by number; hold back what is ahead of its turn.
  private func receive(
    _ order: Numbered, of reign: Reign, _ node: inout Node, _ effects: inout Effects<SequencerMulticast>
  ) -> Rule {
    // What a former sequencer numbered before the present one began has those numbers still.
    guard reign.ballot >= node.reign.ballot || order.number < node.reign.start else { return .ignoresAFormerSequencer }
    let isNew = follow(reign, &node, &effects)
    defer { finish(&node, &effects, submittingAgain: isNew) }
    guard order.number >= node.expected, !node.held.contains(where: { $0.number == order.number }) else {
      return .ignoresAKnownNumber
    }
    node.held.insert(order, at: node.held.place { $0.number < order.number })
    let expected = node.expected
    let count = deliver(&node, &effects)
    if count == 0 { return node.expected > expected ? .passesOverAKnownMessage : .holdsBack }
    return count == 1 ? .delivers : .deliversWhatWaited
  }

  /// Delivers from the front of the queue while it is its turn; returns how many.
  private func deliver(_ node: inout Node, _ effects: inout Effects<SequencerMulticast>) -> Int {
    let before = node.delivered.count
    while let ready = node.held.first, rules.mayDeliver(ready.number, node.expected) {
      node.held.removeFirst()
      node.expected = ready.number + 1
      // A new sequencer may number once more what the one before had numbered.
      if node.delivered.contains(ready.message) { continue }
      node.delivered.append(ready.message)
      node.waiting.removeAll { $0 == ready.message }
      effects.announce(.deliver(ready.message))
    }
    return node.delivered.count - before
  }

  private func hear(of reign: Reign, _ node: inout Node, _ effects: inout Effects<SequencerMulticast>) -> Rule {
    guard follow(reign, &node, &effects) else { return .ignoresAFormerSequencer }
    finish(&node, &effects, submittingAgain: true)
    return .followsANewSequencer
  }

  /// Follows a sequencer if it is new, and forgets what the former one ordered and the new one numbers again.
  private func follow(_ reign: Reign, _ node: inout Node, _ effects: inout Effects<SequencerMulticast>) -> Bool {
    guard reign.ballot > node.reign.ballot else { return false }
    node.reign = reign
    node.assigns = nil
    node.ordered = []
    node.held.removeAll { $0.number >= reign.start }
    effects.announce(.promise(reign.ballot))
    return true
  }

  /// Writes, and submits to a new sequencer what is not delivered yet.
  private func finish(
    _ node: inout Node, _ effects: inout Effects<SequencerMulticast>, submittingAgain: Bool
  ) {
    effects.write(node)
    guard submittingAgain else { return }
    let known = node.held.map(\.message)
    for message in node.waiting where !known.contains(message) {
      effects.send(.submit(message), to: sequencer(of: node.reign))
    }
  }

  // Believe the sequencer dead, and go on from the next number that is known here, with all that is known here.
  private func takeOver(at id: NodeID, _ node: inout Node, _ effects: inout Effects<SequencerMulticast>) -> Rule {
    let known = node.held.map(\.message).filter { !node.delivered.contains($0) }
    let open = known + node.waiting.filter { !known.contains($0) }
    let ballot = Ballot(round: node.reign.ballot.round + 1, proposer: cluster[id].number)
    node.reign = Reign(ballot: ballot, start: node.expected)
    node.held = []
    node.ordered = []
    node.assigns = node.expected
    effects.announce(.open(ballot))
    effects.announce(.promise(ballot))
    number(open, &node, &effects)
    if open.isEmpty {
      effects.send(.reign(node.reign), to: NodeSet(cluster.nodes.filter { $0 != id }))
    }
    return .takesOver
  }

  package func objection(to event: Event<Message>, at id: NodeID, _ node: Node) -> Objection? {
    switch event {
    case .request, .receive: return nil
    case .choose: return .hasNoBox
    case .timeout(let round):
      guard round == nil else { return .hasNoRounds }
      return node.assigns == nil
        ? nil : .because("is the sequencer, and takes over from nobody", remedy: "The timers of the others can ring.")
    }
  }

  package func multicast(in message: Message) -> Multicast? {
    if case .order(let order, _) = message { order.message } else { nil }
  }

  package var diskFields: [String] { ["delivered", "held", "next"] }

  package func forget(_ field: String, _ disk: inout Node) {
    switch field {
    case "delivered": disk.delivered = []
    case "held": disk.held = []
    case "next":
      disk.expected = 1
      if disk.assigns != nil {
        disk.assigns = 1
        disk.ordered = []
      }
    default: preconditionFailure("a disk has no field \(field)")
    }
  }
}
