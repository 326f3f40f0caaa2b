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

  @Test("Where nothing is decided, and for a senseless number of steps, it says so")
  func refusals() throws {
    let session = try Stage("P1=c P2=d A1 A2 A3").session
    #expect(throws: Refusal.self) { try play(session, 0) }
    #expect(throws: Refusal.self) { try play(session, AdversaryRun.maximumSteps + 1) }
  }
}
