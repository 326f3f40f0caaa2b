package import Consensus

/// Why a search ended before it had seen everything, and what would help.
package enum Cutoff: Hashable, Sendable {
  case worlds(limit: Int)
  case memory(bytes: Int)
  /// There were more different states, messages or histories than there are numbers for.
  case numbers
  /// Somebody stopped it.
  case stopped

  package init(_ limit: SearchLimit, _ plan: SearchPlan) {
    switch limit {
    case .worlds: self = .worlds(limit: plan.worlds)
    case .memory: self = .memory(bytes: plan.bytes)
    case .numbers: self = .numbers
    }
  }

  init?(_ ending: Verdict.Ending, _ plan: SearchPlan) {
    switch ending {
    case .safe, .violated: return nil
    case .limited(let limit): self.init(limit, plan)
    case .cancelled: self = .stopped
    }
  }

  /// One word for programs.
  package var name: String {
    switch self {
    case .worlds: "worlds"
    case .memory: "memory"
    case .numbers: "numbers"
    case .stopped: "stopped"
    }
  }

  package var sentence: String {
    switch self {
    case .worlds(let limit): "It ended at the limit of \(counted(limit, "world"))."
    case .memory(let bytes): "It ended at the limit of \(Self.size(bytes)) of memory."
    case .numbers: "It ended because it met more different states, messages or histories than it can number."
    case .stopped: "It was stopped."
    }
  }

  /// How bounds are written: on the command line, or in the language of scenarios.
  package enum Spelling: Sendable {
    case options
    case language

    fileprivate func name(_ bound: String) -> String {
      switch self {
      case .options: "--\(bound)"
      case .language: "\(bound)="
      }
    }
  }

  /// What would let it see more; nil where nothing was in its way.
  package func remedy(within bounds: Setup.Bounds, _ spelling: Spelling) -> String? {
    var ways: [String] = []
    switch self {
    case .stopped: return nil
    case .worlds: ways.append("a higher \(spelling.name("limit"))")
    case .memory, .numbers: break
    }
    if bounds.rounds ?? 1 > 1 { ways.append("a lower \(spelling.name("rounds"))") }
    if bounds.crashes ?? 0 > 0 { ways.append("a lower \(spelling.name("crashes"))") }
    if bounds.duplicates ?? 0 > 0 { ways.append("no \(spelling == .options ? "--duplicates" : "duplicates")") }
    ways.append("a later beginning")
    let last = ways.removeLast()
    return "What would help: \(ways.isEmpty ? last : "\(ways.joined(separator: ", ")) or \(last)")."
  }

  /// `4 GB`, `512 MB`: as people say it, in powers of two.
  private static func size(_ bytes: Int) -> String {
    bytes % (1 << 30) == 0 || bytes >= 10 << 30 ? "\(bytes >> 30) GB" : "\(max(1, bytes >> 20)) MB"
  }
}
