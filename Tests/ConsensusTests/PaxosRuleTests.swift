import Consensus
import Testing

/// One tiny run whose last step follows a rule.
struct RuleCase: Sendable, CustomTestStringConvertible {
  let rule: Paxos.Rule
  let run: @Sendable () throws -> Play

  init(_ rule: Paxos.Rule, _ run: @escaping @Sendable () throws -> Play) {
    self.rule = rule
    self.run = run
  }

  var testDescription: String { rule.rawValue }
}

/// Proposers, acceptors and a learner; the acceptors tell the learner.
private let apart = "P1=red P2=blue A1 A2 A3 L1"
private let told = Paxos.Options(learning: .proposer)
private let silent = Paxos.Options(refusals: false)
private let stubborn = Paxos.Options(retry: .onRefusals)

extension RuleCase {
  static let all = phase1 + phase2 + refused + acceptors + learners

  private static let phase1: [RuleCase] = [
    RuleCase(.takesARequest) {
      var play = Play(apart)
      let transition = try play.request("P1", "green")
      #expect(try play["P1"].proposer.wish == Value("green"))
      #expect(transition.sent.isEmpty)
      return play
    },
    RuleCase(.opensABallot) {
      var play = Play(apart)
      try play.timeout("P1")
      #expect(try play["P1"].proposer.ballot == Ballot(1, 1))
      #expect(play.messages("prepare", "P1").count == 3)
      return play
    },
    RuleCase(.countsAPromise) {
      var play = Play(apart)
      try play.prepare("P1", "A1")
      #expect(try play["P1"].proposer.promises == play.ids("A1"))
      return play
    },
    RuleCase(.ignoresARepeatedPromise) {
      var play = Play(apart)
      try play.timeout("P1")
      try play.deliver("prepare", "P1", "A1")
      try play.take(.duplicate(play.only("promise", "A1", "P1")))
      try play.deliver("promise", "A1", "P1")
      try play.deliver("promise", "A1", "P1")
      #expect(try play["P1"].proposer.promises.count == 1)
      return play
    },
    RuleCase(.ignoresALatePromise) {
      var play = Play(apart)
      try play.prepare("P1", "A1 A2 A3")
      #expect(try play["P1"].proposer.phase == .asking)
      return play
    },
    RuleCase(.ignoresAStalePromise) {
      var play = Play(apart)
      try play.timeout("P1")
      try play.deliver("prepare", "P1", "A1")
      try play.timeout("P1")
      try play.deliver("promise", "A1", "P1")
      #expect(try play["P1"].proposer.promises.isEmpty)
      return play
    },
  ]

  private static let phase2: [RuleCase] = [
    RuleCase(.proposesItsOwnValue) {
      var play = Play(apart)
      try play.prepare("P1", "A1 A2")
      #expect(try play["P1"].proposer.proposal == Value("red"))
      #expect(play.messages("accept", "P1").count == 3)
      return play
    },
    RuleCase(.proposesAReportedValue) {
      var play = Play(apart)
      try play.prepare("P1", "A1 A2")
      try play.accept("P1", "A1")
      try play.prepare("P2", "A1 A2")
      #expect(try play["P2"].proposer.proposal == Value("red"))
      return play
    },
    RuleCase(.waitsForAValue) {
      var play = Play("P1 A1 A2 A3")
      try play.prepare("P1", "A1 A2")
      #expect(try play["P1"].proposer.phase == .waiting)
      #expect(play.messages("accept").isEmpty)
      return play
    },
    RuleCase(.countsAVote) {
      var play = try asking(told)
      try play.deliver("accept", "P1", "A1")
      try play.deliver("accepted", "A1", "P1")
      #expect(try play["P1"].proposer.votes == play.ids("A1"))
      return play
    },
    RuleCase(.announcesTheDecision) {
      var play = try asking(told)
      try play.accept("P1", "A1 A2")
      try play.deliver("accepted", "A1", "P1")
      try play.deliver("accepted", "A2", "P1")
      #expect(try play["P1"].proposer.phase == .decided)
      #expect(play.messages("decide", "P1", "L1").count == 1)
      return play
    },
    RuleCase(.ignoresARepeatedVote) {
      var play = try asking(told)
      try play.deliver("accept", "P1", "A1")
      try play.take(.duplicate(play.only("accepted", "A1", "P1")))
      try play.deliver("accepted", "A1", "P1")
      try play.deliver("accepted", "A1", "P1")
      #expect(try play["P1"].proposer.votes.count == 1)
      return play
    },
    RuleCase(.ignoresALateVote) {
      var play = try asking(told)
      try play.accept("P1", "A1 A2 A3")
      for acceptor in ["A1", "A2", "A3"] { try play.deliver("accepted", acceptor, "P1") }
      #expect(play.messages("decide").count == 1)
      return play
    },
    RuleCase(.ignoresAStaleVote) {
      var play = try asking(told)
      try play.deliver("accept", "P1", "A1")
      try play.timeout("P1")
      try play.deliver("accepted", "A1", "P1")
      #expect(try play["P1"].proposer.votes.isEmpty)
      return play
    },
  ]

  private static let refused: [RuleCase] = [
    RuleCase(.countsARefusal) {
      var play = try contested()
      try play.deliver("refusal", "A1", "P1")
      #expect(try play["P1"].proposer.refusals == play.ids("A1"))
      return play
    },
    RuleCase(.givesUpTheBallot) {
      var play = try contested()
      try play.deliver("refusal", "A1", "P1")
      try play.deliver("refusal", "A2", "P1")
      #expect(try play["P1"].proposer.phase == .blocked)
      return play
    },
    RuleCase(.opensTheNextBallot) {
      var play = try contested(stubborn)
      try play.deliver("refusal", "A1", "P1")
      try play.deliver("refusal", "A2", "P1")
      #expect(try play["P1"].proposer.ballot == Ballot(2, 1))
      #expect(play.messages("prepare", "P1", ballot: Ballot(2, 1)).count == 3)
      return play
    },
    RuleCase(.ignoresARepeatedRefusal) {
      var play = try contested()
      try play.take(.duplicate(play.only("refusal", "A1", "P1")))
      try play.deliver("refusal", "A1", "P1")
      try play.deliver("refusal", "A1", "P1")
      #expect(try play["P1"].proposer.phase == .preparing)
      return play
    },
    RuleCase(.ignoresALateRefusal) {
      var play = try contested()
      for acceptor in ["A1", "A2", "A3"] { try play.deliver("refusal", acceptor, "P1") }
      return play
    },
    RuleCase(.ignoresAStaleRefusal) {
      var play = try contested()
      try play.timeout("P1")
      try play.deliver("refusal", "A1", "P1")
      #expect(try play["P1"].proposer.refusals.isEmpty)
      return play
    },
  ]

  private static let acceptors: [RuleCase] = [
    RuleCase(.promises) {
      var play = Play(apart)
      try play.timeout("P1")
      try play.deliver("prepare", "P1", "A1")
      #expect(try play["A1"].acceptor.promised == Ballot(1, 1))
      return play
    },
    RuleCase(.refusesToPromise) {
      var play = Play(apart)
      try play.timeout("P1")
      try play.timeout("P2")
      try play.deliver("prepare", "P2", "A1")
      try play.deliver("prepare", "P1", "A1")
      #expect(try play["A1"].acceptor.promised == Ballot(1, 2))
      return play
    },
    RuleCase(.votes) {
      var play = try asking()
      try play.deliver("accept", "P1", "A3")
      #expect(try play["A3"].acceptor.promised == Ballot(1, 1))
      #expect(try play["A3"].acceptor.accepted == Vote(1, 1, "red"))
      return play
    },
    RuleCase(.refusesToVote) {
      var play = try asking()
      try play.prepare("P2", "A2")
      try play.deliver("accept", "P1", "A2")
      #expect(try play["A2"].acceptor.accepted == nil)
      return play
    },
  ]

  private static let learners: [RuleCase] = [
    RuleCase(.learnsAVote) {
      var play = try asking()
      try play.deliver("accept", "P1", "A1")
      try play.deliver("accepted", "A1", "L1")
      #expect(try play["L1"].learner.decided == nil)
      return play
    },
    RuleCase(.decides) {
      var play = try asking()
      try play.accept("P1", "A1 A2")
      try play.deliver("accepted", "A1", "L1")
      try play.deliver("accepted", "A2", "L1")
      #expect(try play["L1"].learner.decided == Value("red"))
      return play
    },
    RuleCase(.ignoresAKnownVote) {
      var play = try asking()
      try play.deliver("accept", "P1", "A1")
      try play.take(.duplicate(play.only("accepted", "A1", "L1")))
      try play.deliver("accepted", "A1", "L1")
      try play.deliver("accepted", "A1", "L1")
      #expect(try play["L1"].learner.decided == nil)
      return play
    },
    RuleCase(.ignoresAKnownDecision) {
      var play = try asking()
      try play.accept("P1", "A1 A2 A3")
      for acceptor in ["A1", "A2", "A3"] { try play.deliver("accepted", acceptor, "L1") }
      return play
    },
  ]

  /// P1 has the promises of A1 and A2 and asks for votes.
  static func asking(_ options: Paxos.Options = Paxos.Options()) throws -> Play {
    var play = Play(apart, options: options)
    try play.prepare("P1", "A1 A2")
    return play
  }

  /// All acceptors have promised 1.2 and refused P1's prepare of 1.1; their refusals are in flight.
  static func contested(_ options: Paxos.Options = Paxos.Options()) throws -> Play {
    var play = Play(apart, options: options)
    try play.timeout("P1")
    try play.timeout("P2")
    for acceptor in ["A1", "A2", "A3"] {
      try play.deliver("prepare", "P2", acceptor)
      try play.deliver("prepare", "P1", acceptor)
    }
    return play
  }
}

@Suite struct PaxosRules {
  @Test("Each rule is followed in a tiny run", arguments: RuleCase.all)
  func fires(_ tiny: RuleCase) throws {
    let play = try tiny.run()
    #expect(play.rules.last == tiny.rule)
  }

  @Test func noRuleIsLeftOut() {
    #expect(Set(RuleCase.all.map(\.rule)) == Set(Paxos.Rule.allCases))
  }

  @Test func namesOfRulesAreVerbsInLowerCase() {
    for rule in Paxos.Rule.allCases {
      #expect(rule.rawValue.allSatisfy { $0.isLowercase || $0 == "-" })
    }
  }

  @Test func withoutRefusalsAnAcceptorStaysSilent() throws {
    let play = try RuleCase.contested(silent)
    #expect(play.messages("refusal").isEmpty)
    #expect(play.rules.suffix(1) == [.refusesToPromise])
  }

  @Test func aRefusedVoteIsAnsweredWithThePromise() throws {
    var play = try RuleCase.asking()
    try play.prepare("P2", "A2")
    let transition = try play.deliver("accept", "P1", "A2")
    #expect(transition.sent.map(\.message) == [.refusal(Ballot(1, 1), promised: Ballot(1, 2), of: .two)])
  }

  @Test func refusalsOfVotesBlockTheBallot() throws {
    var play = try RuleCase.asking()
    try play.prepare("P2", "A2 A3")
    try play.accept("P1", "A1 A2 A3")
    try play.deliver("refusal", "A2", "P1")
    #expect(try play["P1"].proposer.phase == .asking)
    try play.deliver("refusal", "A3", "P1")
    #expect(try play["P1"].proposer.phase == .blocked)
  }

  @Test func aProposerThatWasRefusedGoesAboveWhatItHeardOf() throws {
    var play = Play(apart)
    try play.prepare("P2", round: 7, "A1 A2 A3")
    try play.prepare("P1", "A1 A2")
    #expect(try play["P1"].proposer.phase == .blocked)
    try play.timeout("P1")
    #expect(try play["P1"].proposer.ballot == Ballot(8, 1))
  }

  @Test func aProposerThatWaitsForAValueGoesOnWhenItGetsOne() throws {
    var play = Play("P1 A1 A2 A3 L1")
    try play.prepare("P1", "A1 A2")
    #expect(play.rules.last == .waitsForAValue)
    let transition = try play.request("P1", "green")
    #expect(transition.rule == .proposesItsOwnValue)
    try play.runUntilQuiet()
    #expect(play.chosen == ["green"])
    #expect(try play["L1"].learner.decided == Value("green"))
  }

  @Test func theHighestNumberedReportDecides() throws {  // P17 of Paxos runs worth teaching.
    var play = Play("P1=A P2=B P3=C A1 A2 A3")
    try play.prepare("P1", round: 10, "A1 A2 A3")
    try play.accept("P1", "A1")
    try play.prepare("P2", round: 11, "A2 A3")
    try play.accept("P2", "A2 A3")
    #expect(play.chosen == ["B"])
    try play.prepare("P3", round: 12, "A1 A2")
    #expect(try play["P3"].proposer.proposal == Value("B"))
  }
}
