import Consensus
import Narration
import Scenarios

/// Plays a script on the engine: lines become steps, and what the steps did becomes the course's sentences.
///
/// All that happens is decided by the engine's rules. The player adds only what belongs to the course: when a failed
/// ballot is followed by the next one, and which responses its sentences call duplicates (`Attempt`).
struct Player {
  /// What a scenario will say.
  enum Entry: Hashable {
    case note(String)
    case step(Step)
  }

  /// A message, as the script can name it.
  struct Posted {
    let id: MessageID
    /// The line that sent it.
    let line: Int
    /// What its sender had accepted at that time: the course's negative responses tell it, the engine's do not.
    let accepted: Vote?
  }

  private let script: SynodScript
  private(set) var world: World<Paxos>
  private(set) var entries: [Entry] = []
  private(set) var transcript: [String] = []
  private var steps = 0
  /// The messages by their addresses. Of two with one address the later one replaces the earlier (assumed).
  private(set) var posted: [SynodScript.Address: Posted] = [:]
  /// How many more times the script delivers what has an address.
  private var deliveriesLeft: [SynodScript.Address: Int] = [:]
  /// The ballot that each node opened last.
  private var attempts: [NodeID: Attempt] = [:]
  /// The ballots of which the transcript has said that they have a quorum of votes.
  private var chosen: Set<Ballot> = []
  /// The lines that deliver what was not sent.
  private(set) var undeliverable: [Int] = []

  init(_ script: SynodScript, on algorithm: Paxos) {
    self.script = script
    world = World(algorithm)
    for case .deliver(let address) in script.lines.map(\.action) { deliveriesLeft[address, default: 0] += 1 }
  }

  /// Plays all lines; stops only at a limit of the engine.
  mutating func play() throws(Complaint) {
    transcript.append(Sentence.initialized(nodes: script.nodes))
    for (index, line) in script.lines.enumerated() {
      entries += line.notes.map(Entry.note)
      switch line.action {
      case .send(let sender): try openBallot(at: NodeID(number: sender), in: index)
      case .deliver(let address): try deliver(address, in: index)
      }
    }
    entries += script.closing.map(Entry.note)
  }

  /// Takes a step for a line and keeps what it sent by its address.
  private mutating func take(_ step: Step, in line: Int) throws(Complaint) -> Transition<Paxos> {
    let place = script.lines[line].places.kind
    guard steps < Limits.steps else {
      throw Complaint(
        at: place, "up to here the script takes \(grouped(Limits.steps)) steps, and more are not possible",
        remedy: "divide it")
    }
    let transition: Transition<Paxos>
    do { transition = try world.take(step) } catch {
      guard case .tooManyInFlight(let limit) = error else { preconditionFailure("the player knows better: \(error)") }
      throw Complaint(
        at: place, "more than \(grouped(limit)) messages would be in flight here", remedy: "divide the script")
    }
    steps += 1
    entries.append(.step(step))
    if case .duplicate = step { return transition }
    for message in transition.sent {
      let address = SynodScript.Address(
        kind: message.message.synodKind, receiver: message.to.number, time: script.lines[line].time)
      posted[address] = Posted(id: message.id, line: line, accepted: transition.after?.acceptor.accepted)
    }
    return transition
  }

  private mutating func openBallot(at node: NodeID, in line: Int) throws(Complaint) {
    let round = (attempts[node]?.ballot.round ?? 0) + 1
    _ = try take(.timeout(node, round: round), in: line)
    let ballot = Ballot(round: round, proposer: node.number)
    attempts[node] = Attempt(ballot)
    transcript.append(Sentence.sentPrepares(ballot))
  }
}

// MARK: - Delivering

extension Player {
  private mutating func deliver(_ address: SynodScript.Address, in line: Int) throws(Complaint) {
    let left = deliveriesLeft[address, default: 1] - 1
    deliveriesLeft[address] = left
    guard let posted = posted[address], let message = world.message(posted.id) else {
      undeliverable.append(line)
      return
    }
    let response = Response(message, accepted: posted.accepted)
    if let response, isDuplicateForTheCourseAlone(response) {
      try lose(message, response, isLast: left == 0, in: line)
      return
    }
    var id = message.id
    if left > 0 {
      // The course's messages are never used up. Here one is, so a copy goes first and the message itself last.
      id = try take(.duplicate(id), in: line).sent.first?.id ?? id
    }
    let transition = try take(.deliver(id), in: line)
    if let response {
      try tell(response, transition, in: line)
    } else {
      tell(message, transition)
    }
  }

  /// Whether the proposer of the engine would count a response that the course's proposer ignores: a grant from a node
  /// whose refusal it has recorded. That needs a request that was delivered twice, and its answers in reverse order.
  private func isDuplicateForTheCourseAlone(_ response: Response) -> Bool {
    guard let attempt = attempts[response.to], attempt.ballot == response.ballot else { return false }
    let isOpen = world[response.to].proposer.phase == (response.phase == .prepare ? .preparing : .asking)
    return isOpen && response.isPositive && attempt.isRecordedAsRefusing(response.from, in: response.phase)
  }

  /// What the course's proposer ignores must not reach the engine's, or their runs would part here.
  private mutating func lose(
    _ message: InFlight<Paxos.Message>, _ response: Response, isLast: Bool, in line: Int
  ) throws(Complaint) {
    transcript.append(Sentence.duplicate(response.phase, response.ballot, from: response.from))
    guard isLast else { return }
    let (sender, receiver) = (world.cluster.name(of: response.from), world.cluster.name(of: response.to))
    entries.append(
      .note(
        "The script delivers this answer of \(sender), too. The course's \(receiver) ignores it as a duplicate, "
          + "because it has recorded a refusal of \(sender) in this ballot; here it would count, so it is lost."))
    _ = try take(.drop(message.id), in: line)
  }

  /// Says what came of a request.
  private mutating func tell(_ message: InFlight<Paxos.Message>, _ transition: Transition<Paxos>) {
    let node = message.to
    switch message.message {
    case .prepare(let ballot):
      let isGranted = transition.rule == .promises
      let accepted = transition.after?.acceptor.accepted
      transcript.append(Sentence.prepareRequest(ballot, isGranted: isGranted, by: node, accepted: accepted))
    case .accept(let vote):
      transcript.append(Sentence.acceptRequest(vote, isGranted: transition.rule == .votes, by: node))
      // Said once for each ballot, whoever votes in it again (assumed; that it is said for each ballot is shown).
      if hasQuorum(vote), chosen.insert(vote.ballot).inserted { transcript.append(Sentence.consensus) }
    case .decide(let vote): transcript.append(Sentence.recordingConsensus(vote, at: node))
    case .promise, .accepted, .refusal: break
    }
  }

  private func hasQuorum(_ vote: Vote) -> Bool {
    world.ledger.choice(of: vote, slot: 1, in: world.cluster) != nil
  }
}

// MARK: - Responses

extension Player {
  /// Says what came of a response, in the course's order of checks: the past, duplicates, what is resolved, the count.
  private mutating func tell(_ response: Response, _ transition: Transition<Paxos>, in line: Int) throws(Complaint) {
    let (phase, ballot, sender) = (response.phase, response.ballot, response.from)
    let stale: [Paxos.Rule] = [.ignoresAStalePromise, .ignoresAStaleVote, .ignoresAStaleRefusal]
    guard let rule = transition.rule, !stale.contains(rule), var attempt = attempts[response.to] else {
      return transcript.append(Sentence.fromThePast(phase, ballot, from: sender))
    }
    guard !attempt.isRecorded(sender, in: phase) else {
      return transcript.append(Sentence.duplicate(phase, ballot, from: sender))
    }
    attempt.record(sender, isPositive: response.isPositive, in: phase)
    attempts[response.to] = attempt
    transcript.append(
      phase == .prepare
        ? Sentence.prepareResponse(ballot, isPositive: response.isPositive, from: sender, accepted: response.accepted)
        : Sentence.acceptResponse(ballot, isPositive: response.isPositive, from: sender))
    if let proposer = transition.before?.proposer, isResolved(phase, proposer) {
      return transcript.append(Sentence.alreadyResolved(phase, ballot))
    }
    if response.isPositive {
      transcript += success(of: transition, rule)
    } else if attempt.refusals(in: phase) == world.cluster.acceptors.count / 2 + 1 {
      // The engine's proposer gives up as soon as a quorum is impossible, with an even number of nodes one refusal
      // earlier than the course's, which waits for a majority of refusals. Nothing it hears in between can help it.
      transcript.append(Sentence.roundFailed(phase, ballot))
      try openBallot(at: response.to, in: line)
    }
  }

  /// Whether the round has had its majority. A ballot that failed is never resolved: the next one has begun.
  private func isResolved(_ phase: Sentence.Phase, _ proposer: Paxos.Proposer) -> Bool {
    phase == .prepare ? proposer.proposal != nil : proposer.phase == .decided
  }

  /// What is said where a response completes a quorum; nothing where it does not.
  private func success(of transition: Transition<Paxos>, _ rule: Paxos.Rule) -> [String] {
    guard let proposer = transition.after?.proposer, let ballot = proposer.ballot, let value = proposer.proposal else {
      return []
    }
    let vote = Vote(ballot, value)
    switch rule {
    case .proposesItsOwnValue: return [Sentence.proposingItsOwn(vote), Sentence.sentAccepts(vote)]
    case .proposesAReportedValue:
      guard let discovered = proposer.reports.max() else { return [] }
      return [Sentence.proposingDiscovered(discovered, in: ballot), Sentence.sentAccepts(vote)]
    case .announcesTheDecision: return [Sentence.detectedConsensus(vote), Sentence.sentDecides(vote)]
    default: return []
    }
  }
}
