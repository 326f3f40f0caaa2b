import Screen
import TestSupport
import Testing

@Suite struct WidthTests {
  @Test(arguments: [
    ("paxos", 5), ("", 0), ("é", 1), ("e\u{301}", 1), ("提案者", 6), ("가", 2), ("\u{1100}\u{1161}\u{11A8}", 2),
    ("🎉", 2), ("ｗ", 2), ("→■◇✗✓▸‖⑂…", 9), ("─│┌", 3), ("\u{25FD}", 2), ("ไม่", 2), ("\u{301}a", 2),
  ])
  func `A text takes as many columns as terminals give it`(text: String, columns: Int) {
    #expect(Width.of(text) == columns)
  }

  @Test func `What is replaced is measured as its replacement`() {
    #expect(Width.of("\u{1B}[31m") == 5)
    #expect(Width.of("a\u{200B}b\u{E0041}") == 4)
  }

  @Test(arguments: [Glyphs.unicode, .ascii])
  func `Every glyph is one column wide and safe`(glyphs: Glyphs) {
    var count = 0
    for (_, value) in Mirror(reflecting: glyphs).children {
      for scalar in (value as? Unicode.Scalar).map({ [$0] }) ?? value as? [Unicode.Scalar] ?? [] {
        count += 1
        #expect(Width.of(scalar) == 1 && scalar.isPrintable)
        #expect(!scalar.properties.isEmojiPresentation)
        if glyphs == .ascii { #expect(scalar.isASCII) }
      }
    }
    #expect(count >= 35)
  }

  @Test func `A part of a quorum has its own glyph, and only the whole one is full`() {
    #expect((0...5).map { Glyphs.unicode.fraction($0, of: 5) } == ["○", "◔", "◔", "◑", "◕", "●"])
    #expect(Glyphs.ascii.fraction(1, of: 2) == ":")
    #expect(Glyphs.unicode.fraction(.max - 1, of: .max) == "●")
  }

  @Test func `Text is broken at spaces, and a word that is too long is cut`() {
    #expect(wrapped("A2 promises 1.2 to P2", width: 11) == ["A2 promises", "1.2 to P2"])
    #expect(wrapped("a verylongword b", width: 6) == ["a", "verylo", "ngword", "b"])
    #expect(wrapped("one\n\ntwo", width: 10) == ["one", "", "two"])
    #expect(wrapped("提案者が", width: 5) == ["提案", "者が"])
    #expect(wrapped("anything", width: 0).isEmpty)
  }

  @Test func `No line of a broken text is wider than asked for`() {
    var random = SplitMix64(seed: 11)
    for _ in 0..<500 {
      let width = Int.random(in: 2...40, using: &random)
      let lines = wrapped(sanitized(random.text(upTo: 80)), width: width)
      #expect(lines.allSatisfy { Width.of($0) <= width })
    }
  }
}
