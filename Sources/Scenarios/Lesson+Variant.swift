package import Consensus
package import Narration

extension Lesson {
  /// The same steps with other rules, as far as they can be taken. What the scenario asks and expects is about its own
  /// rules and does not come along; its notes do.
  package func variant(along end: MomentID, mutations: [String]) throws(Refusal) -> Lesson {
    var scenario = recording(along: session.path(to: end))
    scenario.setup.mutations = mutations
    scenario.items.removeAll { item in
      switch item {
      case .ask, .expect: true
      default: false
      }
    }
    // The second time at the latest all steps can be taken.
    for _ in 0..<2 {
      let parsed: Parsed
      do { parsed = try Parser.parse(Printer.text(scenario)) } catch {
        throw Refusal(error.diagnostics.first?.sentence ?? "The steps cannot be taken again.")
      }
      do { return try Lesson(playing: parsed, name: name) } catch {
        scenario.items = Array(scenario.items.prefix(parsed.lines.count { $0 < error.line }))
      }
    }
    throw Refusal("The steps cannot be taken again.")
  }
}
