import Consensus
import Narration
import Scenarios

// What can happen, what would happen under other rules, and what tells two moments apart.

extension Conversation {
  /// A run that a search has found, and where it begins.
  struct Found: Sendable {
    let origin: MomentID
    let steps: [Step]
  }

  /// At most so many worlds are looked at before the answer: a second or two.
  static var patience: Int { 2_000_000 }

  private var limits: ExplorationLimits {
    var bounds = Setup.Bounds()
    bounds.limit = Self.patience
    return ExplorationLimits(bounds)
  }

  // MARK: What can be chosen

  /// `possible`, `possible @2` of a slot, or `possible m7`: what stays possible when a message is delivered. Without a slot
  /// it is about the one that is open now.
  func possible(after words: ArraySlice<String>) -> [String] {
    do throws(Refusal) {
      var session = lesson.session
      let scene = session.scene
      guard scene.decides else { return ["\(session.setup.algorithm) decides nothing: it delivers."] }
      var slot = scene.openSlot
      for word in words {
        if let number = self.slot(word) {
          slot = number
        } else if let message = message(word) {
          session = try lesson.session.following([.deliver(message)])
        } else {
          return ["`possible m7`: what stays possible when m7 is delivered. `possible @2`: what is possible in slot 2."]
        }
      }
      let outlook = try session.outlook(in: slot, limits) { _ in !isInterrupted() }
      if outlook.possible.isEmpty && !outlook.isExhaustive {
        return ["In \(outlook.worlds) worlds nothing is chosen\(place(slot, scene)), and not all were looked at."]
      }
      let values = outlook.possible.isEmpty ? "nothing" : outlook.possible.joined(separator: " or ")
      return [
        "\(values) can still be chosen\(place(slot, scene)), and \(outlook.isExhaustive ? "no other value" : "perhaps others").",
        "Within these bounds: \(outlook.bounds.sentence).",
      ]
    } catch {
      return [error.sentence]
    }
  }

  func message(_ word: String) -> MessageID? {
    guard word.hasPrefix("m"), let number = Int(word.dropFirst()) else { return nil }
    return MessageID(number)
  }

  private func place(_ slot: Int, _ scene: Scene) -> String {
    scene.namesSlots || slot != 1 ? " in slot \(slot)" : ""
  }

  private func slot(_ word: String) -> Int? {
    guard word.hasPrefix("@"), let number = Int(word.dropFirst()), number > 0 else { return nil }
    return number
  }

  // MARK: Searching

  /// `check`, or `check rounds=3 crashes=1`.
  mutating func check(within words: ArraySlice<String>) -> [String] {
    var limits = self.limits
    switch Parser.bounds(words.joined(separator: " "), in: lesson.session.setup) {
    case .success(let bounds): limits.bounds = bounds.filled(from: limits.bounds)
    case .failure(let diagnostic): return [diagnostic.sentence]
    }
    do throws(Refusal) {
      let found = try lesson.session.explore(limits) { _ in !isInterrupted() }
      return found.summary + (found.violation.map { keep($0.steps) } ?? [])
    } catch {
      return [error.sentence]
    }
  }

  mutating func reach(_ line: String) -> [String] {
    var facts: [Fact] = []
    for piece in Parser.pieces(ofFacts: line) {
      switch Parser.fact(piece, in: lesson.session.setup) {
      case .success(let fact): facts.append(fact)
      case .failure(let diagnostic): return [diagnostic.sentence]
      }
    }
    if facts.isEmpty { return ["`reach A1 promised 1.2, chosen red` looks for a moment in which these facts hold."] }
    do throws(Refusal) {
      let found = try lesson.session.reach(facts, limits) { _ in !isInterrupted() }
      let remedy = found.cutoff?.remedy(within: found.bounds, .language)
      return [found.sentence] + (remedy.map { [$0] } ?? []) + (found.steps.map { keep($0) } ?? [])
    } catch {
      return [error.sentence]
    }
  }

  /// Tells a run that was found, and keeps it for `follow`.
  private mutating func keep(_ steps: [Step]) -> [String] {
    found = Found(origin: lesson.session.cursor, steps: steps)
    if steps.isEmpty { return ["It is so already."] }
    guard let session = try? lesson.session.following(steps) else { return [] }
    let told = session.transcript(to: session.cursor).suffix(steps.count)
    return ["A shortest run to it, of \(counted(steps.count, "step")); `follow` takes it:"]
      + told.enumerated().map { "\($0.offset + 1). \($0.element.command): \($0.element.explanation.what)" }
  }

  /// Takes the run that was found, as a branch from where it was looked for.
  mutating func follow() -> [String] {
    guard let found else { return ["No run was found so far: `check` and `reach` look for one."] }
    var session = lesson.session
    session.jump(to: found.origin)
    do throws(Refusal) {
      lesson.session = try session.following(found.steps)
      return moved
    } catch {
      return [error.sentence]
    }
  }

  // MARK: Other rules

  var mutations: [String] {
    let session = lesson.session
    let all = session.vocabulary.mutations
    guard !all.isEmpty else { return ["No rule of \(session.setup.algorithm) can be replaced."] }
    let present = session.setup.mutations
    return [present.isEmpty ? "All rules are the algorithm's own." : "Replaced: \(present.joined(separator: ", "))."]
      + all.map { "\($0.name): \($0.summary)" } + [
        "`mutate NAME` takes the same steps with it, `mutate nothing` without."
      ]
  }

  mutating func mutate(_ names: [String]) -> [String] {
    if names.isEmpty { return mutations }
    do throws(Refusal) {
      lesson = try lesson.variant(along: lesson.session.cursor, mutations: names == ["nothing"] ? [] : names)
      lesson.session.jump(to: lesson.script[lesson.steps])
      found = nil
      return ["The same steps under other rules, as far as they can be taken."] + moved
    } catch {
      return [error.sentence]
    }
  }

  private var companion: [String] {
    let session = lesson.session
    guard Companion.algorithm(beside: session.setup.algorithm) != nil else {
      return ["This is the correct algorithm: `mutate NAME` replaces a rule of it."]
    }
    do throws(Refusal) {
      var companion = try Companion(of: session)
      companion.follow(session)
      let answer: [String] =
        switch companion.response {
        case .beginning: ["It is at its beginning, too."]
        case .told(let told): ["\(told.explanation.what) \(told.explanation.why)"]
        case .nothing(let reason): [reason]
        }
      return ["The same steps under \(companion.session.setup.algorithm):"] + answer
        + Prose.nodes(companion.session.scene) + Prose.verdict(companion.session.scene)
    } catch {
      return [error.sentence]
    }
  }

  /// Where the mutated algorithm first differs from the correct one, or what another algorithm does with the same steps.
  var beside: [String] {
    let mutations = lesson.session.setup.mutations
    if mutations.isEmpty { return companion }
    do throws(Refusal) {
      let beside = try lesson.session.beside(mutations)
      guard let difference = beside.difference else {
        return ["There is no difference in \(counted(beside.steps, "step"))."]
      }
      let mutated =
        switch difference.mutated {
        case .success(let explanation): explanation.what
        case .failure(let refusal): "it cannot take this step. \(refusal.sentence)"
        }
      return [
        "The first difference is at step \(difference.step), \(difference.command).",
        "The correct algorithm: \(difference.original.what) \(difference.original.why)",
        "With \(mutations.joined(separator: ", ")): \(mutated)",
      ]
    } catch {
      return [error.sentence]
    }
  }

  // MARK: Branches and moments

  /// The last moments of all branches.
  var branches: [String] {
    let session = lesson.session
    let ends = (0..<session.momentCount).filter { session.children(of: $0).isEmpty }
    let present = session.end(of: session.cursor)
    return ["\(counted(ends.count, "branch", plural: "branches")); `go N` goes to the end of one:"]
      + ends.map { end in
        var text = "\(end): \(counted(session.depth(of: end), "step"))"
        if let command = session.command(to: end) { text += ", the last one \(command)" }
        if let fork = fork(of: end) { text += ", leaves the others after step \(session.depth(of: fork))" }
        if let name = session.path(to: end).compactMap({ lesson.marks.names[$0] }).last { text += ", called \(name)" }
        return text + (end == present ? ", the one you are on." : ".")
      }
  }

  /// Names the branch of the present moment: a saved file is called so.
  mutating func name(_ words: ArraySlice<String>) -> [String] {
    guard !words.isEmpty else { return ["`name TEXT` gives the branch you are on a name."] }
    let name = words.joined(separator: " ")
    guard lesson.nameBranch(name) else { return ["This is the beginning, which all branches share."] }
    return ["This branch is called \(name.prefix(Marks.maximumName)) now."]
  }

  private func fork(of end: MomentID) -> MomentID? {
    lesson.session.path(to: end).last { lesson.session.children(of: $0).count > 1 }
  }

  /// What tells two moments apart, and whether any node could.
  func compare(_ words: ArraySlice<String>) -> [String] {
    let session = lesson.session
    let numbers = words.compactMap { Int($0) }
    guard numbers.count == words.count, (1...2).contains(numbers.count),
      numbers.allSatisfy({ (0..<session.momentCount).contains($0) })
    else { return ["`compare N M` tells two moments apart, `compare N` a moment and this one. `history` lists them."] }
    let left = numbers[0]
    let right = numbers.count > 1 ? numbers[1] : session.cursor
    let comparison = session.compare(left, right)
    if comparison.isSame { return ["Moments \(left) and \(right) are the same in everything."] }
    var lines = comparison.nodes.filter { !$0.isSame }.map { node -> String in
      var parts: [String] = []
      if node.isUpLeft != node.isUpRight { parts.append(node.isUpLeft ? "up, then down" : "down, then up") }
      parts += node.differences.map { "\($0.field) \($0.left), then \($0.right)" }
      return "\(node.name): \(parts.isEmpty ? "differs in what no field shows" : parts.joined(separator: "; "))."
    }
    func list(_ messages: [MessageView]) -> String {
      messages.map { "\($0.label.text) from \($0.from) to \($0.to)" }.joined(separator: "; ")
    }
    if !comparison.onlyLeft.isEmpty { lines.append("Only in \(left) in flight: \(list(comparison.onlyLeft)).") }
    if !comparison.onlyRight.isEmpty { lines.append("Only in \(right) in flight: \(list(comparison.onlyRight)).") }
    if comparison.isIndistinguishable { lines.append("No node that is up in both could tell them apart.") }
    return ["Moment \(left), then moment \(right):"] + lines
  }

  /// All that one node knows.
  func node(_ words: ArraySlice<String>) -> [String] {
    guard let name = words.first, let node = lesson.session.scene.nodes.first(where: { $0.name == name }) else {
      return ["`node A1` tells all about A1. There are: \(lesson.session.setup.names.joined(separator: " "))."]
    }
    return Prose.nodes(lesson.session.scene).filter { $0.hasPrefix("\(node.name),") }
  }

  var invariants: [String] {
    lesson.session.scene.invariants.map { invariant in
      let verdict = invariant.violation.map { "violated: \($0)" } ?? "holds"
      return "\(invariant.name) \(verdict). \(invariant.statement) (\(invariant.cites))"
    }
  }
}

extension Exploration {
  /// What a check found, in a few lines.
  package var summary: [String] {
    let worlds = "\(counted(progress.worlds, "world")) within these bounds: \(bounds.sentence)."
    var how = relaxedSentence.map { [$0] } ?? []
    if isVacuous { how.append(Self.vacuousSentence) }
    if let cutoff {
      how.append(cutoff.sentence)
      if let remedy = cutoff.remedy(within: bounds, .language) { how.append(remedy) }
    }
    switch verdict {
    case .safe: return ["Safe: no invariant is violated in any of \(worlds)"] + how
    case .unfinished: return ["No violation so far, and not everything was seen: \(worlds)"] + how
    case .violated:
      guard let violation else { return [worlds] }
      return ["\(violation.invariant) can be violated: \(violation.sentence)", worlds] + how
    }
  }
}
