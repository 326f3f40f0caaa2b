import Narration
import PlainText
import Scenarios
import Testing

@Suite("The adversary in plain lines")
struct AdversaryTests {
  private func conversation() throws -> Conversation {
    let parsed = try Parser.parse(
      """
      title      A duel
      algorithm  paxos
      proposers  P1=red P2=blue
      acceptors  A1 A2 A3
      timeout    P1
      crash      A3
      """)
    return Conversation(try Lesson(playing: parsed, name: "test"))
  }

  private func say(_ line: String, to conversation: inout Conversation) -> [String] {
    conversation.reply(to: line).compactMap { if case .line(let text) = $0 { text } else { nil } }
  }

  @Test("The adversary's steps are told with their reasons and lie ahead as a branch")
  func adversary() throws {
    var talk = try conversation()
    let lines = say("adversary 8", to: &talk)
    #expect(lines.first == "1. timeout P1")
    #expect(lines.count == 2 * 8 + 2)
    #expect(lines[16].hasPrefix("Still undecided after 8 steps: blue and red can both be chosen."))
    #expect(say("", to: &talk).first == "Step 1 of 8: timeout P1")
    #expect(say("adversary many", to: &talk).first?.hasPrefix("The adversary plays from 1 to") ?? false)
    #expect(say("adversary 0", to: &talk).first?.hasPrefix("The adversary plays from 1 to") ?? false)
  }
}
