/// Listing the worlds to which one step leads from a world.
extension WorldTables {
  /// First looks up what each message would do, then lists the steps, first those that nodes take by themselves.
  func expand(_ row: Row, into successors: inout Successors<Move>) -> Bool {
    let count = messageCount(row)
    return withUnsafeTemporaryAllocation(of: UnsafeMutablePointer<UInt32>.self, capacity: nodeCount) { entryRows in
      withUnsafeTemporaryAllocation(of: UInt32.self, capacity: count) { entries in
        var beginning: Int?
        var sum = ledgers[Int(ledger(row))].weight &+ allowances[allowance(row)].weight
        for node in 0..<nodeCount {
          let state = Int(row[node])
          sum = sum &+ nodes[node].states[state].weight
          entryRows[node] = nodes[node].entries.row(state)
          if hasFates && nodes[node].states[state].isBeginning { beginning = node }
        }
        var isLearnt = true
        var urgent: Int?
        for place in 0..<count {
          let message = messages[Int(messages(row)[place])]
          sum = sum &+ message.weight
          let entry = entryRows[Int(message.receiver)][Int(message.column)]
          // Equal messages are neighbours: to deliver either is the same step.
          let isRepeated = place > 0 && messages(row)[place] == messages(row)[place - 1]
          entries[place] = isRepeated ? Entry.impossible : entry
          isLearnt = isLearnt && entry != 0
          if hasFates && urgent == nil && isUrgent(message, row) && entry & Entry.mask >= Entry.firstStep {
            urgent = place
          }
        }
        if isLearnt, let urgent { return hurry(urgent, row, Int(entries[urgent] & Entry.mask), sum, &successors) }
        if isLearnt, let beginning { return begin(beginning, row, entries, sum, &successors) }
        guard isLearnt, listOwn(row, sum, &successors), deliver(row, entries, sum, &successors) else { return false }
        countRules(row, entries, &successors)
        return true
      }
    }
  }

  /// The steps that nodes take without a message.
  @inline(__always)
  private func listOwn(_ row: Row, _ sum: W, _ successors: inout Successors<Move>) -> Bool {
    for node in 0..<nodeCount {
      guard listOwn(node, row, sum, &successors) else { return false }
    }
    return true
  }

  @inline(__always)
  func listOwn(_ node: Int, _ row: Row, _ sum: W, _ successors: inout Successors<Move>) -> Bool {
    let state = nodes[node].states[Int(row[node])]
    guard state.isLearnt else { return false }
    for place in 0..<Int(state.ownCount) {
      guard append(Int(own[Int(state.firstOwn) + place]), Move.none, row, sum, &successors) else { return false }
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
  func append(
    _ index: Int, _ place: UInt16, _ row: Row, _ sum: W, _ successors: inout Successors<Move>
  ) -> Bool {
    let step = steps[index]
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
    if keepsMessages {
      guard let change = change(after: step, row) else { return false }
      if change.isNothing && after == before && step.next == row[Int(step.node)] { return true }
      sum = sum &+ change.weight
      place = Move.none
    } else if hasFates {
      guard let spent = spentWeight(after: step, place, row) else { return false }
      sum = sum &- spent
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
      if !hasFates || !isSpent(Int(step.message), after: step, row) {
        sum = sum &+ messages[Int(step.message)].weight
      }
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
