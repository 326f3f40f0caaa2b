import ArgumentParser
import Consensus
import Narration
import PlainText
import Scenarios

/// `paxoscope reach`: named apart from what it finds, `Narration.Reach`.
struct ReachCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reach",
    abstract: "Look for a shortest run after a scenario's steps to a moment in which some facts hold.",
    discussion: """
      FACTS are written as after `expect`, with commas between them: 'A1 accepted 1.1:red, A2 accepted 1.2:blue'. \
      Exit status 0: found; 1: not found, be it that there is none or that the search was unfinished, which the first \
      word says: No, or Unfinished.
      """)

  @Argument(
    help: "A scenario file, the name of a shipped scenario, or - for standard input.", completion: .scenario)
  var file: String

  @Argument(help: "Facts, with commas between them.")
  var facts: String

  @OptionGroup var search: SearchOptions

  @Option(help: ArgumentHelp("Write the run as a scenario.", valueName: "file"), completion: .file())
  var save: String?

  func run() throws {
    try reporting {
      let lesson = try search.lesson(file)
      let facts = try parse(lesson.scenario.setup)
      let reach = try search.run { limits, pause throws(Refusal) in
        try lesson.session.reach(facts, limits, pause: pause)
      }
      printOut(reach.sentence)
      if let remedy = reach.cutoff?.remedy(within: reach.bounds, .options) { printOut(remedy) }
      guard let steps = reach.steps, let session = try? lesson.session.following(steps) else {
        if let save { printError("\(save): not written, because there is no run to save.") }
        return .unmet
      }
      let told = session.transcript(to: session.cursor).dropFirst(lesson.session.scene.depth)
      for (index, step) in told.enumerated() {
        printOut("\(index + 1). \(step.command)\n   \(step.explanation.what)")
      }
      if let save { try Files.save(scenario(session, facts), to: save) }
      return .good
    }
  }

  private func parse(_ setup: Setup) throws(Failure) -> [Fact] {
    var parsed: [Fact] = []
    for text in Parser.pieces(ofFacts: facts) {
      switch Parser.fact(text, in: setup) {
      case .success(let fact): parsed.append(fact)
      case .failure(let diagnostic): throw Failure(.wrongUse, diagnostic.sentence)
      }
    }
    guard !parsed.isEmpty else { throw Failure(.wrongUse, "There is no fact to look for: 'A1 promised 1.1'.") }
    return parsed
  }

  /// The run as a scenario that expects the facts at its end.
  private func scenario(_ session: any Session, _ facts: [Fact]) -> Scenario {
    var scenario = Scenario(
      title: "How to reach: \(facts.map(\.description).joined(separator: ", "))", setup: session.setup)
    scenario.items = session.commands(to: session.cursor).map(Scenario.Item.command)
    scenario.items += facts.map(Scenario.Item.expect)
    return scenario
  }
}
