import Consensus
import Narration
import Scenarios
import Screen
import TestSupport
import Testing

@Suite struct `Reading what was written` {
  @Test(arguments: UInt64(0)..<400) func `Any scenario, written and read, is the same`(seed: UInt64) throws {
    var generator = ScenarioGenerator(seed: seed)
    let scenario = generator.scenario()
    let text = Printer.text(scenario)
    let parsed = try Parser.parse(text)
    #expect(parsed.scenario == scenario)
    #expect(Printer.text(parsed.scenario) == text)
    #expect(parsed.lines.count == scenario.items.count)
  }

  @Test func `A text that is hard to wrap comes back as it was`() throws {
    let long = String(repeating: "x", count: 4_095)
    let texts = [
      long, "a \(long) b", "# \(long)", "#x", "-> | m7", "\u{301}a \u{301}b",
      String(repeating: "日本 ", count: 100) + "end", (0..<60).map { "#\($0)" }.joined(separator: " "),
    ]
    for text in texts {
      var scenario = Scenario(title: text, setup: exampleSetup)
      scenario.about = text
      scenario.items = [
        .note(text), .ask(Question(text, choices: [.init(text, isRight: true)], because: text)),
      ]
      let printed = Printer.text(scenario)
      #expect(try Parser.parse(printed).scenario == scenario)
    }
  }

  @Test func `Lines are at most 100 columns wide where their words allow it`() {
    var generator = ScenarioGenerator(seed: 1)
    for _ in 0..<50 {
      let text = Printer.text(generator.scenario())
      #expect(text.split(separator: "\n").allSatisfy { Width.of(String($0)) <= 100 })
      #expect(!text.contains(" \n"))
    }
  }

  @Test func `A text from elsewhere is written so that it can be read`() throws {
    var scenario = Scenario(title: "a\u{1B}b", setup: exampleSetup)
    scenario.items = [.note("  one\n\ntwo\t three\r\n")]
    let read = try Parser.parse(Printer.text(scenario)).scenario
    #expect(read.title == "a␛b")
    #expect(read.items == [.note("one two three")])
  }
}

@Suite struct `Random damage` {
  @Test(arguments: UInt64(0)..<150) func `No damage traps, and every error is safe to print`(seed: UInt64) {
    var numbers = SplitMix64(seed: seed)
    var generator = ScenarioGenerator(seed: seed)
    let good = Array((seed.isMultiple(of: 2) ? duelingProposers : Printer.text(generator.scenario())).utf8)
    for _ in 0..<20 {
      let bytes = damaged(good, &numbers)
      do {
        let scenario = try Parser.parse(bytes).scenario
        let again = try? Parser.parse(Printer.text(scenario)).scenario
        #expect(again == scenario)
      } catch {
        #expect(!error.diagnostics.isEmpty)
        let rendered = error.rendered(file: "f")
        #expect(rendered.unicodeScalars.allSatisfy { $0 == "\n" || $0.isPrintable })
        for diagnostic in error.diagnostics {
          #expect(diagnostic.line >= 1 && diagnostic.column >= 1 && diagnostic.indentation <= 202)
          #expect(!diagnostic.message.contains("\n"))
        }
      }
      let line = String(decoding: bytes.prefix(80), as: UTF8.self)
      _ = Parser.command(line, in: exampleSetup)
      _ = Parser.completions(for: line, in: exampleSetup)
    }
  }

  private func damaged(_ good: [UInt8], _ numbers: inout SplitMix64) -> [UInt8] {
    var bytes = good
    for _ in 0..<Int.random(in: 1...4, using: &numbers) {
      guard !bytes.isEmpty else { return bytes }
      let place = Int.random(in: 0..<bytes.count, using: &numbers)
      let end = min(bytes.count, place + Int.random(in: 0...12, using: &numbers))
      switch Int.random(in: 0..<6, using: &numbers) {
      case 0: bytes[place] = UInt8.random(in: 0...255, using: &numbers)
      case 1: bytes.removeSubrange(place..<end)
      case 2: bytes.insert(contentsOf: bytes[place..<end], at: Int.random(in: 0...bytes.count, using: &numbers))
      case 3: bytes.removeSubrange(place...)
      case 4: bytes.swapAt(place, Int.random(in: 0..<bytes.count, using: &numbers))
      default:
        let scraps = ["|", "->", "@", "=", "#", "\n", " ", "\t", "m", "99999999999999999999", "\u{202E}", ".", "all "]
        bytes.insert(contentsOf: Array((scraps.randomElement(using: &numbers) ?? "").utf8), at: place)
      }
    }
    return bytes
  }
}
