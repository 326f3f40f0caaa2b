import ArgumentParser
import Consensus
import Narration
import PlainText
import Scenarios

struct Replay: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Play scenarios in text and check what they expect.",
    discussion: "Exit status 0: all expectations hold; 1: one failed; 65: not a valid scenario; 66: cannot be read.")

  @Argument(
    help: "Scenario files, names of shipped scenarios, or - for standard input.", completion: .scenario)
  var files: [String]

  @OptionGroup var origin: Origin

  @Option(help: ArgumentHelp("Print what a course's simulator prints for a script: synod.", valueName: "format"))
  var transcript: Origin.Format?

  @Flag(help: "Print one JSON object for each file (paxoscope-replay/1).")
  var json = false

  @Flag(help: "Print nothing but what fails.")
  var quiet = false

  @Option(help: ArgumentHelp("Stop after N steps.", valueName: "n"))
  var at: Int?

  func validate() throws {
    if let at, at < 0 { throw ValidationError("--at takes a number of steps, 0 or more.") }
    if transcript != nil && origin.from != transcript {
      throw ValidationError("--transcript synod needs --from synod: only such a script has such a transcript.")
    }
    if origin.save != nil && files.count > 1 { throw ValidationError("--save takes one FILE at a time.") }
  }

  func run() throws {
    try reporting {
      var worst = Failure.Status.good
      for file in files {
        do {
          worst = max(worst, try replay(file))
        } catch let failure as Failure {
          printError(failure.message)
          worst = max(worst, failure.status)
        }
      }
      return worst
    }
  }

  private func replay(_ file: String) throws -> Failure.Status {
    var (lesson, printed) = try origin.read(file, steps: at ?? .max)
    if transcript != nil {
      printed?.forEach { printOut($0) }
      return .good
    }
    lesson.session.jump(to: lesson.script[lesson.steps])
    let failed = lesson.expectations.filter(\.isUnmet)
    if json {
      printOut(try ReplayReport(file: file, lesson: lesson).json.text)
    } else if !quiet {
      Transcript(lesson).lines.forEach { printOut($0) }
    }
    if !json {
      for expectation in failed {
        printError(
          "\(lesson.name):\(expectation.line): expected: \(expectation.finding.expected); "
            + "but: \(expectation.finding.actual)")
      }
    }
    for unknown in lesson.expectations where unknown.finding.isUnknown {
      printError("\(lesson.name):\(unknown.line): \(unknown.finding.expected): \(unknown.finding.actual)")
    }
    return failed.isEmpty ? .good : .unmet
  }
}
