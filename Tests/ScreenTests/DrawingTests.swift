import Screen
import TestSupport
import Testing

@Suite struct DrawingTests {
  private func drawn(_ width: Int, _ height: Int = 1, _ draw: (inout Screen) -> Void) -> Screen {
    var screen = Screen(width: width, height: height)
    draw(&screen)
    return screen
  }

  @Test func `Text is clipped at both edges`() {
    let screen = drawn(5, 2) {
      #expect($0.put("promised", x: 2, y: 0) == 3)
      #expect($0.put("promised", x: -3, y: 1) == 8)
    }
    #expect(screen.text == "  pro\nmised")
  }

  @Test func `Text that does not fit its width ends with an ellipsis, text that fits does not`() {
    let screen = drawn(20, 3) {
      #expect($0.put("accepted", x: 1, y: 0, width: 5, ellipsis: "…") == 5)
      #expect($0.put("accep", x: 1, y: 1, width: 5, ellipsis: "…") == 5)
      #expect($0.put("提案者", x: 0, y: 2, width: 4, ellipsis: "…") == 3)
    }
    #expect(screen.text == " acce…\n accep\n提…")
  }

  @Test func `A wide character is whole or not there`() {
    let screen = drawn(5, 3) {
      #expect($0.put("提案者", x: 0, y: 0) == 4)
      $0.put("提", x: 4, y: 1)
      $0.put("提x", x: -1, y: 2)
    }
    #expect(screen.text == "提案\n\n x")
    #expect(screen.isSound())
  }

  @Test func `Drawing over half of a wide character removes the other half`() {
    let screen = drawn(6, 2) {
      $0.put("提案", x: 0, y: 0)
      $0.put("x", x: 1, y: 0)
      $0.put("提案", x: 0, y: 1)
      $0.put("者", x: 1, y: 1)
    }
    #expect(screen.text == " x案\n 者")
    #expect(screen.isSound())
  }

  @Test func `Marks join their character, four at most`() {
    let screen = drawn(8) { #expect($0.put("e\u{301}提\u{302}\u{303}\u{304}\u{305}\u{306}x", x: 0, y: 0) == 4) }
    #expect(screen[0, 0].marks == ["\u{301}"])
    #expect(screen[1, 0].marks == ["\u{302}", "\u{303}", "\u{304}", "\u{305}"])
    #expect(screen[3, 0].scalar == "x")
  }

  @Test func `A mark with nothing under it gets something to sit on`() {
    let screen = drawn(4) { #expect($0.put("\u{301}a", x: 0, y: 0) == 2) }
    #expect(screen.text == "\u{25CC}\u{301}a")
  }

  @Test func `Text can end at a column`() {
    let screen = drawn(10) { $0.put("7/19", endingAt: 10, y: 0) }
    #expect(screen.text == "      7/19")
  }

  @Test func `A box has a title in its upper line and room inside`() {
    var inside = Rect(x: 0, y: 0, width: 0, height: 0)
    let screen = drawn(12, 3) { inside = $0.box($0.bounds, title: "NODES", glyphs: .unicode) }
    #expect(screen.text == "┌ NODES ───┐\n│          │\n└──────────┘")
    #expect(inside == Rect(x: 1, y: 1, width: 10, height: 1))
    #expect(drawn(4, 2) { $0.box($0.bounds, glyphs: .ascii) }.text == "+--+\n+--+")
  }

  @Test func `Selecting a line keeps the colours of its ballots`() {
    let screen = drawn(10, 2) {
      $0.put("m7 ", x: 0, y: 1)
      $0.put("1.1", x: 3, y: 1, style: .ballot(1, .bold))
      $0.restyle(Rect(x: 0, y: 1, width: 8, height: 5)) { $0.with(.selection) }
    }
    #expect(screen.styles == "1: 0-2 selection, 3-5 selection ballot1 bold, 6-7 selection")
  }

  @Test func `Cells outside of a screen are blank`() {
    let screen = Screen(width: 2, height: 2)
    #expect(screen[-1, 0] == Cell() && screen[2, 0] == Cell() && screen[.max, .min] == Cell())
    #expect(screen.line(7).isEmpty)
  }

  @Test func `A terminal that claims an absurd size gets a screen of a sane one`() {
    #expect(Screen(width: .max, height: .max).bounds == Rect(x: 0, y: 0, width: 1_000, height: 1_000))
    #expect(Screen(width: -5, height: .min).text.isEmpty)
  }

  @Test(arguments: [(0, 0), (1, 1), (2, 2), (1, 100), (3, 1), (40, 12), (80, 24), (300, 100)])
  func `No size, coordinate or text traps or leaves a broken cell`(width: Int, height: Int) {
    var random = SplitMix64(seed: UInt64(width * 1_000 + height))
    var screen = Screen(width: width, height: height)
    for _ in 0..<300 {
      let style = random.style()
      let glyphs = Bool.random(using: &random) ? Glyphs.unicode : .ascii
      let text = random.text(upTo: 40)
      switch Int.random(in: 0...7, using: &random) {
      case 0: screen.fill(random.rect(), style: style)
      case 1: screen.box(random.rect(), title: text, style: style, glyphs: glyphs)
      case 2: screen.restyle(random.rect()) { $0.with(.changed) }
      case 3: screen.rule(x: random.coordinate(), y: random.coordinate(), width: random.coordinate(), glyphs: glyphs)
      case 4: screen.put(text, endingAt: random.coordinate(), y: random.coordinate(), style: style)
      case 5: screen.fill(random.rect(), style: style, with: text.unicodeScalars.first ?? "x")
      default:
        let limit = Bool.random(using: &random) ? random.coordinate() : nil
        let ellipsis = Bool.random(using: &random) ? glyphs.ellipsis : nil
        screen.put(text, x: random.coordinate(), y: random.coordinate(), style: style, width: limit, ellipsis: ellipsis)
      }
    }
    #expect(screen.isSound())
    #expect(screen.bounds == Rect(x: 0, y: 0, width: width, height: height))
  }

  @Test func `The columns that drawing takes are the width of the text`() {
    var random = SplitMix64(seed: 5)
    for _ in 0..<500 {
      let text = random.text(upTo: 60)
      var screen = Screen(width: 200, height: 1)
      #expect(screen.put(text, x: 0, y: 0) == Width.of(text))
    }
  }

  @Test func `One character is drawn as a text of one is`() {
    var random = SplitMix64(seed: 6)
    for _ in 0..<2_000 {
      guard let scalar = random.text(upTo: 1).unicodeScalars.first, Width.of(scalar) > 0 else { continue }
      let (x, y) = (random.coordinate(), Int.random(in: -1...2, using: &random))
      var (one, other) = (Screen(width: 30, height: 2), Screen(width: 30, height: 2))
      let columns = one.put(scalar, x: x, y: y, style: .good)
      #expect(columns == other.put(String(Character(scalar)), x: x, y: y, style: .good))
      #expect(one == other)
    }
  }

  @Test func `What differs is covered by runs that begin and end with whole characters`() {
    var random = SplitMix64(seed: 7)
    for _ in 0..<500 {
      var last = Screen(width: 40, height: 1)
      last.put(random.text(upTo: 60), x: 0, y: 0)
      var next = last
      for _ in 0..<3 { next.put(random.text(upTo: 4), x: Int.random(in: 0..<40, using: &random), y: 0) }
      var covered: [Int] = []
      while let run = next.difference(from: last, row: 0, after: covered.last.map { $0 + 1 } ?? 0) {
        #expect(next[run.lowerBound, 0].width > 0)
        #expect(
          run.upperBound == 40 || next[run.upperBound, 0].width > 0
            || next[run.upperBound, 0] == last[run.upperBound, 0])
        covered += run
      }
      #expect((0..<40).allSatisfy { next[$0, 0] == last[$0, 0] || covered.contains($0) })
    }
    let screen = Screen(width: 40, height: 1)
    #expect(screen.difference(from: nil, row: 0, after: 3) == 3..<40)
    #expect(screen.difference(from: screen, row: 0, after: 0) == nil)
  }
}
