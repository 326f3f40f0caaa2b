package import Consensus

extension IsisMulticast: Narrated {
  package static var kinds: [String] { ["multicast", "proposal", "final"] }

  package static var invariants: [Invariant] {
    [.totalOrder, .fifoOrder.watched, .causalOrder.watched, .deliveryAgreement, .integrity]
  }

  package static func columns(of roles: Cluster.Role) -> [Column] {
    [Column("delivered", width: 9), "held"]
  }

  package static var decides: Bool { false }

  package func subject(of message: Message) -> Subject {
    switch message {
    case .multicast(let message): Subject("multicast", slot: message.number)
    case .proposal(let message, let number): Subject("proposal", ballot: number, slot: message.number)
    case .final(let message, let number): Subject("final", ballot: number, slot: message.number)
    }
  }

  package func label(of message: Message) -> MessageLabel {
    let subject = subject(of: message)
    return switch message {
    case .multicast(let message), .proposal(let message, _), .final(let message, _):
      MessageLabel(subject, value: message.value.name)
    }
  }

  package func fields(of node: Node, _ id: NodeID) -> [Field] {
    [
      Field("delivered", fieldText(node.delivered)), Field("held", fieldText(node.held.map(text))),
      Field("counter", String(node.counter)), Field("asks", fieldText(node.polls.map { asked($0) })),
    ]
  }

  /// `m:1.1?`, `n:2.3!`
  private func text(_ held: Numbered) -> String { "\(held.message.value):\(held.number)\(held.isFinal ? "!" : "?")" }

  /// `m:1.2`, the highest proposal so far.
  private func asked(_ poll: Poll) -> String {
    poll.proposers.isEmpty ? poll.message.value.name : "\(poll.message.value):\(poll.highest)"
  }

  package func activity(of node: Node, _ id: NodeID) -> String { holding(node.held.count) }

  package func progress(of node: Node, _ id: NodeID) -> NodeView.Progress? {
    node.polls.first.map { poll in
      NodeView.Progress(
        "proposals", poll.proposers.count, of: cluster.members.count,
        from: poll.proposers.map { cluster.name(of: $0) })
    }
  }

  package func queue(of node: Node, _ id: NodeID) -> QueueView? {
    QueueView(
      held: node.held.enumerated().map { place, held in
        let reason =
          held.isFinal
          ? place == 0 ? "is next" : "is behind \(node.held[0].message.value), not final"
          : "its number is not final"
        return QueueView.Held(text(held), because: reason)
      },
      delivered: node.delivered.map(\.value.name))
  }

  package func losses(_ before: Node, _ after: Node, _ id: NodeID) -> String { losses(fieldsOf: before, after, id) }
}

// MARK: - Sentences

extension IsisMulticast {
  private static var cites: String { "Birman & Joseph 1987, ABCAST" }

  // One arm for each rule; longer than other functions because it is the table of them all.
  package func explain(_ rule: Rule, _ transition: Transition<IsisMulticast>) -> Explanation {
    let step = StepWords(self, transition)
    let name = step.name
    let (value, number) = content(step)
    let words: (what: String, why: String) =
      switch rule {
      case .multicasts:
        (
          "\(name) multicasts \(step.multicast?.value.name ?? "a message").",
          "It asks \(step.everybody) for a number, and will take the highest."
        )
      case .proposesANumber: proposesANumber(step, value)
      case .ignoresAKnownMessage:
        ("\(name) ignores a copy of \(value).", "It has it already, and has proposed a number or knows the final one.")
      case .countsAProposal:
        (
          "\(name) counts the number \(number) that \(step.sender) proposes for \(value).",
          "It has \(poll(step)?.proposers.count ?? 0) of \(cluster.members.count) proposals, and the highest so far is "
            + "\(poll(step)?.highest.description ?? number). It waits for all of them."
        )
      case .fixesTheNumber:
        (
          "\(name) fixes the number of \(value): \(final(step)).",
          "All \(cluster.members.count) have proposed one, and \(final(step)) is the highest. It tells \(step.everybody)."
        )
      case .ignoresALateProposal:
        (
          "\(name) ignores the number \(number) that \(step.sender) proposes for \(value).",
          "The number of \(value) is final already, and what is final does not change."
        )
      case .ignoresARepeatedProposal:
        (
          "\(name) ignores a copy of the proposal of \(step.sender).",
          "It has counted the number of \(step.sender) already."
        )
      case .goesOnWithoutTheSilent: goesOn(step)
      case .delivers:
        (
          "\(name) delivers \(step.deliveredWords).",
          "Its number, \(number), is final, and nothing in the queue is before it."
        )
      case .deliversWhatWaited:
        (
          "\(name) delivers \(step.deliveredWords).",
          "The number of \(value) is final now, \(number), and with it nothing that is before them in the queue is open any "
            + "more: they are delivered in the order of their numbers."
        )
      case .holdsBack: holdsBack(step, value, number)
      case .ignoresAKnownNumber: ("\(name) ignores a copy of the final number of \(value).", "It knows it already.")
      }
    return step.explanation(words.what, because: words.why, cites: Self.cites)
  }

  private func content(_ step: StepWords<IsisMulticast>) -> (value: String, number: String) {
    switch step.message {
    case .multicast(let message): (message.value.name, "")
    case .proposal(let message, let number), .final(let message, let number):
      (message.value.name, number.description)
    case nil: ("a message", "")
    }
  }

  private func poll(_ step: StepWords<IsisMulticast>) -> Poll? {
    guard case .proposal(let message, _) = step.message else { return nil }
    return step.after.polls.first { $0.message == message }
  }

  /// The number that the node has told everybody.
  private func final(_ step: StepWords<IsisMulticast>) -> String {
    step.transition.sent.lazy.compactMap { sent -> String? in
      if case .final(_, let number) = sent.message { number.description } else { nil }
    }.first ?? "none"
  }

  private func proposesANumber(_ step: StepWords<IsisMulticast>, _ value: String) -> (what: String, why: String) {
    let number = Ballot(round: step.after.counter, proposer: cluster[step.node].number)
    let fate =
      step.delivered.isEmpty
      ? "It holds \(value) until the number is final."
      : "It delivers \(step.deliveredWords) before the number is final: \(mutatedWords)."
    return (
      "\(step.name) proposes \(number) for \(value).",
      (step.before.counter == 0
        ? "It has proposed and heard of no number yet, so it begins with 1."
        : "The highest number that it had proposed or heard of was \(step.before.counter), so this one is higher.")
        + " \(fate)"
    )
  }

  private func holdsBack(
    _ step: StepWords<IsisMulticast>, _ value: String, _ number: String
  ) -> (what: String, why: String) {
    let first = step.after.held.first.map { "\($0.message.value), with \($0.number)," } ?? "Another"
    return (
      "\(step.name) holds \(value) back, though its number \(number) is final.",
      "\(first) is before it in the queue and not final: it may stay before \(number), or get a higher number."
    )
  }

  private func goesOn(_ step: StepWords<IsisMulticast>) -> (what: String, why: String) {
    let closed = step.before.polls.filter { !$0.proposers.isEmpty }
    let words = closed.map { poll in
      let silent = NodeSet(cluster.nodes).subtracting(poll.proposers)
      return "\(poll.message.value) gets \(poll.highest) without \(cluster.listing(silent))"
    }
    return (
      "\(step.name) goes on without those who are silent.",
      "It believes them dead, though they may only be slow and have given a higher number: "
        + "\(sentenceList(words) ?? "nothing is open")."
    )
  }
}
