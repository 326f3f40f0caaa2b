import Consensus
import Screen

/// A screen being drawn, and what the mouse finds on it.
struct Frame: Sendable {
  var screen: Screen
  let glyphs: Glyphs
  private let isASCII: Bool
  /// The first row shown of the list on top, if there is one.
  var listTop: Int?
  private var targets: [(area: Rect, target: Target)] = []

  init(_ size: Size, glyphs: Glyphs) {
    screen = Screen(width: size.width, height: size.height)
    self.glyphs = glyphs
    isASCII = glyphs == .ascii
  }

  /// What a click means, by where it falls.
  enum Target: Hashable, Sendable {
    case message(MessageID)
    case node(Int)
    case historyRow(Int)
    /// A step of the diagram, by how many come before it.
    case diagramRow(Int)
    case binding(Action)
    case pane(Pane)
    case choice(Int)
    /// An overlay, which keeps clicks from what lies under it.
    case layer
  }

  mutating func mark(_ area: Rect, _ target: Target) { targets.append((area, target)) }

  /// What was drawn last at a cell.
  func target(x: Int, y: Int) -> Target? { targets.last { $0.area.contains(x: x, y: y) }?.target }

  /// Writes from `x` on, before `right`, and answers where the text ends.
  @discardableResult
  mutating func put(_ text: String, _ x: Int, _ y: Int, upTo right: Int, _ style: Style = .plain) -> Int {
    x + screen.put(spelled(text), x: x, y: y, style: style, width: right - x, ellipsis: glyphs.ellipsis)
  }

  /// The text in the characters that the terminal has.
  func spelled(_ text: String) -> String {
    if !isASCII || text.utf8.allSatisfy({ $0 < 0x80 }) { return text }
    return sanitized(
      text.replacing("§", with: "sec. ").replacing("…", with: "...").replacing("×", with: "x"), in: .ascii)
  }

  @discardableResult
  mutating func put(_ glyph: Unicode.Scalar, _ x: Int, _ y: Int, upTo right: Int, _ style: Style = .plain) -> Int {
    guard x < right else { return x }
    return x + screen.put(glyph, x: x, y: y, style: style)
  }

  /// Writes before `right`, but nothing left of `left`: what does not fit is not drawn at all.
  @discardableResult
  mutating func put(_ text: String, endingAt right: Int, _ y: Int, from left: Int, _ style: Style = .plain) -> Int {
    let text = spelled(text)
    let width = Width.of(text)
    guard width > 0, right - width >= left else { return right }
    screen.put(text, x: right - width, y: y, style: style)
    return right - width
  }

  /// Marks a row as selected: reversed where the keys go, and with the cursor on it.
  mutating func select(_ row: Rect, isFocused: Bool) {
    guard isFocused, !row.isEmpty else { return }
    screen.restyle(row) { $0.with(.selection) }
    screen.setCursor(x: row.x, y: row.y)
  }
}

/// The rows of a list that a pane shows: as near to `top` as the selection allows.
func window(top: Int, selection: Int?, count: Int, height: Int) -> Range<Int> {
  guard height > 0, count > 0 else { return 0..<0 }
  var top = top.clamped(to: 0...max(0, count - height))
  if let selection {
    let selection = selection.clamped(to: 0...count - 1)
    if selection < top { top = selection }
    if selection >= top + height { top = selection - height + 1 }
  }
  return top..<min(count, top + height)
}

extension Glyphs {
  /// `↑3 ↓12`: how much a pane does not show; empty where it shows all.
  func hidden(_ shown: Range<Int>, of count: Int) -> String {
    let above = shown.lowerBound
    let below = count - shown.upperBound
    return [above > 0 ? "\(up)\(above)" : nil, below > 0 ? "\(down)\(below)" : nil].compactMap { $0 }
      .joined(separator: " ")
  }
}
