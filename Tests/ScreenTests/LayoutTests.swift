import Screen
import TestSupport
import Testing

@Suite struct LayoutTests {
  let area = Rect(x: 0, y: 1, width: 80, height: 20)

  @Test func `Panels share what the fixed ones leave, to the last column`() {
    let panels = area.columns([.fixed(20), .share(2), .share(1)], gap: 1)
    #expect(panels.map(\.x) == [0, 21, 60])
    #expect(panels.map(\.width) == [20, 38, 20])
    #expect(panels.last?.right == 80)
  }

  @Test func `Rows are cut from an area one by one`() {
    var rest = area
    #expect(rest.takeTop(1) == Rect(x: 0, y: 1, width: 80, height: 1))
    #expect(rest.takeBottom(2) == Rect(x: 0, y: 19, width: 80, height: 2))
    #expect(rest.takeLeft(10) == Rect(x: 0, y: 2, width: 10, height: 17))
    #expect(rest.takeRight(1) == Rect(x: 79, y: 2, width: 1, height: 17))
    #expect(rest == Rect(x: 10, y: 2, width: 69, height: 17))
    #expect(rest.takeTop(100).height == 17)
    #expect(rest.isEmpty)
  }

  @Test func `Panels never leave their area, however small it is`() {
    var random = SplitMix64(seed: 3)
    for _ in 0..<1_000 {
      let area = Rect(
        x: Int.random(in: -5...5, using: &random), y: 0, width: Int.random(in: 0...90, using: &random),
        height: Int.random(in: 0...30, using: &random))
      let extents = (0..<Int.random(in: 0...5, using: &random)).map { _ -> Extent in
        Bool.random(using: &random) ? .fixed(random.coordinate()) : .share(random.coordinate())
      }
      let panels = area.columns(extents, gap: Int.random(in: 0...2, using: &random))
      #expect(panels.count == extents.count)
      for (panel, next) in zip(panels, panels.dropFirst()) { #expect(panel.right <= next.x) }
      #expect(panels.allSatisfy { $0.x >= area.x && $0.right <= area.right && $0.height == area.height })
      #expect(area.rows(extents).allSatisfy { $0.y >= area.y && $0.bottom <= area.bottom })
    }
  }

  @Test func `Rectangles from anywhere meet without overflow`() {
    var random = SplitMix64(seed: 4)
    for _ in 0..<1_000 {
      let one = random.rect()
      let other = random.rect()
      let both = one.intersection(other)
      if !both.isEmpty {
        #expect(one.contains(x: both.x, y: both.y) && other.contains(x: both.x, y: both.y))
      }
      _ = one.inset(x: random.coordinate(), y: random.coordinate())
    }
    #expect(area.intersection(Rect(x: 70, y: 0, width: 20, height: 3)) == Rect(x: 70, y: 1, width: 10, height: 2))
  }
}
