import ArgumentParser
import Interface
import Scenarios
import Screen
import Terminal

struct Open: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Open a scenario in the terminal and step it by hand.",
    discussion: """
      Without a FILE, opens a menu of the scenarios that ship with paxoscope. Press ? inside for all keys. \
      With --text, the same as plain lines: for screen readers, pipes and simple terminals.
      """)

  @Argument(
    help: "A scenario file, the name of a shipped scenario, or - for standard input.", completion: .scenario)
  var file: String?

  @OptionGroup var origin: Origin

  @Option(help: ArgumentHelp("Begin after N steps of the script.", valueName: "n"))
  var at: Int = 0

  @Option(help: ArgumentHelp("Colours: \(Theme.allCases.map(\.name).joined(separator: ", ")).", valueName: "theme"))
  var theme: Theme?

  @Flag(inversion: .prefixedNo, help: "Draw with ASCII characters alone, or with all; otherwise as the locale says.")
  var ascii: Bool?

  @Option(help: ArgumentHelp("Use colours: auto, always or never.", valueName: "when"))
  var color: ColourWhen?

  @Option(help: ArgumentHelp("Take the mouse (on), or leave it to the terminal (off).", valueName: "on|off"))
  var mouse: Switch?

  @Flag(help: "Begin large and sparse, for a lecture hall; Page Down and Page Up go on and back.")
  var present = false

  @Flag(help: "Plain lines instead of a screen; reads commands from standard input.")
  var text = false

  func validate() throws {
    if at < 0 { throw ValidationError("--at takes a number of steps, 0 or more.") }
    if text && file == nil { throw ValidationError("--text needs a FILE; `paxoscope list` names what ships.") }
    if text && file == "-" {
      throw ValidationError(
        "With --text, commands come from standard input, so the scenario cannot come from there too.")
    }
    if (origin.from != nil || origin.save != nil) && file == nil {
      throw ValidationError("--from and --save need a FILE.")
    }
  }

  func run() throws {
    try reporting {
      let lesson = try file.map { file throws(Failure) in try origin.read(file, checked: false).lesson }
      if let lesson, text {
        var mode = TextMode(lesson, at: at)
        mode.run()
      } else {
        try openScreen(lesson)
      }
      return .good
    }
  }

  private func openScreen(_ lesson: Lesson?) throws(Failure) {
    // What the command line says beats the file, and that beats the defaults.
    let settings = Settings()
    if let mistakes = settings.mistakes { printError(mistakes) }
    let configuration = settings.configuration
    let wantsASCII = ascii ?? configuration.ascii?.isOn
    let isUTF8 = Environment.usesUTF8(force: wantsASCII == false)
    let colours = colours(color ?? configuration.colour.map(ColourWhen.init) ?? .auto)
    let options = Interface.Options(
      theme: colours == .never ? .mono : theme ?? configuration.theme,
      glyphs: wantsASCII ?? false || !isUTF8 ? .ascii : .unicode,
      takesMouse: mouse.map { $0 == .on } ?? configuration.takesMouse ?? true, keys: configuration.keys,
      isPresenting: present)
    var interface: Interface
    if let lesson {
      interface = Interface(lesson: lesson, at: at, options: options)
    } else {
      interface = Interface(menu: try Shipped.menu(), options: options)
    }
    if let words = settings.words { interface.announce(words) }
    do {
      let terminal = try Terminal(
        mouse: options.takesMouse, colour: colours,
        crashNote: "paxoscope broke off. Start it again: it offers to resume what you did.\n")
      var loop = EventLoop(interface, terminal)
      loop.run()
    } catch {
      let word = file ?? shippedScenarios.first?.name ?? "FILE"
      throw Failure(
        .wrongUse, "There is no terminal to draw on: \(error). Plain lines work anywhere: paxoscope open \(word) --text"
      )
    }
  }

  /// `NO_COLOR` counts as refusing colours, unless the command line asks for them.
  private func colours(_ wanted: ColourWhen) -> ColourWhen {
    wanted == .auto && Environment.refusesColour ? .never : wanted
  }
}

/// On or off, on the command line.
enum Switch: String, ExpressibleByArgument, CaseIterable { case on, off }

extension ColourWhen {
  fileprivate init(_ colour: Configuration.Colour) {
    switch colour {
    case .auto: self = .auto
    case .always: self = .always
    case .never: self = .never
    }
  }
}

extension Configuration.Ascii {
  /// Nil: by the locale.
  fileprivate var isOn: Bool? { self == .auto ? nil : self == .on }
}

extension Theme: ExpressibleByArgument {}
extension ColourWhen: ExpressibleByArgument {}
