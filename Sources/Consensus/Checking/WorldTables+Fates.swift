/// Leaving messages out that can no longer help, and hurrying those that may as well arrive at once (`Reduction`).
///
/// No row has a spent message: a step leaves out those that become spent by the new state of its node, and of those that it
/// sends the ones that come too late. So worlds that differ in spent messages alone are one.
extension WorldTables {
  static var spent: UInt32 { 2 }
  private static var urgent: UInt32 { 3 }

  /// The state of a node in a world, or after a step from there.
  @inline(__always)
  func state(of node: Int, _ row: Row, after step: Step?) -> Int {
    if let step, Int(step.node) == node { Int(step.next) } else { Int(row[node]) }
  }

  /// What a message can still do: of what its receiver and its sender make of it, spent wins. 0 if that is not learnt.
  @inline(__always)
  private func fate(of message: Message, _ row: Row, after step: Step?) -> UInt32 {
    let (receiver, sender) = (Int(message.receiver), Int(message.sender))
    let received = nodes[receiver].fates.row(state(of: receiver, row, after: step))[Int(message.column)]
    let sent = nodes[sender].sentFates.row(state(of: sender, row, after: step))[Int(message.senderColumn)]
    guard received != 0, sent != 0 else { return 0 }
    return sent == Self.spent ? sent : received
  }

  @inline(__always)
  func isUrgent(_ message: Message, _ row: Row) -> Bool { fate(of: message, row, after: nil) == Self.urgent }

  /// Whether a message of a world, or one that a step from there sends, is spent after the step.
  @inline(__always)
  func isSpent(_ number: Int, after step: Step, _ row: Row) -> Bool {
    fate(of: messages[number], row, after: step) == Self.spent
  }

  /// The weight of all messages that are left out after a step, or nil where something is not learnt yet.
  func spentWeight(after step: Step, _ delivered: UInt16, _ row: Row) -> W? {
    var weight = W.zero
    for place in 0..<messageCount(row) where place != Int(delivered) {
      let message = messages[Int(self.messages(row)[place])]
      // The others are not spent, or they would not be here.
      guard message.receiver == UInt16(step.node) || message.sender == UInt16(step.node) else { continue }
      let fate = fate(of: message, row, after: step)
      guard fate != 0 else { return nil }
      if fate == Self.spent { weight = weight &+ message.weight }
    }
    for place in 0..<Int(step.sentCount) {
      let message = messages[Int(sent[Int(step.firstSent) + place])]
      let fate = fate(of: message, row, after: step)
      guard fate != 0 else { return nil }
      if fate == Self.spent { weight = weight &+ message.weight }
    }
    return weight
  }

  /// How many messages are left out after a step.
  func leftOut(after move: Move, from row: Row) -> Int {
    let step = steps[Int(move.step)]
    var count = 0
    for place in 0..<messageCount(row) where place != Int(move.message) {
      if isSpent(Int(messages(row)[place]), after: step, row) { count += 1 }
    }
    for place in 0..<Int(step.sentCount) {
      if isSpent(Int(sent[Int(step.firstSent) + place]), after: step, row) { count += 1 }
    }
    return count
  }

  /// Lists the delivery of an urgent message as the only step; false where something is not learnt yet.
  func hurry(_ place: Int, _ row: Row, _ step: Int, _ sum: W, _ successors: inout Successors<Move>) -> Bool {
    guard append(step, UInt16(truncatingIfNeeded: place), row, sum, &successors) else { return false }
    successors.count(Int(steps[step].kind))
    return true
  }

  /// Lists only the steps of a node that has begun something, and the deliveries of messages from it and to it; false where
  /// something is not learnt yet.
  func begin(
    _ node: Int, _ row: Row, _ entries: UnsafeMutableBufferPointer<UInt32>, _ sum: W,
    _ successors: inout Successors<Move>
  ) -> Bool {
    guard listOwn(node, row, sum, &successors) else { return false }
    for place in 0..<entries.count {
      let entry = entries[place] & Entry.mask
      let message = messages[Int(messages(row)[place])]
      let isItsOwn = Int(message.sender) == node || Int(message.receiver) == node
      guard entry >= Entry.firstStep, isItsOwn else { continue }
      guard append(Int(entry), UInt16(truncatingIfNeeded: place), row, sum, &successors) else { return false }
    }
    return true
  }
}
