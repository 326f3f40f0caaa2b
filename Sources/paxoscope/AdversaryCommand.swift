import ArgumentParser
import Consensus
import Narration
import PlainText
import Scenarios

/// `paxoscope adversary`: named apart from `Consensus.Adversary`.
struct AdversaryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "adversary",
    abstract: "Keep a scenario undecided: fair steps without crashes, with two values possible after each.",
    discussion: """
      Plays after the scenario's last step, as in the proof of Fischer, Lynch and Paterson (1985): the oldest message is \
      delivered next, after what makes its delivery harmless, so that no message waits for ever. Exit status 0: undecided \
      to the last step; 1: it had to give up, and says why.
      """)

  @Argument(
    help: "A scenario file, the name of a shipped scenario, or - for standard input.", completion: .scenario)
  var file: String

  @Option(help: ArgumentHelp("Play N steps, at most \(AdversaryRun.maximumSteps).", valueName: "n"))
  var steps = 20

  @Option(
    help: ArgumentHelp("Replace a rule by a broken or harmless variant.", valueName: "mutation"), completion: .mutation)
  var mutate: [String] = []

  @Flag(help: "Print one JSON object (paxoscope-adversary/1).")
  var json = false

  @Option(help: ArgumentHelp("Write the run as a scenario.", valueName: "file"), completion: .file())
  var save: String?

  func validate() throws {
    guard 1...AdversaryRun.maximumSteps ~= steps else {
      throw ValidationError("--steps takes a number from 1 to \(AdversaryRun.maximumSteps).")
    }
  }

  func run() throws {
    try reporting {
      var lesson = try Source(file).play(mutations: mutate, checked: false)
      lesson.session.jump(to: lesson.script[lesson.steps])
      let run = try play(lesson.session)
      if json { printOut(try object(run).text) } else { tell(run, after: lesson.session.scene.depth) }
      if let save { try Files.save(scenario(run, &lesson), to: save) }
      return run.ending == .gaveUp ? .unmet : .good
    }
  }

  private func play(_ session: any Session) throws(Failure) -> AdversaryRun {
    Interruption.watch()
    do throws(Refusal) {
      return try session.adversary(steps: steps, ExplorationLimits()) { _ in !Interruption.hasCome }
    } catch {
      throw Failure(.wrongUse, error.sentence)
    }
  }

  private func tell(_ run: AdversaryRun, after depth: Int) {
    for (number, move) in run.moves.enumerated() {
      printOut("\(depth + number + 1). \(move.command)\n   \(move.explanation.what)\n   \(move.reason)")
    }
    printOut(run.sentence)
  }

  private func object(_ run: AdversaryRun) -> JSON {
    .object([
      "format": .string("paxoscope-adversary/1"),
      "ending": .string(run.ending.rawValue),
      "sentence": .string(run.sentence),
      "possible": JSON(run.possible),
      "slot": .int(run.slot),
      "longest-wait": .int(run.longestWait),
      "steps": .array(
        run.moves.map { move in
          .object(["command": .string(move.command.description), "reason": .string(move.reason)])
        }),
    ])
  }

  private func scenario(_ run: AdversaryRun, _ lesson: inout Lesson) throws(Failure) -> Scenario {
    do throws(Refusal) {
      try lesson.follow(run)
    } catch {
      throw Failure(.fault, error.sentence)
    }
    return lesson.scenario(to: lesson.session.cursor)
  }
}
