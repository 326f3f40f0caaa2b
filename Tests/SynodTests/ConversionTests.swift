import Consensus
import Narration
import Scenarios
import Testing

@testable import Synod

@Suite("A script as a scenario")
struct ConversionTests {
  @Test("What was saved leads to the same world", arguments: Sample.all.map(\.script) + Corpus.pairs.map(\.script))
  func sameWorld(_ script: String) throws {
    let script = try SynodScript.parse(script)
    let run = try SynodRun(script, name: "sample.input")
    let parsed = try Parser.parse(Printer.text(run.scenario))
    #expect(parsed.scenario == run.scenario)
    var lesson = try Lesson(playing: parsed, name: "saved")
    lesson.session.jump(to: lesson.script[lesson.steps])
    let scene = lesson.session.scene

    // The world that the script was played in, asked directly.
    var player = Player(script, on: try Catalog.paxos(run.scenario.setup))
    try player.play()
    let (world, cluster) = (player.world, player.world.cluster)
    for (node, view) in zip(cluster.nodes, scene.nodes) {
      let fields = world.algorithm.fields(of: world[node], node)
      #expect(view.fields.map { [$0.name, $0.value] } == fields.map { [$0.name, $0.value] })
    }
    #expect(scene.nodes.count == cluster.members.count)
    #expect(scene.messages.map(\.id) == world.inFlight.map(\.id))
    #expect(scene.messages.map(\.label) == world.inFlight.map { world.algorithm.label(of: $0.message) })
    #expect(scene.chosen.flatMap(\.values) == world.ledger.chosen(slot: 1, in: cluster).map(\.name))
    #expect(scene.ballots.map(\.ballot) == world.chronicle.rows.map(\.ballot))
    #expect(scene.ballots.map(\.votes) == world.chronicle.rows.map(\.voted.count))
    #expect(scene.clock == world.clock)
    #expect(scene.invariants.filter { !$0.holds }.isEmpty)
  }

  @Test("A lesson of a script stands at its beginning")
  func beginning() throws {
    let run = try play(Sample.single[0].script)
    #expect(run.lesson.session.cursor == 0)
    #expect(run.lesson.name == "sample.input")
    #expect(run.lesson.scenario == run.scenario)
    #expect(run.lesson.steps > 10)
  }

  @Test("A converted script reads as people write scenarios")
  func text() throws {
    let script = """
      // Nobody else is awake,
      // so node 2 tries.

      // It is 1 o'clock.
      initialize 3 nodes  // three # of them
      at 1 send prepare request from 2
      //////// ------
      at 2 deliver prepare request message to 1 from time 1//granted
      at 3 deliver prepare response message to 2 from time 2
      at 4 deliver prepare response message to 2 from time 2
      at 5 deliver prepare request message to 2 from time 1
      at 6 deliver prepare response message to 2 from time 5
      // The end.
      """
    let lines = Printer.text(try play(script).scenario).split(separator: "\n", omittingEmptySubsequences: false)
    let body = lines.drop { !$0.isEmpty }.dropFirst().joined(separator: "\n")
    #expect(
      body == """
        note     Nobody else is awake, so node 2 tries.
        note     It is 1 o'clock.
        note     three # of them
        timeout  N2 round 1
        note     granted
        deliver  prepare 1.2 N2 -> N1
        duplicate promise 1.2 N1 -> N2
        deliver  m5
        deliver  promise 1.2 N1 -> N2
        deliver  prepare 1.2 N2 -> N2
        deliver  promise 1.2 N2 -> N2
        note     The end.

        """)
    let header = lines.prefix { !$0.isEmpty }
    #expect(header.contains("title      Synod script sample"))
    #expect(header.contains("servers    N1=11111 N2=22222 N3=33333"))
    #expect(header.contains("refusals   on"))
    #expect(header.contains("learning   proposer"))
    #expect(header.contains("retry      by-hand"))
  }

  @Test(
    "The title names the file",
    arguments: [
      ("some folder/my  script.input", "Synod script my script"), ("plain", "Synod script plain"),
      ("standard input", "Synod script standard input"), ("a/b\u{1B}[1m\n.input", "Synod script b␛[1m"),
      ("", "Synod script"),
    ])
  func title(_ name: String, _ title: String) throws {
    let run = try SynodRun(try SynodScript.parse("initialize 3 nodes"), name: name)
    #expect(run.scenario.title == title)
    let parsed = try Parser.parse(Printer.text(run.scenario))
    #expect(parsed.scenario == run.scenario)
  }

  @Test("A restart is a step of its own, with the round that the course counts")
  func restart() throws {
    let items = try play(Sample.rivals[0].script).scenario.items
    #expect(items.contains(.command(.timeout(node: "N1", round: 2))))
    #expect(items.contains(.command(.timeout(node: "N2", round: 2))))
  }

  @Test("An answer that only the course ignores is lost, and a note says why")
  func lost() throws {
    let sample = try #require(Sample.duplicates.first { $0.name.hasPrefix("a refusal overtakes") })
    let items = try play(sample.script).scenario.items
    let place = try #require(
      items.firstIndex { if case .command(.drop) = $0 { true } else { false } })
    #expect(items.count { if case .command(.drop) = $0 { true } else { false } } == 1)
    guard case .note(let note) = items[place - 1] else {
      Issue.record("no note before what is lost")
      return
    }
    #expect(note.contains("N1 ignores it as a duplicate"))
  }
}

@Suite("How a script may be laid out")
struct LayoutTests {
  static let plain = "initialize 3 nodes\nat 1 send prepare request from 1\n"

  @Test(
    "Line ends, marks, blanks and comments do not matter",
    arguments: [
      plain.replacing("\n", with: "\r\n"), "\u{FEFF}" + plain, String(plain.dropLast()),
      "\n  \n\tinitialize\t3   nodes // x\n\n  at 1\tsend prepare request from   1  \n\n",
      "// a\ninitialize 3 nodes//b\n//\nat 1 send prepare request from 1 // at 2 send\n//c",
      "initialize 003 nodes\nat 0001 send prepare request from 01",
    ])
  func layout(_ script: String) throws {
    let transcript = try play(script).transcript
    #expect(
      transcript == [
        "--> initialized 3 nodes", "--> sent prepare requests to all nodes from 1 with sequence 5001",
      ])
  }

  @Test("Times need not grow")
  func times() throws {
    let script = """
      initialize 3 nodes
      at 9 send prepare request from 1
      at 3 deliver prepare request message to 2 from time 9
      """
    let last = try play(script).transcript.last
    #expect(last == "--> prepare request from 1 sequence 5001 accepted by 2 with no value")
  }
}
