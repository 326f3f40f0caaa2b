import Consensus
import Narration
import Scenarios

/// What `replay --json` prints of a lesson that was played: `paxoscope-replay/1`.
struct ReplayReport {
  let file: String
  let lesson: Lesson

  private var session: any Session { lesson.session }

  var json: JSON {
    let scene = session.scene
    return .object([
      "format": .string("paxoscope-replay/1"),
      "file": .string(file),
      "title": .string(lesson.scenario.title),
      "algorithm": .string(lesson.scenario.setup.algorithm),
      "steps": .int(scene.depth),
      "clock": .int(scene.clock),
      "nodes": .array(scene.nodes.map(node)),
      "inFlight": .array(scene.messages.map(message)),
      "chosen": .object(slots(scene.chosen) { JSON($0) }),
      "decided": .object(
        Dictionary(
          scene.nodes.filter { !$0.decided.isEmpty }.map { node in
            (node.name, JSON.object(slots(node.decided) { .string($0.first ?? "nothing") }))
          }, uniquingKeysWith: { first, _ in first })),
      "invariants": .array(
        scene.invariants.map { .object(["name": .string($0.name), "holds": .bool($0.holds)]) }),
      "expectations": .object([
        "passed": .int(lesson.expectations.count { $0.finding.holds }),
        "failed": .array(lesson.expectations.filter(\.isUnmet).map(expectation)),
      ]),
      "transcript": .array(session.transcript(to: session.cursor).enumerated().map(step)),
    ])
  }

  private func node(_ node: NodeView) -> JSON {
    .object([
      "name": .string(node.name),
      "roles": JSON(node.roles),
      "up": .bool(node.isUp),
      "state": .object(
        Dictionary(node.fields.map { ($0.name, .string($0.value)) }, uniquingKeysWith: { first, _ in first })),
    ])
  }

  private func message(_ message: MessageView) -> JSON {
    .object([
      "id": .string(message.id.description),
      "kind": .string(message.label.kind),
      "ballot": JSON(message.label.ballot?.description),
      "slot": JSON(message.label.slot?.description),
      "from": .string(message.from),
      "to": .string(message.to),
      "value": JSON(message.label.value),
      // What else it says: that a vote was refused, up to where a log agrees.
      "remark": JSON(message.label.remark),
      "due": .int(message.due),
      "held": .bool(message.isHeld),
    ])
  }

  private func slots(_ views: [SlotView], _ value: ([String]) -> JSON) -> [String: JSON] {
    Dictionary(views.map { (String($0.slot), value($0.values)) }, uniquingKeysWith: { first, _ in first })
  }

  private func expectation(_ expectation: Lesson.Expectation) -> JSON {
    .object([
      "line": .int(expectation.line),
      "expected": .string(expectation.finding.expected),
      "actual": .string(expectation.finding.actual),
    ])
  }

  private func step(_ index: Int, _ told: Told) -> JSON {
    .object([
      "step": .int(index + 1),
      "command": .string(told.command.description),
      "rule": .string(told.explanation.rule),
      "what": .string(told.explanation.what),
      "why": .string(told.explanation.why),
      "cites": .string(told.explanation.cites),
    ])
  }
}
