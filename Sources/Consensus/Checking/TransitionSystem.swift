/// A world as the search stores it: a short row of 32-bit words, whose meaning only its transition system knows.
package typealias Row = UnsafePointer<UInt32>

/// Something that can be searched exhaustively: a first world, and the worlds to which one step leads from a world.
///
/// The search never looks into a row. It asks for the fingerprints of all successors, throws away those that it has
/// seen, and only then has the remaining rows written: most successors of most worlds are old.
///
/// `expand`, `width` and `write` are called by several threads at once and must not change the system. What a system
/// works out only once and then looks up, it works out in `learn`, which runs alone. So the order in which things are
/// learnt, and with it every number that is given to them, is the same with any number of threads.
package protocol TransitionSystem: AnyObject, Sendable {
  /// What is kept of a successor until it is known to be new.
  associatedtype Move: BitwiseCopyable

  /// The row of the world where the search begins.
  var initial: [UInt32] { get }

  /// The fingerprint of a world: never 0.
  func fingerprint(of row: Row) -> UInt64

  /// Lists the successors of a world, always in the same order. Returns false where it meets something that it has not
  /// learnt yet; what it has listed of this world is then thrown away.
  func expand(_ row: Row, into successors: inout Successors<Move>) -> Bool

  /// Whether some worlds are the same moment as others, so that no step leads from one to the other.
  var hasFreeMoves: Bool { get }

  /// Lists the one world that is the same moment, if there is one; false where something is not learnt yet.
  func expandFreely(_ row: Row, into successors: inout Successors<Move>) -> Bool

  /// Learns all that `expand` and `expandFreely` need for a world.
  func learn(_ row: Row)

  /// How many words a row has.
  func width(of row: Row) -> Int

  /// How many words the row of a successor has.
  func width(after move: Move, from row: Row) -> Int

  /// Writes the row of a successor.
  func write(_ move: Move, from row: Row, to destination: UnsafeMutablePointer<UInt32>)

  /// Whether the search ends with a world like this: because it is forbidden, or because it was looked for.
  func isEnd(_ row: Row) -> Bool

  /// How many kinds of events `Successors.count` counts.
  var kinds: Int { get }

  /// Memory held, in bytes.
  var bytes: Int { get }

  /// Whether more was to be learnt than there are numbers for.
  var isFull: Bool { get }
}

extension TransitionSystem {
  package var hasFreeMoves: Bool { false }
  package func expandFreely(_ row: Row, into successors: inout Successors<Move>) -> Bool { true }
}

/// A successor that may or may not be new.
struct Successor<Move: BitwiseCopyable>: BitwiseCopyable {
  let fingerprint: UInt64
  /// Where the row of its parent begins, in words from the beginning of the segment.
  let origin: UInt32
  /// Which row of the item its parent is.
  let parent: UInt16
  /// Which of its parent's successors it is.
  let ordinal: UInt16
  let move: Move
}

/// The successors of a few hundred worlds, in one growing array, and a count of events of each kind.
package struct Successors<Move: BitwiseCopyable> {
  private(set) var base: UnsafeMutablePointer<Successor<Move>>
  private(set) var capacity: Int
  private(set) var count = 0
  let counts: UnsafeMutablePointer<Int>
  private let kinds: Int

  // The world that is being expanded.
  private var origin: UInt32 = 0
  private var parent: UInt16 = 0
  private var start = 0

  init(kinds: Int) {
    capacity = 256
    base = .allocate(capacity: capacity)
    self.kinds = kinds
    counts = .allocate(capacity: kinds)
    counts.initialize(repeating: 0, count: kinds)
  }

  func deallocate() {
    base.deallocate()
    counts.deallocate()
  }

  var bytes: Int { capacity * MemoryLayout<Successor<Move>>.stride }

  mutating func removeAll() { count = 0 }

  /// All that is appended from here on are successors of this world.
  mutating func begin(origin: Int, parent: Int) {
    self.origin = UInt32(truncatingIfNeeded: origin)
    self.parent = UInt16(truncatingIfNeeded: parent)
    start = count
  }

  /// Throws away the successors of the present world.
  mutating func takeBack() { count = start }

  @inline(__always)
  package mutating func append(_ fingerprint: UInt64, _ move: Move) {
    if count == capacity { grow() }
    (base + count).initialize(
      to: Successor(
        fingerprint: fingerprint, origin: origin, parent: parent, ordinal: UInt16(truncatingIfNeeded: count - start),
        move: move))
    count += 1
  }

  /// Adds the counts to totals and begins again at 0.
  func addCounts(to totals: inout [Int]) {
    for kind in 0..<kinds {
      totals[kind] += counts[kind]
      counts[kind] = 0
    }
  }

  /// Counts one event of a kind.
  @inline(__always)
  package mutating func count(_ kind: Int) { counts[kind] &+= 1 }

  @inline(never)
  private mutating func grow() {
    let larger = UnsafeMutablePointer<Successor<Move>>.allocate(capacity: 2 * capacity)
    larger.moveInitialize(from: base, count: count)
    base.deallocate()
    base = larger
    capacity *= 2
  }
}
