package import Consensus
package import Narration

/// Something to work out in the background, because it may take longer than a frame.
///
/// The interface says what it wants to know now, and never waits for it: what comes of it is an `Answer`.
package struct Job: Sendable {
  package enum Kind: Hashable, Sendable {
    /// Which values can still be chosen in a slot: from the session's present moment on, or after delivering a message
    /// there.
    case outlook(afterDelivering: MessageID?, slot: Int)
    /// Whether an invariant can be violated from the present moment on, within bounds that a person typed.
    case check(Setup.Bounds)
    /// Whether some facts can hold together.
    case reach([Fact])
    /// Where the steps to the present moment go another way with these rules replaced.
    case beside([String])
    /// A run of so many steps that keeps the question open.
    case adversary(steps: Int)
  }

  /// Another job has another ticket. An answer to an old one is ignored.
  package let ticket: Int
  package let kind: Kind
  /// A copy: it stays as it is.
  package let session: any Session
}

/// What a job has come to.
package enum Answer: Sendable {
  /// How far it is; more will come.
  case progress(Progress)
  /// What a short look has shown; the whole will come.
  case glimpse(Outlook)
  case outlook(Outlook)
  case explored(Exploration)
  case reached(Reach)
  case compared(Beside)
  case played(AdversaryRun)
  case refused(Refusal)
}

extension Job {
  /// So many worlds take no longer than a person needs to look up from the keyboard.
  private static let worldsOfGlimpse = 10_000

  /// Works it out, on any thread. `pause` is called every few thousand worlds; when it returns false, the answer is what
  /// is known so far. `glimpse` is called with what the first worlds of an outlook have shown, if that is not all.
  package func answer(
    _ limits: ExplorationLimits, glimpse: (Outlook) -> Void = { _ in }, pause: (Progress) -> Bool
  ) -> Answer {
    do throws(Refusal) {
      switch kind {
      case .outlook(let message, let slot):
        var session = session
        if let message { session = try session.following([.deliver(message)]) }
        var short = limits
        short.bounds.limit = Self.worldsOfGlimpse
        let first = try session.outlook(in: slot, short, pause: pause)
        if first.isExhaustive { return .outlook(first) }
        glimpse(first)
        return .outlook(try session.outlook(in: slot, limits, pause: pause))
      case .check(let bounds):
        var limits = limits
        limits.bounds = bounds.filled(from: limits.bounds)
        return .explored(try session.explore(limits, pause: pause))
      case .reach(let facts): return .reached(try session.reach(facts, limits, pause: pause))
      case .beside(let mutations): return .compared(try session.beside(mutations))
      case .adversary(let steps): return .played(try session.adversary(steps: steps, limits, pause: pause))
      }
    } catch {
      return .refused(error)
    }
  }
}
