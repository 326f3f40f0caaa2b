/// A few hundred worlds on their way through the phases of a block.
///
/// In each phase an item is touched by one thread, except that every owner of a part of the table marks the new
/// successors in bits of its own.
struct SearchItem<Move: BitwiseCopyable> {
  private(set) var rows: Frontier.Rows
  var successors: Successors<Move>

  // Worlds that wait until more was learnt.
  private let postponedOffsets: UnsafeMutablePointer<UInt32>
  private let postponedParents: UnsafeMutablePointer<UInt16>
  private(set) var postponedCount = 0

  /// For each owner a bit for each successor: it is new.
  private var marks: UnsafeMutablePointer<UInt64>
  private var marksCapacity: Int
  private let owners: Int

  // The new worlds: how many, and where their rows go.
  var newCount = 0
  var newWords = 0
  var firstRow = 0
  var firstWord = 0
  /// The first new world that ends the search.
  var end: Int?

  init(kinds: Int, owners: Int) {
    successors = Successors(kinds: kinds)
    postponedOffsets = .allocate(capacity: Frontier.rowsInItem(words: 1))
    postponedParents = .allocate(capacity: Frontier.rowsInItem(words: 1))
    rows = Frontier.Rows(base: postponedOffsets, start: 0, count: 0, firstWorld: 0)
    self.owners = owners
    marksCapacity = 16
    marks = .allocate(capacity: marksCapacity * owners)
  }

  func deallocate() {
    successors.deallocate()
    postponedOffsets.deallocate()
    postponedParents.deallocate()
    marks.deallocate()
  }

  /// What its successors and the rows of the new ones take, whatever room there is.
  var bytesInUse: Int {
    successors.count * MemoryLayout<Successor<Move>>.stride + newWords * MemoryLayout<UInt32>.stride
  }

  var bytes: Int { successors.bytes + marksCapacity * owners * 8 }

  mutating func begin(_ rows: Frontier.Rows) {
    self.rows = rows
    successors.removeAll()
    postponedCount = 0
    end = nil
  }

  mutating func postpone(offset: Int, parent: Int) {
    postponedOffsets[postponedCount] = UInt32(truncatingIfNeeded: offset)
    postponedParents[postponedCount] = UInt16(truncatingIfNeeded: parent)
    postponedCount += 1
  }

  func postponed(_ place: Int) -> (offset: Int, parent: Int) {
    (Int(postponedOffsets[place]), Int(postponedParents[place]))
  }

  private var markWords: Int { (successors.count + 63) / 64 }

  /// Makes room for the marks of all successors.
  mutating func reserveMarks() {
    guard markWords > marksCapacity else { return }
    marks.deallocate()
    marksCapacity = 2 * markWords
    marks = .allocate(capacity: marksCapacity * owners)
  }

  /// Inserts the fingerprints that belong to an owner, in order, and marks the new ones.
  ///
  /// Takes about 64 at a time and first looks at the home slots of all of them, so that the waits for memory overlap: most
  /// fingerprints are old and are done with that.
  func insert(into visited: FingerprintSet, as owner: Int) {
    let span = 64 * owners
    let marks = marks + owner * marksCapacity
    marks.update(repeating: 0, count: markWords)
    withUnsafeTemporaryAllocation(of: Int32.self, capacity: span) { own in
      withUnsafeTemporaryAllocation(of: UInt64.self, capacity: span) { seen in
        for start in stride(from: 0, to: successors.count, by: span) {
          var count = 0
          for place in start..<min(start + span, successors.count) {
            own[count] = Int32(truncatingIfNeeded: place)
            count += FingerprintSet.owner(of: successors.base[place].fingerprint, among: owners) == owner ? 1 : 0
          }
          for index in 0..<count { seen[index] = visited.peek(successors.base[Int(own[index])].fingerprint) }
          for index in 0..<count {
            let place = Int(own[index])
            let fingerprint = successors.base[place].fingerprint
            guard seen[index] != fingerprint, visited.insert(fingerprint) else { continue }
            marks[place / 64] |= 1 << UInt64(place % 64)
          }
        }
      }
    }
  }

  /// The new successors, in order.
  @inline(__always)
  func forEachNew(_ body: (Successor<Move>) -> Void) {
    for word in 0..<markWords {
      var bits: UInt64 = 0
      for owner in 0..<owners { bits |= marks[owner * marksCapacity + word] }
      while bits != 0 {
        body(successors.base[word * 64 + bits.trailingZeroBitCount])
        bits &= bits - 1
      }
    }
  }
}
