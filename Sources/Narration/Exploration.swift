package import Consensus

/// How far a check goes, in the words of a scenario's header and of the command line.
package struct ExplorationLimits {
  /// What the header or the command line says; nil where it says nothing.
  package var bounds: Setup.Bounds
  /// The most memory, in bytes.
  package var bytes = 4 << 30
  package var threads = 1
  package var parallel: Parallel?
  /// What an outlook leaves out; none of it changes the answer.
  package var isReduced = true
  /// How many worlds a check looks at before it is relaxed; nil for as many as a checker does.
  package var patience: Int?

  package init(_ bounds: Setup.Bounds = Setup.Bounds()) { self.bounds = bounds }
}

/// What a check found, in words.
package struct Exploration: Hashable, Sendable {
  package enum Verdict: String, Hashable, Sendable {
    /// No invariant is violated in any world within the bounds.
    case safe
    case violated
    /// A limit was reached, or somebody lost patience, before everything was seen.
    case unfinished
  }

  /// A shortest run to a violation.
  package struct Violation: Hashable, Sendable {
    package let invariant: String
    package let sentence: String
    package let steps: [Step]
  }

  package let verdict: Verdict
  /// Why an unfinished one ended.
  package let cutoff: Cutoff?
  /// Whether every world within the bounds was seen.
  package let isExhaustive: Bool
  /// Whether messages stayed in flight when they were delivered (`Consensus.Relaxation`): what is safe so is safe.
  package let isRelaxed: Bool
  /// Whether worlds that differ in the names of acceptors alone were counted once (`Consensus.Symmetry`).
  package let isSymmetric: Bool
  package let progress: Progress
  /// The bounds in force, with every default filled in.
  package let bounds: Setup.Bounds
  /// How many times each rule was followed, in the order of the algorithm's rules.
  package let rules: [Rule]
  /// The slots in which something is chosen in some world that was seen, sorted.
  package let slots: [Slot]
  package let collisionProbability: Double
  package let violation: Violation?

  package struct Rule: Hashable, Sendable {
    package let name: String
    package let count: Int
  }

  /// What a relaxed search did otherwise, and what its answer is worth; nil for an exact one.
  package var relaxedSentence: String? {
    guard isRelaxed else { return nil }
    let worth =
      switch verdict {
      case .safe: ", and what is safe there is safe."
      case .violated: ". The run that it found is a shortest one all the same, and can be taken step by step as it is."
      case .unfinished: "."
      }
    return "After the first million worlds the search was relaxed: a message stays in flight when it is delivered. "
      + "That takes in every run and makes fewer worlds; the figures are of these\(worth)"
  }

  package struct Slot: Hashable, Sendable {
    package let number: Int
    /// The values that were chosen before.
    package let chosen: [String]
    /// The values that are chosen in some world that was seen.
    package let possible: [String]
  }

  /// What is so in slot 1: all there is to say of algorithms without a log.
  package var chosen: [String] { slots.first { $0.number == 1 }?.chosen ?? [] }
  package var possible: [String] { slots.first { $0.number == 1 }?.possible ?? [] }

  /// Whether nothing can happen, so that safety was not put to the test.
  package var isVacuous: Bool { isExhaustive && progress.transitions == 0 }

  package static let vacuousSentence =
    "Nothing that matters can happen any more within these bounds: this is about that one moment alone."

  /// The rules that were never followed: an exact search says nothing about them.
  package var neverFired: [String] { rules.filter { $0.count == 0 }.map(\.name) }

  /// What the numbers of the rules that were followed are of: those of a relaxed search tell less than those of the exact one before
  /// it, and are added to them.
  package var firedHeading: String { isRelaxed ? "Rules followed, before and after it was relaxed" : "Rules followed" }

  /// What is so of the rules that were never followed. A relaxed search does not deliver what changes nothing that matters, so
  /// that a rule may be missing although its deliveries are covered.
  package var neverFiredHeading: String {
    isRelaxed
      ? "Rules never followed, or left out by the relaxed search" : "Rules never followed, about which it says nothing"
  }
}

extension Setup.Bounds {
  /// These bounds, and where they say nothing, others.
  package func filled(from other: Setup.Bounds?) -> Setup.Bounds {
    guard let other else { return self }
    var bounds = self
    bounds.rounds = rounds ?? other.rounds
    bounds.crashes = crashes ?? other.crashes
    bounds.forgetting = forgetting ?? other.forgetting
    bounds.duplicates = duplicates ?? other.duplicates
    bounds.limit = limit ?? other.limit
    return bounds
  }

  /// `rounds up to 2, 1 crash forgetting promised, no duplicates`
  package var sentence: String {
    var crash = counted(crashes ?? 0, "crash", plural: "crashes")
    if crashes ?? 0 == 0 { crash = "no crashes" }
    if let forgetting, crashes ?? 0 > 0 { crash += " forgetting \(forgetting)" }
    let copies = duplicates ?? 0
    let duplicate = copies == 0 ? "no duplicates" : counted(copies, "duplicate")
    return "rounds up to \(grouped(rounds ?? 1)), \(crash), \(duplicate), every order, delay and loss of messages"
  }
}

extension Run {
  package func explore(
    _ limits: ExplorationLimits, pause: (Progress) -> Bool = { _ in true }
  ) throws(Refusal) -> Exploration {
    if let objection = algorithm.objectionToSearching { throw objection }
    let bounds = self.bounds(limits.bounds)
    var checker = try self.checker(limits, bounds)
    checker.exchangesAcceptors = true
    checker.patience = limits.patience ?? checker.patience
    let verdict = checker.check(pause: pause)
    return Exploration(
      verdict: verdict.ending == .safe ? .safe : verdict.violation == nil ? .unfinished : .violated,
      cutoff: Cutoff(verdict.ending, checker.plan),
      isExhaustive: verdict.isExhaustive,
      isRelaxed: verdict.isRelaxed,
      isSymmetric: verdict.isSymmetric,
      progress: verdict.progress,
      bounds: bounds,
      rules: verdict.rules.map { Exploration.Rule(name: $0.name, count: $0.count) },
      slots: verdict.slots.map {
        Exploration.Slot(number: $0.number, chosen: $0.chosen.map(\.name), possible: $0.possible.map(\.name))
      },
      collisionProbability: verdict.collisionProbability,
      violation: verdict.violation.map {
        Exploration.Violation(invariant: $0.invariant, sentence: $0.sentence, steps: $0.steps)
      })
  }

  package func outlook(
    in slot: Int, _ limits: ExplorationLimits, pause: (Progress) -> Bool = { _ in true }
  ) throws(Refusal) -> Outlook {
    let bounds = self.bounds(limits.bounds)
    // What is chosen already stays so, whoever would choose next.
    let isOpen = timeline.world.ledger.chosen(slot: slot, in: cluster).isEmpty
    if isOpen, let objection = algorithm.objectionToSearching { throw objection }
    var checker = try self.checker(limits, bounds)
    checker.exchangesAcceptors = true
    checker.isReduced = limits.isReduced
    let candidates = timeline.world.ledger.proposed + checker.bounds.requests.map(\.value)
    let found = checker.possibilities(among: candidates, in: slot, pause: pause)
    return Outlook(
      slot: slot, possible: found.values.map(\.name), isExhaustive: found.isExhaustive, worlds: found.progress.worlds,
      bounds: bounds)
  }

  package func reach(
    _ facts: [Fact], _ limits: ExplorationLimits, pause: (Progress) -> Bool = { _ in true }
  ) throws(Refusal) -> Reach {
    if let objection = algorithm.objectionToSearching { throw objection }
    let bounds = self.bounds(limits.bounds)
    let target = try target(facts)
    let checker = try checker(limits, bounds)
    var isStopped = false
    let found = checker.search(for: target) { progress in
      isStopped = !pause(progress)
      return !isStopped
    }
    var cutoff: Cutoff?
    if found.steps == nil && !found.isExhaustive {
      cutoff = isStopped ? .stopped : Cutoff(checker.plan.limit(reachedBy: found.progress), checker.plan)
    }
    return Reach(steps: found.steps, cutoff: cutoff, progress: found.progress, bounds: bounds)
  }

  private func checker(_ limits: ExplorationLimits, _ bounds: Setup.Bounds) throws(Refusal) -> Checker<A> {
    var checker = Checker(timeline.world, within: try kernelBounds(bounds), against: A.invariants.filter(\.isPurpose))
    checker.plan = SearchPlan(
      worlds: bounds.limit ?? .max, bytes: limits.bytes, threads: limits.threads, parallel: limits.parallel)
    return checker
  }

  /// Bounds with every default filled in: what the caller says, then the scenario's header, then one round above all
  /// that were opened, no crashes and no duplicates.
  func bounds(_ wanted: Setup.Bounds) -> Setup.Bounds {
    var defaults = Setup.Bounds()
    defaults.rounds = (timeline.world.chronicle.rows.map(\.ballot.round).max() ?? 0) + 1
    defaults.crashes = 0
    defaults.duplicates = 0
    var wanted = wanted
    // Nothing is forgotten without a crash, so whoever asks for the one asks for the other.
    if wanted.forgetting != nil { wanted.crashes = wanted.crashes ?? 1 }
    return wanted.filled(from: setup.bounds).filled(from: defaults)
  }

  func kernelBounds(_ bounds: Setup.Bounds) throws(Refusal) -> Bounds {
    var amnesia = Amnesia.nothing
    if let field = bounds.forgetting {
      guard field == "everything" || algorithm.diskFields.contains(field) else {
        throw Refusal(
          "A disk has no field \(field).",
          remedy: "It has: \((algorithm.diskFields + ["everything"]).joined(separator: ", ")).")
      }
      amnesia = field == "everything" ? .everything : .fields([field])
    }
    return Bounds(
      rounds: bounds.rounds ?? 1, crashes: bounds.crashes ?? 0, amnesia: amnesia, duplicates: bounds.duplicates ?? 0,
      requests: openRequests)
  }

  /// What the header gives to nodes and nobody has asked for yet. An algorithm that wants it from the beginning needs no
  /// client.
  var openRequests: [Bounds.Request] {
    let proposed = algorithm.initialProposals
    let made = timeline.path(to: timeline.cursor).compactMap { timeline.step(to: $0) }
    return setup.givenValues.compactMap { node, value in
      guard let id = cluster.id(named: node), !proposed.contains(Value(value)) else { return nil }
      guard !made.contains(.request(id, Value(value))) else { return nil }
      return Bounds.Request(id, Value(value))
    }
  }

  /// What clients have asked for on the way to the present moment, each once.
  var madeRequests: [Bounds.Request] {
    var requests: [Bounds.Request] = []
    for case .request(let node, let value)? in timeline.path(to: timeline.cursor).map(timeline.step) {
      if !requests.contains(.init(node, value)) { requests.append(.init(node, value)) }
    }
    return requests
  }

  package func following(_ steps: [Step]) throws(Refusal) -> any Session {
    var run = self
    for step in steps {
      do {
        try run.timeline.take(step)
      } catch {
        throw run.refusal(for: error)
      }
    }
    return run
  }
}

extension Exploration {
  /// The probability that two worlds had the same fingerprint, as `10^-9`: nobody wants more digits of it.
  package var collisionOrder: String {
    guard collisionProbability > 0 else { return "0" }
    var exponent = 0
    var rest = collisionProbability
    while rest < 1, exponent < 40 {
      rest *= 10
      exponent += 1
    }
    return exponent == 0 ? "1" : "10^-\(exponent)"
  }
}
