import Screen

/// One line of text being typed, and the place in it.
struct LineEditor: Hashable, Sendable {
  /// More is not taken: the language allows no longer line.
  static let limit = 4_096

  private(set) var characters: [Character]
  private(set) var cursor: Int

  init(_ text: String = "") {
    characters = Array(text.prefix(Self.limit))
    cursor = characters.count
  }

  var text: String { String(characters) }
  var isEmpty: Bool { characters.isEmpty }
  var beforeCursor: String { String(characters[..<cursor]) }

  mutating func insert(_ text: String) {
    let room = Self.limit - characters.count
    let new = singleLine(text).prefix(room)
    characters.insert(contentsOf: new, at: cursor)
    cursor += new.count
  }

  /// Edits as a shell does; false where the key means nothing to a line.
  mutating func edit(_ key: Key) -> Bool {
    switch key {
    case .character(let character): insert(String(character))
    case .backspace, .control("h"): remove(cursor - 1..<cursor)
    case .delete, .control("d"): remove(cursor..<cursor + 1)
    case .left, .control("b"): cursor = max(0, cursor - 1)
    case .right, .control("f"): cursor = min(characters.count, cursor + 1)
    case .home, .control("a"): cursor = 0
    case .end, .control("e"): cursor = characters.count
    case .control("u"): remove(0..<cursor)
    case .control("k"): remove(cursor..<characters.count)
    case .control("w"): remove(startOfWord..<cursor)
    default: return false
    }
    return true
  }

  private var startOfWord: Int {
    let blanks = characters[..<cursor].reversed().prefix { $0 == " " }.count
    let word = characters[..<(cursor - blanks)].reversed().prefix { $0 != " " }.count
    return cursor - blanks - word
  }

  private mutating func remove(_ range: Range<Int>) {
    let range = range.clamped(to: 0..<characters.count)
    characters.removeSubrange(range)
    cursor = min(cursor, range.lowerBound)
  }
}
