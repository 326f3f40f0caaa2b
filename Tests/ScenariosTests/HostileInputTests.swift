import Scenarios
import Screen
import Testing

@Suite struct `Hostile input` {
  @Test(arguments: [
    ("\u{1B}", "the control character U+001B"), ("\u{0}", "the control character U+0000"),
    ("\u{7F}", "the control character U+007F"), ("\u{9B}", "the control character U+009B"),
    ("\r", "the control character U+000D"), ("\u{202E}", "the invisible character U+202E"),
    ("\u{2066}", "the invisible character U+2066"), ("\u{200B}", "the invisible character U+200B"),
    ("\u{200D}", "the invisible character U+200D"), ("\u{FEFF}", "the invisible character U+FEFF"),
    ("\u{E0041}", "the invisible character U+E0041"), ("\u{FE0F}", "the invisible character U+FE0F"),
    ("\u{E000}", "the private character U+E000"), ("\u{2028}", "the line separator U+2028"),
    ("\u{FFFE}", "U+FFFE, which is no character,"),
  ]) func `What could command a terminal or hide text is refused by line and column`(text: String, name: String) {
    for line in ["note ab\(text)c", "wait 12\(text)3", "# abcde\(text)"] {
      #expect(problems(below: line) == ["6:8 \(name) is not allowed in a scenario; take it away"])
    }
  }

  @Test func `Bytes that are not UTF-8 are refused by line and column, and the other lines are still read`() {
    let bytes = Array(header.utf8) + Array("note é".utf8) + [0xFF] + Array("\nnote ".utf8) + [0xC3, 0x28]
    #expect(
      problems(in: bytes + Array("\nwait x".utf8)) == [
        "6:7 the byte 0xFF is not UTF-8; save the file as UTF-8",
        "7:6 the byte 0xC3 is not UTF-8; save the file as UTF-8",
        "8:6 `x` is not a whole number; it is written `wait N`",
      ])
  }

  @Test func `A file may have 1 MiB and not a byte more`() {
    let start = header + "# "
    let rest = String(repeating: String(repeating: "x", count: 4_000) + "\n# ", count: 262)
    let text = start + rest
    let fitting = text.prefix((1 << 20) - 1) + "\n"
    #expect(problems(in: String(fitting)) == [])
    #expect(
      problems(in: fitting + "\n") == [
        "1:1 the file has 1,048,577 bytes, more than 1,048,576 (1 MiB); divide it into several scenarios"
      ])
  }

  @Test func `A line may have 4 KiB and not a byte more`() {
    let line = "note " + String(repeating: "x", count: 4_091)
    #expect(problems(below: line + "\r\n") == [])
    #expect(
      problems(below: line + "x") == [
        "6:4097 the line has 4,097 bytes, more than 4,096 (4 KiB); "
          + "break it: a line that begins with white space continues the one before it"
      ])
  }

  @Test func `There may be 20,000 steps and not one more`() {
    #expect(problems(below: "next 19999\nnext") == [])
    let found = problems(below: "next 19999\nnote x\nnext 2\nnext\n")
    #expect(found == ["8:1 this is more than 20,000 steps; every command counts as one, and `next N` as N"])
    #expect(problems(below: String(repeating: "next\n", count: 20_000)) == [])
  }

  @Test func `There may be 64 nodes`() throws {
    #expect(problems(in: "title T\nalgorithm paxos\nservers 64\ntimeout S64") == [])
  }

  @Test func `Of many errors a hundred are told, and how many more there are`() throws {
    let error = try #require(throws: InvalidText.self) {
      try Parser.parse(header + String(repeating: "nonsense\n", count: 2_000))
    }
    #expect(error.diagnostics.count == 100)
    #expect(error.omitted == 1_900)
    #expect(error.rendered(file: "f").hasSuffix("f: 1,900 more errors, of which only 100 are told"))
  }

  @Test func `The name of a file cannot command a terminal either`() {
    let error = #expect(throws: InvalidText.self) { try Parser.parse("") }
    #expect(error?.rendered(file: "a\u{1B}[2J\nb").unicodeScalars.allSatisfy { $0 == "\n" || $0.isPrintable } == true)
    #expect(error?.rendered(file: "a\u{1B}[2J\nb").hasPrefix("a␛[2J␊b:1:1: ") == true)
  }
}
