import Narration
import PlainText
import Scenarios
import Testing

@Suite("Checks in plain lines")
struct CheckTests {
  @Test("A check that was relaxed says so, and an exact one does not")
  func relaxed() throws {
    let parsed = try Parser.parse(
      """
      title      A vote
      algorithm  raft
      servers    S1 S2 S3
      timeout    S1
      """)
    let session = try Lesson(playing: parsed, name: "test").session
    var limits = ExplorationLimits()
    let exact = try session.explore(limits) { _ in true }
    #expect(exact.summary.count == 1)
    #expect(exact.summary.first?.hasPrefix("Safe: ") == true)
    limits.patience = 0
    let relaxed = try session.explore(limits) { _ in true }
    #expect(relaxed.summary.count == 2)
    #expect(relaxed.summary.last?.contains("the search was relaxed") == true)
  }

  @Test("A violation that a relaxed check has found is said to be a shortest run")
  func relaxedViolation() throws {
    let parsed = try Parser.parse(
      """
      title      Broken
      algorithm  paxos
      proposers  P1=a P2=b
      acceptors  A1 A2 A3
      mutate     own-value
      """)
    let session = try Lesson(playing: parsed, name: "test").session
    var limits = ExplorationLimits()
    let exact = try session.explore(limits) { _ in true }
    limits.patience = 0
    let relaxed = try session.explore(limits) { _ in true }
    #expect(exact.violation?.steps.count == relaxed.violation?.steps.count)
    #expect(exact.summary.count == 2)
    #expect(relaxed.summary.count == 3)
    #expect(relaxed.summary.last?.contains("The run that it found is a shortest one all the same") == true)
  }

  @Test("A search that is interrupted ends with what is known")
  func interrupted() throws {
    let parsed = try Parser.parse(
      """
      title      A log
      algorithm  multi-paxos
      servers    S1=x S2=y S3
      timeout    S1
      """)
    var talk = Conversation(try Lesson(playing: parsed, name: "test")) { true }
    guard case .line(let checked)? = talk.reply(to: "check rounds=3").first else { throw Unsaid() }
    #expect(checked.hasPrefix("No violation so far, and not everything was seen: "))
    #expect(talk.reply(to: "check rounds=3").contains { $0 == .line("It was stopped.") })
    guard case .line(let reached)? = talk.reply(to: "reach chosen x, decided S3 x").first else { throw Unsaid() }
    #expect(reached.hasPrefix("Unfinished: not in "))
    #expect(reached.contains(" It was stopped. "))
  }

  @Test("What a restart forgets takes a crash, also where none is asked for")
  func forgetting() throws {
    let parsed = try Parser.parse("title A vote\nalgorithm raft\nservers S1 S2\n")
    var talk = Conversation(try Lesson(playing: parsed, name: "test"))
    guard case .line(let checked)? = talk.reply(to: "check forgetting=log").first else { throw Unsaid() }
    #expect(checked.contains(" 1 crash forgetting log,"))
    guard case .line(let without)? = talk.reply(to: "check forgetting=log crashes=0").first else { throw Unsaid() }
    #expect(without.contains(" no crashes,"))
  }

  private struct Unsaid: Error {}
}
