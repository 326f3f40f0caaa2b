import Narration
import Scenarios

// The scenario language as the `:` line speaks it.

extension Interface {
  /// The command that a line means.
  func command(_ line: String) throws(Refusal) -> Command {
    guard let session = stage?.session else { throw Refusal("No scenario is open.") }
    let word = String(line.prefix { $0 != " " })
    // A slip may be meant for a key's command as well as for a verb.
    if !Self.isVerb(word), let remedy = didYouMean(word, among: Verb.all.map(\.name) + bindings.map(\.name)) {
      throw Refusal("\(quoted(word)) is not a command;", remedy: remedy)
    }
    switch Parser.command(line, in: session.setup) {
    case .success(let command): return command
    case .failure(let diagnostic): throw Refusal(diagnostic.sentence)
    }
  }

  static func isVerb(_ word: String) -> Bool { Verb.named(word) != nil }

  /// The words that may end a line that was begun.
  func completions(of text: String) -> [String] {
    guard let stage else { return [] }
    let values = Set(stage.scene.ballots.compactMap(\.value)).sorted()
    return Parser.completions(
      for: text, in: stage.session.setup, ballots: stage.scene.ballots.map(\.ballot), values: values)
  }

  /// Facts with commas between them.
  func facts(in text: some StringProtocol) throws(Refusal) -> [Fact] {
    guard let setup = stage?.session.setup else { throw Refusal("No scenario is open.") }
    var facts: [Fact] = []
    for piece in Parser.pieces(ofFacts: String(text)) {
      switch Parser.fact(piece, in: setup) {
      case .success(let fact): facts.append(fact)
      case .failure(let diagnostic): throw Refusal(diagnostic.sentence)
      }
    }
    guard !facts.isEmpty else { throw Refusal("There is no fact to look for.", remedy: "`reach A1 promised 1.1`") }
    return facts
  }

  /// The words that may end `reach …` and `mutate …`; nil where a line begins otherwise.
  func searchCompletions(of text: String) -> [String]? {
    guard let stage else { return nil }
    let words = text.split(separator: " ", omittingEmptySubsequences: true).map(String.init)
    guard words.count > 1 || text.hasSuffix(" "), let verb = words.first else { return nil }
    let beginning = text.hasSuffix(" ") ? "" : words.last ?? ""
    let candidates: [String]
    switch verb {
    case "check":
      let fields = stage.session.vocabulary.diskFields + ["everything"]
      candidates =
        beginning.hasPrefix("forgetting=")
        ? fields.map { "forgetting=\($0)" } : Parser.boundKeys.map { "\($0)=" }
    case "mutate": candidates = stage.session.vocabulary.mutations.map(\.name) + ["nothing"]
    case "reach":
      let fact = text.dropFirst(verb.count).split(separator: ",", omittingEmptySubsequences: false).last ?? ""
      var known = fact.split(separator: " ").map(String.init)
      if !beginning.isEmpty, !known.isEmpty { known.removeLast() }
      candidates = stage.factWords(after: known)
    default: return nil
    }
    return candidates.filter { $0.hasPrefix(beginning) }
  }

  /// The run to the present moment as a scenario file.
  var savedText: String {
    guard let stage else { return "" }
    return Printer.text(stage.lesson.scenario(to: stage.scene.moment))
  }
}

extension Stage {
  /// What can come next in a fact that is looked for.
  fileprivate func factWords(after words: [String]) -> [String] {
    let nodes = scene.nodes
    let values = Set(scene.ballots.compactMap(\.value)).sorted()
    guard let first = words.first else {
      let facts: [FactWord] = [.chosen, .decided, .holds, .violates]
      return nodes.map(\.name) + facts.map(\.rawValue)
    }
    switch FactWord(rawValue: first) {
    case .chosen: return words.count == 1 ? ["nothing"] + values : values.filter { !words.contains($0) }
    case .decided:
      let learners = nodes.filter { !$0.roles.allSatisfy { $0 == "proposer" || $0 == "acceptor" } }.map(\.name)
      return words.count == 1 ? learners : words.count == 2 ? ["nothing"] + values : []
    case .holds, .violates: return words.count == 1 ? session.vocabulary.invariants : []
    default: break
    }
    guard let node = nodes.first(where: { $0.name == first }) else { return [] }
    if words.count == 1 { return node.fields.map(\.name) }
    // Whatever any node holds in this field.
    let seen = nodes.compactMap { node in node.fields.first { $0.name == words[1] }?.value }.filter {
      !$0.contains(" ")
    }
    return words.count == 2 ? Set(seen + ["nothing"]).sorted() : []
  }
}
