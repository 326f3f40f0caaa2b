import Consensus
import Narration
import Scenarios
import Synod
import Testing

/// A script and what the course's simulator says to it.
struct Sample: CustomTestStringConvertible, Sendable {
  let name: String
  let script: String
  /// Without the arrows.
  let expected: String

  var testDescription: String { name }

  var expectedLines: [String] { expected.split(separator: "\n").map { "--> \($0)" } }

  static let all = single + rivals + duplicates + failures
}

/// Plays a script that is expected to be right.
func play(_ script: String) throws -> SynodRun {
  try SynodRun(try SynodScript.parse(script), name: "sample.input")
}

/// What is wrong with a script that is expected to be wrong, each as `LINE:COLUMN: message; remedy`.
func complaints(about script: String) -> [String] {
  complaints(about: Array(script.utf8))
}

func complaints(about bytes: [UInt8]) -> [String] {
  do throws(InvalidText) {
    _ = try SynodRun(try SynodScript.parse(bytes), name: "wrong.input")
    return []
  } catch {
    return error.diagnostics.map { "\($0.line):\($0.column): \($0.sentence)" }
  }
}
