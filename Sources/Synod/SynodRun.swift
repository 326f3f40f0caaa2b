import Consensus
import Narration
package import Scenarios
import Screen

/// A script that was played on the engine: the same run as a scenario, as a lesson and as the course's simulator tells it.
package struct SynodRun: Sendable {
  /// The run in our language, with the script's comments as notes.
  package let scenario: Scenario
  /// The scenario, played and back at its beginning.
  package let lesson: Lesson
  /// The lines that the course's simulator prints, without what ends them.
  package let transcript: [String]

  /// Plays a script. `name` is what messages and screens call it: a path, or `standard input`.
  ///
  /// Throws where the script delivers what was never sent, or where a limit is reached.
  package init(_ script: SynodScript, name: String) throws(InvalidText) {
    let setup = Self.setup(nodes: script.nodes)
    guard let algorithm = try? Catalog.paxos(setup), var session = try? Catalog.session(for: setup) else {
      preconditionFailure("the setup of a script names no mutation and an algorithm that exists")
    }
    var player = Player(script, on: algorithm)
    var limit: Complaint?
    do { try player.play() } catch { limit = error }
    let undelivered = Undelivered(in: script, posted: player.posted).complaints(player.undeliverable)
    let complaints = undelivered + [limit].compactMap { $0 }
    guard complaints.isEmpty else { throw InvalidText(complaints, in: script.text) }

    var scenario = Scenario(title: Self.title(name), setup: setup)
    scenario.about = Self.about(nodes: script.nodes)
    scenario.items = Self.items(player.entries, &session)
    self.scenario = scenario
    transcript = player.transcript
    do {
      // What is saved is what is played.
      lesson = try Lesson(playing: try Parser.parse(Printer.text(scenario)), name: name)
    } catch {
      throw InvalidText([Self.tooLong(error)], in: script.text)
    }
  }

  private static func setup(nodes: Int) -> Setup {
    var setup = Setup(algorithm: "paxos")
    setup.servers = (1...nodes).map { Setup.Wisher("N\($0)", wish: String(11111 * $0)) }
    setup.refusals = true
    setup.learning = .proposer
    setup.retry = .byHand
    return setup
  }

  /// The file's name without its folders and without `.input`.
  private static func title(_ name: String) -> String {
    var file = name.split(separator: "/").last.map(String.init) ?? name
    if file.hasSuffix(".input") { file = String(file.dropLast(6)) }
    // A text of a scenario is words with one blank between them.
    return (["Synod", "script"] + singleLine(file).split(separator: " ")).joined(separator: " ")
  }

  private static func about(nodes: Int) -> String {
    "Converted from a script for a course's synod protocol simulator. The \(nodes) nodes play all roles, and node I wants "
      + "the value I × 11111. Sequence 5000 + I + 10 × (K - 1) of the script is ballot K.I here. A prepare response is a "
      + "promise or a refusal, an accept response is `accepted` or a refusal."
  }

  /// The entries as a scenario has them: messages are named by what they are, and by number only where two are alike.
  private static func items(_ entries: [Player.Entry], _ session: inout any Session) -> [Scenario.Item] {
    for case .step(let step) in entries {
      guard (try? session.perform(command(for: step, session.setup))) != nil else {
        preconditionFailure("a step that was taken can be taken again")
      }
    }
    var commands = session.commands(to: session.cursor).makeIterator()
    return entries.compactMap { entry in
      switch entry {
      case .note(let text): .note(text)
      case .step: commands.next().map(Scenario.Item.command)
      }
    }
  }

  private static func command(for step: Step, _ setup: Setup) -> Command {
    switch step {
    case .timeout(let node, let round): .timeout(node: setup.names[Int(node.index)], round: round)
    case .deliver(let id): .deliver(.numbers([id.number]))
    case .duplicate(let id): .duplicate(.numbers([id.number]))
    case .drop(let id): .drop(.numbers([id.number]))
    default: preconditionFailure("no line of a script becomes this step: \(step)")
    }
  }

  /// Steps and messages were counted while they were played, so only the length of the text can be in the way.
  private static func tooLong(_ error: any Error) -> Complaint {
    let reason = (error as? InvalidText)?.diagnostics.first?.message
    return Complaint(
      at: 0, "as a scenario the script is too long" + (reason.map { ": \($0)" } ?? ""), remedy: "divide it")
  }
}
