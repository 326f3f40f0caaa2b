import Consensus
import Narration

/// Reads the header: its lines in any order, first what the others depend on.
struct HeaderReader {
  private let source: SourceText
  /// The lines by their keywords, each keyword in the order of the file.
  private var lines: [HeaderWord: [Statement]] = [:]
  private(set) var complaints: [Complaint] = []
  private var setup = Setup(algorithm: "")
  private var vocabulary: Vocabulary?
  private var knowsNodes = true

  init(_ source: SourceText) { self.source = source }

  /// What the header says. `setup` is to be relied on only where there were no complaints.
  struct Result {
    var title = ""
    var about: String?
    var cites: [String] = []
    let lexicon: Lexicon
    /// On which line each word stands first.
    let lines: [HeaderWord: Int]
  }

  /// Takes a line, wherever it stands: a line in the wrong place still says what it says.
  mutating func take(_ word: HeaderWord, _ statement: Statement) {
    if word != .cites, let first = lines[word]?.first {
      let number = source.line(at: first.keyword.offset)
      complaints.append(
        Complaint(
          statement.keyword, "`\(word.rawValue)` stands twice: the first is on line \(number)",
          remedy: "take one of them away"))
    } else {
      lines[word, default: []].append(statement)
    }
  }

  /// Reads all lines. What is missing is missed at `end`, the line that ends the header, if there is one.
  mutating func finish(at end: Word?) -> Result {
    let title = text(.title)
    let about = text(.about)
    let cites = (lines[.cites] ?? []).compactMap { text(of: $0, .cites) }
    read(.algorithm) { header, arguments throws(Complaint) in try header.readAlgorithm(&arguments) }
    readNodes()
    readOptions()
    complainAboutForeign()
    complainAboutMissing(at: end)
    return Result(
      title: title ?? "", about: about, cites: cites,
      lexicon: Lexicon(setup: setup, vocabulary: vocabulary, knowsNodes: knowsNodes),
      lines: lines.compactMapValues { $0.first.map { source.line(at: $0.keyword.offset) } })
  }

  private mutating func text(_ word: HeaderWord) -> String? {
    lines[word]?.first.flatMap { text(of: $0, word) }
  }

  private mutating func text(of statement: Statement, _ word: HeaderWord) -> String? {
    if statement.words.isEmpty && !statement.isDamaged {
      complaints.append(
        Complaint(at: statement.end, "`\(word.rawValue)` has no text", remedy: "it is written `\(word.form)`"))
    }
    return statement.text
  }

  /// Reads the line of a keyword, if there is one, and tells whether nothing is wrong with it.
  @discardableResult
  private mutating func read(
    _ word: HeaderWord, _ body: (inout HeaderReader, inout Arguments) throws(Complaint) -> Void
  ) -> Bool {
    guard let statement = lines[word]?.first else { return true }
    if statement.isDamaged { return false }
    var arguments = Arguments(
      statement, form: word.form, lexicon: Lexicon(setup: setup, vocabulary: vocabulary, knowsNodes: knowsNodes))
    do {
      try body(&self, &arguments)
      arguments.finish()
    } catch {
      arguments.note(error)
    }
    complaints += arguments.complaints
    return arguments.complaints.isEmpty
  }

  private mutating func readAlgorithm(_ arguments: inout Arguments) throws(Complaint) {
    let word = try arguments.need("the name of an algorithm")
    setup.algorithm = arguments.known(word, "algorithm", among: Catalog.algorithms, plural: "algorithms")
    vocabulary = Catalog.vocabulary(for: word.text)
  }
}

// MARK: - Nodes

extension HeaderReader {
  private mutating func readNodes() {
    let results = [
      read(.proposers) { header, arguments throws(Complaint) in
        header.setup.proposers = try arguments.wishers("P")
      },
      read(.acceptors) { header, arguments throws(Complaint) in
        header.setup.acceptors = try arguments.wishers("A", mayWish: false).map(\.name)
      },
      read(.learners) { header, arguments throws(Complaint) in
        header.setup.learners = try arguments.wishers("L", mayWish: false).map(\.name)
      },
      read(.servers) { header, arguments throws(Complaint) in
        header.setup.servers = try arguments.wishers("S", besides: header.setup.names)
      },
    ]
    knowsNodes = !results.contains(false)
    let count = setup.names.count
    let lists = [HeaderWord.servers, .learners, .acceptors, .proposers].compactMap { lines[$0]?.first }
    if count > Limits.nodes, let last = lists.first {
      complaints.append(
        Complaint(last.keyword, "there are \(grouped(count)) nodes", remedy: "at most \(Limits.nodes) can be shown"))
      knowsNodes = false
    }
  }

  /// A faulty header is told once: what follows from it is not.
  private mutating func complainAboutMissing(at end: Word?) {
    if lines[.title] == nil { miss("a scenario needs a title", "`title TEXT`", at: end) }
    if lines[.algorithm] == nil {
      miss("a scenario needs an algorithm", "`algorithm \(Catalog.algorithms.first ?? "NAME")`", at: end)
    }
    let missing = [HeaderWord.proposers, .acceptors].filter { lines[$0] == nil }
    guard knowsNodes, lines[.servers] == nil, !missing.isEmpty || vocabulary?.nodes == .servers else { return }
    knowsNodes = false
    guard let vocabulary else { return }
    guard vocabulary.nodes == .roles else {
      return miss("\(vocabulary.algorithm) needs servers", "`servers 3`", at: end)
    }
    let what = missing.map { $0 == .proposers ? "one proposer" : "one acceptor" }.joined(separator: " and ")
    let forms = missing.map { "`\($0.form)`" }.joined(separator: " and ")
    let example = "\(forms), or `servers 3` for nodes that play all roles"
    miss("\(vocabulary.algorithm) needs at least \(what)", example, at: end)
  }

  private mutating func miss(_ message: String, _ example: String, at end: Word?) {
    if let end {
      let remedy = "above this line write \(example)"
      complaints.append(Complaint(end, "the header ends here, and \(message)", remedy: remedy))
    } else {
      // Behind the last thing that is written, so that a line is shown which somebody has read.
      let blanks = Array(" \t\r\n".utf8)
      let place = source.bytes.lastIndex { !blanks.contains($0) }.map { $0 + 1 } ?? 0
      complaints.append(Complaint(at: place, message, remedy: "write \(example)"))
    }
  }
}

extension Arguments {
  /// Nodes with the values that they want, or a number of nodes. `besides`: names that are taken.
  fileprivate mutating func wishers(
    _ letter: String, mayWish: Bool = true, besides taken: [String] = []
  ) throws(Complaint) -> [Setup.Wisher] {
    let first = try need("a name or a number")
    if isNumber(first.text) {
      let count = try number(first, "the number of nodes", in: 1...Limits.nodes)
      return (1...count).map { Setup.Wisher("\(letter)\($0)") }
    }
    var wishers: [Setup.Wisher] = []
    var seen: Set<String> = []
    for word in [first] + takeAll() {
      let (wisher, name) = wisher(word, mayWish: mayWish)
      if !seen.insert(wisher.name).inserted {
        noteRepetition(of: name)
      } else {
        wishers.append(wisher)
      }
      if taken.contains(wisher.name) {
        note(
          name, "\(quoted(wisher.name)) stands in another line too",
          remedy: "a server plays all roles already: give it a name of its own, or take the other one away")
      }
    }
    return wishers
  }

  private mutating func wisher(_ word: Word, mayWish: Bool) -> (Setup.Wisher, Word) {
    guard mayWish, let (name, wish) = Self.pair(word) else { return (Setup.Wisher(newNode(word)), word) }
    return (Setup.Wisher(newNode(name), wish: value(wish)), name)
  }

  /// The name of a node that the header introduces: one that no other word of the language can be taken for.
  private mutating func newNode(_ word: Word) -> String {
    let text = word.text
    let digits = text.hasPrefix("-") ? String(text.dropFirst()) : text
    if isNumber(digits) {
      note(word, "a node cannot have the number \(quoted(text)) as its name", remedy: "a number of nodes stands alone")
    } else if isMessageNumber(text) {
      note(word, "a node cannot have the name \(quoted(text))", remedy: "messages are called so")
    } else if Lexicon.reserved.contains(text) || lexicon.kinds.contains(text) {
      note(word, "a node cannot have the name \(quoted(text))", remedy: "it has a meaning of its own in the language")
    } else {
      return name(word, what: "the name of a node")
    }
    return text
  }
}

// MARK: - Options

extension HeaderReader {
  /// The lines that the algorithm does not know.
  private mutating func complainAboutForeign() {
    guard let vocabulary else { return }
    let options = Vocabulary.Option.allCases.filter { !vocabulary.options.contains($0) }
    let roles: [HeaderWord] = vocabulary.nodes == .servers ? [.proposers, .acceptors, .learners] : []
    for word in options.compactMap({ HeaderWord(rawValue: $0.rawValue) }) + roles {
      guard let line = lines[word]?.first else { continue }
      let remedy = roles.contains(word) ? "all its nodes do the same: write `servers …`" : "take the line away"
      complaints.append(
        Complaint(line.keyword, "\(vocabulary.algorithm) has no `\(word.rawValue)`", remedy: remedy))
    }
  }

  private mutating func readOptions() {
    read(.quorum) { header, arguments throws(Complaint) in header.setup.quorums = try header.quorums(&arguments) }
    read(.mutate) { header, arguments throws(Complaint) in
      header.setup.mutations = try arguments.mutations()
    }
    read(.refusals) { header, arguments throws(Complaint) in
      header.setup.refusals = try arguments.choice(["on", "off"]) == "on"
    }
    read(.learning) { header, arguments throws(Complaint) in
      let choice = try arguments.choice(["acceptors", "proposer"])
      header.setup.learning = Paxos.Options.Learning(rawValue: choice)
    }
    read(.retry) { header, arguments throws(Complaint) in
      let choice = try arguments.choice(["by-hand", "on-refusals"])
      header.setup.retry = Paxos.Options.Retry(rawValue: choice)
    }
    read(.box) { header, arguments throws(Complaint) in
      header.setup.box = Setup.Box(rawValue: try arguments.choice(Setup.Box.allCases.map(\.rawValue)))
    }
    read(.bounds) { header, arguments throws(Complaint) in header.setup.bounds = try arguments.bounds() }
  }

  /// `majority`, which is what there is without a line, or `phase1=3 phase2=2`.
  private func quorums(_ arguments: inout Arguments) throws(Complaint) -> Quorums? {
    if arguments.take("majority") { return nil }
    let acceptors = setup.acceptors.count + setup.servers.count
    let sizes = 1...(knowsNodes && acceptors > 0 ? acceptors : Limits.nodes)
    var phases: [String: Int] = [:]
    for (key, value) in try arguments.pairs(keys: ["phase1", "phase2"]) {
      phases[key.text] = try arguments.number(value, "a quorum", in: sizes)
    }
    guard arguments.complaints.isEmpty else { return nil }
    guard let phase1 = phases["phase1"] else { throw arguments.missing("`phase1=…`") }
    guard let phase2 = phases["phase2"] else { throw arguments.missing("`phase2=…`") }
    return Quorums(phase1: phase1, phase2: phase2)
  }
}

extension Arguments {
  fileprivate mutating func mutations() throws(Complaint) -> [String] {
    let all = lexicon.vocabulary?.mutations.map(\.name)
    var names: [String] = []
    repeat {
      let word = try need("the name of a mutation")
      if names.contains(word.text) { noteRepetition(of: word) }
      names.append(known(word, "mutation", among: all, plural: "mutations"))
    } while next != nil
    return names
  }

  /// `rounds=2 crashes=1`, each key once.
  mutating func bounds() throws(Complaint) -> Setup.Bounds {
    var bounds = Setup.Bounds()
    for (key, value) in try pairs(keys: Parser.boundKeys) {
      switch key.text {
      case "rounds": bounds.rounds = try number(value, "the highest round", in: 1...Limits.bound)
      case "crashes": bounds.crashes = try number(value, "the number of crashes", in: 0...Limits.bound)
      case "duplicates": bounds.duplicates = try number(value, "the number of duplicates", in: 0...Limits.bound)
      case "limit": bounds.limit = try number(value, "the number of worlds", in: 1...Limits.worlds)
      default:
        let fields = lexicon.vocabulary.map { $0.diskFields + ["everything"] }
        bounds.forgetting = known(value, "field", of: "a disk", among: fields, plural: "fields")
      }
    }
    return bounds
  }
}
