import Consensus
import Narration
import Scenarios
import Screen

// Lines that are typed: commands, the filter, a value, a file.

extension Interface {
  mutating func press(_ key: Key, in prompt: Prompt) -> [Effect] {
    var prompt = prompt
    prompt.complaint = nil
    switch action(of: key, in: [.line, .list], isTyping: true) {
    case .back: return abandon(prompt)
    case .choose: return accept(prompt)
    case .complete:
      if prompt.completions.isEmpty, let beginning = fileBeginning(prompt) {
        replaceTop(with: .prompt(prompt))
        return [.list(beginning)]
      }
      complete(&prompt, by: 1)
    case .completeBack: complete(&prompt, by: -1)
    case .recallOlder: recall(&prompt, by: -1)
    case .recallNewer: recall(&prompt, by: 1)
    default:
      if [.control("c"), .control("g")].contains(key) || key == .backspace && prompt.line.isEmpty {
        return abandon(prompt)
      }
      if prompt.line.edit(key) { prompt.forgetCompletions() }
    }
    if prompt.purpose == .filter { stage?.show(only: prompt.line.text) }
    replaceTop(with: .prompt(prompt))
    return []
  }

  private mutating func abandon(_ prompt: Prompt) -> [Effect] {
    layers.removeLast()
    if prompt.purpose == .filter { stage?.show(only: "") }
    return []
  }

  private mutating func accept(_ prompt: Prompt) -> [Effect] {
    let text = prompt.line.text.trimmed
    switch prompt.purpose {
    case .filter:
      layers.removeLast()
      return []
    case .command: return runLine(text, prompt)
    case .request(let node):
      return runLine("request \(node) \(text)", prompt)
    case .save:
      layers.removeLast()
      return text.isEmpty ? [] : [save(to: text, overwriting: false)]
    case .export:
      layers.removeLast()
      return text.isEmpty ? [] : [.export(path: text, overwrite: false)]
    }
  }

  /// A line of the scenario language, or the name of a key's command. A line that is wrong stays, with the reason.
  private mutating func runLine(_ line: String, _ prompt: Prompt) -> [Effect] {
    guard !line.isEmpty else {
      layers.removeLast()
      return []
    }
    if prompt.purpose == .command {
      if history.last != line { history.append(line) }
      if history.count > 200 { history.removeFirst() }
    }
    do {
      if prompt.purpose == .command, let effects = try runProgramCommand(line) { return effects }
      if try search(line) { return [] }
      let command = try command(line)
      try stage?.perform(command)
      layers.removeLast()
    } catch {
      var prompt = prompt
      prompt.complaint = error.sentence
      prompt.forgetCompletions()
      replaceTop(with: .prompt(prompt))
    }
    return []
  }

  /// A row of the table by its name, with what may follow it; nil where the line is none.
  private mutating func runProgramCommand(_ line: String) throws(Refusal) -> [Effect]? {
    let name = String(line.prefix { $0 != " " })
    let rest = String(line.dropFirst(name.count)).trimmed
    let full = ["w": "save", "e": "open", "q": "quit"][name] ?? name
    guard let binding = bindings.first(where: { $0.name == full }) else { return nil }
    guard rest.isEmpty else { return try run(binding, rest) }
    // Verbs of the language mean what they mean there, even without the rest of their line.
    guard !Self.isVerb(name) else { return nil }
    layers.removeLast()
    return run(binding)
  }

  /// `save PATH`, `open NAME`, `go 7`, `theme dark`; nil where the rest is for others to read.
  private mutating func run(_ binding: Binding, _ rest: String) throws(Refusal) -> [Effect]? {
    switch binding.argument {
    case .file:
      layers.removeLast()
      return [save(to: rest, overwriting: false)]
    case .export:
      layers.removeLast()
      return [.export(path: rest, overwrite: false)]
    case .scenario:
      layers.removeLast()
      return openNamed(rest)
    case .theme: choose(theme: try named(rest, Theme.allCases, "theme") { $0.name })
    case .view:
      let wanted = try named(rest, ViewKind.allCases, "view") { "\($0)" }
      if wanted == .beside, let companionObstacle { throw Refusal(companionObstacle) }
      show(wanted)
    case .word:
      layers.removeLast()
      var chooser = Chooser()
      chooser.search = LineEditor(rest)
      chooser.isTyping = true
      layers.append(.help(chooser))
      return []
    case .step:
      guard let step = Int(rest) else { throw Refusal("`go` needs a number of steps, not \(quoted(rest)).") }
      if let moment = stage?.moment(after: step) { stage?.jump(to: moment) }
    case .bounds:
      guard let setup = stage?.session.setup else { throw Refusal("No scenario is open.") }
      if let searchObstacle { throw Refusal(searchObstacle) }
      switch Parser.bounds(rest, in: setup) {
      case .success(let bounds): startCheck(bounds)
      case .failure(let diagnostic): throw Refusal(diagnostic.sentence)
      }
    case .words:
      if let beginningObstacle { throw Refusal(beginningObstacle) }
      _ = stage?.lesson.nameBranch(rest)
    case .count, .facts, .mutation: return nil
    case nil:
      if Self.isVerb(binding.name) { return nil }
      throw Refusal("Nothing follows `\(binding.name)`.")
    }
    layers.removeLast()
    return []
  }

  private func named<Thing>(
    _ word: String, _ all: [Thing], _ kind: String, _ name: (Thing) -> String
  ) throws(Refusal) -> Thing {
    if let thing = all.first(where: { name($0) == word }) { return thing }
    throw Refusal(
      "There is no \(kind) \(quoted(word));", remedy: remedy(for: word, among: all.map(name), plural: "\(kind)s"))
  }
}

// MARK: - Searches and mutations

extension Interface {
  /// `reach FACT, FACT` and `mutate NAME`; false where a line is neither.
  private mutating func search(_ line: String) throws(Refusal) -> Bool {
    guard let stage, let blank = line.firstIndex(of: " ") else { return false }
    let rest = line[blank...].split(separator: " ").map(String.init)
    switch line[..<blank] {
    case "reach":
      if let searchObstacle { throw Refusal(searchObstacle) }
      let facts = try facts(in: line[blank...])
      layers.removeLast()
      look(for: facts)
    case "adversary":
      if let adversaryObstacle { throw Refusal(adversaryObstacle) }
      startAdversary(steps: try numberOfSteps(rest))
      layers.removeLast()
    case "mutate":
      let mutations = rest == ["nothing"] ? [] : rest
      var setup = stage.session.setup
      setup.mutations = mutations
      _ = try Catalog.session(for: setup)
      layers.removeLast()
      mutate(mutations)
    default: return false
    }
    return true
  }
}

extension Interface {
  private func numberOfSteps(_ words: [String]) throws(Refusal) -> Int {
    let range = 1...AdversaryRun.maximumSteps
    guard words.count == 1, let steps = Int(words[0]), range.contains(steps) else {
      throw Refusal("The adversary plays from 1 to \(grouped(range.upperBound)) steps.", remedy: "`adversary 20`")
    }
    return steps
  }
}

// MARK: - Completion and history

extension Prompt {
  mutating func forgetCompletions() {
    completions = []
    completion = nil
    fileHead = nil
  }

  /// Puts the next completion behind the head of the line. The only one there is is taken for meant.
  fileprivate mutating func put(_ head: String, by step: Int, isFile: Bool = false) {
    guard !completions.isEmpty else { return }
    let count = completions.count
    let place = completion.map { ($0 + step + count) % count } ?? (step > 0 ? 0 : count - 1)
    completion = place
    fileHead = isFile ? head : nil
    line = LineEditor(head + completions[place] + (count == 1 && !isFile ? " " : ""))
    if count == 1 { forgetCompletions() }
  }
}

extension Interface {
  /// Puts the next completion into the line; the first Tab also finds them.
  private mutating func complete(_ prompt: inout Prompt, by step: Int) {
    // Paths go on where they were begun, blanks and all.
    if !prompt.completions.isEmpty, let head = prompt.fileHead { return prompt.put(head, by: step, isFile: true) }
    if prompt.completions.isEmpty {
      prompt.completions = completions(of: prompt)
      prompt.completion = nil
      prompt.draft = prompt.line.text
    }
    // The word that was begun is replaced.
    let start = prompt.draft.lastIndex(of: " ").map { prompt.draft.index(after: $0) } ?? prompt.draft.startIndex
    prompt.put(String(prompt.draft[..<start]), by: step)
  }

  /// What is being typed of a path; nil where no path is.
  private func fileBeginning(_ prompt: Prompt) -> String? {
    let text = prompt.line.beforeCursor
    switch prompt.purpose {
    case .save, .export: return text
    case .command:
      guard let blank = text.firstIndex(of: " ") else { return nil }
      let name = String(text[..<blank])
      let full = ["w": "save", "e": "open"][name] ?? name
      guard let argument = bindings.first(where: { $0.name == full })?.argument else { return nil }
      return argument == .file || argument == .export || argument == .scenario
        ? String(text[blank...].drop { $0 == " " }) : nil
    case .filter, .request: return nil
    }
  }

  /// Puts the first of these paths into the line, if it still asks for them.
  mutating func offer(files names: [String], for beginning: String) {
    guard case .prompt(var prompt) = layers.last, fileBeginning(prompt) == beginning else { return }
    let opens = prompt.purpose == .command && !prompt.line.text.hasPrefix("save")
    prompt.completions = names + (opens ? menu.map(\.name).filter { $0.hasPrefix(beginning) } : [])
    prompt.completion = nil
    prompt.draft = prompt.line.text
    prompt.put(String(prompt.line.beforeCursor.dropLast(beginning.count)), by: 1, isFile: true)
    replaceTop(with: .prompt(prompt))
  }

  private func completions(of prompt: Prompt) -> [String] {
    switch prompt.purpose {
    case .command:
      let text = prompt.line.beforeCursor
      if let found = searchCompletions(of: text) ?? argumentCompletions(of: text) { return found }
      let found = completions(of: text)
      guard !text.contains(" ") else { return found }
      let own = bindings.map(\.name)
      return found + own.filter { $0.hasPrefix(text) && !found.contains($0) }.sorted()
    case .request:
      let values = stage?.scene.nodes.compactMap { node in
        node.fields.first { $0.name == "wants" && $0.value != "nothing" }?.value
      }
      return (values ?? []).filter { $0.hasPrefix(prompt.line.text) }
    case .filter:
      let last = prompt.line.text.split(separator: " ", omittingEmptySubsequences: false).last ?? ""
      let words = (stage?.session.vocabulary.kinds ?? []) + (stage?.scene.nodes.map(\.name) ?? [])
      return words.filter { $0.hasPrefix(last) }
    case .save, .export: return []
    }
  }

  /// The words that may follow a name of the table; nil where a line begins otherwise.
  private func argumentCompletions(of text: String) -> [String]? {
    guard let blank = text.firstIndex(of: " ") else { return nil }
    let beginning = text[blank...].drop { $0 == " " }
    let words: [String]
    switch bindings.first(where: { $0.name == text[..<blank] })?.argument {
    case .theme: words = Theme.allCases.map(\.name)
    case .view: words = ViewKind.allCases.map { "\($0)" }
    case .word: words = bindings.map(\.name)
    default: return nil
    }
    return words.filter { $0.hasPrefix(beginning) }
  }

  private mutating func recall(_ prompt: inout Prompt, by step: Int) {
    guard prompt.purpose == .command, !history.isEmpty else { return }
    if prompt.recalled == nil { prompt.draft = prompt.line.text }
    let place = (prompt.recalled ?? history.count) + step
    guard place >= 0 else { return }
    prompt.recalled = place < history.count ? place : nil
    prompt.line = LineEditor(place < history.count ? history[place] : prompt.draft)
    prompt.completions = []
    prompt.completion = nil
  }
}

extension Stage {
  /// The moment of the present line after so many steps, or the nearest one.
  fileprivate func moment(after steps: Int) -> MomentID { line[steps.clamped(to: 0...endDepth)] }
}

extension String {
  /// Without blanks at both ends.
  var trimmed: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
