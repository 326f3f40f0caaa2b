import Narration
package import Scenarios
package import Screen

/// What a person has set once for all sessions, in `$XDG_CONFIG_HOME/paxoscope/config`.
///
/// One setting a line, in the manner of the scenario language:
///
///     # how it looks
///     theme  dark                        default dark light contrast mono
///     ascii  auto                        on off auto: by the locale
///     color  auto                        auto always never
///     mouse  on                          on off
///     key    undo z Backspace            the keys of a command, instead of its own; `none`: no key
///
/// Whatever is wrong is told with its place and left out; the rest holds.
package struct Configuration: Hashable, Sendable {
  package enum Ascii: String, CaseIterable, Hashable, Sendable { case on, off, auto }
  package enum Colour: String, CaseIterable, Hashable, Sendable { case auto, always, never }

  package var theme: Theme?
  package var ascii: Ascii?
  package var colour: Colour?
  package var takesMouse: Bool?
  /// The keys of some commands, by their names, instead of those of the table.
  package var keys: [String: [Key]] = [:]

  package init() {}

  /// How each setting is written, and what it does.
  package static let forms: [(form: String, summary: String)] = [
    ("theme \(Theme.allCases.map(\.name).joined(separator: "|"))", "The colours."),
    ("ascii on|off|auto", "Draw with ASCII characters alone; auto: where the locale has no others."),
    ("color auto|always|never", "Use colours; auto: unless NO_COLOR is set."),
    ("mouse on|off", "Take the mouse, or leave it to the terminal."),
    ("key COMMAND KEY …", "The keys of a command instead of its own, such as x X ^R Alt-x F5 Space Enter PgUp."),
    ("key COMMAND none", "No key for a command."),
  ]

  /// What the bytes of a file say, and all that is wrong with them.
  package static func read(_ bytes: [UInt8]) -> (configuration: Configuration, mistakes: InvalidText?) {
    var reader = ConfigurationReader(SourceText(Array(bytes.prefix(Limits.file))))
    if bytes.count > Limits.file { reader.complainAboutSize() }
    return reader.read()
  }
}

/// A row of the table of commands, for those who print it.
package struct CommandRow: Hashable, Sendable {
  package let name: String
  /// What can follow the name at `:`.
  package let argument: String?
  package let keys: [String]
  package let help: String
  package let group: String
}

extension Interface {
  /// The table of commands, with the keys that a configuration gives them.
  package static func commands(_ configuration: Configuration = Configuration()) -> [CommandRow] {
    Binding.table(configuration.keys).map {
      CommandRow(
        name: $0.name, argument: $0.argument?.form, keys: $0.keys.map(\.name), help: $0.help, group: $0.group.rawValue)
    }
  }
}

extension Binding {
  /// The table with other keys for some rows.
  static func table(_ keys: [String: [Key]]) -> [Binding] {
    all.map { binding in
      var binding = binding
      if let own = keys[binding.name] { binding.keys = own }
      return binding
    }
  }
}

/// Reads the lines of a configuration one after the other.
private struct ConfigurationReader {
  private let source: SourceText
  private var complaints: [Complaint] = []
  private var configuration = Configuration()
  /// On which line each setting stands.
  private var places: [String: Int] = [:]
  /// The words that name the keys of a command.
  private var assigned: [(binding: Binding, words: [Word])] = []

  init(_ source: SourceText) { self.source = source }

  mutating func complainAboutSize() {
    complaints.append(Complaint(at: 0, "the file has more than \(grouped(Limits.file)) bytes; the rest is not read"))
  }

  mutating func read() -> (Configuration, InvalidText?) {
    for number in 1...source.lineCount {
      let line = source.line(number)
      let forbidden = source.firstForbidden(in: line, of: "a configuration", breaking: "it is one setting a line")
      if let forbidden { complaints.append(forbidden) } else { take(words(of: line)) }
    }
    settleKeys()
    return (configuration, complaints.isEmpty ? nil : InvalidText(complaints, in: source))
  }

  private func words(of line: Range<Int>) -> [Word] {
    let end = line.first { source.bytes[$0] == UInt8(ascii: "#") } ?? line.upperBound
    return source.words(in: line.lowerBound..<end)
  }

  private static let settings = ["theme", "ascii", "color", "mouse", "key"]

  private mutating func take(_ words: [Word]) {
    guard let setting = words.first else { return }
    let values = Array(words.dropFirst())
    switch setting.text {
    case "theme":
      configuration.theme = choice(setting, values, Theme.allCases.map(\.name)).flatMap(Theme.init(rawValue:))
    case "ascii":
      let names = Configuration.Ascii.allCases.map(\.rawValue)
      configuration.ascii = choice(setting, values, names).flatMap(Configuration.Ascii.init(rawValue:))
    case "color":
      let names = Configuration.Colour.allCases.map(\.rawValue)
      configuration.colour = choice(setting, values, names).flatMap(Configuration.Colour.init(rawValue:))
    case "mouse": configuration.takesMouse = choice(setting, values, ["on", "off"]).map { $0 == "on" }
    case "key": takeKeys(setting, values)
    default:
      complaints.append(
        Complaint(
          setting, "there is no setting \(quoted(setting.text))",
          remedy: remedy(for: setting.text, among: Self.settings, plural: "settings")))
    }
  }

  /// The one value of a setting, if it is among those that there are.
  private mutating func choice(_ setting: Word, _ values: [Word], _ allowed: [String]) -> String? {
    noteOnce(setting.text, at: setting)
    let form = "`\(setting.text) \(allowed.joined(separator: "|"))`"
    guard let value = values.first else {
      complaints.append(Complaint(at: setting.end, "`\(setting.text)` has no value", remedy: "it is written \(form)"))
      return nil
    }
    if values.count > 1 {
      complaints.append(Complaint(values[1], "this is too much", remedy: "it is written \(form)"))
    }
    guard allowed.contains(value.text) else {
      let kind = setting.text == "theme" ? "theme" : "value"
      complaints.append(
        Complaint(
          value, "there is no \(kind) \(quoted(value.text))",
          remedy: remedy(for: value.text, among: allowed, plural: "\(kind)s")))
      return nil
    }
    return value.text
  }

  private mutating func noteOnce(_ setting: String, at word: Word) {
    if let line = places[setting] {
      complaints.append(Complaint(word, "\(quoted(setting)) stands on line \(line) already; this one counts"))
    }
    places[setting] = source.line(at: word.offset)
  }

  // MARK: Keys

  private mutating func takeKeys(_ setting: Word, _ values: [Word]) {
    let form = "it is written `key COMMAND KEY …` or `key COMMAND none`"
    guard let name = values.first else {
      return complaints.append(Complaint(at: setting.end, "`key` names no command", remedy: form))
    }
    guard let binding = Binding.all.first(where: { $0.name == name.text }) else {
      let remedy = didYouMean(name.text, among: Binding.all.map(\.name)) ?? "`paxoscope list --keys` names them"
      return complaints.append(Complaint(name, "there is no command \(quoted(name.text))", remedy: remedy))
    }
    guard values.count > 1 else {
      return complaints.append(Complaint(at: name.end, "no key is given for `\(name.text)`", remedy: form))
    }
    noteOnce("key \(name.text)", at: name)
    let words = Array(values.dropFirst())
    assigned.removeAll { $0.binding.name == binding.name }
    if words.map(\.text) == ["none"] {
      if [.quit, .help, .command].contains(binding.action) {
        return complaints.append(
          Complaint(words[0], "`\(name.text)` cannot be without a key", remedy: "give it another one"))
      }
      return assigned.append((binding, []))
    }
    let good = words.filter { key($0, of: binding) != nil }
    if !good.isEmpty { assigned.append((binding, good)) }
  }

  /// The key that a word names; one that cannot be used is complained about.
  private mutating func key(_ word: Word, of binding: Binding) -> Key? {
    guard let key = Key(named: word.text) else {
      complaints.append(
        Complaint(
          word, "there is no key \(quoted(word.text))",
          remedy: didYouMean(word.text, among: ["Space", "Enter", "Tab", "Esc", "Backspace", "PgUp", "PgDn", "none"])
            ?? "keys are written x, X, ^R, Alt-x, F5, Space, Enter, Tab, PgUp, Up"))
      return nil
    }
    if case .character(let character) = key, character.isASCII, character.isNumber {
      complaints.append(
        Complaint(word, "the digit \(character) is no key of a command", remedy: "digits say how often: `3 n`"))
      return nil
    }
    if binding.place == .line, case .character = key {
      complaints.append(
        Complaint(word, "\(quoted(key.name)) is typed into the line", remedy: "take a key such as Tab, ^N or F5"))
      return nil
    }
    if binding.place == .votes, case .character(let character) = key, character.isLetter {
      complaints.append(
        Complaint(word, "\(quoted(key.name)) names a choice there", remedy: "take a key such as Backspace"))
      return nil
    }
    return key
  }

  /// Takes the keys over, except where one would mean two things in one place.
  private mutating func settleKeys() {
    for (binding, words) in assigned { configuration.keys[binding.name] = words.compactMap { Key(named: $0.text) } }
    for (binding, words) in assigned {
      for word in words {
        guard let key = Key(named: word.text), let other = rival(of: binding, for: key) else { continue }
        complaints.append(
          Complaint(
            word, "\(quoted(key.name)) is a key of `\(other.name)` too, so that `\(binding.name)` keeps its own keys",
            remedy: "give `\(other.name)` another one, or none: `key \(other.name) none`"))
        configuration.keys[binding.name] = nil
        break
      }
    }
  }

  private func rival(of binding: Binding, for key: Key) -> Binding? {
    Binding.table(configuration.keys).first {
      $0.name != binding.name && $0.meets(binding) && $0.keys.contains(key)
    }
  }
}
