import Narration
import Screen

/// What a key, a click or a word at `:` does.
enum Action: Hashable, Sendable {
  // The run.
  case step, deliver, drop, delay, hold, duplicate, next, play
  case undo, redo, earlier, later, go, previousBranch, nextBranch, goThere, nameBranch, compareMoments
  case timeout, request, crash, restart, cut, heal
  // What can happen, and what would if the rules were others.
  case check, reach, adversary, mutate, beside, found
  // What is shown.
  case filter, details, why, answer, nextView, show(ViewKind)
  case nextPane, previousPane, up, down, left, right, pageUp, pageDown, first, last
  // The program.
  case present, presentNext, presentBack
  case command, save, export, open, theme, mouse, repaint, suspend, help, back, quit
  // What lies over the view, and the run while it plays.
  case choose, complete, completeBack, recallOlder, recallNewer, noHands, faster, slower
}

/// A row of the table of commands: the footer, `?`, `:` and the mouse are all made from it.
struct Binding: Sendable {
  /// As `:` takes it.
  let name: String
  var keys: [Key]
  /// For the footer.
  let title: String
  /// What it does, in one sentence.
  let help: String
  let action: Action
  let group: Group
  /// Where its keys are keys.
  var place = Place.view
  /// What can follow its name at `:`.
  var argument: Argument?
  /// The place in the footer, the smaller the further left; nil: not there.
  var priority: Int?
  /// Why it can do nothing now, or nil.
  var disabled: @Sendable (Interface) -> String? = { _ in nil }

  /// What follows a name at `:`: `open FILE`.
  enum Argument: Hashable, Sendable {
    case file, export, scenario, theme, view, word, step, count, facts, mutation, bounds, words

    var form: String {
      switch self {
      case .file, .export, .scenario: "FILE"
      case .theme: "NAME"
      case .view: "VIEW"
      case .word: "WORD"
      case .step, .count: "N"
      case .facts: "FACT, …"
      case .mutation: "NAME …"
      case .bounds: "rounds=N crashes=N …"
      case .words: "TEXT"
      }
    }
  }

  /// Where keys are keys. One key may mean different things in different places.
  enum Place: Hashable, Sendable {
    /// In all views; the keys of some actions also in what lies over them.
    case view
    /// Where this pane has the focus.
    case pane(Pane)
    /// While presenting.
    case hall
    /// In lists, boxes and texts.
    case list
    /// Where a line is typed: letters are no keys there.
    case line
    /// Where a room votes.
    case votes
    /// While the run plays by itself.
    case playing
  }

  enum Group: String, CaseIterable, Hashable, Sendable {
    case run = "The run"
    case messages = "Messages"
    case nodes = "Nodes and links"
    case search = "What can happen"
    case look = "Looking around"
    case program = "The program"
    case over = "In lists, lines and questions"
  }
}

// MARK: - The table

extension Binding {
  /// All of them. The first one whose key and pane fit is taken.
  static let all: [Binding] = hall + run + messages + nodes + search + look + moving + program + over

  private static let hall: [Binding] = [
    Binding(
      name: "present-next", keys: [.pageDown], title: "on", help: "Presenting: one step, as clickers send it.",
      action: .presentNext, group: .run, place: .hall, disabled: { $0.stepObstacle }),
    Binding(
      name: "present-back", keys: [.pageUp], title: "back", help: "Presenting: one step back.", action: .presentBack,
      group: .run, place: .hall, disabled: { $0.beginningObstacle }),
  ]

  private static let run: [Binding] = [
    Binding(
      name: "step", keys: [.character(" ")], title: "go on",
      help: "One step: along the script, or else the next message.", action: .step,
      group: .run, priority: 0, disabled: { $0.stepObstacle }),
    Binding(
      name: "play", keys: [.character("p")], title: "play",
      help: "Go on by itself, step by step, until any key.", action: .play, group: .run, priority: 66,
      disabled: { $0.stepObstacle }),
    Binding(
      name: "undo", keys: [.character("u")], title: "undo",
      help: "Go back one step; redo takes it again.", action: .undo, group: .run,
      priority: 60, disabled: { $0.beginningObstacle }),
    Binding(
      name: "redo", keys: [.character("U"), .control("r")], title: "redo", help: "Take the undone step again.",
      action: .redo, group: .run, priority: 75, disabled: { $0.endObstacle }),
    Binding(
      name: "earlier", keys: [.character("[")], title: "earlier", help: "Look at the moment before this one.",
      action: .earlier, group: .run, disabled: { $0.beginningObstacle }),
    Binding(
      name: "later", keys: [.character("]")], title: "later", help: "Look at the moment after this one.",
      action: .later, group: .run, disabled: { $0.endObstacle }),
    Binding(
      name: "go", keys: [], title: "go to", help: "Look at the moment after so many steps: `go 7`.", action: .go,
      group: .run, argument: .step),
    Binding(
      name: "previous-branch", keys: [.character("{")], title: "other branch",
      help: "Take the previous branch at the nearest fork.", action: .previousBranch, group: .run,
      disabled: { $0.branchObstacle }),
    Binding(
      name: "next-branch", keys: [.character("}")], title: "branch",
      help: "Take the next branch at the nearest fork of the history.", action: .nextBranch, group: .run,
      priority: 72, disabled: { $0.branchObstacle }),
    Binding(
      name: "compare", keys: [.character("=")], title: "compare",
      help: "Mark this moment, then compare it with another one.", action: .compareMoments, group: .run, priority: 78),
    Binding(
      name: "name", keys: [], title: "name", help: "Give this branch of the history a name.", action: .nameBranch,
      group: .run, argument: .words, disabled: { $0.beginningObstacle }),
    Binding(
      name: "answer", keys: [.character("a")], title: "answer",
      help: "Answer the question that is asked at this moment.", action: .answer,
      group: .run, disabled: { $0.questionObstacle }),
  ]

  private static let messages: [Binding] = [
    Binding(
      name: "go-there", keys: [.enter], title: "go there", help: "In the history: go to the selected moment.",
      action: .goThere, group: .run, place: .pane(.history), priority: 5),
    Binding(
      name: "deliver", keys: [.enter], title: "deliver", help: "Deliver the selected message now, in any order.",
      action: .deliver, group: .messages, priority: 10, disabled: { $0.deliveryObstacle }),
    Binding(
      name: "next", keys: [.character("n")], title: "next",
      help: "Deliver what is due first; after a digit, so many messages.", action: .next,
      group: .messages, priority: 12, disabled: { $0.nextObstacle }),
    Binding(
      name: "drop", keys: [.character("x")], title: "drop", help: "Lose the selected message for ever.", action: .drop,
      group: .messages, priority: 20, disabled: { $0.messageObstacle }),
    Binding(
      name: "delay", keys: [.character("d")], title: "delay",
      help: "Delay the selected message by a tick; after a digit, by more.", action: .delay,
      group: .messages, priority: 22, disabled: { $0.messageObstacle }),
    Binding(
      name: "hold", keys: [.character("D")], title: "hold", help: "Hold the selected message, or release it.",
      action: .hold, group: .messages, priority: 70, disabled: { $0.messageObstacle }),
    Binding(
      name: "duplicate", keys: [.character("c")], title: "copy",
      help: "Put a second copy of the selected message in flight.", action: .duplicate, group: .messages,
      priority: 68, disabled: { $0.messageObstacle }),
    Binding(
      name: "filter", keys: [.character("/")], title: "filter",
      help: "Show only messages with these words: kind, ballot, node.", action: .filter,
      group: .messages, priority: 80),
  ]

  private static let nodes: [Binding] = [
    Binding(
      name: "timeout", keys: [.character("t")], title: "timeout",
      help: "The selected node's timer rings: a proposer opens a ballot.", action: .timeout, group: .nodes,
      priority: 26, disabled: { $0.timerObstacle }),
    Binding(
      name: "request", keys: [.character("r")], title: "request",
      help: "A client hands a value to the selected proposer.", action: .request, group: .nodes, priority: 50,
      disabled: { $0.requestObstacle }),
    Binding(
      name: "crash", keys: [.character("K")], title: "crash",
      help: "Crash the selected node; it keeps only what is on disk.", action: .crash,
      group: .nodes, priority: 40, disabled: { $0.crashObstacle }),
    Binding(
      name: "restart", keys: [.character("R")], title: "restart",
      help: "Restart the selected node, with its disk or without.", action: .restart, group: .nodes,
      priority: 39, disabled: { $0.restartObstacle }),
    Binding(
      name: "cut", keys: [.character("C")], title: "cut",
      help: "Cut links; offers the selected node against all others.", action: .cut, group: .nodes,
      priority: 52, disabled: { $0.nodeObstacle }),
    Binding(
      name: "heal", keys: [.character("H")], title: "heal", help: "Mend all links that are cut.", action: .heal,
      group: .nodes, priority: 38, disabled: { $0.healObstacle }),
  ]

  private static let search: [Binding] = [
    Binding(
      name: "check", keys: [.character("f")], title: "check",
      help: "Look for a violation in all that can happen from here.", action: .check, group: .search,
      argument: .bounds, priority: 27, disabled: { $0.searchObstacle }),
    Binding(
      name: "reach", keys: [.character("F")], title: "reach",
      help: "Look for a moment: `reach A1 promised 2.2, chosen red`.", action: .reach, group: .search,
      argument: .facts, priority: 64, disabled: { $0.searchObstacle }),
    Binding(
      name: "adversary", keys: [.character("A")], title: "adversary",
      help: "Keep two values possible, fairly: 20 steps, or `adversary 50`.", action: .adversary, group: .search,
      argument: .count, disabled: { $0.adversaryObstacle }),
    Binding(
      name: "found", keys: [.character("b")], title: "run found",
      help: "To the start of the run that was found, and back again.", action: .found, group: .search,
      priority: 14, disabled: { $0.foundObstacle }),
    Binding(
      name: "mutate", keys: [.character("m")], title: "mutate",
      help: "Replace a rule of the algorithm, and take the same steps.", action: .mutate, group: .search,
      argument: .mutation, priority: 57, disabled: { $0.mutationObstacle }),
    Binding(
      name: "beside", keys: [.character("B")], title: "beside",
      help: "The correct algorithm beside; or Raft beside Multi-Paxos.", action: .beside, group: .search,
      priority: 28, disabled: { $0.besideObstacle }),
  ]

  private static let look: [Binding] =
    [
      Binding(
        name: "why", keys: [.character("w")], title: "why",
        help: "Read all about the last step and what the scenario says.", action: .why, group: .look,
        priority: 54),
      Binding(
        name: "details", keys: [.character("+")], title: "details",
        help: "Read all about the selected message or node.", action: .details, group: .look, priority: 82),
      Binding(
        name: "view", keys: [.character("v")], title: "view",
        help: "Show the nodes, the diagram, the ballots, or the history.", action: .nextView,
        group: .look, argument: .view, priority: 58),
    ]
    // The last view has a key of its own, `B`, which also takes it away again.
    + ViewKind.allCases.filter { $0 != .beside }.map { view in
      Binding(
        name: "view-\(view)", keys: [.function(view.rawValue + 1), .alt(Character("\(view.rawValue + 1)"))],
        title: view.title, help: "Show the \(view.title).", action: .show(view), group: .look)
    }

  private static let moving: [Binding] = [
    move("focus", [.tab], "focus", "Go to the next panel.", .nextPane, priority: 56),
    move("focus-back", [.backTab], "focus back", "Go to the panel before.", .previousPane),
    move("up", [.up, .character("k")], "up", "The item above.", .up),
    move("down", [.down, .character("j")], "down", "The item below.", .down),
    move("left", [.left, .character("h")], "left", "The panel to the left.", .left),
    move("right", [.right, .character("l")], "right", "The panel to the right.", .right),
    move("page-up", [.pageUp], "page up", "A page up.", .pageUp),
    move("page-down", [.pageDown], "page down", "A page down.", .pageDown),
    move("first", [.home, .character("g")], "first", "The first item.", .first),
    move("last", [.end, .character("G")], "last", "The last item.", .last),
  ]

  private static let program: [Binding] = [
    Binding(
      name: "command", keys: [.character(":")], title: "command",
      help: "Type a command such as `cut A1 | A2 A3`.", action: .command,
      group: .program, priority: 30),
    Binding(
      name: "save", keys: [.character("s")], title: "save", help: "Save this run as a scenario file.", action: .save,
      group: .program, argument: .file, priority: 84),
    Binding(
      name: "export", keys: [.character("e")], title: "export",
      help: "Write what is shown to a .txt, .svg, .mmd or .cast file.", action: .export, group: .program,
      argument: .export, priority: 85),
    Binding(
      name: "open", keys: [.character("o")], title: "open", help: "Open another scenario.", action: .open,
      group: .program, argument: .scenario, priority: 86),
    Binding(
      name: "theme", keys: [.character("T")], title: "theme", help: "Use the next set of colours.", action: .theme,
      group: .program, argument: .theme),
    Binding(
      name: "present", keys: [.character("P")], title: "present",
      help: "For a room: large and sparse; votes are counted: `A 12 B 7`.", action: .present, group: .program),
    Binding(
      name: "mouse", keys: [.character("M")], title: "mouse",
      help: "Leave the mouse to the terminal, or take it again.", action: .mouse, group: .program),
    Binding(
      name: "repaint", keys: [.control("l")], title: "repaint", help: "Draw the screen anew.", action: .repaint,
      group: .program),
    Binding(
      name: "suspend", keys: [.control("z")], title: "suspend", help: "Go back to the shell; `fg` comes back.",
      action: .suspend, group: .program),
    Binding(
      name: "help", keys: [.character("?")], title: "help", help: "All keys; type to search, and run one.",
      action: .help, group: .program, argument: .word),
    Binding(
      name: "back", keys: [.escape], title: "back", help: "Go back one level; never leaves the program.", action: .back,
      group: .program),
    Binding(
      name: "quit", keys: [.character("q")], title: "quit",
      help: "Leave; asks first if steps of your own would be lost.", action: .quit, group: .program, priority: 88),
  ]

  private static func move(
    _ name: String, _ keys: [Key], _ title: String, _ help: String, _ action: Action, priority: Int? = nil
  ) -> Binding {
    Binding(name: name, keys: keys, title: title, help: help, action: action, group: .look, priority: priority)
  }
}

// MARK: - Finding in it

extension Binding {
  /// `Enter`, `U ^R`
  var keyNames: String { keys.map(\.name).joined(separator: " ") }
}

extension Interface {
  /// The first key of an action, as sentences name it; without a key, what one types instead.
  func keyName(_ action: Action) -> String {
    guard let binding = bindings.first(where: { $0.action == action }) else { return "" }
    return binding.keys.first?.name ?? typed(binding.name)
  }

  /// What one types to run a command by its name.
  func typed(_ text: String) -> String {
    let key = bindings.first { $0.action == .command }?.keys.first
    return "\(key?.name ?? "")\(key == .character(":") ? "" : " ")\(text)"
  }

  func binding(for key: Key) -> Binding? {
    bindings.first { $0.keys.contains(key) && isHere($0) }
  }

  /// Whether the keys of a row are keys now, while nothing lies over the view.
  private func isHere(_ binding: Binding) -> Bool {
    switch binding.place {
    case .view: true
    case .pane(let pane): pane == focus
    case .hall: presenting.isOn
    case .list, .line, .votes, .playing: false
    }
  }

  /// The rows that can be used now, in the order in which the footer offers them. Lazy, because a footer has room for few.
  var footerBindings: some Sequence<Binding> {
    bindings.indices
      .compactMap { place in footerRank(of: bindings[place]).map { (rank: $0, place: place) } }
      .sorted { $0 < $1 }
      .lazy.map { bindings[$0.place] }
      .filter { $0.disabled(self) == nil }
  }

  private func footerRank(of binding: Binding) -> Int? {
    guard let priority = binding.priority, isHere(binding) else { return nil }
    // With Enter taken by the history, the other one would be a lie.
    if binding.action == .deliver, focus == .history { return nil }
    if binding.group == .nodes, focus == .nodes { return priority - 25 }
    return priority
  }
}
