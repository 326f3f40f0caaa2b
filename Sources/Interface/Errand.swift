import Consensus
import Narration

/// Something that a person wants to know and is told when it is found out.
struct Errand: Sendable {
  let kind: Job.Kind
  /// The run as it was when they asked, at the moment from which one searches.
  let session: any Session
  var progress: Progress?

  init(_ kind: Job.Kind, _ session: any Session) {
    self.kind = kind
    self.session = session
  }

  /// It may take long, and says so.
  var isSearch: Bool {
    switch kind {
    case .check, .reach, .adversary: true
    case .outlook, .beside: false
    }
  }

  /// What is being done, for the line of messages.
  func sentence(stoppedBy key: String) -> String {
    let worlds = progress.map { ": \(counted($0.worlds, "world")) so far" } ?? ""
    return switch kind {
    case .reach: "Looking for a moment in which that is so\(worlds). \(key) stops it."
    case .adversary(let steps):
      "The adversary plays: \(progress?.depth ?? 0) of \(counted(steps, "step")). \(key) stops it."
    default: "Checking from step \(session.depth(of: session.cursor)) on\(worlds). \(key) stops it."
    }
  }
}

/// What is worked out now, and what waits.
struct Workshop: Sendable {
  /// What the present ticket is for.
  enum Order: Hashable, Sendable {
    case errand(Int)
    case outlook(Outlooks.Place)
  }

  private(set) var ticket = 0
  private(set) var order: Order?
  /// The first one is worked on; they go before any outlook.
  private(set) var errands: [Errand] = []
  /// Counts errands, so that each is an order of its own.
  private var finished = 0

  /// Another order gets another ticket.
  mutating func take(outlook place: Outlooks.Place?) {
    let wanted = errands.isEmpty ? place.map(Order.outlook) : .errand(finished)
    guard wanted != order else { return }
    order = wanted
    ticket += 1
  }

  mutating func add(_ errand: Errand) { errands.append(errand) }

  mutating func note(_ progress: Progress) {
    if !errands.isEmpty { errands[0].progress = progress }
  }

  /// The errand that an answer is for.
  mutating func finish() -> Errand? {
    guard !errands.isEmpty else { return nil }
    finished += 1
    return errands.removeFirst()
  }

  /// Forgets all: what comes of it is about another run.
  mutating func clear() {
    finished += errands.count
    errands = []
    order = nil
    ticket += 1
  }

  /// The search under way, or the one that waits for its turn.
  var search: Errand? { errands.first { $0.isSearch } }

  /// Ends it, and answers how far it was.
  mutating func stopSearch() -> Errand? {
    guard let place = errands.firstIndex(where: { $0.isSearch }) else { return nil }
    if place == 0 { finished += 1 }
    return errands.remove(at: place)
  }
}

/// What is known about which values can still be chosen, moment by moment.
struct Outlooks: Sendable {
  /// A moment, or what comes of delivering a message there.
  struct Place: Hashable, Sendable {
    let moment: MomentID
    var message: MessageID?
    let slot: Int
  }

  private struct Entry: Sendable {
    /// Nil where it cannot be told.
    let outlook: Outlook?
    /// Whether nothing more will come.
    let isFinal: Bool
  }

  private var entries: [Place: Entry] = [:]

  /// What is known, if only for the time being.
  subscript(place: Place) -> Outlook? { entries[place]?.outlook }

  /// Whether nothing more will become known.
  func isKnown(_ place: Place) -> Bool { entries[place]?.isFinal ?? false }

  mutating func keep(_ outlook: Outlook?, at place: Place, isFinal: Bool = true) {
    // A bound on the memory, not on what can be shown.
    if entries.count > 16_384 { entries = [:] }
    entries[place] = Entry(outlook: outlook, isFinal: isFinal)
  }
}
