/// How each meaning looks: a named set of colours, or of attributes only.
///
/// Colour is never the only sign of anything: views add a glyph, a letter or a number, so `mono` loses nothing.
package enum Theme: String, CaseIterable, Hashable, Sendable {
  /// The terminal's own foreground and background, and colours that can be seen on both black and white.
  case `default`
  /// The colours of Okabe and Ito, which most colour-blind people can tell apart, on dark grey.
  case dark
  /// The same for a white background.
  case light
  /// For projectors: everything at least 7:1 on black.
  case contrast
  /// Attributes only; what `NO_COLOR` asks for.
  case mono
}

/// What a terminal is told about one cell.
package struct Attributes: Hashable, Sendable {
  /// Palette index; -1 is the terminal's own.
  package var foreground: Int16 = -1
  package var background: Int16 = -1
  package var flags: Style.Flags = []
}

extension Theme {
  package var name: String { rawValue }

  /// How a style looks with this theme on a terminal of so many colours.
  package func attributes(of style: Style, colours: Int = 256) -> Attributes {
    guard let palette = palette(colours) else {
      return Attributes(flags: Self.monoFlags(style.role).union(style.flags))
    }
    var result = palette.attributes(of: style.role)
    if let ballot = style.ballot, !palette.ballots.isEmpty {
      result.foreground = palette.ballots[ballot % palette.ballots.count]
    }
    result.flags.formUnion(style.flags)
    return result
  }

  /// nil where attributes have to do.
  private func palette(_ colours: Int) -> Palette? {
    if colours < 8 { return nil }
    switch self {
    case .default: return colours >= 16 ? .own : .ownOfEight
    case .dark: return colours >= 256 ? .dark : .darkOfEight
    case .light: return colours >= 256 ? .light : .lightOfEight
    case .contrast: return colours >= 256 ? .contrast : .darkOfEight
    case .mono: return nil
    }
  }

  private static func monoFlags(_ role: Style.Role) -> Style.Flags {
    switch role {
    case .plain, .rule, .value, .good: []
    case .dim, .disabled: .faint
    case .heading, .changed, .bad, .warning, .key: .bold
    case .focus: .bold
    case .title, .selection: .reverse
    case .reference, .match: .underline
    }
  }
}

/// The colours of one theme.
private struct Palette: Sendable {
  var plain: Int16
  var background: Int16
  var dim: Int16
  var accent: Int16
  var good: Int16
  var bad: Int16
  var warning: Int16
  /// The background of the selection; nil reverses it, which works on every terminal.
  var selection: Int16?
  var ballots: [Int16]

  func attributes(of role: Style.Role) -> Attributes {
    var result = Attributes(foreground: plain, background: background)
    switch role {
    case .plain: break
    case .dim, .disabled:
      result.foreground = dim
      // Faint is the only grey that suits a background one does not know.
      if dim == plain { result.flags = .faint }
    case .rule: result.foreground = dim
    case .focus, .key:
      result.foreground = accent
      result.flags = .bold
    case .title: result.flags = [.bold, .reverse]
    case .heading, .changed: result.flags = .bold
    case .value: break
    case .selection:
      result.flags = selection == nil ? .reverse : .bold
      result.background = selection ?? background
    case .good: result.foreground = good
    case .bad:
      result.foreground = bad
      result.flags = .bold
    case .warning: result.foreground = warning
    case .reference: result.foreground = accent
    case .match: result.flags = .underline
    }
    return result
  }

  // No dark blue (4) and no bright black (8) where the background is the terminal's: neither can be relied on to show.
  static let own = Palette(
    plain: -1, background: -1, dim: -1, accent: 6, good: 2, bad: 1, warning: 3, selection: nil,
    ballots: [6, 3, 5, 2, 1, 12])
  static let ownOfEight = Palette(
    plain: -1, background: -1, dim: -1, accent: 6, good: 2, bad: 1, warning: 3, selection: nil,
    ballots: [6, 3, 5, 2, 1, -1])
  static let dark = Palette(
    plain: 252, background: 234, dim: 246, accent: 117, good: 114, bad: 210, warning: 221, selection: 236,
    ballots: [178, 74, 35, 221, 175, 208])
  static let darkOfEight = Palette(
    plain: 7, background: 0, dim: 7, accent: 6, good: 2, bad: 1, warning: 3, selection: nil,
    ballots: [3, 6, 2, 7, 5, 1])
  static let light = Palette(
    plain: 234, background: 231, dim: 241, accent: 24, good: 22, bad: 124, warning: 94, selection: 254,
    ballots: [25, 28, 94, 126, 160, 24])
  static let lightOfEight = Palette(
    plain: 0, background: 7, dim: 0, accent: 4, good: 4, bad: 1, warning: 5, selection: nil,
    ballots: [4, 1, 5, 0, 4, 1])
  static let contrast = Palette(
    plain: 231, background: 16, dim: 250, accent: 117, good: 120, bad: 210, warning: 226, selection: nil,
    ballots: [215, 117, 120, 226, 213, 147])
}
