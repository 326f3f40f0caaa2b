import Foundation
import Interface
import Scenarios
import Testing

@testable import Export

/// Reads what is exported as Mermaid 11 does: its preprocessing (`encodeEntities`), and of its grammar
/// (`sequenceDiagram.jison`) the lines that an export consists of.
private struct MermaidReader {
  private(set) var title = ""
  private(set) var names: [String: String] = [:]
  private(set) var texts: [String] = []
  /// The first line that is none.
  private(set) var rejected: String?

  init(_ text: String) {
    var lines = Self.encoded(text).split(separator: "\n").map(String.init)
    guard !lines.isEmpty, lines.removeFirst() == "sequenceDiagram" else {
      rejected = text
      return
    }
    for line in lines where !take(line) { rejected = rejected ?? line }
  }

  private mutating func take(_ line: String) -> Bool {
    if let match = line.wholeMatch(of: /\s+title\s([^#\n;]+)/) {
      title = Self.decoded(match.1)
    } else if let match = line.wholeMatch(of: /\s+participant (n\d+) as ([^#\n;]+)/) {
      names[String(match.1)] = Self.decoded(match.2)
    } else if let match = line.wholeMatch(of: /\s+Note over (n\d+)(?:,(n\d+))?:([^#\n;]+)/) {
      texts.append(Self.decoded(match.3))
      return names[String(match.1)] != nil && (match.2.map { names[String($0)] != nil } ?? true)
    } else if let match = line.wholeMatch(of: /\s+(n\d+)(?:->>|-x)(n\d+):([^#\n;]+)/) {
      texts.append(Self.decoded(match.3))
      return names[String(match.1)] != nil && names[String(match.2)] != nil
    } else {
      return false
    }
    return true
  }

  /// Entity codes are hidden from the parser, after styles have lost their last semicolon; comments go.
  private static func encoded(_ text: String) -> String {
    text.replacing(/(?:style|classDef).*:\S*#.*;/) { $0.output.dropLast() }
      .replacing(/#(\d+);/) { "\u{FB02}\($0.1)\u{00B6}" }
      .replacing(/\n\s*%%[^\n]*/, with: "")
  }

  private static func decoded(_ text: Substring) -> String {
    text.replacing(/\u{FB02}(\d+)\u{00B6}/) { UInt32($0.1).flatMap(Unicode.Scalar.init).map { String($0) } ?? "?" }
      .trimmingCharacters(in: .whitespaces)
  }
}

@Suite("Mermaid")
struct MermaidTests {
  private func read(_ text: String) throws -> MermaidReader {
    let lesson = try Lesson(playing: try Parser.parse(text), name: "test")
    return MermaidReader(Format.mermaid.export(Interface(lesson: lesson, at: 99), on: Paper()))
  }

  /// Words and signs of the language, as titles, names and values.
  @Test func whateverAScenarioCallsThingsSurvives() throws {
    let title =
      "style: a;b #35; \"q\" --> end %% {x} classDef y:#z; wrap: ->> <b> note over n0: x\\ y ` & \u{FC}n\u{EF} #quot;"
    let diagram = try read(
      """
      title      \(title)
      algorithm  paxos
      proposers  end=end note=wrap box
      acceptors  loop title participant
      learners   style
      timeout    end
      deliver    all prepare
      deliver    all promise
      drop       accept end -> loop
      deliver    accept end -> title participant
      crash      loop
      cut        end | note
      wait       3
      duplicate  accepted title -> style
      hold       all accepted
      """)
    #expect(diagram.rejected == nil)
    #expect(diagram.title == title)
    #expect(
      diagram.names.sorted { $0.key < $1.key }.map(\.value) == [
        "end", "note", "box", "loop", "title", "participant", "style",
      ])
    #expect(diagram.texts.contains("accept 1.1 end"))
    #expect(diagram.texts.contains("end is chosen in 1.1 by title and participant"))
  }

  @Test func everyShippedScenarioIsReadWhole() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../scenarios")
    let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    #expect(files.count > 60)
    for file in files {
      let text = try String(contentsOf: file, encoding: .utf8)
      let diagram = try read(text)
      #expect(diagram.rejected == nil, "\(file.lastPathComponent)")
      #expect(!diagram.texts.isEmpty, "\(file.lastPathComponent)")
    }
  }
}
