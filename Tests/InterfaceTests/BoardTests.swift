import Screen
import Testing

@testable import Interface

@Suite("Logs and deliveries, each in its own shape")
struct BoardTests {
  /// A leader with more entries than a narrow panel has room for.
  private static let longLog =
    """
    title      A long log
    algorithm  raft
    servers    S1 S2 S3

    timeout  S1
    deliver  request-vote S1 -> S2
    deliver  vote S2 -> S1

    """ + (1...14).map { "request S1 v\($0)\n" }.joined()

  private static let held = """
    title      An answer before its question
    algorithm  fifo-multicast
    servers    P1 P2 P3

    request  P1 q1
    request  P1 q2
    deliver  multicast @2 P1 -> P3
    deliver  multicast @1 P1 -> P2
    """

  @Test func aLogThatIsTooLongScrolls() throws {
    var interface = try Fixture.open(Self.longLog, at: 17)
    expectGolden("logs-80x24", interface.worked.view(width: 80, height: 24))
    expectGolden("logs-120x40", interface.worked.view(width: 120, height: 40))
    interface.press("Tab", "Tab")
    #expect(interface.focus == .ballots)
    func head() -> Substring {
      (interface.text().split(separator: "\n").first { $0.contains(" LOGS") } ?? "").prefix { $0 != "│" }
    }
    #expect(head().contains(" 14 "))
    interface.press("Left")
    #expect(head().contains("→1") && !head().contains(" 14 ") && head().contains(" 10 "))
    interface.press("Right")
    #expect(head().contains(" 14 ") && !head().contains("→"))
  }

  @Test func theNodeThatActedIsInSight() throws {
    let many = """
      title      Nine servers
      algorithm  raft
      servers    9
      timeout    S1
      deliver    all request-vote
      deliver    all vote
      request    S1 x
      deliver    all append-entries 1.1 @1 S1 -> S9
      """
    var interface = try Fixture.open(many, at: 40)
    interface.press("F3")
    let lines = interface.view(width: 80, height: 16).text.split(separator: "\n").map(String.init)
    #expect(lines.contains { $0.contains(" LOGS") && $0.contains("↑") })
    #expect(lines.contains { $0.hasPrefix(" S9 ") })
  }

  @Test func onASmallTerminalAViewThatIsAskedForIsShown() throws {
    var interface = try Fixture.open(Self.longLog, at: 17)
    interface.resize(40, 10)
    interface.press("F3")
    #expect(interface.text(40, 10).contains(" LOGS"))
    interface.press("F1")
    #expect(interface.text(40, 10).contains(" SERVERS"))
    interface.press("Tab")
    #expect(interface.text(40, 10).contains(" IN FLIGHT"))
  }

  @Test func whatIsHeldBackSaysWhy() throws {
    let interface = try Fixture.open(Self.held, at: 4)
    expectGolden("held-80x24", interface.worked.view(width: 80, height: 24))
    expectGolden("held-120x40", interface.worked.view(width: 120, height: 40))
    let ascii = try Fixture.open(Self.held, at: 4, glyphs: .ascii)
    expectGolden("held-ascii-80x24", ascii.worked.view(width: 80, height: 24))
  }

  @Test func aRoomSeesLogsAndDeliveries() throws {
    var raft = try Fixture.open(Fixture.replicated, at: 8)
    raft.press("P")
    expectGolden("hall-raft-80x24", raft.worked.view(width: 80, height: 24))
    var multicast = try Fixture.open(Self.held, at: 4)
    multicast.press("P")
    expectGolden("hall-held-80x24", multicast.worked.view(width: 80, height: 24))
  }
}
