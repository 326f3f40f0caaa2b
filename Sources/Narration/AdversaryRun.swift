package import Consensus

/// What the adversary of Fischer, Lynch and Paterson has played from a moment on, told step by step.
package struct AdversaryRun: Hashable, Sendable {
  package struct Move: Hashable, Sendable {
    package let step: Step
    package let command: Command
    package let explanation: Explanation
    /// Why the adversary takes this step, in a sentence or two.
    package let reason: String
  }

  package enum Ending: String, Hashable, Sendable {
    /// All steps that were asked for.
    case undecided
    /// The question is closed, or cannot be kept open.
    case gaveUp = "gave-up"
    /// Somebody lost patience.
    case stopped
  }

  package let moves: [Move]
  package let ending: Ending
  /// How it ended and why.
  package let sentence: String
  /// Two values that can be chosen after the last step; empty where it gave up.
  package let possible: [String]
  /// The longest that a message waited, in steps.
  package let longestWait: Int
  /// The slot in which the question was kept open: the first in which nothing was chosen (`Scene.openSlot`).
  package let slot: Int
  /// The highest round that the last outlook could use.
  package let rounds: Int
  /// All values that can be chosen after the last step, with rounds up to that one; nil where that is not known for certain.
  package let outlook: [String]?

  package var steps: [Step] { moves.map(\.step) }

  /// What the claim rests on.
  package static let cites =
    "Fischer, Lynch, Paterson, Impossibility of Distributed Consensus with One Faulty Process (1985), Lemma 3 and Theorem 1"
  /// The most steps that may be asked for.
  package static let maximumSteps = 10_000
}

extension Run {
  package func adversary(
    steps: Int, _ limits: ExplorationLimits, pause: (Progress) -> Bool
  ) throws(Refusal) -> AdversaryRun {
    guard A.decides else {
      throw Refusal("\(setup.algorithm) decides nothing that an adversary could keep open.")
    }
    if let objection = algorithm.objectionToSearching { throw objection }
    guard 1...AdversaryRun.maximumSteps ~= steps else {
      throw Refusal(
        "The adversary plays from 1 to \(grouped(AdversaryRun.maximumSteps)) steps.", remedy: "`adversary 20`")
    }
    let plan = SearchPlan(
      worlds: limits.bounds.limit ?? 1_000_000, bytes: limits.bytes, threads: limits.threads, parallel: limits.parallel)
    let slot = scene.openSlot
    var adversary = Adversary(timeline.world, slot: slot, requests: openRequests, repeats: madeRequests, plan: plan)
    let play = adversary.play(steps: steps, pause: pause)
    var run = self
    var moves: [AdversaryRun.Move] = []
    for move in play.moves {
      let reason = run.sentence(for: move.reason, possible: move.possible)
      guard (try? run.timeline.take(move.step)) != nil, let command = run.command(to: run.cursor),
        let explanation = run.explanation(of: run.cursor)
      else { preconditionFailure("a step that the adversary took can be taken") }
      moves.append(
        AdversaryRun.Move(step: move.step, command: command, explanation: explanation, reason: reason))
    }
    // A scenario's bounds let clients ask once.
    let canForecast = !adversary.needsRepeats
    let possible = play.ending == .asked ? play.moves.last?.possible ?? [] : []
    return AdversaryRun(
      moves: moves, ending: AdversaryRun.Ending(play.ending), sentence: run.sentence(about: play, in: slot, plan),
      possible: possible.map(\.name), longestWait: play.longestWait, slot: slot,
      rounds: run.roundsForOutlook,
      outlook: canForecast ? run.all(possible, in: slot, plan, pause)?.map(\.name) : nil)
  }

  /// All values that can be chosen, where some are known: no more than there are candidates.
  private func all(_ possible: [Value], in slot: Int, _ plan: SearchPlan, _ pause: (Progress) -> Bool) -> [Value]? {
    guard !possible.isEmpty else { return nil }
    guard candidates.contains(where: { !possible.contains($0) }) else { return possible.sorted() }
    let found = outlookChecker(roundsForOutlook, plan).possibilities(among: candidates, in: slot, pause: pause)
    return found.isExhaustive ? found.values : nil
  }

  private var roundsForOutlook: Int {
    (timeline.world.chronicle.rows.map(\.ballot.round).max() ?? 0) + Adversary<A>.unusedRounds
  }
}

// MARK: - In words

extension AdversaryRun.Ending {
  fileprivate init<A>(_ ending: Adversary<A>.Ending) {
    switch ending {
    case .asked: self = .undecided
    case .cancelled: self = .stopped
    case .isChosen, .isUnivalent, .mustDeliver, .standsStill, .isUnknown: self = .gaveUp
    }
  }
}

extension Run {
  private func sentence(for reason: Adversary<A>.Reason, possible: [Value]) -> String {
    let both = list(possible)
    switch reason {
    case .isOldest: return "It has waited longest, and its delivery decides nothing: \(both) stay possible."
    case .goesBefore(let id, nil):
      return "If the oldest message, \(text(of: id)), came now, no two values were found to be possible. "
        + "This goes before it."
    case .goesBefore(let id, let leaving?):
      return "The oldest message, \(text(of: id)), would leave \(alone(leaving)) possible now. This goes before it."
    case .isHarmlessNow: return "It is delivered late, as every message is in the end: now \(both) stay possible."
    case .nothingInFlight: return "Nothing can be delivered. Timers may ring at any time; \(both) stay possible."
    }
  }

  /// Called at the end of the run.
  private func sentence(about play: Adversary<A>.Play, in slot: Int, _ plan: SearchPlan) -> String {
    let count = play.moves.count
    let steps = counted(count, "step")
    let place = slot > 1 ? " in slot \(slot)" : ""
    switch play.ending {
    case .asked:
      let wait = "no message waited longer than \(counted(play.longestWait, "step"))"
      return "Still undecided after \(steps): \(list(play.moves.last?.possible ?? [])) can both be chosen. Nobody "
        + "crashed, nothing was lost, \(wait), and it could go on for ever."
    case .cancelled: return "Stopped after \(steps): undecided so far."
    case .isChosen(let values):
      return
        "The adversary gives up: \(list(values)) \(values.count == 1 ? "is" : "are") chosen\(place)\(since(plan, in: slot, choiceAlone: true))."
    case .isUnivalent where waitsForClients:
      return "The adversary gives up: there are no two values that clients ask for, so there is nothing to keep open. "
        + "Give two servers values in the header, as in `servers S1=x S2=y S3`."
    case .isUnivalent(let values):
      guard let value = values.first else {
        return "The adversary gives up: no value can be chosen from here, so there is nothing to keep open."
      }
      guard A.toleratesCrashes else {
        return
          "The adversary gives up: \(value) alone can be chosen\(place)\(since(plan, in: slot, choiceAlone: false)). "
          + Self.waitsForAll
      }
      let beginning = "FLP needs a moment in which two values are possible, and there is none any more"
      return
        "The adversary gives up: \(value) alone can be chosen\(place)\(since(plan, in: slot, choiceAlone: false)). \(beginning)."
    case .mustDeliver(let id, let leaving):
      return "The adversary gives up after \(steps): \(text(of: id)) must be delivered in the end, and now or after up "
        + "to \(Adversary<A>.foresight) other steps that leaves \(alone(leaving)) possible."
        + (A.toleratesCrashes ? "" : " \(Self.waitsForAll)")
    case .standsStill:
      return "The adversary gives up after \(steps): nothing can be delivered, and no timer keeps two values possible."
    case .isUnknown:
      return "The adversary gives up after \(steps): its outlook reached a limit before it had found two values."
    }
  }

  /// Whether nobody wants a second value: nodes want none of their own accord.
  private var waitsForClients: Bool {
    let wished = algorithm.initialProposals.filter { $0 != MultiPaxos.noop }
    return wished.isEmpty && Set((openRequests + madeRequests).map(\.value)).count < 2
  }

  /// `, since step 9: deliver accept 1.1 P1 -> A2`, or that it was so from the beginning: the last step before which it was
  /// not. Looks back no further than a few steps, because each may cost an outlook.
  private func since(_ plan: SearchPlan, in slot: Int, choiceAlone: Bool) -> String {
    var run = self
    for _ in 0..<64 {
      let closing = run.cursor
      guard run.timeline.undo() else { return ", from the beginning" }
      guard run.timeline.world.ledger.chosen(slot: slot, in: cluster).isEmpty else { continue }
      guard choiceAlone || run.canChooseTwo(in: slot, roundsForOutlook, plan) else { continue }
      return command(to: closing).map { ", since step \(depth(of: closing)): \($0)" } ?? ""
    }
    return ""
  }

  private func canChooseTwo(in slot: Int, _ rounds: Int, _ plan: SearchPlan) -> Bool {
    outlookChecker(rounds, plan).possibilities(among: candidates, in: slot).values.count > 1
  }

  private var candidates: [Value] { timeline.world.ledger.proposed + openRequests.map(\.value) }

  private func outlookChecker(_ rounds: Int, _ plan: SearchPlan) -> Checker<A> {
    var checker = Checker(
      timeline.world, within: Bounds(rounds: rounds, requests: openRequests), against: [])
    checker.plan = plan
    checker.exchangesAcceptors = true
    return checker
  }

  private static var waitsForAll: String {
    "FLP is about algorithms that decide although a process may have crashed; this one waits for every process, so that "
      + "without crashes it decides in the end, and after a single crash it may not."
  }

  private func text(of id: MessageID) -> String {
    guard let message = timeline.world.message(id) else { return "\(id)" }
    return "\(id) (\(algorithm.label(of: message.message).text) to \(cluster.name(of: message.to)))"
  }

  private func alone(_ values: [Value]) -> String {
    values.isEmpty ? "no value" : "\(list(values)) alone"
  }

  private func list(_ values: [Value]) -> String { values.map(\.name).joined(separator: " and ") }
}
