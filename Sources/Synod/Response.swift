import Consensus

/// An answer to a proposer, as the course sees it.
struct Response {
  let phase: Sentence.Phase
  let ballot: Ballot
  let isPositive: Bool
  /// What its sender had accepted when it sent a prepare response.
  let accepted: Vote?
  let from: NodeID
  let to: NodeID

  /// Nil for a message that is none. `accepted` is what its sender had accepted: a refusal of ours does not tell it.
  init?(_ message: InFlight<Paxos.Message>, accepted: Vote?) {
    switch message.message {
    case .promise(let ballot, let reported): self.init(message, .prepare, ballot, isPositive: true, reported)
    case .accepted(let vote): self.init(message, .accept, vote.ballot, isPositive: true, nil)
    case .refusal(let ballot, _, .one): self.init(message, .prepare, ballot, isPositive: false, accepted)
    case .refusal(let ballot, _, .two): self.init(message, .accept, ballot, isPositive: false, nil)
    case .prepare, .accept, .decide: return nil
    }
  }

  private init(
    _ message: InFlight<Paxos.Message>, _ phase: Sentence.Phase, _ ballot: Ballot, isPositive: Bool, _ accepted: Vote?
  ) {
    self.phase = phase
    self.ballot = ballot
    self.isPositive = isPositive
    self.accepted = accepted
    from = message.from
    to = message.to
  }
}

extension Paxos.Message {
  /// What scripts call it.
  var synodKind: SynodScript.Kind {
    switch self {
    case .prepare: .prepareRequest
    case .promise, .refusal(_, _, .one): .prepareResponse
    case .accept: .acceptRequest
    case .accepted, .refusal(_, _, .two): .acceptResponse
    case .decide: .decideRequest
    }
  }
}
