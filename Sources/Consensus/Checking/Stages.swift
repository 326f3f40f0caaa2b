/// A phase of a ballot.
package struct Stage: Hashable, Comparable, Sendable {
  package let ballot: Ballot
  package let phase: Int

  package init(_ ballot: Ballot, phase: Int = 1) { (self.ballot, self.phase) = (ballot, phase) }

  package static func < (left: Stage, right: Stage) -> Bool {
    (left.ballot, left.phase) < (right.ballot, right.phase)
  }
}

/// The ballots one after the other: which orders of events a relaxed search need not look at.
///
/// What a node does for a ballot belongs to a stage. No role of a node ever goes back to an earlier stage, and what is sent in one stage
/// is not received in an earlier one. So the events of any run can be sorted by their stages, and are the same run for every node: rounds
/// are closed with respect to communication (Elrad, Francez: *Decomposition of distributed programs into communication-closed layers*, 1982;
/// Damian, Drăgoi, Militaru, Widder: *Communication-closed asynchronous protocols*, 2019).
///
/// A search therefore takes the stages in their order, and when it goes on to the next one, forgets what belonged to earlier
/// ones: messages that were not received, whatever nodes had only for the sake of earlier ballots, and the votes of those ballots in the
/// ledger, unless they chose a value.
package struct Stages<A: Algorithm>: Sendable {
  /// All stages in which something may happen, in their order.
  package let all: [Stage]
  /// The stage in which a message does something to its receiver; nil for any.
  package let ofMessage: @Sendable (A.Message) -> Stage?
  /// The stage in which a node does something without a message, by its state afterwards; nil for any.
  package let ofEvent: @Sendable (Event<A.Message>, NodeID, _ after: A.Node) -> Stage?
  /// The node without what only events of earlier stages could ask for. What it may have done before, at any time and without
  /// anybody's help, it may be said to have done.
  package let node: @Sendable (NodeID, A.Node, _ from: Stage) -> A.Node
  /// The same of a disk.
  package let disk: @Sendable (NodeID, A.Disk, _ from: Stage) -> A.Disk

  /// Nil where there are none, or more than are worth while.
  package init?(
    of all: [Stage],
    ofMessage: @escaping @Sendable (A.Message) -> Stage?,
    ofEvent: @escaping @Sendable (Event<A.Message>, NodeID, _ after: A.Node) -> Stage?,
    node: @escaping @Sendable (NodeID, A.Node, _ from: Stage) -> A.Node,
    disk: @escaping @Sendable (NodeID, A.Disk, _ from: Stage) -> A.Disk
  ) {
    let all = Set(all).sorted()
    guard 1...Self.maximum ~= all.count else { return nil }
    self.all = all
    self.ofMessage = ofMessage
    self.ofEvent = ofEvent
    self.node = node
    self.disk = disk
  }

  private static var maximum: Int { 4096 }

  /// The place of a stage in `all`, counted from 1; 0 for any stage, and one that never comes where it is not in there.
  func number(of stage: Stage?) -> Int {
    guard let stage else { return 0 }
    let place = all.place { $0 < stage }
    return place < all.count && all[place] == stage ? place + 1 : all.count + 1
  }
}

// MARK: - Ballots

extension Stage {
  /// The highest ballot of a proposer that was to be opened in earlier stages; nil if there is none.
  package func lastBallot(ofProposer number: Int) -> Ballot? {
    let present = Ballot(round: ballot.round, proposer: number)
    let last = Stage(present) < self ? present : Ballot(round: ballot.round - 1, proposer: number)
    return last.round > 0 ? last : nil
  }

  /// What is left of an acceptor's promise: nothing where it binds no longer.
  package func binding(_ promised: Ballot?) -> Ballot? { promised.flatMap { Stage($0) < self ? nil : $0 } }
}

extension Bounds {
  /// The ballots that timers may open, without those that too few acceptors would still prepare, by what they have promised: nothing comes of
  /// opening them. Nil where there are more than are worth while.
  package func ballots(of cluster: Cluster, promised: [Ballot?] = [], quorum: Int = 0) -> [Ballot]? {
    let promises = promised.map { $0 ?? Ballot(round: 0, proposer: 0) }.sorted()
    let hopeless = 1...max(1, promises.count) ~= quorum && !promises.isEmpty ? promises[quorum - 1] : nil
    let first = max(1, hopeless?.round ?? 1)
    guard first <= rounds else { return [] }
    guard rounds - first < 1000 else { return nil }
    return (first...rounds).flatMap { round in
      cluster.proposers.map { Ballot(round: round, proposer: cluster[$0].number) }
    }.filter { ballot in hopeless.map { $0 < ballot } ?? true }
  }
}
