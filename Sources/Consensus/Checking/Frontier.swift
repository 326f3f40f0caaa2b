/// The worlds of one level of a search, as rows one behind the other.
///
/// The rows that a block of the search has written are one segment, of exactly their size; a segment is freed as soon as
/// all its worlds were expanded, so that two neighbouring levels are never both held in full.
struct Frontier {
  /// How many rows are taken at a time: 256, or fewer where they have so many words, and with them so many successors, that their
  /// successors would fill memory.
  static func rowsInItem(words: Int) -> Int { max(1, min(256, (16 << 20) / (words * words))) }

  /// Rows that were written together, with a mark wherever an item begins, so that they can be taken in parts.
  struct Segment {
    let rows: UnsafeMutablePointer<UInt32>
    let words: Int
    let count: Int
    /// The number of the first world.
    let firstWorld: Int
    let rowsInItem: Int
    private let marks: UnsafeMutablePointer<UInt32>

    static var empty: Segment { Segment(words: 0, count: 0, firstWorld: 0, rowsInItem: 1) }

    init(words: Int, count: Int, firstWorld: Int, rowsInItem: Int) {
      rows = .allocate(capacity: words)
      marks = .allocate(capacity: count / rowsInItem + 1)
      self.rowsInItem = rowsInItem
      self.words = words
      self.count = count
      self.firstWorld = firstWorld
    }

    func deallocate() {
      rows.deallocate()
      marks.deallocate()
    }

    @inline(__always)
    func mark(row: Int, at offset: Int) {
      if row % rowsInItem == 0 { marks[row / rowsInItem] = UInt32(truncatingIfNeeded: offset) }
    }

    func offset(ofMarked row: Int) -> Int { Int(marks[row / rowsInItem]) }
  }

  /// The rows of one item, from one segment.
  struct Rows {
    let base: UnsafeMutablePointer<UInt32>
    let start: Int
    let count: Int
    let firstWorld: Int
  }

  private var segments: [Segment] = []
  private(set) var count = 0
  private var words = 0
  // Where `take` goes on.
  private var segment = 0
  private var row = 0
  private var released = 0

  var bytes: Int { words * MemoryLayout<UInt32>.stride }

  mutating func append(_ segment: Segment) {
    segments.append(segment)
    count += segment.count
    words += segment.words
  }

  /// The next rows, or nil when all were taken.
  mutating func take() -> Rows? {
    guard segment < segments.count else { return nil }
    let source = segments[segment]
    let rows = Rows(
      base: source.rows, start: source.offset(ofMarked: row), count: min(source.rowsInItem, source.count - row),
      firstWorld: source.firstWorld + row)
    row += rows.count
    if row == source.count {
      segment += 1
      row = 0
    }
    return rows
  }

  /// Lets all rows that were not freed be taken once more.
  mutating func rewind() { (segment, row) = (released, 0) }

  /// Frees the segments of which all rows were taken; when that is all of them, the frontier is empty.
  mutating func releaseTaken() {
    while released < segment {
      segments[released].deallocate()
      words -= segments[released].words
      count -= segments[released].count
      released += 1
    }
    if released == segments.count { self = Frontier() }
  }

  func deallocate() {
    for segment in segments[released...] { segment.deallocate() }
  }
}
