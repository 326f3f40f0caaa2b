import Consensus
import Testing

extension Cluster {
  /// P1, P2, …, which do all the same.
  static func processes(_ count: Int) -> Cluster {
    Cluster(members: (1...count).map { Member(name: "P\($0)", roles: .server, number: $0) })
  }
}

/// A run of a multicast that a test steps by names.
struct Run<A: Algorithm> {
  private(set) var world: World<A>
  /// The rules that were followed, in their order.
  private(set) var rules: [A.Rule] = []

  init(_ algorithm: A) { world = World(algorithm) }

  func id(_ name: String) throws -> NodeID { try #require(world.cluster.id(named: name), "no node \(name)") }

  @discardableResult
  mutating func take(_ step: Step) throws -> Transition<A> {
    let transition = try world.take(step)
    if let rule = transition.rule { rules.append(rule) }
    return transition
  }

  mutating func request(_ node: String, _ value: String) throws { try take(.request(try id(node), Value(value))) }

  mutating func timeout(_ node: String) throws { try take(.timeout(try id(node), round: nil)) }

  /// Delivers the oldest message from one node to another that fits.
  mutating func deliver(_ from: String, _ to: String, where fits: (A.Message) -> Bool = { _ in true }) throws {
    try take(.deliver(try message(from, to, where: fits)))
  }

  mutating func drop(_ from: String, _ to: String, where fits: (A.Message) -> Bool = { _ in true }) throws {
    try take(.drop(try message(from, to, where: fits)))
  }

  func message(_ from: String, _ to: String, where fits: (A.Message) -> Bool = { _ in true }) throws -> MessageID {
    let (from, to) = (try id(from), try id(to))
    let message = world.inFlight.first { $0.from == from && $0.to == to && fits($0.message) }
    return try #require(message, "no such message").id
  }

  mutating func runUntilQuiet() throws {
    while let message = world.next { try take(.deliver(message.id)) }
  }

  /// The values that a node has delivered.
  func delivered(_ node: String) throws -> [String] {
    world.ledger.deliveries.delivered(by: try id(node)).map(\.value.name)
  }

  func violation(of invariant: Invariant) -> String? { invariant.violation(world.ledger, world.cluster) }
}
