import Consensus
import Narration
import Scenarios
import Screen

// Lines that are typed: commands, the filter, a value, a file.

extension Interface {
  mutating func press(_ key: Key, in prompt: Prompt) -> [Effect] {
    var prompt = prompt
    prompt.complaint = nil
    switch key {
    case .escape, .control("c"), .control("g"): return abandon(prompt)
    case .enter: return accept(prompt)
    case .tab: complete(&prompt, by: 1)
    case .backTab: complete(&prompt, by: -1)
    case .up, .control("p"): recall(&prompt, by: -1)
    case .down, .control("n"): recall(&prompt, by: 1)
    case .backspace where prompt.line.isEmpty: return abandon(prompt)
    default:
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
      if let effects = runProgramCommand(line) { return effects }
    }
    do {
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

  /// `q`, `save PATH`, `open NAME`, `go 7`, `theme dark`, and every command of the table that is no verb.
  private mutating func runProgramCommand(_ line: String) -> [Effect]? {
    let words = line.split(separator: " ").map(String.init)
    guard let verb = words.first else { return nil }
    let rest = words.dropFirst().joined(separator: " ")
    switch (verb, rest.isEmpty) {
    case ("save", false), ("w", false):
      layers.removeLast()
      return [save(to: rest, overwriting: false)]
    case ("export", false):
      layers.removeLast()
      return [.export(path: rest, overwrite: false)]
    case ("open", false), ("e", false):
      layers.removeLast()
      return openNamed(rest)
    case ("theme", false):
      guard let chosen = Theme(rawValue: rest) else { return nil }
      layers.removeLast()
      theme = chosen
      return []
    case ("go", false):
      guard let step = Int(rest), let moment = stage?.moment(after: step) else { return nil }
      layers.removeLast()
      stage?.jump(to: moment)
      return []
    case ("q", true), ("quit", true):
      layers.removeLast()
      return leave()
    default: break
    }
    // Verbs of the language mean what they mean there, even without the rest of their line.
    guard rest.isEmpty, !Self.isVerb(verb), let binding = Binding.all.first(where: { $0.name == verb }) else {
      return nil
    }
    layers.removeLast()
    return run(binding)
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

// MARK: - Completion and history

extension Prompt {
  mutating func forgetCompletions() {
    completions = []
    completion = nil
  }
}

extension Interface {
  /// Puts the next completion into the line; the first Tab also finds them.
  private mutating func complete(_ prompt: inout Prompt, by step: Int) {
    if prompt.completions.isEmpty {
      prompt.completions = completions(of: prompt)
      prompt.completion = nil
      prompt.draft = prompt.line.text
    }
    guard !prompt.completions.isEmpty else { return }
    let count = prompt.completions.count
    let place = prompt.completion.map { ($0 + step + count) % count } ?? (step > 0 ? 0 : count - 1)
    prompt.completion = place
    // The word that was begun is replaced.
    let start = prompt.draft.lastIndex(of: " ").map { prompt.draft.index(after: $0) } ?? prompt.draft.startIndex
    prompt.line = LineEditor(prompt.draft[..<start] + prompt.completions[place] + (count == 1 ? " " : ""))
    if count == 1 { prompt.forgetCompletions() }
  }

  private func completions(of prompt: Prompt) -> [String] {
    switch prompt.purpose {
    case .command:
      let text = prompt.line.beforeCursor
      if let found = searchCompletions(of: text) { return found }
      let found = completions(of: text)
      guard !text.contains(" ") else { return found }
      let own = Binding.all.map(\.name) + ["go"]
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
