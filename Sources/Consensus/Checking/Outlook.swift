/// A kind of world that is looked for: what its ledger and each of its nodes must be like.
package struct Target<A: Algorithm> {
  package let ledger: (Ledger) -> Bool
  package let node: (NodeID, A.Node) -> Bool

  package init(ledger: @escaping (Ledger) -> Bool, node: @escaping (NodeID, A.Node) -> Bool) {
    self.ledger = ledger
    self.node = node
  }
}

extension Checker {
  /// What can still be chosen.
  package struct Possibilities: Hashable, Sendable {
    /// The values that are chosen in some world that was seen, sorted.
    package let values: [Value]
    /// Whether there are no others: everything was seen, or every candidate was found.
    package let isExhaustive: Bool
    package let progress: Progress
  }

  /// Which of the candidates can still be chosen in a slot from the world on: the student's version of the valency of FLP. The
  /// search ends as soon as all of them were seen; violations do not end it. Where one was found, it begins again and
  /// leaves out all that only serves that value.
  ///
  /// A world with two values is bivalent, one with a single value univalent (Fischer, Lynch, Paterson 1985, §3).
  package func possibilities(
    among candidates: [Value], in slot: Int = 1, pause: (Progress) -> Bool = { _ in true }
  ) -> Possibilities {
    var known = world.ledger.chosen(slot: slot, in: world.cluster)
    var total = Progress()
    let relaxation = isReduced ? world.algorithm.relaxation(for: .values(slot: slot), from: world, within: bounds) : nil
    let candidates = candidates.filter { relaxation?.candidates?.contains($0) ?? true }
    var bounds = bounds
    // In a relaxed search every message may be delivered again, and what is chosen then could be chosen without.
    if relaxation != nil { bounds.duplicates = 0 }
    while !candidates.allSatisfy(known.contains) {
      let goal: AlgorithmInterpreter<A>.Goal = isReduced ? .values(slot: slot, known: known) : .none
      let interpreter = AlgorithmInterpreter(world, bounds: bounds, goal: goal, relaxation: relaxation)
      var found: [Value] { interpreter.chosen[slot] ?? [] }
      var checker = self
      checker.plan.worlds -= min(plan.worlds - 1, total.worlds - 1)
      func isNews() -> Bool { found.contains { !known.contains($0) } }
      let exploration = checker.explore(interpreter) { progress in !isNews() && pause(total.followed(by: progress)) }
      total = total.followed(by: exploration.progress)
      let isNew = isNews()
      known += found.filter { !known.contains($0) }
      // What was found makes the next search smaller; this one ended early for that, or saw everything.
      if isNew && exploration.ending == .cancelled { continue }
      return Possibilities(
        values: known.sorted(), isExhaustive: exploration.ending == .exhausted || candidates.allSatisfy(known.contains),
        progress: total)
    }
    return Possibilities(values: known.sorted(), isExhaustive: true, progress: total)
  }

  /// A shortest run to a world that is like the target, if the search came upon one.
  package func search(
    for target: Target<A>, pause: (Progress) -> Bool = { _ in true }
  ) -> (steps: [Step]?, isExhaustive: Bool, progress: Progress) {
    let interpreter = AlgorithmInterpreter(world, bounds: bounds, goal: .world(target))
    let exploration = explore(interpreter, pause)
    guard case .found = exploration.ending else {
      return (nil, exploration.ending == .exhausted, exploration.progress)
    }
    let steps = try? interpreter.steps(for: exploration.happenings)
    precondition(steps != nil, "what an exact search did can be done")
    return (steps, false, exploration.progress)
  }
}
