/// What a piece of text means; a `Theme` decides how that looks.
package struct Style: Hashable, Sendable {
  package enum Role: UInt8, CaseIterable, Hashable, Sendable {
    case plain, dim
    /// The bar at the top, and the names of panels.
    case title, heading
    /// Lines and boxes; those of the panel that has the focus.
    case rule, focus
    /// The item that the next key acts on. Always with a glyph too, and reversed without colours.
    case selection
    /// What the last step changed.
    case changed
    case good, bad, warning
    /// A key that may be pressed, and one that may not now.
    case key, disabled
    /// The value that a ballot votes for, a link or a reference, the text that a filter found.
    case value, reference, match
  }

  package struct Flags: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }
    package static let bold = Flags(rawValue: 1)
    package static let underline = Flags(rawValue: 2)
    package static let reverse = Flags(rawValue: 4)
    package static let faint = Flags(rawValue: 8)
  }

  /// Ballots after the sixth start again at the first colour; their numbers tell them apart.
  package static let ballotColours = 6

  package var role: Role
  package var flags: Flags
  private var ballotIndex: UInt8

  package init(_ role: Role = .plain, ballot: Int? = nil, flags: Flags = []) {
    self.role = role
    self.flags = flags
    ballotIndex = .max
    self.ballot = ballot
  }

  /// The colour of a ballot, 0 ..< `ballotColours`: it is the same everywhere and wins over the role's own colour.
  package var ballot: Int? {
    get { ballotIndex == .max ? nil : Int(ballotIndex) }
    set {
      guard let newValue else { return ballotIndex = .max }
      let remainder = newValue % Self.ballotColours
      ballotIndex = UInt8(remainder < 0 ? remainder + Self.ballotColours : remainder)
    }
  }

  package static func ballot(_ index: Int, _ flags: Flags = []) -> Style { Style(ballot: index, flags: flags) }

  package var bold: Style { with(.bold) }
  package var underlined: Style { with(.underline) }
  package var reversed: Style { with(.reverse) }

  package func with(_ more: Flags) -> Style { Style(role, ballot: ballot, flags: flags.union(more)) }
  /// The same text in another role, with its ballot's colour kept: how a line becomes selected or changed.
  package func with(_ role: Role) -> Style { Style(role, ballot: ballot, flags: flags) }
}

/// Shorthands, so that a view reads `style: .dim`.
extension Style {
  package static let plain = Style(.plain)
  package static let dim = Style(.dim)
  package static let title = Style(.title)
  package static let heading = Style(.heading)
  package static let rule = Style(.rule)
  package static let focus = Style(.focus)
  package static let selection = Style(.selection)
  package static let changed = Style(.changed)
  package static let good = Style(.good)
  package static let bad = Style(.bad)
  package static let warning = Style(.warning)
  package static let key = Style(.key)
  package static let disabled = Style(.disabled)
  package static let value = Style(.value)
  package static let reference = Style(.reference)
  package static let match = Style(.match)
}

extension Style: CustomStringConvertible {
  /// As the style layer of a golden screen spells it: `changed ballot1 bold`.
  package var description: String {
    var words = role == .plain ? [] : ["\(role)"]
    if let ballot { words.append("ballot\(ballot)") }
    if flags.contains(.bold) { words.append("bold") }
    if flags.contains(.underline) { words.append("underline") }
    if flags.contains(.reverse) { words.append("reverse") }
    if flags.contains(.faint) { words.append("faint") }
    return words.isEmpty ? "plain" : words.joined(separator: " ")
  }
}
