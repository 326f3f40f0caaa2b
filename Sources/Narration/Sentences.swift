package import Consensus

// Sentences that are the same for every algorithm: why a command is refused, and what the network and machines do.

extension Refusal {
  /// Puts into words why a step cannot be taken, and names the nearest command that would help.
  ///
  /// `label` gives the words of a message in flight: `accept 1.1 red`. One arm for each obstacle; longer than other
  /// functions because it is the table of them all.
  package init(_ impossible: Impossible, cluster: Cluster, label: (MessageID) -> String?) {
    func message(_ id: MessageID) -> String { label(id).map { "\(id) (\($0))" } ?? "\(id)" }
    switch impossible {
    case .noSuchMessage(let id):
      self.init("There is no message \(id) in flight.", remedy: "It was never sent, or has been delivered or dropped.")
    case .receiverIsDown(let id, let node):
      let name = cluster.name(of: node)
      self.init(
        "\(name) is down, so \(message(id)) cannot be delivered.", remedy: "Restart it with `restart \(name)`.")
    case .linkIsCut(let id, let from, let to):
      let (from, to) = (cluster.name(of: from), cluster.name(of: to))
      self.init(
        "The link between \(from) and \(to) is cut, so \(message(id)) cannot be delivered.",
        remedy: "Mend it with `heal \(from) | \(to)`, or all links with `heal`.")
    case .nodeIsDown(let node):
      let name = cluster.name(of: node)
      self.init("\(name) is down: nothing can happen there.", remedy: "Restart it with `restart \(name)`.")
    case .nodeIsUp(let node):
      let name = cluster.name(of: node)
      self.init("\(name) is up, so it cannot be restarted.", remedy: "Crash it first with `crash \(name)`.")
    case .nobodyIsUp: self.init("No node is up.", remedy: "Restart one with `restart NODE`.")
    case .alreadyHeld(let id):
      self.init("\(message(id)) is held already.", remedy: "Let it go with `release \(id)`.")
    case .notHeld(let id):
      self.init("\(message(id)) is not held.", remedy: "Hold it with `hold \(id)`.")
    case .objection(let node, let objection): self.init(objection, node, cluster: cluster)
    case .unknownDiskField(let field, let known):
      self.init("A disk has no field \(field).", remedy: "It has: \(known.joined(separator: ", ")).")
    case .notCut:
      self.init("No link is cut.", remedy: "Links are cut with `cut NODE … | NODE …`.")
    case .tooManyInFlight(let limit):
      self.init("More than \(limit) messages would be in flight.", remedy: "Deliver or drop some first.")
    case .tooLate(let limit):
      self.init("The clock ends at tick \(limit).", remedy: "Choose a smaller number of ticks.")
    case .notForward: self.init("Time only goes forward.", remedy: "Choose 1 tick or more.")
    }
  }

  private init(_ objection: Objection, _ node: NodeID, cluster: Cluster) {
    let name = cluster.name(of: node)
    let others = cluster.listing(cluster.proposers.subtracting([node]))
    switch objection {
    case .takesNoRequests: self.init("\(name) takes no requests.", remedy: "Proposers do: \(others).")
    case .hasNoTimer: self.init("\(name) has no timer.", remedy: "Proposers have one: \(others).")
    case .roundTooLow(let used) where used == 0:
      self.init("Rounds begin at 1.", remedy: "Choose round 1 or a higher one, or write `timeout \(name)`.")
    case .roundTooLow(let used):
      self.init(
        "\(name) has used round \(used), and its ballots only go up.",
        remedy: "Choose round \(used + 1) or a higher one, or write `timeout \(name)`.")
    case .roundTooHigh(let limit): self.init("Rounds end at \(limit).", remedy: "Choose a lower one.")
    case .hasNoBox:
      self.init("There is no black box with a hand in it.", remedy: "`total-order-from-consensus` with `box hand` has.")
    case .notThisInstance(let next):
      self.init("Instance \(next) is the next to be decided.", remedy: "Write `choose \(next) VALUE`.")
    case .notProposed(let values):
      let known = values.map(\.name).joined(separator: ", ")
      self.init(
        "The box decides only what was proposed.",
        remedy: known.isEmpty ? "Nothing is proposed yet." : "Proposed: \(known).")
    case .because(let reason, let remedy): self.init("\(name) \(reason).", remedy: remedy)
    case .hasNoRounds: self.init("The timer of \(name) knows no rounds.", remedy: "Write `timeout \(name)`.")
    }
  }
}

extension Cluster {
  /// The names of some nodes as a sentence lists them: `A1`, `A1 and A2`, `A1, A2 and A3`.
  func listing(_ nodes: NodeSet) -> String { sentenceList(nodes.map { name(of: $0) }) ?? "nobody" }
}

/// `a`, `a and b`, `a, b and c`; nil where there is nothing to list.
package func sentenceList(_ words: [String]) -> String? {
  guard let last = words.last else { return nil }
  let others = words.dropLast()
  return others.isEmpty ? last : "\(others.joined(separator: ", ")) and \(last)"
}

/// What a step did that no node took: a fault, a delay, or the passing of time.
func explainNetwork<A: Narrated>(_ transition: Transition<A>, of algorithm: A) -> Explanation {
  let words =
    switch transition.step {
    case .request, .timeout, .choose, .deliver: (what: "Nothing happens.", why: "No rule applies to it.")
    case .drop, .duplicate, .delay, .hold, .release: explainFault(transition, of: algorithm)
    case .crash, .restart: explainMachine(transition, of: algorithm)
    case .cut(let partition):
      (
        what: "\(algorithm.cluster.listing(partition.left)) cannot reach "
          + "\(algorithm.cluster.listing(partition.right)).",
        why: "No message crosses the cut in either direction until it is healed; what is in flight stays in flight."
      )
    case .heal(nil):
      (what: "All links are whole again.", why: "Messages that waited behind a cut can be delivered now.")
    case .heal(let partition?):
      (
        what: "\(algorithm.cluster.listing(partition.left)) can reach "
          + "\(algorithm.cluster.listing(partition.right)) again.",
        why: "Messages that waited behind the cut can be delivered now."
      )
    case .wait(let ticks):
      (
        what: ticks == 1 ? "One tick passes." : "\(ticks) ticks pass.",
        why: "No node reads a clock: only messages, timers and requests make nodes act."
      )
    }
  return Explanation(rule: transition.ruleName, what: words.what, why: words.why, cites: "")
}

private func explainFault<A: Narrated>(
  _ transition: Transition<A>, of algorithm: A
) -> (what: String, why: String) {
  guard let message = transition.message else { return ("Nothing happens.", "There is no message.") }
  let (from, to) = (algorithm.cluster.name(of: message.from), algorithm.cluster.name(of: message.to))
  let name = "\(message.id) (\(algorithm.label(of: message.message).text)) from \(from) to \(to)"
  return switch transition.step {
  case .drop:
    (
      what: "\(name) is lost.",
      why: "A network may lose any message; \(to) never receives it, and \(from) is not told."
    )
  case .duplicate:
    (
      what: "\(name) is duplicated" + (transition.sent.first.map { ": \($0.id) is the copy." } ?? "."),
      why: "A network may deliver a message more than once, so \(to) must not take a copy for a second message."
    )
  case .delay(_, let ticks):
    (
      what: "\(name) is delayed by \(ticks == 1 ? "one tick" : "\(ticks) ticks").",
      why: "A network may take any time: `next` delivers first what is due earlier."
    )
  case .hold:
    (what: "\(name) is held.", why: "`next` passes it over until it is released, as if the network were slow.")
  default: (what: "\(name) is released.", why: "`next` delivers it again when it is its turn.")
  }
}

private func explainMachine<A: Narrated>(
  _ transition: Transition<A>, of algorithm: A
) -> (what: String, why: String) {
  guard let node = transition.node, let before = transition.before, let after = transition.after else {
    return ("Nothing happens.", "There is no machine.")
  }
  let name = algorithm.cluster.name(of: node)
  let losses = algorithm.losses(before, after, node)
  return switch transition.step {
  case .restart(_, .everything):
    (
      what: "\(name) restarts with an empty disk.",
      why: "\(losses) The algorithm relies on the disk: from here on nothing is guaranteed."
    )
  case .restart(_, .fields(let fields)):
    (
      what: "\(name) restarts without \(sentenceList(fields.map { "`\($0)`" }) ?? "anything") on its disk.",
      why: "\(losses) The algorithm relies on the disk: from here on nothing is guaranteed."
    )
  case .restart: (what: "\(name) restarts with its disk.", why: losses)
  default: (what: "\(name) crashes.", why: "\(losses) It receives nothing until it restarts.")
  }
}
