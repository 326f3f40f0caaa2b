import Consensus
import Narration
import Testing

@Suite("The same run under another algorithm")
struct CompanionTests {
  private func session(_ algorithm: String, _ commands: [Command]) throws -> any Session {
    var setup = Setup(algorithm: algorithm)
    setup.servers = ["S1", "S2", "S3"].map { Setup.Wisher($0) }
    var session = try Catalog.session(for: setup)
    for command in commands { try session.perform(command) }
    return session
  }

  private func deliver(_ kind: String, _ from: String, _ to: String) -> Command {
    var pattern = MessagePattern()
    pattern.all = true
    pattern.kind = kind
    pattern.from = from
    pattern.to = [to]
    return .deliver(.pattern(pattern))
  }

  /// S1 is elected by S2 and replicates x to it.
  private var raftRun: [Command] {
    [
      .timeout(node: "S1", round: nil), deliver("request-vote", "S1", "S2"), deliver("vote", "S2", "S1"),
      .request(node: "S1", value: "x"), deliver("append-entries", "S1", "S2"), deliver("append-reply", "S2", "S1"),
    ]
  }

  @Test func multiPaxosFollowsRaftToTheSameChoice() throws {
    var raft = try session("raft", raftRun)
    var companion = try Companion(of: raft)
    companion.follow(raft)
    #expect(companion.session.setup.algorithm == "multi-paxos")
    #expect(companion.session.check(.chosen(slot: 1, values: ["x"])).holds)
    #expect(raft.check(.chosen(slot: 1, values: ["x"])).holds)
    raft.jump(to: raft.path(to: raft.cursor)[1])
    companion.follow(raft)
    guard case .told(let told) = companion.response else {
      Issue.record("a timer rings in both")
      return
    }
    #expect(told.command.description == "timeout S1")
    // Going back leads the other run back, and it takes nothing twice.
    raft.jump(to: 0)
    companion.follow(raft)
    #expect(companion.session.scene.messages.isEmpty)
    #expect(companion.response == .beginning)
  }

  @Test func whatHasNoCounterpartSaysWhy() throws {
    let paxos = try session("multi-paxos", [.timeout(node: "S1", round: nil), deliver("prepare", "S1", "S1")])
    var companion = try Companion(of: paxos)
    companion.follow(paxos)
    #expect(companion.response == .nothing("Raft needs no message here: a node counts itself at once."))
  }

  @Test func onlyRaftAndMultiPaxosCorrespond() throws {
    var setup = Setup(algorithm: "paxos")
    setup.servers = [Setup.Wisher("S1")]
    let session = try Catalog.session(for: setup)
    #expect(throws: Refusal.self) { try Companion(of: session) }
  }
}
