package import Consensus

/// Which values can still be chosen in a slot from a moment on.
package struct Outlook: Hashable, Sendable {
  package let slot: Int
  /// The values that some continuation within the bounds chooses, or that are chosen already; sorted.
  package let possible: [String]
  /// Whether no other value is possible: everything was seen, or there is no other value.
  package let isExhaustive: Bool
  /// How many worlds were looked at.
  package let worlds: Int
  /// The bounds in force, with every default filled in.
  package let bounds: Setup.Bounds

  package init(slot: Int = 1, possible: [String], isExhaustive: Bool, worlds: Int, bounds: Setup.Bounds) {
    self.slot = slot
    self.possible = possible
    self.isExhaustive = isExhaustive
    self.worlds = worlds
    self.bounds = bounds
  }

  /// One value alone can still be chosen, chosen already or not.
  package var isDecided: Bool { isExhaustive && possible.count == 1 }

  /// Whether these values, and no others, can still be chosen, as `expect possible` states it.
  package func finding(_ fact: Fact, slot: Int?, _ values: [String]) -> Finding {
    let list = possible.isEmpty ? "nothing" : possible.joined(separator: " ")
    let actual = "possible \(slot.map { "@\($0) " } ?? "")\(list)"
    // A value too many is wrong even if not everything was seen.
    guard isExhaustive || possible.contains(where: { !values.contains($0) }) else {
      let tell = worlds == 1 ? "tells" : "tell"
      let seen = "\(actual), as far as \(counted(worlds, "world")) \(tell); `bounds limit=…` allows for more"
      return Finding(holds: false, expected: fact.description, actual: seen, isUnknown: true)
    }
    return Finding(holds: possible == values.sorted(), expected: fact.description, actual: actual)
  }
}

/// Whether a moment exists in which some facts hold together.
package struct Reach: Hashable, Sendable {
  /// A shortest run to it; nil if none was found.
  package let steps: [Step]?
  /// Why the search ended before everything within the bounds was seen; nil if a run was found or none exists.
  package let cutoff: Cutoff?
  package let progress: Progress
  package let bounds: Setup.Bounds

  package init(steps: [Step]?, cutoff: Cutoff?, progress: Progress, bounds: Setup.Bounds) {
    self.steps = steps
    self.cutoff = cutoff
    self.progress = progress
    self.bounds = bounds
  }

  /// What was found, in a sentence.
  package var sentence: String {
    if let steps {
      return steps.isEmpty ? "It is so now." : "Yes, after \(counted(steps.count, "step"))."
    }
    let worlds = "\(counted(progress.worlds, "world")) within these bounds: \(bounds.sentence)."
    guard let cutoff else { return "No, in none of \(worlds)" }
    return "Unfinished: not in \(worlds) \(cutoff.sentence) It may be so in one that was not looked at."
  }
}

/// The same steps taken by the correct algorithm and by one with some rules replaced, up to the first difference.
package struct Beside: Hashable, Sendable {
  package struct Difference: Hashable, Sendable {
    /// Counted from 1.
    package let step: Int
    package let command: Command
    package let original: Explanation
    /// What the mutated algorithm does; a refusal where it cannot even take the step.
    package let mutated: Result<Explanation, Refusal>
  }

  package let mutations: [String]
  /// How many steps were compared.
  package let steps: Int
  /// Nil: no difference.
  package let difference: Difference?
}

extension Session {
  /// Takes the steps that led to the present moment with some rules replaced, until something is different.
  package func beside(_ mutations: [String]) throws(Refusal) -> Beside {
    var mutatedSetup = setup
    mutatedSetup.mutations = mutations
    var correctSetup = setup
    correctSetup.mutations = []
    var mutated = try Catalog.session(for: mutatedSetup)
    var original = try Catalog.session(for: correctSetup)
    let commands = commands(to: cursor)
    for (index, command) in commands.enumerated() {
      // The steps may be those of a run that only the mutated algorithm can take.
      guard (try? original.perform(command)) != nil, let told = original.explanation(of: original.cursor) else {
        return Beside(mutations: mutations, steps: index, difference: nil)
      }
      var result: Result<Explanation, Refusal>
      do throws(Refusal) {
        try mutated.perform(command)
        result = mutated.explanation(of: mutated.cursor).map(Result.success) ?? .success(told)
      } catch {
        result = .failure(error)
      }
      let isSame = result == .success(told) && mutated.scene.sameWorld(as: original.scene)
      guard isSame else {
        let difference = Beside.Difference(step: index + 1, command: command, original: told, mutated: result)
        return Beside(mutations: mutations, steps: index + 1, difference: difference)
      }
    }
    return Beside(mutations: mutations, steps: commands.count, difference: nil)
  }
}

extension Scene {
  /// Whether nodes and messages are the same.
  fileprivate func sameWorld(as other: Scene) -> Bool { nodes == other.nodes && messages == other.messages }
}
