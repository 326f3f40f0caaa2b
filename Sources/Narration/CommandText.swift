import Consensus

// Commands, messages and facts as the scenario language writes them. `Scenarios.Parser` reads these texts back.

extension Command: CustomStringConvertible {
  package var description: String {
    switch self {
    case .request(let node, let value): "request \(node) \(value)"
    case .timeout(let node, let round): "timeout \(node)" + (round.map { " round \($0)" } ?? "")
    case .choose(let instance, let values): phrase("choose", [String(instance)] + values)
    case .deliver(let messages): phrase("deliver", messages)
    case .drop(let messages): phrase("drop", messages)
    case .duplicate(let messages): phrase("duplicate", messages)
    case .delay(let messages, let ticks): phrase("delay", messages) + " by \(ticks)"
    case .hold(let messages): phrase("hold", messages)
    case .release(let messages): phrase("release", messages)
    case .crash(let nodes): phrase("crash", nodes)
    case .restart(let nodes, let amnesia): phrase("restart", nodes) + amnesia.phrase
    case .cut(let left, let right): phrase("cut", left + ["|"] + right)
    case .heal(let left, let right): left.isEmpty && right.isEmpty ? "heal" : phrase("heal", left + ["|"] + right)
    case .next(let times): times == 1 ? "next" : "next \(times)"
    case .run(until: .quiet): "run"
    case .run(let goal): "run until \(goal.rawValue)"
    case .wait(let ticks): "wait \(ticks)"
    }
  }
}

extension Messages: CustomStringConvertible {
  package var description: String {
    switch self {
    case .numbers(let numbers): numbers.map { MessageID($0).description }.joined(separator: " ")
    case .pattern(let pattern): pattern.description
    }
  }
}

extension MessagePattern: CustomStringConvertible {
  /// Empty for the pattern that every message fits.
  package var description: String {
    var words = all ? ["all"] : []
    if let kind { words.append(kind) }
    if let ballot { words.append(ballot.description) }
    if let slot { words.append("@\(slot)") }
    if let from { words.append(from) }
    if !to.isEmpty { words += ["->"] + to }
    return words.joined(separator: " ")
  }
}

extension Fact: CustomStringConvertible {
  package var description: String {
    switch self {
    case .chosen(let slot, let values): phrase("chosen", place(slot) + orNothing(values))
    case .decided(let node, let slot, let value):
      phrase("decided", [node] + place(slot) + orNothing(value.map { [$0] } ?? []))
    case .possible(let slot, let values): phrase("possible", place(slot) + orNothing(values))
    case .field(let node, let name, let value): "\(node) \(name) \(value)"
    case .rule(let name): "rule \(name)"
    case .inFlight(let pattern): phrase("in-flight", pattern)
    case .notInFlight(let pattern): phrase("no in-flight", pattern)
    case .holds(let invariant): "holds \(invariant)"
    case .violates(let invariant): "violates \(invariant)"
    }
  }
}

extension Amnesia {
  /// What follows the nodes that restart.
  fileprivate var phrase: String {
    switch self {
    case .nothing: ""
    case .everything: " forgetting everything"
    case .fields(let fields): " forgetting " + fields.joined(separator: " ")
    }
  }
}

private func place(_ slot: Int?) -> [String] { slot.map { ["@\($0)"] } ?? [] }

private func orNothing(_ values: [String]) -> [String] { values.isEmpty ? ["nothing"] : values }

private func phrase(_ verb: String, _ words: [String]) -> String { ([verb] + words).joined(separator: " ") }

private func phrase(_ verb: String, _ object: some CustomStringConvertible) -> String {
  let text = object.description
  // A pattern may be empty, and then leaves no blank behind.
  return text.isEmpty ? verb : "\(verb) \(text)"
}
