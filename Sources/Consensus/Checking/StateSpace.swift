/// A kind of part that a world has.
enum WorldPart {
  case state(of: Int), message, ledger, allowance

  /// The weight of a part where every name matters: a number of its own.
  func weight(_ number: Int) -> UInt64 {
    let tag: UInt64 =
      switch self {
      case .message: 1
      case .ledger: 2
      case .allowance: 3
      case .state(let node): 4 + UInt64(node)
      }
    return mixed(tag << 48 | UInt64(number))
  }
}

/// The worlds of an algorithm within bounds, as a transition system in numbers.
///
/// Asks the interpreter for what the tables do not say yet; all else is done by the tables.
final class StateSpace<W: Weight>: TransitionSystem, @unchecked Sendable {
  typealias Tables = WorldTables<W>

  private let interpreter: any Interpreter
  private let actions: [Action]
  /// What a part with a number adds to the fingerprints of its worlds.
  private let weigh: (WorldPart, Int) -> W
  /// Behind a pointer, because every access to a class's own variable is checked, which costs a quarter of the time.
  private let pointer: UnsafeMutablePointer<Tables>
  private var allowances = Interner<Bounds.Allowance>()
  let initial: [UInt32]
  /// A number no longer fits into its bits: the search must end.
  private(set) var isFull = false

  init(_ interpreter: any Interpreter, _ bounds: Bounds, _ weigh: @escaping (WorldPart, Int) -> W) {
    self.interpreter = interpreter
    self.weigh = weigh
    actions = Action.all(requests: bounds.allowedRequests.count)
    initial = Tables.row(nodes: interpreter.nodeCount, messages: interpreter.initialMessages)
    pointer = .allocate(capacity: 1)
    pointer.initialize(
      to: Tables(
        nodes: interpreter.nodeCount, actions: actions.count, hasDuplicates: bounds.duplicates > 0,
        isRelaxed: interpreter.isRelaxed, keepsMessages: interpreter.keepsMessages, stages: interpreter.stageCount))
    admitNew()
    _ = admit(bounds.allowance)
  }

  deinit {
    pointer.pointee.deallocate()
    pointer.deallocate()
  }

  private var tables: Tables {
    @inline(__always) unsafeAddress { UnsafePointer(pointer) }
    @inline(__always) unsafeMutableAddress { pointer }
  }

  var kinds: Int { interpreter.ruleCount + 1 }
  var bytes: Int { tables.bytes }

  func fingerprint(of row: Row) -> UInt64 { tables.fingerprint(of: row) }

  @inline(__always)
  func isEnd(_ row: Row) -> Bool { tables.isEnd(row) }

  @inline(__always)
  func width(of row: Row) -> Int { tables.width(of: row) }

  @inline(__always)
  func width(after move: Tables.Move, from row: Row) -> Int { tables.width(after: move, from: row) }

  @inline(__always)
  func write(_ move: Tables.Move, from row: Row, to destination: UnsafeMutablePointer<UInt32>) {
    tables.write(move, from: row, to: destination)
  }

  @inline(__always)
  func expand(_ row: Row, into successors: inout Successors<Tables.Move>) -> Bool {
    tables.expand(row, into: &successors)
  }

  var hasFreeMoves: Bool { tables.stageCount > 0 }

  @inline(__always)
  func expandFreely(_ row: Row, into successors: inout Successors<Tables.Move>) -> Bool {
    tables.expandFreely(row, into: &successors)
  }
}

// MARK: - Learning

extension StateSpace {
  func learn(_ row: Row) {
    let ledger = tables.ledger(row)
    for node in 0..<tables.nodeCount {
      learnOwn(node, Int(row[node]))
      let state = tables.nodes[node].states[Int(row[node])]
      for place in 0..<Int(state.ownCount) { learnLedger(ledger, after: tables.own[Int(state.firstOwn) + place]) }
    }
    for place in 0..<tables.messageCount(row) {
      let message = Int(tables.messages(row)[place])
      guard tables.isDue(tables.messages[message].stage, row) else { continue }
      learnDelivery(of: message, inState: Int(row[Int(tables.messages[message].receiver)]), ledger)
    }
    if tables.isRelaxed { learnFates(row) }
    for action in actions.indices { learnAllowance(tables.allowance(row), after: action) }
    if Int(tables.stage(row)) < tables.stageCount { learnNextStage(row) }
  }

  /// The steps that a node may take without a message.
  private func learnOwn(_ node: Int, _ state: Int) {
    guard !tables.nodes[node].states[state].isLearnt else { return }
    let outcomes = interpreter.ownOutcomes(ofNode: node, inState: state)
    admitNew()
    tables.nodes[node].states[state].firstOwn = UInt32(truncatingIfNeeded: tables.own.count)
    tables.nodes[node].states[state].ownCount = UInt16(truncatingIfNeeded: outcomes.count)
    tables.nodes[node].states[state].isLearnt = true
    for outcome in outcomes { tables.own.append(admit(outcome, from: state, message: nil)) }
  }

  /// What a node does with a message in a state, and what becomes of the ledger by it.
  private func learnDelivery(of message: Int, inState state: Int, _ ledger: UInt32) {
    let receiver = Int(tables.messages[message].receiver)
    let column = Int(tables.messages[message].column)
    if tables.nodes[receiver].entries.row(state)[column] == 0 {
      let outcome = interpreter.outcome(ofMessage: message, inState: state)
      admitNew()
      let entry = entry(for: outcome, from: state, message: message)
      tables.nodes[receiver].entries.row(state)[column] = entry
    }
    learnLedger(ledger, after: tables.nodes[receiver].entries.row(state)[column] & Tables.Entry.mask)
  }

  private func entry(for outcome: Outcome?, from state: Int, message: Int) -> UInt32 {
    guard let outcome else { return Tables.Entry.impossible }
    let isNothing = outcome.isQuiet && outcome.announcement == 0
    let step = isNothing ? Tables.Entry.changesNothing : admit(outcome, from: state, message: message)
    return UInt32(kind(of: outcome)) << 24 | step
  }

  private func kind(of outcome: Outcome) -> UInt8 { UInt8(truncatingIfNeeded: outcome.rule.map { 1 + $0 } ?? 0) }

  private func learnLedger(_ ledger: UInt32, after step: UInt32) {
    let announcement = tables.steps[Int(step)].announcement
    guard announcement != 0, tables.ledgerAfter[ledger, announcement] == 0 else { return }
    let after = interpreter.ledger(after: Int(announcement), in: Int(ledger))
    admitNew()
    tables.ledgerAfter.insert(ledger, announcement, UInt32(truncatingIfNeeded: after) + 1)
  }

  private func learnAllowance(_ allowance: Int, after action: Int) {
    let place = allowance * actions.count + action
    guard tables.allowanceAfter[place] == Tables.AllowanceEntry.notLearnt else { return }
    guard let after = allowances[allowance].after(actions[action]) else {
      tables.allowanceAfter[place] = Tables.AllowanceEntry.notAllowed
      return
    }
    // First the number, which may move the table, then the entry.
    let number = admit(after)
    tables.allowanceAfter[place] = Tables.AllowanceEntry.first &+ UInt16(truncatingIfNeeded: number)
  }
}

// MARK: - Learning what relaxed searches need

extension StateSpace {
  /// What the messages of a world, and those that its steps send, can still do: now and after each step.
  private func learnFates(_ row: Row) {
    let messages = (0..<tables.messageCount(row)).map { Int(tables.messages(row)[$0]) }
    for message in messages { learnFate(of: message, inState: Int(row[Int(tables.messages[message].receiver)])) }
    var steps: [Tables.Step] = []
    for node in 0..<tables.nodeCount {
      let state = tables.nodes[node].states[Int(row[node])]
      for place in 0..<Int(state.ownCount) { steps.append(tables.steps[Int(tables.own[Int(state.firstOwn) + place])]) }
    }
    for message in messages {
      let (receiver, column) = (Int(tables.messages[message].receiver), Int(tables.messages[message].column))
      let entry = tables.nodes[receiver].entries.row(Int(row[receiver]))[column] & Tables.Entry.mask
      if entry >= Tables.Entry.firstStep { steps.append(tables.steps[Int(entry)]) }
    }
    for step in steps {
      let arriving = (0..<Int(step.sentCount)).map { Int(tables.sent[Int(step.firstSent) + $0]) }
      for message in messages + arriving {
        let receiver = Int(tables.messages[message].receiver)
        learnFate(of: message, inState: receiver == Int(step.node) ? Int(step.next) : Int(row[receiver]))
      }
    }
  }

  private func learnFate(of message: Int, inState state: Int) {
    let fates = tables.nodes[Int(tables.messages[message].receiver)].fates.row(state)
    let column = Int(tables.messages[message].column)
    if fates[column] == 0 { fates[column] = interpreter.fate(ofMessage: message, inState: state) }
  }

  /// What is left of a world in the next stage.
  private func learnNextStage(_ row: Row) {
    let next = UInt32(tables.stage(row)) + 1
    let ledger = tables.ledger(row)
    if tables.ledgerInStage[ledger, next] == 0 {
      let after = interpreter.ledger(after: Int(ledger), inStage: Int(next))
      admitNew()
      tables.ledgerInStage.insert(ledger, next, UInt32(truncatingIfNeeded: after) + 1)
    }
    for node in 0..<tables.nodeCount where tables.nodes[node].stateAfter[row[node], next] == 0 {
      let after = interpreter.state(after: Int(row[node]), of: node, inStage: Int(next))
      admitNew()
      tables.nodes[node].stateAfter.insert(row[node], next, UInt32(truncatingIfNeeded: after) + 1)
    }
    for place in 0..<tables.messageCount(row) {
      let message = Int(tables.messages(row)[place])
      let receiver = Int(tables.messages[message].receiver)
      learnFate(of: message, inState: Int(tables.nodes[receiver].stateAfter[row[receiver], next]) - 1)
    }
  }
}

// MARK: - Giving numbers

extension StateSpace {
  private func admit(_ allowance: Bounds.Allowance) -> Int {
    let number = allowances.number(of: allowance)
    while tables.allowances.count < allowances.count {
      tables.allowances.append(
        Tables.Allowance(
          weight: weigh(.allowance, tables.allowances.count),
          stage: UInt16(truncatingIfNeeded: allowances[tables.allowances.count].stage)))
      for _ in actions { tables.allowanceAfter.append(Tables.AllowanceEntry.notLearnt) }
    }
    isFull = isFull || number > Int(UInt16.max) - Int(Tables.AllowanceEntry.first)
    return number
  }

  private func admit(_ outcome: Outcome, from state: Int, message: Int?) -> UInt32 {
    let states = tables.nodes[outcome.node].states
    var difference = states[outcome.next].weight &- states[state].weight
    let firstSent = tables.sent.count
    for message in outcome.sent { tables.sent.append(UInt16(truncatingIfNeeded: message)) }
    if !tables.isRelaxed {
      if let message { difference = difference &- tables.messages[message].weight }
      for message in outcome.sent { difference = difference &+ tables.messages[message].weight }
    }
    isFull = isFull || tables.steps.count >= Int(Tables.Entry.mask) || firstSent > Int(UInt32.max) - (1 << 16)
    tables.steps.append(
      Tables.Step(
        difference: difference, next: UInt32(truncatingIfNeeded: outcome.next),
        announcement: UInt32(truncatingIfNeeded: outcome.announcement),
        firstSent: UInt32(truncatingIfNeeded: firstSent), sentCount: UInt16(truncatingIfNeeded: outcome.sent.count),
        message: message.map { UInt16(truncatingIfNeeded: $0) } ?? Tables.Move.none,
        node: UInt8(truncatingIfNeeded: outcome.node),
        action: UInt8(truncatingIfNeeded: actions.firstIndex(of: outcome.action) ?? 0), kind: kind(of: outcome),
        isQuiet: outcome.isQuiet, stage: UInt16(truncatingIfNeeded: outcome.stage)))
    return UInt32(truncatingIfNeeded: tables.steps.count - 1)
  }

  /// Makes room for what the interpreter has seen for the first time.
  private func admitNew() {
    while tables.messages.count < interpreter.messageCount {
      let receiver = interpreter.receiver(ofMessage: tables.messages.count)
      tables.messages.append(
        Tables.Message(
          weight: weigh(.message, tables.messages.count), receiver: UInt16(truncatingIfNeeded: receiver),
          column: UInt16(truncatingIfNeeded: tables.nodes[receiver].messageCount),
          stage: UInt16(truncatingIfNeeded: interpreter.stage(ofMessage: tables.messages.count))))
      tables.nodes[receiver].messageCount += 1
    }
    isFull = isFull || tables.messages.count > Int(UInt16.max)
    for node in 0..<tables.nodeCount {
      while tables.nodes[node].states.count < interpreter.stateCount(of: node) {
        let number = tables.nodes[node].states.count
        tables.nodes[node].states.append(
          Tables.State(
            weight: weigh(.state(of: node), number), isEnd: interpreter.isEnd(state: number, of: node)))
      }
      tables.nodes[node].entries.reserve(
        rows: tables.nodes[node].states.count, columns: tables.nodes[node].messageCount)
      if tables.isRelaxed {
        tables.nodes[node].fates.reserve(
          rows: tables.nodes[node].states.count, columns: tables.nodes[node].messageCount)
      }
    }
    while tables.ledgers.count < interpreter.ledgerCount {
      let number = tables.ledgers.count
      tables.ledgers.append(
        Tables.LedgerRecord(weight: weigh(.ledger, number), isEnd: interpreter.isEnd(ledger: number)))
    }
  }
}

// MARK: - Runs

/// A step in numbers.
struct Happening {
  let action: Action
  let node: Int
  /// The message that was delivered.
  let message: Int?
}

/// What a search through the worlds of an algorithm has found, in numbers.
struct Exploration {
  let ending: SearchEnding
  let progress: Progress
  /// How often each rule was followed, after how often none was.
  let counts: [Int]
  /// The way to the world that ended the search.
  let happenings: [Happening]
}

extension StateSpace {
  func explore(_ plan: SearchPlan, _ pause: (Progress) -> Bool) -> Exploration {
    let search = Search(self, plan)
    let ending = search.run(pause: pause)
    var path: [Int] = []
    if case .found(let way) = ending { path = way }
    return Exploration(
      ending: ending, progress: search.progress, counts: search.counts, happenings: happenings(along: path))
  }

  /// What happens on the way from the first world, where `path` says which successor was taken each time.
  func happenings(along path: [Int]) -> [Happening] {
    var row = initial
    return path.compactMap { ordinal in
      var successors = Successors<Tables.Move>(kinds: kinds)
      defer { successors.deallocate() }
      let isFree = ordinal == Int(Ancestry.free)
      let isLearnt = isFree ? expandFreely(row, into: &successors) : expand(row, into: &successors)
      precondition(isLearnt, "a world on the way to another one was expanded")
      let move = successors.base[isFree ? 0 : ordinal].move
      row = [UInt32](unsafeUninitializedCapacity: width(after: move, from: row)) { destination, count in
        guard let start = destination.baseAddress else { return }
        write(move, from: row, to: start)
        count = destination.count
      }
      if isFree { return nil }
      let step = tables.steps[Int(move.step)]
      let message = step.message == Tables.Move.none ? nil : Int(step.message)
      let isDuplicate = message != nil && move.message == Tables.Move.none && !tables.isRelaxed
      return Happening(
        action: isDuplicate ? .deliverDuplicate : actions[Int(step.action)], node: Int(step.node), message: message)
    }
  }
}
