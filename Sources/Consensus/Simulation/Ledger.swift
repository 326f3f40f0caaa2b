/// What an algorithm tells the judges, and those who watch, that it does.
package enum Observation: Hashable, Sendable {
  // For the judges.
  /// From now on this acceptor will not vote below the ballot: what it remembers as promised.
  case bind(Ballot)
  /// This acceptor votes. Single-decree algorithms use slot 1.
  case vote(slot: Int, Vote)
  /// This node believes from now on that the value is chosen.
  case decide(slot: Int, Value)
  /// The value is chosen by this algorithm's own standard, which is not a quorum of votes in one ballot.
  case commit(slot: Int, Vote)
  /// This node leads from now on; the round of the ballot is the term.
  case lead(Ballot)
  /// This node does not lead, or no longer.
  case follow
  /// What this node's log says from now on.
  case log([LogEntry])
  /// This node hands a message to all (multicasts).
  case multicast(Multicast)
  /// This node delivers a message to its application (multicasts).
  case deliver(Multicast)
  /// As `multicast` and `deliver`, where messages are told apart by their values alone: one that was said before by
  /// another process is that process's message.
  case multicastValue(Multicast)
  case deliverValue(Multicast)

  // For those who watch.
  /// This proposer opens a ballot, for all slots from one on.
  case open(Ballot, from: Int = 1)
  /// This acceptor grants a request to prepare a ballot: in one slot, or (nil) in all for which it was opened.
  case promise(Ballot, slot: Int? = nil)
  /// This acceptor does not grant a request in this ballot: in one slot, or (nil) in all.
  case refuse(Ballot, slot: Int? = nil)
  /// This proposer asks for votes.
  case ask(slot: Int, Vote)

  /// Whether the ledger takes it down.
  var isJudged: Bool {
    switch self {
    case .bind, .vote, .decide, .commit, .lead, .follow, .log, .multicast, .deliver, .multicastValue, .deliverValue:
      true
    case .open, .promise, .refuse, .ask: false
    }
  }
}

/// The history of votes, promises and decisions, written by the nodes' announcements and read by no node.
///
/// Safety is stated about this history and never about what acceptors hold now: an acceptor that votes again overwrites
/// what it held, but a vote that was cast stays cast. Entries are kept sorted, so that two histories with the same
/// content are equal.
package struct Ledger: Hashable, Sendable {
  /// The acceptors that have voted for one value in one ballot of one slot.
  package struct Tally: Hashable, Sendable {
    package let slot: Int
    package let vote: Vote
    package fileprivate(set) var voters: NodeSet

    fileprivate func isChosen(in cluster: Cluster) -> Bool {
      voters.intersection(cluster.acceptors).count >= cluster.quorums.phase2
    }

    func without(_ acceptors: NodeSet) -> Tally {
      Tally(slot: slot, vote: vote, voters: voters.subtracting(acceptors))
    }
  }

  package struct Decision: Hashable, Sendable {
    package let slot: Int
    package let node: NodeID
    package let value: Value
  }

  /// An acceptor that promised or voted below what it had promised.
  package struct BrokenPromise: Hashable, Sendable {
    package let acceptor: NodeID
    package let promised: Ballot
    /// The lower ballot that it then promised or voted in.
    package let broken: Ballot
    package let byVoting: Bool

    /// The same, without the acceptor's name.
    var anonymous: BrokenPromise {
      BrokenPromise(acceptor: NodeID(0), promised: promised, broken: broken, byVoting: byVoting)
    }
  }

  /// Sorted by slot, ballot and value.
  package private(set) var tallies: [Tally] = []
  /// In the order of the announcements.
  package private(set) var decisions: [Decision] = []
  /// The highest promise of each acceptor that has made one, sorted by acceptor.
  package private(set) var promises: [Promise] = []
  package private(set) var brokenPromises: [BrokenPromise] = []
  /// Leaders, logs and commits.
  package private(set) var logs = LogHistory()
  /// What was multicast and delivered.
  package private(set) var deliveries = DeliveryHistory()
  /// What clients have asked for, sorted.
  package private(set) var proposed: [Value]

  package struct Promise: Hashable, Sendable {
    package let acceptor: NodeID
    package fileprivate(set) var ballot: Ballot
  }

  package init(proposed: [Value] = []) {
    self.proposed = []
    for value in proposed { propose(value) }
  }

  /// A client asks for a value.
  package mutating func propose(_ value: Value) {
    let place = proposed.place { $0 < value }
    if place == proposed.endIndex || proposed[place] != value { proposed.insert(value, at: place) }
  }

  /// The same announcement with the sender of a message that was told apart by its value.
  func resolved(_ observation: Observation) -> Observation {
    guard case .deliverValue(let message) = observation, let first = deliveries.first(saying: message.value) else {
      return observation
    }
    return .deliver(first)
  }

  /// The network has lost what would have brought a message to a process.
  mutating func lose(_ message: Multicast, at node: NodeID) { deliveries.lose(message, at: node) }

  mutating func note(_ node: NodeID, isDown: Bool) { deliveries.note(node, isDown: isDown) }

  /// What the nodes announced, whoever is down.
  package var announcements: Ledger {
    var ledger = self
    for node in ledger.deliveries.down { ledger.note(node, isDown: false) }
    return ledger
  }

  package mutating func record(_ observation: Observation, by node: NodeID) {
    switch observation {
    case .open, .promise, .refuse, .ask: break
    case .bind(let ballot): recordPromise(ballot, by: node)
    case .vote(let slot, let vote): recordVote(vote, slot: slot, by: node)
    case .decide(let slot, let value):
      let decision = Decision(slot: slot, node: node, value: value)
      if !decisions.contains(decision) { decisions.append(decision) }
    case .commit(let slot, let vote): logs.commit(slot, vote, by: node)
    case .lead(let ballot): logs.lead(ballot, node)
    case .follow: logs.follow(node)
    case .log(let entries): logs.write(entries, at: node)
    case .multicast(let message): deliveries.record(.multicast(message), at: node)
    case .deliver(let message): deliveries.record(.delivered(message), at: node)
    case .multicastValue(let message):
      deliveries.recordValue(DeliveryHistory.Event.multicast, message, at: node)
    case .deliverValue(let message): deliveries.recordValue(DeliveryHistory.Event.delivered, message, at: node)
    }
  }

  /// Records an announcement and returns the tally whose quorum it completes, if it is a vote that does.
  mutating func record(_ observation: Observation, by node: NodeID, in cluster: Cluster) -> Tally? {
    guard case .vote(let slot, let vote) = observation else {
      record(observation, by: node)
      return nil
    }
    let wasChosen = choice(of: vote, slot: slot, in: cluster) != nil
    record(observation, by: node)
    return wasChosen ? nil : choice(of: vote, slot: slot, in: cluster)
  }

  private mutating func recordPromise(_ ballot: Ballot, by acceptor: NodeID) {
    let place = promises.place { $0.acceptor < acceptor }
    guard place < promises.endIndex, promises[place].acceptor == acceptor else {
      return promises.insert(Promise(acceptor: acceptor, ballot: ballot), at: place)
    }
    if ballot < promises[place].ballot {
      breakPromise(promises[place], with: ballot, byVoting: false)
    } else {
      promises[place].ballot = ballot
    }
  }

  private mutating func recordVote(_ vote: Vote, slot: Int, by acceptor: NodeID) {
    if let promise = promises.first(where: { $0.acceptor == acceptor }), vote.ballot < promise.ballot {
      breakPromise(promise, with: vote.ballot, byVoting: true)
    }
    let place = tallies.place { ($0.slot, $0.vote) < (slot, vote) }
    if place < tallies.endIndex, tallies[place].slot == slot, tallies[place].vote == vote {
      tallies[place].voters.insert(acceptor)
    } else {
      tallies.insert(Tally(slot: slot, vote: vote, voters: [acceptor]), at: place)
    }
  }

  private mutating func breakPromise(_ promise: Promise, with ballot: Ballot, byVoting: Bool) {
    let broken = BrokenPromise(
      acceptor: promise.acceptor, promised: promise.ballot, broken: ballot, byVoting: byVoting)
    if !brokenPromises.contains(broken) { brokenPromises.append(broken) }
  }
}

extension Ledger {
  /// What an invariant that is a purpose can tell of the history: not in which order nodes decided, nor which acceptors were more than
  /// a quorum, nor what was promised.
  package func essence(in cluster: Cluster) -> Ledger {
    var ledger = self
    ledger.decisions.sort { ($0.slot, $0.node, $0.value) < ($1.slot, $1.node, $1.value) }
    for place in tallies.indices where tallies[place].isChosen(in: cluster) {
      ledger.tallies[place].voters = cluster.acceptors
    }
    ledger.promises = []
    ledger.brokenPromises = []
    return ledger
  }

  /// What of the history still matters when nobody votes below a ballot any more: of the votes below, only which values they chose, and of
  /// those who led in lower rounds, only what they committed.
  func settled(before ballot: Ballot, in cluster: Cluster) -> Ledger {
    var ledger = self
    ledger.tallies = []
    for tally in tallies {
      let isKnown = ledger.tallies.contains { $0.slot == tally.slot && $0.vote.value == tally.vote.value }
      if tally.vote.ballot >= ballot || tally.isChosen(in: cluster) && !isKnown { ledger.tallies.append(tally) }
    }
    ledger.logs = logs.settled(before: ballot.round)
    return ledger
  }

  /// The part of the history that decides what may still be chosen in a slot, besides values that are known to be possible: its votes
  /// and commits.
  func votes(in slot: Int, besides known: [Value]) -> Ledger {
    var votes = self
    votes.tallies = tallies.filter { $0.slot == slot && !known.contains($0.vote.value) }
    votes.decisions = []
    votes.promises = []
    votes.brokenPromises = []
    votes.logs = logs.commits(in: slot)
    votes.deliveries = DeliveryHistory()
    return votes
  }
}

// MARK: - What follows from the history

extension Ledger {
  /// The tallies that reached a quorum of phase 2 in one ballot: this, and nothing else, is what "chosen" means
  /// (Paxos Made Simple §2.2: "a value is chosen when a single proposal with that value has been accepted by a majority
  /// of the acceptors").
  package func choices(in cluster: Cluster) -> [Tally] {
    tallies.filter { $0.isChosen(in: cluster) }
  }

  /// The tally of a value in a ballot, if it reached a quorum.
  package func choice(of vote: Vote, slot: Int, in cluster: Cluster) -> Tally? {
    tallies.first { $0.slot == slot && $0.vote == vote }.flatMap { $0.isChosen(in: cluster) ? $0 : nil }
  }

  /// The values chosen in a slot, each once, sorted. More than one: agreement is violated.
  package func chosen(slot: Int, in cluster: Cluster) -> [Value] {
    var values: [Value] = []
    for tally in tallies
    where tally.slot == slot && tally.isChosen(in: cluster) && !values.contains(tally.vote.value) {
      values.append(tally.vote.value)
    }
    for commit in commits where commit.slot == slot && !values.contains(commit.vote.value) {
      values.append(commit.vote.value)
    }
    return values.sorted()
  }

  /// Whether the value of some votes was chosen by others too, or decided.
  func isKnown(_ choice: Tally, in cluster: Cluster) -> Bool {
    decisions.contains { $0.slot == choice.slot && $0.value == choice.vote.value }
      || choices(in: cluster).contains {
        $0.slot == choice.slot && $0.vote.value == choice.vote.value && $0.vote.ballot != choice.vote.ballot
      }
  }

  /// What is chosen without votes, sorted by slot and vote.
  package var commits: [LogHistory.Commit] { logs.commits }

  /// What is chosen in all slots; the same may occur more than once.
  package func allChosen(in cluster: Cluster) -> [(slot: Int, value: Value)] {
    choices(in: cluster).map { ($0.slot, $0.vote.value) } + commits.map { ($0.slot, $0.vote.value) }
  }

  /// Whether something is chosen in some slot.
  package func isAnythingChosen(in cluster: Cluster) -> Bool { !allChosen(in: cluster).isEmpty }

  /// The slots in which somebody voted or decided, sorted.
  package var slots: [Int] {
    var slots: [Int] = []
    for tally in tallies where tally.slot != slots.last { slots.append(tally.slot) }
    for slot in decisions.map(\.slot) + commits.map(\.slot) where !slots.contains(slot) { slots.append(slot) }
    return slots.sorted()
  }

  /// The value that a quorum of acceptors voted for last although it was never chosen, because their votes belong to
  /// different ballots: the trap that makes people (and programs) announce a consensus too early.
  package func heldByQuorumButNotChosen(slot: Int, in cluster: Cluster) -> Value? {
    guard chosen(slot: slot, in: cluster).isEmpty else { return nil }
    let held = cluster.acceptors.compactMap { acceptor in
      tallies.last { $0.slot == slot && $0.voters.contains(acceptor) }?.vote.value
    }
    return held.first { value in held.count { $0 == value } >= cluster.quorums.phase2 }
  }
}
