import Consensus
import Narration
import Testing

/// The slot that one asks about, and what `possible` says of it.
@Suite struct OpenSlotTests {
  private func log() throws -> Stage {
    try Stage("P1 A1 A2") { setup in
      setup.algorithm = "multi-paxos"
      var bounds = Setup.Bounds()
      bounds.rounds = 1
      setup.bounds = bounds
    }
  }

  private func possible(_ stage: Stage, _ slot: Int?, _ values: [String]) -> Finding {
    stage.session.check(.possible(slot: slot, values: values))
  }

  @Test func `It is the first in which votes were asked for and nothing is chosen`() throws {
    var stage = try log()
    #expect(stage.session.scene.openSlot == 1)
    try stage.prepare("P1", "A1 A2")
    try stage.request("P1", "x")
    #expect(stage.session.scene.openSlot == 1)
    try stage.accept("P1", "A1 A2")
    // Nobody has asked for anything in slot 2.
    #expect(stage.session.scene.openSlot == 1)
    #expect(!stage.session.scene.namesSlots)
    try stage.request("P1", "y")
    try stage.request("P1", "z")
    #expect(stage.session.scene.openSlot == 2)
    #expect(stage.session.scene.namesSlots)
    // Slot 3 is chosen first: slot 2 is the one that everybody waits for.
    let third = stage.session.scene.messages.filter { $0.label.slot == 3 }
    for message in third.prefix(2) { try stage.perform(.deliver(.numbers([message.id.number]))) }
    #expect(stage.session.scene.openSlot == 2)
    #expect(stage.session.scene.chosen(in: 3) == ["z"])
  }

  @Test func `A fact says what is possible in its slot, and without one in slot 1`() throws {
    var stage = try log()
    try stage.prepare("P1", "A1 A2")
    try stage.request("P1", "x")
    try stage.accept("P1", "A1 A2")
    try stage.request("P1", "y")
    #expect(possible(stage, nil, ["x"]).holds)
    #expect(possible(stage, 1, ["x"]).holds)
    #expect(possible(stage, 2, ["y"]).holds)
    let finding = possible(stage, 2, ["x"])
    #expect(!finding.holds)
    #expect(finding.expected == "possible @2 x")
    #expect(finding.actual == "possible @2 y")
    #expect(possible(stage, nil, ["y"]).actual == "possible x")
  }

  @Test func `A check says it of every slot`() throws {
    var stage = try log()
    try stage.prepare("P1", "A1 A2")
    try stage.request("P1", "x")
    try stage.request("P1", "y")
    var limits = ExplorationLimits()
    limits.bounds.rounds = 1
    let found = try stage.session.explore(limits) { _ in true }
    #expect(found.isExhaustive)
    #expect(found.slots.map(\.number) == [1, 2])
    #expect(found.slots.map(\.possible) == [["x"], ["y"]])
    #expect(found.possible == ["x"])
  }

  @Test func `A relaxed check says so, and does not say of rules that it leaves out that they are unknown`() throws {
    let stage = try log()
    var limits = ExplorationLimits()
    limits.bounds.rounds = 2
    let exact = try stage.session.explore(limits) { _ in true }
    #expect(exact.relaxedSentence == nil)
    #expect(exact.neverFiredHeading == "Rules never followed, about which it says nothing")
    limits.patience = 0
    let relaxed = try stage.session.explore(limits) { _ in true }
    #expect(relaxed.relaxedSentence?.hasSuffix("what is safe there is safe.") == true)
    #expect(exact.firedHeading == "Rules followed")
    #expect(relaxed.firedHeading == "Rules followed, before and after it was relaxed")
    #expect(relaxed.neverFiredHeading == "Rules never followed, or left out by the relaxed search")
    // Requests that can only be refused are left out.
    #expect(Set(relaxed.neverFired).isStrictSuperset(of: exact.neverFired), "\(exact.neverFired) \(relaxed.neverFired)")
  }
}
