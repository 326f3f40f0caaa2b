/// How far an exhaustive search goes: what the network, the machines and the timers may do from the first world on.
///
/// What always may happen within them: any message in flight is delivered next, also one that a person holds back. So
/// messages arrive in every order, late or (because nothing need ever be delivered) never. What never happens: a link
/// that is cut is healed, or a link is cut.
///
/// - A *timer* rings at any time, without a number, so that the natural next ballot is opened. A step that would open a
///   ballot of a round above `rounds` is not taken, whether a timer or a message causes it.
/// - A *request* is handed over at most once, at any time.
/// - A *crash* takes down a node that is up and restarts it in the same step, with its disk or, if `amnesia` says so, also
///   with what is left of it. To be down for a while is to receive nothing for a while, which needs no step of its own. A
///   node that is down in the first world stays down, unless it is restarted, which counts as one of the `crashes`.
/// - A *duplicate* is delivered while the message stays in flight, which is when a copy begins to matter.
/// - A delivery that changes no node, disk or ledger and sends nothing is not a step: it would only lose the message.
package struct Bounds: Hashable, Sendable {
  package struct Request: Hashable, Sendable {
    package let node: NodeID
    package let value: Value

    package init(_ node: NodeID, _ value: Value) {
      self.node = node
      self.value = value
    }
  }

  /// The highest round that a ballot may have.
  package var rounds: Int
  /// How many times some node may crash and restart.
  package var crashes: Int
  /// What a restart may lose; a restart that loses nothing is always possible, too.
  package var amnesia: Amnesia
  /// How many times some message may be delivered and stay in flight.
  package var duplicates: Int
  /// What clients may still ask for, each once.
  package var requests: [Request]

  package init(
    rounds: Int = 1, crashes: Int = 0, amnesia: Amnesia = .nothing, duplicates: Int = 0, requests: [Request] = []
  ) {
    self.rounds = rounds
    self.crashes = crashes
    self.amnesia = amnesia
    self.duplicates = duplicates
    self.requests = requests
  }

  /// What of the bounds is still left in a world. Part of what makes two worlds equal.
  struct Allowance: Hashable {
    var crashes: Int
    var duplicates: Int
    /// A bit for each of `requests` that has not been made.
    var requests: UInt64
    /// The stage that the search has come to (`Stages`).
    var stage = 1

    /// The allowance that is left after an action, or nil if it does not allow for it.
    func after(_ action: Action) -> Allowance? {
      var left = self
      switch action {
      case .deliver, .timeout: break
      case .deliverDuplicate: left.duplicates -= 1
      case .restart, .restartWithAmnesia: left.crashes -= 1
      case .request(let index):
        guard requests >> UInt64(index) & 1 == 1 else { return nil }
        left.requests &= ~(1 << UInt64(index))
      case .goOn: left.stage += 1
      }
      return left.crashes < 0 || left.duplicates < 0 ? nil : left
    }
  }

  /// At most 64 requests are tried.
  static var maximumRequests: Int { 64 }

  var allowedRequests: ArraySlice<Request> { requests.prefix(Self.maximumRequests) }

  /// All that the bounds allow for.
  var allowance: Allowance {
    let count = allowedRequests.count
    return Allowance(
      crashes: max(0, crashes), duplicates: max(0, duplicates),
      requests: count == 64 ? .max : 1 << UInt64(count) - 1)
  }
}

/// What can happen in a search, without saying where.
enum Action: Hashable {
  case deliver
  case deliverDuplicate
  case timeout
  case restart
  case restartWithAmnesia
  /// A relaxed search goes on to the next stage.
  case goOn
  /// One of the bounds' requests, by its place in the list.
  case request(Int)

  /// All actions; those that use up no allowance come first.
  static func all(requests: Int) -> [Action] {
    [.deliver, .timeout, .deliverDuplicate, .restart, .restartWithAmnesia, .goOn] + (0..<requests).map(Action.request)
  }
}
