import Screen

/// Words in letters of several rows, to be read from the back of a room.
///
/// Three by five dots a letter: two rows of dots fit into one row of cells as half blocks, or each dot takes two cells of
/// its own where there is room for that.
enum BigText {
  enum Size: Hashable, Sendable {
    /// Three rows, four columns a letter; needs half blocks.
    case small
    /// Five rows, eight columns a letter.
    case large

    var rows: Int { self == .small ? 3 : 5 }
    fileprivate var columns: Int { self == .small ? 4 : 8 }
  }

  static func width(of text: String, _ size: Size) -> Int { max(0, text.count * size.columns - size.columns / 4) }

  /// The rows of a text. A letter that has no picture is left blank: see `canShow`.
  static func rows(of text: String, _ size: Size, _ glyphs: Glyphs) -> [String] {
    let letters = text.lowercased().map { font[$0] ?? [0, 0, 0, 0, 0] }
    func dot(_ letter: [UInt8], _ x: Int, _ y: Int) -> Bool { y < 5 && letter[y] & (4 >> x) != 0 }
    return (0..<size.rows).map { row in
      letters.map { letter in
        (0..<3).map { x -> String in
          switch size {
          case .large: String(repeating: dot(letter, x, row) ? String(Character(glyphs.block)) : " ", count: 2)
          case .small:
            switch (dot(letter, x, row * 2), dot(letter, x, row * 2 + 1)) {
            case (true, true): String(Character(glyphs.block))
            case (true, false): String(Character(glyphs.upperBlock))
            case (false, true): String(Character(glyphs.lowerBlock))
            case (false, false): " "
            }
          }
        }.joined()
      }.joined(separator: size == .small ? " " : "  ")
    }
  }

  /// Whether every letter has a picture.
  static func canShow(_ text: String) -> Bool { text.lowercased().allSatisfy { font[$0] != nil } }

  /// Rows of dots from the top, the leftmost dot worth 4. Names and values have no other letters than these.
  private static let font: [Character: [UInt8]] = [
    "a": [7, 5, 7, 5, 5], "b": [6, 5, 6, 5, 6], "c": [7, 4, 4, 4, 7], "d": [6, 5, 5, 5, 6], "e": [7, 4, 6, 4, 7],
    "f": [7, 4, 6, 4, 4], "g": [7, 4, 5, 5, 7], "h": [5, 5, 7, 5, 5], "i": [7, 2, 2, 2, 7], "j": [1, 1, 1, 5, 7],
    "k": [5, 5, 6, 5, 5], "l": [4, 4, 4, 4, 7], "m": [5, 7, 7, 5, 5], "n": [6, 5, 5, 5, 5], "o": [7, 5, 5, 5, 7],
    "p": [7, 5, 7, 4, 4], "q": [7, 5, 5, 7, 1], "r": [7, 5, 6, 5, 5], "s": [7, 4, 7, 1, 7], "t": [7, 2, 2, 2, 2],
    "u": [5, 5, 5, 5, 7], "v": [5, 5, 5, 5, 2], "w": [5, 5, 7, 7, 5], "x": [5, 5, 2, 5, 5], "y": [5, 5, 2, 2, 2],
    "z": [7, 1, 2, 4, 7], "0": [7, 5, 5, 5, 7], "1": [2, 6, 2, 2, 7], "2": [7, 1, 7, 4, 7], "3": [7, 1, 7, 1, 7],
    "4": [5, 5, 7, 1, 1], "5": [7, 4, 7, 1, 7], "6": [7, 4, 7, 5, 7], "7": [7, 1, 1, 1, 1], "8": [7, 5, 7, 5, 7],
    "9": [7, 5, 7, 1, 7], "-": [0, 0, 7, 0, 0], "_": [0, 0, 0, 0, 7], ".": [0, 0, 0, 0, 2], ":": [0, 2, 0, 2, 0],
    " ": [0, 0, 0, 0, 0],
  ]
}
