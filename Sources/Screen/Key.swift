/// A key as a person knows it.
package enum Key: Hashable, Sendable {
  case character(Character)
  /// With Ctrl; letters in lower case.
  case control(Character)
  /// With Alt, which a terminal sends as Esc before the character.
  case alt(Character)
  case function(Int)
  case enter, tab, backTab, escape, backspace, delete, insert
  case up, down, left, right, pageUp, pageDown, home, end
}

extension Key {
  /// As help and footer spell it: `x`, `^R`, `Alt-1`, `F5`, `PgUp`.
  package var name: String {
    switch self {
    case .character(" "): return "Space"
    case .character(let character): return String(character)
    case .control(let character): return "^" + character.uppercased()
    case .alt(let character): return "Alt-" + Key.character(character).name
    case .function(let number): return "F\(number)"
    default: return Self.named.first { $0.key == self }?.name ?? ""
    }
  }

  /// The key of a name, in any case of its letters except for the character itself: the inverse of `name`.
  package init?(named name: String) {
    if let only = name.first, name.count == 1 {
      guard only.unicodeScalars.allSatisfy(\.isPrintable) else { return nil }
      self = .character(only)
      return
    }
    let lower = name.lowercased()
    if lower == "space" {
      self = .character(" ")
    } else if let found = Self.named.first(where: { $0.name.lowercased() == lower }) {
      self = found.key
    } else if lower.hasPrefix("^"), let last = lower.last, lower.count == 2 {
      self = .control(last)
    } else if lower.hasPrefix("alt-"), case .character(let character)? = Key(named: String(name.dropFirst(4))) {
      self = .alt(character)
    } else if lower.hasPrefix("f"), let number = Int(lower.dropFirst()), (1...63).contains(number) {
      self = .function(number)
    } else {
      return nil
    }
  }

  private static let named: [(key: Key, name: String)] = [
    (.enter, "Enter"), (.tab, "Tab"), (.backTab, "Shift-Tab"), (.escape, "Esc"), (.backspace, "Backspace"),
    (.delete, "Del"), (.insert, "Ins"), (.up, "Up"), (.down, "Down"), (.left, "Left"), (.right, "Right"),
    (.pageUp, "PgUp"), (.pageDown, "PgDn"), (.home, "Home"), (.end, "End"),
  ]
}

extension Key: CustomStringConvertible {
  package var description: String { name }
}
