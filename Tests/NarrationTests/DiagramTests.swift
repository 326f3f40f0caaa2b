import Consensus
import Narration
import Testing

@Suite("A run as a diagram")
struct DiagramTests {
  private func session() throws -> any Session {
    var setup = Setup(algorithm: "paxos")
    setup.proposers = [.init("P1", wish: "red")]
    setup.acceptors = ["A1", "A2", "A3"]
    return try Catalog.session(for: setup)
  }

  @Test func theVoteThatCompletesAQuorumNamesItsVoters() throws {
    var session = try session()
    try session.perform(.timeout(node: "P1", round: nil))
    try session.perform(.run(until: .quiet))
    let events = session.diagram(to: session.cursor).events
    let quorums = events.compactMap(\.quorum)
    #expect(quorums.count == 1)
    #expect(quorums.first?.voters.count == 2)
    #expect(quorums.first?.value == "red")
    #expect(events.flatMap(\.decisions).allSatisfy { $0.value == "red" })
  }

  @Test func aSliceIsTheSameAsThatPartOfTheWhole() throws {
    var session = try session()
    try session.perform(.timeout(node: "P1", round: nil))
    try session.perform(.crash(["A3"]))
    try session.perform(.cut(["A1"], ["A2"]))
    try session.perform(.run(until: .quiet))
    for _ in 0..<40 { try session.perform(.wait(1)) }
    let path = session.path(to: session.cursor)
    let whole = session.diagram(to: session.cursor).events
    #expect(whole.count == path.count - 1)
    for start in stride(from: 0, to: path.count, by: 7) {
      let end = min(path.count, start + 9)
      let part = session.events(along: path[start..<end])
      #expect(part == Array(whole[max(0, start - 1)..<end - 1]))
    }
    #expect(session.events(along: []).isEmpty)
    #expect(session.events(along: path[..<1]).isEmpty)
  }

  @Test func everyMessageComesFromAStepBefore() throws {
    var session = try session()
    try session.perform(.timeout(node: "P1", round: nil))
    try session.perform(.duplicate(.numbers([1])))
    try session.perform(.drop(.numbers([2])))
    try session.perform(.run(until: .quiet))
    var sent: [MessageID] = []
    for event in session.diagram(to: session.cursor).events {
      if let message = event.message { #expect(sent.contains(message.id)) }
      sent += event.sent.map(\.id)
    }
    #expect(sent == sent.sorted())
  }
}
