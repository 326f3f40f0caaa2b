package import Narration

/// Reads the scenario language: whole files, and single commands as one types them.
package enum Parser {
  /// The scenario in the bytes of a file, or all that is wrong with it. O(bytes).
  package static func parse(_ bytes: [UInt8]) throws(InvalidText) -> Parsed {
    guard bytes.count <= Limits.file else {
      let size = "the file has \(grouped(bytes.count)) bytes, more than \(grouped(Limits.file)) (1 MiB)"
      // Not even its lines are counted: only the beginning is looked at, to show it.
      let beginning = SourceText(Array(bytes.prefix(Limits.line)))
      throw InvalidText([Complaint(at: 0, size, remedy: "divide it into several scenarios")], in: beginning)
    }
    var reader = ScenarioReader(SourceText(bytes))
    return try reader.read()
  }

  package static func parse(_ text: String) throws(InvalidText) -> Parsed { try parse(Array(text.utf8)) }

  /// The command in a line that a person typed.
  package static func command(_ line: String, in setup: Setup) -> Result<Command, Diagnostic> {
    single(line, setup) { statement, lexicon, complaints throws(Complaint) in
      let verbs = Verb.all.map(\.name)
      guard let verb = Verb.named(statement.keyword.text) else {
        let isElsewhere = Keyword(statement.keyword.text) != nil
        throw Complaint(
          statement.keyword,
          "\(quoted(statement.keyword.text)) " + (isElsewhere ? "belongs in a file" : "is not a command"),
          remedy: remedy(for: statement.keyword.text, among: verbs, plural: "commands"))
      }
      var arguments = Arguments(statement, form: verb.form, lexicon: lexicon)
      defer { complaints = arguments.complaints }
      let command = try verb.command(&arguments)
      arguments.finish()
      return command
    }
  }

  /// The fact in a line that a person typed, with or without `expect` in front of it.
  package static func fact(_ line: String, in setup: Setup) -> Result<Fact, Diagnostic> {
    single(line, setup) { statement, lexicon, complaints throws(Complaint) in
      var whole = statement
      if whole.keyword.text != Telling.expect.rawValue { whole.words.insert(whole.keyword, at: 0) }
      var arguments = Arguments(whole, form: Telling.expect.form, lexicon: lexicon)
      defer { complaints = arguments.complaints }
      let fact = try arguments.fact()
      arguments.finish()
      return fact
    }
  }

  /// Facts with commas between them, apart. A comma between two digits is part of a value: `P3 clock 0,1,0`.
  package static func pieces(ofFacts text: String) -> [String] {
    let characters = Array(text)
    var pieces = [""]
    for (place, character) in characters.enumerated() {
      let neighbours = [place - 1, place + 1].filter(characters.indices.contains).map { characters[$0] }
      let isInValue = neighbours.count == 2 && neighbours.allSatisfy { $0.isASCII && $0.isNumber }
      if character == ",", !isInValue { pieces.append("") } else { pieces[pieces.count - 1].append(character) }
    }
    // Nothing but a comment is nothing.
    return pieces.filter { ($0.first { $0 != " " && $0 != "\t" } ?? "#") != "#" }
  }

  /// What bounds can be set for.
  package static let boundKeys = ["rounds", "crashes", "duplicates", "forgetting", "limit"]

  /// The bounds that a person typed, as the header's line has them: `rounds=3 crashes=1`. Nothing typed: no bounds.
  package static func bounds(_ text: String, in setup: Setup) -> Result<Setup.Bounds, Diagnostic> {
    guard text.contains(where: { $0 != " " && $0 != "\t" }) else { return .success(Setup.Bounds()) }
    return single(text, setup) { statement, lexicon, complaints throws(Complaint) in
      var whole = statement
      whole.words.insert(whole.keyword, at: 0)
      var arguments = Arguments(whole, form: HeaderWord.bounds.form, lexicon: lexicon)
      defer { complaints = arguments.complaints }
      return try arguments.bounds()
    }
  }

  /// Reads a line that stands alone; the first thing that is wrong with it is told.
  private static func single<Content>(
    _ line: String, _ setup: Setup,
    _ read: (Statement, Lexicon, inout [Complaint]) throws(Complaint) -> Content
  ) -> Result<Content, Diagnostic> {
    let source = SourceText(Array(line.utf8))
    var scanner = StatementScanner(source) { _ in false }
    scanner.scanSingle()
    if let complaint = scanner.complaints.first { return .failure(source.diagnostic(complaint)) }
    guard let statement = scanner.statements.first else {
      let verbs = listed(Verb.all.map(\.name))
      let complaint = Complaint(at: 0, "there is nothing to do", remedy: "the commands are \(verbs)")
      return .failure(source.diagnostic(complaint))
    }
    let lexicon = Lexicon(setup: setup, vocabulary: Catalog.vocabulary(for: setup.algorithm))
    var complaints: [Complaint] = []
    do throws(Complaint) {
      let content = try read(statement, lexicon, &complaints)
      guard let complaint = complaints.first else { return .success(content) }
      return .failure(source.diagnostic(complaint))
    } catch {
      return .failure(source.diagnostic(complaints.first ?? error))
    }
  }
}
