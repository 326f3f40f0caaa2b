/// What there is in some slots of a log, in the order of the slots; a slot that is missing is a hole.
package struct Slots<Content: Hashable & Sendable>: Hashable, Sendable {
  package struct Entry: Hashable, Sendable {
    /// 1 and up.
    package let slot: Int
    package fileprivate(set) var content: Content
  }

  /// Sorted by slot, each slot once.
  package private(set) var entries: [Entry] = []

  package init() {}

  /// O(log n) to read; O(n) to write.
  package subscript(slot: Int) -> Content? {
    get {
      let place = entries.place { $0.slot < slot }
      return place < entries.count && entries[place].slot == slot ? entries[place].content : nil
    }
    set {
      let place = entries.place { $0.slot < slot }
      let isThere = place < entries.count && entries[place].slot == slot
      switch (newValue, isThere) {
      case (let content?, true): entries[place].content = content
      case (let content?, false): entries.insert(Entry(slot: slot, content: content), at: place)
      case (nil, true): entries.remove(at: place)
      case (nil, false): break
      }
    }
  }

  package var isEmpty: Bool { entries.isEmpty }

  /// The highest slot that is not a hole; 0 for none.
  package var last: Int { entries.last?.slot ?? 0 }

  /// The lowest slot that is a hole: all below it are there. O(n).
  package var firstHole: Int {
    var slot = 1
    for entry in entries {
      guard entry.slot == slot else { break }
      slot += 1
    }
    return slot
  }

  /// The entries from a slot on.
  package func from(_ slot: Int) -> Slots {
    var rest = Slots()
    rest.entries = Array(entries[entries.place { $0.slot < slot }...])
    return rest
  }

  /// The same slots with other contents.
  package func map<Other>(_ transform: (Content) -> Other) -> Slots<Other> {
    var others = Slots<Other>()
    for entry in entries { others[entry.slot] = transform(entry.content) }
    return others
  }
}
