/// Runs a body for each number below a count, in any order, possibly at the same time, and returns when all have ended.
///
/// The kernel cannot start threads: whoever has some passes them in.
package typealias Parallel = @Sendable (_ count: Int, _ body: @Sendable (Int) -> Void) -> Void

/// What a search may use.
package struct SearchPlan {
  /// The most worlds to look at.
  package var worlds: Int
  /// The most memory to use, in bytes.
  package var bytes: Int
  /// How many threads `parallel` should share the work among.
  package var threads: Int
  /// Runs several bodies at the same time; nil to use one thread.
  package var parallel: Parallel?

  package init(worlds: Int = .max, bytes: Int = 4 << 30, threads: Int = 1, parallel: Parallel? = nil) {
    self.worlds = min(worlds, Ancestry.maximum)
    self.bytes = bytes
    self.threads = threads
    self.parallel = parallel
  }

  /// The limit that ends a search which has come so far and has more to see.
  package func limit(reachedBy progress: Progress) -> SearchLimit {
    if progress.worlds >= worlds { return .worlds }
    return progress.peakBytes >= bytes ? .memory : .numbers
  }
}

/// A limit that ends a search before everything was seen.
package enum SearchLimit: String, Hashable, Sendable {
  case worlds
  case memory
  /// A system met more different parts of worlds than there are numbers for.
  case numbers
}

/// What a search has found so far.
package struct Progress: Hashable, Sendable {
  /// Worlds that are reachable.
  package internal(set) var worlds = 1
  /// Steps from them, also those that lead to a world that is known already.
  package internal(set) var transitions = 0
  /// Levels; the first world is level 1.
  package internal(set) var depth = 1
  /// The most memory that was used at one time, in bytes.
  package internal(set) var peakBytes = 0

  /// What two searches have done, one after the other; the first world is counted once.
  func followed(by other: Progress) -> Progress {
    var total = self
    total.worlds += other.worlds - 1
    total.transitions += other.transitions
    total.depth = max(depth, other.depth)
    total.peakBytes = max(peakBytes, other.peakBytes)
    return total
  }
}

/// Why a search ended.
enum SearchEnding: Hashable, Sendable {
  /// There is nothing more to find.
  case exhausted
  /// A world at which the search ends was found, on this way: which successor was taken from each world.
  case found(path: [Int])
  case limited(SearchLimit)
  case cancelled
}

/// A breadth-first search: every world is found by a shortest run.
///
/// Worlds are taken from the frontier in blocks of some thousands. A block goes through phases, each of which can be
/// shared among threads, because its parts write to different places:
///
/// 1. *expand*: the successors of all worlds are listed, as fingerprints. Worlds that need something not yet learnt wait.
/// 2. *learn*, by one thread: those worlds are learnt from and expanded.
/// 3. *insert*: each thread inserts the fingerprints of its own range of the table, in the order of the list, and marks
///    the new ones.
/// 4. *write*: the rows of the new worlds are written to the next frontier, each at its place.
///
/// Worlds that are the same moment (`TransitionSystem.expandFreely`) are added to a level before steps lead from it to the next one.
///
/// Every place and number depends on the order of the list alone. So one thread and many find the same worlds in the same
/// order, and the same counterexample. O(transitions) time; about 18 bytes a world, and the rows of two levels.
final class Search<System: TransitionSystem>: @unchecked Sendable {
  private let system: System
  private let plan: SearchPlan
  private let owners: Int
  private let parallel: Parallel
  private let visited = FingerprintSet()
  private var ancestry = Ancestry()
  private var frontier = Frontier()
  private var next = Frontier()
  private let items: UnsafeMutablePointer<SearchItem<System.Move>>
  /// How many items the present block has.
  private var itemCount = 0
  private var rowsInItem = Frontier.rowsInItem(words: 1)
  /// The rows of the present block's new worlds.
  private var segment = Frontier.Segment.empty
  /// Whether the worlds of the present block lead to others of the same level.
  private var isFree = false
  private(set) var progress = Progress()

  /// How many events of each kind there were.
  private(set) var counts: [Int]

  /// The most bytes that an item of the last block has taken.
  private var bytesOfItem = 1

  /// The most items of a block. Few at first, because a search may be over after a few thousand worlds; many later,
  /// because at the end of every phase threads wait for each other. Fewer where worlds are large, because memory is measured and
  /// a search can be stopped only between blocks.
  private var itemsInBlock: Int {
    max(1, min(progress.worlds < 1 << 17 ? 16 : Self.maximumItems, Self.bytesInBlock / bytesOfItem))
  }
  private static var maximumItems: Int { 128 }
  private static var bytesInBlock: Int { 128 << 20 }

  init(_ system: System, _ plan: SearchPlan) {
    self.system = system
    self.plan = plan
    owners = plan.parallel == nil ? 1 : max(1, min(plan.threads, FingerprintSet.shardCount))
    parallel = plan.parallel ?? { count, body in for index in 0..<count { body(index) } }
    items = .allocate(capacity: Self.maximumItems)
    for index in 0..<Self.maximumItems {
      (items + index).initialize(to: SearchItem(kinds: system.kinds, owners: owners))
    }
    counts = Array(repeating: 0, count: system.kinds)
  }

  deinit {
    visited.deallocate()
    ancestry.deallocate()
    frontier.deallocate()
    next.deallocate()
    for index in 0..<Self.maximumItems { items[index].deallocate() }
    items.deallocate()
  }
}

// MARK: - Levels and blocks

extension Search {
  /// Searches until there is nothing more to find, an end is found or a limit is reached. To be called once. `pause` is
  /// called after every block; when it returns false, the search ends.
  func run(pause: (Progress) -> Bool = { _ in true }) -> SearchEnding {
    if begin() { return .found(path: []) }
    while true {
      for isFree in system.hasFreeMoves ? [true, false] : [false] {
        if let ending = searchLevel(isFree, pause) { return ending }
      }
      swap(&frontier, &next)
      guard frontier.count > 0 else { return .exhausted }
      progress.depth += 1
    }
  }

  /// Takes all worlds of a level, first for those that are the same moments, then for their successors.
  private func searchLevel(_ isFree: Bool, _ pause: (Progress) -> Bool) -> SearchEnding? {
    self.isFree = isFree
    while takeBlock() {
      searchBlock()
      measureMemory()
      if let world = firstEnd { return .found(path: ancestry.path(to: world)) }
      if progress.worlds >= plan.worlds || progress.peakBytes >= plan.bytes || system.isFull {
        progress.worlds = min(progress.worlds, plan.worlds)
        return .limited(plan.limit(reachedBy: progress))
      }
      guard pause(progress) else { return .cancelled }
    }
    if isFree { frontier.rewind() }
    return nil
  }

  /// Puts the first world into the frontier and tells whether the search ends there.
  private func begin() -> Bool {
    let row = system.initial
    segment.deallocate()
    rowsInItem = Frontier.rowsInItem(words: row.count)
    segment = Frontier.Segment(words: row.count, count: 1, firstWorld: 0, rowsInItem: rowsInItem)
    segment.rows.initialize(from: row, count: row.count)
    segment.mark(row: 0, at: 0)
    frontier.append(segment)
    _ = visited.insert(system.fingerprint(of: segment.rows))
    ancestry.reserve(1)
    ancestry.set(0, parent: 0, ordinal: 0)
    return system.isEnd(segment.rows)
  }

  /// Fills the items with the next rows of this level; false where there are none.
  private func takeBlock() -> Bool {
    itemCount = 0
    while itemCount < itemsInBlock, let rows = frontier.take() {
      items[itemCount].begin(rows)
      itemCount += 1
    }
    return itemCount > 0
  }

  private func searchBlock() {
    share(itemCount) { self.expand($0) }
    for index in 0..<itemCount { learn(index) }
    share(owners) { self.insert(owner: $0) }
    share(itemCount) { self.measure($0) }
    allocateRows()
    share(itemCount) { self.write($0) }
    if segment.count == 0 {
      segment.deallocate()
    } else if isFree {
      frontier.append(segment)
    } else {
      next.append(segment)
    }
    if !isFree { frontier.releaseTaken() }
  }

  /// Shares a phase among the threads, unless the block is so small that waking them would take longer.
  private func share(_ count: Int, _ body: @Sendable (Int) -> Void) {
    if owners > 1 && itemCount > 2 { return parallel(count, body) }
    for index in 0..<count { body(index) }
  }

  private func measureMemory() {
    var bytes = visited.bytes + ancestry.bytes + frontier.bytes + next.bytes + system.bytes
    for index in 0..<Self.maximumItems { bytes += items[index].bytes }
    progress.peakBytes = max(progress.peakBytes, bytes)
  }

  /// The first of the block's new worlds that ends the search.
  private var firstEnd: Int? {
    for index in 0..<itemCount where items[index].end != nil { return items[index].end }
    return nil
  }
}

// MARK: - The phases of a block

extension Search {
  private func expand(_ index: Int) {
    let item = items + index
    let rows = item.pointee.rows
    var offset = rows.start
    for parent in 0..<rows.count {
      let row = Row(rows.base + offset)
      item.pointee.successors.begin(origin: offset, parent: parent)
      if !list(row, &item.pointee.successors) {
        item.pointee.successors.takeBack()
        item.pointee.postpone(offset: offset, parent: parent)
      }
      offset += system.width(of: row)
    }
  }

  private func list(_ row: Row, _ successors: inout Successors<System.Move>) -> Bool {
    isFree ? system.expandFreely(row, into: &successors) : system.expand(row, into: &successors)
  }

  private func learn(_ index: Int) {
    let item = items + index
    for place in 0..<item.pointee.postponedCount {
      let (offset, parent) = item.pointee.postponed(place)
      let row = Row(item.pointee.rows.base + offset)
      system.learn(row)
      item.pointee.successors.begin(origin: offset, parent: parent)
      if !list(row, &item.pointee.successors) {
        precondition(system.isFull, "what was learnt is known")
        item.pointee.successors.takeBack()
      }
    }
    item.pointee.successors.addCounts(to: &counts)
    progress.transitions += item.pointee.successors.count
    item.pointee.reserveMarks()
  }

  private func insert(owner: Int) {
    for index in 0..<itemCount { items[index].insert(into: visited, as: owner) }
  }

  /// Counts the new worlds of an item, and the words that their rows take.
  private func measure(_ index: Int) {
    let item = items + index
    var words = 0
    var count = 0
    item.pointee.forEachNew { successor in
      words += system.width(after: successor.move, from: Row(item.pointee.rows.base + Int(successor.origin)))
      count += 1
    }
    item.pointee.newWords = words
    item.pointee.newCount = count
  }

  /// Gives every item the place where its new rows begin.
  private func allocateRows() {
    var words = 0
    var count = 0
    bytesOfItem = 1
    for index in 0..<itemCount {
      bytesOfItem = max(bytesOfItem, items[index].bytesInUse)
      items[index].firstWord = words
      items[index].firstRow = count
      words += items[index].newWords
      count += items[index].newCount
    }
    segment = Frontier.Segment(words: words, count: count, firstWorld: progress.worlds, rowsInItem: rowsInItem)
    progress.worlds += count
    ancestry.reserve(progress.worlds)
  }

  private func write(_ index: Int) {
    let item = items + index
    let rows = item.pointee.rows
    var offset = item.pointee.firstWord
    var place = item.pointee.firstRow
    let (segment, ancestry, isFree) = (segment, ancestry, isFree)
    item.pointee.end = nil
    item.pointee.forEachNew { successor in
      let row = segment.rows + offset
      system.write(successor.move, from: Row(rows.base + Int(successor.origin)), to: row)
      segment.mark(row: place, at: offset)
      let world = segment.firstWorld + place
      let ordinal = isFree ? Ancestry.free : successor.ordinal
      ancestry.set(world, parent: rows.firstWorld + Int(successor.parent), ordinal: ordinal)
      if item.pointee.end == nil && system.isEnd(row) { item.pointee.end = world }
      offset += system.width(of: row)
      place += 1
    }
  }
}
