import ArgumentParser
import Narration
import Scenarios

// What shells complete beside options and subcommands.

extension CompletionKind {
  /// A scenario: the name of a shipped one, or a path.
  static var scenario: CompletionKind {
    .custom { _, _, word in Completions.shipped(word) + Completions.paths(word) }
  }

  /// The name of a shipped scenario.
  static var shippedScenario: CompletionKind { .custom { _, _, word in Completions.shipped(word) } }

  /// A rule that can be replaced, of the algorithm of the scenario on the line; of all where none is named yet.
  static var mutation: CompletionKind {
    .custom { words, _, word in Completions.mutations(words).filter { $0.hasPrefix(word) } }
  }
}

enum Completions {
  fileprivate static func shipped(_ word: String) -> [String] {
    shippedScenarios.map(\.name).filter { $0.hasPrefix(word) }
  }

  /// A directory that is the only one is looked into: shells would close the word behind it.
  fileprivate static func paths(_ word: String) -> [String] {
    let paths = Files.paths(beginning: word)
    guard paths.count == 1, let only = paths.first, only.hasSuffix("/") else { return paths }
    return [only] + Files.paths(beginning: only)
  }

  fileprivate static func mutations(_ words: [String]) -> [String] {
    let scenario = words.dropFirst(2).first { !$0.hasPrefix("-") }
      .flatMap { try? Source($0) }.flatMap { try? $0.parse().scenario }
    let algorithms = scenario.map { [$0.setup.algorithm] } ?? Catalog.algorithms
    let names = algorithms.compactMap { Catalog.vocabulary(for: $0) }.flatMap { $0.mutations.map(\.name) }
    return Set(names).sorted()
  }
}
