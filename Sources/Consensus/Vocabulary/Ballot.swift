/// The number of one attempt of one proposer, written `ROUND.PROPOSER`.
///
/// Ordered by round, then by proposer, so that no two proposers ever use the same number
/// (Paxos Made Simple §2.5: "different proposers choose their numbers from disjoint sets of numbers").
package struct Ballot: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The highest round that a person may choose: far enough from where numbers end that a proposer can count on from it.
  package static let maximumRound = 1_000_000_000

  /// 1 and up.
  package let round: Int
  /// The number at the end of the proposer's name (`Cluster.number(of:)`).
  package let proposer: Int

  package init(round: Int, proposer: Int) {
    self.round = round
    self.proposer = proposer
  }

  package static func < (left: Ballot, right: Ballot) -> Bool {
    (left.round, left.proposer) < (right.round, right.proposer)
  }

  package var description: String { "\(round).\(proposer)" }
}
