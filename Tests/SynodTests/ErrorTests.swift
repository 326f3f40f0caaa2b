import Scenarios
import Synod
import Testing

@Suite("What is wrong with a script")
struct ErrorTests {
  struct Wrong: CustomTestStringConvertible, Sendable {
    let script: String
    let complaints: [String]

    var testDescription: String { complaints.first ?? "nothing" }
  }

  static let forms =
    "it is written `initialize N nodes` or `at T send prepare request from P` or "
    + "`at T deliver KIND message to P from time T0`"
  static let sendOrDeliver =
    "it is written `at T send prepare request from P` or `at T deliver KIND message to P from time T0`"
  static let send = "it is written `at T send prepare request from P`"
  static let deliver = "it is written `at T deliver KIND message to P from time T0`"
  static let kinds =
    "the kinds are prepare request, prepare response, accept request, accept response and decide request"

  static let lines: [Wrong] = [
    Wrong(script: "", complaints: ["1:1: the script says nothing; it begins with `initialize N nodes`"]),
    Wrong(script: "// only talk\n", complaints: ["1:1: the script says nothing; it begins with `initialize N nodes`"]),
    Wrong(script: "hello 3 nodes", complaints: ["1:1: no line begins with `hello`; \(forms)"]),
    Wrong(
      script: "initialise 3 nodes", complaints: ["1:1: no line begins with `initialise`; did you mean `initialize`?"]),
    Wrong(
      script: "initialize", complaints: ["1:11: the number of nodes is missing; it is written `initialize N nodes`"]),
    Wrong(
      script: "initialize three nodes",
      complaints: ["1:12: `three` is not a whole number; it is written `initialize N nodes`"]),
    Wrong(
      script: "initialize 3 servers",
      complaints: ["1:14: `servers` stands where `nodes` belongs; it is written `initialize N nodes`"]),
    Wrong(
      script: "initialize 2 nodes", complaints: ["1:12: there cannot be `2` nodes; there are at least 3 and at most 9"]),
    Wrong(
      script: "initialize 10 nodes",
      complaints: ["1:12: there cannot be `10` nodes; there are at least 3 and at most 9"]),
    Wrong(
      script: "initialize 99999999999999999999 nodes",
      complaints: ["1:12: there cannot be `99999999999999999999` nodes; there are at least 3 and at most 9"]),
    Wrong(
      script: "initialize 3 nodes\ninitialize 3 nodes",
      complaints: ["2:1: the nodes are initialized a second time; once, in the first line, is enough"]),
    Wrong(
      script: "at 1 send prepare request from 1\ninitialize 3 nodes\nat 2 send prepare request from 4",
      complaints: [
        "1:1: this comes before the nodes are initialized; the first line is `initialize N nodes`",
        "3:32: there is no node 4; the nodes are numbered from 1 to 3",
      ]),
    Wrong(
      script: "initialize 3 nodes please",
      complaints: [
        "1:20: `please` is one word too many; it is written `initialize N nodes`"
      ]),
  ]

  static let steps: [Wrong] = [
    Wrong(script: "at", complaints: ["2:3: the time is missing; \(sendOrDeliver)"]),
    Wrong(
      script: "at noon send prepare request from 1", complaints: ["2:4: `noon` is not a whole number; \(sendOrDeliver)"]
    ),
    Wrong(
      script: "at -1 send prepare request from 1", complaints: ["2:4: `-1` is not a whole number; \(sendOrDeliver)"]),
    Wrong(
      script: "at 99999999999999999999 send prepare request from 1",
      complaints: ["2:4: the number `99999999999999999999` is too large; at most 9,223,372,036,854,775,807 is possible"]
    ),
    Wrong(script: "at 1 sned prepare request from 1", complaints: ["2:6: a line cannot `sned`; did you mean `send`?"]),
    Wrong(script: "at 1 sent prepare request from 1", complaints: ["2:6: a line cannot `sent`; did you mean `send`?"]),
    Wrong(
      script: "at 1 send accept request from 1",
      complaints: [
        "2:11: a line cannot send an accept request; only prepare requests are sent by a line; "
          + "all else is sent when a message is delivered"
      ]),
    Wrong(script: "at 1 send prepare request", complaints: ["2:26: `from` is missing; \(send)"]),
    Wrong(
      script: "at 1 send prepare request from 0",
      complaints: [
        "2:32: there is no node 0; the nodes are numbered from 1 to 3"
      ]),
    Wrong(script: "at 1 send prepare request from 1 2", complaints: ["2:34: `2` is one word too many; \(send)"]),
    Wrong(
      script: "at 2 deliver prepare reqest message to 1 from time 1",
      complaints: ["2:14: there is no kind of message `prepare reqest`; did you mean `prepare request`?"]),
    Wrong(
      script: "at 2 deliver promise message to 1 from time 1",
      complaints: ["2:14: there is no kind of message `promise`; \(kinds)"]),
    Wrong(
      script: "at 2 deliver message to 1 from time 1",
      complaints: [
        "2:14: the kind of the message is missing; \(deliver)"
      ]),
    Wrong(
      script: "at 2 deliver decide request to 1 from time 1",
      complaints: ["2:29: `to` stands where `message` belongs; \(deliver)"]),
    Wrong(
      script: "at 2 deliver decide request message to 4 from time 1",
      complaints: ["2:40: there is no node 4; the nodes are numbered from 1 to 3"]),
    Wrong(
      script: "at 2 deliver decide request message to 1 from 1",
      complaints: ["2:47: `1` stands where `time` belongs; \(deliver)"]),
    Wrong(
      script: "at 2 deliver decide request message to 1 from time",
      complaints: ["2:51: the time at which it was sent is missing; \(deliver)"]),
  ]

  static let unsent: [Wrong] = [
    Wrong(
      script: "at 1 send prepare request from 1\nat 2 deliver prepare request message to 1 from time 3",
      complaints: [
        "3:14: no prepare request was sent to node 1 at time 3; a prepare request was sent to it at 1"
      ]),
    Wrong(
      script: "at 1 send prepare request from 1\nat 2 deliver accept request message to 1 from time 1",
      complaints: [
        "3:14: no accept request was sent to node 1 at time 1; "
          + "at that time a prepare request was sent to nodes 1, 2 and 3"
      ]),
    Wrong(
      script: """
        at 1 send prepare request from 1
        at 2 deliver prepare request message to 3 from time 1
        at 3 deliver prepare response message to 3 from time 2
        """,
      complaints: [
        "4:14: no prepare response was sent to node 3 at time 2; at that time a prepare response was sent to node 1"
      ]),
    Wrong(
      script: "at 2 deliver prepare request message to 1 from time 1\nat 1 send prepare request from 1",
      complaints: ["2:14: no prepare request was sent to node 1 at time 1; it is sent only later, by line 3"]),
    Wrong(
      script: "at 2 deliver prepare response message to 1 from time 1",
      complaints: ["2:14: no prepare response was sent to node 1 at time 1; nothing at all was sent to that node"]),
    Wrong(
      script: "at 1 send prepare request from 1\nat 2 deliver decide request message to 2 from time 9",
      complaints: [
        "3:14: no decide request was sent to node 2 at time 9; what was sent to it nearest to that time is "
          + "a prepare request at 1"
      ]),
  ]

  @Test("A line that cannot be read is told with place and remedy", arguments: lines)
  func unreadableLine(_ wrong: Wrong) {
    #expect(complaints(about: wrong.script) == wrong.complaints)
  }

  @Test("A step that cannot be read is told with place and remedy", arguments: steps + unsent)
  func unreadableStep(_ wrong: Wrong) {
    #expect(complaints(about: "initialize 3 nodes\n" + wrong.script) == wrong.complaints)
  }

  @Test("All errors of a script are told at once, in their order")
  func allErrors() {
    let script = """
      initialize 3 nodes
      at 1 send prepare request from 7
      at x send prepare request from 1
      initialize 3 nodes
      at 2 deliver prepare request message to 1 from time 1 now
      """
    #expect(complaints(about: script).map { $0.prefix(4) } == ["2:32", "3:4:", "4:1:", "5:55"])
  }

  @Test("Behind a delivery that fails, only what is wrong in any case is told")
  func consequences() {
    let script = """
      initialize 3 nodes
      at 1 send prepare request from 1
      at 2 deliver prepare request message to 2 from time 7
      at 3 deliver prepare response message to 1 from time 2
      at 4 deliver prepare request message to 3 from time 8
      """
    let places = complaints(about: script).map { $0.prefix(5) }
    #expect(places == ["3:14:", "5:14:"], "the response of line 4 is missing only because of line 3")
  }

  @Test("An error shows its line with a caret")
  func caret() throws {
    let error = #expect(throws: InvalidText.self) {
      _ = try SynodScript.parse("initialize 3 nodes\n\tat 1 send prepare request from 4 // four")
    }
    let expected = [
      "some/file.input:2:33: there is no node 4", "   at 1 send prepare request from 4 // four",
      String(repeating: " ", count: 34) + "^", "  the nodes are numbered from 1 to 3",
    ]
    #expect(error?.rendered(file: "some/file.input") == expected.joined(separator: "\n"))
  }

  @Test("Hundreds of errors are counted, not told")
  func manyErrors() {
    let script = "initialize 3 nodes\n" + String(repeating: "nonsense\n", count: 250)
    let error = #expect(throws: InvalidText.self) { _ = try SynodScript.parse(script) }
    #expect(error?.diagnostics.count == Limits.diagnostics)
    #expect(error?.omitted == 250 - Limits.diagnostics)
    #expect(error?.rendered(file: "f").hasSuffix("150 more errors, of which only 100 are told") == true)
  }
}
