import Consensus

// Whether what a scenario expects is so.
extension Run {
  package func check(_ fact: Fact) -> Finding {
    let world = timeline.world
    switch fact {
    case .chosen(let slot, let values):
      let chosen = world.ledger.chosen(slot: slot ?? 1, in: cluster).map(\.name)
      let place = slot.map { "@\($0) " } ?? ""
      return finding(fact, values.sorted() == chosen, "chosen \(place)\(list(chosen))")
    case .decided(let node, let slot, let value): return checkDecided(fact, node, slot: slot, value)
    case .possible(let slot, let values): return checkPossible(fact, slot: slot, values)
    case .field(let node, let name, let value): return checkField(fact, node, name, value)
    case .rule(let rule):
      let actual = timeline.transition?.ruleName
      return finding(fact, actual == rule, actual.map { "rule \($0)" } ?? "no step was taken yet")
    case .inFlight(let pattern): return checkInFlight(fact, pattern, wanted: true)
    case .notInFlight(let pattern): return checkInFlight(fact, pattern, wanted: false)
    case .holds(let name): return checkInvariant(fact, name, wanted: true)
    case .violates(let name): return checkInvariant(fact, name, wanted: false)
    }
  }

  private func finding(_ fact: Fact, _ holds: Bool, _ actual: String) -> Finding {
    Finding(holds: holds, expected: fact.description, actual: actual)
  }

  private func list(_ values: [String]) -> String { values.isEmpty ? "nothing" : values.joined(separator: " ") }

  private func checkDecided(_ fact: Fact, _ node: String, slot: Int?, _ value: String?) -> Finding {
    guard let id = cluster.id(named: node) else { return finding(fact, false, "there is no node \(node)") }
    let beliefs = algorithm.beliefs(of: timeline.world[id], id) ?? []
    let actual = beliefs.first { $0.slot == slot ?? 1 }?.values ?? []
    let place = slot.map { "@\($0) " } ?? ""
    return finding(fact, actual == (value.map { [$0] } ?? []), "decided \(node) \(place)\(list(actual))")
  }

  /// At most so many worlds are looked at for `expect possible`, unless the header's bounds say otherwise.
  private static var possibleLimit: Int { 20_000_000 }

  private func checkPossible(_ fact: Fact, slot: Int?, _ values: [String]) -> Finding {
    var bounds = Setup.Bounds()
    bounds.limit = setup.bounds?.limit ?? Self.possibleLimit
    let outlook: Outlook
    do throws(Refusal) {
      outlook = try self.outlook(in: slot ?? 1, ExplorationLimits(bounds))
    } catch {
      return finding(fact, false, error.sentence)
    }
    return outlook.finding(fact, slot: slot, values)
  }

  private func checkField(_ fact: Fact, _ node: String, _ name: String, _ value: String) -> Finding {
    guard let id = cluster.id(named: node) else { return finding(fact, false, "there is no node \(node)") }
    let fields = algorithm.fields(of: timeline.world[id], id)
    guard let field = fields.first(where: { $0.name == name }) else {
      return finding(fact, false, "\(node) has no field \(name), only \(fields.map(\.name).joined(separator: ", "))")
    }
    return finding(fact, field.value == value, "\(node) \(name) \(field.value)")
  }

  private func checkInFlight(_ fact: Fact, _ pattern: MessagePattern, wanted: Bool) -> Finding {
    let from = pattern.from.map { cluster.id(named: $0) }
    let receivers = pattern.to.isEmpty ? [nil] : pattern.to.map { cluster.id(named: $0) }
    let counts = receivers.map { receiver in matches(pattern, from: from ?? nil, to: receiver).count }
    let total = counts.reduce(0, +)
    let holds = wanted ? !counts.contains(0) : total == 0
    return finding(fact, holds, total == 0 ? "no such message is in flight" : "\(total) such messages are in flight")
  }

  private func checkInvariant(_ fact: Fact, _ name: String, wanted: Bool) -> Finding {
    guard let invariant = A.invariants.first(where: { $0.name == name }) else {
      return finding(fact, false, "there is no invariant \(name)")
    }
    let violation = invariant.violation(timeline.world.ledger, cluster)
    return finding(fact, (violation == nil) == wanted, violation.map { "violated: \($0)" } ?? "\(name) holds")
  }
}
