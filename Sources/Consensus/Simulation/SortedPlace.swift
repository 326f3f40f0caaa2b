extension Array {
  /// The place of the first element that is not before a wanted one, in an array in which those that are come first.
  /// O(log n).
  @inlinable
  package func place(after isBefore: (Element) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if isBefore(self[middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
