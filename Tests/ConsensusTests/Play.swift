import Consensus
import Testing

/// A run of Paxos that a test steps by names: `try play.deliver("prepare", "P1", "A2")`.
struct Play {
  private(set) var world: World<Paxos>
  /// The rules that were followed, in their order.
  private(set) var rules: [Paxos.Rule] = []

  /// Names of nodes by their first letter: P proposer, A acceptor, L learner, S all three. A value after `=` is a wish.
  init(
    _ nodes: String, quorums: Quorums? = nil, options: Paxos.Options = Paxos.Options(),
    mutations: [Paxos.Mutation] = []
  ) {
    let cluster = Cluster(members: nodes.split(separator: " ").map(Self.member), quorums: quorums)
    world = World(Paxos(cluster: cluster, options: options, mutations: mutations))
  }

  private static func member(_ text: Substring) -> Cluster.Member {
    let parts = text.split(separator: "=").map(String.init)
    let roles: Cluster.Role =
      switch parts[0].first {
      case "P": .proposer
      case "A": .acceptor
      case "L": .learner
      default: .server
      }
    return Cluster.Member(
      name: parts[0], roles: roles, wish: parts.count > 1 ? Value(parts[1]) : nil,
      number: Int(parts[0].dropFirst()) ?? 0)
  }

  var cluster: Cluster { world.cluster }

  func id(_ name: String) throws -> NodeID { try #require(cluster.id(named: name), "no node \(name)") }

  func ids(_ names: String) throws -> NodeSet { NodeSet(try names.split(separator: " ").map { try id(String($0)) }) }

  subscript(name: String) -> Paxos.Node {
    get throws { world[try id(name)] }
  }

  /// The values chosen, by name.
  var chosen: [String] { world.ledger.chosen(slot: 1, in: cluster).map(\.name) }

  /// The numbers of the messages in flight that fit, the oldest first.
  func messages(_ kind: String, _ from: String? = nil, _ to: String? = nil, ballot: Ballot? = nil) -> [MessageID] {
    world.inFlight.filter { item in
      item.message.kind == kind && (from == nil || cluster.name(of: item.from) == from)
        && (to == nil || cluster.name(of: item.to) == to) && (ballot == nil || item.message.ballot == ballot)
    }.map(\.id)
  }
}

// MARK: - Steps

extension Play {
  @discardableResult
  mutating func take(_ step: Step) throws -> Transition<Paxos> {
    let transition = try world.take(step)
    if let rule = transition.rule { rules.append(rule) }
    return transition
  }

  @discardableResult
  mutating func timeout(_ node: String, round: Int? = nil) throws -> Transition<Paxos> {
    try take(.timeout(try id(node), round: round))
  }

  @discardableResult
  mutating func request(_ node: String, _ value: String) throws -> Transition<Paxos> {
    try take(.request(try id(node), Value(value)))
  }

  /// Delivers the oldest message that fits.
  @discardableResult
  mutating func deliver(
    _ kind: String, _ from: String, _ to: String, ballot: Ballot? = nil
  ) throws -> Transition<Paxos> {
    try take(.deliver(try only(kind, from, to, ballot: ballot)))
  }

  /// The oldest message that fits.
  func only(_ kind: String, _ from: String, _ to: String, ballot: Ballot? = nil) throws -> MessageID {
    try #require(messages(kind, from, to, ballot: ballot).first, "no \(kind) from \(from) to \(to)")
  }

  mutating func crash(_ node: String) throws { try take(.crash(try id(node))) }

  mutating func restart(_ node: String, forgetting amnesia: Amnesia = .nothing) throws {
    try take(.restart(try id(node), forgetting: amnesia))
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

  /// The accept of a proposer reaches some acceptors; nothing that they answer is delivered.
  mutating func accept(_ proposer: String, round: Int? = nil, _ acceptors: String) throws {
    let number = cluster[try id(proposer)].number
    let ballot = round.map { Ballot(round: $0, proposer: number) }
    for acceptor in acceptors.split(separator: " ").map(String.init) {
      try deliver("accept", proposer, acceptor, ballot: ballot)
    }
  }

  /// Delivers what is due until nothing more can be delivered.
  mutating func runUntilQuiet() throws {
    while let message = world.next { try take(.deliver(message.id)) }
  }
}

extension Paxos.Message {
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
    case .prepare(let ballot), .promise(let ballot, _), .refusal(let ballot, _, _): ballot
    case .accept(let vote), .accepted(let vote), .decide(let vote): vote.ballot
    }
  }
}

extension Ballot {
  init(_ round: Int, _ proposer: Int) { self.init(round: round, proposer: proposer) }
}

extension Vote {
  init(_ round: Int, _ proposer: Int, _ value: String) { self.init(Ballot(round, proposer), Value(value)) }
}

/// All that a world consists of, so that two of them can be compared.
struct Content: Hashable {
  let nodes: [Paxos.Node]
  let disks: [Paxos.Disk?]
  let down: NodeSet
  let inFlight: [InFlight<Paxos.Message>]
  let links: Links
  let clock: Int
  let ledger: Ledger
  let chronicle: Chronicle
  let messageCount: Int
}

extension World<Paxos> {
  var content: Content {
    Content(
      nodes: nodes, disks: disks, down: down, inFlight: inFlight, links: links, clock: clock, ledger: ledger,
      chronicle: chronicle, messageCount: messageCount)
  }
}
