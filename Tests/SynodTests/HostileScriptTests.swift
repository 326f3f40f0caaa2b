import Scenarios
import Synod
import Testing

@Suite("What no script may contain")
struct HostileScriptTests {
  @Test(
    "Controls and what cannot be seen are refused, in comments, too",
    arguments: [
      (
        "initialize 3 nodes // \u{1B}[2J", "1:23: the control character U+001B is not allowed in a script; take it away"
      ),
      ("initialize 3 nodes\n\u{202E}", "2:1: the invisible character U+202E is not allowed in a script; take it away"),
      (
        "// ab\u{200B}c\ninitialize 3 nodes",
        "1:6: the invisible character U+200B is not allowed in a script; take it away"
      ),
    ])
  func forbidden(_ script: String, _ complaint: String) {
    #expect(complaints(about: script) == [complaint])
  }

  @Test("Bytes that are no text are refused")
  func notText() {
    let bytes = Array("initialize 3 nodes // ".utf8) + [0xFF, 0x0A]
    #expect(complaints(about: bytes) == ["1:23: the byte 0xFF is not UTF-8; save the file as UTF-8"])
  }

  @Test("Nothing that an error quotes can command a terminal")
  func quotes() {
    let error = #expect(throws: InvalidText.self) { _ = try SynodScript.parse("bo\u{7}\u{1B}]0;x\n") }
    let text = error?.rendered(file: "a\u{1B}b") ?? ""
    #expect(!text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
  }

  @Test("A line and a file can be too long")
  func limits() {
    let line = "initialize 3 nodes //" + String(repeating: "x", count: Limits.line)
    #expect(complaints(about: line) == ["1:4097: the line has 4,117 bytes, more than 4,096 (4 KiB); break it"])
    let file = "initialize 3 nodes\n" + String(repeating: "// talk\n", count: Limits.file / 8)
    #expect(complaints(about: file) == ["1:1: the file has 1,048,595 bytes, more than 1,048,576 (1 MiB); divide it"])
  }

  @Test("More messages than can be in flight are an error of the line that sends them")
  func tooMany() {
    let sends = (1...1200).map { "at \($0) send prepare request from 9\n" }.joined()
    let expected = "1113:14: more than 10,000 messages would be in flight here; divide the script"
    #expect(complaints(about: "initialize 9 nodes\n" + sends) == [expected])
  }

  @Test("Beginnings and pieces of scripts are errors at most", arguments: Sample.all)
  func pieces(_ sample: Sample) {
    let bytes = Array(sample.script.utf8)
    for end in stride(from: 1, to: bytes.count, by: 7) {
      let rest = Array(bytes[end...]) + bytes[..<end]
      for piece in [Array(bytes[..<end]), rest] {
        for complaint in complaints(about: piece) { #expect(complaint.contains(": ")) }
      }
    }
  }
}
