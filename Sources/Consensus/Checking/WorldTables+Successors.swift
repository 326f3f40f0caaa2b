/// Listing the worlds to which one step leads from a world.
extension WorldTables {
  /// First looks up what each message would do, then lists the steps, first those that nodes take by themselves. Where a message is urgent,
  /// its delivery is the only step.
  func expand(_ row: Row, into successors: inout Successors<Move>) -> Bool {
    let count = messageCount(row)
    return withUnsafeTemporaryAllocation(of: UnsafeMutablePointer<UInt32>.self, capacity: nodeCount) { entryRows in
      withUnsafeTemporaryAllocation(of: UInt32.self, capacity: count) { entries in
        var sum = ledgers[Int(ledger(row))].weight &+ allowances[allowance(row)].weight
        for node in 0..<nodeCount {
          let state = Int(row[node])
          sum = sum &+ nodes[node].states[state].weight
          entryRows[node] = nodes[node].entries.row(state)
        }
        var isLearnt = true
        var urgent: Int?
        for place in 0..<count {
          let message = messages[Int(messages(row)[place])]
          sum = sum &+ message.weight
          // Equal messages are neighbours: to deliver either is the same step.
          let isRepeated = place > 0 && messages(row)[place] == messages(row)[place - 1]
          let isListed = !isRepeated && isDue(message.stage, row)
          let entry = isListed ? entryRows[Int(message.receiver)][Int(message.column)] : Entry.impossible
          entries[place] = entry
          isLearnt = isLearnt && entry != 0
          if isRelaxed && urgent == nil && entry & Entry.mask >= Entry.firstStep && isUrgent(message, row) {
            urgent = place
          }
        }
        guard isLearnt else { return false }
        if let urgent { return hurry(urgent, row, Int(entries[urgent] & Entry.mask), sum, &successors) }
        guard listOwn(row, sum, &successors), deliver(row, entries, sum, &successors) else { return false }
        countRules(row, entries, &successors)
        return true
      }
    }
  }

  private func hurry(_ place: Int, _ row: Row, _ step: Int, _ sum: W, _ successors: inout Successors<Move>) -> Bool {
    guard append(step, UInt16(truncatingIfNeeded: place), row, sum, &successors) else { return false }
    successors.count(Int(steps[step].kind))
    return true
  }

  /// The steps that nodes take without a message.
  @inline(__always)
  private func listOwn(_ row: Row, _ sum: W, _ successors: inout Successors<Move>) -> Bool {
    for node in 0..<nodeCount {
      let state = nodes[node].states[Int(row[node])]
      guard state.isLearnt else { return false }
      for place in 0..<Int(state.ownCount) {
        let step = Int(own[Int(state.firstOwn) + place])
        guard append(step, Move.none, row, sum, &successors) else { return false }
      }
    }
    return true
  }

  @inline(__always)
  private func deliver(
    _ row: Row, _ entries: UnsafeMutableBufferPointer<UInt32>, _ sum: W, _ successors: inout Successors<Move>
  ) -> Bool {
    for place in 0..<entries.count {
      let entry = entries[place] & Entry.mask
      guard entry >= Entry.firstStep else { continue }
      guard append(Int(entry), UInt16(truncatingIfNeeded: place), row, sum, &successors) else { return false }
    }
    return true
  }

  /// Lists one step, if it is one here; false where something is not learnt yet.
  @inline(__always)
  private func append(
    _ index: Int, _ place: UInt16, _ row: Row, _ sum: W, _ successors: inout Successors<Move>
  ) -> Bool {
    let step = steps[index]
    guard isDue(step.stage, row) else { return true }
    let before = ledger(row)
    var sum = sum &+ step.difference
    var after = before
    if step.announcement != 0 {
      let entry = ledgerAfter[before, step.announcement]
      guard entry != 0 else { return false }
      after = entry - 1
      if step.isQuiet && after == before { return true }
      sum = sum &+ ledgers[Int(after)].weight &- ledgers[Int(before)].weight
    }
    var place = place
    if isRelaxed {
      guard let change = change(after: step, row) else { return false }
      if change.isNothing && after == before && step.next == row[Int(step.node)] { return true }
      sum = sum &+ change.weight
      place = Move.none
    }
    var move = Move(
      step: UInt32(truncatingIfNeeded: index), ledger: after, allowance: UInt16(truncatingIfNeeded: allowance(row)),
      message: place)
    guard step.action >= Self.firstLimitedAction || hasDuplicates else {
      successors.append(sum.fingerprint, move)
      return true
    }
    return appendWithinAllowance(&move, step, row, sum, &successors)
  }

  /// Lists a step that uses up some allowance, and a delivery with and without a duplicate.
  @inline(never)
  private func appendWithinAllowance(
    _ move: inout Move, _ step: Step, _ row: Row, _ sum: W, _ successors: inout Successors<Move>
  ) -> Bool {
    var action = step.action
    var sum = sum
    if action < Self.firstLimitedAction {
      successors.append(sum.fingerprint, move)
      guard move.message != Move.none else { return true }
      // The same delivery, while the message stays in flight.
      sum = sum &+ messages[Int(step.message)].weight
      move.message = Move.none
      action = Self.duplicateAction
    }
    let entry = allowanceAfter[allowance(row) * actionCount + Int(action)]
    guard entry != AllowanceEntry.notLearnt else { return false }
    guard entry != AllowanceEntry.notAllowed else { return true }
    move.allowance = entry - AllowanceEntry.first
    sum = sum &+ allowances[Int(move.allowance)].weight &- allowances[allowance(row)].weight
    successors.append(sum.fingerprint, move)
    return true
  }

  /// Counts the rules that were followed in a world, also where they changed nothing.
  @inline(__always)
  private func countRules(
    _ row: Row, _ entries: UnsafeMutableBufferPointer<UInt32>, _ successors: inout Successors<Move>
  ) {
    for entry in entries { successors.count(Int(entry >> 24)) }
    for node in 0..<nodeCount {
      let state = nodes[node].states[Int(row[node])]
      for place in 0..<Int(state.ownCount) {
        successors.count(Int(steps[Int(own[Int(state.firstOwn) + place])].kind))
      }
    }
  }
}
