import Foundation
import Testing

/// The pseudo terminal of the benchmarks: what it says, never how fast anything is.
@Suite struct TTYBenchTests {
  private struct Report: Decodable {
    struct Distribution: Decodable {
      let median: Double?
      let n: Int
    }

    struct Event: Decodable {
      let firstByteMs: Distribution
      let frameMs: Distribution
      let bytes: Distribution
      let unanswered: Int?
    }

    struct Idle: Decodable {
      let bytes: Int
      let wakeUps: Int
    }

    struct Ratio: Decodable {}

    let columns: Int
    let rows: Int
    let start: Event
    let key: Event
    let idle: Idle?
    let peakKiB: Int?
    let beside: [Report]
    let ratio: Ratio?
  }

  private static let bench = URL(fileURLWithPath: Program.path).deletingLastPathComponent()
    .appendingPathComponent("paxoscope-bench").path

  private func measure(_ arguments: String...) throws -> Report {
    let result = try Program.run([Self.bench, "tty"] + arguments)
    #expect(result.status == 0, "\(result.error)")
    return try JSONDecoder().decode(Report.self, from: Data(result.output.utf8))
  }

  @Test func startsAndKeysAreCountedAndSoAreTheirBytes() throws {
    let report = try measure(
      "--starts", "2", "--presses", "3", "--keys", "a b", "--quit", "C-c", "--idle", "0.01", "--quiet", "20",
      "--", "sh", "-c", "printf ready; exec cat")
    #expect((report.columns, report.rows) == (80, 24))
    #expect(report.start.frameMs.n == 2)
    #expect(report.start.bytes.median == 5)
    #expect(report.key.firstByteMs.n == 3)
    // The terminal echoes what `cat` has not read yet.
    #expect(report.key.bytes.median == 1)
    #expect(report.key.unanswered == 0)
    #expect(report.idle?.bytes == 0)
    #expect(report.peakKiB ?? 0 > 0)
    #expect(report.beside.isEmpty)
  }

  @Test func theTerminalHasTheSizeThatWasAskedForAndAnswersWhereItsCursorIs() throws {
    // The program ends by itself, so that silence decides nothing: 4 bytes ask, 6 answer, and a size is told.
    let script = "stty raw -echo; printf '\\033[6n'; dd bs=1 count=6 2>/dev/null; stty size"
    let report = try measure(
      "--columns", "200", "--rows", "60", "--starts", "1", "--quiet", "30000", "--idle", "0", "--", "sh", "-c", script)
    #expect(report.start.bytes.median == 4 + 6 + Double("60 200\n".count))
  }

  @Test func aProgramBesideGetsTheSameKeysAndOneThatIsNotInstalledIsLeftOut() throws {
    let report = try measure(
      "--starts", "1", "--presses", "2", "--keys", "a", "--quit", "C-c", "--idle", "0", "--quiet", "20",
      "--limit", "200", "--beside", "cat -u", "--beside", "no-such-program", "--", "cat")
    #expect(report.beside.count == 1)
    #expect(report.beside.first?.key.bytes.median == 1)
    #expect(report.beside.first?.ratio != nil)
  }

  @Test func aLongScenarioHasTheMomentsThatWereAskedForAndReplays() throws {
    let scenario = try Program.run([Self.bench, "long-scenario", "--messages", "50", "--moments", "100"])
    #expect(scenario.status == 0)
    let replayed = try Program.run("replay", "-", "--json", input: scenario.output + "expect chosen red\n")
    #expect(replayed.status == 0, "\(replayed.error)\(replayed.output.suffix(500))")
    #expect(replayed.output.contains("\"step\":99,"))
    #expect(!replayed.output.contains("\"step\":100,"))
  }
}
