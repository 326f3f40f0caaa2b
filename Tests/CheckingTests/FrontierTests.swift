import Testing

@testable import Consensus

@Suite struct FrontierTests {
  @Test func `Few large rows are taken at a time, and each row once`() {
    #expect(Frontier.rowsInItem(words: 40) == 256)
    #expect(Frontier.rowsInItem(words: 1000) == 16)
    #expect(Frontier.rowsInItem(words: 50_000) == 1)
    var frontier = Frontier()
    defer { frontier.deallocate() }
    let segment = Frontier.Segment(words: 100, count: 50, firstWorld: 7, rowsInItem: 16)
    for row in 0..<50 {
      segment.rows[2 * row] = UInt32(row)
      segment.mark(row: row, at: 2 * row)
    }
    frontier.append(segment)
    var taken: [[UInt32]] = []
    var worlds: [Int] = []
    while let rows = frontier.take() {
      taken.append((0..<rows.count).map { rows.base[rows.start + 2 * $0] })
      worlds.append(rows.firstWorld)
    }
    #expect(taken == [Array(0..<16), Array(16..<32), Array(32..<48), Array(48..<50)])
    #expect(worlds == [7, 23, 39, 55])
  }
}
