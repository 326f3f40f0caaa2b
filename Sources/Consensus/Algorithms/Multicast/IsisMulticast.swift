/// Total order by negotiated numbers: the ABCAST of ISIS, which its authors owe to Dale Skeen.
///
/// After Birman and Joseph, *Reliable Communication in the Presence of Failures* (1987), ABCAST. Every receiver proposes a
/// number; the sender takes the highest; whoever has the final number of the first message in its queue delivers it.
///
/// Differs from the paper:
/// - A process gets its own message as a message in flight and proposes a number like the others.
/// - A final number brings the message with it, for those who never received it.
/// - In the paper, failures are agreed upon before anybody acts on them. Here the timer of a sender is that of somebody who
///   cannot wait: it takes those who have not proposed for dead. If they are only slow, total order can be violated.
/// - What a process knows is on its disk: who restarts was slow.
///
/// Not modelled: groups, retransmission.
package struct IsisMulticast: Algorithm {
  package enum Rule: String, CaseIterable, Hashable, Sendable {
    case multicasts
    case proposesANumber = "proposes-a-number"
    case ignoresAKnownMessage = "ignores-a-known-message"
    case countsAProposal = "counts-a-proposal"
    case fixesTheNumber = "fixes-the-number"
    case ignoresALateProposal = "ignores-a-late-proposal"
    case ignoresARepeatedProposal = "ignores-a-repeated-proposal"
    case goesOnWithoutTheSilent = "goes-on-without-the-silent"
    case delivers
    case deliversWhatWaited = "delivers-what-waited"
    case holdsBack = "holds-back"
    case ignoresAKnownNumber = "ignores-a-known-number"
  }

  package enum Message: Hashable, Sendable {
    case multicast(Multicast)
    /// The number that the sender of this would give to a message.
    case proposal(Multicast, Ballot)
    /// The number that a message has.
    case final(Multicast, Ballot)
  }

  /// A message in the queue, with the number that it has or that was proposed for it: a counter, and the process whose
  /// counter it is.
  package struct Numbered: Hashable, Sendable {
    package var number: Ballot
    package var isFinal: Bool
    package let message: Multicast
  }

  /// What the sender of a message has heard of its number.
  package struct Poll: Hashable, Sendable {
    package let message: Multicast
    package var proposers: NodeSet = []
    package var highest = Ballot(round: 0, proposer: 0)
  }

  package struct Node: Hashable, Sendable {
    /// The highest number that it has proposed or heard of.
    package var counter = 0
    /// How many messages it has multicast.
    package var sent = 0
    /// Its own messages whose numbers are not final, in the order in which it sent them.
    package var polls: [Poll] = []
    /// Received and not delivered, sorted by number.
    package var held: [Numbered] = []
    package var delivered: [Multicast] = []
    /// How many times it would not wait.
    package var suspicions = 0
  }

  package struct Rules: Sendable {
    /// Whether the first message of the queue may be delivered.
    package var mayDeliver: @Sendable (Numbered) -> Bool = { $0.isFinal }
  }

  package let cluster: Cluster
  package let rules: Rules

  package init(cluster: Cluster, mutations: [HoldBackMutation] = []) {
    self.cluster = cluster
    rules = mutations.reduce(into: Rules()) { rules, mutation in
      switch mutation {
      case .noHoldBack: rules.mayDeliver = { _ in true }
      }
    }
  }

  package func boot(_ id: NodeID, from disk: Node?) -> Node { disk ?? Node() }

  package func handle(
    _ event: Event<Message>, at id: NodeID, _ node: inout Node, _ effects: inout Effects<IsisMulticast>
  ) -> Rule {
    switch event {
    case .request(let value): return multicast(value, at: id, &node, &effects)
    case .timeout: return goOnWithoutTheSilent(at: id, &node, &effects)
    case .choose: preconditionFailure("ISIS has no black box")
    case .receive(.multicast(let message), let sender): return propose(message, to: sender, at: id, &node, &effects)
    case .receive(.proposal(let message, let number), let proposer):
      return count(number, for: message, by: proposer, &node, &effects)
    case .receive(.final(let message, let number), _): return fix(number, of: message, &node, &effects)
    }
  }

  // Step 1. Send the message to all.
  private func multicast(
    _ value: Value, at id: NodeID, _ node: inout Node, _ effects: inout Effects<IsisMulticast>
  ) -> Rule {
    node.sent += 1
    let message = Multicast(sender: id, number: node.sent, value: value)
    node.polls.append(Poll(message: message))
    effects.write(node)
    effects.announce(.multicast(message))
    effects.send(.multicast(message), to: NodeSet(cluster.nodes))
    return .multicasts
  }

  // Step 2. Propose a number above all that were seen, and hold the message as undeliverable.
  private func propose(
    _ message: Multicast, to sender: NodeID, at id: NodeID, _ node: inout Node, _ effects: inout Effects<IsisMulticast>
  ) -> Rule {
    guard !knows(message, node) else { return .ignoresAKnownMessage }
    node.counter += 1
    let number = Ballot(round: node.counter, proposer: cluster[id].number)
    insert(Numbered(number: number, isFinal: false, message: message), &node)
    _ = deliver(&node, &effects)
    effects.write(node)
    effects.send(.proposal(message, number), to: sender)
    return .proposesANumber
  }

  // Step 3. The highest of all proposals is final.
  private func count(
    _ number: Ballot, for message: Multicast, by proposer: NodeID, _ node: inout Node,
    _ effects: inout Effects<IsisMulticast>
  ) -> Rule {
    guard let place = node.polls.firstIndex(where: { $0.message == message }) else { return .ignoresALateProposal }
    guard node.polls[place].proposers.insert(proposer) else { return .ignoresARepeatedProposal }
    node.polls[place].highest = max(node.polls[place].highest, number)
    guard node.polls[place].proposers.count == cluster.members.count else {
      effects.write(node)
      return .countsAProposal
    }
    let poll = node.polls.remove(at: place)
    effects.write(node)
    effects.send(.final(message, poll.highest), to: NodeSet(cluster.nodes))
    return .fixesTheNumber
  }

  // Not in the paper. What nobody has proposed a number for stays open: there is no highest.
  private func goOnWithoutTheSilent(
    at id: NodeID, _ node: inout Node, _ effects: inout Effects<IsisMulticast>
  ) -> Rule {
    let closed = node.polls.filter { !$0.proposers.isEmpty }
    node.polls.removeAll { !$0.proposers.isEmpty }
    node.suspicions += 1
    effects.write(node)
    effects.announce(.open(Ballot(round: node.suspicions + 1, proposer: cluster[id].number)))
    for poll in closed { effects.send(.final(poll.message, poll.highest), to: NodeSet(cluster.nodes)) }
    return .goesOnWithoutTheSilent
  }

  // Step 4. Give the message its final number, and deliver from the front of the queue while the front is final.
  private func fix(
    _ number: Ballot, of message: Multicast, _ node: inout Node, _ effects: inout Effects<IsisMulticast>
  ) -> Rule {
    guard !node.delivered.contains(message), !node.held.contains(where: { $0.isFinal && $0.message == message }) else {
      return .ignoresAKnownNumber
    }
    node.held.removeAll { $0.message == message }
    node.counter = max(node.counter, number.round)
    insert(Numbered(number: number, isFinal: true, message: message), &node)
    let count = deliver(&node, &effects)
    effects.write(node)
    return count == 0 ? .holdsBack : count == 1 ? .delivers : .deliversWhatWaited
  }

  private func insert(_ numbered: Numbered, _ node: inout Node) {
    node.held.insert(numbered, at: node.held.place { $0.number < numbered.number })
  }

  private func deliver(_ node: inout Node, _ effects: inout Effects<IsisMulticast>) -> Int {
    let before = node.delivered.count
    while let first = node.held.first, rules.mayDeliver(first) {
      node.held.removeFirst()
      node.delivered.append(first.message)
      effects.announce(.deliver(first.message))
    }
    return node.delivered.count - before
  }

  private func knows(_ message: Multicast, _ node: Node) -> Bool {
    node.delivered.contains(message) || node.held.contains { $0.message == message }
  }

  package func objection(to event: Event<Message>, at id: NodeID, _ node: Node) -> Objection? {
    switch event {
    case .request, .receive: return nil
    case .choose: return .hasNoBox
    case .timeout(let round):
      guard round == nil else { return .hasNoRounds }
      return isWorthRinging(at: id, node)
        ? nil
        : .because(
          "has no message for which somebody has proposed a number and somebody has not",
          remedy: "A sender's timer ends its waiting for those who are silent.")
    }
  }

  package func isWorthRinging(at id: NodeID, _ node: Node) -> Bool { node.polls.contains { !$0.proposers.isEmpty } }

  package func multicast(in message: Message) -> Multicast? {
    if case .final(let message, _) = message { message } else { nil }
  }

  package var diskFields: [String] { ["delivered", "held", "counter"] }

  package func forget(_ field: String, _ disk: inout Node) {
    switch field {
    case "delivered": disk.delivered = []
    case "held": disk.held = []
    case "counter": disk.counter = 0
    default: preconditionFailure("a disk has no field \(field)")
    }
  }
}
