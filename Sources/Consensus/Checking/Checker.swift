/// Explores all that can still happen from a world within bounds, and judges every ledger that comes up.
///
/// The same world, bounds and limits give the same verdict, counts and counterexample in every process and with any
/// number of threads.
package struct Checker<A: Algorithm> {
  /// Where the search begins.
  package var world: World<A>
  package var bounds: Bounds
  package var invariants: [Invariant]
  package var plan = SearchPlan()
  /// Of worlds that differ in the names of acceptors alone, look at one (where the algorithm and the world allow it).
  package var exchangesAcceptors = false
  /// Whether a search for possible values leaves out what only concerns other questions.
  package var isReduced = true
  /// How many worlds a check looks at before it is relaxed, where it can be; 0 to relax it at once.
  package var patience = 1_000_000

  package init(_ world: World<A>, within bounds: Bounds, against invariants: [Invariant]) {
    self.world = world
    self.bounds = bounds
    self.invariants = invariants
  }

  /// Searches until everything was seen, an invariant is violated, a limit is reached or `pause`, which is called every
  /// few thousand worlds with what is known so far, returns false.
  ///
  /// A check that takes long is relaxed (`Relaxation`). If that comes upon a violation, a search for the shortest run to one begins, relaxed
  /// in its own way where the algorithm says how, and exact elsewhere: so a violation is always a shortest one, and a run.
  package func check(pause: (Progress) -> Bool = { _ in true }) -> Verdict {
    guard plan.worlds > patience, invariants.allSatisfy(\.isPurpose),
      let relaxation = world.algorithm.relaxation(for: .invariants, from: world, within: bounds)
    else { return check(bounds, nil, pause) }
    var first: Verdict?
    if patience > 0 {
      var short = self
      short.plan.worlds = patience
      let verdict = short.check(bounds, nil, pause)
      guard case .limited = verdict.ending else { return verdict }
      first = verdict
    }
    var rest = self
    rest.plan.worlds -= first?.progress.worlds ?? 0
    var relaxed = bounds
    // Every message is one.
    relaxed.duplicates = 0
    let continued = { pause(first?.progress.followed(by: $0) ?? $0) }
    let second = rest.check(relaxed, relaxation, continued)
    guard second.ending == .violated else { return second.following(first) }
    // Cases in which a run cannot be taken as it is are looked for exactly.
    if let relaxation = world.algorithm.relaxation(for: .shortestRun, from: world, within: bounds) {
      let third = rest.check(relaxed, relaxation, isShortest: true, continued)
      if third.violation != nil { return third.following(first) }
    }
    return check(bounds, nil, pause)
  }

  private func check(
    _ bounds: Bounds, _ relaxation: Relaxation<A>?, isShortest: Bool = false, _ pause: (Progress) -> Bool
  ) -> Verdict {
    let interpreter = AlgorithmInterpreter(
      world, bounds: bounds, goal: .violation(of: invariants), relaxation: relaxation)
    return verdict(explore(interpreter, pause), interpreter, showsRun: relaxation == nil || isShortest)
  }

  /// Whether worlds that differ in the names of acceptors alone are counted once.
  private func exchangesAcceptors(in interpreter: AlgorithmInterpreter<A>) -> Bool {
    exchangesAcceptors
      && (Symmetry(interpreter, lanes: 4) != nil || Symmetry(interpreter, lanes: 8) != nil)
  }

  func explore(_ interpreter: AlgorithmInterpreter<A>, _ pause: (Progress) -> Bool) -> Exploration {
    if exchangesAcceptors {
      if let symmetry = Symmetry(interpreter, lanes: 4) {
        return StateSpace<Lanes<SIMD4<UInt64>>>(interpreter, interpreter.bounds, symmetry.weigh).explore(plan, pause)
      }
      if let symmetry = Symmetry(interpreter, lanes: 8) {
        return StateSpace<Lanes<SIMD8<UInt64>>>(interpreter, interpreter.bounds, symmetry.weigh).explore(plan, pause)
      }
    }
    return StateSpace<UInt64>(interpreter, interpreter.bounds) { $0.weight($1) }.explore(plan, pause)
  }

  private func verdict(
    _ exploration: Exploration, _ interpreter: AlgorithmInterpreter<A>, showsRun: Bool
  ) -> Verdict {
    var violation: Violation?
    if case .found = exploration.ending, showsRun {
      violation = (try? interpreter.steps(for: exploration.happenings)).flatMap(interpreter.violation)
      precondition(violation != nil || interpreter.isRelaxed, "what an exact search did can be done")
    }
    return Verdict(
      ending: exploration.ending.name, isRelaxed: interpreter.relaxation != nil,
      isSymmetric: exchangesAcceptors(in: interpreter), progress: exploration.progress,
      rules: interpreter.rules(counted: exploration.counts),
      slots: interpreter.chosen.sorted { $0.key < $1.key }.map { slot, values in
        Verdict.Slot(
          number: slot, chosen: world.ledger.chosen(slot: slot, in: world.cluster), possible: values.sorted())
      },
      violation: violation)
  }
}

/// What a check has found.
package struct Verdict: Hashable, Sendable {
  package enum Ending: Hashable, Sendable {
    /// Everything within the bounds was seen, and no invariant is violated.
    case safe
    case violated
    /// A limit was reached before everything was seen.
    case limited(SearchLimit)
    case cancelled
  }

  package struct Rule: Hashable, Sendable {
    package let name: String
    /// How often it was followed, also where it changed nothing.
    package let count: Int
  }

  package struct Slot: Hashable, Sendable {
    package let number: Int
    /// The values that are chosen in the first world.
    package let chosen: [Value]
    /// The values that are chosen in some world that was seen, sorted; all that are possible, if the search was
    /// exhaustive.
    package let possible: [Value]
  }

  package let ending: Ending
  /// Whether the figures are those of a relaxed search: a safe one says as much as an exact one.
  package let isRelaxed: Bool
  /// Whether worlds that differ in the names of acceptors alone were counted once.
  package let isSymmetric: Bool
  package let progress: Progress
  /// All rules of the algorithm.
  package private(set) var rules: [Rule]
  /// The slots in which something is chosen in some world that was seen, sorted.
  package let slots: [Slot]
  package let violation: Violation?

  /// What is chosen, and what is possible, in slot 1: all there is to say of algorithms without a log.
  package var chosen: [Value] { slots.first { $0.number == 1 }?.chosen ?? [] }
  package var possible: [Value] { slots.first { $0.number == 1 }?.possible ?? [] }

  /// Whether everything within the bounds was seen.
  package var isExhaustive: Bool { ending == .safe }

  /// The rules that were never followed: nothing is known about them, unless a relaxed search left them out.
  package var neverFired: [String] { rules.filter { $0.count == 0 }.map(\.name) }

  /// This verdict, of the rest of a search that began with another one: what was followed there was followed, too.
  fileprivate func following(_ first: Verdict?) -> Verdict {
    guard let first else { return self }
    var verdict = self
    verdict.rules = zip(first.rules, rules).map { Rule(name: $0.name, count: $0.count + $1.count) }
    return verdict
  }

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

extension SearchEnding {
  fileprivate var name: Verdict.Ending {
    switch self {
    case .exhausted: .safe
    case .found: .violated
    case .limited(let limit): .limited(limit)
    case .cancelled: .cancelled
    }
  }
}

// MARK: - From numbers back to steps

extension AlgorithmInterpreter {
  /// The steps, as a person would take them from the first world. A message is addressed by its number, of several equal
  /// ones the lowest. Throws where a relaxed search did what cannot be done.
  func steps(for happenings: [Happening]) throws(Impossible) -> [Step] {
    var world = world
    var steps: [Step] = []
    func take(_ step: Step) throws(Impossible) {
      steps.append(step)
      _ = try world.take(step)
    }
    for happening in happenings {
      let node = NodeID(happening.node)
      let message = happening.message.flatMap { number(of: messages[$0], in: world) } ?? MessageID(0)
      switch happening.action {
      case .deliver: try take(.deliver(message))
      case .timeout: try take(.timeout(node, round: nil))
      case .request(let index): try take(.request(node, bounds.requests[index].value))
      case .deliverDuplicate:
        try take(.duplicate(message))
        try take(.deliver(message))
      case .restart, .restartWithAmnesia:
        if !world.isDown(node) { try take(.crash(node)) }
        try take(.restart(node, forgetting: happening.action == .restart ? .nothing : bounds.amnesia))
      case .goOn: break
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
