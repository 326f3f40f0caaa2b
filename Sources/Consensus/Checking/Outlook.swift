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

  /// Which of the candidates can still be chosen from the world on: the student's version of the valency of FLP. The
  /// search ends as soon as all of them were seen; violations do not end it.
  ///
  /// A world with two values is bivalent, one with a single value univalent (Fischer, Lynch, Paterson 1985, §3).
  package func possibilities(
    among candidates: [Value], pause: (Progress) -> Bool = { _ in true }
  ) -> Possibilities {
    let interpreter = AlgorithmInterpreter(world, bounds: bounds, goal: .none, leavingNewsOut: true)
    func allFound() -> Bool { candidates.allSatisfy(interpreter.chosen.contains) }
    var isDone = allFound()
    guard !isDone else {
      return Possibilities(values: interpreter.chosen.sorted(), isExhaustive: true, progress: Progress())
    }
    let exploration = explore(interpreter) { progress in
      isDone = allFound()
      return !isDone && pause(progress)
    }
    return Possibilities(
      values: interpreter.chosen.sorted(), isExhaustive: isDone || exploration.ending == .exhausted,
      progress: exploration.progress)
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
    return (interpreter.steps(for: exploration.happenings), false, exploration.progress)
  }
}
