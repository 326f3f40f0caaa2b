import Consensus
import Narration
import Scenarios

// Runs that a search has found: branches of the history with a name.

/// A branch that a search has grown.
struct FoundBranch: Hashable, Sendable {
  /// The invariant that is violated at its end, or `reach`.
  let name: String
  /// Where one was looking from.
  let origin: MomentID
  /// Its first moment that no branch had before.
  let first: MomentID
  /// Where it leads.
  let end: MomentID
  let steps: Int
  /// Where the line led before it was found.
  let formerEnd: MomentID
}

extension Stage {
  /// Adds a run from a moment as a branch. The present moment stays; standing where the run begins, it lies ahead.
  mutating func grow(_ name: String, from origin: MomentID, _ steps: [Step]) throws(Refusal) {
    let here = session.cursor
    let formerEnd = session.end(of: origin)
    let count = session.momentCount
    var grown = session
    grown.jump(to: origin)
    grown = try grown.following(steps)
    let end = grown.cursor
    let path = grown.path(to: end).dropFirst(grown.depth(of: origin) + 1)
    grown.jump(to: here)
    lesson.session = grown
    // Found again at any time: not what a person would miss.
    savedMoments += grown.momentCount - count
    guard let first = path.first(where: { $0 >= count }) ?? path.first else { return }
    let branch = FoundBranch(
      name: name, origin: origin, first: first, end: end, steps: steps.count, formerEnd: formerEnd)
    found.removeAll { $0.end == end && $0.name == name }
    found.append(branch)
    arrive(.choosing)
  }

  /// Gives the steps of the branch that was found last the reasons for which the adversary took them.
  mutating func note(_ run: AdversaryRun) {
    guard let branch = found.last else { return }
    lesson.note(run, at: session.path(to: branch.end).suffix(run.moves.count))
    arrive(.choosing)
  }

  /// The found branch that the present line follows, from where it was looked for.
  var foundBranch: FoundBranch? {
    found.last { branch in
      let depth = session.depth(of: branch.first)
      return depth < line.count && line[depth] == branch.first && scene.depth >= session.depth(of: branch.origin)
    }
  }

  /// Goes to where a found branch begins, with it ahead or with what lay ahead before.
  mutating func goToStart(of branch: FoundBranch, isAhead: Bool) {
    lesson.session.jump(to: isAhead ? branch.end : branch.formerEnd)
    lesson.session.jump(to: branch.origin)
    arrive(.choosing)
  }

  /// The names of branches that begin with a moment: those that a search has found, and those that a person has named.
  func names(beginningAt moment: MomentID) -> [String] {
    found.filter { $0.first == moment }.map(\.name) + (marks.names[moment].map { [$0] } ?? [])
  }
}
