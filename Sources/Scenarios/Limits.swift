import Consensus

/// The largest that a scenario may ask for. Every error about a limit names it.
package enum Limits {
  /// Bytes of a file: 1 MiB.
  package static let file = 1 << 20
  /// Bytes of a line: 4 KiB.
  package static let line = 1 << 12
  /// Command lines of a scenario, where `next N` counts N.
  package static let steps = 20_000
  package static let nodes = Cluster.maximumNodes
  /// Characters of a name or a value.
  package static let name = 16
  /// Of a round that `timeout` may name.
  static let round = Ballot.maximumRound
  /// Of a round that a ballot may have: nodes count on from the one that was named.
  static let ballotRound = 2 * Ballot.maximumRound
  /// What a name can end with.
  static let proposer = 999_999_999_999_999
  static let slot = 1_000_000
  static let ticks = 1_000_000
  static let message = 1_000_000_000
  static let worlds = 1_000_000_000_000
  /// Of rounds, crashes and duplicates that `bounds` may name.
  static let bound = 1_000
  /// Errors of one file that are told; of what follows, only how many they are.
  package static let diagnostics = 100
}
