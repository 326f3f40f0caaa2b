import Glibc
import Interface
import Screen
import Terminal

/// Feeds what happens to the interface, carries out what it asks for, and shows what it draws.
struct EventLoop {
  private var interface: Interface
  private let terminal: Terminal
  private let background: Background

  init(_ interface: Interface, _ terminal: Terminal) {
    self.interface = interface
    self.terminal = terminal
    background = Background(waking: terminal.waker)
  }

  /// Runs until the person leaves.
  mutating func run() {
    perform(interface.update(.resize(width: terminal.width, height: terminal.height)))
    draw()
    // Nobody needs the menu before the first frame.
    if let menu = try? Shipped.menu() { interface.offer(menu) }
    while true {
      draw()
      background.want(interface.job)
      for input in terminal.next() {
        switch input {
        case .interrupted(let signal): terminal.die(ofSignal: signal)
        case .hangup: terminal.die(ofSignal: SIGHUP)
        case .wake: for (ticket, answer) in background.takeAnswers() { interface.completed(ticket, answer) }
        default: if perform(interface.update(input)) { return terminal.close() }
        }
      }
    }
  }

  private func draw() {
    terminal.draw(interface.view(width: terminal.width, height: terminal.height), theme: interface.theme)
  }

  /// Carries out effects and tells whether one of them is to leave.
  @discardableResult
  private mutating func perform(_ effects: [Effect]) -> Bool {
    for effect in effects {
      switch effect {
      case .quit: return true
      case .suspend: terminal.suspend()
      case .repaint: terminal.repaint()
      case .bell: terminal.beep()
      case .mouse(let isOurs): terminal.setMouse(isOurs)
      case .save(let path, let text, let overwrite):
        interface.completed(save(text, to: path, overwriting: overwrite))
      case .open(let word): interface.completed(open(word))
      }
    }
    return false
  }

  private func save(_ text: String, to path: String, overwriting: Bool) -> Outcome {
    switch Files.write(text, to: path, overwriting: overwriting) {
    case .done: .saved(path: path)
    case .exists: .exists(path: path)
    case .failed(let reason): .failed("\(path) was not saved: \(reason). The session goes on; save it elsewhere.")
    }
  }

  private func open(_ word: String) -> Outcome {
    do {
      return .opened(try Source(word).play(checked: false))
    } catch {
      let lines = error.message.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      return .failed(lines.first ?? "", details: Array(lines.dropFirst()))
    }
  }
}
