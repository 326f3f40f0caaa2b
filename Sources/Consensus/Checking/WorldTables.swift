/// The tables in which a search looks worlds up, and what it does with them: reading alone, by any number of threads.
///
/// Every distinct state of a node, message (with sender and receiver) and ledger has a number, given when it was first
/// seen. A world is a row of them:
///
///     state of node 0 | … | state of node n−1 | ledger | allowance and count of messages | messages, two a word, sorted
///
/// What a node does with a message in a state is one entry of a table. The weight of a world is the wrapping sum of the
/// weights of its parts, so that a step only adds a difference that the table holds, and a successor is known to be new or
/// old without being written.
struct WorldTables<W: Weight> {
  /// Which step leads to a successor.
  struct Move: BitwiseCopyable {
    let step: UInt32
    let ledger: UInt32
    var allowance: UInt16
    /// The place in the row of the message that is no longer in flight, or `none`.
    var message: UInt16

    static var none: UInt16 { .max }
  }

  /// What a node does with one event in one state.
  struct Step: BitwiseCopyable {
    /// What it adds to the fingerprint, without the ledger and the allowance.
    let difference: W
    let next: UInt32
    let announcement: UInt32
    /// Its messages in `sent`.
    let firstSent: UInt32
    let sentCount: UInt16
    /// The message that is received, or `Move.none`.
    let message: UInt16
    let node: UInt8
    /// The place of its action in `actions`.
    let action: UInt8
    /// 1 + the place of the rule, or 0.
    let kind: UInt8
    /// Matters only if the ledger changes.
    let isQuiet: Bool

    /// Fills the places of the entries that are no steps.
    static var unused: Step {
      Step(
        difference: .zero, next: 0, announcement: 0, firstSent: 0, sentCount: 0, message: 0, node: 0, action: 0,
        kind: 0, isQuiet: true)
    }
  }

  struct State: BitwiseCopyable {
    let weight: W
    /// Whether the search may end in a world with this state.
    let isEnd: Bool
    /// The steps that the node may take without a message: `own[first..<first + count]`.
    var firstOwn: UInt32 = 0
    var ownCount: UInt16 = 0
    var isLearnt = false
  }

  struct Node {
    var states = Table<State>()
    /// For each state and message: the kind of the rule in the first 8 bits, and a step or one of `Entry`.
    var entries = Grid()
    var messageCount = 0
  }

  /// Entries that are no steps. 0 in all bits: not learnt.
  enum Entry {
    static var changesNothing: UInt32 { 0 }
    static var impossible: UInt32 { 1 }
    static var firstStep: UInt32 { 2 }
    static var mask: UInt32 { 0xFF_FFFF }
  }

  struct Message: BitwiseCopyable {
    let weight: W
    let receiver: UInt32
    /// Its column in the receiver's entries.
    let column: UInt32
  }

  struct LedgerRecord: BitwiseCopyable {
    let weight: W
    let isEnd: Bool
  }

  struct Allowance: BitwiseCopyable {
    let weight: W
  }

  let nodeCount: Int
  let actionCount: Int
  let hasDuplicates: Bool
  let nodes: UnsafeMutablePointer<Node>
  var messages = Table<Message>()
  var ledgers = Table<LedgerRecord>()
  /// For each ledger and announcement 1 + the ledger afterwards.
  var ledgerAfter = PairMap()
  var steps = Table<Step>()
  var sent = Table<UInt16>()
  var own = Table<UInt32>()
  var allowances = Table<Allowance>()
  /// For each allowance and action, one of `AllowanceEntry`, or 2 + the allowance afterwards.
  var allowanceAfter = Table<UInt16>()

  enum AllowanceEntry {
    static var notLearnt: UInt16 { 0 }
    static var notAllowed: UInt16 { 1 }
    static var first: UInt16 { 2 }
  }

  // Places in `Action.all`.
  private static var duplicateAction: UInt8 { 2 }
  private static var firstLimitedAction: UInt8 { 2 }

  init(nodes count: Int, actions: Int, hasDuplicates: Bool) {
    nodeCount = count
    actionCount = actions
    self.hasDuplicates = hasDuplicates
    nodes = .allocate(capacity: max(1, count))
    for node in 0..<count { (nodes + node).initialize(to: Node()) }
    steps.append(Step.unused)
    steps.append(Step.unused)
  }

  func deallocate() {
    for node in 0..<nodeCount {
      nodes[node].states.deallocate()
      nodes[node].entries.deallocate()
    }
    nodes.deallocate()
    messages.deallocate()
    ledgers.deallocate()
    ledgerAfter.deallocate()
    steps.deallocate()
    sent.deallocate()
    own.deallocate()
    allowances.deallocate()
    allowanceAfter.deallocate()
  }

  var bytes: Int {
    var bytes = messages.bytes + ledgers.bytes + ledgerAfter.bytes + steps.bytes + sent.bytes + own.bytes
    for node in 0..<nodeCount { bytes += nodes[node].states.bytes + nodes[node].entries.bytes }
    return bytes
  }
}

// MARK: - Rows

extension WorldTables {
  /// The row of a world in which every node, the ledger and the allowance have the number 0.
  static func row(nodes: Int, messages: [Int]) -> [UInt32] {
    var row: [UInt32] = Array(repeating: 0, count: nodes + 1)
    row.append(UInt32(messages.count))
    for place in stride(from: 0, to: messages.count, by: 2) {
      let second = place + 1 < messages.count ? messages[place + 1] : 0
      row.append(UInt32(messages[place]) | UInt32(second) << 16)
    }
    return row
  }

  @inline(__always)
  func ledger(_ row: Row) -> UInt32 { row[nodeCount] }

  @inline(__always)
  func allowance(_ row: Row) -> Int { Int(row[nodeCount + 1] >> 16) }

  @inline(__always)
  func messageCount(_ row: Row) -> Int { Int(row[nodeCount + 1] & 0xFFFF) }

  @inline(__always)
  func messages(_ row: Row) -> UnsafePointer<UInt16> {
    UnsafeRawPointer(row + nodeCount + 2).assumingMemoryBound(to: UInt16.self)
  }

  @inline(__always)
  func width(of row: Row) -> Int { nodeCount + 2 + (messageCount(row) + 1) / 2 }

  @inline(__always)
  func width(after move: Move, from row: Row) -> Int {
    let count = messageCount(row) + Int(steps[Int(move.step)].sentCount) - (move.message == Move.none ? 0 : 1)
    return nodeCount + 2 + (count + 1) / 2
  }

  /// The ledger is looked at first: in a check it decides the matter, and most ledgers end nothing.
  @inline(__always)
  func isEnd(_ row: Row) -> Bool {
    guard ledgers[Int(ledger(row))].isEnd else { return false }
    for node in 0..<nodeCount where !nodes[node].states[Int(row[node])].isEnd { return false }
    return true
  }

  func fingerprint(of row: Row) -> UInt64 {
    weight(of: row).fingerprint
  }

  private func weight(of row: Row) -> W {
    var sum = ledgers[Int(ledger(row))].weight &+ allowances[allowance(row)].weight
    for node in 0..<nodeCount { sum = sum &+ nodes[node].states[Int(row[node])].weight }
    for place in 0..<messageCount(row) { sum = sum &+ messages[Int(messages(row)[place])].weight }
    return sum
  }

  /// Copies the row and changes what the step changes. The messages are two sorted lists that are merged.
  @inline(__always)
  func write(_ move: Move, from row: Row, to destination: UnsafeMutablePointer<UInt32>) {
    let step = steps[Int(move.step)]
    destination.update(from: row, count: nodeCount)
    destination[Int(step.node)] = step.next
    destination[nodeCount] = move.ledger

    let old = messages(row)
    let oldCount = messageCount(row)
    let new = UnsafeMutableRawPointer(destination + nodeCount + 2).assumingMemoryBound(to: UInt16.self)
    let arriving = sent.base + Int(step.firstSent)
    let arrivingCount = Int(step.sentCount)
    var count = 0
    var arrived = 0
    for place in 0..<oldCount where place != Int(move.message) {
      while arrived < arrivingCount && arriving[arrived] < old[place] {
        new[count] = arriving[arrived]
        count += 1
        arrived += 1
      }
      new[count] = old[place]
      count += 1
    }
    while arrived < arrivingCount {
      new[count] = arriving[arrived]
      count += 1
      arrived += 1
    }
    if count % 2 == 1 { new[count] = 0 }
    destination[nodeCount + 1] = UInt32(count) | UInt32(move.allowance) << 16
  }
}

// MARK: - Successors

extension WorldTables {
  /// First looks up what each message would do, then lists the steps, first those that nodes take by themselves.
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
        for place in 0..<count {
          let message = messages[Int(messages(row)[place])]
          sum = sum &+ message.weight
          let entry = entryRows[Int(message.receiver)][Int(message.column)]
          // Equal messages are neighbours: to deliver either is the same step.
          let isRepeated = place > 0 && messages(row)[place] == messages(row)[place - 1]
          entries[place] = isRepeated ? Entry.impossible : entry
          isLearnt = isLearnt && entry != 0
        }
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
      let state = nodes[node].states[Int(row[node])]
      guard state.isLearnt else { return false }
      for place in 0..<Int(state.ownCount) {
        guard append(Int(own[Int(state.firstOwn) + place]), Move.none, row, sum, &successors) else { return false }
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
