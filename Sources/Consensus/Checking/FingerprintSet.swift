/// The fingerprints of all worlds that were seen: open addressing, eight bytes a slot, nothing else.
///
/// The table is cut into shards by the first bits of the fingerprint. A thread that inserts owns a range of shards, so
/// that no lock or atomic is needed. A shard's home slots are in the order of the fingerprints' last 32 bits, whatever
/// its capacity, so that growing it reads and writes memory in order. Shards start with different capacities and so grow
/// at different times: there is never much more memory in use than 8 bytes / 0.65 for a world, and growing never needs
/// two whole tables.
struct FingerprintSet {
  private struct Shard {
    var slots: UnsafeMutablePointer<UInt64>
    var capacity: UInt64
    var count: Int
    /// The count at which it grows.
    var limit: Int
  }

  static let shardCount = 64
  private static let shift: UInt64 = 58

  private let shards: UnsafeMutablePointer<Shard>

  init() {
    shards = .allocate(capacity: Self.shardCount)
    for index in 0..<Self.shardCount {
      // From 64 to 96 slots: one step of growth apart.
      let capacity = 64 + index / 2
      (shards + index).initialize(to: Self.emptyShard(capacity: capacity))
    }
  }

  func deallocate() {
    for index in 0..<Self.shardCount { shards[index].slots.deallocate() }
    shards.deallocate()
  }

  var bytes: Int {
    (0..<Self.shardCount).reduce(0) { $0 + Int(shards[$1].capacity) * MemoryLayout<UInt64>.stride }
  }

  /// Which of `count` owners a fingerprint belongs to.
  @inline(__always)
  static func owner(of fingerprint: UInt64, among count: Int) -> Int {
    (Int(truncatingIfNeeded: fingerprint >> shift) * count) / shardCount
  }

  /// The slot where a fingerprint is, if it is where it wants to be. To be called for many fingerprints before they are
  /// inserted: the waits for memory then overlap, which is four times as fast as to wait for each.
  @inline(__always)
  func peek(_ fingerprint: UInt64) -> UInt64 {
    let shard = shards + Int(truncatingIfNeeded: fingerprint >> Self.shift)
    return shard.pointee.slots[Self.home(fingerprint, shard.pointee.capacity)]
  }

  /// Inserts a fingerprint other than 0 and tells whether it is new. Amortised O(1).
  @inline(__always)
  func insert(_ fingerprint: UInt64) -> Bool {
    let shard = shards + Int(truncatingIfNeeded: fingerprint >> Self.shift)
    let slots = shard.pointee.slots
    var slot = Self.home(fingerprint, shard.pointee.capacity)
    while slots[slot] != 0 {
      if slots[slot] == fingerprint { return false }
      slot += 1
      if slot == Int(truncatingIfNeeded: shard.pointee.capacity) { slot = 0 }
    }
    slots[slot] = fingerprint
    shard.pointee.count += 1
    if shard.pointee.count == shard.pointee.limit { grow(shard) }
    return true
  }

  /// Whether a fingerprint was inserted.
  func contains(_ fingerprint: UInt64) -> Bool {
    let shard = shards[Int(truncatingIfNeeded: fingerprint >> Self.shift)]
    var slot = Self.home(fingerprint, shard.capacity)
    while shard.slots[slot] != 0 {
      if shard.slots[slot] == fingerprint { return true }
      slot = slot + 1 == Int(shard.capacity) ? 0 : slot + 1
    }
    return false
  }

  @inline(__always)
  private static func home(_ fingerprint: UInt64, _ capacity: UInt64) -> Int {
    Int(truncatingIfNeeded: ((fingerprint & 0xFFFF_FFFF) &* capacity) >> 32)
  }

  private static func emptyShard(capacity: Int) -> Shard {
    let slots = UnsafeMutablePointer<UInt64>.allocate(capacity: capacity)
    slots.initialize(repeating: 0, count: capacity)
    return Shard(slots: slots, capacity: UInt64(capacity), count: 0, limit: capacity * 25 / 32)
  }

  @inline(never)
  private func grow(_ shard: UnsafeMutablePointer<Shard>) {
    let old = shard.pointee
    var new = Self.emptyShard(capacity: Int(old.capacity) * 3 / 2)
    for index in 0..<Int(old.capacity) where old.slots[index] != 0 {
      let fingerprint = old.slots[index]
      var slot = Self.home(fingerprint, new.capacity)
      while new.slots[slot] != 0 { slot = slot + 1 == Int(new.capacity) ? 0 : slot + 1 }
      new.slots[slot] = fingerprint
    }
    new.count = old.count
    old.slots.deallocate()
    shard.pointee = new
  }
}
