import Consensus
import Testing

/// A run of Multi-Paxos that a test steps by names: `try play.deliver("accept", "P1", "A2", slot: 3)`.
struct LogPlay {
  private(set) var world: World<MultiPaxos>
  /// The rules that were followed, in their order.
  private(set) var rules: [MultiPaxos.Rule] = []

  /// Names of nodes by their first letter: P proposer, A acceptor, L learner, S all three.
  init(
    _ nodes: String, quorums: Quorums? = nil, options: Paxos.Options = .init(learning: .proposer),
    mutations: [MultiPaxos.Mutation] = []
  ) {
    let members = nodes.split(separator: " ").map { name in
      let roles: Cluster.Role =
        switch name.first {
        case "P": .proposer
        case "A": .acceptor
        case "L": .learner
        default: .server
        }
      return Cluster.Member(name: String(name), roles: roles, number: Int(name.dropFirst()) ?? 0)
    }
    world = World(
      MultiPaxos(cluster: Cluster(members: members, quorums: quorums), options: options, mutations: mutations))
  }

  var cluster: Cluster { world.cluster }

  func id(_ name: String) throws -> NodeID { try #require(cluster.id(named: name), "no node \(name)") }

  subscript(name: String) -> MultiPaxos.Node {
    get throws { world[try id(name)] }
  }

  /// What is chosen in a slot, by name.
  func chosen(_ slot: Int) -> [String] { world.ledger.chosen(slot: slot, in: cluster).map(\.name) }

  func violated(_ invariant: Invariant) -> Bool { invariant.violation(world.ledger, cluster) != nil }

  /// The numbers of the messages in flight that fit, the oldest first.
  func messages(
    _ kind: String, _ from: String? = nil, _ to: String? = nil, slot: Int? = nil, ballot: Ballot? = nil
  ) -> [MessageID] {
    world.inFlight.filter { item in
      item.message.kind == kind && (from == nil || cluster.name(of: item.from) == from)
        && (to == nil || cluster.name(of: item.to) == to) && (slot == nil || item.message.slot == slot)
        && (ballot == nil || item.message.ballot == ballot)
    }.map(\.id)
  }

  @discardableResult
  mutating func take(_ step: Step) throws -> Transition<MultiPaxos> {
    let transition = try world.take(step)
    if let rule = transition.rule { rules.append(rule) }
    return transition
  }

  @discardableResult
  mutating func timeout(_ node: String, round: Int? = nil) throws -> Transition<MultiPaxos> {
    try take(.timeout(try id(node), round: round))
  }

  @discardableResult
  mutating func request(_ node: String, _ value: String) throws -> Transition<MultiPaxos> {
    try take(.request(try id(node), Value(value)))
  }

  mutating func crash(_ node: String) throws { try take(.crash(try id(node))) }

  mutating func restart(_ node: String, forgetting amnesia: Amnesia = .nothing) throws {
    try take(.restart(try id(node), forgetting: amnesia))
  }

  /// Delivers the oldest message that fits.
  @discardableResult
  mutating func deliver(
    _ kind: String, _ from: String, _ to: String, slot: Int? = nil, ballot: Ballot? = nil
  ) throws -> Transition<MultiPaxos> {
    let found = messages(kind, from, to, slot: slot, ballot: ballot).first
    return try take(.deliver(try #require(found, "no \(kind) from \(from) to \(to)")))
  }

  mutating func duplicate(_ kind: String, _ from: String, _ to: String) throws {
    try take(.duplicate(try #require(messages(kind, from, to).first)))
  }

  /// A proposer opens a ballot, the prepare reaches some acceptors, and what they answer comes back.
  mutating func prepare(_ proposer: String, round: Int? = nil, _ acceptors: String) throws {
    try timeout(proposer, round: round)
    let ballot = try #require(try self[proposer].proposer.ballot)
    for acceptor in acceptors.split(separator: " ").map(String.init) {
      try deliver("prepare", proposer, acceptor, ballot: ballot)
      for answer in ["promise", "refusal"] {
        for id in messages(answer, acceptor, proposer, ballot: ballot) { try take(.deliver(id)) }
      }
    }
  }

  /// The accept for a slot reaches some acceptors, and what they answer comes back.
  mutating func accept(_ proposer: String, _ slot: Int, _ acceptors: String, counts: Bool = true) throws {
    for acceptor in acceptors.split(separator: " ").map(String.init) {
      try deliver("accept", proposer, acceptor, slot: slot)
      guard counts else { continue }
      for answer in ["accepted", "refusal"] {
        for id in messages(answer, acceptor, proposer, slot: slot) { try take(.deliver(id)) }
      }
    }
  }

  mutating func deliverAll(_ kind: String, to: String? = nil) throws {
    for id in messages(kind, nil, to) { try take(.deliver(id)) }
  }

  mutating func runUntilQuiet() throws {
    while let message = world.next { try take(.deliver(message.id)) }
  }
}

extension MultiPaxos.Message {
  var kind: String {
    switch self {
    case .prepare: "prepare"
    case .promise: "promise"
    case .accept: "accept"
    case .accepted: "accepted"
    case .refusal: "refusal"
    case .decide: "decide"
    }
  }

  var ballot: Ballot {
    switch self {
    case .prepare(let ballot, _), .promise(let ballot, _, _), .refusal(let ballot, _, _), .decide(let ballot, _, _):
      ballot
    case .accept(_, let vote), .accepted(_, let vote): vote.ballot
    }
  }

  var slot: Int? {
    switch self {
    case .prepare, .promise: nil
    case .accept(let slot, _), .accepted(let slot, _), .decide(_, let slot, _): slot
    case .refusal(_, let slot, _): slot
    }
  }
}

extension Slots where Content == Value {
  /// `1:x 4:y`
  var text: String { entries.map { "\($0.slot):\($0.content)" }.joined(separator: " ") }
}

extension Slots where Content == Vote {
  /// `1:1.1:x 4:1.1:y`
  var text: String { entries.map { "\($0.slot):\($0.content)" }.joined(separator: " ") }
}
