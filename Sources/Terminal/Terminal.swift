internal import CTerminal
package import Screen

/// The terminal while it is ours: it shows screens and answers what is typed.
///
/// There is one at a time, and it belongs to one thread. The terminal is given back as it was found by `close`, by the
/// end of the process however it ends (except SIGKILL), and while suspended.
package final class Terminal {
  /// How many colours may be used: 0 where the terminal has none or they are refused.
  package let colours: Int
  /// Whether characters beyond ASCII can be shown.
  package let isUTF8: Bool
  /// Ends a wait from another thread.
  package let waker: Waker

  private var shown = Shown()
  private var decoder = Decoder()
  private var size: (width: Int, height: Int)
  private var pendingResize = false

  /// Takes the terminal.
  ///
  /// `crashNote` is printed after a crash, when the terminal is restored: say where the work was saved. Select the
  /// locale with `Environment.usesUTF8` before.
  package init(mouse: Bool = true, colour: ColourWhen = .auto, crashNote: String = "") throws(TerminalError) {
    let name = Environment.variable("TERM") ?? ""
    let note = sanitized(crashNote, keepingLines: true)
    let result = note.withCString { ct_open(ct_options(mouse: mouse, crash_note: $0)) }
    switch result {
    case CT_OK: break
    case CT_NO_TERMINAL: throw .noTerminal
    case CT_UNKNOWN_TERMINAL: throw .unknownTerminal(name)
    case CT_TOO_SIMPLE: throw .tooSimple(name)
    case CT_BUSY: throw .busy
    default: throw .system
    }
    let info = ct_get_info()
    let refused = colour == .never || (colour == .auto && Environment.refusesColour)
    colours = refused ? 0 : Int(info.colours)
    isUTF8 = info.utf8
    waker = Waker(descriptor: ct_wake_descriptor())
    size = (Int(info.width), Int(info.height))
  }

  deinit { ct_close() }

  package var width: Int { size.width }
  package var height: Int { size.height }

  /// Gives the terminal back and prints what was written to standard error meanwhile. Does nothing the second time.
  package func close() { ct_close() }

  /// Gives the terminal back and dies of the signal, so that the parent learns the true cause.
  package func die(ofSignal number: Int32) -> Never { ct_die(number) }

  /// Gives the terminal back and stops, as ^Z does everywhere; returns when the process is continued. Draw again then.
  package func suspend() {
    ct_suspend()
    refreshAfterStop()
  }

  /// Hands the mouse to the terminal, for selecting and copying text, or takes it.
  package func setMouse(_ on: Bool) { ct_set_mouse(on) }

  package func beep() { ct_beep() }

  private func refreshAfterStop() {
    shown.forget()
    adoptSize()
  }

  /// Notes a new size for the next `next`, wherever it was discovered.
  private func adoptSize() {
    ct_update_size()
    let info = ct_get_info()
    let present = (width: Int(info.width), height: Int(info.height))
    if present == size || present.width == 0 { return }
    size = present
    pendingResize = true
    shown.forget()
  }
}

// MARK: - Output

extension Terminal {
  /// Shows a screen. Only cells that differ from the last one are sent.
  package func draw(_ screen: Screen, theme: Theme = .default) {
    shown.put(screen, theme: theme, colours: colours)
    ct_flush(
      Int32(screen.cursor?.x.clamped(to: -1...Screen.limit) ?? -1),
      Int32(screen.cursor?.y.clamped(to: -1...Screen.limit) ?? -1))
  }

  /// The next `draw` sends every cell: for ^L, when something else has written on the terminal.
  package func repaint() {
    shown.forget()
    ct_repaint()
  }
}

// MARK: - Input

extension Terminal {
  /// Waits until something happens and answers all of it, so that a burst of keys costs one frame.
  ///
  /// Empty when so many milliseconds passed first; without a timeout it never is. Stops and continuations are handled
  /// here: what is left to do is to draw again on `resumed`.
  package func next(timeoutMilliseconds: Int? = nil) -> [Input] {
    let deadline = timeoutMilliseconds.map { ct_milliseconds() + Int64(max(0, $0)) }
    while true {
      let rest = deadline.map { max(0, $0 - ct_milliseconds()) }
      let timeout = pendingResize ? 0 : [rest, decoder.patience].compactMap(\.self).min() ?? -1
      let ready = Int(ct_wait(Int32(clamping: timeout)))
      let inputs = gather(ready)
      if !inputs.isEmpty { return inputs }
      if let deadline, ct_milliseconds() >= deadline { return [] }
    }
  }

  private func gather(_ ready: Int) -> [Input] {
    var inputs: [Input] = []
    if ready & CT_READY_SIGNAL != 0 { takeSignals(into: &inputs) }
    if ready & CT_READY_INPUT != 0 { takeKeys(into: &inputs) }
    if ready == 0, let paste = decoder.giveUpWaiting() { inputs.append(paste) }
    if ready & CT_READY_WAKE != 0 { inputs.append(.wake) }
    if ready & CT_READY_HANGUP != 0 { inputs.append(.hangup) }
    if pendingResize {
      pendingResize = false
      // First: what follows, a click for instance, happened on the new size.
      inputs.insert(.resize(width: width, height: height), at: 0)
    }
    return inputs
  }

  /// No batch is longer, so that a flood of input cannot keep the screen from being drawn.
  private static let batchLimit = 4_096

  private func takeKeys(into inputs: inout [Input]) {
    var event = ct_event()
    var taken = 0
    while taken < Self.batchLimit, ct_next_event(&event) {
      taken += 1
      if let input = decoder.input(for: event, atMilliseconds: ct_milliseconds()) { inputs.append(input) }
    }
  }

  private func takeSignals(into inputs: inout [Input]) {
    var number: Int32 = 0
    while true {
      switch ct_next_signal(&number) {
      case CT_SIGNAL_RESIZE:
        adoptSize()
      case CT_SIGNAL_STOP:
        suspend()
        inputs.append(.resumed)
      case CT_SIGNAL_CONTINUE:
        ct_reassert()
        refreshAfterStop()
        inputs.append(.resumed)
      case CT_SIGNAL_END:
        inputs.append(.interrupted(signal: number))
      default:
        return
      }
    }
  }
}
