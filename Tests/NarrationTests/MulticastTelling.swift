import Consensus
import Narration
import TestSupport
import Testing

/// Whatever happens in a multicast, it can be told, and every rule is met.
@Suite struct MulticastTelling {
  struct Case: Sendable, CustomTestStringConvertible {
    let algorithm: String
    var box: Setup.Box?
    var mutation: String?
    /// Rules that no walk can meet; nil where walks need not meet them all.
    var unmet: [String]? = []

    var testDescription: String { [algorithm, box?.rawValue, mutation].compactMap { $0 }.joined(separator: " ") }
  }

  static let cases = [
    Case(algorithm: "plain-broadcast", unmet: ["delivers-what-waited", "holds-back"]),
    Case(algorithm: "fifo-multicast"),
    Case(algorithm: "causal-multicast"),
    Case(algorithm: "sequencer-multicast"),
    Case(algorithm: "lamport-multicast"),
    Case(algorithm: "isis-multicast"),
    Case(algorithm: "consensus-from-total-order", unmet: ["delivers-after-the-decision"]),
    Case(algorithm: "total-order-from-consensus", box: .hand, unmet: rulesOfPaxos),
    Case(algorithm: "total-order-from-consensus", box: .paxos, unmet: nil),
  ]

  private static let rulesOfPaxos = Paxos.Rule.allCases.map(\.rawValue)

  static let mutated =
    ["fifo-multicast", "causal-multicast", "sequencer-multicast", "lamport-multicast", "isis-multicast"]
    .map { Case(algorithm: $0, mutation: "no-hold-back") }
    + [Case(algorithm: "consensus-from-total-order", mutation: "no-hold-back")]

  private func session(_ example: Case) throws -> any Session {
    var setup = Setup(algorithm: example.algorithm)
    setup.servers = ["P1", "P2", "P3"].map { Setup.Wisher($0) }
    setup.box = example.box
    setup.mutations = example.mutation.map { [$0] } ?? []
    return try Catalog.session(for: setup)
  }

  @Test func `What a hand will choose is not searched, and what it has chosen is known`() throws {
    var session = try session(Case(algorithm: "total-order-from-consensus", box: .hand))
    let limits = ExplorationLimits()
    try session.perform(.request(node: "P1", value: "m"))
    try session.perform(.deliver(.numbers([1])))
    #expect(throws: Refusal.self) { try session.explore(limits) { _ in true } }
    #expect(throws: Refusal.self) { try session.outlook(in: 1, limits) { _ in true } }
    #expect(throws: Refusal.self) { try session.reach([], limits) { _ in true } }
    #expect(throws: Refusal.self) { try session.adversary(steps: 5, limits) { _ in true } }
    try session.perform(.choose(instance: 1, values: ["m"]))
    #expect(try session.outlook(in: 1, limits) { _ in true }.possible == ["m"])
    let paxos = try self.session(Case(algorithm: "total-order-from-consensus", box: .paxos))
    #expect(try paxos.explore(limits) { _ in true }.verdict == .safe)
  }

  private func command(for scene: Scene, _ count: Int, _ random: inout SplitMix64) -> Command? {
    let message = scene.messages.randomElement(using: &random).map { Messages.numbers([$0.id.number]) }
    let node = scene.nodes.randomElement(using: &random)?.name ?? "P1"
    return switch Int.random(in: 0..<24, using: &random) {
    case 0..<3: .request(node: node, value: "v\(count)")
    case 3..<14: message.map { .deliver($0) }
    case 14..<16: message.map { .duplicate($0) }
    case 16: .timeout(node: node, round: nil)
    case 17: .crash([node])
    case 18..<20: scene.nodes.first { !$0.isUp }.map { .restart([$0.name], forgetting: .nothing) }
    default: choice(in: scene, &random)
    }
  }

  /// What a hand may choose: something that somebody has pending.
  private func choice(in scene: Scene, _ random: inout SplitMix64) -> Command? {
    let node = scene.nodes.randomElement(using: &random)
    let fields = node?.fields ?? []
    guard let pending = fields.first(where: { $0.name == "pending" })?.value, pending != "nothing" else { return nil }
    let instance = Int.random(in: 1...4, using: &random)
    return .choose(instance: instance, values: pending.split(separator: " ").prefix(2).map(String.init))
  }

  private func walk(_ example: Case, _ check: (Scene, UInt64) -> Void) throws {
    for seed in 0..<25 as Range<UInt64> {
      var random = SplitMix64(seed: seed)
      var session = try session(example)
      for count in 0..<90 {
        guard let command = command(for: session.scene, count, &random), (try? session.perform(command)) != nil else {
          continue
        }
        check(session.scene, seed)
      }
    }
  }

  @Test("Sentences are whole, and every rule is told", arguments: cases)
  func told(_ example: Case) throws {
    var met: Set<String> = []
    try walk(example) { scene, seed in
      met.insert(scene.last?.rule ?? "")
      let words = (scene.last?.what ?? "") + " " + (scene.last?.why ?? "")
      for debris in ["nil", "Optional", "mutated", "..", "  ", "0.0", "none", "number 0", " by  "] {
        #expect(!words.contains(debris), "seed \(seed): \(words)")
      }
      #expect(words.hasSuffix("."))
      #expect(scene.nodes.allSatisfy { $0.activity.count <= 24 && $0.fields.allSatisfy { !$0.value.isEmpty } })
      #expect(scene.nodes.allSatisfy { $0.queue != nil })
    }
    let session = try session(example)
    let own = session.vocabulary.rules.prefix { $0 != "is-lost" }
    if let unmet = example.unmet { #expect(own.filter { !met.contains($0) } == unmet) }
  }

  @Test("Mutated runs can be told, and are called mutated", arguments: mutated)
  func toldMutated(_ example: Case) throws {
    var isCalledMutated = false
    try walk(example) { scene, seed in
      let words = (scene.last?.what ?? "") + " " + (scene.last?.why ?? "")
      for debris in ["nil", "Optional", "..", "  ", "0.0"] {
        #expect(!words.contains(debris), "seed \(seed): \(words)")
      }
      if words.contains("this rule is mutated") { isCalledMutated = true }
    }
    #expect(isCalledMutated)
  }

  @Test func `A multicast without numbers in its text is told apart by the number of its sender`() throws {
    var session = try session(Case(algorithm: "fifo-multicast"))
    try session.perform(.request(node: "P1", value: "m"))
    try session.perform(.request(node: "P1", value: "n"))
    var pattern = MessagePattern()
    pattern.slot = 2
    pattern.to = ["P3"]
    try session.perform(.deliver(.pattern(pattern)))
    #expect(session.scene.command == "deliver multicast @2 P1 -> P3")
    let process = try #require(session.scene.nodes.last)
    #expect(process.queue == QueueView(held: [.init("n", because: "waits for message 1 of P1")], delivered: []))
    #expect(process.fields.map { "\($0.name) \($0.value)" } == ["delivered nothing", "held n", "clock 0,0,0"])
  }
}
