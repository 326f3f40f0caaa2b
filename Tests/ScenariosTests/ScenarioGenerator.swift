import Consensus
import Narration
import Scenarios
import TestSupport

/// Makes scenarios that the language allows, of every kind, at random but the same for the same seed.
struct ScenarioGenerator {
  private var numbers: SplitMix64
  private let vocabulary: Vocabulary
  private var nodes: [String] = []
  private var setup = Setup(algorithm: "paxos")

  init(seed: UInt64) {
    numbers = SplitMix64(seed: seed)
    guard let vocabulary = Catalog.vocabulary(for: "paxos") else { preconditionFailure("Paxos is in the catalog") }
    self.vocabulary = vocabulary
  }

  mutating func scenario() -> Scenario {
    makeSetup()
    nodes = setup.names
    var scenario = Scenario(title: text(), setup: setup)
    if chance() { scenario.about = text() }
    scenario.cites = (0..<number(0...2)).map { _ in "Paxos Made Simple, §2.\(number(1...5))" }
    scenario.items = (0..<number(0...25)).map { _ in item() }
    return scenario
  }

  private mutating func makeSetup() {
    setup = Setup(algorithm: "paxos")
    if chance() {
      setup.proposers = wishers("P", number(1...3))
      setup.acceptors = (1...number(1...7)).map { "A\($0)" }
      setup.learners = (0..<number(0...3)).map { "L\($0)" }
    }
    if setup.proposers.isEmpty || chance() { setup.servers = wishers("S_", number(1...5)) }
    let acceptors = setup.acceptors.count + setup.servers.count
    if chance() { setup.quorums = Quorums(phase1: number(1...acceptors), phase2: number(1...acceptors)) }
    if chance() { setup.mutations = some(vocabulary.mutations.map(\.name)) }
    if chance() { setup.refusals = chance() }
    if chance() { setup.learning = chance() ? .acceptors : .proposer }
    if chance() { setup.retry = chance() ? .byHand : .onRefusals }
    guard chance() else { return }
    var bounds = Setup.Bounds()
    bounds.rounds = number(1...9)
    if chance() { bounds.crashes = number(0...3) }
    if chance() { bounds.duplicates = number(0...3) }
    if chance() { bounds.forgetting = one(["promised", "accepted", "everything"]) }
    if chance() { bounds.limit = number(1...1_000_000) }
    setup.bounds = bounds
  }

  private mutating func wishers(_ letter: String, _ count: Int) -> [Setup.Wisher] {
    (1...count).map { number in Setup.Wisher("\(letter)\(number)", wish: chance() ? value() : nil) }
  }

  private mutating func item() -> Scenario.Item {
    switch number(0...7) {
    case 0: .note(text())
    case 1: .ask(question())
    case 2, 3: .expect(fact())
    default: .command(command())
    }
  }

  private mutating func question() -> Question {
    var choices = (0..<number(0...3)).map { _ in Question.Choice(text(), isRight: chance()) }
    choices.insert(Question.Choice(text(), isRight: true), at: number(0...choices.count))
    return Question(text(), choices: choices, because: text())
  }

  private mutating func command() -> Command {
    switch number(0...14) {
    case 0: return .request(node: one(nodes), value: value())
    case 1: return .timeout(node: one(nodes), round: chance() ? number(1...1_000_000) : nil)
    case 2: return .deliver(messages())
    case 3: return .drop(messages())
    case 4: return .duplicate(messages())
    case 5: return .delay(messages(), by: number(1...50))
    case 6: return .hold(messages())
    case 7: return .release(messages())
    case 8: return .crash(some(nodes))
    case 9: return .restart(some(nodes), forgetting: amnesia())
    case 10: return .next(number(1...40))
    case 11: return .run(until: chance() ? .quiet : .chosen)
    case 12: return .wait(number(1...1_000_000))
    case 13 where nodes.count > 1: return partition { .cut($0, $1) }
    case 14 where nodes.count > 1: return partition { .heal($0, $1) }
    default: return .heal([], [])
    }
  }

  private mutating func partition(_ make: ([String], [String]) -> Command) -> Command {
    let shuffled = nodes.shuffled(using: &numbers)
    let place = number(1...shuffled.count - 1)
    return make(Array(shuffled[..<place]), Array(shuffled[place...]))
  }

  private mutating func amnesia() -> Amnesia {
    switch number(0...2) {
    case 0: .nothing
    case 1: .everything
    default: .fields(some(vocabulary.diskFields))
    }
  }

  private mutating func messages() -> Messages {
    guard number(0...3) == 0 else { return .pattern(pattern()) }
    let count = number(1...40)
    return .numbers(Array((1...200).shuffled(using: &numbers).prefix(count)))
  }

  private mutating func pattern() -> MessagePattern {
    var pattern = MessagePattern()
    pattern.all = chance()
    if chance() { pattern.kind = one(vocabulary.kinds) }
    if chance() { pattern.ballot = Ballot(round: number(1...99), proposer: number(0...9)) }
    if chance() { pattern.slot = number(1...9) }
    if chance() { pattern.from = one(nodes) }
    if chance() { pattern.to = some(nodes) }
    return pattern
  }

  private mutating func fact() -> Fact {
    let slot = chance() ? number(1...9) : nil
    switch number(0...8) {
    case 0: return .chosen(slot: slot, values: Array(Set((0..<number(0...3)).map { _ in value() })).sorted())
    case 1: return .decided(node: one(nodes), slot: slot, value: chance() ? value() : nil)
    case 2: return .possible(slot: slot, values: Array(Set((0..<number(0...3)).map { _ in value() })).sorted())
    case 3: return .rule(one(vocabulary.rules))
    case 4: return .inFlight(pattern())
    case 5: return .notInFlight(pattern())
    case 6: return .holds(one(vocabulary.invariants))
    case 7: return .violates(one(vocabulary.invariants))
    default:
      let node = one(nodes)
      let words = ["nothing", "1.1:red", "3.2", "A1", "A2,", "1:x"]
      return .field(
        node: node, name: one(vocabulary.fields(of: node, in: setup)), value: some(words).joined(separator: " "))
    }
  }

  private mutating func value() -> String { one(["red", "blue", "x", "0", "a-b_c", "sixteenlettersxx"]) }

  private mutating func text() -> String {
    let words = [
      "ballot", "#", "#comment", "->", "|", "choice*", "note", "é", "日本語", "§2.2", "\u{301}x", "a,", "“so”", "`m7`",
      "-",
      "*", "\\", "\"", "@3", "🙂", String(repeating: "long", count: 12),
    ]
    return (0..<number(1...40)).map { _ in one(words) }.joined(separator: " ")
  }

  private mutating func chance() -> Bool { Bool.random(using: &numbers) }

  private mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &numbers) }

  private mutating func one(_ words: [String]) -> String { numbers.pick(words) }

  /// At least one of them, each once, in any order.
  private mutating func some(_ words: [String]) -> [String] {
    let count = number(1...words.count)
    return Array(words.shuffled(using: &numbers).prefix(count))
  }
}
