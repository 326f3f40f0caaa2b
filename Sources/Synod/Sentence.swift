import Consensus

/// What the course's simulator says. Its nodes are numbers from 1, and a ballot is shown as a sequence.
///
/// Shown by published material (the course's own tests, with what the simulator prints for them): all sentences but
/// those that are marked as an assumption. An assumption follows its twin in the other phase, word for word.
enum Sentence {
  /// The phases, by the names of their requests.
  enum Phase: String {
    case prepare, accept
  }

  static let consensus = "--> note: consensus has been achieved"

  static func initialized(nodes: Int) -> String { "--> initialized \(nodes) nodes" }

  static func sentPrepares(_ ballot: Ballot) -> String {
    "--> sent prepare requests to all nodes from \(ballot.proposer) with sequence \(ballot.sequence)"
  }

  /// Assumption: `rejected by`, as for accept requests, and then what the acceptor has accepted, as behind
  /// `accepted by`.
  static func prepareRequest(_ ballot: Ballot, isGranted: Bool, by node: NodeID, accepted vote: Vote?) -> String {
    "--> prepare request from \(ballot.proposer) sequence \(ballot.sequence) \(isGranted ? "accepted" : "rejected") "
      + "by \(node.number) with \(text(vote))"
  }

  /// Assumption: a negative response tells what the acceptor has accepted, too.
  static func prepareResponse(_ ballot: Ballot, isPositive: Bool, from node: NodeID, accepted vote: Vote?) -> String {
    "--> \(isPositive ? "positive" : "negative") prepare response from \(node.number) sequence \(ballot.sequence) "
      + "recorded by \(ballot.proposer) with \(text(vote))"
  }

  static func proposingItsOwn(_ vote: Vote) -> String {
    "--> prepare round successful: \(vote.ballot.proposer) proposing its own value \(vote.value)"
  }

  static func proposingDiscovered(_ vote: Vote, in ballot: Ballot) -> String {
    "--> prepare round successful: \(ballot.proposer) proposing discovered \(text(vote))"
  }

  static func sentAccepts(_ vote: Vote) -> String {
    "--> sent accept requests to all nodes from \(vote.ballot.proposer) with \(text(vote))"
  }

  static func acceptRequest(_ vote: Vote, isGranted: Bool, by node: NodeID) -> String {
    "--> accept request from \(vote.ballot.proposer) with \(text(vote)) \(isGranted ? "accepted" : "rejected") "
      + "by \(node.number)"
  }

  static func acceptResponse(_ ballot: Ballot, isPositive: Bool, from node: NodeID) -> String {
    "--> \(isPositive ? "positive" : "negative") accept response from \(node.number) sequence \(ballot.sequence) "
      + "recorded by \(ballot.proposer)"
  }

  static func detectedConsensus(_ vote: Vote) -> String {
    "--> accept round successful: \(vote.ballot.proposer) detected consensus with value \(vote.value)"
  }

  static func sentDecides(_ vote: Vote) -> String {
    "--> sent decide requests to all nodes from \(vote.ballot.proposer) with value \(vote.value)"
  }

  static func recordingConsensus(_ vote: Vote, at node: NodeID) -> String {
    "--> recording consensus value \(vote.value) at \(node.number)"
  }

  /// Assumption for accept responses.
  static func duplicate(_ phase: Phase, _ ballot: Ballot, from node: NodeID) -> String {
    "--> \(phase) response from \(node.number) sequence \(ballot.sequence) ignored as a duplicate by \(ballot.proposer)"
  }

  /// Assumption for prepare responses.
  static func fromThePast(_ phase: Phase, _ ballot: Ballot, from node: NodeID) -> String {
    "--> \(phase) response from \(node.number) sequence \(ballot.sequence) from the past ignored by \(ballot.proposer)"
  }

  static func alreadyResolved(_ phase: Phase, _ ballot: Ballot) -> String {
    "--> valid \(phase) vote ignored by \(ballot.proposer) because round is already resolved"
  }

  /// Assumption for the prepare round.
  static func roundFailed(_ phase: Phase, _ ballot: Ballot) -> String {
    "--> \(phase) round failed at \(ballot.proposer), restarting"
  }

  private static func text(_ vote: Vote?) -> String {
    vote.map { "value \($0.value) sequence \($0.ballot.sequence)" } ?? "no value"
  }
}

extension Ballot {
  /// The number by which the course calls a ballot: 5001 is node 1's first, 5011 its second.
  ///
  /// Nodes have one digit, so that sequences are ordered as ballots are.
  var sequence: Int { 5000 + proposer + 10 * (round - 1) }
}

extension NodeID {
  /// The course counts nodes from 1.
  init(number: Int) { self.init(number - 1) }

  var number: Int { Int(index) + 1 }
}
