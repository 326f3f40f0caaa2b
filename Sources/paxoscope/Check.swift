import ArgumentParser
import Consensus
import Dispatch
import Glibc
import Narration
import PlainText
import Scenarios

struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Explore all that can happen after a scenario's steps, within bounds.",
    discussion: """
      Every order, delay and loss of messages, timers up to a round, and crashes and duplicates where asked for. Either no \
      invariant is violated in any of these worlds, or a shortest run to a violation is printed. ^C ends the search with \
      what is known. Exit status 0: safe or unfinished; 1: violated; 65: not a valid scenario; 66: cannot be read.
      """)

  @Argument(help: "A scenario file, the name of a shipped scenario, or - for standard input.")
  var file: String

  @Option(help: ArgumentHelp("Proposers may open ballots up to round N.", valueName: "n"))
  var rounds: Int?

  @Option(help: ArgumentHelp("Up to N crashes, each followed by a restart.", valueName: "n"))
  var crashes: Int?

  @Option(help: ArgumentHelp("A restart may lose this field of the disk, or everything.", valueName: "field"))
  var forgetting: String?

  @Flag(help: "One message may be duplicated.")
  var duplicates = false

  @Option(help: ArgumentHelp("Look at N worlds at the most.", valueName: "n"))
  var limit: Int?

  @Option(help: ArgumentHelp("Replace a rule by a broken or harmless variant.", valueName: "mutation"))
  var mutate: [String] = []

  @Option(help: ArgumentHelp("Share the search among N threads.", valueName: "n"))
  var threads = 2

  @Flag(help: "Print one JSON object (paxoscope-check/1).")
  var json = false

  @Option(help: ArgumentHelp("Write a violation as a scenario that replays it and fails there.", valueName: "file"))
  var save: String?

  func validate() throws {
    for (name, number) in [("rounds", rounds), ("crashes", crashes), ("limit", limit), ("threads", threads)] {
      if let number, number < (name == "crashes" ? 0 : 1) || number > 1 << 40 {
        throw ValidationError("--\(name) takes a number, \(name == "crashes" ? 0 : 1) or more.")
      }
    }
  }

  func run() throws {
    try reporting {
      var lesson = try Source(file).play(mutations: mutate)
      lesson.session.jump(to: lesson.script[lesson.steps])
      let status = ProgressLine()
      Interruption.watch()
      let start = ContinuousClock.now
      let exploration: Exploration
      do throws(Refusal) {
        exploration = try explore(lesson.session) { progress in
          status.show(progress, after: ContinuousClock.now - start)
          return !Interruption.hasCome
        }
      } catch {
        throw Failure(.wrongUse, error.sentence)
      }
      status.clear()
      let seconds = (ContinuousClock.now - start) / .seconds(1)
      let report = CheckReport(lesson: lesson, exploration: exploration, seconds: seconds)
      if json { printOut(try report.json.text) } else { report.lines.forEach { printOut($0) } }
      if let save, let scenario = report.counterexample {
        if case .failed(let reason) = Files.write(Printer.text(scenario), to: save, overwriting: true) {
          throw Failure(.unreadable, "\(save): cannot be written: \(reason)")
        }
      }
      return exploration.verdict == .violated ? .unmet : .good
    }
  }

  private func explore(
    _ session: any Session, pause: (Progress) -> Bool
  ) throws(Refusal) -> Exploration {
    var bounds = Setup.Bounds()
    bounds.rounds = rounds
    bounds.crashes = crashes ?? (forgetting == nil ? nil : 1)
    bounds.forgetting = forgetting
    bounds.duplicates = duplicates ? 1 : nil
    bounds.limit = limit
    var limits = ExplorationLimits(bounds)
    limits.threads = threads
    if threads > 1 {
      limits.parallel = { count, body in DispatchQueue.concurrentPerform(iterations: count) { body($0) } }
    }
    return try session.explore(limits, pause: pause)
  }
}
