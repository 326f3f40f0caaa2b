import Narration

/// The words that a text may use: the names of its nodes and what its algorithm calls things.
///
/// Where the header is faulty, some words are not known, and nothing is said against words that may well be right.
final class Lexicon {
  /// Nil: the algorithm is not known.
  let vocabulary: Vocabulary?
  let setup: Setup
  let nodes: [String]
  /// False where the header's lines about nodes are faulty.
  let knowsNodes: Bool
  private var fields: [String: [String]] = [:]

  init(setup: Setup, vocabulary: Vocabulary?, knowsNodes: Bool = true) {
    self.setup = setup
    self.vocabulary = vocabulary
    self.knowsNodes = knowsNodes
    nodes = setup.names
  }

  var kinds: [String] { vocabulary?.kinds ?? [] }

  /// What the panels show of a node; nil where that is not known. Asking an algorithm takes a while, so it is asked once.
  func fields(of node: String) -> [String]? {
    guard let vocabulary, knowsNodes else { return nil }
    if let known = fields[node] { return known }
    let names = vocabulary.fields(of: node, in: setup)
    fields[node] = names
    return names
  }

  /// Words that would make a line ambiguous if a node had them as its name.
  static let reserved: Set<String> = Set(
    ["all", "nothing", "by", "round", "until", "forgetting", "everything"] + FactWord.allCases.map(\.rawValue))
}

/// Whether a word may be a name or a value.
func isName(_ text: String) -> Bool {
  !text.isEmpty && text.utf8.count <= Limits.name && text.utf8.allSatisfy(\.isNamePart)
}

/// Whether a word is the number of a message: `m7`.
func isMessageNumber(_ text: String) -> Bool {
  text.utf8.first == UInt8(ascii: "m") && text.utf8.count > 1 && text.utf8.dropFirst().allSatisfy(\.isDigit)
}

func isNumber(_ text: String) -> Bool { !text.isEmpty && text.utf8.allSatisfy(\.isDigit) }
