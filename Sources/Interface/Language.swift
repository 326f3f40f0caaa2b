import Narration
import Scenarios

// The scenario language as the `:` line speaks it.

extension Interface {
  /// The command that a line means.
  func command(_ line: String) throws(Refusal) -> Command {
    guard let session = stage?.session else { throw Refusal("No scenario is open.") }
    switch Parser.command(line, in: session.setup) {
    case .success(let command): return command
    case .failure(let diagnostic): throw Refusal(diagnostic.sentence)
    }
  }

  static func isVerb(_ word: String) -> Bool { Verb.named(word) != nil }

  /// The words that may end a line that was begun.
  func completions(of text: String) -> [String] {
    guard let stage else { return [] }
    let values = Set(stage.scene.ballots.compactMap(\.value)).sorted()
    return Parser.completions(
      for: text, in: stage.session.setup, ballots: stage.scene.ballots.map(\.ballot), values: values)
  }

  /// The run to the present moment as a scenario file.
  var savedText: String {
    guard let stage else { return "" }
    return Printer.text(stage.lesson.scenario(to: stage.scene.moment))
  }
}
