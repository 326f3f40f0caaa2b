/// How every world was reached: its parent, and which of the parent's successors it is. Six bytes a world.
///
/// Worlds are numbered in the order in which they were found; the first one is 0. That is enough to walk a shortest run
/// again from its beginning. Chunks, so that growing copies nothing.
struct Ancestry {
  private static let chunk = 1 << 16

  private var parents: [UnsafeMutablePointer<UInt32>] = []
  private var ordinals: [UnsafeMutablePointer<UInt16>] = []

  /// Stands for the successor to which no step leads.
  static var free: UInt16 { .max }

  /// The most worlds that have numbers.
  static let maximum = Int(UInt32.max)

  var bytes: Int { parents.count * Self.chunk * 6 }

  func deallocate() {
    for chunk in parents { chunk.deallocate() }
    for chunk in ordinals { chunk.deallocate() }
  }

  /// Makes room for the worlds below `count`.
  mutating func reserve(_ count: Int) {
    while parents.count * Self.chunk < count {
      parents.append(.allocate(capacity: Self.chunk))
      ordinals.append(.allocate(capacity: Self.chunk))
    }
  }

  /// Different worlds may be set by different threads at once.
  @inline(__always)
  func set(_ world: Int, parent: Int, ordinal: UInt16) {
    parents[world / Self.chunk][world % Self.chunk] = UInt32(truncatingIfNeeded: parent)
    ordinals[world / Self.chunk][world % Self.chunk] = ordinal
  }

  /// The ordinals of the successors on the way from the first world to this one.
  func path(to world: Int) -> [Int] {
    var path: [Int] = []
    var place = world
    while place != 0 {
      path.append(Int(ordinals[place / Self.chunk][place % Self.chunk]))
      place = Int(parents[place / Self.chunk][place % Self.chunk])
    }
    return path.reversed()
  }
}
