import Glibc
import PlainText
import Scenarios
import Screen

/// `--text`: the conversation of `PlainText` over standard input and output.
struct TextMode {
  private var conversation: Conversation

  init(_ lesson: Lesson, at step: Int) {
    conversation = Self.conversation(lesson, at: step)
  }

  /// ^C ends a search, and nothing but a search; while a command is awaited, it ends the program.
  private static func conversation(_ lesson: Lesson, at step: Int = 0) -> Conversation {
    Conversation(lesson, at: step) { Interruption.hasCome }
  }

  mutating func run() {
    conversation.opening.forEach { printOut($0) }
    while let line = readLine(strippingNewline: true) {
      for reply in Interruption.noting({ conversation.reply(to: line) }) {
        switch reply {
        case .line(let text): printOut(text)
        case .quit: return
        case .open(let word):
          do throws(Failure) {
            conversation = Self.conversation(try Source(Files.expanded(word)).play(checked: false))
            conversation.opening.forEach { printOut($0) }
          } catch {
            printOut(sanitized(error.message, keepingLines: true))
          }
        case .save(let path, let text):
          switch Files.write(text, to: Files.expanded(path), overwriting: false) {
          case .done: printOut("Saved to \(path).")
          case .exists: printOut("\(path) exists already and was not changed. Choose another name.")
          case .failed(let reason): printOut("\(path) was not saved: \(reason).")
          }
        }
      }
    }
  }
}
