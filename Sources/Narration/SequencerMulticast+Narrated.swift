package import Consensus

extension SequencerMulticast: Narrated {
  package static var kinds: [String] { ["submit", "order"] }

  package static var invariants: [Invariant] {
    [.totalOrder, .fifoOrder.watched, .causalOrder.watched, .deliveryAgreement, .integrity]
  }

  package static func columns(of roles: Cluster.Role) -> [Column] {
    [Column("next", width: 5), "held", "delivered"]
  }

  package static var decides: Bool { false }

  package func subject(of message: Message) -> Subject {
    switch message {
    case .submit(let message): Subject("submit", slot: message.number)
    case .order(let order, let reign): Subject("order", ballot: shown(reign), slot: order.number)
    case .reign(let reign): Subject("order", ballot: shown(reign))
    }
  }

  package func label(of message: Message) -> MessageLabel {
    let subject = subject(of: message)
    return switch message {
    case .submit(let message): MessageLabel(subject, value: message.value.name)
    case .order(let order, _): MessageLabel(subject, value: order.message.value.name)
    case .reign(let reign): MessageLabel(subject, remark: "from \(reign.start) on")
    }
  }

  /// The first sequencer needs no ballot to be known by.
  private func shown(_ reign: Reign) -> Ballot? { reign.ballot.round == 1 ? nil : reign.ballot }

  package func fields(of node: Node, _ id: NodeID) -> [Field] {
    [
      Field("delivered", fieldText(node.delivered)), Field("held", fieldText(node.held.map(\.message))),
      Field("next", String(node.next)), Field("sequencer", cluster.name(of: sequencer(of: node.reign))),
      Field("submitted", fieldText(node.waiting)),
    ]
  }

  package func activity(of node: Node, _ id: NodeID) -> String {
    node.assigns == nil ? holding(node.held.count) : "is the sequencer"
  }

  package func ballot(of node: Node, _ id: NodeID) -> Ballot? { node.assigns == nil ? nil : shown(node.reign) }

  package func queue(of node: Node, _ id: NodeID) -> QueueView? {
    QueueView(
      held: node.held.map { held in
        QueueView.Held(held.message.value.name, because: "is number \(held.number), waits for \(node.expected)")
      },
      delivered: node.delivered.map(\.value.name))
  }

  package func losses(_ before: Node, _ after: Node, _ id: NodeID) -> String { losses(fieldsOf: before, after, id) }
}

// MARK: - Sentences

extension SequencerMulticast {
  private static var cites: String { "Défago, Schiper & Urbán 2004, fixed sequencer" }

  // One arm for each rule; longer than other functions because it is the table of them all.
  package func explain(_ rule: Rule, _ transition: Transition<SequencerMulticast>) -> Explanation {
    let step = StepWords(self, transition)
    let (name, value) = (step.name, transition.message.map { subject($0.message) } ?? "a message")
    let sequencer = step.name(sequencer(of: step.after.reign))
    let words: (what: String, why: String) =
      switch rule {
      case .submits:
        (
          "\(name) submits \(step.multicast?.value.name ?? "a message") to \(sequencer).",
          (sequencer == name ? "\(name) is the sequencer itself" : "\(name) takes \(sequencer) for the sequencer")
            + ": it alone gives numbers, and sends the message to all."
        )
      case .orders:
        (
          "\(name) gives \(value) the number \(step.before.next).",
          "It is the sequencer, and \(step.before.next) is the next number that it has not given. It tells \(step.everybody)."
        )
      case .ignoresAnOrderedMessage:
        ("\(name) ignores a copy of the submission of \(value).", whyOrdered(step))
      case .ignoresASubmission:
        (
          "\(name) ignores the submission of \(value).",
          "It is not the sequencer any more: it follows \(sequencer). Whoever submitted it does so again on hearing of that."
        )
      case .delivers: ("\(name) delivers \(step.deliveredWords).", whyDelivered(step))
      case .deliversWhatWaited:
        (
          "\(name) delivers \(step.deliveredWords).",
          "\(whyDelivered(step)) \(waited(step)) had waited for it."
        )
      case .holdsBack:
        (
          "\(name) holds \(value) back.",
          "\(value) is number \(number(step)), and \(name) has yet to deliver number \(step.after.expected)."
            + after(step)
        )
      case .ignoresAKnownNumber: ("\(name) ignores \(value) as number \(number(step)).", whyKnown(step))
      case .passesOverAKnownMessage:
        (
          "\(name) passes over \(value).",
          "It has delivered it under another number, which a former sequencer gave, and delivers nothing twice."
        )
      case .ignoresAFormerSequencer: former(step, value, sequencer)
      case .followsANewSequencer:
        ("\(name) follows \(sequencer).", whyFollowed(step))
      case .takesOver: (takeOver(step).what, takeOver(step).why)
      }
    return step.explanation(words.what, because: words.why, cites: Self.cites)
  }

  private func subject(_ message: Message) -> String {
    switch message {
    case .submit(let message): message.value.name
    case .order(let order, _): order.message.value.name
    case .reign: "the take-over"
    }
  }

  private func number(_ step: StepWords<SequencerMulticast>) -> Int {
    if case .order(let order, _) = step.message { order.number } else { 0 }
  }

  private func whyDelivered(_ step: StepWords<SequencerMulticast>) -> String {
    let (number, expected) = (number(step), step.before.expected)
    if number != expected {
      return
        "It is number \(number), and \(step.name) has not delivered number \(expected): \(mutatedWords).\(after(step))"
    }
    return
      "\(step.delivered.first?.value.name ?? "It") is number \(number), the one that \(step.name) expects.\(after(step))"
  }

  /// What a node does because the order came from a new sequencer.
  private func after(_ step: StepWords<SequencerMulticast>) -> String {
    guard step.before.reign.ballot < step.after.reign.ballot else { return "" }
    let again = step.transition.sent.map { subject($0.message) }
    let submits = again.isEmpty ? "" : ", and submits \(sentenceList(again) ?? "") to it again"
    return " From now on it follows \(step.name(sequencer(of: step.after.reign)))\(submits)."
  }

  private func former(
    _ step: StepWords<SequencerMulticast>, _ value: String, _ sequencer: String
  ) -> (what: String, why: String) {
    let present = "It follows \(sequencer) since \(step.before.reign.ballot)"
    switch step.message {
    case .order(let order, let reign):
      return (
        "\(step.name) ignores that \(step.sender) gives \(value) the number \(order.number).",
        "\(present), who numbers anew from \(step.before.reign.start), and this number was given in \(reign.ballot)."
      )
    case .reign(let reign) where reign == step.before.reign:
      return ("\(step.name) ignores the take-over of \(step.sender).", "It follows it since \(reign.ballot) already.")
    default: return ("\(step.name) ignores the take-over of \(step.sender).", "\(present), which is later.")
    }
  }

  /// What was delivered after the message that had been missing.
  private func waited(_ step: StepWords<SequencerMulticast>) -> String {
    sentenceList(step.delivered.dropFirst().map(\.value.name)) ?? "What follows it"
  }

  private func whyOrdered(_ step: StepWords<SequencerMulticast>) -> String {
    guard case .submit(let message) = step.message, step.before.ordered.contains(message) else {
      return "It has delivered it already, and gives no number to what has one."
    }
    return "It has given it a number already, and gives each message one alone."
  }

  private func whyFollowed(_ step: StepWords<SequencerMulticast>) -> String {
    let again = sentenceList(step.transition.sent.map { subject($0.message) })
    return "\(step.sender) has taken over in \(step.after.reign.ballot), which is later than "
      + "\(step.before.reign.ballot)" + (again.map { ", so \(step.name) submits \($0) to it again." } ?? ".")
  }

  /// Numbers are what processes compare, and two sequencers may have given one number to two messages.
  private func whyKnown(_ step: StepWords<SequencerMulticast>) -> String {
    let number = number(step)
    guard case .order(let order, _) = step.message, !step.before.delivered.contains(order.message),
      number < step.before.expected
    else { return "It has number \(number) already.\(after(step))" }
    return "It has delivered another message as number \(number), from a former sequencer: the two sequencers never "
      + "agreed on what number \(number) was.\(after(step))"
  }

  private func takeOver(_ step: StepWords<SequencerMulticast>) -> (what: String, why: String) {
    let former = step.name(sequencer(of: step.before.reign))
    let orders = step.after.ordered.map(\.value.name)
    let gives =
      orders.isEmpty
      ? "It has nothing to number yet, and tells the others."
      : "It gives \(sentenceList(orders) ?? "") the number\(orders.count == 1 ? "" : "s from") "
        + "\(step.after.reign.start)\(orders.count == 1 ? "" : " on")."
    return (
      "\(step.name) takes over as sequencer in \(step.after.reign.ballot).",
      "It believes \(former) dead, though it may only be slow, and the next number that it knows of is "
        + "\(step.after.reign.start). \(gives)"
    )
  }
}
