import ArgumentParser
import Consensus
import Dispatch
import Narration
import Scenarios

/// The options of subcommands that search: how far, and with which rules.
struct SearchOptions: ParsableArguments {
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

  @Option(
    help: ArgumentHelp("Replace a rule by a broken or harmless variant.", valueName: "mutation"), completion: .mutation)
  var mutate: [String] = []

  @Option(help: ArgumentHelp("Share the search among N threads.", valueName: "n"))
  var threads = 2

  func validate() throws {
    for (name, number) in [("rounds", rounds), ("crashes", crashes), ("limit", limit), ("threads", threads)] {
      if let number, number < (name == "crashes" ? 0 : 1) || number > 1 << 40 {
        throw ValidationError("--\(name) takes a number, \(name == "crashes" ? 0 : 1) or more.")
      }
    }
  }

  /// A scenario, played under the mutations, with its cursor at the end of its steps.
  func lesson(_ file: String) throws(Failure) -> Lesson {
    var lesson = try Source(file).play(mutations: mutate, checked: false)
    lesson.session.jump(to: lesson.script[lesson.steps])
    return lesson
  }

  /// Searches with a progress line, until ^C.
  func run<Result>(
    _ search: (ExplorationLimits, (Progress) -> Bool) throws(Refusal) -> Result
  ) throws(Failure) -> Result {
    let line = ProgressLine()
    let start = ContinuousClock.now
    Interruption.watch()
    defer { line.clear() }
    do throws(Refusal) {
      return try search(limits) { progress in
        line.show(progress, after: ContinuousClock.now - start)
        return !Interruption.hasCome
      }
    } catch {
      throw Failure(.wrongUse, error.sentence)
    }
  }

  private var limits: ExplorationLimits {
    var bounds = Setup.Bounds()
    bounds.rounds = rounds
    bounds.crashes = crashes
    bounds.forgetting = forgetting
    bounds.duplicates = duplicates ? 1 : nil
    bounds.limit = limit
    var limits = ExplorationLimits(bounds)
    limits.bytes = Memory.forSearches
    limits.threads = threads
    if threads > 1 { limits.parallel = Threads.run }
    return limits
  }
}

/// The threads that the kernel itself cannot start.
enum Threads {
  static func run(_ count: Int, _ body: @Sendable (Int) -> Void) {
    DispatchQueue.concurrentPerform(iterations: count) { body($0) }
  }
}
