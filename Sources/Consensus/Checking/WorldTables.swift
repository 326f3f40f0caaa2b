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
    /// Stands for a step that is none of a node: the search goes on to the next stage.
    static var goOn: UInt32 { Entry.impossible }
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
    /// The only stage in which it may be taken, or 0 for any.
    let stage: UInt16

    /// Fills the places of the entries that are no steps.
    static var unused: Step {
      Step(
        difference: .zero, next: 0, announcement: 0, firstSent: 0, sentCount: 0, message: 0, node: 0, action: 0,
        kind: 0, isQuiet: true, stage: 0)
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
    /// For each state and message, a raw value of `Fate`; 0 if not learnt. Of relaxed searches only.
    var fates = Grid()
    /// For each state and stage 1 + the state in which it is left when a search goes on to the stage.
    var stateAfter = PairMap()
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
    let receiver: UInt16
    /// Its column in the receiver's entries.
    let column: UInt16
    /// The only stage in which it can be received, or 0 for any.
    let stage: UInt16
  }

  struct LedgerRecord: BitwiseCopyable {
    let weight: W
    let isEnd: Bool
  }

  struct Allowance: BitwiseCopyable {
    let weight: W
    let stage: UInt16
  }

  let nodeCount: Int
  let actionCount: Int
  let hasDuplicates: Bool
  /// Whether the messages of a row are a set, without those that are spent (`WorldTables+Relaxed.swift`).
  let isRelaxed: Bool
  /// Whether they stay in it when they are delivered.
  let keepsMessages: Bool
  /// How many stages a relaxed search goes through (`WorldTables+Stages.swift`); 0 if it has none.
  let stageCount: Int
  let nodes: UnsafeMutablePointer<Node>
  var messages = Table<Message>()
  var ledgers = Table<LedgerRecord>()
  /// For each ledger and announcement 1 + the ledger afterwards.
  var ledgerAfter = PairMap()
  /// For each ledger and stage 1 + the ledger that is left when a search goes on to the stage.
  var ledgerInStage = PairMap()
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
  static var duplicateAction: UInt8 { 2 }
  static var firstLimitedAction: UInt8 { 2 }
  static var goOnAction: Int { 5 }

  init(nodes count: Int, actions: Int, hasDuplicates: Bool, isRelaxed: Bool, keepsMessages: Bool, stages: Int) {
    nodeCount = count
    actionCount = actions
    self.hasDuplicates = hasDuplicates
    self.isRelaxed = isRelaxed
    self.keepsMessages = keepsMessages
    stageCount = stages
    nodes = .allocate(capacity: max(1, count))
    for node in 0..<count { (nodes + node).initialize(to: Node()) }
    steps.append(Step.unused)
    steps.append(Step.unused)
  }

  func deallocate() {
    for node in 0..<nodeCount {
      nodes[node].states.deallocate()
      nodes[node].entries.deallocate()
      nodes[node].fates.deallocate()
      nodes[node].stateAfter.deallocate()
    }
    nodes.deallocate()
    messages.deallocate()
    ledgers.deallocate()
    ledgerAfter.deallocate()
    ledgerInStage.deallocate()
    steps.deallocate()
    sent.deallocate()
    own.deallocate()
    allowances.deallocate()
    allowanceAfter.deallocate()
  }

  var bytes: Int {
    var bytes = messages.bytes + ledgers.bytes + steps.bytes + sent.bytes + own.bytes
    bytes += ledgerAfter.bytes + ledgerInStage.bytes
    for node in 0..<nodeCount {
      bytes += nodes[node].states.bytes + nodes[node].entries.bytes
      bytes += nodes[node].fates.bytes + nodes[node].stateAfter.bytes
    }
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
    if isRelaxed { return nodeCount + 2 + (messageCount(after: move, from: row) + 1) / 2 }
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
    if move.step == Move.goOn { return writeNextStage(move, from: row, to: destination) }
    let step = steps[Int(move.step)]
    destination.update(from: row, count: nodeCount)
    destination[Int(step.node)] = step.next
    destination[nodeCount] = move.ledger
    if isRelaxed { return writeKept(move, from: row, to: destination) }

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
