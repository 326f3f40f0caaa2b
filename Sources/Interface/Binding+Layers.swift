import Screen

// Keys of what lies over the view: lists, lines that are typed, questions; and of the run while it plays.

extension Binding {
  static let over: [Binding] = [
    row(
      "choose", [.enter, .character(" ")], "take it", "In a list: take what is selected. In a line: it is done.",
      .choose),
    row(
      "complete", [.tab], "complete", "In a line: complete the word; again, the next one that fits.", .complete, .line),
    row("complete-back", [.backTab], "complete back", "In a line: the completion before.", .completeBack, .line),
    row("older-line", [.up, .control("p")], "older", "In a line: what was typed before.", .recallOlder, .line),
    row("newer-line", [.down, .control("n")], "newer", "In a line: what was typed after that.", .recallNewer, .line),
    row(
      "no-hands", [.backspace], "no hands", "Where a room votes: no hands for this choice.", .noHands, .votes),
    row("faster", [.character("+"), .character("=")], "faster", "While it plays: faster.", .faster, .playing),
    row("slower", [.character("-")], "slower", "While it plays: slower.", .slower, .playing),
  ]

  private static func row(
    _ name: String, _ keys: [Key], _ title: String, _ help: String, _ action: Action, _ place: Place = .list
  ) -> Binding {
    Binding(
      name: name, keys: keys, title: title, help: help, action: action, group: .over, place: place,
      disabled: { _ in "It is a key where something lies over the view, or while the run plays." })
  }

  /// Whether its keys mean the same in what lies over the view.
  fileprivate var reachesOver: Bool {
    switch action {
    case .up, .down, .pageUp, .pageDown, .first, .last, .nextPane, .previousPane, .filter, .help, .back, .quit,
      .repaint,
      .suspend:
      place == .view
    default: false
    }
  }

  /// Whether a key of both would mean two things in one place.
  func meets(_ other: Binding) -> Bool {
    place == other.place || place == .list && other.reachesOver || other.place == .list && reachesOver
  }
}

extension Interface {
  /// What a key does in what lies over the view: first what it does in these places alone. Keys with names of their own
  /// (arrows, Enter, Esc) do what they say wherever nothing else was asked of them.
  func action(of key: Key, in places: [Binding.Place], isTyping: Bool = false) -> Action? {
    if isTyping, case .character = key { return nil }
    for place in places {
      if let own = bindings.first(where: { $0.place == place && $0.keys.contains(key) }) { return own.action }
    }
    return bindings.first { $0.reachesOver && $0.keys.contains(key) }?.action ?? Self.ownAction(of: key)
  }

  /// The key that sentences name where something lies over the view and no command can be typed.
  func layerKey(_ action: Action) -> String {
    let binding = bindings.first { $0.action == action }
    return (binding?.keys.first ?? Self.keysOfTheirOwn.first { $0.action == action }?.key)?.name ?? ""
  }

  private static let keysOfTheirOwn: [(key: Key, action: Action)] = [
    (.up, .up), (.down, .down), (.pageUp, .pageUp), (.pageDown, .pageDown), (.home, .first), (.end, .last),
    (.enter, .choose), (.escape, .back), (.enter, .presentNext), (.pageUp, .presentBack),
  ]

  private static func ownAction(of key: Key) -> Action? { keysOfTheirOwn.first { $0.key == key }?.action }

  /// Whether a key would take a step: what lies over the view does not take that for an answer.
  func isStep(_ key: Key) -> Bool { bindings.first { $0.action == .step }?.keys.contains(key) ?? false }
}
