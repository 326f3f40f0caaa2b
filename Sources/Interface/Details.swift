import Consensus
import Narration
import Screen

// All about a node, and all about a message: as texts to read.

extension Stage {
  /// The steps to the present moment.
  fileprivate var past: [Diagram.Event] { session.events(along: session.path(to: session.cursor)[...]) }

  /// The step that a row of the history stands for.
  func event(ofRow row: Int) -> Diagram.Event? {
    guard rows.indices.contains(row) else { return nil }
    return session.events(along: [rows[row].moment]).first
  }
}

extension Reader {
  /// A message in flight: what it would do, and its life so far.
  init(_ message: MessageView, _ stage: Stage) {
    var paragraphs: [Paragraph] = [.init("From \(message.from) to \(message.to).")]
    if let copied = message.copyOf { paragraphs.append(.init("A copy of \(copied).")) }
    paragraphs.append(.init("Due at tick \(message.due); it is tick \(stage.scene.clock) now."))
    if message.isHeld { paragraphs.append(.init("Held: next passes it over until it is released.")) }
    switch stage.session.preview(message.id) {
    case .success(let explanation):
      paragraphs.append(.init("If you deliver it", .heading))
      paragraphs.append(.init(explanation.what))
      paragraphs.append(.init(explanation.why))
      if !explanation.cites.isEmpty { paragraphs.append(.init(explanation.cites, .reference)) }
    case .failure(let refusal): paragraphs.append(.init(refusal.sentence, .bad))
    }
    paragraphs += Self.life(of: message.id, stage)
    self.init(title: "\(message.id) \(message.label.text)", paragraphs: paragraphs)
  }

  /// A message that may have arrived long ago.
  init(lifeOf message: Diagram.Message, _ stage: Stage) {
    let lanes = stage.session.lanes
    let route = "From \(lanes[message.from].name) to \(lanes[message.to].name)."
    self.init(
      title: "\(message.id) \(message.label.text)",
      paragraphs: [.init(route)] + Self.life(of: message.id, stage))
  }

  /// Sent, delayed, held, duplicated, delivered or lost: each with its step.
  private static func life(of id: MessageID, _ stage: Stage) -> [Paragraph] {
    // Whoever is being asked should find out what comes next.
    let path = stage.openQuestion == nil ? stage.line : Array(stage.line.prefix(stage.scene.depth + 1))
    let events = stage.session.events(along: path[...])
    let deeds = events.enumerated().compactMap { index, event -> (step: Int, what: String)? in
      guard let what = event.happening(to: id) else { return nil }
      return (index + 1, what + (index + 1 > stage.scene.depth ? " (ahead)" : ""))
    }
    return deeds.isEmpty ? [] : [.init("Its life", .heading)] + rows(deeds)
  }

  /// A node: what it knows, what its disk holds, and what it did when.
  init(_ node: NodeView, _ stage: Stage, _ glyphs: Glyphs) {
    var paragraphs: [Paragraph] = [.init(node.roles.joined(separator: ", ") + (node.isUp ? "" : "; down"))]
    if node.isUp, !node.activity.isEmpty { paragraphs.append(.init(node.activity)) }
    if let progress = node.progress {
      let from = progress.from.isEmpty ? "" : ", from \(progress.from.joined(separator: " "))"
      paragraphs.append(.init("\(progress.what): \(progress.count) of \(progress.needed)\(from)"))
    }
    if !node.cutOff.isEmpty { paragraphs.append(.init("Cut off from \(node.cutOff.joined(separator: " ")).", .bad)) }
    if node.isUp {
      paragraphs.append(.init("What it knows", .heading))
      paragraphs += Self.rows(node.fields) { $0.isChanged ? " \(glyphs.changed) changed by the last step" : "" }
    }
    let disk = stage.session.disk(of: node.id)
    paragraphs.append(
      .init(node.isUp ? "What would be left of that after a crash" : "What is left on its disk", .heading))
    paragraphs += disk.isEmpty ? [.init("Nothing.")] : Self.rows(disk) { _ in "" }
    let lane = Int(node.id.index)
    let deeds = stage.past.enumerated().filter { $0.element.lane == lane }
    if !deeds.isEmpty {
      paragraphs.append(.init("What it did, the last first", .heading))
      paragraphs += Self.rows(deeds.reversed().map { ($0.offset + 1, $0.element.what) })
    }
    self.init(title: node.name, paragraphs: paragraphs)
  }

  private static func rows(_ deeds: [(step: Int, what: String)]) -> [Paragraph] {
    let width = deeds.map { "\($0.step)".count }.max() ?? 0
    return deeds.map { step, what in
      let padding = String(repeating: " ", count: width - "\(step)".count)
      return .init("step \(step)\(padding)  \(what)", .row)
    }
  }

  private static func rows(_ fields: [Field], _ mark: (Field) -> String) -> [Paragraph] {
    let width = fields.map(\.name.count).max() ?? 0
    return fields.map { field in
      let padding = String(repeating: " ", count: width - field.name.count)
      return .init("\(field.name)\(padding)  \(field.value)\(mark(field))", .row)
    }
  }
}

extension Diagram.Event {
  /// What a step did to a message, or nil where it did nothing to it.
  fileprivate func happening(to id: MessageID) -> String? {
    if let copy = sent.first(where: { $0.id == id }) {
      return kind == .duplicate ? "made as a copy of \(copy.copyOf.map { "\($0)" } ?? "another")" : "sent: \(what)"
    }
    guard message?.id == id else { return nil }
    return switch kind {
    case .delivery: "delivered: \(what)"
    case .loss: "lost"
    case .duplicate: "duplicated as \(sent.first.map { "\($0.id)" } ?? "another")"
    case .hold: "held"
    case .release: "released"
    case .delay(let ticks): "delayed by \(counted(ticks, "tick"))"
    case .request, .timeout, .choose, .crash, .restart, .cut, .heal, .wait: nil
    }
  }
}
