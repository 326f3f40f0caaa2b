import Foundation
import Narration
import Scenarios
import Testing

/// What is said of every rule of an algorithm, word for word.
///
/// A file of `Tellings` is a scenario with the words for the first step that follows each rule: what happened, why, and where
/// the papers say so, in lines that begin with a bar. `UPDATE_GOLDENS=1` writes them anew; read each as a student would.
@Suite("Every rule in words")
struct TellingTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let algorithm: String
    /// Rules that no run can meet.
    var unmet: [String] = []
    var testDescription: String { algorithm }
  }

  static let cases = [
    Case(algorithm: "raft"),
    Case(algorithm: "plain-broadcast", unmet: ["delivers-what-waited", "holds-back"]),
    Case(algorithm: "fifo-multicast"),
    Case(algorithm: "causal-multicast"),
    Case(algorithm: "sequencer-multicast"),
    Case(algorithm: "lamport-multicast"),
    Case(algorithm: "isis-multicast"),
    // Who decides has heard everybody, and everybody speaks once.
    Case(algorithm: "consensus-from-total-order", unmet: ["delivers-after-the-decision"]),
    // The rules of the box are those of `paxos`.
    Case(
      algorithm: "total-order-from-consensus",
      unmet: Catalog.vocabulary(for: "paxos")?.rules.filter { !network.contains($0) } ?? []),
  ]

  /// What befalls messages and machines follows no rule of an algorithm.
  private static let network = [
    "is-lost", "is-duplicated", "is-delayed", "is-held", "is-released", "crashes", "restarts", "restarts-with-amnesia",
    "is-cut", "is-healed", "time-passes",
  ]

  @Test("The words are these, and none is missing", arguments: cases)
  func told(_ example: Case) throws {
    let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Tellings/\(example.algorithm).txt")
    let expected = try String(contentsOf: url, encoding: .utf8)
    let script = expected.split(separator: "\n", omittingEmptySubsequences: false).filter { !$0.hasPrefix("  | ") }
    var lesson = try Lesson(playing: try Parser.parse(script.joined(separator: "\n")), name: example.algorithm)
    lesson.session.jump(to: lesson.script[lesson.steps])

    var met: Set<String> = []
    var lines = script.prefix { !$0.isEmpty }.map(String.init) + [""]
    for told in lesson.session.transcript(to: lesson.session.cursor) {
      lines.append("\(told.command)")
      let explanation = told.explanation
      guard !Self.network.contains(explanation.rule), met.insert(explanation.rule).inserted else { continue }
      lines += [explanation.rule, explanation.what, explanation.why, explanation.cites].map { "  | \($0)" }
    }
    let rules = lesson.session.vocabulary.rules.filter { !Self.network.contains($0) }
    #expect(rules.filter { !met.contains($0) } == example.unmet)

    let actual = lines.joined(separator: "\n") + "\n"
    if ProcessInfo.processInfo.environment["UPDATE_GOLDENS"] == "1" {
      return try Data(actual.utf8).write(to: url)
    }
    #expect(actual == expected)
  }
}
