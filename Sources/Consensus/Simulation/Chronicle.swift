/// What a person wants to see of the past and no judge needs: for each ballot, who opened it, who promised, voted and
/// refused. It plays no part in what makes two worlds equal for the checker.
package struct Chronicle: Hashable, Sendable {
  package struct Row: Hashable, Sendable {
    package let slot: Int
    package let ballot: Ballot
    package internal(set) var promised: NodeSet = []
    package internal(set) var voted: NodeSet = []
    package internal(set) var refused: NodeSet = []
    /// The value that votes are asked for in this ballot.
    package internal(set) var value: Value?
  }

  /// Sorted by slot and ballot.
  package private(set) var rows: [Row] = []

  mutating func record(_ observation: Observation, by node: NodeID) {
    switch observation {
    // A ballot that is opened slot by slot has promises of its own in each.
    case .open(let ballot, let slot): update(slot, ballot, inheritsPromises: false) { _ in }
    case .promise(let ballot, let slot): update(in: slot, ballot) { $0.promised.insert(node) }
    case .refuse(let ballot, let slot): update(in: slot, ballot) { $0.refused.insert(node) }
    case .vote(let slot, let vote):
      update(slot, vote.ballot) {
        $0.voted.insert(node)
        $0.value = vote.value
      }
    case .ask(let slot, let vote): update(slot, vote.ballot) { $0.value = vote.value }
    case .bind, .decide, .commit, .lead, .follow, .log, .multicast, .deliver, .multicastValue, .deliverValue: break
    }
  }

  private mutating func update(
    _ slot: Int, _ ballot: Ballot, inheritsPromises: Bool = true, _ change: (inout Row) -> Void
  ) {
    let place = rows.place { ($0.slot, $0.ballot) < (slot, ballot) }
    if place == rows.endIndex || rows[place].slot != slot || rows[place].ballot != ballot {
      var row = Row(slot: slot, ballot: ballot)
      // A ballot is promised for all its slots at once, also for those that get a value later.
      if inheritsPromises { row.promised = rows.first { $0.ballot == ballot }?.promised ?? [] }
      rows.insert(row, at: place)
    }
    change(&rows[place])
  }

  /// Changes the row of a ballot in one slot, or in all.
  private mutating func update(in slot: Int?, _ ballot: Ballot, _ change: (inout Row) -> Void) {
    if let slot { update(slot, ballot, change) } else { updateAll(ballot, change) }
  }

  /// Changes the rows of a ballot in all slots, because promises and what breaks them concern all of them.
  private mutating func updateAll(_ ballot: Ballot, _ change: (inout Row) -> Void) {
    if !rows.contains(where: { $0.ballot == ballot }) { update(1, ballot) { _ in } }
    for place in rows.indices where rows[place].ballot == ballot { change(&rows[place]) }
  }
}
