package import Consensus
package import Narration

/// A scenario that was played into a session: the whole script is a branch of the history, the cursor stands at its
/// beginning, and what the script tells, asks and expects is kept beside the moments that it belongs to.
package struct Lesson: Sendable {
  /// What stands in a script between two steps.
  package enum Remark: Hashable, Sendable {
    case note(String)
    case question(Question)
    case expect(Fact)
  }

  /// An `expect` that was looked at, with its line.
  package struct Expectation: Hashable, Sendable {
    package let line: Int
    /// How many steps of the script come before it.
    package let step: Int
    package let finding: Finding

    /// Whether it failed; one that cannot be told has not.
    package var isUnmet: Bool { !finding.holds && !finding.isUnknown }
  }

  /// A command of the script that cannot be done where it stands: the file is no valid scenario.
  package struct Interruption: Error, Hashable, Sendable {
    package let line: Int
    package let refusal: Refusal
  }

  /// A command of the script and the steps that it became: those that lead to `script[steps]`.
  private struct Played: Sendable {
    let command: Command
    let steps: Range<Int>
  }

  /// The file, or the name of the shipped scenario.
  package let name: String
  package let scenario: Scenario
  package var session: any Session
  /// The moments of the script: element i is the moment after i steps, the first one the beginning.
  package private(set) var script: [MomentID] = [0]
  /// What the script expects and what is so, in its order; empty if it was played unchecked.
  package private(set) var expectations: [Expectation] = []
  /// For each moment of the script, what stands there before the next step.
  private var remarks: [[Remark]] = [[]]
  private var played: [Played] = []
  /// What belongs to moments, of the script and of one's own, and is no step.
  package var marks = Marks()

  /// Whether expectations are looked at while the script is played.
  private let isChecked: Bool

  /// Plays a scenario, to its end or for a number of steps, and goes back to its beginning. O(steps), and a search for
  /// each `expect possible`, unless what the scenario expects is left unchecked.
  package init(
    playing parsed: Parsed, name: String, steps limit: Int = .max, checked: Bool = true
  ) throws(Interruption) {
    self.name = name
    isChecked = checked
    scenario = parsed.scenario
    do { session = try Catalog.session(for: scenario.setup) } catch {
      throw Interruption(line: parsed.line(ofRefused: error), refusal: error)
    }
    for (item, line) in zip(scenario.items, parsed.lines) {
      guard try play(item, line: line, limit: limit) else { break }
    }
    session.jump(to: 0)
  }

  /// A session of one's own on a setup, without a script.
  package init(fresh scenario: Scenario, name: String) throws(Refusal) {
    self.name = name
    isChecked = true
    self.scenario = scenario
    session = try Catalog.session(for: scenario.setup)
  }

  /// Plays one item and tells whether the limit leaves room for more.
  private mutating func play(_ item: Scenario.Item, line: Int, limit: Int) throws(Interruption) -> Bool {
    switch item {
    case .note(let text): remarks[remarks.count - 1].append(.note(text))
    case .ask(let question): remarks[remarks.count - 1].append(.question(question))
    case .expect(let fact):
      remarks[remarks.count - 1].append(.expect(fact))
      if isChecked {
        expectations.append(Expectation(line: line, step: script.count - 1, finding: session.check(fact)))
      }
    case .command(let command):
      guard script.count <= limit else { return false }
      let passed: [MomentID]
      do { passed = try session.perform(command) } catch { throw Interruption(line: line, refusal: error) }
      let kept = passed.prefix(limit - (script.count - 1))
      played.append(Played(command: command, steps: script.count..<script.count + kept.count))
      script += kept
      remarks += kept.map { _ in [] }
      guard kept.count == passed.count else {
        session.jump(to: script[script.count - 1])
        return false
      }
    }
    return true
  }

  /// How many steps the script has.
  package var steps: Int { script.count - 1 }

  /// How many steps of the script lead to a moment, or nil where the moment is not on the script. O(log steps).
  package func step(at moment: MomentID) -> Int? {
    let place = script.place { $0 < moment }
    return place < script.count && script[place] == moment ? place : nil
  }

  /// What the script tells, asks and expects at a moment, before its next step.
  package func remarks(at moment: MomentID) -> [Remark] {
    step(at: moment).map { remarks[$0] } ?? []
  }
}

// MARK: - Saving

extension Lesson {
  /// The run from the beginning to a moment as a scenario: the header, and on the part that follows the script its own
  /// commands and remarks; behind steps that the adversary took, why. Playing it gives the same world.
  ///
  /// A branch that has a name is called so. One that the adversary kept open says so in its title, and may use the rounds
  /// that were left to whoever would close it.
  package func scenario(to moment: MomentID) -> Scenario {
    let path = session.path(to: moment)
    var saved = recording(along: path)
    if let name = path.compactMap({ marks.names[$0] }).last { saved.title = "\(name): \(saved.title)" }
    let moves = path.count { marks.notes[$0] != nil }
    guard moves > 0 else { return saved }
    saved.title = "Undecided for \(counted(moves, "step")): \(saved.title)"
    saved.cites.append(AdversaryRun.cites)
    guard let forecast = path.compactMap({ marks.forecasts[$0] }).last else { return saved }
    var bounds = saved.setup.bounds ?? Setup.Bounds()
    bounds.rounds = max(bounds.rounds ?? 0, forecast.rounds)
    saved.setup.bounds = bounds
    return saved
  }

  /// The steps along a path, with what the script says and what is noted of them.
  func recording(along path: [MomentID]) -> Scenario {
    var saved = scenario
    saved.items = []
    let shared = zip(path, script).prefix { $0 == $1 }.count
    let commands = session.commands(to: path[path.count - 1])
    // What the script says is possible, it says within bounds of its own.
    let isWithinOwnBounds = !path.contains { marks.forecasts[$0] != nil }
    var whole = played[...]
    var step = 0
    while true {
      if step < shared {
        saved.items += remarks[step].compactMap { isWithinOwnBounds ? .init($0) : .init(unbounded: $0) }
      }
      saved.items += items(besides: path[step])
      guard step < commands.count else { return saved }
      // A command of several steps is kept as its author wrote it, if all of them were taken.
      whole = whole.drop { $0.steps.isEmpty || $0.steps.lowerBound <= step }
      if let next = whole.first, next.steps.lowerBound == step + 1, next.steps.upperBound <= shared {
        saved.items.append(.command(next.command))
        step = next.steps.upperBound - 1
      } else {
        saved.items.append(.command(commands[step]))
        step += 1
      }
    }
  }
}

extension Lesson {
  /// What was told of a moment besides the script, and what can be chosen from there.
  private func items(besides moment: MomentID) -> [Scenario.Item] {
    let notes = (marks.notes[moment] ?? []).map(Scenario.Item.note)
    guard let forecast = marks.forecasts[moment] else { return notes }
    return notes + [
      .expect(.chosen(slot: forecast.slot, values: [])),
      .expect(.possible(slot: forecast.slot, values: forecast.values)),
    ]
  }
}

extension Scenario.Item {
  /// Nil where it is true within some bounds alone.
  fileprivate init?(unbounded remark: Lesson.Remark) {
    if case .expect(.possible) = remark { return nil }
    self.init(remark)
  }

  fileprivate init(_ remark: Lesson.Remark) {
    self =
      switch remark {
      case .note(let text): .note(text)
      case .question(let question): .ask(question)
      case .expect(let fact): .expect(fact)
      }
  }
}
