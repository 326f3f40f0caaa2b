import Consensus
import Narration
import Testing

/// Two moments of one history, seen by the processes and by somebody who sees everything.
@Suite struct Comparisons {
  /// A3 has crashed in one branch; in the other one its messages are only on their way.
  private func deadOrSlow() throws -> (session: any Session, dead: MomentID, slow: MomentID) {
    var stage = try Stage("P1=red P2=blue A1 A2 A3 L1")
    try stage.timeout("P1")
    try stage.deliver("prepare", "P1", "A1")
    var session = stage.session
    let fork = session.cursor
    try session.perform(.crash(["A3"]))
    let dead = session.cursor
    session.jump(to: fork)
    try session.perform(.delay(.numbers([3]), by: 5))
    return (session, dead, session.cursor)
  }

  @Test("A process that is dead cannot be told from one that is slow")
  func deadAndSlow() throws {
    let (session, dead, slow) = try deadOrSlow()
    let comparison = session.compare(dead, slow)
    #expect(comparison.isIndistinguishable)
    #expect(!comparison.isSame)
    #expect(comparison.onlyLeft.isEmpty && comparison.onlyRight.isEmpty)
    #expect(comparison.isHistorySame)
    #expect(comparison.lines == ["A3: down here, up there"])
    #expect(
      comparison.sentence
        == "No process that is up in both can tell the two moments apart: P1, P2, A1, A2 and L1 are the same in both, "
        + "although A3 is up in one alone.")
  }

  @Test("Whoever knows something else can tell, and it is said what")
  func tellers() throws {
    var (session, dead, slow) = try deadOrSlow()
    session.jump(to: slow)
    try session.perform(.deliver(.numbers([2])))
    let comparison = session.compare(dead, session.cursor)
    #expect(!comparison.isIndistinguishable)
    #expect(comparison.nodes.filter(\.canTell).map(\.name) == ["A2"])
    #expect(comparison.onlyLeft.map(\.id.number) == [2])
    #expect(comparison.onlyRight.map(\.label.kind) == ["promise"])
    #expect(comparison.sentence == "A2 can tell the two moments apart: promised is nothing here and 1.1 there.")
    #expect(!comparison.isHistorySame)
  }

  @Test("Of messages that are equal, one alone is too many")
  func copies() throws {
    var (session, _, slow) = try deadOrSlow()
    session.jump(to: slow)
    try session.perform(.duplicate(.numbers([2])))
    let comparison = session.compare(slow, session.cursor)
    #expect(comparison.onlyLeft.isEmpty)
    #expect(comparison.onlyRight.map(\.copyOf) == [MessageID(2)])
    #expect(comparison.lines == ["in flight there alone: prepare 1.1 P1 -> A2"])
  }

  @Test("A moment is the same as itself, and as one to which another order of the same deliveries leads")
  func diamond() throws {
    var stage = try Stage("P1=red A1 A2 A3")
    try stage.timeout("P1")
    var session = stage.session
    let fork = session.cursor
    var ends: [MomentID] = []
    for order in [[1, 2], [2, 1]] {
      session.jump(to: fork)
      for number in order { try session.perform(.deliver(.numbers([number]))) }
      ends.append(session.cursor)
    }
    #expect(ends[0] != ends[1])
    #expect(session.compare(ends[0], ends[1]).isSame)
    #expect(session.compare(fork, fork).isSame)
    #expect(session.compare(ends[0], ends[1]).sentence == "Nothing differs.")
  }

  @Test("Nobody is up in both: nobody is there to tell")
  func nobody() throws {
    var session = try Stage("S1=red S2=blue S3").session
    try session.perform(.crash(["S1", "S2", "S3"]))
    let comparison = session.compare(0, session.cursor)
    #expect(!comparison.isIndistinguishable)
    #expect(comparison.sentence == "No process is up in both moments.")
  }

  @Test("Links that are cut are no knowledge of a process")
  func cuts() throws {
    var session = try Stage("P1=red A1 A2 A3").session
    try session.perform(.cut(["P1"], ["A3"]))
    let comparison = session.compare(0, session.cursor)
    #expect(comparison.isIndistinguishable)
    #expect(comparison.lines == ["cut there alone: P1 | A3"])
  }
}
