import Consensus
import Narration
import Scenarios
import Screen

/// The scenario that is open, and what follows from its present moment.
///
/// All that is drawn is computed when one comes to a moment and not when it is drawn, so that a key that only moves a
/// selection costs nothing but the drawing.
struct Stage: Sendable {
  var lesson: Lesson
  private(set) var scene: Scene
  /// The messages that the filter lets through, in the order in which they are due: places in `scene.messages`.
  var queue: [Int] = []
  /// The message that `next` would deliver.
  private(set) var next: MessageID?
  var filter = ""
  /// The moments from the beginning through the present one to where redo ends.
  var line: [MomentID] = []
  /// The line with, after each fork, the first steps of the other branches.
  var rows: [HistoryRow] = []
  var branchCount = 1
  /// What the script says at this moment.
  private(set) var remarks: [Lesson.Remark] = []
  /// The expectations of the script that do not hold at this moment.
  private(set) var unmet: [Finding] = []

  var node = 0
  var message: MessageID?
  /// The chosen row of the history.
  var row = 0
  /// The first rows shown in panes that scroll.
  var tops: [Pane: Int] = [:]

  /// How many moments `branchCount` has seen.
  var countedMoments = 1
  var savedMoments = 0
  /// A file holds the line that one was on, and no other one of one's own.
  private var leftBranchesOut = false
  /// Runs that searches have found, the last one at the end.
  var found: [FoundBranch] = []
  /// The run before a rule was replaced, alone or none: a value cannot hold another one of its kind in any other way.
  var originals: [Stage] = []
  /// What the selected message would do at this moment.
  var preview: (message: MessageID, preview: Preview)?
  /// Whether messages would have an effect, as far as that was asked.
  var verdicts: [MessageID: Verdict] = [:]
  /// Which values can still be chosen, as far as that was worked out.
  var outlooks = Outlooks()
  /// The same run under another algorithm, where there is one; brought up to date while it is shown.
  var companion: Companion?
  /// How many of the newest slots of the logs are scrolled out of sight.
  var hiddenSlots = 0
  /// What comes of branches, as far as they were shown.
  var summaries: [MomentID: BranchSummary] = [:]
  /// The moment that waits to be compared with another one.
  var marked: MomentID?
  /// The words for steps, which never change.
  var texts: [MomentID: String] = [:]
  /// Steps as events of the diagram, which never change either.
  var events: [MomentID: Diagram.Event] = [:]
  /// The first lane shown of the diagram, and for what it was scrolled last.
  var firstLane = 0
  var followed: DiagramPlace?
  private let proposerRanks: [Int: Int]
  let nodeGroups: [NodeGroup]
  /// The cut links, as the groups that cannot reach each other: `P1 A1 | A2 A3`.
  private(set) var cut: String?

  init(_ lesson: Lesson, at step: Int) {
    self.lesson = lesson
    let cluster = lesson.session.setup.cluster
    let numbers = cluster.proposers.map { cluster[$0].number }.sorted()
    proposerRanks = Dictionary(zip(numbers, numbers.indices), uniquingKeysWith: { first, _ in first })
    savedMoments = lesson.session.momentCount
    let moment = lesson.script[step.clamped(to: 0...lesson.script.count - 1)]
    if moment != lesson.session.cursor { self.lesson.session.jump(to: moment) }
    scene = self.lesson.session.scene
    nodeGroups = NodeGroup.groups(of: scene.nodes, in: self.lesson.session)
    if lesson.session.setup.mutations.isEmpty { companion = try? Companion(of: self.lesson.session) }
    arrive(.choosing)
  }

  var session: any Session { lesson.session }
  /// The run before a rule was replaced.
  var original: Stage? { originals.first }
  /// Whether there are steps that no file holds: in this run, or in the one before a rule was replaced.
  var isUnsaved: Bool { hasOwnSteps || original?.isUnsaved ?? false }
  var hasOwnSteps: Bool { session.momentCount > savedMoments }
  /// Whether a person would miss something of it after a crash.
  var isWorthKeeping: Bool {
    isUnsaved || leftBranchesOut || marks.isWorthKeeping || original?.isWorthKeeping ?? false
  }
  /// What was answered, counted, named and told, moment by moment.
  var marks: Marks {
    get { lesson.marks }
    set { lesson.marks = newValue }
  }
  mutating func markSaved() {
    savedMoments = session.momentCount
    let script = Set(lesson.script)
    leftBranchesOut = savedMoments - script.count > line.count { !script.contains($0) }
  }

  /// A step of the present line, as `step 7/19` counts them.
  var endDepth: Int { line.count - 1 }
  /// The moment that redo leads to.
  var ahead: MomentID? { scene.depth + 1 < line.count ? line[scene.depth + 1] : nil }

  /// The colour of a ballot: neighbours in the order of ballots differ, and it never changes during a run.
  func colour(of ballot: Ballot) -> Int {
    ballot.round % Style.ballotColours * proposerRanks.count + (proposerRanks[ballot.proposer] ?? 0)
  }

  func style(of ballot: Ballot?) -> Style { ballot.map { .ballot(colour(of: $0)) } ?? .plain }
}

/// A row of the history: a step of the line, or the first step of another branch.
struct HistoryRow: Hashable, Sendable {
  let moment: MomentID
  let depth: Int
  /// Not on the line: a branch that begins here.
  var isOtherBranch = false
}

/// What delivering a message now would come to.
struct Preview: Hashable, Sendable {
  let sentence: String
  let isPossible: Bool
  /// Possible, and not without effect.
  let isEffective: Bool

  init(_ result: Result<Explanation, Refusal>) {
    switch result {
    case .success(let explanation):
      sentence = explanation.what
      isPossible = true
      isEffective = explanation.isEffective
    case .failure(let refusal):
      sentence = refusal.sentence
      isPossible = false
      isEffective = false
    }
  }
}

/// Whether delivering a message has an effect. It depends on nothing but its receiver, so it is kept while that one rests.
struct Verdict: Hashable, Sendable {
  let receiver: String
  let isEffective: Bool
}

// MARK: - Going from moment to moment

extension Stage {
  /// Which message is selected on arrival.
  enum Selecting {
    /// The one that the step ahead is about, or else the same row as before.
    case choosing
    /// The same row as before: the next one takes the place of a message that was delivered.
    case staying
  }

  mutating func perform(_ command: Command) throws(Refusal) {
    let passed: [MomentID]
    let delivered = delivery(of: command)
    do throws(Refusal) {
      passed = try lesson.session.perform(command)
    } catch {
      // The history is as it was, except perhaps for which way redo takes.
      trace()
      throw error
    }
    if let delivered, passed.count == 1 { carryOutlook(of: delivered) }
    arrive(.staying, isOneStep: passed.count == 1)
  }

  mutating func undo() -> Bool {
    guard lesson.session.undo() else { return false }
    arrive(.choosing, isOneStep: true)
    return true
  }

  mutating func redo() -> Bool {
    let delivered = knownDeliveryAhead
    guard lesson.session.redo() else { return false }
    if let delivered { carryOutlook(of: delivered) }
    arrive(.choosing, isOneStep: true)
    return true
  }

  mutating func jump(to moment: MomentID) {
    lesson.session.jump(to: moment)
    arrive(.choosing)
  }

  /// Looks at what the script expects here, as far as that can be told without a search.
  mutating func judge() {
    unmet = remarks.compactMap { remark in
      guard case .expect(let fact) = remark, let finding = finding(fact) else { return nil }
      return finding.holds || finding.isUnknown ? nil : finding
    }
  }

  /// Whether a fact is so; nil while that is being worked out.
  func finding(_ fact: Fact) -> Finding? {
    guard case .possible(let slot, let values) = fact else { return session.check(fact) }
    return outlooks[Outlooks.Place(moment: scene.moment, slot: slot ?? 1)]?.finding(fact, slot: slot, values)
  }

  /// Looks at the moment to which one came; from the one before or after it if that is one step.
  mutating func arrive(_ selecting: Selecting, isOneStep: Bool = false) {
    let place = selectedRow
    let left = scene.nodes
    session.renew(&scene)
    forgetVerdicts(of: left, isOneStep: isOneStep)
    remarks = lesson.remarks(at: scene.moment) + (marks.notes[scene.moment] ?? []).map(Lesson.Remark.note)
    judge()
    next = nextDue
    cut = scene.partition
    countBranches()
    trace()
    // Branches beside the line are rows too, so it is not before its depth.
    row = rows[scene.depth...].firstIndex { $0.moment == scene.moment } ?? 0
    fillQueue()
    if selecting == .choosing, let upcoming, queue.contains(where: { scene.messages[$0].id == upcoming }) {
      message = upcoming
    } else {
      select(row: place ?? 0)
    }
  }
}
