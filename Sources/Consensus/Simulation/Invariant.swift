/// A statement about the ledger that must hold in every moment.
package struct Invariant: Sendable {
  /// As scenarios write it: `expect holds agreement`.
  package let name: String
  /// What it demands, in one sentence.
  package let statement: String
  /// Where the statement comes from.
  package let cites: String
  /// What it is to an algorithm.
  package private(set) var standing: Standing
  /// A sentence that says how the history contradicts the statement, or nil where it does not.
  package let violation: @Sendable (Ledger, Cluster) -> String?

  package init(
    name: String, statement: String, cites: String, standing: Standing = .purpose,
    violation: @escaping @Sendable (Ledger, Cluster) -> String?
  ) {
    self.name = name
    self.statement = statement
    self.cites = cites
    self.standing = standing
    self.violation = violation
  }

  /// The same statement where an algorithm does not promise it: it is watched, and nothing is wrong if it does not hold.
  package var watched: Invariant {
    var invariant = self
    invariant.standing = .watched
    return invariant
  }

  /// Whether a check ends where it is violated.
  package var isPurpose: Bool { standing == .purpose }

  package enum Standing: Hashable, Sendable {
    /// What the algorithm is for.
    case purpose
    /// How it gets there: a mutation may break it and harm nobody.
    case means
    /// What the algorithm does not promise.
    case watched
  }
}

extension Invariant {
  /// At most one value is chosen in a slot, and nobody decides differently.
  package static let agreement = Invariant(
    name: "agreement",
    statement: "Only a single value is chosen.",
    cites: "Paxos Made Simple §2.1"
  ) { ledger, cluster in
    if let (first, second) = ledger.commits.conflict(
      where: { $0.vote.value != $1.vote.value }, slot: { $0.slot })
    {
      return "\(first.vote.value) is committed in slot \(first.slot), and so is \(second.vote.value)."
    }
    if let (first, second) = ledger.choices(in: cluster).conflict(
      where: { $0.vote.value != $1.vote.value }, slot: { $0.slot })
    {
      return
        "\(first.vote.value) is chosen in ballot \(first.vote.ballot) by \(cluster.names(of: first.voters)), and "
        + "\(second.vote.value) in ballot \(second.vote.ballot) by \(cluster.names(of: second.voters))."
    }
    for (index, first) in ledger.decisions.enumerated() {
      for second in ledger.decisions[(index + 1)...] where first.slot == second.slot && first.value != second.value {
        return "\(cluster.name(of: first.node)) decided \(first.value), and "
          + "\(cluster.name(of: second.node)) decided \(second.value)."
      }
    }
    return nil
  }

  /// A ballot belongs to one proposer, which asks for one value in it.
  package static let oneValuePerBallot = Invariant(
    name: "one-value-per-ballot",
    statement: "All votes in a ballot are for the same value.",
    cites: "The Part-Time Parliament §2.1, B1"
  ) { ledger, cluster in
    for (first, second) in zip(ledger.tallies, ledger.tallies.dropFirst())
    where first.slot == second.slot && first.vote.ballot == second.vote.ballot {
      return "Ballot \(first.vote.ballot) has votes for \(first.vote.value) by \(cluster.names(of: first.voters)) and "
        + "for \(second.vote.value) by \(cluster.names(of: second.voters))."
    }
    return nil
  }

  /// Nothing is chosen or decided that no client asked for.
  package static let validity = Invariant(
    name: "validity",
    statement: "Only a value that has been proposed may be chosen.",
    cites: "Paxos Made Simple §2.1"
  ) { ledger, cluster in
    let values = ledger.allChosen(in: cluster).map(\.value) + ledger.decisions.map(\.value)
    return values.first { !ledger.proposed.contains($0) }.map { "\($0) is chosen, but nobody proposed it." }
  }

  /// Nobody believes in a choice that did not happen.
  package static let decidedIsChosen = Invariant(
    name: "decided-is-chosen",
    statement: "A node never learns that a value has been chosen unless it actually has been.",
    cites: "Paxos Made Simple §2.1"
  ) { ledger, cluster in
    ledger.decisions.first { !ledger.chosen(slot: $0.slot, in: cluster).contains($0.value) }
      .map { "\(cluster.name(of: $0.node)) decided \($0.value), which is not chosen." }
  }

  /// An acceptor keeps its word.
  package static let promisesKept = Invariant(
    name: "promises-kept",
    statement: "What an acceptor has promised never goes down, and it never votes below it.",
    cites: "Paxos Made Simple §2.2, P1a",
    standing: .means
  ) { ledger, cluster in
    ledger.brokenPromises.first.map {
      "\(cluster.name(of: $0.acceptor)) had promised \($0.promised) and then "
        + "\($0.byVoting ? "voted in" : "promised") \($0.broken)."
    }
  }
}

extension Cluster {
  /// The names of some nodes, in their order: `A1 A2`.
  package func names(of set: NodeSet) -> String {
    set.map { name(of: $0) }.joined(separator: " ")
  }
}

extension Array {
  /// The first two elements of one slot that contradict each other, in an array that is sorted by slot. O(n): where two of
  /// a slot differ, one of them differs from the first of the slot.
  fileprivate func conflict(
    where differ: (Element, Element) -> Bool, slot: (Element) -> Int
  ) -> (Element, Element)? {
    guard var first else { return nil }
    for element in dropFirst() {
      if slot(element) != slot(first) {
        first = element
      } else if differ(first, element) {
        return (first, element)
      }
    }
    return nil
  }
}
