import ArgumentParser
import Scenarios

/// The options that say in which language a file is written.
struct Origin: ParsableArguments {
  enum Format: String, ExpressibleByArgument, CaseIterable {
    /// A script for the simulator of a university's assignment on the synod protocol.
    case synod
  }

  @Option(help: ArgumentHelp("Read another language: synod (scripts of a course's synod simulator).", valueName: "format"))
  var from: Format?

  /// The scenario in a file, played to its end or for a number of steps.
  func lesson(_ file: String, steps: Int = .max) throws(Failure) -> Lesson {
    switch from {
    case nil: return try Source(file).play(steps: steps)
    case .synod: return try Source(file).play(steps: steps)
    }
  }
}
