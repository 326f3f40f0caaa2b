import Consensus
import Narration
import Testing

/// A session that a test steps by names.
struct Stage {
  private(set) var session: any Session

  /// Names of nodes by their first letter: P proposer, A acceptor, L learner, S all three. A value after `=` is a wish.
  init(_ nodes: String, _ change: (inout Setup) -> Void = { _ in }) throws {
    var setup = Setup(algorithm: "paxos")
    for node in nodes.split(separator: " ") {
      let parts = node.split(separator: "=").map(String.init)
      let wisher = Setup.Wisher(parts[0], wish: parts.count > 1 ? parts[1] : nil)
      switch parts[0].first {
      case "P": setup.proposers.append(wisher)
      case "A": setup.acceptors.append(parts[0])
      case "L": setup.learners.append(parts[0])
      default: setup.servers.append(wisher)
      }
    }
    change(&setup)
    session = try Catalog.session(for: setup)
  }

  /// What happened in the last step, and why: `what` and `why` on a line each.
  var told: String {
    guard let explanation = session.scene.last else { return "" }
    return "\(explanation.what)\n\(explanation.why)"
  }

  var explanation: Explanation {
    get throws { try #require(session.scene.last) }
  }

  func node(_ name: String) throws -> NodeView {
    try #require(session.scene.nodes.first { $0.name == name })
  }

  /// The fields of a node on a line each: `promised 1.1`.
  func fields(_ name: String) throws -> String {
    try node(name).fields.map { "\($0.name) \($0.value)" }.joined(separator: "\n")
  }

  mutating func perform(_ command: Command) throws { try session.perform(command) }

  mutating func timeout(_ node: String, round: Int? = nil) throws { try perform(.timeout(node: node, round: round)) }

  mutating func request(_ node: String, _ value: String) throws { try perform(.request(node: node, value: value)) }

  /// Delivers the oldest message that fits.
  mutating func deliver(_ kind: String, _ from: String, _ to: String, ballot: Ballot? = nil) throws {
    try perform(.deliver(.numbers([try number(kind, from, to, ballot: ballot)])))
  }

  mutating func duplicate(_ kind: String, _ from: String, _ to: String) throws {
    try perform(.duplicate(.numbers([try number(kind, from, to)])))
  }

  func number(_ kind: String, _ from: String, _ to: String, ballot: Ballot? = nil) throws -> Int {
    let message = session.scene.messages.first {
      $0.label.kind == kind && $0.from == from && $0.to == to && (ballot == nil || $0.label.ballot == ballot)
    }
    return try #require(message, "no \(kind) from \(from) to \(to)").id.number
  }

  /// A proposer opens a ballot, the prepare reaches some acceptors, and their promises come back.
  mutating func prepare(_ proposer: String, round: Int? = nil, _ acceptors: String) throws {
    try timeout(proposer, round: round)
    let ballot = try node(proposer).ballot
    for acceptor in acceptors.split(separator: " ").map(String.init) {
      try deliver("prepare", proposer, acceptor, ballot: ballot)
      try deliver("promise", acceptor, proposer, ballot: ballot)
    }
  }

  /// The accept of a proposer reaches some acceptors; nothing that they answer is delivered.
  mutating func accept(_ proposer: String, _ acceptors: String) throws {
    for acceptor in acceptors.split(separator: " ").map(String.init) { try deliver("accept", proposer, acceptor) }
  }
}

extension Setup {
  mutating func mutate(_ mutation: Paxos.Mutation) { mutations.append(mutation.rawValue) }
}
