/// Explores all that can still happen from a world within bounds, and judges every ledger that comes up.
///
/// The same world, bounds and limits give the same verdict, counts and counterexample in every process and with any
/// number of threads.
package struct Checker<A: Algorithm> {
  /// Where the search begins.
  package var world: World<A>
  package var bounds: Bounds
  package var invariants: [Invariant]
  package var limits = Limits()
  /// How many threads `parallel` should share the work among.
  package var threads = 1
  /// Runs several bodies at the same time; nil to use one thread.
  package var parallel: Parallel?

  package init(_ world: World<A>, within bounds: Bounds, against invariants: [Invariant]) {
    self.world = world
    self.bounds = bounds
    self.invariants = invariants
  }

  /// Searches until everything was seen, an invariant is violated, a limit is reached or `pause`, which is called every
  /// few thousand worlds with what is known so far, returns false.
  package func check(pause: (Progress) -> Bool = { _ in true }) -> Verdict {
    let interpreter = AlgorithmInterpreter(world, bounds: bounds, invariants: invariants)
    let space = StateSpace(interpreter, bounds: bounds) { (part, number) -> UInt64 in part.weight(number) }
    let search = Search(space, limits: limits, threads: threads, parallel: parallel)
    let ending = search.run(pause: pause)
    var violation: Violation?
    if case .found(let path) = ending {
      let steps = interpreter.steps(for: space.happenings(along: path))
      violation = interpreter.violation(after: steps)
    }
    return Verdict(
      ending: ending.name, progress: search.progress, rules: interpreter.rules(counted: search.counts),
      chosen: world.ledger.chosen(slot: 1, in: world.cluster), possible: interpreter.chosen.sorted(),
      violation: violation)
  }
}

/// What a check has found.
package struct Verdict: Hashable, Sendable {
  package enum Ending: Hashable, Sendable {
    /// Everything within the bounds was seen, and no invariant is violated.
    case safe
    case violated
    /// A limit was reached.
    case limited
    case cancelled
  }

  package struct Rule: Hashable, Sendable {
    package let name: String
    /// How often it was followed, also where it changed nothing.
    package let count: Int
  }

  package let ending: Ending
  package let progress: Progress
  /// All rules of the algorithm.
  package let rules: [Rule]
  /// The values that are chosen in the first world.
  package let chosen: [Value]
  /// The values that are chosen in some world that was seen, sorted; all that are possible, if the search was exhaustive.
  package let possible: [Value]
  package let violation: Violation?

  /// Whether everything within the bounds was seen.
  package var isExhaustive: Bool { ending == .safe }

  /// The rules that were never followed: nothing is known about them.
  package var neverFired: [String] { rules.filter { $0.count == 0 }.map(\.name) }

  /// How probable it is that two different worlds had the same fingerprint, so that one of them was not looked at: the
  /// estimate that TLC prints as optimistic, worlds × (transitions − worlds) / 2⁶⁴.
  package var collisionProbability: Double {
    let worlds = Double(progress.worlds)
    return worlds * max(0, Double(progress.transitions) - worlds) / 0x1p64
  }
}

/// A shortest run to a violation.
package struct Violation: Hashable, Sendable {
  /// The name of the invariant.
  package let invariant: String
  /// How the history contradicts it.
  package let sentence: String
  /// The steps from the first world; none if it violates the invariant itself.
  package let steps: [Step]
}

extension Search.Ending {
  fileprivate var name: Verdict.Ending {
    switch self {
    case .exhausted: .safe
    case .found: .violated
    case .limited: .limited
    case .cancelled: .cancelled
    }
  }
}

extension StateSpace.Part {
  /// A number of its own for each part.
  fileprivate func weight(_ number: Int) -> UInt64 {
    let tag: UInt64 =
      switch self {
      case .message: 1
      case .ledger: 2
      case .allowance: 3
      case .state(let node): 4 + UInt64(node)
      }
    return mixed(tag << 48 | UInt64(number))
  }
}

// MARK: - From numbers back to steps

extension AlgorithmInterpreter {
  /// The steps, as a person would take them from the first world. A message is addressed by its number, of several equal
  /// ones the lowest.
  fileprivate func steps(for happenings: [Happening]) -> [Step] {
    var world = world
    var steps: [Step] = []
    func take(_ step: Step) {
      steps.append(step)
      let transition = try? world.take(step)
      precondition(transition != nil, "what the search did can be done")
    }
    for happening in happenings {
      let node = NodeID(happening.node)
      let message = happening.message.flatMap { number(of: messages[$0], in: world) } ?? MessageID(0)
      switch happening.action {
      case .deliver: take(.deliver(message))
      case .timeout: take(.timeout(node, round: nil))
      case .request(let index): take(.request(node, bounds.requests[index].value))
      case .deliverDuplicate:
        take(.duplicate(message))
        take(.deliver(message))
      case .restart, .restartWithAmnesia:
        if !world.isDown(node) { take(.crash(node)) }
        take(.restart(node, forgetting: happening.action == .restart ? .nothing : bounds.amnesia))
      }
    }
    return steps
  }

  private func number(of envelope: Envelope, in world: World<A>) -> MessageID? {
    world.inFlight.first { $0.message == envelope.message && $0.from == envelope.from && $0.to == envelope.to }?.id
  }

  fileprivate func violation(after steps: [Step]) -> Violation? {
    var world = world
    for step in steps { _ = try? world.take(step) }
    let finding = judge(world.ledger)
    return finding.map { Violation(invariant: $0.invariant.name, sentence: $0.sentence, steps: steps) }
  }

  fileprivate func rules(counted counts: [Int]) -> [Verdict.Rule] {
    zip(A.Rule.allCases, counts.dropFirst()).map { Verdict.Rule(name: $0.rawValue, count: $1) }
  }
}
