import Consensus
import Narration
import TestSupport
import Testing

/// Whatever happens in Raft can be told, and what is told is true.
@Suite struct RaftTelling {
  private func session(_ servers: Int, _ mutation: Raft.Mutation? = nil) throws -> any Session {
    var setup = Setup(algorithm: "raft")
    setup.servers = (1...servers).map { Setup.Wisher("S\($0)") }
    setup.mutations = mutation.map { [$0.rawValue] } ?? []
    return try Catalog.session(for: setup)
  }

  private func command(for scene: Scene, _ random: inout SplitMix64, amnesia: [Amnesia]) -> Command? {
    let message = scene.messages.randomElement(using: &random).map { Messages.numbers([$0.id.number]) }
    let node = scene.nodes.randomElement(using: &random)
    let leader = scene.nodes.first { $0.fields.contains { $0.name == "role" && $0.value == "leader" } }
    return switch Int.random(in: 0..<20, using: &random) {
    case 0..<12: message.map { .deliver($0) }
    case 12: message.map { .duplicate($0) }
    case 13: message.map { .drop($0) }
    case 14, 15: node.map { .timeout(node: $0.name, round: nil) }
    case 16, 17: leader.map { .request(node: $0.name, value: "v\(scene.depth)") }
    case 18: node.map { .crash([$0.name]) }
    default:
      scene.nodes.first { !$0.isUp }.map {
        .restart([$0.name], forgetting: amnesia.randomElement(using: &random) ?? .nothing)
      }
    }
  }

  private func walk(_ session: inout any Session, seed: UInt64, amnesia: [Amnesia], _ check: (Scene) -> Void) {
    var random = SplitMix64(seed: seed)
    for _ in 0..<120 {
      let scene = session.scene
      guard let command = command(for: scene, &random, amnesia: amnesia), (try? session.perform(command)) != nil else {
        continue
      }
      check(session.scene)
    }
  }

  private static let debris = ["nil", "Optional", "nobody", "..", "  ", "0.0", "nothing yet,", ",."]

  @Test func `Sentences are whole, and no rule is called mutated that is not`() throws {
    for seed in 0..<40 as Range<UInt64> {
      var session = try session(seed.isMultiple(of: 2) ? 3 : 5)
      let names = session.scene.nodes.map { $0.fields.map(\.name) }
      walk(&session, seed: seed, amnesia: [.nothing]) { scene in
        let words = (scene.last?.what ?? "") + " " + (scene.last?.why ?? "")
        for debris in Self.debris + ["mutated"] { #expect(!words.contains(debris), "seed \(seed): \(words)") }
        #expect(words.hasSuffix("."))
        #expect(scene.nodes.allSatisfy { $0.activity.count <= 24 && $0.fields.allSatisfy { !$0.value.isEmpty } })
        #expect(scene.nodes.map { $0.fields.map(\.name) } == names)
      }
    }
  }

  @Test(arguments: Raft.Mutation.allCases)
  func `Every mutated run with broken disks can be told`(_ mutation: Raft.Mutation) throws {
    let amnesia: [Amnesia] = [.nothing, .everything, .fields(["voted-for"]), .fields(["log", "term"])]
    for seed in 0..<12 as Range<UInt64> {
      var session = try session(3, mutation)
      walk(&session, seed: seed, amnesia: amnesia) { scene in
        let words = (scene.last?.what ?? "") + " " + (scene.last?.why ?? "")
        for debris in Self.debris { #expect(!words.contains(debris), "seed \(seed): \(words)") }
      }
    }
  }

  @Test func `A request that no leader gets is refused, and the refusal names the leader`() throws {
    var session = try session(3)
    func refusal(_ node: String) -> String {
      do throws(Refusal) {
        try session.perform(.request(node: node, value: "x"))
        return ""
      } catch {
        return error.sentence
      }
    }
    #expect(
      refusal("S2")
        == "S2 is a follower in term 0, and only a leader takes requests. "
        + "It knows no leader. `timeout S2` starts an election.")
    try session.perform(.timeout(node: "S1", round: nil))
    try session.perform(.run(until: .quiet))
    #expect(
      refusal("S2")
        == "S2 is a follower in term 1, and only a leader takes requests. "
        + "It knows S1 as the leader: `request S1 x`.")
    #expect(refusal("S1").isEmpty)
  }

  @Test func `A timer takes a term, if it is a higher one and the server does not lead`() throws {
    var session = try session(3)
    try session.perform(.timeout(node: "S1", round: 7))
    #expect(session.scene.nodes[0].fields[1] == session.scene.nodes[0].fields.first { $0.name == "term" })
    #expect(session.scene.nodes[0].fields[1].value == "7")
    #expect(throws: Refusal.self) { try session.perform(.timeout(node: "S1", round: 7)) }
    try session.perform(.run(until: .quiet))
    #expect(throws: Refusal.self) { try session.perform(.timeout(node: "S1", round: 8)) }
    try session.perform(.timeout(node: "S1", round: nil))
    #expect(session.scene.last?.rule == "sends-heartbeats")
  }
}
