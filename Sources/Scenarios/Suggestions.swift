import Screen

/// The candidates that a mistyped word is nearest to, at most three; none if none is near.
func suggestions(for word: String, among candidates: [String]) -> [String] {
  let typed = lowercased(word)
  guard typed.count <= 2 * Limits.name + 8 else { return [] }
  var best = Int.max
  var nearest: [String] = []
  for candidate in candidates where !nearest.contains(candidate) {
    let name = lowercased(candidate)
    guard let distance = distance(typed, name) else { continue }
    if distance < best { nearest = [] }
    if distance <= best { nearest.append(candidate) }
    best = min(best, distance)
  }
  return Array(nearest.prefix(3))
}

/// `did you mean …?` where something is near, else all that there is.
package func remedy(for word: String, among candidates: [String], plural: String) -> String {
  if candidates.isEmpty { return "there are no \(plural)" }
  return didYouMean(word, among: candidates) ?? "the \(plural) are \(listed(candidates))"
}

/// A question with the nearest candidates.
package func didYouMean(_ word: String, among candidates: [String]) -> String? {
  didYouMean(suggestions(for: word, among: candidates))
}

func didYouMean(_ nearest: [String]) -> String? {
  let names = nearest.map { "`\(sanitized($0))`" }
  guard let last = names.last else { return nil }
  let others = names.dropLast().joined(separator: ", ")
  return "did you mean \(others.isEmpty ? "" : others + " or ")\(last)?"
}

/// Names with blanks between them, not too many of them.
func listed(_ names: [String]) -> String {
  guard names.count > 24 else { return names.joined(separator: " ") }
  return names.prefix(24).joined(separator: " ") + " … (\(names.count) in all)"
}

private func lowercased(_ text: String) -> [UInt8] {
  text.utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
}

/// How many slips lead from one word to the other (a letter too much, too little, wrong, or two of them swapped), or nil
/// if there are too many for a slip. The beginning of a word is always near.
private func distance(_ typed: [UInt8], _ name: [UInt8]) -> Int? {
  let most = min(3, max(1, max(typed.count, name.count) / 3))
  let isBeginning = typed.count >= 3 && name.starts(with: typed)
  guard abs(typed.count - name.count) <= most else { return isBeginning ? most : nil }
  var before = [Int](repeating: 0, count: name.count + 1)
  var last = Array(0...name.count)
  for row in typed.indices {
    var next = [row + 1]
    for column in name.indices {
      var cost = min(last[column + 1] + 1, next[column] + 1, last[column] + (typed[row] == name[column] ? 0 : 1))
      if row > 0, column > 0, typed[row] == name[column - 1], typed[row - 1] == name[column] {
        cost = min(cost, before[column - 1] + 1)
      }
      next.append(cost)
    }
    before = last
    last = next
  }
  if last[name.count] <= most { return last[name.count] }
  return isBeginning ? most : nil
}
