package import Consensus

extension TotalOrderFromConsensus: Narrated {
  package static var kinds: [String] { ["broadcast"] + Paxos.kinds }

  package static var invariants: [Invariant] {
    [.totalOrder, .agreement, .integrity, .fifoOrder.watched, .causalOrder.watched]
  }

  package static func columns(of roles: Cluster.Role) -> [Column] { ["pending", "delivered"] }

  /// A search moves nodes, one at a time. A hand moves all of them at once, and what it wants is no rule.
  package var objectionToSearching: Refusal? {
    guard box == .hand else { return nil }
    return Refusal(
      "What a hand in the box will choose cannot be searched.", remedy: "Write `box paxos`: what Paxos decides can be.")
  }

  package func subject(of message: Message) -> Subject {
    switch message {
    case .broadcast(let message): return Subject("broadcast", slot: message.number)
    case .box(let slot, let message):
      let subject = paxos.subject(of: message)
      return Subject(subject.kind, ballot: subject.ballot, slot: slot)
    }
  }

  package func label(of message: Message) -> MessageLabel {
    let subject = subject(of: message)
    switch message {
    case .broadcast(let message): return MessageLabel(subject, value: message.value.name)
    case .box(_, let message):
      let label = paxos.label(of: message)
      return MessageLabel(subject, value: label.value, remark: label.remark)
    }
  }

  package func fields(of node: Node, _ id: NodeID) -> [Field] {
    [
      Field("delivered", fieldText(node.delivered.map(\.name))), Field("pending", fieldText(node.pending.map(\.name))),
      Field("instance", String(node.instance)),
      Field("later", fieldText(node.ahead.map { "\($0.slot):\(words($0.values))" })),
    ] + (box == .paxos ? boxFields(of: present(node, id), id) : [])
  }

  /// What the box knows of the present instance.
  private func boxFields(of node: Paxos.Node, _ id: NodeID) -> [Field] {
    let shown = ["ballot", "phase", "promises", "reported", "proposes", "promised", "accepted"]
    return paxos.fields(of: node, id).filter { shown.contains($0.name) }
  }

  private func present(_ node: Node, _ id: NodeID) -> Paxos.Node {
    node.instance <= node.boxes.count ? node.boxes[node.instance - 1] : paxos.boot(id, from: nil)
  }

  private func words(_ values: [Value]) -> String { values.map(\.name).joined(separator: " ") }

  package func activity(of node: Node, _ id: NodeID) -> String {
    guard box == .paxos, node.instance <= node.boxes.count else { return "" }
    let activity = paxos.activity(of: present(node, id), id)
    return activity == "idle" || activity == "has not decided" ? "" : activity
  }

  package func ballot(of node: Node, _ id: NodeID) -> Ballot? {
    box == .paxos ? paxos.ballot(of: present(node, id), id) : nil
  }

  package func progress(of node: Node, _ id: NodeID) -> NodeView.Progress? {
    box == .paxos ? paxos.progress(of: present(node, id), id) : nil
  }

  package func beliefs(of node: Node, _ id: NodeID) -> [SlotView]? {
    let log = node.log.enumerated().map { SlotView(slot: $0.offset + 1, values: $0.element.map(\.name)) }
    return log + node.ahead.map { SlotView(slot: $0.slot, values: $0.values.map(\.name)) }
  }

  /// One slot for each instance.
  package func log(of node: Node, _ id: NodeID) -> LogView? {
    let log = node.log.enumerated().map { ($0.offset + 1, $0.element) } + node.ahead.map { ($0.slot, $0.values) }
    return LogView(
      entries: log.map { slot, values in
        LogView.Entry(slot: slot, ballot: nil, value: words(values), isDecided: true)
      }, executed: node.log.count)
  }

  package func queue(of node: Node, _ id: NodeID) -> QueueView? {
    QueueView(
      held: node.pending.map { QueueView.Held($0.name, because: "instance \(node.instance) decides what is next") },
      delivered: node.delivered.map(\.name))
  }

  package func losses(_ before: Node, _ after: Node, _ id: NodeID) -> String {
    let own = losses(fieldsOf: before, after, id)
    guard box == .paxos, before != after else { return own }
    let inner = paxos.losses(present(before, id), present(after, id), id)
    return "What is pending and delivered is on disk. In instance \(before.instance): \(inner)"
  }
}

// MARK: - Sentences

extension TotalOrderFromConsensus {
  private static var cites: String { "Chandra & Toueg 1996, §7" }

  package func explain(_ rule: Rule, _ transition: Transition<TotalOrderFromConsensus>) -> Explanation {
    switch rule {
    case .own(let rule): explainOwn(rule, StepWords(self, transition))
    case .box(let rule): explainBox(rule, StepWords(self, transition))
    }
  }

  private func explainOwn(_ rule: Rule.Own, _ step: StepWords<TotalOrderFromConsensus>) -> Explanation {
    let name = step.name
    let value = received(step)
    let words: (what: String, why: String) =
      switch rule {
      case .broadcasts:
        (
          "\(name) broadcasts \(step.multicast?.value.name ?? step.after.sent.last?.name ?? "").",
          "It goes to \(step.everybody). When it is delivered, and as which number, is for consensus to decide."
        )
      case .receives:
        (
          "\(name) has \(value) pending.",
          "It is received and not delivered: \(name) proposes it to instance \(step.after.instance) of consensus."
        )
      case .ignoresAKnownMessage:
        (
          "\(name) ignores \(value).",
          step.before.pending.contains { $0.name == value }
            ? "It has \(value) pending already." : "It knows already that \(value) is decided."
        )
      case .deliversTheDecision: deliversTheDecision(step)
      case .waitsForEarlierInstances:
        (
          "\(name) learns \(decision(step)), and delivers nothing yet.",
          "Instance \(step.after.instance) comes first, and \(name) does not know what it decided."
        )
      case .knowsTheDecision:
        ("Nothing changes: all who are up know \(decision(step)).", "An instance decides once.")
      }
    return step.explanation(words.what, because: words.why, cites: Self.cites)
  }

  /// What a hand has decided, in words.
  private func decision(_ step: StepWords<TotalOrderFromConsensus>) -> String {
    guard case .choose(let instance, let values) = step.transition.step else { return "a decision" }
    return "that instance \(instance) has decided \(sentenceList(values.map(\.name)) ?? "nothing")"
  }

  private func received(_ step: StepWords<TotalOrderFromConsensus>) -> String {
    if case .broadcast(let message) = step.message { message.value.name } else { "" }
  }

  /// A hand decides for all who are up.
  private func deliversTheDecision(_ step: StepWords<TotalOrderFromConsensus>) -> (what: String, why: String) {
    guard case .choose(let instance, let values) = step.transition.step else {
      return ("\(step.name) delivers \(step.deliveredWords).", "It is the decision that is due.")
    }
    let nodes = step.transition.others.filter { $0.before != $0.after }.map(\.node) + [step.node]
    let all = cluster.listing(NodeSet(nodes))
    let set = sentenceList(values.sorted().map(\.name)) ?? ""
    let order = values.count > 1 ? " A set is delivered in the order of the names, everywhere." : ""
    return (
      "Instance \(instance) decides \(set), and \(all) \(nodes.count == 1 ? "delivers" : "deliver") it.",
      "The hand in the box has chosen among what was proposed. Everybody delivers instance \(instance) after the ones "
        + "before, so whatever it chooses, the logs agree.\(order)"
    )
  }

  /// What happened in the box, in the words of Paxos, and what follows from it.
  private func explainBox(_ rule: Paxos.Rule, _ step: StepWords<TotalOrderFromConsensus>) -> Explanation {
    guard let (slot, transition) = inBox(step.transition) else {
      return step.explanation("Nothing happens.", because: "The box is closed.", cites: Self.cites)
    }
    let inner = paxos.explain(rule, transition)
    var why = inner.why
    if !step.delivered.isEmpty {
      let first = step.before.delivered.count + 1
      why += " So \(step.name) delivers \(step.deliveredWords) as number \(first)"
      why += step.delivered.count > 1 ? " and what follows." : "."
    } else if step.after.ahead.count > step.before.ahead.count {
      why += " \(step.name) delivers nothing before it knows what instance \(step.after.instance) decided."
    }
    return step.explanation("Instance \(slot): \(inner.what)", because: why, cites: inner.cites)
  }
}
