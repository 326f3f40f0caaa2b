/// The fingerprints of all worlds that were seen: open addressing, eight bytes a slot, nothing else.
///
/// The table is cut into shards by the first bits of the fingerprint. A thread that inserts owns a range of shards, so
/// that no lock or atomic is needed. A shard is cut into lines of eight slots, which the processor fetches at once; a
/// fingerprint goes into its home line as long as there is room. The home lines are in the order of the fingerprints'
/// last 32 bits, whatever the capacity, so that growing a shard reads and writes memory in order. Shards start with
/// different capacities and so grow at different times: there is never much more memory in use than 8 bytes / 0.65 for a
/// world, and growing never needs two whole tables.
struct FingerprintSet {
  private struct Shard {
    var slots: UnsafeMutablePointer<UInt64>
    var lines: UInt64
    var count: Int
    /// The count at which it grows.
    var limit: Int
  }

  static let shardCount = 64
  private static let shift: UInt64 = 58
  private static let slotsInLine = 8

  private let shards: UnsafeMutablePointer<Shard>

  init() {
    shards = .allocate(capacity: Self.shardCount)
    for index in 0..<Self.shardCount {
      // From 32 to 48 lines: one step of growth apart.
      (shards + index).initialize(to: Self.emptyShard(lines: 32 + index / 4))
    }
  }

  func deallocate() {
    for index in 0..<Self.shardCount { shards[index].slots.deallocate() }
    shards.deallocate()
  }

  var bytes: Int { (0..<Self.shardCount).reduce(0) { $0 + Int(shards[$1].lines) * 64 } }

  /// Which of `count` owners a fingerprint belongs to.
  @inline(__always)
  static func owner(of fingerprint: UInt64, among count: Int) -> Int {
    (Int(truncatingIfNeeded: fingerprint >> shift) * count) / shardCount
  }

  /// What is in the slot that a fingerprint wants most. To be called for many fingerprints before they are inserted: the
  /// waits for memory then overlap, which is four times as fast as to wait for each.
  @inline(__always)
  func peek(_ fingerprint: UInt64) -> UInt64 {
    let shard = shards + Int(truncatingIfNeeded: fingerprint >> Self.shift)
    let line = Self.home(fingerprint, shard.pointee.lines)
    return shard.pointee.slots[line * Self.slotsInLine + Self.start(fingerprint)]
  }

  /// Inserts a fingerprint other than 0 and tells whether it is new. Amortised O(1).
  @inline(__always)
  func insert(_ fingerprint: UInt64) -> Bool {
    let shard = shards + Int(truncatingIfNeeded: fingerprint >> Self.shift)
    let slot = Self.slot(of: fingerprint, in: shard.pointee)
    guard slot.pointee == 0 else { return false }
    slot.pointee = fingerprint
    shard.pointee.count += 1
    if shard.pointee.count == shard.pointee.limit { grow(shard) }
    return true
  }

  /// The slot that holds a fingerprint, or the empty one where it belongs: the lines from its home on, each around from
  /// where the fingerprint wants to be.
  @inline(__always)
  private static func slot(of fingerprint: UInt64, in shard: Shard) -> UnsafeMutablePointer<UInt64> {
    let start = start(fingerprint)
    var line = home(fingerprint, shard.lines)
    while true {
      let slots = shard.slots + line * slotsInLine
      for step in 0..<slotsInLine {
        let slot = slots + (start + step) % slotsInLine
        if slot.pointee == fingerprint || slot.pointee == 0 { return slot }
      }
      line += 1
      if line == Int(truncatingIfNeeded: shard.lines) { line = 0 }
    }
  }

  @inline(__always)
  private static func home(_ fingerprint: UInt64, _ lines: UInt64) -> Int {
    Int(truncatingIfNeeded: ((fingerprint & 0xFFFF_FFFF) &* lines) >> 32)
  }

  @inline(__always)
  private static func start(_ fingerprint: UInt64) -> Int {
    Int(truncatingIfNeeded: fingerprint >> 32) & (slotsInLine - 1)
  }

  private static func emptyShard(lines: Int) -> Shard {
    let capacity = lines * slotsInLine
    let slots = UnsafeMutableRawPointer.allocate(byteCount: capacity * 8, alignment: 64)
      .initializeMemory(as: UInt64.self, repeating: 0, count: capacity)
    return Shard(slots: slots, lines: UInt64(lines), count: 0, limit: capacity * 25 / 32)
  }

  @inline(never)
  private func grow(_ shard: UnsafeMutablePointer<Shard>) {
    let old = shard.pointee
    var new = Self.emptyShard(lines: Int(old.lines) * 3 / 2)
    for index in 0..<Int(old.lines) * Self.slotsInLine where old.slots[index] != 0 {
      Self.slot(of: old.slots[index], in: new).pointee = old.slots[index]
    }
    new.count = old.count
    old.slots.deallocate()
    shard.pointee = new
  }
}
