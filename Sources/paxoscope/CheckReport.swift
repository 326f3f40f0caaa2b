import Consensus
import Narration
import PlainText
import Scenarios

/// What `check` says: as text, as JSON (`paxoscope-check/1`), and a violation as a scenario.
struct CheckReport {
  /// The scenario, with its cursor at the end of its steps.
  let lesson: Lesson
  let exploration: Exploration
  let seconds: Double

  private var violation: Exploration.Violation? { exploration.violation }

  /// The steps of the violation, told.
  private var told: [Told] {
    guard let violation, let session = try? lesson.session.following(violation.steps) else { return [] }
    return Array(session.transcript(to: session.cursor).dropFirst(lesson.session.scene.depth))
  }

  var lines: [String] {
    let bounds = "Bounds: \(exploration.bounds.sentence)."
    if let violation, violation.steps.isEmpty {
      // Nothing was searched, so that there are no figures.
      return [verdict, "The scenario's own steps violate it: \(firstViolation ?? "at its end").", bounds]
    }
    var lines = [verdict]
    if let cutoff = exploration.cutoff {
      lines.append(cutoff.sentence)
      if let remedy = cutoff.remedy(within: exploration.bounds, .options) { lines.append(remedy) }
    }
    lines += [bounds, figures]
    if exploration.isVacuous { lines.append(Exploration.vacuousSentence) }
    if let relaxed = exploration.relaxedSentence { lines.append(relaxed) }
    lines += possible
    let fired = exploration.rules.filter { $0.count > 0 }.map { "\($0.name) \($0.count)" }
    lines.append("\(exploration.firedHeading): \(fired.isEmpty ? "none" : fired.joined(separator: ", ")).")
    if !exploration.neverFired.isEmpty {
      lines.append("\(exploration.neverFiredHeading): \(exploration.neverFired.joined(separator: ", ")).")
    }
    return lines + run
  }

  private var figures: String {
    let progress = exploration.progress
    var text =
      "\(counted(progress.worlds, "world")), \(counted(progress.transitions, "transition")), depth \(progress.depth), "
      + "\(rounded(seconds)) seconds"
    if exploration.isSymmetric { text += ", counting worlds once that differ in the names of acceptors alone" }
    guard exploration.collisionProbability > 0 else { return text + "." }
    return text + ". Two of them had the same fingerprint with a probability of about \(exploration.collisionOrder)."
  }

  /// What can be chosen, slot by slot where there are several.
  private var possible: [String] {
    // A multicast delivers.
    guard lesson.session.scene.decides else { return [] }
    let possible = exploration.isExhaustive ? "Possible" : "Possible so far"
    let slots = exploration.slots.map(\.number)
    guard slots.contains(where: { $0 > 1 }) else {
      return ["\(possible): \(list(exploration.possible)). Chosen before: \(list(exploration.chosen))."]
    }
    return exploration.slots.map { slot in
      "\(possible) in slot \(slot.number): \(list(slot.possible)). Chosen there before: \(list(slot.chosen))."
    }
  }

  private var verdict: String {
    switch exploration.verdict {
    case .safe: "Safe: no invariant is violated in any world within the bounds."
    case .unfinished: "Unfinished after \(counted(exploration.progress.worlds, "world")): no violation so far."
    case .violated: "Violated: \(violation.map { "\($0.invariant): \($0.sentence)" } ?? "")"
    }
  }

  private var run: [String] {
    guard let violation else { return [] }
    var lines = ["", "A shortest run to it, of \(counted(violation.steps.count, "step")):"]
    for (index, step) in told.enumerated() {
      lines += ["\(index + 1). \(step.command)", "   \(step.explanation.what)", "   \(step.explanation.why)"]
    }
    return lines
  }

  /// The step of the script at which the invariant is violated first.
  private var firstViolation: String? {
    for (step, moment) in lesson.script.enumerated() {
      let scene = lesson.session.scene(at: moment)
      guard scene.invariants.contains(where: { $0.name == violation?.invariant && !$0.holds }) else { continue }
      return "step \(step), \(scene.command ?? "the beginning")"
    }
    return nil
  }

  private func list(_ values: [String]) -> String { values.isEmpty ? "nothing" : values.joined(separator: ", ") }

  private func rounded(_ seconds: Double) -> Double { (seconds * 1000).rounded() / 1000 }

  /// The violation as a scenario: the script's steps, the steps to the violation, and an expectation that fails there.
  var counterexample: Scenario? {
    guard let violation, let session = try? lesson.session.following(violation.steps) else { return nil }
    var scenario = lesson.scenario
    scenario.title = "\(violation.invariant) is violated: \(lesson.scenario.title)"
    scenario.items = session.commands(to: session.cursor).map(Scenario.Item.command)
    scenario.items.append(.expect(.holds(violation.invariant)))
    return scenario
  }
}

// MARK: - JSON

extension CheckReport {
  var json: JSON {
    let progress = exploration.progress
    var members: [String: JSON] = [
      "format": .string("paxoscope-check/1"),
      "verdict": .string(exploration.verdict.rawValue),
      "exhaustive": .bool(exploration.isExhaustive),
      "worlds": .int(progress.worlds),
      "transitions": .int(progress.transitions),
      "depth": .int(progress.depth),
      "seconds": .double(rounded(seconds)),
      "bounds": bounds,
      "possible": JSON(exploration.possible),
      "chosen": JSON(exploration.chosen),
      "slots": .object(
        Dictionary(
          exploration.slots.map { slot in
            (String(slot.number), .object(["possible": JSON(slot.possible), "chosen": JSON(slot.chosen)]))
          }, uniquingKeysWith: { first, _ in first })),
      "rules": .object(
        Dictionary(exploration.rules.map { ($0.name, .int($0.count)) }, uniquingKeysWith: { first, _ in first })),
      "never-fired": JSON(exploration.neverFired),
      "violation": violation.map(object) ?? .null,
    ]
    if exploration.isRelaxed { members["relaxed"] = .bool(true) }
    if let cutoff = exploration.cutoff { members["ended-by"] = .string(cutoff.name) }
    return .object(members)
  }

  private var bounds: JSON {
    let bounds = exploration.bounds
    var members: [String: JSON] = [
      "rounds": .int(bounds.rounds ?? 1), "crashes": .int(bounds.crashes ?? 0),
      "duplicates": .int(bounds.duplicates ?? 0),
    ]
    if let forgetting = bounds.forgetting { members["forgetting"] = .string(forgetting) }
    if let limit = bounds.limit { members["limit"] = .int(limit) }
    return .object(members)
  }

  private func object(_ violation: Exploration.Violation) -> JSON {
    .object([
      "invariant": .string(violation.invariant),
      "sentence": .string(violation.sentence),
      "steps": JSON(told.map(\.command.description)),
    ])
  }
}
