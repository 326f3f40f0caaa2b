/// The words that can begin a line of the header, in the order in which a printed header has them.
package enum HeaderWord: String, CaseIterable, Sendable {
  case title, about, cites, algorithm, proposers, acceptors, learners, servers
  case quorum, mutate, refusals, learning, retry, box, bounds

  /// How the line is written.
  package var form: String {
    switch self {
    case .title: "title TEXT"
    case .about: "about TEXT"
    case .cites: "cites TEXT"
    case .algorithm: "algorithm NAME"
    case .proposers: "proposers P1=red P2=blue"
    case .acceptors: "acceptors A1 A2 A3"
    case .learners: "learners L1"
    case .servers: "servers S1=red S2 S3"
    case .quorum: "quorum majority|phase1=3 phase2=2"
    case .mutate: "mutate NAME …"
    case .refusals: "refusals on|off"
    case .learning: "learning acceptors|proposer"
    case .retry: "retry by-hand|on-refusals"
    case .box: "box hand|paxos"
    case .bounds: "bounds rounds=2 crashes=0 duplicates=1 forgetting=FIELD limit=N"
    }
  }

  /// What it says, in one sentence.
  package var summary: String {
    switch self {
    case .title: "What the scenario is called."
    case .about: "What it is about."
    case .cites: "Where one can read about it; may stand several times."
    case .algorithm: "What the nodes run."
    case .proposers: "The proposers, with the values that they want."
    case .acceptors: "The acceptors; a number makes names."
    case .learners: "The learners."
    case .servers: "Nodes that play all roles."
    case .quorum: "How many acceptors make a quorum."
    case .mutate: "Rules that are replaced by a broken or harmless variant."
    case .refusals: "Whether acceptors answer with a refusal or stay silent."
    case .learning: "Who tells the learners."
    case .retry: "Whether a proposer that cannot win opens its next ballot at once."
    case .box: "What is inside the black box that decides: a person's hand, or Paxos."
    case .bounds: "How far the checker may go from the end of the scenario."
    }
  }
}

/// The words that can begin a line which tells, asks or expects. None of them changes the run.
package enum Telling: String, CaseIterable, Sendable {
  case note, ask, choice
  case rightChoice = "choice*"
  case because, expect

  /// How the line is written.
  package var form: String {
    switch self {
    case .note: "note TEXT"
    case .ask: "ask TEXT"
    case .choice: "choice TEXT"
    case .rightChoice: "choice* TEXT"
    case .because: "because TEXT"
    case .expect: "expect FACT"
    }
  }

  /// What it does, in one sentence.
  package var summary: String {
    switch self {
    case .note: "Is shown before the next step."
    case .ask: "Asks; the choices and the reason follow."
    case .choice: "A wrong answer."
    case .rightChoice: "A right answer."
    case .because: "Why the right answer is right."
    case .expect: "Is checked when the scenario is replayed."
    }
  }
}

/// What a line is about, by its first word.
enum Keyword {
  case header(HeaderWord)
  case verb(Verb)
  case telling(Telling)

  init?(_ text: String) {
    guard let keyword = Self.table[text] else { return nil }
    self = keyword
  }

  /// Whether free text follows.
  var isFree: Bool {
    switch self {
    case .header(.title), .header(.about): true
    case .telling(let telling): telling != .expect
    case .header, .verb: false
    }
  }

  static let names: [String] =
    HeaderWord.allCases.map(\.rawValue) + Verb.all.map(\.name) + Telling.allCases.map(\.rawValue)

  private static let table: [String: Keyword] = {
    var table: [String: Keyword] = [:]
    for word in HeaderWord.allCases { table[word.rawValue] = .header(word) }
    for verb in Verb.all { table[verb.name] = .verb(verb) }
    for telling in Telling.allCases { table[telling.rawValue] = .telling(telling) }
    return table
  }()
}
