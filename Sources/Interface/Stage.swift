import Consensus
import Narration
import Scenarios
import Screen

/// The scenario that is open, and what follows from its present moment.
///
/// All that is drawn is computed when one comes to a moment and not when it is drawn, so that a key that only moves a
/// selection costs nothing but the drawing.
struct Stage: Sendable {
  private(set) var lesson: Lesson
  private(set) var scene: Scene
  /// The messages that the filter lets through, in the order in which they are due: places in `scene.messages`.
  private(set) var queue: [Int] = []
  /// The message that `next` would deliver.
  private(set) var next: MessageID?
  private(set) var filter = ""
  /// The moments from the beginning through the present one to where redo ends.
  private(set) var line: [MomentID] = []
  /// The line with, after each fork, the first steps of the other branches.
  private(set) var rows: [HistoryRow] = []
  private(set) var branchCount = 1
  /// What the script says at this moment.
  private(set) var remarks: [Lesson.Remark] = []
  /// The expectations of the script that do not hold at this moment.
  private(set) var unmet: [Finding] = []

  var node = 0
  private(set) var message: MessageID?
  /// The chosen row of the history.
  var row = 0
  /// The first rows shown in panes that scroll.
  var tops: [Pane: Int] = [:]
  /// What was answered to the questions of the script.
  var answers: [Asking.Place: Answer] = [:]

  private var countedMoments = 1
  private var savedMoments = 0
  private var previews: [MessageID: Preview] = [:]
  private var texts: [MomentID: String] = [:]
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
    nodeGroups = NodeGroup.groups(of: scene.nodes, cluster: cluster)
    arrive(.choosing)
  }

  var session: any Session { lesson.session }
  var isUnsaved: Bool { session.momentCount > savedMoments }
  mutating func markSaved() { savedMoments = session.momentCount }

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

enum Answer: Hashable, Sendable {
  case chose(Int)
  case passed
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

// MARK: - Going from moment to moment

extension Stage {
  /// Which message is selected on arrival.
  private enum Selecting {
    /// The one that the step ahead is about, or else the same row as before.
    case choosing
    /// The same row as before: the next one takes the place of a message that was delivered.
    case staying
  }

  mutating func perform(_ command: Command) throws(Refusal) {
    do throws(Refusal) {
      try lesson.session.perform(command)
    } catch {
      // The history is as it was, except perhaps for which way redo takes.
      trace()
      throw error
    }
    arrive(.staying)
  }

  mutating func undo() -> Bool {
    guard lesson.session.undo() else { return false }
    arrive(.choosing)
    return true
  }

  mutating func redo() -> Bool {
    guard lesson.session.redo() else { return false }
    arrive(.choosing)
    return true
  }

  mutating func jump(to moment: MomentID) {
    lesson.session.jump(to: moment)
    arrive(.choosing)
  }

  private mutating func arrive(_ selecting: Selecting) {
    let place = selectedRow
    scene = session.scene
    previews = [:]
    remarks = lesson.remarks(at: scene.moment)
    unmet = remarks.compactMap { remark in
      guard case .expect(let fact) = remark else { return nil }
      let finding = session.check(fact)
      return finding.holds || finding.isUnknown ? nil : finding
    }
    next = nextDue
    cut = scene.partition
    countBranches()
    trace()
    row = rows.firstIndex { $0.moment == scene.moment } ?? 0
    fillQueue()
    if selecting == .choosing, let upcoming, queue.contains(where: { scene.messages[$0].id == upcoming }) {
      message = upcoming
    } else {
      select(row: place ?? 0)
    }
  }

  /// The message that the step ahead delivers, loses or delays.
  private var upcoming: MessageID? {
    guard let ahead, let command = session.command(to: ahead) else { return nil }
    switch command {
    case .deliver(let messages), .drop(let messages), .duplicate(let messages), .delay(let messages, by: _),
      .hold(let messages), .release(let messages):
      return (try? session.resolve(messages))?.first
    default: return nil
    }
  }

  /// Due first, then the oldest; neither held nor without a way.
  private var nextDue: MessageID? {
    var best: MessageView?
    for message in scene.messages where !message.isHeld && message.obstacle == nil {
      if best.map({ message.due < $0.due }) ?? true { best = message }
    }
    return best?.id
  }

  private mutating func countBranches() {
    let count = session.momentCount
    for moment in min(countedMoments, count)..<count {
      guard let parent = session.parent(of: moment) else { continue }
      if session.children(of: parent).first != moment { branchCount += 1 }
    }
    countedMoments = count
  }

  /// Brings `line` up to date. O(1) while one goes along it.
  private mutating func trace() {
    let cursor = session.cursor
    let end = session.end(of: cursor)
    let depth = session.depth(of: cursor)
    if depth < line.count, line[depth] == cursor, line.last == end, !rows.isEmpty { return }
    if end == cursor, depth == line.count, let last = line.last, session.parent(of: cursor) == last {
      line.append(cursor)
      rows.append(HistoryRow(moment: cursor, depth: depth))
      return
    }
    line = session.path(to: end)
    rows = []
    for (depth, moment) in line.enumerated() {
      rows.append(HistoryRow(moment: moment, depth: depth))
      guard branchCount > 1, depth + 1 < line.count else { continue }
      for child in session.children(of: moment) where child != line[depth + 1] {
        rows.append(HistoryRow(moment: child, depth: depth + 1, isOtherBranch: true))
      }
    }
  }
}

// MARK: - Branches

extension Stage {
  /// Takes the next branch of the nearest fork, and says which; nil where there is no fork.
  mutating func switchBranch(by step: Int) -> String? {
    guard let depth = nearestFork else { return nil }
    let children = session.children(of: line[depth])
    guard let present = children.firstIndex(of: line[depth + 1]) else { return nil }
    let chosen = (present + step + children.count) % children.count
    let cursor = scene.moment
    lesson.session.jump(to: children[chosen])
    // From before the fork one only looks the other way; from behind it one goes to where the other branch begins.
    if depth >= scene.depth { lesson.session.jump(to: cursor) }
    arrive(.choosing)
    let first = text(of: children[chosen])
    return "Branch \(chosen + 1) of \(children.count) after step \(depth) begins with: \(first)"
  }

  /// The depth of the fork here, else of the last one before, else of the first one after.
  private var nearestFork: Int? {
    guard branchCount > 1 else { return nil }
    func isFork(_ depth: Int) -> Bool { session.children(of: line[depth]).count > 1 }
    let depths = 0..<line.count - 1
    return depths.prefix(scene.depth + 1).last(where: isFork) ?? depths.dropFirst(scene.depth + 1).first(where: isFork)
  }

  /// The step that led to a moment, as a scenario would write it.
  func text(of moment: MomentID) -> String {
    texts[moment] ?? session.command(to: moment)?.description ?? "the beginning"
  }

  /// Keeps the words of these moments, which never change.
  mutating func keepTexts(of moments: some Sequence<MomentID>) {
    // A bound on the memory, not on what can be shown.
    if texts.count > 4_096 { texts = [:] }
    for moment in moments where texts[moment] == nil { texts[moment] = text(of: moment) }
  }
}

// MARK: - Messages

extension Stage {
  mutating func show(only filter: String) {
    let place = selectedRow
    self.filter = filter
    fillQueue()
    if selectedRow == nil { select(row: place ?? 0) }
  }

  private mutating func fillQueue() {
    let messages = scene.messages
    let words = filter.lowercased().split(separator: " ").map(String.init)
    queue = messages.indices.filter { index in words.allSatisfy { messages[index].matches($0) } }
    let isSorted = zip(queue, queue.dropFirst()).allSatisfy { messages[$0].due <= messages[$1].due }
    if !isSorted { queue.sort { (messages[$0].due, $0) < (messages[$1].due, $1) } }
  }

  var selectedRow: Int? {
    guard let message else { return nil }
    return queue.firstIndex { scene.messages[$0].id == message }
  }

  var selectedMessage: MessageView? { selectedRow.map { scene.messages[queue[$0]] } }
  var selectedNode: NodeView? { scene.nodes.indices.contains(node) ? scene.nodes[node] : nil }

  mutating func select(row: Int) {
    message = queue.isEmpty ? nil : scene.messages[queue[row.clamped(to: 0...queue.count - 1)]].id
  }

  mutating func select(_ message: MessageID) { self.message = message }

  func preview(of message: MessageID) -> Preview { previews[message] ?? Preview(session.preview(message)) }

  /// Keeps what these messages would do, until the moment changes.
  mutating func keepPreviews(of messages: some Sequence<MessageID>) {
    for message in messages where previews[message] == nil { previews[message] = Preview(session.preview(message)) }
  }
}

extension MessageView {
  /// Whether a word of the filter fits: part of a kind, value or remark; a ballot, a number, a node.
  fileprivate func matches(_ word: String) -> Bool {
    label.kind.contains(word) || label.ballot?.description == word || from.lowercased() == word
      || to.lowercased() == word || "\(id)" == word || label.value?.lowercased().contains(word) ?? false
      || label.remark?.lowercased().contains(word) ?? false || matches(route: word)
  }

  /// `p1->a1`, `->a1`, `p1->`
  private func matches(route: String) -> Bool {
    guard let arrow = route.firstRange(of: "->") ?? route.firstRange(of: "→") else { return false }
    let sender = route[..<arrow.lowerBound]
    let receiver = route[arrow.upperBound...]
    return (sender.isEmpty || sender == from.lowercased()) && (receiver.isEmpty || receiver == to.lowercased())
  }
}

// MARK: - Questions

extension Stage {
  /// The questions of the script at this moment, in their order.
  var questions: [Asking] {
    var asked: [Asking] = []
    for remark in remarks {
      guard case .question(let question) = remark else { continue }
      asked.append(Asking(question: question, place: .init(moment: scene.moment, index: asked.count)))
    }
    return asked
  }

  /// The first question here that was neither answered nor passed over.
  var openQuestion: Asking? { questions.first { answers[$0.place] == nil } }

  /// How many answers were right, and how many were given.
  var score: (right: Int, given: Int) {
    var score = (right: 0, given: 0)
    for (place, answer) in answers {
      guard case .chose(let choice) = answer, let question = question(at: place) else { continue }
      score.given += 1
      if question.isRight(choice) { score.right += 1 }
    }
    return score
  }

  private func question(at place: Asking.Place) -> Question? {
    let questions = lesson.remarks(at: place.moment).compactMap { remark -> Question? in
      if case .question(let question) = remark { question } else { nil }
    }
    return questions.indices.contains(place.index) ? questions[place.index] : nil
  }

  var notes: [String] {
    remarks.compactMap { remark in
      if case .note(let text) = remark { text } else { nil }
    }
  }
}
