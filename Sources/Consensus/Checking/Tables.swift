/// A growing array without bounds checks, copies or reference counts, for the tables that a search reads.
///
/// Whoever owns it frees it. Readers may be many, as long as nobody appends.
struct Table<Element: BitwiseCopyable> {
  private(set) var base: UnsafeMutablePointer<Element>
  private(set) var count = 0
  private var capacity = 16

  init() { base = .allocate(capacity: capacity) }

  func deallocate() { base.deallocate() }

  var bytes: Int { capacity * MemoryLayout<Element>.stride }

  @inline(__always)
  subscript(index: Int) -> Element {
    get { base[index] }
    nonmutating set { base[index] = newValue }
  }

  mutating func append(_ element: Element) {
    if count == capacity {
      let larger = UnsafeMutablePointer<Element>.allocate(capacity: 2 * capacity)
      larger.moveInitialize(from: base, count: count)
      base.deallocate()
      base = larger
      capacity *= 2
    }
    (base + count).initialize(to: element)
    count += 1
  }
}

/// A square of entries with a row for each state of a node and a column for each message that it may receive. Both
/// grow; an entry that was not set is 0.
struct Grid {
  private(set) var base: UnsafeMutablePointer<UInt32>
  private(set) var shift: Int
  private var rows: Int

  init() {
    shift = 3
    rows = 16
    base = .allocate(capacity: rows << shift)
    base.initialize(repeating: 0, count: rows << shift)
  }

  func deallocate() { base.deallocate() }

  var bytes: Int { rows << shift * MemoryLayout<UInt32>.stride }

  /// Where the entries of a row begin.
  @inline(__always)
  func row(_ row: Int) -> UnsafeMutablePointer<UInt32> { base + row << shift }

  /// Makes room for more rows and columns.
  mutating func reserve(rows newRows: Int, columns: Int) {
    guard newRows > rows || columns > 1 << shift else { return }
    var larger = self
    while larger.rows < newRows { larger.rows *= 2 }
    while 1 << larger.shift < columns { larger.shift += 1 }
    larger.base = .allocate(capacity: larger.rows << larger.shift)
    larger.base.initialize(repeating: 0, count: larger.rows << larger.shift)
    for row in 0..<rows { larger.row(row).update(from: self.row(row), count: 1 << shift) }
    base.deallocate()
    self = larger
  }
}

/// A map from pairs of small numbers to small numbers: open addressing, nothing is ever removed.
struct PairMap {
  private struct Slot {
    /// Both numbers of the pair; 0 and 0 for an empty slot.
    var key: UInt64
    var value: UInt32
  }

  private var slots: UnsafeMutablePointer<Slot>
  /// The capacity is 2 to the power of 64 − `shift`.
  private var shift: UInt64
  private var count = 0

  private var capacity: Int { 1 << (64 - Int(shift)) }

  init() { (slots, shift) = (Self.emptySlots(64), 58) }

  private static func emptySlots(_ capacity: Int) -> UnsafeMutablePointer<Slot> {
    let slots = UnsafeMutablePointer<Slot>.allocate(capacity: capacity)
    slots.initialize(repeating: Slot(key: 0, value: 0), count: capacity)
    return slots
  }

  func deallocate() { slots.deallocate() }

  var bytes: Int { capacity * MemoryLayout<Slot>.stride }

  /// Multiplication spreads both numbers over the first bits.
  @inline(__always)
  private func place(of key: UInt64) -> Int {
    var place = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> shift)
    while slots[place].key != key && slots[place].key != 0 { place = (place + 1) & (1 << (64 - Int(shift)) - 1) }
    return place
  }

  /// The number of a pair of which the second is not 0, or 0 if it has none.
  @inline(__always)
  subscript(first: UInt32, second: UInt32) -> UInt32 {
    slots[place(of: UInt64(first) << 32 | UInt64(second))].value
  }

  /// Sets the number of a new pair, of which the second is not 0. Amortised O(1).
  mutating func insert(_ first: UInt32, _ second: UInt32, _ value: UInt32) {
    if 2 * count >= capacity { grow() }
    let key = UInt64(first) << 32 | UInt64(second)
    slots[place(of: key)] = Slot(key: key, value: value)
    count += 1
  }

  private mutating func grow() {
    let old = self
    shift -= 1
    slots = Self.emptySlots(capacity)
    for index in 0..<old.capacity where old.slots[index].key != 0 {
      slots[place(of: old.slots[index].key)] = old.slots[index]
    }
    old.deallocate()
  }
}

/// Gives every distinct value a small number, in the order in which they come.
struct Interner<Value: Hashable> {
  private var numbers: [Value: Int] = [:]
  private(set) var values: [Value] = []

  var count: Int { values.count }

  subscript(number: Int) -> Value { values[number] }

  mutating func number(of value: Value) -> Int {
    if let number = numbers[value] { return number }
    numbers[value] = values.count
    values.append(value)
    return values.count - 1
  }
}
