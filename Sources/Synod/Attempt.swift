import Consensus

/// What the course's sentences need to know about one ballot of a proposer, beside what the proposer itself knows.
///
/// The course counts the first response of a node in each phase, of either sign, and says of every other one that it is
/// a duplicate; a proposer of ours keeps only the responses that matter to it.
struct Attempt {
  let ballot: Ballot
  private var responses: [Sentence.Phase: Responses] = [:]

  private struct Responses {
    var positive: NodeSet = []
    var negative: NodeSet = []
  }

  init(_ ballot: Ballot) { self.ballot = ballot }

  /// Whether a response of this node was recorded in a phase.
  func isRecorded(_ sender: NodeID, in phase: Sentence.Phase) -> Bool {
    guard let recorded = responses[phase] else { return false }
    return recorded.positive.contains(sender) || recorded.negative.contains(sender)
  }

  /// Whether the response that was recorded is a refusal.
  func isRecordedAsRefusing(_ sender: NodeID, in phase: Sentence.Phase) -> Bool {
    responses[phase]?.negative.contains(sender) ?? false
  }

  /// Records the first response of a node. One that comes when the phase is over is recorded, too, so that its
  /// repetition is a duplicate (assumed: the sentence says "recorded").
  mutating func record(_ sender: NodeID, isPositive: Bool, in phase: Sentence.Phase) {
    if isPositive {
      responses[phase, default: Responses()].positive.insert(sender)
    } else {
      responses[phase, default: Responses()].negative.insert(sender)
    }
  }

  func refusals(in phase: Sentence.Phase) -> Int { responses[phase]?.negative.count ?? 0 }
}
