import Export
import Glibc
import Interface
import Screen
import Terminal

/// Feeds what happens to the interface, carries out what it asks for, and shows what it draws.
struct EventLoop {
  private var interface: Interface
  private let terminal: Terminal
  private let background: Background
  private var journals = JournalFiles()
  private var pace = Pace()
  /// Read when somebody wants to choose: it takes longer than a frame.
  private lazy var menu = (try? Shipped.menu()) ?? []

  init(_ interface: Interface, _ terminal: Terminal) {
    self.interface = interface
    self.terminal = terminal
    background = Background(waking: terminal.waker)
  }

  /// Runs until the person leaves.
  mutating func run() {
    perform(interface.update(.resize(width: terminal.width, height: terminal.height)))
    background.want(interface.job)
    draw()
    interface.offer(interrupted: journals.interrupted())
    while true {
      draw()
      keepJournal()
      background.want(interface.job)
      for input in terminal.next(timeoutMilliseconds: pace.wait(interface.tickMilliseconds)) {
        switch input {
        case .interrupted(let signal): terminal.die(ofSignal: signal)
        case .hangup: terminal.die(ofSignal: SIGHUP)
        case .wake: for (ticket, answer) in background.takeAnswers() { interface.completed(ticket, answer) }
        default:
          if perform(interface.update(input)) {
            journals.drop()
            return terminal.close()
          }
        }
      }
      if pace.isDue(interface.tickMilliseconds) { perform(interface.update(.tick)) }
    }
  }

  private func draw() {
    terminal.draw(interface.view(width: terminal.width, height: terminal.height), theme: interface.theme)
  }

  /// Writes down what the frame shows already, so that nobody waits for it.
  private mutating func keepJournal() {
    let words = interface.words
    perform(interface.journal())
    if interface.words != words { draw() }
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
      case .export(let path, let overwrite): interface.completed(export(to: path, overwriting: overwrite))
      case .menu: interface.offer(menu)
      case .list(let beginning):
        interface.offer(menu)
        interface.completed(.listed(beginning: beginning, Files.paths(beginning: beginning)))
      case .open(let word): interface.completed(open(word))
      case .journal(let offset, let text, let file):
        do throws(Reason) {
          try journals.write(text, at: offset, replacing: file)
        } catch {
          interface.completed(.unjournaled(error.text))
        }
      case .dropJournal: journals.drop()
      case .resume(let file): interface.completed(resume(file))
      case .discard(let file): journals.discard(file)
      }
    }
    return false
  }

  private func save(_ text: String, to path: String, overwriting: Bool) -> Outcome {
    switch Files.write(text, to: Files.expanded(path), overwriting: overwriting) {
    case .done: .saved(path: path)
    case .exists: .exists(path: path)
    case .failed(let reason): .failed("\(path) was not saved: \(reason). The session goes on; save it elsewhere.")
    }
  }

  private mutating func resume(_ file: String) -> Outcome {
    do throws(Reason) {
      let (path, bytes) = try journals.take(file)
      do throws(Failure) {
        return .resumed(try Source(name: file, bytes: bytes).resume(), from: file)
      } catch {
        journals.release()
        let lines = error.message.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        return .failed("The session cannot be resumed. Its journal stays: \(path)", details: lines)
      }
    } catch {
      return .failed("The session cannot be resumed: \(error.text).")
    }
  }

  private func export(to path: String, overwriting: Bool) -> Outcome {
    guard let format = Format(path: path) else {
      let endings = Format.allCases.map(\.ending).joined(separator: ", ")
      return .failed("\(path) was not written: its name must end with one of \(endings), which say how.")
    }
    let paper = Paper(
      width: terminal.width, height: terminal.height, theme: interface.theme == .default ? .light : interface.theme)
    return switch Files.write(format.export(interface, on: paper), to: path, overwriting: overwriting) {
    case .done: .exported(path: path)
    case .exists: .exportExists(path: path)
    case .failed(let reason): .failed("\(path) was not written: \(reason).")
    }
  }

  private func open(_ word: String) -> Outcome {
    do {
      return .opened(try Source(Files.expanded(word)).play(checked: false))
    } catch {
      let lines = error.message.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      return .failed(lines.first ?? "", details: Array(lines.dropFirst()))
    }
  }
}
