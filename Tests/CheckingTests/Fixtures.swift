import Consensus

extension Paxos {
  /// Proposers P1, P2, … which want v1, v2, …; acceptors A1, A2, …; learners L1, …
  static func small(
    proposers: Int = 2, acceptors: Int = 3, learners: Int = 0, quorums: Quorums? = nil, options: Options? = nil,
    mutations: [Mutation] = []
  ) -> Paxos {
    let members =
      (1...proposers).map { Cluster.Member(name: "P\($0)", roles: .proposer, wish: Value("v\($0)"), number: $0) }
      + (1...acceptors).map { Cluster.Member(name: "A\($0)", roles: .acceptor, number: 0) }
      + (0..<learners).map { Cluster.Member(name: "L\($0 + 1)", roles: .learner, number: 0) }
    return Paxos(
      cluster: Cluster(members: members, quorums: quorums),
      options: options ?? Options(learning: learners == 0 ? .proposer : .acceptors), mutations: mutations)
  }
}

extension Paxos.Options {
  /// Acceptors stay silent where they do not grant a request, and tell nobody that they voted: what is left is all that
  /// agreement depends on.
  static let quiet = Paxos.Options(refusals: false, learning: .acceptors)
}

extension Invariant {
  static let all: [Invariant] = [.agreement, .oneValuePerBallot, .validity, .decidedIsChosen, .promisesKept]
}

extension World {
  /// The world after some steps from here, all of which must be possible.
  func after(_ steps: [Step]) throws -> World {
    var world = self
    for step in steps { _ = try world.take(step) }
    return world
  }

  /// Delivers the first message that fits.
  mutating func deliver(from: String, to: String, where fits: (A.Message) -> Bool = { _ in true }) throws {
    let message = inFlight.first { message in
      cluster.name(of: message.from) == from && cluster.name(of: message.to) == to && fits(message.message)
    }
    guard let message else { throw Missing() }
    _ = try take(.deliver(message.id))
  }
}

extension World<Paxos> {
  /// A proposer opens its next ballot, hears of a quorum's promises, and asks some acceptors for votes.
  mutating func open(_ proposer: String, askingFor promises: [String], votesOf voters: [String]) throws {
    guard let id = cluster.id(named: proposer) else { throw Missing() }
    _ = try take(.timeout(id, round: nil))
    for acceptor in promises { try deliver(from: proposer, to: acceptor) }
    for acceptor in promises { try deliver(from: acceptor, to: proposer) }
    for acceptor in voters {
      try deliver(from: proposer, to: acceptor) { if case .accept = $0 { true } else { false } }
    }
  }
}

struct Missing: Error {}
