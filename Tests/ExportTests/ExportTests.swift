import Consensus
import Export
import FoundationEssentials
import Interface
import Narration
import Scenarios
import Screen
import Testing

/// A run with a loss, a copy, a crash, a cut, a quorum and a decision.
private let run = """
  title      One ballot; "A" & <B> #1
  about      A run for exports.
  algorithm  paxos
  proposers  P1=red
  acceptors  A1 A2 A3
  learners   L1

  timeout    P1
  deliver    all prepare 1.1
  deliver    promise 1.1 A1
  deliver    promise 1.1 A2
  drop       accept 1.1 P1 -> A3
  duplicate  accept 1.1 P1 -> A1
  crash      A3
  restart    A3
  cut        A3 | P1 L1
  deliver    m7
  deliver    accept 1.1 P1 -> A2
  heal
  deliver    accepted 1.1 A1 -> L1
  deliver    accepted 1.1 A2 -> L1

  """

private func open(
  _ text: String = run, at step: Int = .max, view: ViewKind = .diagram, glyphs: Glyphs = .unicode
) throws -> Interface {
  let lesson = try Lesson(playing: Parser.parse(text), name: "run")
  var interface = Interface(lesson: lesson, at: step, options: .init(glyphs: glyphs))
  interface.turn(to: view)
  return interface
}

/// Compares a text with `Goldens/NAME`; with `UPDATE_GOLDENS=1` writes it instead.
private func expectGolden(_ name: String, _ actual: String, _ place: SourceLocation = #_sourceLocation) {
  let url = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Goldens/\(name)")
  if ProcessInfo.processInfo.environment["UPDATE_GOLDENS"] == "1" {
    do { try Data(actual.utf8).write(to: url) } catch { Issue.record("\(error)", sourceLocation: place) }
    return
  }
  let expected = (try? Data(contentsOf: url)).map { String(decoding: $0, as: UTF8.self) }
  let differs = expected != actual
  #expect(!differs, "\(name) is another one; UPDATE_GOLDENS=1 writes it", sourceLocation: place)
}

@Suite("What is exported")
struct ExportTests {
  @Test func goldens() throws {
    let interface = try open()
    expectGolden("run.txt", Format.text.export(interface, on: Paper()))
    expectGolden("run.svg", Format.svg.export(interface, on: Paper()))
    expectGolden("run.mmd", Format.mermaid.export(interface, on: Paper()))
    expectGolden("nodes.svg", Format.svg.export(try open(view: .nodes), on: Paper()))
    expectGolden("run-ascii.txt", Format.text.export(try open(glyphs: .ascii), on: Paper()))
    expectGolden("start.cast", Format.cast.export(try open(at: 2), on: Paper(theme: .default)))
  }

  @Test func aFormatIsNamedByTheEndingOfAFile() {
    #expect(Format(path: "a/b.SVG") == .svg)
    #expect(Format.allCases.allSatisfy { Format(path: "x\($0.ending)") == $0 })
    #expect(Format(path: "x.png") == nil && Format(path: "svg") == nil)
  }

  @Test func theDiagramAsTextHasARowForEachStep() throws {
    let lines = Format.text.export(try open(), on: Paper()).split(separator: "\n")
    let steps = try open().lesson?.steps ?? 0
    #expect(lines.count == 1 + 1 + (steps + 1) + 1)
    let ascii = Format.text.export(try open(glyphs: .ascii), on: Paper())
    #expect(ascii.allSatisfy { $0.isASCII })
  }

  /// Well-formed, as far as can be told without a parser: every tag is closed, nothing that XML forbids is in it.
  @Test(arguments: ViewKind.allCases) func everyPictureIsWellFormed(view: ViewKind) throws {
    for step in [0, 1, 5, 11, 99] {
      let svg = Format.svg.export(try open(at: step, view: view), on: Paper())
      expectWellFormed(svg)
      #expect(svg.contains("<title id=\"title\">One ballot; &quot;A&quot; &amp; &lt;B&gt; #1</title>"))
    }
  }

  @Test func everySizeAndThemeCanBeExported() throws {
    let interface = try open(view: .nodes)
    for (width, height) in [(40, 10), (41, 13), (80, 24), (123, 37)] {
      for theme in Theme.allCases {
        expectWellFormed(Format.svg.export(interface, on: Paper(width: width, height: height, theme: theme)))
      }
    }
  }

  @Test func anExportIsTheSameEveryTime() throws {
    for format in Format.allCases {
      let interface = try open(at: 9)
      #expect(format.export(interface, on: Paper()) == format.export(interface, on: Paper()))
    }
  }

  @Test func onlyThePastIsExported() throws {
    let text = Format.mermaid.export(try open(at: 5), on: Paper())
    #expect(text.contains("prepare") && !text.contains("is chosen"))
    #expect(text.contains("is still in flight"))
  }

  // MARK: Hostile texts

  private static let hostile = "a\u{1B}[31m]]>#;\"<&'%%{x}\u{9B}\u{202E}\u{200B}\u{FFFE}\u{7}`\\"

  private static func spoiled() throws -> Interface {
    var parsed = try Parser.parse(run)
    parsed.scenario.title = hostile
    return Interface(lesson: try Lesson(playing: parsed, name: hostile), at: 99)
  }

  @Test func nothingInATitleCommandsWhoeverReadsTheExport() throws {
    for format in Format.allCases {
      for view in [ViewKind.diagram, .nodes] {
        var interface = try Self.spoiled()
        interface.turn(to: view)
        let text = format.export(interface, on: Paper())
        let forbidden = text.unicodeScalars.filter { $0 != "\n" && !$0.isPrintable }
        #expect(forbidden.isEmpty, "\(format) \(forbidden.map { String($0.value, radix: 16) })")
        if format == .svg { expectWellFormed(text) }
      }
    }
    let title = Format.mermaid.export(try Self.spoiled(), on: Paper()).split(separator: "\n")[1]
    #expect(title.hasPrefix("  title a␛[31m]]#62;#35;#59;#34;#60;#38;'#37;#37;#123;x#125;"))
  }

  @Test func everyLineOfARecordingIsJSON() throws {
    for view in ViewKind.allCases {
      var interface = try Self.spoiled()
      interface.turn(to: view)
      let text = Format.cast.export(interface, on: Paper(theme: .default))
      let lines = text.split(separator: "\n")
      let header = try JSONDecoder().decode(Header.self, from: Data(lines[0].utf8))
      #expect(header.version == 2 && header.width == 80 && header.height == 24)
      var last = 0.0
      var markers = 0
      for line in lines.dropFirst() {
        let event = try JSONDecoder().decode(CastEvent.self, from: Data(line.utf8))
        #expect(event.time >= last)
        last = event.time
        if event.code == "m" { markers += 1 } else { #expect(event.code == "o") }
      }
      #expect(markers == (interface.lesson?.steps ?? 0) + 1)
    }
  }

  /// Playing the changed rows one after the other gives the last screen.
  @Test func aRecordingEndsWithTheLastScreen() throws {
    let interface = try open(at: 6)
    let lines = Format.cast.export(interface, on: Paper(theme: .mono)).split(separator: "\n").dropFirst()
    var rows = Array(repeating: "", count: 24)
    for line in lines {
      let event = try JSONDecoder().decode(CastEvent.self, from: Data(line.utf8))
      if event.code == "o" { play(event.data, on: &rows) }
    }
    let screen = interface.view(width: 80, height: 24)
    // What is still possible is worked out for the recording, and not here.
    for y in 0..<19 { #expect(rows[y] == screen.line(y), "row \(y)") }
  }

  private func play(_ data: String, on rows: inout [String]) {
    var place = 0
    for piece in data.split(separator: "\u{1B}").map(String.init) {
      guard let end = piece.firstIndex(where: { $0.isLetter }) else { continue }
      if piece[end] == "H", let row = Int(piece[..<end].dropFirst().split(separator: ";").first ?? "") {
        place = row - 1
        rows[place] = ""
      }
      if piece[end] == "m" || piece[end] == "H" { rows[place] += piece[piece.index(after: end)...] }
    }
    for y in rows.indices { while rows[y].hasSuffix(" ") { rows[y].removeLast() } }
  }
}

private struct Header: Decodable {
  let version: Int
  let width: Int
  let height: Int
}

private struct CastEvent: Decodable {
  let time: Double
  let code: String
  let data: String

  init(from decoder: any Decoder) throws {
    var container = try decoder.unkeyedContainer()
    time = try container.decode(Double.self)
    code = try container.decode(String.self)
    data = try container.decode(String.self)
  }
}

/// Tags nest, attributes are quoted, `&` begins an entity, and every scalar is allowed in XML 1.0.
private func expectWellFormed(_ svg: String, _ place: SourceLocation = #_sourceLocation) {
  var open: [Substring] = []
  var rest = svg[...]
  while let start = rest.firstIndex(of: "<") {
    let text = rest[..<start]
    #expect(!text.contains(">") && entitiesAreWhole(text), sourceLocation: place)
    guard let end = rest[start...].firstIndex(of: ">") else { break }
    let tag = rest[rest.index(after: start)..<end]
    rest = rest[rest.index(after: end)...]
    #expect(tag.count { $0 == "\"" }.isMultiple(of: 2), sourceLocation: place)
    let name = tag.drop { $0 == "/" }.prefix { $0.isLetter }
    if tag.hasPrefix("/") {
      #expect(open.popLast() == name, sourceLocation: place)
    } else if !tag.hasSuffix("/") {
      open.append(name)
    }
  }
  #expect(open.isEmpty && rest == "\n", sourceLocation: place)
  #expect(svg.hasPrefix("<svg xmlns=\"http://www.w3.org/2000/svg\""), sourceLocation: place)
  // Nothing is fetched from anywhere: the one address in it is the name of the language.
  #expect(svg.split(separator: "://", omittingEmptySubsequences: false).count == 2, sourceLocation: place)
}

private func entitiesAreWhole(_ text: Substring) -> Bool {
  text.split(separator: "&", omittingEmptySubsequences: false).dropFirst().allSatisfy { piece in
    ["amp;", "lt;", "gt;", "quot;", "#39;"].contains { piece.hasPrefix($0) }
  }
}
