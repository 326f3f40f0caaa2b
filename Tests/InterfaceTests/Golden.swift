import FoundationEssentials
import Screen
import Testing

extension Screen {
  /// What tells things apart without colours: a letter for each cell, the underlying text left out.
  var monoMap: String {
    (0..<height).map { y in
      let row = (0..<width).map { x -> Character in
        let flags = Theme.mono.attributes(of: self[x, y].style).flags
        if flags.contains(.reverse) { return flags.contains(.bold) ? "R" : "r" }
        if flags.contains(.bold) { return flags.contains(.underline) ? "B" : "b" }
        return flags.contains(.underline) ? "u" : flags.contains(.faint) ? "f" : " "
      }
      return String(String(row).reversed().drop { $0 == " " }.reversed())
    }.joined(separator: "\n")
  }
}

/// Compares a screen with the one in `Goldens/NAME.txt`; with `UPDATE_GOLDENS=1` writes it instead.
///
/// With `mono`, what is bold, reversed, underlined or faint in a terminal without colours is part of it. With `styles`,
/// what is drawn how is part of it: so that nobody loses a colour without noticing.
func expectGolden(
  _ name: String, _ screen: Screen, styles: Bool = false, mono: Bool = false, _ place: SourceLocation = #_sourceLocation
) {
  let cursor = screen.cursor.map { "cursor \($0.x),\($0.y)" } ?? "no cursor"
  let parts = [screen.text, cursor] + (styles ? [screen.styles] : []) + (mono ? [screen.monoMap] : [])
  let actual = parts.joined(separator: "\n----\n") + "\n"
  let url = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Goldens/\(name).txt")
  if ProcessInfo.processInfo.environment["UPDATE_GOLDENS"] == "1" {
    do { try Data(actual.utf8).write(to: url) } catch { Issue.record("\(error)", sourceLocation: place) }
    return
  }
  guard let data = try? Data(contentsOf: url) else {
    Issue.record("There is no \(url.path()): run with UPDATE_GOLDENS=1 and look at it.", sourceLocation: place)
    return
  }
  let expected = String(decoding: data, as: UTF8.self)
  if expected == actual { return }
  let pairs = zip(
    expected.split(separator: "\n", omittingEmptySubsequences: false),
    actual.split(separator: "\n", omittingEmptySubsequences: false))
  let changes = pairs.filter { $0 != $1 }.map { "- \($0)\n+ \($1)" }.joined(separator: "\n")
  Issue.record("\(name) is drawn differently:\n\(changes)", sourceLocation: place)
}
