/// The text broken at spaces into lines of at most `width` columns; a longer word is cut. Line feeds in it stay breaks.
package func wrapped(_ text: String, width: Int) -> [String] {
  guard width > 0 else { return [] }
  return text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { paragraph in
    var lines = [""]
    var used = 0
    for word in paragraph.split(separator: " ") {
      for (index, piece) in pieces(of: String(word), width: width).enumerated() {
        let columns = Width.of(piece)
        if index == 0, used > 0, used + 1 + columns <= width {
          lines[lines.count - 1] += " " + piece
          used += 1 + columns
        } else if used == 0 {
          lines[lines.count - 1] = piece
          used = columns
        } else {
          lines.append(piece)
          used = columns
        }
      }
    }
    return lines
  }
}

/// A word in pieces that fit; nearly always one.
///
/// Cut between scalars, as cells are: a Character may be wider than any line (Hangul joins consonants without limit).
private func pieces(of word: String, width: Int) -> [String] {
  if Width.of(word) <= width { return [word] }
  var pieces = [String.UnicodeScalarView()]
  var used = 0
  for scalar in word.unicodeScalars {
    let columns = Width.of(scalar.madePrintable)
    if used > 0, used + columns > width {
      pieces.append(String.UnicodeScalarView())
      used = 0
    }
    pieces[pieces.count - 1].append(scalar)
    used += used == 0 ? max(1, columns) : columns
  }
  return pieces.map { String($0) }
}
