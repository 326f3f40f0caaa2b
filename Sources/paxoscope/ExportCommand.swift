import ArgumentParser
import Export
import Glibc
import Interface
import Scenarios
import Screen

struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write a run, or a view of it, as text, picture, sequence diagram or recording.",
    discussion: """
      text: plain lines for notes. svg: one self-contained picture. mermaid: a sequence diagram for a wiki. cast: a \
      recording (asciicast v2) with a marker at each step. Without -o, it goes to standard output. A file that exists is \
      left alone unless --force is given.
      """)

  @Argument(
    help: "A scenario file, the name of a shipped scenario, or - for standard input.", completion: .scenario)
  var file: String

  @OptionGroup var origin: Origin

  @Option(
    help: ArgumentHelp(
      "The format: \(Format.allCases.map(\.rawValue).joined(separator: ", ")). Default: what the ending of OUT names.",
      valueName: "format"))
  var to: Format?

  @Option(
    help: ArgumentHelp(
      "The view: \(ViewKind.allCases.map(\.name).joined(separator: ", ")). Default: diagram.", valueName: "view"))
  var view: ViewKind?

  @Option(
    name: [.customShort("o"), .long], help: ArgumentHelp("Write to a file.", valueName: "out"), completion: .file())
  var output: String?

  @Flag(help: "Replace the file if it exists.")
  var force = false

  @Option(help: ArgumentHelp("Stop after N steps. Default: all of the script.", valueName: "n"))
  var at: Int?

  @Option(help: ArgumentHelp("Columns of a view or a recording, 40 to 300.", valueName: "n"))
  var width = 80

  @Option(help: ArgumentHelp("Rows of a view or a recording, 10 to 100.", valueName: "n"))
  var height = 24

  @Option(
    help: ArgumentHelp(
      "Colours: \(Theme.allCases.map(\.name).joined(separator: ", ")). Default: light; of a recording: default.",
      valueName: "theme"))
  var theme: Theme?

  @Flag(help: "Draw with ASCII characters alone.")
  var ascii = false

  func validate() throws {
    if let at, at < 0 { throw ValidationError("--at takes a number of steps, 0 or more.") }
    if !(40...300).contains(width) { throw ValidationError("--width takes a number from 40 to 300.") }
    if !(10...100).contains(height) { throw ValidationError("--height takes a number from 10 to 100.") }
    if format == nil {
      let endings = Format.allCases.map(\.ending).joined(separator: ", ")
      throw ValidationError("--to names the format, or OUT ends with one of \(endings).")
    }
  }

  private var format: Format? { to ?? output.flatMap(Format.init(path:)) }

  func run() throws {
    try reporting {
      guard let format else { return .wrongUse }
      let lesson = try origin.read(file, steps: at ?? .max, checked: false).lesson
      var interface = Interface(
        lesson: lesson, at: lesson.steps, options: Interface.Options(glyphs: ascii ? .ascii : .unicode))
      interface.turn(to: view ?? .diagram)
      let paper = Paper(width: width, height: height, theme: theme ?? (format == .cast ? .default : .light))
      let text = format.export(interface, on: paper)
      guard let output else {
        printOut(text, terminator: "")
        return .good
      }
      try write(text, to: output)
      return .good
    }
  }

  private func write(_ text: String, to path: String) throws(Failure) {
    switch Files.write(text, to: path, overwriting: force) {
    case .done: break
    case .exists: throw Failure(.unreadable, "\(path): exists already; --force replaces it.")
    case .failed(let reason): throw Failure(.unreadable, "\(path): cannot be written: \(reason)")
    }
  }
}

extension Format: ExpressibleByArgument {}

extension ViewKind: ExpressibleByArgument {
  public init?(argument: String) {
    guard let view = ViewKind.allCases.first(where: { $0.name == argument }) else { return nil }
    self = view
  }

  public static var allValueStrings: [String] { allCases.map(\.name) }
  public static var allValueDescriptions: [String: String] { [:] }
}
