import Consensus
import Narration
package import Scenarios

/// A session in plain lines: a command comes in, sentences go out. The same engine as the screen, for screen readers,
/// pipes and terminals that cannot place a cursor.
package struct Conversation: Sendable {
  package enum Reply: Hashable, Sendable {
    case line(String)
    /// Write a file that does not exist yet.
    case save(path: String, text: String)
    /// Open a file or a shipped scenario.
    case open(String)
    case quit
  }

  var lesson: Lesson
  /// What `check` or `reach` found last.
  var found: Found?
  /// Questions that were answered or skipped, by moment and place.
  private var answered: [[Int]] = []
  /// The question that waits for an answer.
  private var pending: Question?
  private var right = 0
  private var asked = 0

  /// Whether a search should end with what is known; asked every few thousand worlds.
  let isInterrupted: @Sendable () -> Bool

  package init(_ lesson: Lesson, at step: Int = 0, isInterrupted: @escaping @Sendable () -> Bool = { false }) {
    self.lesson = lesson
    self.isInterrupted = isInterrupted
    self.lesson.session.jump(to: lesson.script[min(step, lesson.steps)])
  }

  /// What is said before the first command.
  package var opening: [String] {
    let scenario = lesson.scenario
    var lines = ["\(scenario.title) (\(scenario.setup.algorithm))"]
    if let about = scenario.about { lines.append(about) }
    lines += scenario.cites.map { "From \($0)." }
    lines.append("An empty line takes the next step. `help` lists the commands.")
    return lines + Prose.moment(lesson.session.scene) + notes
  }

  package mutating func reply(to line: String) -> [Reply] {
    let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" }).map(String.init)
    if let pending, let word = words.first, words.count == 1, let choice = choice(word, of: pending) {
      return answer(choice, to: pending).map(Reply.line)
    }
    pending = nil
    guard let word = words.first else { return step().map(Reply.line) }
    let rest = words.dropFirst()
    switch word {
    case "quit", "exit": return [.quit]
    case "save": return save(rest)
    case "open":
      return rest.isEmpty
        ? [.line("`open FILE`: a file, or a name of `paxoscope list`.")] : [.open(rest.joined(separator: " "))]
    case "reach": return reach(String(line.drop { $0 == " " }.dropFirst(5))).map(Reply.line)
    default: return (lines(for: word, rest) ?? perform(line)).map(Reply.line)
    }
  }

  /// What a word of the conversation itself answers, or nil where the line is a verb of the scenario language.
  private mutating func lines(for word: String, _ rest: ArraySlice<String>) -> [String]? {
    let scene = lesson.session.scene
    switch word {
    case "help": return help
    case "step": return step()
    case "back", "undo": return lesson.session.undo() ? moved : ["This is the beginning."]
    case "redo": return lesson.session.redo() ? moved : ["There is no later step here."]
    case "state": return Prose.moment(scene)
    case "nodes": return Prose.nodes(scene)
    case "queue": return Prose.queue(scene)
    case "ballots": return scene.ballots.isEmpty ? ["No ballot is open."] : Prose.ballots(scene)
    case "verdict": return Prose.verdict(scene)
    case "possible": return possible(after: rest)
    case "node": return node(rest)
    case "invariants": return invariants
    case "score": return ["\(right) of \(counted(asked, "question")) answered right."]
    case "branches": return branches
    case "name": return name(rest)
    case "compare": return compare(rest)
    case "check": return check(within: rest)
    case "follow": return follow()
    case "mutations": return mutations
    case "mutate": return mutate(Array(rest))
    case "beside": return beside
    case "why": return Prose.why(scene) + notes
    case "if": return preview(rest)
    case "history": return history
    case "go": return go(rest)
    case "adversary": return adversary(rest)
    default: return nil
    }
  }

  private var help: [String] {
    [
      "(empty line)  the next step of the script, or else of what is due first; a question comes before it",
      "back, redo    one step back, forward",
      "state         everything; or only: nodes, queue, ballots, verdict, why, invariants",
      "node A1       all that A1 knows",
      "if m7         what would happen if m7 were delivered now",
      "possible      which values can still be chosen from here on; possible m7: after the delivery of m7",
      "              in the first open slot of a log, or possible @2",
      "a, b, c …     the answer to a question; score: how many were right",
      "history       the moments, branches included; go N goes to one",
      "branches      where each branch ends; go N goes there; name TEXT gives the one you are on a name",
      "compare N M   what tells two moments apart; compare N: a moment and this one",
      "check         looks for a violation in all that can happen from here; follow takes the run that was found",
      "check rounds=3 crashes=1 duplicates=1 sets its bounds; ^C ends a search with what is known",
      "reach FACTS   looks for a moment: reach A1 promised 1.2, chosen red",
      "mutations     the rules that can be replaced; mutate NAME takes the same steps with one of them replaced",
      "beside        where the mutated algorithm first differs from the correct one; Raft beside Multi-Paxos",
      "open FILE     another scenario, or one that ships by its name",
      "adversary 20  so many fair steps that keep two values possible, as a branch",
      "save FILE     writes the run as a scenario",
      "quit",
      "Or a command of the scenario language:",
    ] + Verb.all.map { "\($0.form.padded(to: 46))  \($0.summary)" }
  }
}

// MARK: - Moving

extension Conversation {
  private var scriptStep: Int? { lesson.step(at: lesson.session.cursor) }

  private mutating func step() -> [String] {
    if let question = nextQuestion() { return ask(question) }
    let session = lesson.session
    if !session.children(of: session.cursor).isEmpty {
      lesson.session.redo()
      return moved
    }
    return perform("next")
  }

  private mutating func perform(_ line: String) -> [String] {
    switch Parser.command(line, in: lesson.session.setup) {
    case .failure(let diagnostic): return [diagnostic.sentence]
    case .success(let command):
      do {
        let passed = try lesson.session.perform(command)
        guard passed.count > 1 else { return passed.isEmpty ? ["Nothing had to be done."] : moved }
        return passed.compactMap { lesson.session.explanation(of: $0)?.what } + Prose.verdict(lesson.session.scene)
          + notes
      } catch {
        return [error.sentence]
      }
    }
  }

  /// What is said on arriving at a moment.
  var moved: [String] {
    let scene = lesson.session.scene
    let step = "Step \(scene.depth) of \(lesson.session.depth(of: lesson.session.end(of: scene.moment)))"
    return [scene.command.map { "\(step): \($0)" } ?? "The beginning."]
      + (scene.last.map(Prose.told) ?? []) + [Prose.verdict(scene)[0]] + notes
  }

  private var notes: [String] {
    lesson.remarks(at: lesson.session.cursor).compactMap { remark in
      guard case .note(let text) = remark else { return nil }
      return "Note: \(text)"
    }
  }

  private func preview(_ words: ArraySlice<String>) -> [String] {
    guard let message = words.first.flatMap(message) else {
      return ["`if m7` says what would happen if m7 were delivered now. `queue` lists the messages in flight."]
    }
    switch lesson.session.preview(message) {
    case .success(let explanation): return Prose.told(explanation)
    case .failure(let refusal): return [refusal.sentence]
    }
  }

  private var history: [String] {
    let session = lesson.session
    let here = session.path(to: session.cursor)
    return (0..<session.momentCount).map { moment in
      var text = "\(moment): after step \(session.depth(of: moment))"
      if let command = session.command(to: moment) { text += ", \(command)" }
      if let parent = session.parent(of: moment), session.children(of: parent).count > 1 {
        text += ", a branch from \(parent)"
      }
      if moment == session.cursor { return text + ", here" }
      return text + (here.contains(moment) ? ", on the way here" : "")
    }
  }

  private mutating func go(_ words: ArraySlice<String>) -> [String] {
    guard let word = words.first, let moment = Int(word), (0..<lesson.session.momentCount).contains(moment) else {
      return ["`go N` goes to a moment, from 0 to \(lesson.session.momentCount - 1). `history` lists them."]
    }
    lesson.session.jump(to: moment)
    return moved
  }

  private func save(_ words: ArraySlice<String>) -> [Reply] {
    guard !words.isEmpty else { return [.line("`save FILE` writes the run up to here as a scenario.")] }
    let text = Printer.text(lesson.scenario(to: lesson.session.cursor))
    return [.save(path: words.joined(separator: " "), text: text)]
  }
}

// MARK: - Questions

extension Conversation {
  /// The first question at the present moment that was not asked yet.
  private mutating func nextQuestion() -> Question? {
    let moment = lesson.session.cursor
    for (place, remark) in lesson.remarks(at: moment).enumerated() {
      guard case .question(let question) = remark, !answered.contains([moment, place]) else { continue }
      answered.append([moment, place])
      return question
    }
    return nil
  }

  private mutating func ask(_ question: Question) -> [String] {
    pending = question
    let choices = zip("abcdefghijklmnopqrstuvwxyz", question.choices).map { "  \($0): \($1.text)" }
    return ["Question: \(question.text)"] + choices + ["Answer with a letter; an empty line goes on without an answer."]
  }

  private func choice(_ word: String, of question: Question) -> Int? {
    guard word.count == 1, let letter = word.lowercased().unicodeScalars.first, letter.isASCII else { return nil }
    let place = Int(letter.value) - Int(("a" as Unicode.Scalar).value)
    return question.choices.indices.contains(place) ? place : nil
  }

  private mutating func answer(_ place: Int, to question: Question) -> [String] {
    pending = nil
    asked += 1
    let isRight = question.choices[place].isRight
    if isRight { right += 1 }
    let truth = question.choices.filter(\.isRight).map(\.text).joined(separator: "; or ")
    return [
      isRight ? "Right." : "No. Right is: \(truth).",
      question.because,
      "\(right) of \(counted(asked, "question")) answered right.",
    ]
  }
}

extension String {
  fileprivate func padded(to width: Int) -> String {
    self + String(repeating: " ", count: Swift.max(0, width - count))
  }
}
