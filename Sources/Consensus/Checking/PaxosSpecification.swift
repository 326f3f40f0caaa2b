/// Lamport's specification of Paxos, `Paxos.tla` (github.com/tlaplus/Examples), action by action.
///
/// An oracle for our Paxos and for the search: its state spaces are known. It knows no proposers: any ballot may begin at
/// any time, and the set of messages never shrinks, so that every message may be received at any time and any number of
/// times. The quorums are the smallest majorities; larger ones allow nothing more.
///
/// The set of messages is a set of bits: `1a` and `2a` first, then `2b`, then the `1b` of ballot 0, 1, … together.
package final class PaxosSpecification: TransitionSystem {
  /// `maxBal`, `maxVBal` and `maxVal` of one acceptor; −1 stands for none.
  package struct Acceptor: Hashable, Sendable {
    package var maxBal = -1
    package var maxVBal = -1
    package var maxVal = -1
  }

  /// Twelve bits for each acceptor, and the messages that were ever sent.
  package struct State: BitwiseCopyable {
    var msgs: UInt128 = 0
    var acceptors: UInt64 = 0
  }

  private let acceptors: Int
  private let ballots: Int
  private let values: Int
  private let quorums: [[Int]]
  private let anyValue: UInt64
  private let first2a: Int
  private let first2b: Int
  /// Where the `1b` messages of each ballot begin.
  private let first1b: [Int]

  /// Nil where the messages or the acceptors do not fit into the bits of a state.
  package init?(acceptors: Int, ballots: Int, values: Int) {
    guard 1...5 ~= acceptors, 1...14 ~= ballots, 1...14 ~= values else { return nil }
    self.acceptors = acceptors
    self.ballots = ballots
    self.values = values
    quorums = (0..<(1 << acceptors)).filter { $0.nonzeroBitCount == acceptors / 2 + 1 }
      .map { mask in (0..<acceptors).filter { mask >> $0 & 1 == 1 } }
    anyValue = 1 << UInt64(values) - 1
    first2a = ballots
    first2b = first2a + ballots * values
    var first = [first2b + acceptors * ballots * values]
    for ballot in 0..<ballots { first.append(first[ballot] + acceptors * (1 + ballot * values)) }
    first1b = first
    guard first[ballots] <= 128, first2b <= 64 else { return nil }
  }

  // MARK: - The four actions

  @inline(__always)
  package func expand(_ row: Row, into successors: inout Successors<State>) -> Bool {
    let state = load(row)
    // All 1a and 2a messages, which are in the first word.
    let requests = UInt64(truncatingIfNeeded: state.msgs)
    for ballot in 0..<ballots where requests >> UInt64(ballot) & 1 == 0 {
      phase1a(ballot, state, &successors)
    }
    for acceptor in 0..<acceptors {
      phase1b(acceptor, state, requests, &successors)
      phase2b(acceptor, state, requests, &successors)
    }
    for ballot in 0..<ballots where requests >> UInt64(first2a + ballot * values) & anyValue == 0 {
      phase2a(ballot, state, &successors)
    }
    return true
  }

  /// Somebody begins a ballot.
  @inline(__always)
  private func phase1a(_ ballot: Int, _ state: State, _ successors: inout Successors<State>) {
    var after = state
    after.msgs |= 1 << UInt128(ballot)
    send(after, &successors)
  }

  /// An acceptor receives a `1a` above its `maxBal`, raises it and reports its last vote.
  @inline(__always)
  private func phase1b(_ acceptor: Int, _ state: State, _ requests: UInt64, _ successors: inout Successors<State>) {
    let (maxBal, maxVBal, maxVal) = read(acceptor, state)
    for ballot in max(0, maxBal + 1)..<max(ballots, maxBal + 1) where requests >> UInt64(ballot) & 1 == 1 {
      var after = state
      write(&after, acceptor, maxBal: ballot, maxVBal: maxVBal, maxVal: maxVal)
      let report = maxVBal < 0 ? 0 : 1 + maxVBal * values + maxVal
      after.msgs |= 1 << UInt128(first1b[ballot] + acceptor * (1 + ballot * values) + report)
      send(after, &successors)
    }
  }

  /// A ballot that has no value yet asks for votes: if a quorum has answered it, with the value of the highest vote that
  /// the quorum reports, or with any if it reports none.
  @inline(__always)
  private func phase2a(_ ballot: Int, _ state: State, _ successors: inout Successors<State>) {
    let width = 1 + ballot * values
    let answers = UInt64(truncatingIfNeeded: state.msgs >> UInt128(first1b[ballot]))
    var allowed: UInt64 = 0
    for quorum in quorums {
      var reports: UInt64 = 0
      var haveAnswered = true
      for acceptor in quorum {
        let answer = answers >> UInt64(acceptor * width) & (1 << UInt64(width) - 1)
        haveAnswered = haveAnswered && answer != 0
        reports |= answer >> 1
      }
      guard haveAnswered else { continue }
      var highest = ballot - 1
      while highest >= 0, reports >> UInt64(highest * values) & anyValue == 0 { highest -= 1 }
      allowed |= highest < 0 ? anyValue : reports >> UInt64(highest * values) & anyValue
    }
    for value in 0..<values where allowed >> UInt64(value) & 1 == 1 {
      var after = state
      after.msgs |= 1 << UInt128(first2a + ballot * values + value)
      send(after, &successors)
    }
  }

  /// An acceptor receives a `2a` not below its `maxBal`, and votes.
  @inline(__always)
  private func phase2b(_ acceptor: Int, _ state: State, _ requests: UInt64, _ successors: inout Successors<State>) {
    let maxBal = read(acceptor, state).maxBal
    for ballot in max(0, maxBal)..<ballots {
      for value in 0..<values where requests >> UInt64(first2a + ballot * values + value) & 1 == 1 {
        let vote: UInt128 = 1 << UInt128(first2b + (acceptor * ballots + ballot) * values + value)
        var after = state
        write(&after, acceptor, maxBal: ballot, maxVBal: ballot, maxVal: value)
        after.msgs |= vote
        // Voting once more in the ballot of the last vote changes nothing and is not a step.
        if after.msgs != state.msgs || after.acceptors != state.acceptors { send(after, &successors) }
      }
    }
  }

  @inline(__always)
  private func send(_ state: State, _ successors: inout Successors<State>) {
    successors.append(fingerprint(of: state), state)
  }

  // MARK: - Bits

  @inline(__always)
  private func read(_ acceptor: Int, _ state: State) -> (maxBal: Int, maxVBal: Int, maxVal: Int) {
    let bits = Int(truncatingIfNeeded: state.acceptors >> UInt64(12 * acceptor))
    return ((bits & 15) - 1, (bits >> 4 & 15) - 1, (bits >> 8 & 15) - 1)
  }

  @inline(__always)
  private func write(_ state: inout State, _ acceptor: Int, maxBal: Int, maxVBal: Int, maxVal: Int) {
    let bits = UInt64(truncatingIfNeeded: (maxBal + 1) | (maxVBal + 1) << 4 | (maxVal + 1) << 8)
    let shift = UInt64(12 * acceptor)
    state.acceptors = state.acceptors & ~(0xFFF << shift) | bits << shift
  }

  @inline(__always)
  private func fingerprint(of state: State) -> UInt64 {
    let low = UInt64(truncatingIfNeeded: state.msgs)
    let high = UInt64(truncatingIfNeeded: state.msgs >> 64)
    return max(1, mixed(low) &+ mixed(high ^ 0x5555_5555_5555_5555) &+ mixed(~state.acceptors))
  }

  /// What the acceptors know in a world.
  package func acceptors(in row: Row) -> [Acceptor] {
    (0..<acceptors).map { acceptor in
      let (maxBal, maxVBal, maxVal) = read(acceptor, load(row))
      return Acceptor(maxBal: maxBal, maxVBal: maxVBal, maxVal: maxVal)
    }
  }

  // MARK: - Rows of six words

  package var initial: [UInt32] { Array(repeating: 0, count: 6) }
  package func fingerprint(of row: Row) -> UInt64 { fingerprint(of: load(row)) }
  package func width(of row: Row) -> Int { 6 }
  package func width(after move: State, from row: Row) -> Int { 6 }

  @inline(__always)
  package func write(_ move: State, from row: Row, to destination: UnsafeMutablePointer<UInt32>) {
    let bytes = UnsafeMutableRawPointer(destination)
    bytes.storeBytes(of: move.msgs, as: UInt128.self)
    bytes.storeBytes(of: move.acceptors, toByteOffset: 16, as: UInt64.self)
  }

  @inline(__always)
  private func load(_ row: Row) -> State {
    let bytes = UnsafeRawPointer(row)
    return State(
      msgs: bytes.loadUnaligned(as: UInt128.self),
      acceptors: bytes.loadUnaligned(fromByteOffset: 16, as: UInt64.self))
  }

  package func isEnd(_ row: Row) -> Bool { false }
  package func learn(_ row: Row) {}
  package var kinds: Int { 0 }
  package var bytes: Int { 0 }
  package var isFull: Bool { false }
}

extension PaxosSpecification {
  /// Counts all states that the specification reaches.
  package func search(_ plan: SearchPlan = SearchPlan()) -> Progress {
    let search = Search(self, plan)
    _ = search.run()
    return search.progress
  }
}
