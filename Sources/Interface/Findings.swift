import Consensus
import Narration
import Screen

// What searches have found, as texts to read.

extension Reader {
  /// A check that came upon no violation.
  init(_ exploration: Exploration, _ errand: Errand) {
    let progress = exploration.progress
    var paragraphs: [Paragraph] = []
    if exploration.verdict == .safe {
      let worlds = progress.worlds == 1 ? "the only world" : "any of \(counted(progress.worlds, "world"))"
      paragraphs.append(.init("Safe: no invariant is violated in \(worlds).", .good))
    } else {
      paragraphs.append(.init("Unfinished: no violation in \(counted(progress.worlds, "world")) so far.", .warning))
    }
    if let cutoff = exploration.cutoff { paragraphs += Self.paragraphs(cutoff, within: exploration.bounds) }
    if exploration.isVacuous { paragraphs.append(.init(Exploration.vacuousSentence)) }
    paragraphs.append(.init("Bounds: \(exploration.bounds.sentence)."))
    let what = exploration.isExhaustive ? "Values that can be chosen" : "Values that were chosen in some world"
    if !errand.session.scene.decides {
      // A multicast delivers.
    } else if !exploration.slots.contains(where: { $0.number > 1 }) {
      let possible = exploration.possible
      paragraphs.append(.init("\(what): \(possible.isEmpty ? "none" : possible.joined(separator: ", "))."))
    } else {
      for slot in exploration.slots {
        paragraphs.append(.init("\(what) in slot \(slot.number): \(slot.possible.joined(separator: ", "))."))
      }
    }
    if !exploration.neverFired.isEmpty {
      paragraphs.append(.init(exploration.neverFiredHeading, .heading))
      paragraphs.append(.init(exploration.neverFired.joined(separator: ", ")))
    }
    let numbers = "\(counted(progress.transitions, "transition")), \(counted(progress.depth, "level")) deep"
    paragraphs.append(.init("How it was looked for", .heading))
    paragraphs.append(
      .init(
        "Every order, delay and loss of messages from step \(errand.step) on: \(numbers). The probability that two "
          + "worlds were taken for one is about \(exploration.collisionOrder)."))
    if let relaxed = exploration.relaxedSentence { paragraphs.append(.init(relaxed)) }
    self.init(title: "Checked from step \(errand.step)", paragraphs: paragraphs)
  }

  private static func paragraphs(_ cutoff: Cutoff, within bounds: Setup.Bounds) -> [Paragraph] {
    [cutoff.sentence, cutoff.remedy(within: bounds, .language)].compactMap { $0 }.map { Paragraph($0) }
  }

  /// A search for facts that did not find them.
  init(_ reach: Reach, _ errand: Errand) {
    let worlds = counted(reach.progress.worlds, "world")
    var paragraphs: [Paragraph] = []
    paragraphs.append(
      reach.cutoff == nil
        ? .init("No: it is so in none of \(worlds).", .heading)
        : .init("Unfinished: it is so in none of \(worlds) so far.", .warning))
    if let cutoff = reach.cutoff { paragraphs += Self.paragraphs(cutoff, within: reach.bounds) }
    paragraphs.append(.init("Bounds: \(reach.bounds.sentence)."))
    var facts: [Fact] = []
    if case .reach(let wanted) = errand.kind { facts = wanted }
    paragraphs.append(.init("Looked for from step \(errand.step) on", .heading))
    paragraphs += facts.map { .init("\($0)", .row) }
    self.init(title: "reach", paragraphs: paragraphs)
  }
}

extension Reader {
  /// What the adversary did where it did not do all that it was asked for.
  init(_ run: AdversaryRun, from step: Int) {
    var paragraphs = [Paragraph(run.sentence, .heading)]
    paragraphs.append(
      .init(
        "It takes steps as long as two values can be chosen after each, delivers every message and lets nobody crash."))
    paragraphs.append(.init(AdversaryRun.cites, .reference))
    self.init(title: "The adversary from step \(step)", paragraphs: paragraphs)
  }
}

extension Errand {
  /// How many steps lead to where it began.
  fileprivate var step: Int { session.depth(of: session.cursor) }
}

// MARK: - Beside

extension Interface {
  /// Where two algorithms part; `session` is the run whose steps both took.
  func report(of beside: Beside, _ session: any Session) -> News {
    let names = beside.mutations.joined(separator: ", ")
    let next = Reader.Paragraph(
      "\(keyName(.beside)) shows this again. \(keyName(.check)) looks for a violation from here.", .reference)
    guard let difference = beside.difference else {
      let all = session.depth(of: session.cursor)
      if beside.steps < all { return .reader(Reader(untaken: beside, session, next: next)) }
      let steps = all == 1 ? "the first step" : "\(counted(all, "step"))"
      return .notice(
        Notice(text: "\(names): no difference in \(steps). \(keyName(.check)) looks for what can come of it."))
    }
    return .reader(Reader(difference, beside, session, next: next))
  }
}

extension Reader {
  fileprivate init(_ difference: Beside.Difference, _ beside: Beside, _ session: any Session, next: Paragraph) {
    let names = beside.mutations.joined(separator: ", ")
    var paragraphs = Self.summaries(of: beside.mutations, session.vocabulary)
    paragraphs.append(.init("The first difference is at step \(difference.step)", .heading))
    paragraphs.append(.init("\(difference.command)", .row))
    paragraphs.append(.init("The correct algorithm", .heading))
    paragraphs += Self.told(difference.original, .good)
    paragraphs.append(.init("Mutated: \(names)", .heading))
    switch difference.mutated {
    case .success(let explanation) where explanation == difference.original:
      paragraphs.append(.init("It follows the same rule, but what it holds or sends is not the same.", .warning))
    case .success(let explanation): paragraphs += Self.told(explanation, .warning)
    case .failure(let refusal):
      paragraphs.append(.init("It cannot take this step.", .warning))
      paragraphs.append(.init(refusal.sentence))
    }
    self.init(title: "Beside the correct algorithm", paragraphs: paragraphs + [Paragraph("", .plain), next])
  }

  /// The correct algorithm cannot take all of the steps.
  fileprivate init(untaken beside: Beside, _ session: any Session, next: Paragraph) {
    var paragraphs = Self.summaries(of: beside.mutations, session.vocabulary)
    let path = session.path(to: session.cursor)
    let command = session.command(to: path[(beside.steps + 1).clamped(to: 0...path.count - 1)])
    paragraphs.append(.init("The first difference is at step \(beside.steps + 1)", .heading))
    paragraphs.append(.init(command?.description ?? "", .row))
    paragraphs.append(.init("The correct algorithm", .heading))
    paragraphs.append(.init("It cannot take this step.", .good))
    self.init(title: "Beside the correct algorithm", paragraphs: paragraphs + [Paragraph("", .plain), next])
  }

  private static func summaries(of names: [String], _ vocabulary: Vocabulary) -> [Paragraph] {
    vocabulary.mutations.filter { names.contains($0.name) }.map { .init("\($0.name): \($0.summary)", .note) }
  }

  private static func told(_ explanation: Explanation, _ kind: Paragraph.Kind) -> [Paragraph] {
    [Paragraph(explanation.what, kind), Paragraph(explanation.why)]
      + (explanation.cites.isEmpty ? [] : [Paragraph(explanation.cites, .reference)])
  }
}

// MARK: - What can still be chosen

extension Outlook {
  /// What a moment is like, in a few sentences.
  func sentence(about scene: Scene) -> String {
    let chosen = scene.chosen(in: slot)
    let list = possible.joined(separator: ", ")
    let place = scene.namesSlots || slot > 1 ? " in slot \(slot)" : ""
    let rest =
      scene.isImpaired(beyond: bounds) ? " Links stay cut in that search, and nodes that are down stay down." : ""
    let bounds = "\(counted(worlds, "world")) looked at; bounds: \(self.bounds.sentence).\(rest)"
    if !chosen.isEmpty {
      return possible == chosen
        ? "No other value can be chosen\(place) any more. \(bounds)" : "Still \(list) can be chosen\(place). \(bounds)"
    }
    guard isExhaustive else { return "Unfinished: \(list.isEmpty ? "nothing" : list) so far\(place). \(bounds)" }
    switch possible.count {
    case 0:
      let until = scene.nodes.contains { $0.log != nil } ? " before a client asks for something" : ""
      return "No value can be chosen\(place) from here\(until). \(bounds)"
    case 1: return "Only \(list) can still be chosen\(place), although it is not chosen yet. \(bounds)"
    case 2:
      let both = possible.joined(separator: " and ")
      return "\(both) can both still be chosen\(place): the moment is bivalent. \(bounds)"
    default: return "\(list) can all still be chosen\(place). \(bounds)"
    }
  }
}

extension Scene {
  /// Whether links are cut or nodes are down that nobody mends within the bounds: somebody at the keys can.
  func isImpaired(beyond bounds: Setup.Bounds) -> Bool {
    !cuts.isEmpty || nodes.count(where: { !$0.isUp }) > bounds.crashes ?? 0
  }
}
