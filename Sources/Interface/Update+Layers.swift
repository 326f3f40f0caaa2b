import Narration
import Scenarios
import Screen

// Keys for what lies on top of the view.

extension Interface {
  mutating func pressOnLayer(_ key: Key) -> [Effect] {
    switch action(of: key, in: [.list], isTyping: isTyping) {
    case .repaint: return [.repaint]
    case .suspend: return [.suspend]
    case .help: if case .question? = layers.last { return openHelp() }
    default: break
    }
    switch layers.last {
    case .help(let chooser): return pressInHelp(key, chooser)
    case .menu(let chooser): return pressInMenuLayer(key, chooser)
    case .mutations(let chooser): pressInMutations(key, chooser)
    case .question(let asking): pressInQuestion(key, asking)
    case .prompt(let prompt): return press(key, in: prompt)
    case .picker(let picker): press(key, in: picker)
    case .reader(let reader): press(key, in: reader)
    case .moments: layers.removeLast()
    case .confirmation(let confirmation): return press(key, on: confirmation)
    case .recovery(let recovery): return press(key, in: recovery)
    case nil: break
    }
    return []
  }

  /// Whether letters are text.
  private var isTyping: Bool {
    switch layers.last {
    case .prompt: true
    case .help(let chooser), .menu(let chooser), .mutations(let chooser): chooser.isSearching
    default: false
    }
  }

  private mutating func openHelp() -> [Effect] {
    layers.append(.help(Chooser()))
    return []
  }

  mutating func replaceTop(with layer: Layer) { layers[layers.count - 1] = layer }

  mutating func pasteOnLayer(_ text: String) {
    switch layers.last {
    case .prompt(var prompt):
      prompt.line.insert(text)
      prompt.forgetCompletions()
      replaceTop(with: .prompt(prompt))
      if prompt.purpose == .filter { stage?.show(only: prompt.line.text) }
    case .help(var chooser):
      chooser.search.insert(text)
      chooser.isTyping = true
      replaceTop(with: .help(chooser))
    case .menu(var chooser):
      chooser.search.insert(text)
      chooser.isTyping = true
      replaceTop(with: .menu(chooser))
    case .mutations(var chooser):
      chooser.search.insert(text)
      chooser.isTyping = true
      replaceTop(with: .mutations(chooser))
    case .question where presenting.isOn: pasteHands(text)
    default: break
    }
  }

  private mutating func press(_ key: Key, in picker: Picker) {
    var picker = picker
    if case .character(let character) = key, let number = character.wholeNumberValue {
      return choose(number - 1, in: picker)
    }
    switch action(of: key, in: [.list]) {
    case .back, .quit: layers.removeLast()
    case .up: picker.selection = max(0, picker.selection - 1)
    case .down: picker.selection = min(picker.choices.count - 1, picker.selection + 1)
    case .choose: return choose(picker.selection, in: picker)
    default: break
    }
    if case .picker = layers.last { replaceTop(with: .picker(picker)) }
  }

  mutating func choose(_ choice: Int, in picker: Picker) {
    guard picker.choices.indices.contains(choice) else { return }
    layers.removeLast()
    act(picker.choices[choice].command)
  }

  private mutating func press(_ key: Key, in reader: Reader) {
    guard lastTop(of: reader) > 0 else {
      layers.removeLast()
      return
    }
    var reader = reader
    let page = max(1, size.height - 6)
    switch isStep(key) ? .pageDown : action(of: key, in: [.list]) {
    case .up: reader.top -= 1
    case .down: reader.top += 1
    case .pageUp: reader.top -= page
    case .pageDown: reader.top += page
    case .first: reader.top = 0
    case .last: reader.top = .max / 2
    default:
      layers.removeLast()
      return
    }
    reader.top = reader.top.clamped(to: 0...lastTop(of: reader))
    replaceTop(with: .reader(reader))
  }

  private mutating func press(_ key: Key, on confirmation: Confirmation) -> [Effect] {
    switch (confirmation, key) {
    case (.quit, .character("y")), (.quit, .character("q")): return [.quit]
    case (.quit, .character("s")):
      layers.removeLast()
      layers.append(.prompt(Prompt(.save, defaultPath)))
    case (.open(let name), .character("y")):
      layers.removeLast()
      return [.open(name)]
    case (.mutate(let mutations), .character("y")):
      layers.removeLast()
      become(mutations)
    case (.overwrite(let path), .character("y")):
      layers.removeLast()
      return [save(to: path, overwriting: true)]
    case (.overwriteExport(let path), .character("y")):
      layers.removeLast()
      return [.export(path: path, overwrite: true)]
    case (.overwriteExport(let path), .character("r")):
      layers.removeLast()
      layers.append(.prompt(Prompt(.export, path)))
    case (.overwrite(let path), .character("r")):
      layers.removeLast()
      layers.append(.prompt(Prompt(.save, path)))
    default: layers.removeLast()
    }
    return []
  }

  mutating func save(to path: String, overwriting: Bool) -> Effect {
    .save(path: path, text: savedText, overwrite: overwriting)
  }
}

// MARK: - Questions

extension Interface {
  private mutating func pressInQuestion(_ key: Key, _ asking: Asking) {
    if presenting.isOn { return pressInHall(key, asking) }
    if asking.answer != nil { return goOn(after: key) }
    // Whatever keys a person has chosen, the letter of a choice is that choice.
    if let choice = Self.choice(of: key), asking.question.choices.indices.contains(choice) {
      return answer(asking, choice)
    }
    var asking = asking
    switch action(of: key, in: [.list]) {
    case .back, .quit:
      if stage?.marks.answers[asking.place] == nil { stage?.marks.answers[asking.place] = .passed }
      layers.removeLast()
      return
    case .up: asking.selection = max(0, asking.selection - 1)
    case .down: asking.selection = min(asking.question.choices.count - 1, asking.selection + 1)
    // Not Space: who steps with it has not read the question yet.
    case .choose where !isStep(key): return answer(asking, asking.selection)
    default: break
    }
    replaceTop(with: .question(asking))
  }

  /// `a` and `1` are the first choice. Letters that move elsewhere are choices here only as far as there are so many.
  static func choice(of key: Key) -> Int? {
    guard case .character(let character) = key, let ascii = character.asciiValue else { return nil }
    switch ascii {
    case UInt8(ascii: "a")...UInt8(ascii: "i"): return Int(ascii) - Int(UInt8(ascii: "a"))
    case UInt8(ascii: "1")...UInt8(ascii: "9"): return Int(ascii) - Int(UInt8(ascii: "1"))
    default: return nil
    }
  }

  mutating func answer(_ asking: Asking, _ choice: Int) {
    guard asking.question.choices.indices.contains(choice) else { return }
    var asking = asking
    asking.answer = choice
    asking.selection = choice
    // The first answer counts: a second one has seen the solution.
    if !(stage?.hasAnswered(asking.place) ?? true) { stage?.marks.answers[asking.place] = .chose(choice) }
    replaceTop(with: .question(asking))
  }

  /// Behind the answer: any key goes on with the step for which the question was opened; Esc only closes.
  mutating func goOn(after key: Key) {
    guard case .question(let asking) = layers.popLast() else { return }
    let isLeaving = [.back, .quit].contains(action(of: key, in: [.list]))
    if asking.isOnTheWay, !isLeaving { step() }
  }
}

extension Stage {
  func hasAnswered(_ place: Marks.Place) -> Bool {
    if case .chose = marks.answers[place] { true } else { false }
  }
}

extension Question {
  func isRight(_ choice: Int) -> Bool { choices.indices.contains(choice) && choices[choice].isRight }
}

// MARK: - Lists that can be searched

extension Chooser {
  /// What a key does to a list of `count` rows.
  enum Response: Hashable { case nothing, leave, choose }

  /// Until something is typed, letters that are keys elsewhere are keys here too.
  var isSearching: Bool { isTyping || !search.isEmpty }

  /// Takes a key with what it means in a list; what means nothing there goes into the search.
  mutating func press(_ key: Key, meaning action: Action?, count: Int, page: Int) -> Response {
    switch action {
    case .back:
      if !isSearching { return .leave }
      self = Chooser()
    case .quit, .help: return .leave
    case .choose: return .choose
    case .up, .previousPane: move(-1, count)
    case .down, .nextPane: move(1, count)
    case .pageUp: move(-page, count)
    case .pageDown: move(page, count)
    case .first: move(-count, count)
    case .last: move(count, count)
    case .filter: isTyping = true
    default: edit(key)
    }
    return .nothing
  }

  private mutating func edit(_ key: Key) {
    let before = search.text
    _ = search.edit(key)
    if search.text != before { selection = 0 }
  }

  private mutating func move(_ step: Int, _ count: Int) {
    selection = selection.addingClamped(step).clamped(to: 0...max(0, count - 1))
  }
}

extension Interface {
  var page: Int { max(1, size.height - 8) }

  /// The rows of the help that fit what was typed: here first, then the rest in groups.
  func helpRows(_ chooser: Chooser) -> [HelpRow] {
    let rows = orderedHelp.map(HelpRow.binding) + Sign.all(glyphs).map(HelpRow.sign)
    let words = chooser.search.text.lowercased().split(separator: " ")
    if words.isEmpty { return rows }
    return rows.filter { row in words.allSatisfy { row.text.contains($0) } }
  }

  /// What the footer offers first.
  var helpHere: [Binding] { stage == nil ? [] : Array(footerBindings.prefix(6)) }

  /// What makes sense now, then everything else in the order of the groups.
  private var orderedHelp: [Binding] {
    let here = helpHere
    let rest = Binding.Group.allCases.flatMap { group in
      bindings.filter { binding in binding.group == group && !here.contains { $0.name == binding.name } }
    }
    return here + rest
  }

  private mutating func pressInHelp(_ key: Key, _ chooser: Chooser) -> [Effect] {
    var chooser = chooser
    let rows = helpRows(chooser)
    switch chooser.press(
      key, meaning: action(of: key, in: [.list], isTyping: chooser.isSearching), count: rows.count, page: page)
    {
    case .nothing: replaceTop(with: .help(chooser))
    case .leave: layers.removeLast()
    case .choose:
      guard rows.indices.contains(chooser.selection) else { break }
      guard case .binding(let binding) = rows[chooser.selection] else { break }
      layers.removeLast()
      return run(binding)
    }
    return []
  }

  /// The shipped scenarios that fit what was typed.
  func menuRows(_ chooser: Chooser) -> [MenuEntry] {
    let words = chooser.search.text.lowercased().split(separator: " ")
    if words.isEmpty { return menu }
    return menu.filter { entry in
      let text = "\(entry.name) \(entry.title) \(entry.about) \(entry.algorithm)".lowercased()
      return words.allSatisfy { text.contains($0) }
    }
  }

  /// The menu as all that there is.
  mutating func pressInMenu(_ key: Key) -> [Effect] {
    let action = action(of: key, in: [.list], isTyping: chooser.isSearching)
    switch action {
    case .repaint: return [.repaint]
    case .suspend: return [.suspend]
    case .help: return openHelp()
    default: break
    }
    if key == .control("c") { return [.quit] }
    if !chooser.isSearching, let theme = bindings.first(where: { $0.action == .theme }), theme.keys.contains(key) {
      return run(theme)
    }
    let rows = menuRows(chooser)
    switch chooser.press(key, meaning: action, count: rows.count, page: page) {
    case .nothing: return []
    case .leave:
      if action == .back {
        say("\(layerKey(.quit)) leaves.")
        return []
      }
      return [.quit]
    case .choose: return openChosen(chooser)
    }
  }

  private mutating func pressInMenuLayer(_ key: Key, _ chooser: Chooser) -> [Effect] {
    var chooser = chooser
    switch chooser.press(
      key, meaning: action(of: key, in: [.list], isTyping: chooser.isSearching), count: menuRows(chooser).count,
      page: page)
    {
    case .nothing: replaceTop(with: .menu(chooser))
    case .leave: layers.removeLast()
    case .choose:
      layers.removeLast()
      return openChosen(chooser)
    }
    return []
  }

  /// Opens the selected scenario, or the file whose path was typed.
  mutating func openChosen(_ chooser: Chooser) -> [Effect] {
    let rows = menuRows(chooser)
    let typed = chooser.search.text
    let name = rows.indices.contains(chooser.selection) ? rows[chooser.selection].name : typed
    return name.isEmpty ? [] : openNamed(name)
  }

  mutating func openNamed(_ name: String) -> [Effect] {
    guard isUnsaved else { return [.open(name)] }
    layers.append(.confirmation(.open(name)))
    return []
  }
}
