import Consensus
import Narration
import Testing

/// A tiny run whose last step follows a rule, and how that step is told.
struct TellingCase: Sendable, CustomTestStringConvertible {
  let rule: Paxos.Rule
  /// What happened and why, on a line each.
  let words: String
  let run: @Sendable () throws -> Stage

  init(_ rule: Paxos.Rule, _ words: String, _ run: @escaping @Sendable () throws -> Stage) {
    self.rule = rule
    self.words = words
    self.run = run
  }

  var testDescription: String { "\(rule.rawValue): \(words.prefix { $0 != "\n" })" }
}

let apart = "P1=red P2=blue A1 A2 A3 L1"

/// P1 has the promises of A1 and A2 and asks for votes.
func asking(_ change: (inout Setup) -> Void = { _ in }) throws -> Stage {
  var stage = try Stage(apart, change)
  try stage.prepare("P1", "A1 A2")
  return stage
}

/// All acceptors have promised 1.2 and refused P1's prepare of 1.1; their refusals are in flight.
func contested(_ change: (inout Setup) -> Void = { _ in }) throws -> Stage {
  var stage = try Stage(apart, change)
  try stage.timeout("P1")
  try stage.timeout("P2")
  for acceptor in ["A1", "A2", "A3"] {
    try stage.deliver("prepare", "P2", acceptor)
    try stage.deliver("prepare", "P1", acceptor)
  }
  return stage
}

/// The proposer counts the votes and tells the learners.
func byProposer(_ setup: inout Setup) { setup.learning = .proposer }

@Suite struct PaxosSentences {
  @Test("Each rule is told", arguments: TellingCase.all)
  func isTold(_ example: TellingCase) throws {
    let stage = try example.run()
    #expect(try stage.explanation.rule == example.rule.rawValue)
    #expect(stage.told == example.words)
  }

  @Test func noRuleIsLeftOut() {
    let told = TellingCase.all.map(\.rule) + [.waitsForAValue]
    #expect(Paxos.Rule.allCases.filter { !told.contains($0) } == [])
  }

  /// In a scenario each proposer wants something, so this takes a cluster that was made by hand.
  @Test func waitingForAValueIsTold() throws {
    let roles: [Cluster.Role] = [.proposer, .acceptor, .acceptor, .acceptor]
    let members = zip(["P1", "A1", "A2", "A3"], roles).map { Cluster.Member(name: $0, roles: $1, number: 1) }
    let paxos = Paxos(cluster: Cluster(members: members))
    var world = World(paxos)
    func explanation(of step: Step) throws -> Explanation {
      let transition = try world.take(step)
      return paxos.explain(try #require(transition.rule), transition)
    }
    _ = try world.take(.timeout(NodeID(0), round: nil))
    for number in [1, 2, 4] { _ = try world.take(.deliver(MessageID(number))) }
    let waiting = try explanation(of: .deliver(MessageID(5)))
    #expect(waiting.rule == "waits-for-a-value")
    #expect(waiting.what == "P1 waits for a value.")
    #expect(
      waiting.why == "The promises of A1 and A2 are a quorum (2 of 3) and no vote is reported, so the choice is free, "
        + "but no client has asked P1 for a value yet.")
    let asking = try explanation(of: .request(NodeID(0), Value("green")))
    #expect(
      asking.why == "A client asks for green. The promises of A1 and A2 are a quorum (2 of 3) and no vote is reported, "
        + "so the choice is free: it asks for its own value.")
  }

  @Test("Sentences are whole", arguments: TellingCase.all + TellingCase.mutated)
  func areWhole(_ example: TellingCase) throws {
    let explanation = try example.run().explanation
    for sentence in [explanation.what, explanation.why] {
      #expect(sentence.hasSuffix("."))
      #expect(!sentence.contains("..") && !sentence.contains("  ") && !sentence.contains(" ."))
      for debris in ["nil", "Optional", "NodeID", "nobody", "no value", "0.0"] {
        #expect(!sentence.contains(debris), "\(sentence)")
      }
    }
    #expect(explanation.cites.hasPrefix("Paxos Made Simple §2."))
  }

  @Test("Under a mutation the words stay true", arguments: TellingCase.mutated)
  func mutationsAreTold(_ example: TellingCase) throws {
    let stage = try example.run()
    #expect(try stage.explanation.rule == example.rule.rawValue)
    #expect(stage.told == example.words)
  }

  @Test("What changes nothing and sends nothing is not effective", arguments: TellingCase.all)
  func effects(_ example: TellingCase) throws {
    let isIdle = example.rule.rawValue.hasPrefix("ignores-")
    #expect(try example.run().explanation.isEffective == !isIdle)
  }

  @Test func aSilentRefusalIsNotEffective() throws {
    let stage = try contested { $0.refusals = false }
    #expect(try stage.explanation.isEffective == false)
    #expect(
      stage.told == """
        A3 refuses to promise 1.1.
        1.1 is lower than 1.2, which A3 has promised, so it refuses. It sends no answer.
        """)
  }

  @Test func aStaleRefusalThatTellsOfAHigherRoundIsEffective() throws {
    var stage = try Stage(apart)
    try stage.timeout("P1")
    try stage.timeout("P2", round: 7)
    try stage.deliver("prepare", "P2", "A1")
    try stage.deliver("prepare", "P1", "A1")
    try stage.timeout("P1")
    try stage.deliver("refusal", "A1", "P1")
    #expect(try stage.explanation.isEffective)
    #expect(
      stage.told == """
        P1 ignores a stale refusal of A1.
        The refusal is for 1.1, and the ballot of P1 is 2.1. It remembers round 7 from it, so that its next ballot will be \
        higher.
        """)
  }
}
