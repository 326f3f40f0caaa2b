import Narration

/// The words that a fact can begin with; any other fact begins with the name of a node.
package enum FactWord: String, CaseIterable, Sendable {
  case chosen, decided, possible, rule
  case inFlight = "in-flight"
  case no, holds, violates

  /// How it is written.
  package var form: String {
    switch self {
    case .chosen: "chosen [@SLOT] nothing|VALUE …"
    case .decided: "decided NODE [@SLOT] nothing|VALUE"
    case .possible: "possible [@SLOT] nothing|VALUE …"
    case .rule: "rule NAME"
    case .inFlight: "in-flight \(Arguments.patternForm)"
    case .no: "no in-flight \(Arguments.patternForm)"
    case .holds: "holds INVARIANT"
    case .violates: "violates INVARIANT"
    }
  }

  /// What it says, in one sentence.
  package var summary: String {
    switch self {
    case .chosen: "The values that are chosen, from the history of votes."
    case .decided: "What a learner or server believes to be chosen."
    case .possible: "The values that can still be chosen within the bounds, or have been."
    case .rule: "The rule that the last step followed."
    case .inFlight: "There is such a message."
    case .no: "There is no such message."
    case .holds: "The invariant holds."
    case .violates: "The invariant is violated."
    }
  }

  /// How a fact about a node is written.
  package static let fieldForm = "NODE FIELD VALUE"
}

extension Arguments {
  /// What `expect` expects.
  mutating func fact() throws(Complaint) -> Fact {
    let word = try need("a fact")
    guard let first = FactWord(rawValue: word.text) else { return try field(of: word) }
    form = "\(Telling.expect.rawValue) \(first.form)"
    switch first {
    case .chosen: return .chosen(slot: try optionalSlot(), values: try values())
    case .decided: return try decided()
    case .possible: return .possible(slot: try optionalSlot(), values: try values())
    case .rule:
      return .rule(known(try need("a rule"), "rule", among: lexicon.vocabulary?.rules, plural: "rules"))
    case .inFlight: return .inFlight(try pattern())
    case .no:
      guard take("in-flight") else { throw missing("`in-flight`") }
      return .notInFlight(try pattern())
    case .holds: return .holds(try invariant())
    case .violates: return .violates(try invariant())
    }
  }

  private mutating func decided() throws(Complaint) -> Fact {
    let node = try node()
    let slot = try optionalSlot()
    let word = try need("`nothing` or a value")
    return .decided(node: node, slot: slot, value: word.text == "nothing" ? nil : value(word))
  }

  private mutating func invariant() throws(Complaint) -> String {
    known(try need("an invariant"), "invariant", among: lexicon.vocabulary?.invariants, plural: "invariants")
  }

  private mutating func optionalSlot() throws(Complaint) -> Int? {
    guard let word = next, word.text.utf8.first == UInt8(ascii: "@") else { return nil }
    _ = take()
    return try slot(word)
  }

  /// `nothing`, or one value or more, each once.
  private mutating func values() throws(Complaint) -> [String] {
    take("nothing") ? [] : try values("`nothing` or a value")
  }

  /// One value or more, each once.
  mutating func values(_ what: String) throws(Complaint) -> [String] {
    var values: [String] = []
    repeat {
      let word = try need(what)
      if values.contains(word.text) { noteRepetition(of: word) }
      values.append(value(word))
    } while next != nil
    return values
  }

  /// `NODE FIELD VALUE`; a value may be several words.
  private mutating func field(of word: Word) throws(Complaint) -> Fact {
    guard lexicon.nodes.contains(word.text) || !lexicon.knowsNodes else {
      let words = FactWord.allCases.map(\.rawValue)
      throw Complaint(
        word, "\(quoted(word.text)) is neither a node nor a word that a fact begins with",
        remedy: didYouMean(word.text, among: words + lexicon.nodes)
          ?? "a fact is `\(FactWord.fieldForm)` or begins with \(listed(words))")
    }
    form = "\(Telling.expect.rawValue) \(FactWord.fieldForm)"
    let field = try need("a field of \(quoted(word.text))")
    let name = known(
      field, "field", of: quoted(word.text), among: lexicon.fields(of: word.text), plural: "fields")
    let first = try need("the value of \(quoted(name))")
    let value = ([first] + takeAll()).map(\.text).joined(separator: " ")
    return .field(node: word.text, name: name, value: value)
  }
}
