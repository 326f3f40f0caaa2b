import Foundation
import Narration
import Scenarios
import Testing

/// The files of `scenarios/`, all of which ship.
private let shipped: [String] = {
  let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
  return names.filter { $0.hasSuffix(".scenario") }.sorted()
}()

private let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent().appendingPathComponent("scenarios")

@Suite("Shipped scenarios")
struct ShippedTests {
  private func parsed(_ file: String) throws -> Parsed {
    try Parser.parse([UInt8](try Data(contentsOf: folder.appendingPathComponent(file))))
  }

  @Test("They are there")
  func present() {
    for run in [
      "p01", "p02", "p04", "p05", "p06", "p08", "p09", "p10", "p12", "p13", "p14", "p15", "p17", "p18a", "p18c",
      "p20-learner-world-1", "p20-learner-world-2", "p24", "p27", "b08", "b09",
    ] {
      #expect(shipped.contains { $0.hasPrefix(run + "-") || $0.hasPrefix(run + ".") }, "\(run) is missing")
    }
  }

  @Test("Each plays to its end, and everything that it expects is so", arguments: shipped)
  func replays(_ file: String) throws {
    let lesson = try Lesson(playing: try parsed(file), name: file)
    #expect(lesson.steps > 0)
    #expect(!lesson.expectations.isEmpty)
    for expectation in lesson.expectations {
      let finding = expectation.finding
      #expect(finding.holds, "\(file):\(expectation.line): expected \(finding.expected), but \(finding.actual)")
    }
  }

  @Test("The header ends at the first empty line, as the menu relies on", arguments: shipped)
  func header(_ file: String) throws {
    let text = try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
    let header = text.components(separatedBy: "\n\n")[0]
    var whole = try Parser.parse(text).scenario
    whole.items = []
    #expect(try Parser.parse(header).scenario == whole)
  }

  @Test("Each says where it comes from, tells, asks before a step, and survives printing", arguments: shipped)
  func teaches(_ file: String) throws {
    let scenario = try parsed(file).scenario
    #expect(scenario.about != nil)
    #expect(!scenario.cites.isEmpty)
    #expect(scenario.items.contains { if case .note = $0 { true } else { false } })
    let question = scenario.items.firstIndex { if case .ask = $0 { true } else { false } }
    let last = scenario.items.lastIndex { if case .command = $0 { true } else { false } }
    #expect(try #require(question) < (try #require(last)))
    #expect(try Parser.parse(Printer.text(scenario)).scenario == scenario)
  }
}
