import Consensus
import Narration
package import Scenarios

/// A lesson that was played, as text to read: what it tells and asks, every step with its reason, and how it ends.
package struct Transcript {
  private let lesson: Lesson

  package init(_ lesson: Lesson) { self.lesson = lesson }

  package var lines: [String] {
    let scenario = lesson.scenario
    var lines = ["\(scenario.title) (\(scenario.setup.algorithm))"]
    if let about = scenario.about { lines.append(about) }
    if !scenario.cites.isEmpty { lines.append("From \(scenario.cites.joined(separator: "; ")).") }
    var expectations = lesson.expectations[...]
    lines += remarks(after: 0, &expectations)
    let told = lesson.session.transcript(to: lesson.script[lesson.steps])
    for (index, step) in told.enumerated() {
      lines.append("")
      lines.append("\(index + 1). \(step.command)")
      lines += Prose.told(step.explanation).map { "   " + $0 }
      lines += remarks(after: index + 1, &expectations)
    }
    return lines + [""] + Prose.moment(lesson.session.scene) + [summary]
  }

  private func remarks(after step: Int, _ expectations: inout ArraySlice<Lesson.Expectation>) -> [String] {
    var lines: [String] = []
    for remark in lesson.remarks(at: lesson.script[step]) {
      switch remark {
      case .note(let text): lines += ["", "Note: \(text)"]
      case .question(let question):
        lines += ["", "Question: \(question.text)"]
        lines += question.choices.map { "  \($0.isRight ? "*" : "-") \($0.text)" }
        lines.append("  Because: \(question.because)")
      case .expect:
        guard let expectation = expectations.popFirst() else { break }
        let finding = expectation.finding
        let verdict =
          finding.isUnknown ? "not checked: \(finding.actual)" : finding.holds ? "yes" : "no: \(finding.actual)"
        lines.append("   Expected \(finding.expected): \(verdict)")
      }
    }
    return lines
  }

  private var summary: String {
    let passed = lesson.expectations.count { $0.finding.holds }
    let failed = lesson.expectations.count(where: \.isUnmet)
    let unknown = lesson.expectations.count - passed - failed
    return "Expectations: \(passed) passed, \(failed) failed" + (unknown > 0 ? ", \(unknown) not checked." : ".")
  }
}
