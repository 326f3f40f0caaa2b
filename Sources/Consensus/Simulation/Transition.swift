/// One step that was taken: what happened, by which rule, and what it changed.
package struct Transition<A: Algorithm>: Sendable {
  package let step: Step
  /// The rule that a node followed, or nil where the step concerned the network or a machine.
  package let rule: A.Rule?
  /// The node that acted, crashed or restarted.
  package let node: NodeID?
  package let before: A.Node?
  package let after: A.Node?
  /// The message that was delivered, dropped, copied, delayed, held or released, as it was before.
  package let message: InFlight<A.Message>?
  /// Messages that are in flight since this step; for a duplicate, the copy.
  package let sent: [InFlight<A.Message>]
  package let observations: [Observation]
  /// The other nodes that changed, where a step concerns more than one.
  package internal(set) var others: [Change] = []
  /// The votes that this step made a quorum: at this moment, and before anybody knows it, their value is chosen.
  package internal(set) var choice: Ledger.Tally?
  /// Whether no node can know of that choice yet: the value was not chosen before, and nobody believed that it was.
  package internal(set) var isSecret = false

  init(
    _ step: Step, rule: A.Rule? = nil, node: NodeID? = nil, before: A.Node? = nil, after: A.Node? = nil,
    message: InFlight<A.Message>? = nil, sent: [InFlight<A.Message>] = [], observations: [Observation] = []
  ) {
    self.step = step
    self.rule = rule
    self.node = node
    self.before = before
    self.after = after
    self.message = message
    self.sent = sent
    self.observations = observations
  }

  package struct Change: Sendable {
    package let node: NodeID
    package let before: A.Node
    package let after: A.Node
  }

  /// The same step with what it did at other nodes.
  func joined(by parts: [Transition]) -> Transition {
    var whole = Transition(
      step, rule: rule, node: node, before: before, after: after, sent: sent + parts.flatMap(\.sent),
      observations: observations + parts.flatMap(\.observations))
    whole.others = parts.compactMap { part in
      guard let node = part.node, let before = part.before, let after = part.after else { return nil }
      return Change(node: node, before: before, after: after)
    }
    whole.choice = choice ?? parts.lazy.compactMap(\.choice).first
    whole.isSecret = isSecret
    return whole
  }

  /// A node before the step, if the step concerned it.
  package func before(_ id: NodeID) -> A.Node? {
    id == node ? before : others.first { $0.node == id }?.before
  }

  /// The name of the rule of the algorithm, or of what happened to the network or to a machine.
  package var ruleName: String {
    if let rule { return rule.rawValue }
    return switch step {
    case .request, .timeout, .choose, .deliver: "nothing-happens"
    case .drop: "is-lost"
    case .duplicate: "is-duplicated"
    case .delay: "is-delayed"
    case .hold: "is-held"
    case .release: "is-released"
    case .crash: "crashes"
    case .restart(_, .nothing): "restarts"
    case .restart: "restarts-with-amnesia"
    case .cut: "is-cut"
    case .heal: "is-healed"
    case .wait: "time-passes"
    }
  }
}

/// Why a step cannot be taken now. The world is unchanged.
package enum Impossible: Error, Hashable, Sendable {
  case noSuchMessage(MessageID)
  case receiverIsDown(MessageID, NodeID)
  case linkIsCut(MessageID, from: NodeID, to: NodeID)
  case nodeIsDown(NodeID)
  case nodeIsUp(NodeID)
  case nobodyIsUp
  case alreadyHeld(MessageID)
  case notHeld(MessageID)
  case objection(NodeID, Objection)
  case unknownDiskField(String, known: [String])
  case notCut
  case tooManyInFlight(limit: Int)
  case tooLate(limit: Int)
  /// Time was to stand still or go back.
  case notForward
}
