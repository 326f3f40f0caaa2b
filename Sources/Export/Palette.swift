import Screen

/// Colours of terminals as pictures need them.
enum Palette {
  /// The six-digit colour of a place in the palette of 256 colours that xterm made usual; -1 is the terminal's own, for
  /// which paper and ink stand in.
  static func hex(_ index: Int16, instead: String) -> String {
    switch Int(index) {
    case 0..<16: return basic[Int(index)]
    case 16..<232:
      let place = Int(index) - 16
      return hex(of: [place / 36, place / 6 % 6, place % 6].map { $0 == 0 ? 0 : 55 + 40 * $0 })
    case 232..<256:
      let grey = 8 + 10 * (Int(index) - 232)
      return hex(of: [grey, grey, grey])
    default: return instead
    }
  }

  static let ink = "#1c1c1c"
  static let paper = "#ffffff"

  private static let basic = [
    "#000000", "#a00000", "#007000", "#8a5a00", "#0000b0", "#8b008b", "#006f7a", "#c0c0c0",
    "#606060", "#d02020", "#109010", "#a07000", "#3050e0", "#c000c0", "#0090a0", "#ffffff",
  ]

  private static func hex(of parts: [Int]) -> String {
    "#" + parts.map { part in (part < 16 ? "0" : "") + String(part, radix: 16) }.joined()
  }
}

/// Foreground and background of a style on paper, with reversal carried out.
struct Ink: Hashable {
  var foreground: String
  var background: String
  var isBold: Bool
  var isFaint: Bool
  var isUnderlined: Bool

  init(_ style: Style, _ theme: Theme) {
    let attributes = theme.attributes(of: style)
    foreground = Palette.hex(attributes.foreground, instead: Palette.ink)
    background = Palette.hex(attributes.background, instead: Palette.paper)
    if attributes.flags.contains(.reverse) { swap(&foreground, &background) }
    isBold = attributes.flags.contains(.bold)
    isFaint = attributes.flags.contains(.faint)
    isUnderlined = attributes.flags.contains(.underline)
  }
}

/// A text as XML takes it: what XML forbids is replaced by something visible, what it reserves is spelled out.
func xml(_ text: String) -> String {
  var result = ""
  for scalar in sanitized(text).unicodeScalars {
    switch scalar {
    case "&": result += "&amp;"
    case "<": result += "&lt;"
    case ">": result += "&gt;"
    case "\"": result += "&quot;"
    case "'": result += "&#39;"
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result
}

/// The parts that every picture of ours begins with: size, font, title and description for those who cannot see it.
func svgHead(width: Int, height: Int, title: String, description: String, background: String) -> String {
  """
  <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" viewBox="0 0 \(width) \(height)" \
  role="img" aria-labelledby="title desc" font-family="ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace" \
  font-size="13">
  <title id="title">\(xml(title))</title>
  <desc id="desc">\(xml(description))</desc>
  <rect width="100%" height="100%" fill="\(background)"/>

  """
}
