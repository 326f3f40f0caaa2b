import Consensus
import Testing

/// One tiny run whose last step follows a rule of Multi-Paxos.
struct LogRuleCase: Sendable, CustomTestStringConvertible {
  let rule: MultiPaxos.Rule
  let run: @Sendable () throws -> LogPlay

  init(_ rule: MultiPaxos.Rule, _ run: @escaping @Sendable () throws -> LogPlay) {
    self.rule = rule
    self.run = run
  }

  var testDescription: String { rule.rawValue }
}

private let apart = "P1 P2 A1 A2 A3 L1"
private let told = Paxos.Options(learning: .acceptors)

/// P1 leads and asks for x in slot 1.
private func asking(_ nodes: String = apart, _ options: Paxos.Options = .init(learning: .proposer)) throws -> LogPlay {
  var play = LogPlay(nodes, options: options)
  let leader = nodes.hasPrefix("S") ? "S1" : "P1"
  try play.prepare(leader, nodes.hasPrefix("S") ? "S1 S2" : "A1 A2")
  try play.request(leader, "x")
  return play
}

extension LogRuleCase {
  static let all = phase1 + phase2 + preempted + acceptors + learners

  private static let phase1: [LogRuleCase] = [
    LogRuleCase(.opensABallot) {
      var play = LogPlay(apart)
      try play.timeout("P1")
      #expect(play.messages("prepare", "P1").count == 3)
      #expect(try play["P1"].proposer.role == .candidate)
      return play
    },
    LogRuleCase(.countsAPromise) {
      var play = LogPlay(apart)
      try play.prepare("P1", "A1")
      #expect(try play["P1"].proposer.promises.count == 1)
      return play
    },
    LogRuleCase(.ignoresARepeatedPromise) {
      var play = LogPlay(apart)
      try play.timeout("P1")
      try play.deliver("prepare", "P1", "A1")
      try play.duplicate("promise", "A1", "P1")
      try play.deliverAll("promise")
      #expect(try play["P1"].proposer.role == .candidate)
      return play
    },
    LogRuleCase(.ignoresALatePromise) {
      var play = LogPlay(apart)
      try play.prepare("P1", "A1 A2 A3")
      return play
    },
    LogRuleCase(.ignoresAStalePromise) {
      var play = LogPlay(apart)
      try play.timeout("P1")
      try play.deliver("prepare", "P1", "A1")
      try play.timeout("P1")
      try play.deliver("promise", "A1", "P1")
      #expect(try play["P1"].proposer.promises.isEmpty)
      return play
    },
    LogRuleCase(.leads) {
      var play = LogPlay(apart)
      try play.request("P1", "x")
      try play.request("P1", "y")
      try play.prepare("P1", "A1 A2")
      #expect(play.messages("accept", "P1", slot: 1).count == 3)
      #expect(play.messages("accept", "P1", slot: 2).count == 3)
      #expect(try play["P1"].proposer.requests.isEmpty)
      return play
    },
    LogRuleCase(.leadsAndFinishesSlots) {
      var play = try asking()
      try play.accept("P1", 1, "A1", counts: false)
      try play.prepare("P2", "A1 A2")
      #expect(try play["P2"].proposer.asking[1]?.value == Value("x"))
      return play
    },
  ]

  private static let phase2: [LogRuleCase] = [
    LogRuleCase(.takesARequest) {
      var play = LogPlay(apart)
      try play.request("P1", "x")
      #expect(try play["P1"].proposer.requests == [Value("x")])
      #expect(play.world.inFlight.isEmpty)
      return play
    },
    LogRuleCase(.assignsASlot) {
      var play = try asking()
      try play.request("P1", "y")
      #expect(play.messages("accept", slot: 2).count == 3)
      return play
    },
    LogRuleCase(.countsAVote) {
      var play = try asking()
      try play.accept("P1", 1, "A1")
      #expect(try play["P1"].learner.decided.isEmpty)
      return play
    },
    LogRuleCase(.announcesTheDecision) {
      var play = try asking()
      try play.accept("P1", 1, "A1 A2")
      #expect(try play["P1"].learner.decided.text == "1:x")
      #expect(play.messages("decide", "P1", "L1", slot: 1).count == 1)
      return play
    },
    LogRuleCase(.ignoresARepeatedVote) {
      var play = try asking()
      try play.deliver("accept", "P1", "A1")
      try play.duplicate("accepted", "A1", "P1")
      try play.deliverAll("accepted")
      #expect(try play["P1"].proposer.asking[1]?.voters.count == 1)
      return play
    },
    LogRuleCase(.ignoresALateVote) {
      var play = try asking()
      try play.accept("P1", 1, "A1 A2 A3")
      return play
    },
    LogRuleCase(.ignoresAStaleVote) {
      var play = try asking()
      try play.deliver("accept", "P1", "A1")
      try play.timeout("P1")
      try play.deliver("accepted", "A1", "P1")
      return play
    },
  ]

  private static let preempted: [LogRuleCase] = [
    LogRuleCase(.stepsDown) {
      var play = try asking()
      try play.prepare("P2", "A3")
      try play.request("P1", "y")
      try play.accept("P1", 2, "A3")
      #expect(try play["P1"].proposer.role == .follower)
      #expect(try play["P1"].proposer.asking.isEmpty)
      return play
    },
    LogRuleCase(.opensTheNextBallot) {
      var play = try asking(apart, .init(learning: .proposer, retry: .onRefusals))
      try play.prepare("P2", "A3")
      try play.accept("P1", 1, "A3")
      #expect(try play["P1"].proposer.ballot == Ballot(2, 1))
      #expect(try play["P1"].proposer.role == .candidate)
      return play
    },
    LogRuleCase(.ignoresARepeatedRefusal) {
      var play = LogPlay(apart)
      try play.timeout("P1")
      try play.duplicate("prepare", "P1", "A1")
      try play.deliverAll("prepare", to: "A1")
      try play.deliver("refusal", "A1", "P1")
      #expect(try play["P1"].proposer.role == .candidate)
      return play
    },
    LogRuleCase(.ignoresALateRefusal) {
      var play = try asking()
      try play.prepare("P2", "A1 A3")
      try play.accept("P1", 1, "A1")
      try play.accept("P1", 1, "A3")
      return play
    },
    LogRuleCase(.ignoresAStaleRefusal) {
      var play = try asking()
      try play.prepare("P2", round: 5, "A3")
      try play.deliver("accept", "P1", "A3")
      try play.timeout("P1")
      try play.deliver("refusal", "A3", "P1")
      #expect(try play["P1"].proposer.seen == 5)
      return play
    },
  ]

  private static let acceptors: [LogRuleCase] = [
    LogRuleCase(.promises) {
      var play = LogPlay(apart)
      try play.timeout("P1")
      try play.deliver("prepare", "P1", "A1")
      #expect(try play["A1"].acceptor.promised == Ballot(1, 1))
      return play
    },
    LogRuleCase(.refusesToPromise) {
      var play = LogPlay(apart)
      try play.timeout("P1")
      try play.prepare("P2", "A1")
      try play.deliver("prepare", "P1", "A1")
      return play
    },
    LogRuleCase(.votes) {
      var play = try asking()
      try play.deliver("accept", "P1", "A3")
      #expect(try play["A3"].acceptor.log.text == "1:1.1:x")
      #expect(try play["A3"].acceptor.promised == Ballot(1, 1))
      return play
    },
    LogRuleCase(.refusesToVote) {
      var play = try asking()
      try play.prepare("P2", "A1")
      try play.deliver("accept", "P1", "A1")
      #expect(try play["A1"].acceptor.log.isEmpty)
      return play
    },
  ]

  private static let learners: [LogRuleCase] = [
    LogRuleCase(.learnsAVote) {
      var play = try asking(apart, told)
      try play.deliver("accept", "P1", "A1")
      try play.deliver("accepted", "A1", "L1")
      return play
    },
    LogRuleCase(.decides) {
      var play = try asking(apart, told)
      try play.accept("P1", 1, "A1 A2", counts: false)
      try play.deliverAll("accepted")
      #expect(try play["L1"].learner.decided.text == "1:x")
      return play
    },
    LogRuleCase(.ignoresAKnownVote) {
      var play = try asking(apart, told)
      try play.deliver("accept", "P1", "A1")
      try play.duplicate("accepted", "A1", "L1")
      try play.deliverAll("accepted")
      return play
    },
    LogRuleCase(.ignoresAKnownDecision) {
      var play = try asking(apart, told)
      try play.accept("P1", 1, "A1 A2 A3", counts: false)
      try play.deliverAll("accepted")
      return play
    },
  ]
}

@Suite struct MultiPaxosRules {
  @Test("Each rule of Multi-Paxos fires in a tiny run", arguments: LogRuleCase.all)
  func fires(_ example: LogRuleCase) throws {
    #expect(try example.run().rules.last == example.rule)
  }

  @Test func noRuleIsLeftOut() {
    let fired = LogRuleCase.all.map(\.rule)
    #expect(MultiPaxos.Rule.allCases.filter { !fired.contains($0) } == [])
  }
}
