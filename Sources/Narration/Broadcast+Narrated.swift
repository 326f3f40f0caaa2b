package import Consensus

extension Broadcast: Narrated {
  package static var kinds: [String] { ["multicast"] }

  /// All orders are judged; those that this one does not promise are only watched.
  package static var invariants: [Invariant] {
    let promised = Order.promises.map(\.name)
    let orders = [Invariant.fifoOrder, .causalOrder, .totalOrder].map { promised.contains($0.name) ? $0 : $0.watched }
    return orders + [.deliveryAgreement, .integrity]
  }

  package static func columns(of roles: Cluster.Role) -> [Column] {
    wording == .plain ? [Column("delivered", width: 12)] : [Column("clock", width: 7), "held", "delivered"]
  }

  package static var decides: Bool { false }

  package func subject(of message: Message) -> Subject { Subject("multicast", slot: message.multicast.number) }

  package func label(of message: Message) -> MessageLabel {
    MessageLabel(
      subject(of: message), value: message.multicast.value.name,
      remark: message.stamp.isEmpty ? nil : vector(message.stamp))
  }

  package func fields(of node: Node, _ id: NodeID) -> [Field] {
    [
      Field("delivered", fieldText(node.delivered)), Field("held", fieldText(node.held.map(\.multicast))),
      Field("clock", vector(clock(of: node, id))),
    ]
  }

  package func activity(of node: Node, _ id: NodeID) -> String { holding(node.held.count) }

  package func queue(of node: Node, _ id: NodeID) -> QueueView? {
    QueueView(
      held: node.held.map { message in
        let missing = missing(for: message, node.delivered)
        let reason = missing.map { "waits for \(told($0, cluster))" } ?? "is next"
        return QueueView.Held(message.multicast.value.name, because: reason)
      },
      delivered: node.delivered.map(\.value.name))
  }

  package func losses(_ before: Node, _ after: Node, _ id: NodeID) -> String { losses(fieldsOf: before, after, id) }

  private func vector(_ clock: [Int]) -> String { clock.map(String.init).joined(separator: ",") }
}

// MARK: - Sentences

/// A message that a process waits for without knowing what it says.
private struct Missing {
  let number: Int
  let sender: NodeID
}

private func told(_ missing: Missing, _ cluster: Cluster) -> String {
  "message \(missing.number) of \(cluster.name(of: missing.sender))"
}

extension Broadcast {
  /// In whose words a broadcast is told.
  private enum Words { case plain, fifo, causal }

  private static var wording: Words { Order.stamps ? .causal : Order.promises.isEmpty ? .plain : .fifo }

  private static var cites: String {
    switch wording {
    case .plain: "Hadzilacos & Toueg 1994, reliable broadcast"
    case .fifo: "Hadzilacos & Toueg 1994, FIFO order"
    case .causal: "Birman, Schiper & Stephenson 1991, CBCAST"
    }
  }

  /// The first message that must be delivered before this one, under the rule as it is without mutations.
  private func missing(for message: Message, _ delivered: [Multicast]) -> Missing? {
    func count(_ process: NodeID) -> Int { delivered.count { $0.sender == process } }
    switch Self.wording {
    case .plain: return nil
    case .fifo:
      let known = count(message.multicast.sender)
      return known + 1 < message.multicast.number ? Missing(number: known + 1, sender: message.multicast.sender) : nil
    case .causal:
      for (place, stamp) in message.stamp.enumerated() {
        let process = NodeID(place)
        let needed = process == message.multicast.sender ? stamp - 1 : stamp
        if count(process) < needed { return Missing(number: count(process) + 1, sender: process) }
      }
      return nil
    }
  }

  package func explain(_ rule: Rule, _ transition: Transition<Broadcast>) -> Explanation {
    let step = StepWords(self, transition)
    return switch rule {
    case .multicasts: explainMulticast(step)
    case .delivers: explainDelivery(step)
    case .deliversWhatWaited: explainLateDelivery(step)
    case .holdsBack: explainHolding(step)
    case .ignoresAKnownMessage: explainCopy(step)
    }
  }

  private func explainMulticast(_ step: StepWords<Broadcast>) -> Explanation {
    let message = step.multicast ?? Multicast(sender: step.node, number: step.after.sent, value: Value("it"))
    let number =
      switch Self.wording {
      case .plain: "Nobody waits for anything: each delivers it when it arrives."
      case .fifo: "It is message \(message.number) of \(step.name), and carries that number."
      case .causal:
        "\(step.name) counts it in its vector clock, \(vector(clock(of: step.after, step.node))), and the message "
          + "carries that clock: all that \(step.name) had multicast and delivered before."
      }
    return step.explanation(
      "\(step.name) multicasts \(message.value).", because: "\(number) It goes to \(step.everybody).",
      cites: Self.cites)
  }

  /// Why a message that arrived could be delivered.
  private func reason(_ message: Message, _ step: StepWords<Broadcast>) -> String {
    let value = message.multicast.value
    if let missing = missing(for: message, step.before.delivered) {
      return "\(step.name) has not delivered \(told(missing, cluster)), and delivers \(value) all the same: "
        + "\(mutatedWords)."
    }
    let sender = step.name(message.multicast.sender)
    switch Self.wording {
    case .plain: return "Plain broadcast waits for nothing: what arrives is delivered."
    case .fifo:
      return "\(value) is message \(message.multicast.number) of \(sender), and \(step.name) has delivered "
        + "\(message.multicast.number == 1 ? "nothing" : "\(message.multicast.number - 1)") of \(sender): it is the next one."
    case .causal:
      if message.multicast.sender == step.node {
        return
          "\(value) carries \(vector(message.stamp)): it is the next of its own messages, and it has delivered all "
          + "that it had when it sent it."
      }
      return "\(value) carries \(vector(message.stamp)), and the clock of \(step.name) was "
        + "\(vector(clock(of: step.before, step.node))): it is the next message of \(sender), and \(step.name) has "
        + "delivered all that \(sender) knew."
    }
  }

  private func explainDelivery(_ step: StepWords<Broadcast>) -> Explanation {
    step.explanation(
      "\(step.name) delivers \(step.deliveredWords).", because: step.message.map { reason($0, step) } ?? "",
      cites: Self.cites)
  }

  private func explainLateDelivery(_ step: StepWords<Broadcast>) -> Explanation {
    let late = sentenceList(step.delivered.dropFirst().map(\.value.name)) ?? "nothing"
    let first = step.delivered.first?.value.name ?? "it"
    return step.explanation(
      "\(step.name) delivers \(step.deliveredWords).",
      because: "\(step.message.map { reason($0, step) } ?? "") \(late) waited for \(first).", cites: Self.cites)
  }

  private func explainHolding(_ step: StepWords<Broadcast>) -> Explanation {
    guard let message = step.message, let missing = missing(for: message, step.before.delivered) else {
      return step.explanation("\(step.name) holds a message back.", because: "It must wait.", cites: Self.cites)
    }
    let (value, sender) = (message.multicast.value, step.name(message.multicast.sender))
    let wanted = told(missing, cluster)
    let why =
      Self.wording == .causal
      ? "\(value) carries \(vector(message.stamp)), and the clock of \(step.name) is "
        + "\(vector(clock(of: step.before, step.node))): \(sender) knew \(wanted), which \(step.name) has not delivered. "
        + "\(value) waits for it."
      : "\(value) is message \(message.multicast.number) of \(sender), and \(step.name) expects number "
        + "\(missing.number). It keeps \(value) until \(wanted) is here."
    return step.explanation("\(step.name) holds \(value) back.", because: why, cites: Self.cites)
  }

  private func explainCopy(_ step: StepWords<Broadcast>) -> Explanation {
    let message = step.message?.multicast
    let isDelivered = message.map(step.before.delivered.contains) ?? false
    return step.explanation(
      "\(step.name) ignores a copy of \(message.map(step.words) ?? "a message").",
      because: isDelivered
        ? "It has delivered it already, and delivers nothing twice."
        : "It holds it back already, and one copy is enough.",
      cites: "Hadzilacos & Toueg 1994, integrity")
  }
}
