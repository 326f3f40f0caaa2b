package import Consensus

// Steps become events of a space-time diagram.

extension Run {
  package func events(along path: ArraySlice<MomentID>) -> [Diagram.Event] {
    retrace(path) { moment, transition, world in event(transition, in: world, moment) }
  }

  /// `world` is as the step left it.
  private func event(_ transition: Transition<A>, in world: World<A>, _ moment: MomentID) -> Diagram.Event {
    let explanation = explanation(of: transition)
    return Diagram.Event(
      moment: moment, kind: Diagram.Kind(transition.step),
      command: command(for: transition, in: world).description, what: explanation.what, rule: explanation.rule,
      lane: transition.node.map(\.place), message: transition.message.map(message), sent: transition.sent.map(message),
      acts: transition.observations.compactMap(Diagram.Act.init),
      quorum: transition.choice.map { choice in
        Diagram.Quorum(
          slot: choice.slot, ballot: choice.vote.ballot, value: choice.vote.value.name,
          voters: choice.voters.map(\.place))
      },
      isEffective: explanation.isEffective, clock: world.clock, down: world.down,
      apart: world.links.apart(cluster.nodes))
  }

  private func message(_ message: InFlight<A.Message>) -> Diagram.Message {
    Diagram.Message(
      id: message.id, label: algorithm.label(of: message.message), from: message.from.place, to: message.to.place,
      copyOf: message.copyOf)
  }
}

extension NodeID {
  fileprivate var place: Int { Int(index) }
}

extension Links {
  /// The nodes that the first of all cut off nodes cannot reach; with one cut in two, the far side of it.
  fileprivate func apart(_ nodes: [NodeID]) -> NodeSet {
    if isWhole { return [] }
    return nodes.lazy.map { cutOff(from: $0) }.first { !$0.isEmpty } ?? []
  }
}

extension Diagram.Kind {
  fileprivate init(_ step: Step) {
    self =
      switch step {
      case .request(_, let value): .request(value: value.name)
      case .timeout: .timeout
      case .choose(let instance, _): .choose(instance: instance)
      case .deliver: .delivery
      case .drop: .loss
      case .duplicate: .duplicate
      case .delay(_, let ticks): .delay(ticks: ticks)
      case .hold: .hold
      case .release: .release
      case .crash: .crash
      case .restart(_, let amnesia): .restart(withAmnesia: amnesia != .nothing)
      case .cut(let partition): .cut(partition.left.map(\.place), partition.right.map(\.place))
      case .heal: .heal
      case .wait(let ticks): .wait(ticks: ticks)
      }
  }
}

extension Diagram.Act {
  fileprivate init?(_ observation: Observation) {
    switch observation {
    case .open(let ballot, _): self = .opens(ballot)
    case .promise(let ballot, _): self = .promises(ballot)
    case .refuse(let ballot, _): self = .refuses(ballot)
    case .ask(let slot, let vote): self = .asks(slot: slot, vote.ballot, value: vote.value.name)
    case .vote(let slot, let vote): self = .votes(slot: slot, vote.ballot, value: vote.value.name)
    case .decide(let slot, let value): self = .decides(slot: slot, value: value.name)
    case .commit(let slot, let vote): self = .commits(slot: slot, vote.ballot, value: vote.value.name)
    case .lead(let ballot): self = .leads(ballot)
    case .multicast(let message): self = .multicasts(value: message.value.name)
    case .deliver(let message): self = .delivers(from: message.sender.place, value: message.value.name)
    case .bind, .follow, .log, .multicastValue, .deliverValue: return nil
    }
  }
}
