/// Consensus from total order multicast: everybody to-broadcasts its proposal and decides the first that is delivered.
///
/// Chandra and Toueg, *Unreliable Failure Detectors for Reliable Distributed Systems* (1996), §7: "to propose a value, a
/// process atomically broadcasts it; to decide a value, a process picks the value of the first message that it atomically
/// delivers". Total order does all the work: whatever is first, it is first everywhere.
///
/// The total order below is the simplest that is safe: Lamport's time stamps, where everybody speaks once. Whoever is
/// spoken to before it has proposed anything says that it has no proposal, so that its silence need not be interpreted.
/// When a process has heard the word of everybody, nothing earlier can come any more, and it delivers all proposals in the
/// order of their times. So it is not live if one process is silent; neither is any other, FLP says.
///
/// Differs from the paper:
/// - A process proposes once. A proposal that comes after its process has spoken has no place in the order any more.
/// - What a process knows is on its disk: who restarts was slow.
package struct ConsensusFromTotalOrder: Algorithm {
  package enum Rule: String, CaseIterable, Hashable, Sendable {
    case proposes
    case comesTooLate = "comes-too-late"
    case speaksWithoutAProposal = "speaks-without-a-proposal"
    case holdsBack = "holds-back"
    case decides
    case deliversAfterTheDecision = "delivers-after-the-decision"
    case ignoresAKnownMessage = "ignores-a-known-message"
  }

  /// What a process has to say: its proposal, or that it has none. The message is a `broadcast` of it.
  package struct Word: Hashable, Comparable, Sendable {
    /// Its place in the one order.
    package let time: Ballot
    package let process: NodeID
    package let proposal: Value?

    package static func < (left: Word, right: Word) -> Bool { left.time < right.time }

    fileprivate var message: Multicast? { proposal.map { Multicast(sender: process, number: 1, value: $0) } }
  }

  package struct Node: Hashable, Sendable {
    package var clock = 0
    /// Whether it has spoken.
    package var hasSpoken = false
    /// A proposal that came after that.
    package var late: Value?
    /// The words that it has heard, sorted by time.
    package var heard: [Word] = []
    package var delivered: [Word] = []
    package var decided: Value?

    /// The proposals that it has heard and not delivered.
    package var held: [Word] { heard.filter { $0.proposal != nil && !delivered.contains($0) } }
  }

  package struct Rules: Sendable {
    /// Whether a process that has heard some words may deliver the proposals among them.
    package var mayDeliver: @Sendable ([Word], Cluster) -> Bool = { heard, cluster in
      heard.count == cluster.members.count
    }
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

  package func handle(
    _ event: Event<Word>, at id: NodeID, _ node: inout Node, _ effects: inout Effects<ConsensusFromTotalOrder>
  ) -> Rule {
    switch event {
    case .request(let value): return propose(value, at: id, &node, &effects)
    case .timeout, .choose: preconditionFailure("the total order has neither timers nor a black box")
    case .receive(let word, _): return receive(word, at: id, &node, &effects)
    }
  }

  // To propose is to broadcast.
  private func propose(
    _ value: Value, at id: NodeID, _ node: inout Node, _ effects: inout Effects<ConsensusFromTotalOrder>
  ) -> Rule {
    guard !node.hasSpoken else {
      node.late = value
      effects.write(node)
      return .comesTooLate
    }
    speak(value, at: id, &node, &effects)
    return .proposes
  }

  private func speak(
    _ proposal: Value?, at id: NodeID, _ node: inout Node, _ effects: inout Effects<ConsensusFromTotalOrder>
  ) {
    node.hasSpoken = true
    node.clock += 1
    let word = Word(
      time: Ballot(round: node.clock, proposer: cluster[id].number), process: id, proposal: proposal)
    effects.write(node)
    if let message = word.message { effects.announce(.multicast(message)) }
    effects.send(word, to: NodeSet(cluster.nodes))
  }

  // To decide is to deliver the first.
  private func receive(
    _ word: Word, at id: NodeID, _ node: inout Node, _ effects: inout Effects<ConsensusFromTotalOrder>
  ) -> Rule {
    guard !node.heard.contains(word) else { return .ignoresAKnownMessage }
    node.heard.insert(word, at: node.heard.place { $0 < word })
    node.clock = max(node.clock, word.time.round)
    let wasDecided = node.decided != nil
    if rules.mayDeliver(node.heard, cluster) { deliver(&node, &effects) }
    let isSilent = !node.hasSpoken
    if isSilent { speak(nil, at: id, &node, &effects) } else { effects.write(node) }
    if node.decided != nil { return wasDecided ? .deliversAfterTheDecision : .decides }
    return isSilent ? .speaksWithoutAProposal : .holdsBack
  }

  private func deliver(_ node: inout Node, _ effects: inout Effects<ConsensusFromTotalOrder>) {
    for word in node.held {
      guard let value = word.proposal, let message = word.message else { continue }
      node.delivered.append(word)
      effects.announce(.deliver(message))
      guard node.decided == nil else { continue }
      node.decided = value
      effects.announce(.decide(slot: 1, value))
      effects.announce(.commit(slot: 1, Vote(word.time, value)))
    }
  }

  package func objection(to event: Event<Word>, at id: NodeID, _ node: Node) -> Objection? {
    switch event {
    case .receive: return nil
    case .request:
      let hasProposed = node.hasSpoken && node.heard.first { $0.process == id }?.proposal != nil
      return hasProposed || node.late != nil
        ? .because("has made its proposal", remedy: "Each process proposes one value.") : nil
    case .timeout:
      return .because("has no timer: it waits until it has heard everybody", remedy: "Deliver what is in flight.")
    case .choose: return .hasNoBox
    }
  }

  package func isWorthRinging(at id: NodeID, _ node: Node) -> Bool { false }

  package var diskFields: [String] { ["decided", "heard"] }

  package func forget(_ field: String, _ disk: inout Node) {
    switch field {
    case "decided":
      disk.decided = nil
      disk.delivered = []
    case "heard": disk.heard = []
    default: preconditionFailure("a disk has no field \(field)")
    }
  }
}
