import ArgumentParser
import Scenarios

struct Show: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print a shipped scenario, to read it or to begin one of your own with it.")

  @Argument(
    help: "The name of a shipped scenario, or an unambiguous beginning of one.", completion: .shippedScenario)
  var name: String

  func run() throws {
    try reporting {
      guard let shipped = try Shipped.find(name) else {
        throw Failure(.wrongUse, "No scenario \(name) ships with paxoscope. `paxoscope list` names those that do.")
      }
      printOut(shipped.text, terminator: shipped.text.hasSuffix("\n") ? "" : "\n")
      return .good
    }
  }
}
