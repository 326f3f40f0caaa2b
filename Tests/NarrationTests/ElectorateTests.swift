import Narration
import Testing

@Suite("By whose quorums a sentence counts")
struct ElectorateTests {
  @Test func aNodeThatCountsWhomItCanReachSaysHowManyItNeeds() throws {
    var setup = Setup(algorithm: "paxos")
    setup.proposers = [Setup.Wisher("P1")]
    setup.acceptors = ["A1", "A2", "A3"]
    setup.mutations = ["reachable-quorum"]
    var session = try Catalog.session(for: setup)
    try session.perform(.cut(["P1", "A1"], ["A2", "A3"]))
    try session.perform(.timeout(node: "P1", round: nil))
    let explanation = try #require(session.explanation(of: session.cursor))
    #expect(explanation.why.contains("it needs 1 of 3 promises"))
    #expect(session.scene.nodes.first?.progress?.needed == 1)

    session.jump(to: 0)
    try session.perform(.timeout(node: "P1", round: nil))
    let whole = try #require(session.explanation(of: session.cursor))
    #expect(whole.why.contains("it needs 2 of 3 promises"))
  }
}
