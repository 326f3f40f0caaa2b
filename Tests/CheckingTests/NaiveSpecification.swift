/// `Paxos.tla` once more, as sets of structs and nothing clever: what the transcription in bits is compared with.
struct NaiveSpecification {
  enum Message: Hashable {
    case oneA(bal: Int)
    case oneB(acc: Int, bal: Int, mbal: Int, mval: Int)
    case twoA(bal: Int, val: Int)
    case twoB(acc: Int, bal: Int, val: Int)
  }

  struct Acceptor: Hashable {
    var maxBal = -1
    var maxVBal = -1
    var maxVal = -1
  }

  struct State: Hashable {
    var acceptors: [Acceptor]
    var msgs: Set<Message> = []
  }

  let acceptors: Int
  let ballots: Int
  let values: Int

  func successors(of state: State) -> [State] {
    var successors: [State] = []
    func send(_ message: Message, _ change: (inout State) -> Void = { _ in }) {
      var after = state
      change(&after)
      after.msgs.insert(message)
      if after != state { successors.append(after) }
    }
    for bal in 0..<ballots { send(.oneA(bal: bal)) }
    for message in state.msgs {
      for (acc, acceptor) in state.acceptors.enumerated() {
        switch message {
        case .oneA(let bal) where bal > acceptor.maxBal:
          send(.oneB(acc: acc, bal: bal, mbal: acceptor.maxVBal, mval: acceptor.maxVal)) {
            $0.acceptors[acc].maxBal = bal
          }
        case .twoA(let bal, let val) where bal >= acceptor.maxBal:
          send(.twoB(acc: acc, bal: bal, val: val)) {
            $0.acceptors[acc] = Acceptor(maxBal: bal, maxVBal: bal, maxVal: val)
          }
        default: break
        }
      }
    }
    for bal in 0..<ballots {
      for val in 0..<values where isSafe(bal, val, state) { send(.twoA(bal: bal, val: val)) }
    }
    return successors
  }

  /// The condition of `Phase2a`.
  private func isSafe(_ bal: Int, _ val: Int, _ state: State) -> Bool {
    let isTaken = state.msgs.contains { if case .twoA(bal, _) = $0 { true } else { false } }
    return !isTaken && quorums.contains { isSafe(bal, val, $0, state) }
  }

  private func isSafe(_ bal: Int, _ val: Int, _ quorum: [Int], _ state: State) -> Bool {
    var answered: Set<Int> = []
    var reports: [(mbal: Int, mval: Int)] = []
    for case .oneB(let acc, bal, let mbal, let mval) in state.msgs where quorum.contains(acc) {
      answered.insert(acc)
      if mbal >= 0 { reports.append((mbal, mval)) }
    }
    guard answered.count == quorum.count else { return false }
    let highest = reports.map(\.mbal).max()
    return reports.isEmpty || reports.contains { $0.mbal == highest && $0.mval == val }
  }

  private var quorums: [[Int]] {
    (0..<(1 << acceptors)).map { mask in (0..<acceptors).filter { mask >> $0 & 1 == 1 } }
      .filter { 2 * $0.count > acceptors }
  }

  /// All states that can be reached, and the number of levels.
  func reach() -> (states: Set<State>, depth: Int) {
    let first = State(acceptors: Array(repeating: Acceptor(), count: acceptors))
    var seen: Set<State> = [first]
    var level = [first]
    var depth = 0
    while !level.isEmpty {
      depth += 1
      level = level.flatMap(successors).filter { seen.insert($0).inserted }
    }
    return (seen, depth)
  }
}
