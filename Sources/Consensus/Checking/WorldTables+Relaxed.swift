/// Messages that stay in flight when they are delivered, as a rule (`Relaxation`).
///
/// The messages of a row are then a set: a step adds those that it sends and that are not there yet, and leaves out those that are
/// spent in its node's new state. So worlds that differ in spent messages alone are one.
extension WorldTables {
  static var spent: UInt32 { 2 }
  static var urgent: UInt32 { 3 }

  /// Whether nothing else need happen before a message is delivered.
  @inline(__always)
  func isUrgent(_ message: Message, _ row: Row) -> Bool {
    nodes[Int(message.receiver)].fates.row(Int(row[Int(message.receiver)]))[Int(message.column)] == Self.urgent
  }

  /// The state of a node after a step from a world.
  @inline(__always)
  private func state(of node: Int, _ row: Row, after step: Step) -> Int {
    Int(step.node) == node ? Int(step.next) : Int(row[node])
  }

  /// What a step does to the messages of a world.
  struct Change {
    /// What it adds to the weight.
    var weight = W.zero
    /// No message is added, and none left out but the one that was delivered.
    var isNothing = true
  }

  /// Nil where something is not learnt yet.
  @inline(__always)
  func change(after step: Step, _ row: Row) -> Change? {
    var change = Change()
    let isLearnt = forEachChange(after: step, row) { message, isArrival in
      let weight = messages[Int(message)].weight
      change.weight = isArrival ? change.weight &+ weight : change.weight &- weight
      change.isNothing = change.isNothing && isConsumed(message, by: step)
    }
    return isLearnt ? change : nil
  }

  /// How many messages a row has after a step.
  func messageCount(after move: Move, from row: Row) -> Int {
    if move.step == Move.goOn { return messageCount(inStage: stage(row) + 1, from: row) }
    var count = messageCount(row)
    _ = forEachChange(after: steps[Int(move.step)], row) { _, isArrival in count += isArrival ? 1 : -1 }
    return count
  }

  /// Writes the messages and the allowance of a row: two sorted lists that are merged, each message once.
  func writeKept(_ move: Move, from row: Row, to destination: UnsafeMutablePointer<UInt32>) {
    let step = steps[Int(move.step)]
    let old = messages(row)
    let oldCount = messageCount(row)
    let new = UnsafeMutableRawPointer(destination + nodeCount + 2).assumingMemoryBound(to: UInt16.self)
    var count = 0
    func add(_ message: UInt16) {
      let isRepeated = count > 0 && new[count - 1] == message
      guard !isRepeated, spentness(of: message, after: step, row) != Self.spent else { return }
      new[count] = message
      count += 1
    }
    var place = 0
    for arrival in 0..<Int(step.sentCount) {
      let message = sent[Int(step.firstSent) + arrival]
      while place < oldCount && old[place] <= message {
        if !isConsumed(old[place], by: step) { add(old[place]) }
        place += 1
      }
      add(message)
    }
    while place < oldCount {
      if !isConsumed(old[place], by: step) { add(old[place]) }
      place += 1
    }
    if count % 2 == 1 { new[count] = 0 }
    destination[nodeCount + 1] = UInt32(count) | UInt32(move.allowance) << 16
  }

  /// Whether a message is gone because a step delivers it.
  @inline(__always)
  private func isConsumed(_ message: UInt16, by step: Step) -> Bool { !keepsMessages && message == step.message }

  /// Calls a body with each message that a step adds (true) or that is gone after it (false); false where something is not learnt
  /// yet.
  @inline(__always)
  private func forEachChange(after step: Step, _ row: Row, _ body: (UInt16, Bool) -> Void) -> Bool {
    let old = messages(row)
    let oldCount = messageCount(row)
    var place = 0
    for arrival in 0..<Int(step.sentCount) {
      let message = sent[Int(step.firstSent) + arrival]
      if arrival > 0 && sent[Int(step.firstSent) + arrival - 1] == message { continue }
      while place < oldCount && old[place] < message { place += 1 }
      if place < oldCount && old[place] == message && !isConsumed(message, by: step) { continue }
      let spentness = spentness(of: message, after: step, row)
      guard spentness != 0 else { return false }
      if spentness != Self.spent { body(message, true) }
    }
    if !keepsMessages && step.message != Move.none { body(step.message, false) }
    guard step.next != row[Int(step.node)] else { return true }
    let fates = nodes[Int(step.node)].fates.row(Int(step.next))
    for place in 0..<oldCount {
      let message = messages[Int(old[place])]
      guard message.receiver == UInt16(step.node), !isConsumed(old[place], by: step) else { continue }
      let fate = fates[Int(message.column)]
      guard fate != 0 else { return false }
      if fate == Self.spent { body(old[place], false) }
    }
    return true
  }

  /// What the receiver's state after a step says of a message; 0 if that is not learnt.
  @inline(__always)
  private func spentness(of message: UInt16, after step: Step, _ row: Row) -> UInt32 {
    let message = messages[Int(message)]
    let receiver = Int(message.receiver)
    return nodes[receiver].fates.row(state(of: receiver, row, after: step))[Int(message.column)]
  }
}
