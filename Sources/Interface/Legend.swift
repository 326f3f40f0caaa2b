import Screen

/// A glyph or a colour and what it means: the legend in `?`.
struct Sign: Hashable, Sendable {
  let glyph: String
  let meaning: String
  var style = Style.plain

  static func all(_ glyphs: Glyphs) -> [Sign] {
    [
      Sign(glyph: "1.1 1.2", meaning: "A ballot, ROUND.PROPOSER: it has one colour everywhere.", style: .ballot(1)),
      Sign(glyph: "\(glyphs.vote)", meaning: "The acceptor voted in this ballot.", style: .ballot(1, .bold)),
      Sign(
        glyph: "[\(glyphs.vote)]", meaning: "It voted, and these votes are a quorum: chosen.", style: .ballot(1, .bold)),
      Sign(
        glyph: "\(glyphs.promise)", meaning: "It promised this ballot; in Raft, it voted for the candidate.",
        style: .ballot(1)),
      Sign(glyph: "\(glyphs.refused)", meaning: "It refused.", style: .dim),
      Sign(glyph: "\(glyphs.none)", meaning: "Nothing so far.", style: .dim),
      Sign(glyph: "\(glyphs.changed)", meaning: "The last step changed it, or sent it.", style: .changed),
      Sign(glyph: "[1.1:x]", meaning: "An entry of a log that the node knows to be chosen.", style: .ballot(1, .bold)),
      Sign(
        glyph: "\(glyphs.vote)", meaning: "Behind a name: one of the quorum that decided.", style: .ballot(1, .bold)),
      Sign(
        glyph: glyphs.fractions.map { String(Character($0)) }.joined(),
        meaning: "How much of a quorum has answered, from nothing to all."),
      Sign(glyph: "next", meaning: "The message that is due first.", style: .dim),
      Sign(glyph: "+3", meaning: "Due in so many ticks.", style: .dim),
      Sign(glyph: "\(glyphs.held)", meaning: "Held: next passes it over until it is released.", style: .warning),
      Sign(glyph: "\(glyphs.lost)", meaning: "It cannot arrive, or the node is down, or the link is cut.", style: .bad),
      Sign(glyph: "\(glyphs.check) \(glyphs.violated)", meaning: "An invariant holds, or is violated.", style: .good),
      Sign(glyph: "\(glyphs.branch)2", meaning: "The history has so many branches.", style: .key),
      Sign(glyph: "\(glyphs.selected)", meaning: "Selected: keys act on it.", style: .key),
    ]
  }
}
