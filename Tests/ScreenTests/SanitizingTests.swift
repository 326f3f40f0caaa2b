import Screen
import Testing

@Suite struct SanitizingTests {
  /// Colours, window title, clipboard, 8-bit CSI, right-to-left override, tags, zero width, an unterminated sequence.
  static let hostile = [
    "\u{1B}[31mred", "\u{1B}]0;title\u{07}", "\u{1B}]52;c;cm0gLXJm\u{07}", "\u{9B}31m", "abc\u{202E}cba",
    "\u{E0041}\u{E007F}", "a\u{200B}b\u{200D}\u{2060}\u{FEFF}", "one\rtwo", "\u{2028}\u{2029}", "\u{1B}]8;;http://x",
    "\u{E000}\u{F8FF}\u{FFFE}\u{10FFFF}", "\u{7F}\u{0}\u{85}", "\u{2066}\u{61C}\u{AD}", "❤\u{FE0F}", "\u{3164}",
  ]

  @Test(arguments: hostile)
  func `Nothing in a hostile text reaches the terminal as it is`(text: String) {
    let safe = sanitized(text)
    #expect(safe.unicodeScalars.allSatisfy { $0.isPrintable })
    #expect(safe.unicodeScalars.count == text.unicodeScalars.count)
    var screen = Screen(width: 40, height: 1)
    screen.put(text, x: 0, y: 0)
    #expect(screen.isSound())
    #expect(screen.text == safe)
    let forbidden = screen.text.utf8.contains { $0 < 0x20 || $0 == 0x7F }
    #expect(!forbidden)
  }

  @Test func `What was replaced can be seen`() {
    #expect(sanitized("\u{1B}[31m") == "␛[31m")
    #expect(sanitized("a\tb\nc\rd\u{7F}") == "a␉b␊c␍d␡")
    #expect(sanitized("\u{9B}31m\u{202E}") == "\u{FFFD}31m\u{FFFD}")
  }

  @Test func `Lines may be kept, carriage returns never`() {
    #expect(sanitized("one\ntwo\r\nthree", keepingLines: true) == "one\ntwo␍\nthree")
  }

  @Test func `In ASCII every other character is a question mark`() {
    #expect(sanitized("é → \u{1B}[0m", in: .ascii) == "? ? ?[0m")
  }

  @Test func `A pasted text is one line, so that it cannot press Enter`() {
    #expect(singleLine("deliver m7\r\ncrash A1\n\tquit") == "deliver m7 crash A1  quit")
    #expect(singleLine("a\u{1B}[201~b") == "a␛[201~b")
  }

  @Test(arguments: ["promises 1.2", "é ü ß ø", "提案者", "Лампорт", "א", "🎉", "e\u{301}", "→ ■ ◇ ✗ │", "가", "\u{A0}"])
  func `Honest text stays as it is`(text: String) {
    #expect(sanitized(text) == text)
  }
}
