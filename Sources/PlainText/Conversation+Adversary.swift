import Consensus
import Narration
import Scenarios

// The adversary of Fischer, Lynch and Paterson.

extension Conversation {
  /// Grows a branch that stays undecided, with the cursor where it begins.
  mutating func adversary(_ words: ArraySlice<String>) -> [String] {
    guard words.count < 2, let steps = words.first.map({ Int($0) }) ?? 20 else {
      return ["The adversary plays from 1 to \(grouped(AdversaryRun.maximumSteps)) steps: `adversary 20`."]
    }
    let session = lesson.session
    do throws(Refusal) {
      let run = try session.adversary(steps: steps, ExplorationLimits()) { _ in !isInterrupted() }
      try lesson.follow(run)
      let end = lesson.session.cursor
      lesson.session.jump(to: session.cursor)
      let first = session.depth(of: session.cursor) + 1
      let told = run.moves.enumerated().flatMap { number, move in
        ["\(first + number). \(move.command)", "   \(move.reason)"]
      }
      guard !told.isEmpty else { return [run.sentence] }
      return told + [run.sentence, "They lie ahead as a branch: an empty line goes along it, `go \(end)` to its end."]
    } catch {
      return [error.sentence]
    }
  }
}
