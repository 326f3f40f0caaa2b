import ArgumentParser
import Consensus
import Glibc
import Narration
import Scenarios

/// The outlook at every moment of scenarios: what a key press costs in the background.
struct OutlookBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "outlook", abstract: "How long the outlook takes at every moment of scenarios.")

  @Argument(help: "Scenario files.")
  var files: [String]

  @Flag(help: "Print one line for each moment.")
  var moments = false

  @Flag(help: "Leave nothing out of the search, to compare.")
  var unreduced = false

  func run() throws {
    for file in files {
      do {
        try measure(file)
      } catch let refusal as Refusal {
        print(#"{"model":"outlook \#(file)","refused":"\#(refusal.reason)"}"#)
      }
    }
  }

  private func measure(_ file: String) throws {
    let lesson = try Lesson(playing: try Parser.parse(try text(of: file)), name: file)
    var session = lesson.session
    var limits = ExplorationLimits()
    limits.isReduced = !unreduced
    var worst = (seconds: 0.0, step: 0, worlds: 0)
    for (step, moment) in lesson.script.enumerated() {
      session.jump(to: moment)
      let start = ContinuousClock.now
      let outlook = try session.outlook(in: session.scene.openSlot, limits) { $0.worlds < 1_000_000 }
      let seconds = (ContinuousClock.now - start) / .seconds(1)
      if seconds > worst.seconds { worst = (seconds, step, outlook.worlds) }
      if moments { print(step, outlook.possible, outlook.isExhaustive, outlook.worlds, seconds) }
    }
    print(
      """
      {"model":"outlook \(file)","moments":\(lesson.script.count),"worstSeconds":\(worst.seconds),\
      "worstStep":\(worst.step),"worstWorlds":\(worst.worlds)}
      """)
  }

  private func text(of file: String) throws -> String {
    guard let stream = fopen(file, "r") else { throw ValidationError("\(file) cannot be read.") }
    defer { fclose(stream) }
    var bytes: [UInt8] = []
    while case let byte = getc(stream), byte != EOF { bytes.append(UInt8(truncatingIfNeeded: byte)) }
    return String(decoding: bytes, as: UTF8.self)
  }
}
