import Consensus
import Narration
import Screen

// Which messages are shown, which one is selected, and what each would do.

extension Stage {
  /// The message that the step ahead is about.
  var upcoming: MessageID? {
    ahead.flatMap { session.step(to: $0)?.message }
  }

  /// Due first, then the oldest; neither held nor without a way.
  var nextDue: MessageID? {
    let messages = scene.messages
    var best: Int?
    for place in messages.indices where !messages[place].isHeld && messages[place].obstacle == nil {
      if best.map({ messages[place].due < messages[$0].due }) ?? true { best = place }
    }
    return best.map { messages[$0].id }
  }
}

extension Stage {
  mutating func show(only filter: String) {
    let place = selectedRow
    self.filter = filter
    fillQueue()
    if selectedRow == nil { select(row: place ?? 0) }
  }

  mutating func fillQueue() {
    let messages = scene.messages
    let words = filter.lowercased().split(separator: " ").map(String.init)
    queue = Array(messages.indices)
    if !words.isEmpty { queue.removeAll { index in !words.allSatisfy { messages[index].matches($0) } } }
    let isSorted = zip(queue, queue.dropFirst()).allSatisfy { messages[$0].due <= messages[$1].due }
    if !isSorted { queue.sort { (messages[$0].due, $0) < (messages[$1].due, $1) } }
  }

  /// Where the selected message is in the queue. O(log n), because it is asked for more than once a frame.
  var selectedRow: Int? {
    guard let message else { return nil }
    let messages = scene.messages
    let index = messages.place { $0.id < message }
    guard index < messages.count, messages[index].id == message else { return nil }
    let row = queue.place { (messages[$0].due, $0) < (messages[index].due, index) }
    return row < queue.count && queue[row] == index ? row : nil
  }

  var selectedMessage: MessageView? { selectedRow.map { scene.messages[queue[$0]] } }
  var selectedNode: NodeView? { scene.nodes.indices.contains(node) ? scene.nodes[node] : nil }

  mutating func select(row: Int) {
    message = queue.isEmpty ? nil : scene.messages[queue[row.clamped(to: 0...queue.count - 1)]].id
  }

  mutating func select(_ message: MessageID) { self.message = message }

  func preview(of message: MessageID) -> Preview {
    if let preview, preview.message == message { return preview.preview }
    return Preview(session.preview(message))
  }

  /// Whether a message can be delivered, and would change something.
  func isEffective(_ message: MessageView) -> Bool {
    if message.obstacle != nil { return false }
    return verdicts[message.id]?.isEffective ?? Preview(session.preview(message.id)).isEffective
  }

  /// Keeps what the selected message would do, and whether the shown ones would do anything.
  mutating func keepPreviews(of shown: Range<Int>) {
    if let message, preview?.message != message { preview = (message, Preview(session.preview(message))) }
    for place in shown {
      let message = scene.messages[queue[place]]
      guard message.obstacle == nil, verdicts[message.id] == nil else { continue }
      verdicts[message.id] = Verdict(receiver: message.to, isEffective: isEffective(message))
    }
  }

  /// After one step, only the node that acted may answer differently.
  func verdictsThatStay(after left: [NodeView]) -> [MessageID: Verdict] {
    let acted = Set((left + scene.nodes).filter(\.acted).map(\.name))
    return verdicts.filter { !acted.contains($0.value.receiver) }
  }

  mutating func forgetVerdicts(of left: [NodeView], isOneStep: Bool) {
    preview = nil
    verdicts = isOneStep ? verdictsThatStay(after: left) : [:]
  }
}

extension MessageView {
  /// Whether a word of the filter fits: part of a kind, value or remark; a ballot, a number, a node.
  fileprivate func matches(_ word: String) -> Bool {
    label.kind.contains(word) || label.ballot?.description == word || from.lowercased() == word
      || to.lowercased() == word || "\(id)" == word || label.value?.lowercased().contains(word) ?? false
      || label.remark?.lowercased().contains(word) ?? false || matches(route: word)
  }

  /// `p1->a1`, `->a1`, `p1->`
  private func matches(route: String) -> Bool {
    guard let arrow = route.firstRange(of: "->") ?? route.firstRange(of: "→") else { return false }
    let sender = route[..<arrow.lowerBound]
    let receiver = route[arrow.upperBound...]
    return (sender.isEmpty || sender == from.lowercased()) && (receiver.isEmpty || receiver == to.lowercased())
  }
}
