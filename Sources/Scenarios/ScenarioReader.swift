import Narration

/// Reads one file: first the header, wherever its lines stand, then line by line what follows it.
struct ScenarioReader {
  private let source: SourceText
  private var complaints: [Complaint] = []
  private var items: [Scenario.Item] = []
  private var lines: [Int] = []
  private var steps = 0
  /// The question that is being asked, until its `because`.
  private var question: OpenQuestion?

  init(_ source: SourceText) { self.source = source }

  /// A question whose lines are being read.
  private struct OpenQuestion {
    let keyword: Word
    /// Some line of it is faulty: that something is missing may follow from that.
    var isDamaged: Bool
    var question: Question
  }

  mutating func read() throws(InvalidText) -> Parsed {
    var scanner = StatementScanner(source) { Keyword($0)?.isFree ?? false }
    scanner.scanAll()
    complaints = scanner.complaints
    guard !scanner.statements.isEmpty else { throw empty }
    let sentences = scanner.statements.compactMap { statement in keyword(of: statement).map { ($0, statement) } }
    let header = readHeader(sentences)
    for (keyword, statement) in sentences {
      switch keyword {
      case .header: break
      case .verb(let verb): read(verb, statement, header.lexicon)
      case .telling(let telling): read(telling, statement, header.lexicon)
      }
    }
    closeQuestion()
    guard complaints.isEmpty else { throw InvalidText(complaints, in: source) }
    var scenario = Scenario(title: header.title, setup: header.lexicon.setup)
    scenario.about = header.about
    scenario.cites = header.cites
    scenario.items = items
    return Parsed(scenario: scenario, lines: lines, source: source, headerLines: header.lines)
  }

  private var empty: InvalidText {
    guard complaints.isEmpty else { return InvalidText(complaints, in: source) }
    let lines = "`title TEXT`, `algorithm \(Catalog.algorithms.first ?? "NAME")`, `servers 3`"
    let remedy = "a scenario begins with lines such as \(lines)"
    return InvalidText([Complaint(at: 0, "the file is empty", remedy: remedy)], in: source)
  }

  /// The keyword of a line. One with a slip in it is complained about and then taken for what it was meant to be, so
  /// that nothing seems to be missing.
  private mutating func keyword(of statement: Statement) -> Keyword? {
    let text = statement.keyword.text
    if let keyword = Keyword(text) { return keyword }
    // Looking for what is near takes a while, and nobody is told of so many errors.
    let isTold = complaints.count < Limits.diagnostics
    let nearest = isTold ? suggestions(for: text, among: Keyword.names) : []
    if !statement.isDamaged {
      complaints.append(
        Complaint(
          statement.keyword, "no line begins with \(quoted(text))",
          remedy: didYouMean(nearest)
            ?? "the verbs are \(listed(Verb.all.map(\.name) + Telling.allCases.map(\.rawValue)))"))
    }
    return nearest.count == 1 ? nearest.first.flatMap { Keyword($0) } : nil
  }

  private mutating func readHeader(_ sentences: [(Keyword, Statement)]) -> HeaderReader.Result {
    var reader = HeaderReader(source)
    var end: Word?
    for (keyword, statement) in sentences {
      guard case .header(let word) = keyword else {
        end = end ?? statement.keyword
        continue
      }
      if let end {
        let number = source.line(at: end.offset)
        complaints.append(
          Complaint(
            statement.keyword, "`\(word.rawValue)` belongs in the header, which ends before line \(number)",
            remedy: "move it above \(quoted(end.text)) on line \(number)"))
      }
      reader.take(word, statement)
    }
    let result = reader.finish(at: end)
    complaints += reader.complaints
    return result
  }

  private mutating func append(_ item: Scenario.Item, at word: Word) {
    items.append(item)
    lines.append(source.line(at: word.offset))
  }

  /// Reads what follows a keyword, or says what is wrong with it.
  private mutating func read<Content>(
    _ statement: Statement, form: String, _ lexicon: Lexicon,
    _ body: (inout Arguments) throws(Complaint) -> Content
  ) -> Content? {
    if statement.isDamaged { return nil }
    var arguments = Arguments(statement, form: form, lexicon: lexicon)
    do throws(Complaint) {
      let content = try body(&arguments)
      arguments.finish()
      complaints += arguments.complaints
      return arguments.complaints.isEmpty ? content : nil
    } catch {
      complaints += arguments.complaints + [error]
      return nil
    }
  }
}

// MARK: - Steps

extension ScenarioReader {
  private mutating func read(_ verb: Verb, _ statement: Statement, _ lexicon: Lexicon) {
    closeQuestion()
    let command = read(statement, form: verb.form, lexicon) { arguments throws(Complaint) in
      try verb.command(&arguments)
    }
    guard let command else { return }
    let before = steps
    if case .next(let times) = command { steps += times } else { steps += 1 }
    if before <= Limits.steps, steps > Limits.steps {
      complaints.append(
        Complaint(
          statement.keyword, "this is more than \(grouped(Limits.steps)) steps",
          remedy: "every command counts as one, and `next N` as N"))
    }
    append(.command(command), at: statement.keyword)
  }
}

// MARK: - Telling, asking, expecting

extension ScenarioReader {
  private mutating func read(_ telling: Telling, _ statement: Statement, _ lexicon: Lexicon) {
    switch telling {
    case .note:
      closeQuestion()
      append(.note(text(statement, telling)), at: statement.keyword)
    case .ask:
      closeQuestion()
      question = OpenQuestion(
        keyword: statement.keyword, isDamaged: statement.isDamaged,
        question: Question(text(statement, telling), choices: [], because: ""))
    case .choice: choose(statement, telling, isRight: false)
    case .rightChoice: choose(statement, telling, isRight: true)
    case .because: answer(statement)
    case .expect:
      closeQuestion()
      let fact = read(statement, form: telling.form, lexicon) { arguments throws(Complaint) in try arguments.fact() }
      if let fact { append(.expect(fact), at: statement.keyword) }
    }
  }

  private mutating func text(_ statement: Statement, _ telling: Telling) -> String {
    if statement.words.isEmpty && !statement.isDamaged {
      complaints.append(
        Complaint(at: statement.end, "`\(telling.rawValue)` has no text", remedy: "it is written `\(telling.form)`"))
    }
    return statement.text
  }

  private mutating func choose(_ statement: Statement, _ telling: Telling, isRight: Bool) {
    guard var open = question else { return complainAboutStray(statement, telling) }
    let choice = Question.Choice(text(statement, telling), isRight: isRight)
    open.question.choices.append(choice)
    open.isDamaged = open.isDamaged || statement.isDamaged
    question = open
  }

  private mutating func answer(_ statement: Statement) {
    guard var open = question else { return complainAboutStray(statement, .because) }
    question = nil
    open.question.because = text(statement, .because)
    let choices = open.question.choices
    if choices.isEmpty && !open.isDamaged {
      complaints.append(
        Complaint(
          open.keyword, "the question has no choices",
          remedy: "write `choice TEXT` and `choice* TEXT` lines below it, from the beginning of the line"))
    } else if !choices.contains(where: \.isRight) && !open.isDamaged {
      complaints.append(
        Complaint(open.keyword, "the question has no right choice", remedy: "mark a right one as `choice* TEXT`"))
    }
    append(.ask(open.question), at: open.keyword)
  }

  private mutating func complainAboutStray(_ statement: Statement, _ telling: Telling) {
    complaints.append(
      Complaint(
        statement.keyword, "`\(telling.rawValue)` stands outside a question",
        remedy: "`ask`, then the `choice` lines, then `because`"))
  }

  /// Anything but a choice or a reason ends a question, which then lacks its reason.
  private mutating func closeQuestion() {
    guard let open = question else { return }
    question = nil
    guard !open.isDamaged else { return }
    complaints.append(
      Complaint(
        open.keyword, "the question has no `because`",
        remedy: "write `because TEXT` below its choices, from the beginning of the line"))
  }
}
