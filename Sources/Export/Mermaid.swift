import Consensus
import Interface
import Narration
import Scenarios
import Screen

/// The run to the present moment as a Mermaid sequence diagram: an arrow for each delivery, a crossed one for each
/// loss, notes for everything else.
func sequenceDiagram(of interface: Interface) -> String {
  guard let lesson = interface.lesson else { return "sequenceDiagram\n" }
  let session = lesson.session
  let diagram = session.diagram(to: session.cursor)
  var lines = ["sequenceDiagram", "  title \(mermaid(lesson.scenario.title))"]
  // Names like `end` are words of the language, so participants are numbered and shown by their names.
  for (lane, node) in diagram.lanes.enumerated() { lines.append("  participant n\(lane) as \(mermaid(node.name))") }
  for event in diagram.events { lines += mermaid(event, diagram).map { "  " + $0 } }
  for message in session.scene.messages.prefix(100) {
    let ends = [message.from, message.to].compactMap { name in diagram.lanes.firstIndex { $0.name == name } }
    lines.append("  " + note(over: ends, "\(message.id) \(message.label.text) is still in flight"))
  }
  let left = session.scene.messages.count - 100
  if left > 0 { lines.append("  " + note(over: [0, diagram.lanes.count - 1], "and \(left) more in flight")) }
  return lines.joined(separator: "\n") + "\n"
}

private func mermaid(_ event: Diagram.Event, _ diagram: Diagram) -> [String] {
  var lines: [String] = []
  let all = [0, diagram.lanes.count - 1]
  if let message = event.message {
    let arrow = "n\(message.from)%n\(message.to): \(mermaid(message.label.text))"
    switch event.kind {
    case .delivery: lines.append(arrow.replacing("%", with: "->>", maxReplacements: 1))
    case .loss: lines.append(arrow.replacing("%", with: "-x", maxReplacements: 1))
    default: lines.append(note(over: [message.from, message.to], event.what))
    }
  } else {
    lines.append(note(over: event.lane.map { [$0] } ?? all, event.what))
  }
  // What the arrow does not say.
  if case .delivery = event.kind {
    for case .refuses in event.acts { lines.append(note(over: [event.lane ?? 0], event.what)) }
  }
  if let quorum = event.quorum {
    let names = quorum.voters.map { diagram.lanes[$0].name }
    let slot = quorum.slot == 1 ? "" : " in slot \(quorum.slot)"
    lines.append(
      note(
        over: [quorum.voters.min() ?? 0, quorum.voters.max() ?? 0],
        "\(quorum.value) is chosen in \(quorum.ballot)\(slot) by \(sentenceList(names) ?? "nobody")"))
  }
  if event.message != nil, event.isMilestone { lines.append(note(over: [event.lane ?? 0], event.what)) }
  return lines
}

private func note(over lanes: [Int], _ text: String) -> String {
  let ends = [lanes.min() ?? 0, lanes.max() ?? 0]
  let over = ends[0] == ends[1] ? "n\(ends[0])" : "n\(ends[0]),n\(ends[1])"
  return "Note over \(over): \(mermaid(text))"
}

/// A text in which no character can be taken for the language: those that could are written as entity codes.
///
/// Before it parses anything, Mermaid takes the last semicolon away from whatever looks like a style, `style x:#f00;`, and
/// entity codes do behind that word and a colon.
func mermaid(_ text: String) -> String {
  var result = ""
  let looksLikeStyle = text.contains("style") || text.contains("classDef")
  for scalar in sanitized(text).unicodeScalars {
    switch scalar {
    case ":" where looksLikeStyle: result += "#58;"
    case "#", ";", "\"", "<", ">", "&", "%", "`", "{", "}", "\\": result += "#\(scalar.value);"
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result
}
