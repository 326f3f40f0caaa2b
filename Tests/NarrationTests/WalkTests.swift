import Consensus
import Narration
import TestSupport
import Testing

/// Whatever happens, it can be told. Disks forget in these walks, so that nodes meet messages of their earlier lives.
@Suite struct ToldWalks {
  private func command(for scene: Scene, _ random: inout SplitMix64) -> Command? {
    let message = scene.messages.randomElement(using: &random).map { Messages.numbers([$0.id.number]) }
    let node = scene.nodes.randomElement(using: &random)
    let amnesia: [Amnesia] = [.nothing, .everything, .fields(["promised"]), .fields(["accepted", "ballot"])]
    return switch Int.random(in: 0..<20, using: &random) {
    case 0..<11: message.map { .deliver($0) }
    case 11..<13: message.map { .duplicate($0) }
    case 13: message.map { .drop($0) }
    case 14..<16: node.map { .timeout(node: $0.name, round: nil) }
    case 16: node.map { .request(node: $0.name, value: "green") }
    case 17: node.map { .crash([$0.name]) }
    default:
      scene.nodes.first { !$0.isUp }.map {
        .restart([$0.name], forgetting: amnesia.randomElement(using: &random) ?? .nothing)
      }
    }
  }

  private func walk(_ session: inout any Session, seed: UInt64, steps: Int, _ check: (Scene) -> Void) {
    var random = SplitMix64(seed: seed)
    for _ in 0..<steps {
      let scene = session.scene
      guard let command = command(for: scene, &random), (try? session.perform(command)) != nil else { continue }
      check(session.scene)
    }
  }

  @Test(
    "Sentences are whole, and no rule is called mutated that is not", arguments: [apart, "S1=red S2=blue S3=green"])
  func withoutMutations(_ nodes: String) throws {
    for seed in 0..<24 as Range<UInt64> {
      var session = try Stage(nodes) { $0.retry = seed.isMultiple(of: 2) ? .byHand : .onRefusals }.session
      walk(&session, seed: seed, steps: 80) { scene in
        let words = (scene.last?.what ?? "") + " " + (scene.last?.why ?? "")
        for debris in ["nil", "Optional", "mutated", "nobody", "..", "  ", "0.0", "no value"] {
          #expect(!words.contains(debris), "seed \(seed): \(words)")
        }
        #expect(words.hasSuffix("."))
        #expect(scene.nodes.allSatisfy { $0.activity.count <= 24 && $0.fields.allSatisfy { !$0.value.isEmpty } })
      }
    }
  }

  @Test("Every mutated run can be told", arguments: Paxos.Mutation.allCases)
  func withMutations(_ mutation: Paxos.Mutation) throws {
    for seed in 0..<4 as Range<UInt64> {
      var session = try Stage(apart) { $0.mutate(mutation) }.session
      walk(&session, seed: seed, steps: 80) { scene in
        let words = (scene.last?.what ?? "") + " " + (scene.last?.why ?? "")
        for debris in ["nil", "Optional", "nobody", "..", "  ", "0.0", "no value"] {
          #expect(!words.contains(debris), "seed \(seed): \(words)")
        }
      }
    }
  }

  @Test func fieldsHaveTheSameNamesInEveryMoment() throws {
    var session = try Stage("S1=red S2=blue S3=green").session
    let names = session.scene.nodes.map { $0.fields.map(\.name) }
    walk(&session, seed: 7, steps: 300) { scene in
      #expect(scene.nodes.map { $0.fields.map(\.name) } == names)
    }
  }
}
