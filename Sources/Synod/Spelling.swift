/// A question with the word that a mistyped one is nearest to, or nil if none is near.
func didYouMean(_ typed: String, among candidates: [String]) -> String? {
  let ranked = candidates.map { (candidate: $0, slips: slips(from: typed.lowercased(), to: $0)) }
  guard let best = ranked.min(by: { $0.slips < $1.slips }), best.slips <= min(4, max(1, best.candidate.count / 3))
  else { return nil }
  return "did you mean `\(best.candidate)`?"
}

/// How many letters must be added, taken away or replaced to turn one word into the other.
private func slips(from typed: String, to name: String) -> Int {
  // Nothing this long is a slip of the hand, and the table below would be large.
  guard typed.utf8.count <= 64 else { return .max }
  let (typed, name) = (Array(typed.utf8), Array(name.utf8))
  var row = Array(0...name.count)
  for (index, letter) in typed.enumerated() {
    var diagonal = row[0]
    row[0] = index + 1
    for column in name.indices {
      let replaced = diagonal + (letter == name[column] ? 0 : 1)
      diagonal = row[column + 1]
      row[column + 1] = min(replaced, diagonal + 1, row[column] + 1)
    }
  }
  return row[name.count]
}
