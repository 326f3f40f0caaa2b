/// What an algorithm calls its ballots and what a quorum gives before anybody may ask for votes on a value.
package struct BallotWords: Hashable, Sendable {
  /// One of them, in lower case.
  package let ballot: String
  /// What an acceptor gives first, and that it has given it.
  package let grant: String
  package let granted: String

  static let paxos = BallotWords(ballot: "ballot", grant: "promise", granted: "promised")
  /// Raft's vote is a promise: whoever gives it listens to no lower term.
  static let raft = BallotWords(ballot: "election", grant: "vote", granted: "voted")
}
