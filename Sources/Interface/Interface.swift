package import Scenarios
package import Screen

/// Everything that a person sees and can reach, as a value: input goes in, effects come out, a screen is drawn from it.
///
/// It reads no clock and no file: what has to happen outside is an `Effect`, and its result comes back as an `Outcome`.
package struct Interface: Sendable {
  package struct Options: Hashable, Sendable {
    package var theme: Theme?
    package var glyphs: Glyphs
    package var takesMouse: Bool
    /// Keys of some commands, by their names, instead of those of the table.
    package var keys: [String: [Key]]
    /// Begin large and sparse, for a room.
    package var isPresenting: Bool

    /// Without a theme it is the default one, and presenting takes the one for projectors.
    package init(
      theme: Theme? = nil, glyphs: Glyphs = .unicode, takesMouse: Bool = true, keys: [String: [Key]] = [:],
      isPresenting: Bool = false
    ) {
      self.theme = theme
      self.isPresenting = isPresenting
      self.glyphs = glyphs
      self.takesMouse = takesMouse
      self.keys = keys
    }
  }

  /// A scenario that ships inside the binary.
  package struct MenuEntry: Hashable, Sendable {
    package let name: String
    package let title: String
    package let about: String
    package let algorithm: String

    package init(name: String, title: String, about: String, algorithm: String) {
      self.name = name
      self.title = title
      self.about = about
      self.algorithm = algorithm
    }
  }

  /// What the executable resolves styles with.
  package internal(set) var theme: Theme
  let glyphs: Glyphs
  var takesMouse: Bool
  /// The table of commands, with the keys that the person has given them.
  let bindings: [Binding]

  /// The shipped scenarios.
  private(set) var menu: [MenuEntry]
  /// Where one is in the menu, when it is all there is.
  var chooser = Chooser()
  /// The open scenario; without one, the menu is shown.
  var stage: Stage?

  /// What lies over the view, the last on top.
  var layers: [Layer] = []
  /// What the last key led to, until the next key.
  var notice: Notice?
  /// Digits typed before a command: how long, how many.
  var count: Int?
  var view = ViewKind.nodes
  var focus = Pane.queue
  /// What of this session is written down.
  var journaling = Journaling()
  /// Whether the run plays by itself, and how fast.
  var player = Player()
  var presenting: Presenting
  /// What is worked out in the background.
  var workshop = Workshop()
  /// What was found out, and waits to be shown.
  var news: [News] = []
  /// What was typed at `:`, oldest first.
  var history: [String] = []
  /// The size of the terminal, as far as it was told.
  var size = Size(width: 80, height: 24)

  /// Opens on the menu of shipped scenarios.
  package init(menu: [MenuEntry], options: Options = Options()) {
    theme = options.theme ?? .default
    presenting = Presenting(isThemeChosen: options.theme != nil)
    glyphs = options.glyphs
    takesMouse = options.takesMouse
    bindings = options.keys.isEmpty ? Binding.all : Binding.table(options.keys)
    self.menu = menu
    present(options.isPresenting)
  }

  /// Opens on a scenario, after so many steps of its script; `menu` is what `o` offers.
  package init(lesson: Lesson, at step: Int = 0, menu: [MenuEntry] = [], options: Options = Options()) {
    self.init(menu: menu, options: options)
    open(lesson, at: step)
  }

  /// Says what `o` offers, for those who open on a scenario: asked for by `Effect.menu`.
  package mutating func offer(_ menu: [MenuEntry]) { self.menu = menu }

  /// Says something that the person should know before the first key.
  package mutating func announce(_ text: String) { say(text, .bad) }

  /// Whether something would be lost by leaving now: steps of one's own that no file holds.
  package var isUnsaved: Bool { stage?.isUnsaved ?? false }

  /// What the person is told at present.
  package var words: String? { notice?.text }

  /// The frame for a terminal of this size. Pure: the same state and size give the same screen.
  package func view(width: Int, height: Int) -> Screen {
    frame(Size(width: width, height: height)).screen
  }

  mutating func open(_ lesson: Lesson, at step: Int = 0) {
    layers = []
    notice = nil
    count = nil
    player.stop()
    view = .nodes
    focus = .queue
    stage = Stage(lesson, at: step)
    workshop.clear()
    journaling.startAnew()
    news = []
    settle()
  }
}

struct Size: Hashable, Sendable {
  var width: Int
  var height: Int
}

/// What the upper left part of the screen shows.
package enum ViewKind: Int, CaseIterable, Hashable, Sendable {
  case nodes, diagram, ballots, history, beside

  var title: String {
    switch self {
    case .nodes: "nodes and messages"
    case .diagram: "space-time diagram"
    case .ballots: "table of ballots"
    case .history: "history"
    case .beside: "other algorithm beside"
    }
  }
}

/// The parts of the screen that can have the focus.
enum Pane: Hashable, Sendable { case nodes, queue, diagram, ballots, history, beside }

/// One line for the person, about the last key.
struct Notice: Hashable, Sendable {
  enum Tone: Hashable, Sendable { case plain, good, bad }

  let text: String
  var tone = Tone.plain
}
