package import Consensus

extension LamportMulticast: Narrated {
  package static var kinds: [String] { ["multicast", "acknowledgement"] }

  /// Numbers grow along causes, so total order by time stamps is causal and FIFO too.
  package static var invariants: [Invariant] {
    [.totalOrder, .causalOrder, .fifoOrder, .deliveryAgreement, .integrity]
  }

  package static func columns(of roles: Cluster.Role) -> [Column] {
    [Column("clock", width: 5), "held", "delivered"]
  }

  package static var decides: Bool { false }

  package func subject(of message: Message) -> Subject {
    switch message {
    case .multicast(let timed): Subject("multicast", ballot: timed.time, slot: timed.message.number)
    case .acknowledgement(let of, _, _): Subject("acknowledgement", ballot: of)
    }
  }

  package func label(of message: Message) -> MessageLabel {
    let subject = subject(of: message)
    return switch message {
    case .multicast(let timed): MessageLabel(subject, value: timed.message.value.name)
    case .acknowledgement(_, let time, _): MessageLabel(subject, remark: "at \(time)")
    }
  }

  package func fields(of node: Node, _ id: NodeID) -> [Field] {
    let heard = zip(cluster.nodes, node.heard).filter { $0.1.round > 0 }.map { "\(cluster.name(of: $0.0)):\($0.1)" }
    return [
      Field("delivered", fieldText(node.delivered)), Field("held", fieldText(node.held.map(\.message))),
      Field("clock", String(node.clock)), Field("heard", fieldText(heard)),
    ]
  }

  package func activity(of node: Node, _ id: NodeID) -> String { holding(node.held.count) }

  package func queue(of node: Node, _ id: NodeID) -> QueueView? {
    QueueView(
      held: node.held.enumerated().map { place, held in
        let reason = place == 0 ? obstacle(to: held, in: node) : "is behind \(node.held[place - 1].message.value)"
        return QueueView.Held(held.message.value.name, because: "\(held.time) \(reason)")
      },
      delivered: node.delivered.map(\.value.name))
  }

  /// Why the first message of the queue waits.
  private func obstacle(to first: Timed, in node: Node) -> String {
    let silent = cluster.nodes.filter { node.heard[Int($0.index)] < first.time }
    return silent.isEmpty ? "is next" : "nothing later from \(cluster.names(of: NodeSet(silent)))"
  }

  package func losses(_ before: Node, _ after: Node, _ id: NodeID) -> String { losses(fieldsOf: before, after, id) }
}

// MARK: - Sentences

extension LamportMulticast {
  private static var cites: String { "Lamport 1978, Time, Clocks, Ordering the Events Totally" }

  // One arm for each rule; longer than other functions because it is the table of them all.
  package func explain(_ rule: Rule, _ transition: Transition<LamportMulticast>) -> Explanation {
    let step = StepWords(self, transition)
    let name = step.name
    let words: (what: String, why: String) =
      switch rule {
      case .multicasts:
        (
          "\(name) multicasts \(step.multicast?.value.name ?? "a message") at \(step.after.clock).\(number(of: step)).",
          "Its clock ticks from \(step.before.clock) to \(step.after.clock), and time stamps are ordered by clock, then "
            + "by process. It goes to \(step.everybody)."
        )
      case .holdsBack:
        ("\(name) puts \(value(step)) into its queue.", "\(whyNotYet(step)) \(acknowledges(step))")
      case .delivers, .deliversWhatWaited:
        ("\(name) delivers \(step.deliveredWords).", "\(whyDelivered(step)) \(acknowledges(step))")
      case .hearsOfATime:
        ("\(name) hears that \(step.sender) is at \(time(step)).", whyNotYet(step))
      case .waitsForAnEarlierMessage:
        (
          "\(name) hears that \(step.sender) is at \(time(step)), and does not count on it yet.",
          "\(step.sender) had multicast \(counted(sent(step), "message")) by then, and not all of them are here: an "
            + "earlier one is still on its way."
        )
      case .ignoresAKnownMessage:
        ("\(name) ignores a copy of \(value(step)).", "It has it already, and has told everybody.")
      case .ignoresAnOldTime:
        (
          "\(name) ignores that \(step.sender) is at \(time(step)).",
          whyOld(step)
        )
      }
    return step.explanation(
      words.what, because: words.why.trimmed, cites: Self.cites)
  }

  private func number(of step: StepWords<LamportMulticast>) -> Int { cluster[step.node].number }

  /// A later time may be known that does not count yet, because a message is on its way.
  private func whyOld(_ step: StepWords<LamportMulticast>) -> String {
    guard let message = step.transition.message, case .acknowledgement(_, let time, _) = message.message else {
      return ""
    }
    let heard = step.before.heard[Int(message.from.index)]
    if heard < time { return "It knows of that time already, and waits for an earlier message of \(step.sender)." }
    return "It has heard of \(step.sender) at \(heard) already, which is \(heard == time ? "the same" : "later")."
  }

  private func value(_ step: StepWords<LamportMulticast>) -> String {
    if case .multicast(let timed) = step.message { timed.message.value.name } else { "a message" }
  }

  private func time(_ step: StepWords<LamportMulticast>) -> String {
    switch step.message {
    case .multicast(let timed): timed.time.description
    case .acknowledgement(_, let time, _): time.description
    case nil: ""
    }
  }

  private func sent(_ step: StepWords<LamportMulticast>) -> Int {
    if case .acknowledgement(_, _, let sent) = step.message { sent } else { 0 }
  }

  private func whyNotYet(_ step: StepWords<LamportMulticast>) -> String {
    guard let first = step.after.held.first else { return "It has no message that waits for that." }
    let silent = cluster.nodes.filter { step.after.heard[Int($0.index)] < first.time }
    let front = "\(first.message.value) at \(first.time) is the first in its queue"
    if silent.isEmpty { return "\(front)." }
    return "\(front), and \(step.name) has heard of no later time from \(step.listing(silent)): something "
      + "earlier may still come from there."
  }

  private func whyDelivered(_ step: StepWords<LamportMulticast>) -> String {
    let queue =
      step.before.held
      + [step.message].compactMap { message in
        if case .multicast(let timed) = message { timed } else { nil }
      }
    guard let last = queue.last(where: { step.delivered.last == $0.message }) else { return "" }
    let silent = cluster.nodes.filter { step.after.heard[Int($0.index)] < last.time }
    guard silent.isEmpty else {
      return
        "It has heard of no time later than \(last.time) from \(cluster.listing(NodeSet(silent))), and delivers all "
        + "the same: \(mutatedWords)."
    }
    return "Everybody has been heard of at \(last.time) or later, so nothing earlier can come from anybody."
  }

  private func acknowledges(_ step: StepWords<LamportMulticast>) -> String {
    guard !step.transition.sent.isEmpty else { return "" }
    return "It moves its clock to \(step.after.clock) and tells everybody."
  }
}

extension String {
  /// Without blanks at its ends.
  fileprivate var trimmed: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
