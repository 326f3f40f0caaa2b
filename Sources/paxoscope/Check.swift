import ArgumentParser
import Consensus
import Narration
import Scenarios

struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Explore all that can happen after a scenario's steps, within bounds.",
    discussion: """
      Every order, delay and loss of messages, timers up to a round, and crashes and duplicates where asked for. Either no \
      invariant is violated in any of these worlds, or a shortest run to a violation is printed. A check that has seen a \
      million worlds is relaxed where that can be: messages stay in flight, which makes fewer worlds and misses no run. ^C ends \
      the search with what is known. Exit status 0: safe or unfinished; 1: violated; 65: not a valid scenario; 66: cannot be read.
      """)

  @Argument(
    help: "A scenario file, the name of a shipped scenario, or - for standard input.", completion: .scenario)
  var file: String

  @OptionGroup var search: SearchOptions

  @Flag(help: "Print one JSON object (paxoscope-check/1).")
  var json = false

  @Option(
    help: ArgumentHelp("Write a violation as a scenario that replays it and fails there.", valueName: "file"),
    completion: .file())
  var save: String?

  func run() throws {
    try reporting {
      let lesson = try search.lesson(file)
      let start = ContinuousClock.now
      let exploration = try search.run { limits, pause throws(Refusal) in
        try lesson.session.explore(limits, pause: pause)
      }
      let seconds = (ContinuousClock.now - start) / .seconds(1)
      let report = CheckReport(lesson: lesson, exploration: exploration, seconds: seconds)
      if json { printOut(try report.json.text) } else { report.lines.forEach { printOut($0) } }
      if let save {
        if let scenario = report.counterexample {
          try Files.save(scenario, to: save)
        } else {
          printError("\(save): not written, because there is no violation to save.")
        }
      }
      return exploration.verdict == .violated ? .unmet : .good
    }
  }
}
