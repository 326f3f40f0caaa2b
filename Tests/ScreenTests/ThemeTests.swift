import Screen
import Testing

@Suite struct ThemeTests {
  static let depths = [0, 2, 8, 16, 88, 256, 65_536]
  static let ballots = (0..<Style.ballotColours).map { Style.ballot($0) }
  static let roles = Style.Role.allCases.map { Style($0) }

  @Test(arguments: Theme.allCases, depths)
  func `Every meaning has a look that the terminal has colours for`(theme: Theme, colours: Int) {
    for style in Self.roles + Self.ballots {
      let look = theme.attributes(of: style, colours: colours)
      let limit = colours < 8 ? 0 : colours
      #expect((-1..<limit).contains(Int(look.foreground)) && (-1..<limit).contains(Int(look.background)))
    }
  }

  @Test func `Mono has no colour, and neither has a terminal without`() {
    for style in Self.roles + Self.ballots {
      for look in [Theme.mono.attributes(of: style)] + Theme.allCases.map({ $0.attributes(of: style, colours: 0) }) {
        #expect(look.foreground == -1 && look.background == -1)
      }
    }
  }

  @Test(arguments: [8, 16, 256])
  func `The default theme keeps the terminal's background and avoids what cannot be seen on it`(colours: Int) {
    for style in Self.roles + Self.ballots {
      let look = Theme.default.attributes(of: style, colours: colours)
      #expect(look.background == -1)
      // Dark blue is lost on black, bright black on many palettes, white and black on white and black.
      #expect(![0, 4, 7, 8, 15].contains(look.foreground))
    }
  }

  @Test(arguments: Theme.allCases, depths)
  func `The selection can be told from plain text in every theme`(theme: Theme, colours: Int) {
    for ballot in [nil, 0, 1, 2, 3, 4, 5] {
      let plain = theme.attributes(of: Style(ballot: ballot), colours: colours)
      let selected = theme.attributes(of: Style(.selection, ballot: ballot), colours: colours)
      #expect(selected.background != plain.background || selected.flags.contains(.reverse))
    }
  }

  @Test(arguments: [(Theme.default, 16), (.dark, 256), (.light, 256), (.contrast, 256)])
  func `Six ballots have six colours`(theme: Theme, colours: Int) {
    #expect(Set(Self.ballots.map { theme.attributes(of: $0, colours: colours).foreground }).count == 6)
  }

  @Test func `A ballot keeps its colour whatever its line means, and the seventh has that of the first`() {
    for role in Style.Role.allCases {
      #expect(Theme.dark.attributes(of: Style(role, ballot: 1)).foreground == 74)
    }
    #expect(Style.ballot(6) == .ballot(0))
    #expect(Style.ballot(-1) == .ballot(5))
    #expect(Style.ballot(.min).ballot != nil)
  }

  @Test(arguments: [(Theme.dark, 4.5), (.light, 4.5), (.contrast, 7)])
  func `Text stands out from its background`(theme: Theme, least: Double) {
    for style in Self.roles + Self.ballots {
      let look = theme.attributes(of: style)
      // The tinted selection is bold, for which 3:1 is the measure.
      let wanted = style.role == .selection && theme != .contrast ? 3 : least
      #expect(contrast(look.foreground, look.background) >= wanted, "\(theme) \(style)")
    }
    for ballot in 0..<Style.ballotColours {
      let look = theme.attributes(of: Style(.selection, ballot: ballot))
      #expect(contrast(look.foreground, look.background) >= (theme == .contrast ? 7 : 3), "\(theme) ballot \(ballot)")
    }
  }

  @Test func `Themes are found by their names`() {
    #expect(Theme.allCases.map(\.name) == ["default", "dark", "light", "contrast", "mono"])
    #expect(Theme(rawValue: "contrast") == .contrast)
  }

  @Test func `A style says what it is`() {
    #expect(Style(.changed, ballot: 1).bold.description == "changed ballot1 bold")
    #expect(Style.plain.description == "plain")
    #expect(Style.plain.underlined.reversed.with(.faint).description == "underline reverse faint")
  }
}

/// The contrast ratio of WCAG 2 between two entries of xterm's 256 colours.
private func contrast(_ one: Int16, _ other: Int16) -> Double {
  let lights = [luminance(Int(one)), luminance(Int(other))].sorted()
  return (lights[1] + 0.05) / (lights[0] + 0.05)
}

private func luminance(_ index: Int) -> Double {
  let levels = [0.0, 95, 135, 175, 215, 255]
  let cube = index - 16
  let grey = Double(8 + 10 * (index - 232))
  let rgb = index >= 232 ? [grey, grey, grey] : [levels[cube / 36], levels[cube / 6 % 6], levels[cube % 6]]
  // Gamma 2.2 is close enough to sRGB's curve, and needs no mathematics library: x^2.2 between x^2 and x^2.5.
  let linear = rgb.map { value -> Double in
    let share = value / 255
    return share * share * (share.squareRoot() * 0.4 + 0.6)
  }
  return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
}
