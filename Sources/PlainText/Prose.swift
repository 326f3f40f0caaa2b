import Consensus
package import Narration

/// Moments in plain sentences, one a line: for screen readers, pipes and terminals that cannot place a cursor.
///
/// Says everything that the grid shows and relies on no position, glyph or colour.
package enum Prose {
  /// What every node knows, one line a node.
  package static func nodes(_ scene: Scene) -> [String] { scene.nodes.map(node) }

  private static func node(_ node: NodeView) -> String {
    var parts = ["\(node.name), \(node.roles.count == 3 ? "server" : node.roles.joined(separator: " and "))"]
    if !node.isUp { parts[0] += ", is down and would wake up with" }
    if !node.activity.isEmpty && node.isUp { parts.append(node.activity) }
    parts += node.fields.map { "\($0.name) \($0.value)\($0.isChanged ? " (changed)" : "")" }
    if let progress = node.progress {
      parts.append("\(progress.count) of \(progress.needed) \(progress.what)")
    }
    if !node.cutOff.isEmpty { parts.append("cut off from \(node.cutOff.joined(separator: " "))") }
    return parts[0] + ": " + parts.dropFirst().joined(separator: ", ") + "."
  }

  /// The messages in flight, one line a message.
  package static func queue(_ scene: Scene) -> [String] {
    guard !scene.messages.isEmpty else { return ["No message is in flight."] }
    return ["\(counted(scene.messages.count, "message")) in flight:"]
      + scene.messages.map { message($0, at: scene.clock) }
  }

  package static func message(_ message: MessageView, at clock: Int) -> String {
    var text = "\(message.id): \(message.label.text) from \(message.from) to \(message.to)"
    if let original = message.copyOf { text += ", a copy of \(original)" }
    if message.due > clock { text += ", due in \(counted(message.due - clock, "tick"))" }
    if message.isHeld { text += ", held" }
    switch message.obstacle {
    case .receiverIsDown: text += ", cannot be delivered: \(message.to) is down"
    case .linkIsCut: text += ", cannot be delivered: the link is cut"
    case nil: break
    }
    return text + "."
  }

  /// The table of ballots, one line a ballot; nothing for algorithms that decide nothing, whose ballots are take-overs.
  package static func ballots(_ scene: Scene) -> [String] {
    guard scene.decides else { return [] }
    let words = scene.ballotWords
    let hasSlots = scene.ballots.contains { $0.slot != 1 }
    return scene.ballots.map { row in
      func names(_ mark: BallotView.Mark) -> String {
        zip(scene.acceptors, row.marks).filter { $0.1 == mark }.map(\.0).joined(separator: " ")
      }
      var text =
        "\(words.ballot.prefix(1).uppercased())\(words.ballot.dropFirst()) \(row.ballot)\(hasSlots ? " in slot \(row.slot)" : "")"
      if let value = row.value { text += " for \(value)" }
      text += ": \(counted(row.promises, words.grant)) (\(scene.quorums.phase1) needed)"
      if words.grant != "vote" { text += ", \(counted(row.votes, "vote")) (\(scene.quorums.phase2) needed)" }
      for (mark, verb) in [(BallotView.Mark.promised, words.granted), (.voted, "voted"), (.refused, "refused")]
      where row.marks.contains(mark) {
        text += "; \(names(mark)) \(verb)"
      }
      return text + (row.isChosen ? "; chosen." : ".")
    }
  }

  /// What is chosen and whether the invariants hold.
  package static func verdict(_ scene: Scene) -> [String] {
    let slots = scene.decides ? scene.chosen : []
    var lines = slots.map { slot in
      let place = scene.namesSlots ? " in slot \(slot.slot)" : ""
      return slot.values.isEmpty
        ? "Nothing is chosen\(place)." : "Chosen\(place): \(slot.values.joined(separator: " and "))."
    }
    if let value = scene.trap {
      lines.append("A quorum of acceptors voted for \(value) last, but not in one ballot: it is not chosen.")
    }
    let violated = scene.invariants.filter { !$0.holds }
    lines += violated.map { "\($0.name) is violated: \($0.violation ?? "")" }
    let held = scene.invariants.filter(\.holds).map(\.name)
    if !held.isEmpty { lines.append("\(held.joined(separator: ", ")) \(held.count == 1 ? "holds" : "hold").") }
    return lines
  }

  /// What the last step did and why.
  package static func why(_ scene: Scene) -> [String] {
    guard let last = scene.last else { return ["This is the beginning: no step was taken yet."] }
    return told(last)
  }

  package static func told(_ explanation: Explanation) -> [String] {
    var lines = [explanation.what]
    if !explanation.why.isEmpty { lines.append(explanation.why) }
    let cites = explanation.cites.isEmpty ? "" : ", \(explanation.cites)"
    lines.append("Rule \(explanation.rule)\(cites).")
    return lines
  }

  /// A whole moment.
  package static func moment(_ scene: Scene) -> [String] {
    ["After \(counted(scene.depth, "step")), clock \(scene.clock)."] + nodes(scene) + queue(scene) + ballots(scene)
      + verdict(scene)
  }
}
