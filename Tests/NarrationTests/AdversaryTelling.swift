import Consensus
import Narration
import Testing

/// What the adversary says of its steps and of how it ended.
@Suite struct AdversaryTelling {
  private func play(_ session: any Session, _ steps: Int = 20) throws -> AdversaryRun {
    try session.adversary(steps: steps, ExplorationLimits()) { _ in true }
  }

  @Test("Every step has a reason, and the end says what the run proves")
  func reasons() throws {
    let session = try Stage("P1=c P2=d A1 A2 A3").session
    let run = try play(session)
    #expect(run.ending == .undecided)
    #expect(run.moves.count == 20)
    #expect(run.possible == ["c", "d"])
    #expect(
      run.moves.first?.reason
        == "Nothing can be delivered. Timers may ring at any time; c and d stay possible.")
    #expect(run.moves.allSatisfy { $0.reason.contains("possible") && $0.reason.hasSuffix(".") })
    #expect(run.moves.contains { $0.reason.contains("would leave c alone possible now. This goes before it.") })
    #expect(run.moves.contains { $0.reason.hasPrefix("It is delivered late, as every message is in the end") })
    #expect(
      run.sentence
        == "Still undecided after 20 steps: c and d can both be chosen. Nobody crashed, nothing was lost, no message "
        + "waited longer than \(run.longestWait) steps, and it could go on for ever.")
    let end = try session.following(run.steps)
    var bounds = Setup.Bounds()
    bounds.rounds = run.rounds
    let outlook = try end.outlook(in: 1, ExplorationLimits(bounds)) { _ in true }
    #expect(outlook.isExhaustive && run.outlook == outlook.possible)
  }

  @Test("Giving up names the step that closed the question")
  func givingUp() throws {
    var stage = try Stage("P1=c P2=d A1 A2 A3")
    try stage.prepare("P1", "A1 A2")
    try stage.perform(.crash(["P2"]))
    try stage.accept("P1", "A1")
    let run = try play(stage.session)
    #expect(run.ending == .gaveUp)
    #expect(run.moves.isEmpty && run.possible.isEmpty)
    #expect(
      run.sentence
        == "The adversary gives up: c alone can be chosen, since step 6: crash P2. FLP needs a moment in which two "
        + "values are possible, and there is none any more.")
    try stage.accept("P1", "A2")
    #expect(
      try play(stage.session).sentence
        == "The adversary gives up: c is chosen, since step 8: deliver accept 1.1 P1 -> A2.")
    let alone = try Stage("P1=c A1 A2 A3").session
    #expect(try play(alone).sentence.contains("c alone can be chosen, from the beginning."))
  }

  @Test("Of two values that are chosen it says so, and since when")
  func bothChosen() throws {
    var stage = try Stage("P1=c P2=d A1 A2 A3") { $0.mutate(.skipPhase1) }
    try stage.timeout("P1")
    try stage.timeout("P2")
    for (proposer, acceptors) in [("P1", "A1 A2"), ("P2", "A2 A3")] { try stage.accept(proposer, acceptors) }
    #expect(
      try play(stage.session).sentence
        == "The adversary gives up: c and d are chosen, since step 4: deliver accept 1.1 P1 -> A2.")
  }

  @Test("Where clients ask for nothing, or for one value alone, it says what to write")
  func waitingForClients() throws {
    for (algorithm, nodes) in [("raft", "S1 S2 S3"), ("raft", "S1=x S2 S3"), ("multi-paxos", "P1 P2 A1 A2 A3")] {
      let run = try play(Stage(nodes) { $0.algorithm = algorithm }.session)
      #expect(run.ending == .gaveUp)
      #expect(
        run.sentence
          == "The adversary gives up: there are no two values that clients ask for, so there is nothing to keep open. Give "
          + "two servers values in the header, as in `servers S1=x S2=y S3`.")
    }
  }

  @Test("Against an algorithm that waits for everybody it says what FLP is about")
  func waitingForAll() throws {
    var stage = try Stage("S1=a S2=b S3=c") { $0.algorithm = "consensus-from-total-order" }
    let run = try play(stage.session)
    #expect(run.ending == .gaveUp)
    #expect(
      run.sentence
        == "The adversary gives up after 1 step: m1 (broadcast 1.2 b to S1) must be delivered in the end, and now or after "
        + "up to 3 other steps that leaves b alone possible. FLP is about algorithms that decide although a process may have "
        + "crashed; this one waits for every process, so that without crashes it decides in the end, and after a single "
        + "crash it may not.")
    try stage.request("S1", "a")
    #expect(
      try play(stage.session).sentence.hasPrefix(
        "The adversary gives up: a alone can be chosen, since step 1: request S1 a. FLP is about algorithms that decide"
      ))
  }

  @Test("What multicasts deliver, and what a hand chooses, is nothing to keep open")
  func noQuestion() throws {
    for algorithm in [
      "plain-broadcast", "fifo-multicast", "causal-multicast", "sequencer-multicast", "lamport-multicast",
    ] {
      let session = try Stage("S1 S2 S3") { $0.algorithm = algorithm }.session
      let refusal = #expect(throws: Refusal.self) { try play(session) }
      #expect(refusal?.sentence == "\(algorithm) decides nothing that an adversary could keep open.")
    }
    let hand = try Stage("S1 S2 S3") { $0.algorithm = "total-order-from-consensus" }.session
    #expect(throws: Refusal.self) { try play(hand) }
  }

  @Test("Of a log it says in which slot")
  func slots() throws {
    var stage = try Stage("P1=x P2=y A1 A2 A3") { $0.algorithm = "multi-paxos" }
    try stage.prepare("P1", "A1 A2")
    try stage.request("P1", "x")
    try stage.accept("P1", "A1 A2")
    try stage.request("P1", "z")
    for message in stage.session.scene.messages.filter({ $0.label.slot == 2 }).prefix(2) {
      try stage.perform(.deliver(.numbers([message.id.number])))
    }
    let run = try play(stage.session)
    #expect(run.slot == 2)
    #expect(
      run.sentence == "The adversary gives up: z is chosen in slot 2, since step 11: deliver accept 1.1 @2 P1 -> A2.")
  }

  @Test("Where nothing is decided, and for a senseless number of steps, it says so")
  func refusals() throws {
    let session = try Stage("P1=c P2=d A1 A2 A3").session
    #expect(throws: Refusal.self) { try play(session, 0) }
    #expect(throws: Refusal.self) { try play(session, AdversaryRun.maximumSteps + 1) }
  }
}
