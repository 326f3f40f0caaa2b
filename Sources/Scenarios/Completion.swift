package import Consensus
package import Narration

extension Parser {
  /// What the last word of an unfinished command can become, in the order in which it is best offered. After a blank,
  /// what can come next.
  ///
  /// Ballots and values are not part of a setup: what is offered of them is given.
  package static func completions(
    for line: String, in setup: Setup, ballots: [Ballot] = [], values: [String] = []
  ) -> [String] {
    let bytes = line.unicodeScalars
    var words = bytes.split { $0 == " " || $0 == "\t" }.map { String($0) }
    let isNew = bytes.last.map { $0 == " " || $0 == "\t" } ?? true
    let beginning = isNew ? "" : words.popLast() ?? ""
    let vocabulary = Catalog.vocabulary(for: setup.algorithm)
    guard let name = words.first else {
      return Verb.all.filter { $0.applies(to: vocabulary) }.map(\.name).filter { $0.hasPrefix(beginning) }
    }
    guard let verb = Verb.named(name) else { return [] }
    let completion = Completion(
      setup: setup, vocabulary: vocabulary, ballots: ballots.map(\.description), values: values)
    return completion.candidates(for: verb.operands, after: Array(words.dropFirst())).filter {
      $0.hasPrefix(beginning)
    }
  }
}

/// What can come next in a line.
private struct Completion {
  private let lexicon: Lexicon
  private let ballots: [String]
  private let values: [String]

  init(setup: Setup, vocabulary: Vocabulary?, ballots: [String], values: [String]) {
    lexicon = Lexicon(setup: setup, vocabulary: vocabulary)
    self.ballots = ballots
    self.values = values
  }

  func candidates(for operands: Verb.Operands, after words: [String]) -> [String] {
    switch operands {
    case .nodeAndValue: return [lexicon.nodes, values].element(words.count)
    case .nodeAndRound: return [lexicon.nodes, ["round"]].element(words.count)
    case .instanceAndValues: return words.isEmpty ? [] : values
    case .messages: return messages(after: words)
    case .messagesAndTicks: return words.contains("by") ? [] : messages(after: words) + ["by"]
    case .nodes: return nodes(besides: words)
    case .nodesAndAmnesia: return nodesAndAmnesia(after: words)
    case .groups:
      return nodes(besides: words) + (words.isEmpty || words.contains("|") ? [] : ["|"])
    case .count: return []
    case .goal: return [["until"], Command.Goal.allCases.map(\.rawValue)].element(words.count)
    }
  }

  private func nodes(besides words: [String]) -> [String] { lexicon.nodes.filter { !words.contains($0) } }

  /// The parts of a description that can follow the ones that are there.
  private func messages(after words: [String]) -> [String] {
    if words.contains(where: isMessageNumber) { return [] }
    if let arrow = words.firstIndex(of: "->") { return nodes(besides: Array(words[arrow...])) }
    let last = words.last.flatMap { PatternPart($0, lexicon) }
    let parts: [(PatternPart, [String])] = [
      (.all, ["all"]), (.kind, lexicon.kinds), (.ballot, ballots), (.sender, lexicon.nodes), (.arrow, ["->"]),
    ]
    return parts.flatMap { part, candidates in last.map { part > $0 } ?? true ? candidates : [] }
  }

  private func nodesAndAmnesia(after words: [String]) -> [String] {
    guard let start = words.firstIndex(of: "forgetting") else {
      return nodes(besides: words) + (words.isEmpty ? [] : ["forgetting"])
    }
    let fields = (lexicon.vocabulary?.diskFields ?? []).filter { !words[start...].contains($0) }
    return words.last == "everything" ? [] : (words.last == "forgetting" ? ["everything"] : []) + fields
  }
}

extension [[String]] {
  /// The element at a place, or nothing behind the last.
  fileprivate func element(_ place: Int) -> [String] { indices.contains(place) ? self[place] : [] }
}
