import Interface
import Narration
import Scenarios

/// Where a scenario comes from: a file, standard input or the binary itself.
struct Source {
  /// What messages call it: the path, or the name of the shipped scenario.
  let name: String
  let bytes: [UInt8]

  /// Finds a scenario by the word on the command line: a file, `-`, or the name of a shipped scenario or an unambiguous
  /// beginning of one. A file wins.
  init(_ word: String) throws(Failure) {
    do throws(Failure) {
      bytes = try Files.read(word)
      name = word == "-" ? "standard input" : word
    } catch {
      guard let shipped = try Shipped.find(word) else {
        let hint = word.contains("/") || word.contains(".") ? "" : " `paxoscope list` names what ships."
        throw Failure(error.status, error.message + "." + hint)
      }
      name = shipped.name
      bytes = Array(shipped.text.utf8)
    }
  }

  init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }

  /// The scenario, or all that is wrong with it.
  func parse() throws(Failure) -> Parsed {
    do throws(InvalidText) {
      return try Parser.parse(bytes)
    } catch {
      throw Failure(.invalidScenario, error.rendered(file: name))
    }
  }

  /// The scenario, played for a number of steps, with some rules replaced besides those that its header names.
  func play(steps: Int = .max, mutations: [String] = [], checked: Bool = true) throws(Failure) -> Lesson {
    var parsed = try parse()
    try Self.check(mutations, of: parsed.scenario.setup.algorithm)
    parsed.scenario.setup.mutations += mutations.filter { !parsed.scenario.setup.mutations.contains($0) }
    do throws(Lesson.Interruption) {
      return try Lesson(playing: parsed, name: name, steps: steps, checked: checked)
    } catch {
      let diagnostic = parsed.diagnostic(
        line: error.line, "this cannot be done here: \(error.refusal.reason)", remedy: error.refusal.remedy)
      throw Failure(.invalidScenario, diagnostic.render(file: name))
    }
  }
}

extension Source {
  /// The runs in a journal, as far as they can be had again.
  func resume() throws(Failure) -> Journal.Restored {
    let journal: Journal
    do throws(InvalidText) {
      journal = try Parser.journal(bytes)
    } catch {
      throw Failure(.invalidScenario, error.rendered(file: name))
    }
    do throws(Lesson.Interruption) {
      return try journal.play()
    } catch {
      let diagnostic = journal.parts[0].script.diagnostic(
        line: error.line, "this cannot be done here: \(error.refusal.reason)", remedy: error.refusal.remedy)
      throw Failure(.invalidScenario, diagnostic.render(file: name))
    }
  }

  private static func check(_ mutations: [String], of algorithm: String) throws(Failure) {
    let known = Catalog.vocabulary(for: algorithm)?.mutations.map(\.name) ?? []
    guard let unknown = mutations.first(where: { !known.contains($0) }) else { return }
    throw Failure(
      .wrongUse,
      "\(algorithm) has no mutation \(unknown). `paxoscope list --mutations \(algorithm)` says what each of them changes."
    )
  }
}

/// The scenarios that ship inside the binary.
enum Shipped {
  /// What the menu of the interface shows.
  static func menu() throws(Failure) -> [Interface.MenuEntry] {
    var entries: [Interface.MenuEntry] = []
    for shipped in shippedScenarios {
      let scenario = try header(of: shipped)
      entries.append(
        Interface.MenuEntry(
          name: shipped.name, title: scenario.title, about: scenario.about ?? "", algorithm: scenario.setup.algorithm))
    }
    return entries
  }

  /// The scenario without its steps. In the shipped files the header ends at the first empty line, and reading no more
  /// than that is a matter of milliseconds.
  static func header(of shipped: (name: String, text: String)) throws(Failure) -> Scenario {
    let bytes = Array(shipped.text.utf8)
    let newline = UInt8(ascii: "\n")
    let end = zip(bytes.indices, bytes.indices.dropFirst()).first { bytes[$0] == newline && bytes[$1] == newline }?.1
    return try Source(name: shipped.name, bytes: Array(bytes[..<(end ?? bytes.endIndex)])).parse().scenario
  }

  static func find(_ word: String) throws(Failure) -> (name: String, text: String)? {
    if let exact = shippedScenarios.first(where: { $0.name == word }) { return exact }
    let matches = shippedScenarios.filter { $0.name.hasPrefix(word.lowercased()) }
    guard matches.count > 1 else { return matches.first }
    throw Failure(.wrongUse, "\(word) may be any of \(matches.map(\.name).joined(separator: ", ")).")
  }
}
