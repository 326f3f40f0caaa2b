import Glibc
import PlainText
import Scenarios

/// `--text`: the conversation of `PlainText` over standard input and output.
struct TextMode {
  private var conversation: Conversation

  init(_ lesson: Lesson, at step: Int) {
    conversation = Conversation(lesson, at: step)
  }

  mutating func run() {
    conversation.opening.forEach { printOut($0) }
    while let line = readLine(strippingNewline: true) {
      for reply in conversation.reply(to: line) {
        switch reply {
        case .line(let text): printOut(text)
        case .quit: return
        case .save(let path, let text):
          switch Files.write(text, to: path, overwriting: false) {
          case .done: printOut("Saved to \(path).")
          case .exists: printOut("\(path) exists already and was not changed. Choose another name.")
          case .failed(let reason): printOut("\(path) was not saved: \(reason).")
          }
        }
      }
    }
  }
}
