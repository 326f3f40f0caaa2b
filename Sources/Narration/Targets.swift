import Consensus

// Facts as something to look for.
extension Run {
  /// What the ledger and the nodes must be like for all facts to hold. Throws for facts that no world can tell.
  func target(_ facts: [Fact]) throws(Refusal) -> Target<A> {
    var ledgerTests: [(Ledger) -> Bool] = []
    var nodeTests: [(node: NodeID, test: (A.Node) -> Bool)] = []
    for fact in facts {
      switch fact {
      case .chosen(let slot, let values):
        ledgerTests.append { [cluster] in $0.chosen(slot: slot ?? 1, in: cluster).map(\.name) == values.sorted() }
      case .holds(let name): ledgerTests.append(try judge(name, wanted: true))
      case .violates(let name): ledgerTests.append(try judge(name, wanted: false))
      case .decided(let name, let slot, let value):
        let node = try id(name)
        nodeTests.append(
          (
            node,
            { [algorithm] state in
              let beliefs = algorithm.beliefs(of: state, node) ?? []
              return (beliefs.first { $0.slot == slot ?? 1 }?.values ?? []) == (value.map { [$0] } ?? [])
            }
          ))
      case .field(let name, let field, let value):
        let node = try id(name)
        nodeTests.append(
          (
            node,
            { [algorithm] state in
              algorithm.fields(of: state, node).contains { $0.name == field && $0.value == value }
            }
          ))
      case .rule, .inFlight, .notInFlight, .possible:
        throw Refusal(
          "`\(fact)` cannot be looked for.",
          remedy: "Fields of nodes, `chosen`, `decided`, `holds` and `violates` can.")
      }
    }
    return Target(
      ledger: { ledger in ledgerTests.allSatisfy { $0(ledger) } },
      node: { id, state in nodeTests.allSatisfy { $0.node != id || $0.test(state) } })
  }

  private func judge(_ name: String, wanted: Bool) throws(Refusal) -> (Ledger) -> Bool {
    guard let invariant = A.invariants.first(where: { $0.name == name }) else {
      throw Refusal("There is no invariant \(name).")
    }
    return { [cluster] ledger in (invariant.violation(ledger, cluster) == nil) == wanted }
  }
}
