import Consensus
import Narration
import Scenarios
import TestSupport
import Testing

@Suite("Lessons")
struct LessonTests {
  private let text = """
    title      A duel
    algorithm  paxos
    proposers  P1=red P2=blue
    acceptors  A1 A2 A3
    learners   L1
    note       The beginning.
    timeout    P1
    deliver    all prepare 1.1
    note       All three have promised.
    expect     A2 promised 1.1
    timeout    P2
    drop       prepare 1.2 P2 -> A3
    expect     rule is-lost
    expect     chosen red
    """

  private func lesson(_ text: String, steps: Int = .max) throws -> Lesson {
    try Lesson(playing: try Parser.parse(text), name: "test", steps: steps)
  }

  /// A moment without its number, which depends on how the history was walked.
  private func world(_ session: any Session) -> Scene {
    var scene = session.scene
    scene.moment = 0
    return scene
  }

  @Test("A script is played in advance, and the cursor stands at the beginning")
  func played() throws {
    let lesson = try lesson(text)
    #expect(lesson.steps == 6)
    #expect(lesson.session.cursor == 0)
    #expect(lesson.script == Array(0...6))
    #expect(lesson.remarks(at: 0) == [.note("The beginning.")])
    #expect(lesson.remarks(at: 4).count == 2)
    #expect(lesson.expectations.map(\.finding.holds) == [true, true, false])
    #expect(lesson.expectations.map(\.line) == [10, 13, 14])
  }

  @Test("Playing stops after so many steps, even within a command")
  func limit() throws {
    let lesson = try lesson(text, steps: 2)
    #expect(lesson.steps == 2)
    #expect(lesson.expectations.isEmpty)
  }

  @Test("A command that cannot be done is told with its line")
  func interruption() throws {
    #expect {
      try lesson(text + "\ncrash A1\ncrash A1\n")
    } throws: { error in
      (error as? Lesson.Interruption)?.line == 16
    }
  }

  @Test("Saved at its end, a script keeps its commands, notes and expectations")
  func savedWhole() throws {
    let lesson = try lesson(text)
    let last = lesson.script[lesson.steps]
    #expect(lesson.scenario(to: last) == lesson.scenario)
  }

  @Test("Saved from a branch, a run keeps of the script what it follows")
  func savedBranch() throws {
    var lesson = try lesson(text)
    lesson.session.jump(to: lesson.script[2])
    try lesson.session.perform(.crash(["A3"]))
    let saved = lesson.scenario(to: lesson.session.cursor)
    #expect(
      saved.items.map { item in
        if case .command(let command) = item { return command.description }
        return "remark"
      } == ["remark", "timeout P1", "deliver prepare 1.1 P1 -> A1", "crash A3"])
  }

  @Test("Any live session, saved and replayed, gives the same world", arguments: UInt64(0)..<60)
  func roundTrip(_ seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    var lesson = try lesson(text)
    lesson.session.jump(to: random.pick(lesson.script))
    for _ in 0..<60 { randomStep(&lesson.session, &random) }
    let printed = Printer.text(lesson.scenario(to: lesson.session.cursor))
    var again = try self.lesson(printed)
    again.session.jump(to: again.script[again.steps])
    #expect(world(again.session) == world(lesson.session))
  }

  private func randomStep(_ session: inout any Session, _ random: inout SplitMix64) {
    let names = session.setup.names
    let messages = session.scene.messages.map { Messages.numbers([$0.id.number]) }
    var commands: [Command] = [
      .timeout(node: random.pick(["P1", "P2"]), round: nil), .request(node: "P1", value: "green"),
      .crash([random.pick(names)]), .restart([random.pick(names)], forgetting: .fields(["promised"])),
      .restart([random.pick(names)], forgetting: .everything), .cut(["A1"], ["P1", "A2"]), .heal([], []), .wait(2),
    ]
    if !messages.isEmpty {
      let message = random.pick(messages)
      commands += [
        .deliver(message), .deliver(message), .deliver(message), .drop(message), .duplicate(message),
        .delay(message, by: 3), .hold(message), .release(message), .next(1),
      ]
    }
    // What cannot be done now is refused and changes nothing.
    _ = try? session.perform(random.pick(commands))
  }
}
