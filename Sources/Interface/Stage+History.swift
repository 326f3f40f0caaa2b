import Consensus
import Narration
import Scenarios

// The line that one goes along, and the branches beside it.

/// What comes of a branch, in words, when it ended there.
struct BranchSummary: Hashable, Sendable {
  let end: MomentID
  let text: String
}

extension Stage {
  mutating func countBranches() {
    let count = session.momentCount
    for moment in min(countedMoments, count)..<count {
      guard let parent = session.parent(of: moment) else { continue }
      if session.children(of: parent).first != moment { branchCount += 1 }
    }
    countedMoments = count
  }

  /// Brings `line` up to date. O(1) while one goes along it.
  mutating func trace() {
    let cursor = session.cursor
    let end = session.end(of: cursor)
    let depth = session.depth(of: cursor)
    if depth < line.count, line[depth] == cursor, line.last == end, !rows.isEmpty { return }
    if end == cursor, depth == line.count, let last = line.last, session.parent(of: cursor) == last {
      line.append(cursor)
      rows.append(HistoryRow(moment: cursor, depth: depth))
      return
    }
    line = session.path(to: end)
    rows = []
    for (depth, moment) in line.enumerated() {
      rows.append(HistoryRow(moment: moment, depth: depth))
      guard branchCount > 1, depth + 1 < line.count else { continue }
      for child in session.children(of: moment) where child != line[depth + 1] {
        rows.append(HistoryRow(moment: child, depth: depth + 1, isOtherBranch: true))
      }
    }
  }
}

// MARK: - Branches

extension Stage {
  /// What comes of the branch that begins with a moment: how long it is, and what is chosen at its end.
  func summary(ofBranch first: MomentID) -> String {
    let end = session.end(of: first)
    let steps = session.depth(of: end) - session.depth(of: first) + 1
    let scene = session.scene(at: end)
    let values = scene.chosen.flatMap(\.values)
    let broken = scene.invariants.first { !$0.holds && $0.standing == .purpose }
    let outcome =
      broken.map { "violates \($0.name)" } ?? (values.isEmpty ? nil : "chosen \(values.joined(separator: " "))")
    return [counted(steps, "step"), outcome].compactMap { $0 }.joined(separator: ", ")
  }

  /// Takes the next branch of the nearest fork, and says which; nil where there is no fork.
  mutating func switchBranch(by step: Int) -> String? {
    guard let depth = nearestFork else { return nil }
    let children = session.children(of: line[depth])
    guard let present = children.firstIndex(of: line[depth + 1]) else { return nil }
    let chosen = (present + step + children.count) % children.count
    let cursor = scene.moment
    lesson.session.jump(to: children[chosen])
    // From before the fork one only looks the other way; from behind it one goes to where the other branch begins.
    if depth >= scene.depth { lesson.session.jump(to: cursor) }
    arrive(.choosing)
    let first = text(of: children[chosen])
    return "Branch \(chosen + 1) of \(children.count) after step \(depth) begins with: \(first)"
  }

  /// The depth of the fork here, else of the last one before, else of the first one after.
  private var nearestFork: Int? {
    guard branchCount > 1 else { return nil }
    func isFork(_ depth: Int) -> Bool { session.children(of: line[depth]).count > 1 }
    let depths = 0..<line.count - 1
    return depths.prefix(scene.depth + 1).last(where: isFork) ?? depths.dropFirst(scene.depth + 1).first(where: isFork)
  }

  /// The step that led to a moment, as a scenario would write it.
  func text(of moment: MomentID) -> String {
    texts[moment] ?? session.command(to: moment)?.description ?? "the beginning"
  }

  /// `summary(ofBranch:)`, as it was when the moment was last shown.
  func branchSummary(_ moment: MomentID) -> String { summaries[moment]?.text ?? summary(ofBranch: moment) }

  /// Keeps the words of these rows, which never change.
  mutating func keepTexts(of shown: Range<Int>) {
    // A bound on the memory, not on what can be shown.
    if texts.count > 4_096 { texts = [:] }
    let unknown = rows[shown].filter { !$0.isOtherBranch && $0.depth > 0 && texts[$0.moment] == nil }
    if let first = unknown.first?.depth, let last = unknown.last?.depth {
      for (moment, command) in zip(line[first...last], session.commands(along: line[first...last])) {
        texts[moment] = command.description
      }
    }
    for row in rows[shown] where row.isOtherBranch {
      if texts[row.moment] == nil { texts[row.moment] = text(of: row.moment) }
      // A branch may have grown, or go another way, since it was looked at.
      let end = session.end(of: row.moment)
      if summaries[row.moment]?.end != end {
        summaries[row.moment] = BranchSummary(end: end, text: summary(ofBranch: row.moment))
      }
    }
  }
}
