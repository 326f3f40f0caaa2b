import Consensus
import Narration

// Asking for searches, and telling what they have found.

/// What came of an errand and waits until nothing lies over the view.
enum News: Hashable, Sendable {
  case notice(Notice)
  case reader(Reader)
}

extension Interface {
  /// Starts a check from the present moment.
  mutating func startCheck(_ bounds: Setup.Bounds = Setup.Bounds()) {
    guard let session = stage?.session else { return }
    workshop.add(Errand(.check(bounds), session))
  }

  /// Starts a run of so many steps that keeps the question open.
  mutating func startAdversary(steps: Int) {
    guard let session = stage?.session else { return }
    workshop.add(Errand(.adversary(steps: steps), session))
  }

  mutating func askWhatToReach() { layers.append(.prompt(Prompt(.command, "reach "))) }

  mutating func look(for facts: [Fact]) {
    guard let session = stage?.session else { return }
    workshop.add(Errand(.reach(facts), session))
  }

  /// Ends the search under way, if there is one.
  mutating func stopSearch() -> Bool {
    guard let errand = workshop.stopSearch() else { return false }
    if case .adversary = errand.kind {
      say("The adversary was stopped.")
      return true
    }
    let worlds = counted(errand.progress?.worlds ?? 1, "world")
    let found = if case .check = errand.kind { "no violation" } else { "no such moment" }
    say("Stopped after \(worlds): \(found) so far.")
    return true
  }

  /// Compares what was done with the correct algorithm.
  mutating func compare() {
    guard let session = stage?.session else { return }
    workshop.add(Errand(.beside(session.setup.mutations), session))
  }

  /// Tells what an errand has come to.
  mutating func conclude(_ errand: Errand, _ answer: Answer) {
    switch answer {
    case .explored(let exploration): conclude(errand, exploration)
    case .reached(let reach): conclude(errand, reach)
    case .played(let run): conclude(errand, run)
    case .compared(let beside): tell(report(of: beside, errand.session))
    case .refused(let refusal): tell(.notice(Notice(text: refusal.sentence, tone: .bad)))
    case .progress, .glimpse, .outlook: break
    }
  }

  private mutating func conclude(_ errand: Errand, _ exploration: Exploration) {
    guard let violation = exploration.violation else { return tell(.reader(Reader(exploration, errand))) }
    guard !violation.steps.isEmpty else {
      return tell(
        .notice(Notice(text: "\(violation.invariant) is violated already: \(violation.sentence)", tone: .bad)))
    }
    grow(violation.invariant, errand, violation.steps, "\(violation.invariant) can be violated")
  }

  private mutating func conclude(_ errand: Errand, _ reach: Reach) {
    guard let steps = reach.steps else { return tell(.reader(Reader(reach, errand))) }
    if steps.isEmpty { return tell(.notice(Notice(text: "It is so now.", tone: .good))) }
    grow("reach", errand, steps, "It can be so")
  }

  private mutating func conclude(_ errand: Errand, _ run: AdversaryRun) {
    if run.ending != .undecided || run.moves.isEmpty {
      tell(.reader(Reader(run, from: errand.session.depth(of: errand.session.cursor))))
    }
    guard !run.moves.isEmpty else { return }
    grow("adversary", errand, run.steps, "Two values stay possible,")
    stage?.note(run)
  }

  /// Makes a branch of a run, and says how to go along it.
  private mutating func grow(_ name: String, _ errand: Errand, _ steps: [Step], _ finding: String) {
    let origin = errand.session.cursor
    do {
      try stage?.grow(name, from: origin, steps)
    } catch {
      return tell(.notice(Notice(text: error.sentence, tone: .bad)))
    }
    // Searches look for a shortest run, the adversary for any.
    let isShortest = name != "adversary" && steps.count > 1
    let length = "\(counted(steps.count, "step"))\(isShortest ? ", no fewer" : "")"
    guard let stage, stage.scene.moment == origin, let branch = stage.found.last else {
      return tell(
        .notice(Notice(text: "\(finding) in \(length). \(keyName(.found)) goes to where that run begins.", tone: .bad))
      )
    }
    self.stage?.goToStart(of: branch, isAhead: true)
    let tone: Notice.Tone = ["reach", "adversary"].contains(name) ? .good : .bad
    tell(
      .notice(
        Notice(
          text: "\(finding) in \(length). \(keyName(.step)) goes on, \(keyName(.found)) goes back.",
          tone: tone)))
  }

  /// Between a run that was found and where one came from.
  mutating func turnToFound() {
    guard let stage else { return }
    guard let branch = stage.foundBranch else {
      guard let last = stage.found.last else { return }
      self.stage?.goToStart(of: last, isAhead: true)
      return say(
        "Ahead lies \(last.name), \(counted(last.steps, "step")). \(keyName(.step)) goes through them, \(keyName(.found)) goes back."
      )
    }
    self.stage?.goToStart(of: branch, isAhead: false)
    let isStillAhead = self.stage?.foundBranch == branch
    say(
      isStillAhead
        ? "This is where the search began. \(keyName(.step)) goes through \(branch.name) again."
        : "Back where the search began. \(keyName(.found)): to \(branch.name) again.")
  }

  private mutating func tell(_ news: News) { self.news.append(news) }

  /// Shows what was found as soon as nothing is in the way.
  mutating func settleNews() {
    while layers.isEmpty, !news.isEmpty {
      switch news.removeFirst() {
      case .notice(let notice): self.notice = notice
      case .reader(let reader): layers.append(.reader(reader))
      }
    }
  }
}
