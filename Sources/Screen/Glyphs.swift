/// The characters that mean something in the interface, each one column wide, with a twin in ASCII.
///
/// No emoji and nothing with a variation selector: terminals disagree about their width.
package struct Glyphs: Hashable, Sendable {
  // Lines.
  package var horizontal: Unicode.Scalar, vertical: Unicode.Scalar
  package var topLeft: Unicode.Scalar, topRight: Unicode.Scalar
  package var bottomLeft: Unicode.Scalar, bottomRight: Unicode.Scalar
  package var teeDown: Unicode.Scalar, teeUp: Unicode.Scalar, teeLeft: Unicode.Scalar, teeRight: Unicode.Scalar
  package var cross: Unicode.Scalar

  // What nodes, votes and messages are in.
  package var vote: Unicode.Scalar
  package var promise: Unicode.Scalar
  package var refused: Unicode.Scalar
  package var none: Unicode.Scalar
  package var check: Unicode.Scalar
  package var violated: Unicode.Scalar
  package var unknown: Unicode.Scalar
  package var selected: Unicode.Scalar
  package var held: Unicode.Scalar
  package var changed: Unicode.Scalar
  package var branch: Unicode.Scalar
  package var lost: Unicode.Scalar
  package var dash: Unicode.Scalar

  // Text.
  package var ellipsis: Unicode.Scalar
  package var separator: Unicode.Scalar
  /// Both ASCII twins may take more columns than one.
  package var arrow: String
  package var enter: String

  // Scrolling, and arrows of the space-time diagram.
  package var up: Unicode.Scalar, down: Unicode.Scalar, left: Unicode.Scalar, right: Unicode.Scalar
  package var scrollUp: Unicode.Scalar, scrollDown: Unicode.Scalar
  package var diagonalUp: Unicode.Scalar, diagonalDown: Unicode.Scalar
  package var cursor: Unicode.Scalar
  /// Bars and large letters: a whole cell, its upper and its lower half.
  package var block: Unicode.Scalar, upperBlock: Unicode.Scalar, lowerBlock: Unicode.Scalar
  /// On the line of a node: it acted, its timer rang, it restarted, a message to it is in flight.
  package var acted: Unicode.Scalar, timer: Unicode.Scalar, restarted: Unicode.Scalar, inFlight: Unicode.Scalar
  /// The line of a node that is down, of one behind a cut, and while a message waits; the way of a message in flight.
  package var laneDown: Unicode.Scalar, laneApart: Unicode.Scalar, laneWaiting: Unicode.Scalar, dashed: Unicode.Scalar
  /// From empty to full, for "so many of a quorum".
  package var fractions: [Unicode.Scalar]

  /// The step of `fractions` for a part of a whole; full only when it is complete, empty only when there is none.
  package func fraction(_ part: Int, of whole: Int) -> Unicode.Scalar {
    guard let empty = fractions.first, let full = fractions.last else { return " " }
    if part <= 0 { return empty }
    if part >= whole { return full }
    let (scaled, overflow) = part.multipliedReportingOverflow(by: fractions.count - 1)
    return overflow ? full : fractions[(scaled / whole).clamped(to: min(1, fractions.count - 1)...fractions.count - 1)]
  }
}

extension Glyphs {
  package static let unicode = Glyphs(
    horizontal: "─", vertical: "│", topLeft: "┌", topRight: "┐", bottomLeft: "└", bottomRight: "┘",
    teeDown: "┬", teeUp: "┴", teeLeft: "┤", teeRight: "├", cross: "┼",
    vote: "■", promise: "◇", refused: "✗", none: "·", check: "✓", violated: "✗", unknown: "?", selected: "▸",
    held: "‖", changed: "*", branch: "⑂", lost: "✗", dash: "—",
    ellipsis: "…", separator: "·", arrow: "→", enter: "⏎",
    up: "↑", down: "↓", left: "←", right: "→", scrollUp: "▴", scrollDown: "▾", diagonalUp: "╱", diagonalDown: "╲",
    cursor: "▾", block: "█", upperBlock: "▀", lowerBlock: "▄",
    acted: "●", timer: "▼", restarted: "▲", inFlight: "○",
    laneDown: "┊", laneApart: "║", laneWaiting: "┃", dashed: "┄", fractions: ["○", "◔", "◑", "◕", "●"])

  package static let ascii = Glyphs(
    horizontal: "-", vertical: "|", topLeft: "+", topRight: "+", bottomLeft: "+", bottomRight: "+",
    teeDown: "+", teeUp: "+", teeLeft: "+", teeRight: "+", cross: "+",
    vote: "#", promise: "o", refused: "x", none: ".", check: "+", violated: "!", unknown: "?", selected: ">",
    held: "=", changed: "*", branch: "Y", lost: "x", dash: "-",
    ellipsis: "~", separator: "-", arrow: "->", enter: "Enter",
    up: "^", down: "v", left: "<", right: ">", scrollUp: "^", scrollDown: "v", diagonalUp: "/", diagonalDown: "\\",
    cursor: "v", block: "#", upperBlock: "\"", lowerBlock: "_",
    acted: "@", timer: "T", restarted: "^", inFlight: "0",
    laneDown: ":", laneApart: "\"", laneWaiting: "|", dashed: ".",
    // No digits: a number follows, and `2 1/2` is another one.
    fractions: ["_", ".", ":", "%", "#"])
}
