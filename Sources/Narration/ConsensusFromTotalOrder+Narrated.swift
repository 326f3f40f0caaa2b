package import Consensus

extension ConsensusFromTotalOrder: Narrated {
  package static var kinds: [String] { ["broadcast"] }

  /// Everybody waits until it has heard everybody.
  package static var toleratesCrashes: Bool { false }

  package static var invariants: [Invariant] { [.agreement, .validity, .totalOrder, .integrity] }

  package static func columns(of roles: Cluster.Role) -> [Column] { [Column("decided", width: 9), "heard"] }

  package func subject(of word: Word) -> Subject { Subject("broadcast", ballot: word.time) }

  package func label(of word: Word) -> MessageLabel {
    MessageLabel(subject(of: word), value: word.proposal?.name ?? "nothing", remark: word.proposal == nil ? "-" : nil)
  }

  package func fields(of node: Node, _ id: NodeID) -> [Field] {
    [
      Field("decided", fieldText([node.decided?.name].compactMap { $0 })),
      Field("delivered", fieldText(node.delivered.compactMap(\.proposal?.name))),
      Field("held", fieldText(node.held.compactMap(\.proposal?.name))),
      Field("heard", fieldText(node.heard.map { cluster.name(of: $0.process) })),
    ]
  }

  package func activity(of node: Node, _ id: NodeID) -> String {
    if node.decided != nil { return "has decided" }
    return node.hasSpoken ? "waits to hear everybody" : ""
  }

  package func progress(of node: Node, _ id: NodeID) -> NodeView.Progress? {
    guard !node.heard.isEmpty, node.decided == nil else { return nil }
    return NodeView.Progress(
      "heard", node.heard.count, of: cluster.members.count, from: node.heard.map { cluster.name(of: $0.process) })
  }

  package func beliefs(of node: Node, _ id: NodeID) -> [SlotView]? {
    [SlotView(slot: 1, values: [node.decided?.name].compactMap { $0 })]
  }

  package func queue(of node: Node, _ id: NodeID) -> QueueView? {
    let silent = cluster.names(of: silent(node.heard))
    return QueueView(
      held: node.held.map {
        QueueView.Held($0.proposal?.name ?? "", because: "\($0.time), nothing heard of \(silent)")
      },
      delivered: node.delivered.compactMap(\.proposal?.name))
  }

  package func losses(_ before: Node, _ after: Node, _ id: NodeID) -> String { losses(fieldsOf: before, after, id) }

  /// The processes whose word is not there yet.
  private func silent(_ heard: [Word]) -> NodeSet {
    NodeSet(cluster.nodes).subtracting(NodeSet(heard.map(\.process)))
  }
}

// MARK: - Sentences

extension ConsensusFromTotalOrder {
  private static var cites: String { "Chandra & Toueg 1996, §7" }

  package func explain(_ rule: Rule, _ transition: Transition<ConsensusFromTotalOrder>) -> Explanation {
    let step = StepWords(self, transition)
    let name = step.name
    let word = step.message.map { said($0, at: step.node) } ?? "its word"
    let words: (what: String, why: String) =
      switch rule {
      case .proposes:
        (
          "\(name) proposes \(step.multicast?.value.name ?? "a value"): it broadcasts it to all.",
          "To propose is to broadcast in total order; the place of the proposal is \(step.after.clock)."
            + "\(cluster[step.node].number). \(name) will decide what it delivers first, its own or another."
        )
      case .comesTooLate:
        (
          "\(name) proposes \(asked(step)) too late.",
          "It has said already that it has no proposal, and others may have decided since. It will decide what they do."
        )
      case .speaksWithoutAProposal:
        (
          "\(name) hears \(word) and says that it has no proposal.",
          "Others deliver nothing until they have heard everybody, so it must not be silent. \(waiting(step))"
        )
      case .holdsBack: ("\(name) hears \(word).", waiting(step))
      case .decides: decides(step, word)
      case .deliversAfterTheDecision:
        (
          step.delivered.isEmpty ? "\(name) hears \(word)." : "\(name) delivers \(step.deliveredWords).",
          "It has decided \(step.after.decided?.name ?? "") already, which it delivered first: what comes later in the "
            + "order changes nothing."
        )
      case .ignoresAKnownMessage:
        (
          "\(name) ignores a copy of what \(step.sender) said.",
          "It has heard \(step.sender) already, and each process speaks once."
        )
      }
    return step.explanation(words.what, because: words.why, cites: Self.cites)
  }

  private func asked(_ step: StepWords<ConsensusFromTotalOrder>) -> String {
    if case .request(_, let value) = step.transition.step { value.name } else { "a value" }
  }

  private func said(_ word: Word, at node: NodeID) -> String {
    if word.process == node { return word.proposal.map { "its own proposal, \($0)" } ?? "its own word, no proposal" }
    let name = cluster.name(of: word.process)
    return word.proposal.map { "that \(name) proposes \($0)" } ?? "that \(name) has no proposal"
  }

  private func waiting(_ step: StepWords<ConsensusFromTotalOrder>) -> String {
    "\(step.name) has not heard \(step.listing(silent(step.after.heard).map { $0 })): an earlier proposal may still come from "
      + "there, so it delivers nothing yet."
  }

  private func decides(
    _ step: StepWords<ConsensusFromTotalOrder>, _ word: String
  ) -> (what: String, why: String) {
    let silent = silent(step.after.heard)
    let value = step.after.decided?.name ?? ""
    let time = step.after.delivered.first?.time.description ?? ""
    let cause =
      silent.isEmpty
      ? "It hears \(word), and so has heard everybody: nothing before \(value) at \(time) can come any more."
      : "It has not heard \(cluster.listing(silent)), and delivers all the same: \(mutatedWords)."
    return (
      "\(step.name) delivers \(step.deliveredWords), and decides \(value).",
      "\(cause) \(value) is number 1 of the one order, everywhere."
    )
  }
}
