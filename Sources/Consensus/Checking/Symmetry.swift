/// What a node knows, split into the sets of acceptors in it and all the rest.
///
/// Acceptors that differ in nothing but their names can be exchanged: whatever can happen can happen with other names. So
/// of all worlds that differ in the names alone it is enough to look at one. An algorithm takes part in this by saying
/// where in a node there are sets of acceptors; it then must not treat any acceptor in a way of its own, and must not
/// name acceptors in messages or disks.
package struct Anonymous<Node: Hashable & Sendable>: Hashable, Sendable {
  /// The node with all those sets empty. Together with the sets it says all that the node says.
  package let rest: Node
  /// The sets, in a fixed order.
  package let sets: [NodeSet]

  package init(rest: Node, sets: [NodeSet]) {
    self.rest = rest
    self.sets = sets
  }
}

extension Algorithm {
  package func anonymous(_ node: Node) -> Anonymous<Node>? { nil }
}

extension Paxos {
  package func anonymous(_ node: Node) -> Anonymous<Node>? {
    var rest = node
    rest.proposer.promises = []
    rest.proposer.votes = []
    rest.proposer.refusals = []
    rest.suspects = []
    for place in rest.learner.votes.indices { rest.learner.votes[place].voters = [] }
    let sets = [node.proposer.promises, node.proposer.votes, node.proposer.refusals, node.suspects]
    return Anonymous(rest: rest, sets: sets + node.learner.votes.map(\.voters))
  }
}

/// A weight with a lane for each acceptor and a last one for everything else.
///
/// A lane sums up all that concerns one acceptor, without its name: its state, the messages from and to it, and what the
/// ledger and the other nodes say about it. The fingerprint adds the lanes up after they were mixed, and so does not
/// depend on which acceptor has which lane.
struct Lanes<Vector: SIMD & BitwiseCopyable & Sendable>: Weight where Vector.Scalar == UInt64 {
  var vector: Vector

  static var zero: Lanes { Lanes(vector: Vector(repeating: 0)) }

  @inline(__always)
  static func &+ (left: Lanes, right: Lanes) -> Lanes { Lanes(vector: left.vector &+ right.vector) }

  @inline(__always)
  static func &- (left: Lanes, right: Lanes) -> Lanes { Lanes(vector: left.vector &- right.vector) }

  @inline(__always)
  var fingerprint: UInt64 {
    let last = vector.scalarCount - 1
    var sum = vector[last]
    for lane in 0..<last { sum &+= mixed(vector[lane]) }
    return max(1, sum)
  }
}

/// Weighs the parts of worlds so that exchanging acceptors changes no fingerprint.
final class Symmetry<A: Algorithm> {
  /// A part of a world, or of what it says about one acceptor, without the names of acceptors.
  private enum Content: Hashable {
    case acceptor(AlgorithmInterpreter<A>.State)
    case node(Int, AlgorithmInterpreter<A>.State, [NodeSet])
    case known(by: Int, [Bool])
    case message(A.Message, from: NodeID?, to: NodeID?)
    case ledger(Ledger.Anonymous)
    case recorded(Ledger.Record)
    case allowance(Int)
  }

  private let interpreter: AlgorithmInterpreter<A>
  private let algorithm: A
  /// The acceptors that can be exchanged, each with the lane of its place.
  private let acceptors: [NodeID]
  private let exchangeable: NodeSet
  private var contents = Interner<Content>()

  /// Nil where nothing can be exchanged, or more than a weight has lanes for.
  init?(_ interpreter: AlgorithmInterpreter<A>, lanes: Int) {
    self.interpreter = interpreter
    algorithm = interpreter.world.algorithm
    let cluster = algorithm.cluster
    acceptors = cluster.acceptors.filter { cluster[$0].roles == .acceptor && cluster[$0].wish == nil }
    exchangeable = NodeSet(acceptors)
    guard 2..<lanes ~= acceptors.count, interpreter.world.links.isWhole else { return nil }
    guard interpreter.world.nodes.allSatisfy({ algorithm.anonymous($0) != nil }) else { return nil }
  }

  /// What a part of a world adds to its fingerprint.
  func weigh<Vector>(_ part: WorldPart, _ number: Int) -> Lanes<Vector> {
    var weight = Lanes<Vector>.zero
    let last = weight.vector.scalarCount - 1
    func add(_ content: Content, of acceptor: NodeID? = nil) {
      let lane = acceptor.flatMap { acceptors.firstIndex(of: $0) } ?? last
      weight.vector[lane] &+= mixed(UInt64(contents.number(of: content)))
    }
    switch part {
    case .allowance: add(.allowance(number))
    case .state(let node): addState(interpreter.states[node][number], of: NodeID(node), add)
    case .message:
      let envelope = interpreter.messages[number]
      let (from, to) = (anonymous(envelope.from), anonymous(envelope.to))
      add(.message(envelope.message, from: from, to: to), of: from == nil ? envelope.from : envelope.to)
    case .ledger:
      let ledger = interpreter.ledgers[number]
      add(.ledger(ledger.anonymous(exchangeable)))
      for acceptor in acceptors {
        let record = ledger.record(of: acceptor)
        if !record.isEmpty { add(.recorded(record), of: acceptor) }
      }
    }
    return weight
  }

  private func addState(
    _ state: AlgorithmInterpreter<A>.State, of id: NodeID, _ add: (Content, NodeID?) -> Void
  ) {
    guard !exchangeable.contains(id) else { return add(.acceptor(state), id) }
    guard let anonymous = algorithm.anonymous(state.node) else { return }
    var rest = state
    rest.node = anonymous.rest
    add(.node(Int(id.index), rest, anonymous.sets.map { $0.subtracting(exchangeable) }), nil)
    for acceptor in acceptors {
      let isIn = anonymous.sets.map { $0.contains(acceptor) }
      if isIn.contains(true) { add(.known(by: Int(id.index), isIn), acceptor) }
    }
  }

  private func anonymous(_ id: NodeID) -> NodeID? { exchangeable.contains(id) ? nil : id }
}

extension Ledger {
  /// All that a ledger says without naming acceptors that can be exchanged. Histories of logs and deliveries are left
  /// out: an algorithm that writes them must not say `anonymous`.
  struct Anonymous: Hashable {
    var tallies: [Tally]
    var decisions: [Decision]
    var promises: [Promise]
    var brokenPromises: [BrokenPromise]
    var proposed: [Value]
  }

  /// All that a ledger says about one acceptor, without its name.
  struct Record: Hashable {
    /// For each tally, in order.
    var hasVoted: [Bool]
    var promised: Ballot?
    var broken: [BrokenPromise]

    var isEmpty: Bool { !hasVoted.contains(true) && promised == nil && broken.isEmpty }
  }

  func anonymous(_ acceptors: NodeSet) -> Anonymous {
    Anonymous(
      tallies: tallies.map { $0.without(acceptors) }, decisions: decisions,
      promises: promises.filter { !acceptors.contains($0.acceptor) },
      brokenPromises: brokenPromises.filter { !acceptors.contains($0.acceptor) }, proposed: proposed)
  }

  func record(of acceptor: NodeID) -> Record {
    Record(
      hasVoted: tallies.map { $0.voters.contains(acceptor) },
      promised: promises.first { $0.acceptor == acceptor }?.ballot,
      broken: brokenPromises.filter { $0.acceptor == acceptor }.map(\.anonymous))
  }
}
