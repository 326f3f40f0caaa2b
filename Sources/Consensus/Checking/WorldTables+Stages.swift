/// Going through the ballots one after the other (`Stages`).
///
/// From every world a relaxed search may go on to the next stage. Then the state of every node, and the ledger, are what is left of them
/// in that stage, and messages of earlier ones are gone. That is no step, and the world the same moment: only that events of the earlier
/// stages, which may still have been possible, need not be looked at any more.
extension WorldTables {
  @inline(__always)
  func stage(_ row: Row) -> UInt16 { allowances[allowance(row)].stage }

  /// Whether a message, or a step, of a stage may come next.
  @inline(__always)
  func isDue(_ stage: UInt16, _ row: Row) -> Bool { stage == 0 || stage == self.stage(row) }

  /// Lists the going on, unless a message is urgent; false where something is not learnt yet.
  func expandFreely(_ row: Row, into successors: inout Successors<Move>) -> Bool {
    guard Int(stage(row)) < stageCount else { return true }
    for place in 0..<messageCount(row) {
      let message = messages[Int(messages(row)[place])]
      guard isDue(message.stage, row) else { continue }
      let entry = nodes[Int(message.receiver)].entries.row(Int(row[Int(message.receiver)]))[Int(message.column)]
      guard entry != 0 else { return false }
      if isUrgent(message, row) && entry & Entry.mask >= Entry.firstStep { return true }
    }
    return listNextStage(row, &successors)
  }

  private func listNextStage(_ row: Row, _ successors: inout Successors<Move>) -> Bool {
    let next = stage(row) + 1
    let allowance = allowanceAfter[allowance(row) * actionCount + Self.goOnAction]
    let ledger = ledgerInStage[ledger(row), UInt32(next)]
    guard allowance >= AllowanceEntry.first, ledger != 0 else { return false }
    var move = Move(step: Move.goOn, ledger: ledger - 1, allowance: 0, message: Move.none)
    move.allowance = allowance - AllowanceEntry.first
    var sum = ledgers[Int(move.ledger)].weight &+ allowances[Int(move.allowance)].weight
    for node in 0..<nodeCount {
      let state = nodes[node].stateAfter[row[node], UInt32(next)]
      guard state != 0 else { return false }
      sum = sum &+ nodes[node].states[Int(state) - 1].weight
    }
    let isLearnt = forEachMessage(inStage: next, row) { sum = sum &+ messages[Int($0)].weight }
    guard isLearnt else { return false }
    successors.append(sum.fingerprint, move)
    return true
  }

  func messageCount(inStage stage: UInt16, from row: Row) -> Int {
    var count = 0
    _ = forEachMessage(inStage: stage, row) { _ in count += 1 }
    return count
  }

  func writeNextStage(_ move: Move, from row: Row, to destination: UnsafeMutablePointer<UInt32>) {
    let stage = allowances[Int(move.allowance)].stage
    for node in 0..<nodeCount { destination[node] = nodes[node].stateAfter[row[node], UInt32(stage)] - 1 }
    destination[nodeCount] = move.ledger
    let new = UnsafeMutableRawPointer(destination + nodeCount + 2).assumingMemoryBound(to: UInt16.self)
    var count = 0
    _ = forEachMessage(inStage: stage, row) { message in
      new[count] = message
      count += 1
    }
    if count % 2 == 1 { new[count] = 0 }
    destination[nodeCount + 1] = UInt32(count) | UInt32(move.allowance) << 16
  }

  /// Calls a body with each message that a world keeps in a later stage; false where something is not learnt yet.
  private func forEachMessage(inStage stage: UInt16, _ row: Row, _ body: (UInt16) -> Void) -> Bool {
    for place in 0..<messageCount(row) {
      let number = messages(row)[place]
      let message = messages[Int(number)]
      guard message.stage == 0 || message.stage >= stage else { continue }
      let receiver = Int(message.receiver)
      let state = nodes[receiver].stateAfter[row[receiver], UInt32(stage)]
      guard state != 0 else { return false }
      let fate = nodes[receiver].fates.row(Int(state) - 1)[Int(message.column)]
      guard fate != 0 else { return false }
      if fate != Self.spent { body(number) }
    }
    return true
  }
}
