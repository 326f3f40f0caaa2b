/// How many acceptors make a quorum in each phase.
///
/// Flexible quorums (Howard, Malkhi, Spiegelman: Flexible Paxos, §3): safety needs only that every quorum of phase 1
/// meets every quorum of phase 2. Numbers that do not meet are allowed, because they are a lesson.
package struct Quorums: Hashable, Sendable {
  /// Promises that a proposer needs before it may ask for votes.
  package let phase1: Int
  /// Votes in one ballot that make a value chosen.
  package let phase2: Int

  package init(phase1: Int, phase2: Int) {
    self.phase1 = phase1
    self.phase2 = phase2
  }

  /// Majorities in both phases.
  package static func majority(of acceptors: Int) -> Quorums {
    Quorums(phase1: acceptors / 2 + 1, phase2: acceptors / 2 + 1)
  }

  /// Whether each quorum of phase 1 has an acceptor in common with each quorum of phase 2.
  package func meet(among acceptors: Int) -> Bool { phase1 + phase2 > acceptors }
}
