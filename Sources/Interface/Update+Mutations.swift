import Narration
import Scenarios
import Screen

// The menu of mutations, and the same steps under another rule.

extension Interface {
  /// A row of the menu: a mutation, or the correct algorithm.
  struct MutationRow: Hashable, Sendable {
    let name: String
    let summary: String
    let mutations: [String]
    var isPresent = false
  }

  func mutationRows(_ chooser: Chooser) -> [MutationRow] {
    guard let session = stage?.session else { return [] }
    let present = session.setup.mutations
    let correct = MutationRow(
      name: "the correct algorithm", summary: session.vocabulary.summary, mutations: [], isPresent: present.isEmpty)
    let rows =
      [correct]
      + session.vocabulary.mutations.map {
        MutationRow(name: $0.name, summary: $0.summary, mutations: [$0.name], isPresent: present.contains($0.name))
      }
    let words = chooser.search.text.lowercased().split(separator: " ")
    if words.isEmpty { return rows }
    return rows.filter { row in
      let text = "\(row.name) \(row.summary)".lowercased()
      return words.allSatisfy { text.contains($0) }
    }
  }

  /// Opens the menu with the present one selected.
  mutating func openMutations() {
    var chooser = Chooser()
    chooser.selection = mutationRows(chooser).firstIndex(where: \.isPresent) ?? 0
    layers.append(.mutations(chooser))
  }

  mutating func pressInMutations(_ key: Key, _ chooser: Chooser) {
    var chooser = chooser
    let rows = mutationRows(chooser)
    let action = action(of: key, in: [.list], isTyping: chooser.isSearching)
    switch chooser.press(key, meaning: action, count: rows.count, page: page) {
    case .nothing: replaceTop(with: .mutations(chooser))
    case .leave: layers.removeLast()
    case .choose:
      guard rows.indices.contains(chooser.selection) else { return }
      layers.removeLast()
      mutate(rows[chooser.selection].mutations)
    }
  }

  /// Takes the same steps with other rules, after a question where steps would be lost.
  mutating func mutate(_ mutations: [String]) {
    guard let stage else { return }
    if mutations == stage.session.setup.mutations {
      return say(mutations.isEmpty ? "The algorithm is the correct one." : "It is mutated so already.")
    }
    // The run as it was before any mutation is kept; one under a mutation is left for good.
    if stage.hasOwnSteps, stage.original != nil {
      layers.append(.confirmation(.mutate(mutations)))
    } else {
      become(mutations)
    }
  }

  mutating func become(_ mutations: [String]) {
    guard let stage else { return }
    var compared = stage.session
    compared.jump(to: compared.end(of: compared.cursor))
    let original = stage.original ?? stage
    if original.session.setup.mutations == mutations {
      self.stage = original
      journaling.startAnew()
      workshop.clear()
      return say(
        mutations.isEmpty ? "The correct algorithm again, where you left it." : "As the scenario has it again.")
    }
    do {
      let variant = try stage.lesson.variant(along: compared.cursor, mutations: mutations)
      self.stage = Stage(variant, at: stage.scene.depth)
      self.stage?.originals = [original]
      journaling.startAnew()
    } catch {
      return say(error.sentence, .bad)
    }
    workshop.clear()
    let shown = mutations.isEmpty ? compared.setup.mutations : mutations
    workshop.add(Errand(.beside(shown), compared))
  }
}
