internal import CTerminal
internal import Screen

/// Turns what the terminal sends into what a person did: gathers a paste, counts clicks, names keys.
struct Decoder {
  private var pasted: String.UnicodeScalarView?
  /// Kept beside it, as counting scalars anew for each one would be quadratic.
  private var pastedCount = 0
  private var lastPress: (mouse: Mouse, time: Int64)?

  /// Longer pastes are cut: they are names and commands, not books.
  private static let pasteLimit = 65_536
  /// A terminal that never ends a paste must not swallow every key that follows.
  private static let pasteSilence: Int64 = 500
  private static let doubleClick: Int64 = 400

  /// How long to wait before `giveUpWaiting`; nil where nothing is unfinished, so that an idle program sleeps.
  var patience: Int64? { pasted == nil ? nil : Self.pasteSilence }

  /// Takes a paste without an end for finished.
  mutating func giveUpWaiting() -> Input? { finishPaste() }

  mutating func input(for event: ct_event, atMilliseconds now: Int64) -> Input? {
    switch event.kind {
    case CT_PASTE_BEGIN:
      pasted = String.UnicodeScalarView()
      pastedCount = 0
      return nil
    case CT_PASTE_END:
      return finishPaste()
    case CT_MOUSE:
      return mouse(event, now)
    default:
      if pasted == nil { return Self.key(for: event).map(Input.key) }
      if event.kind == CT_TEXT, let scalar = Unicode.Scalar(event.value) { paste(scalar) }
      return nil
    }
  }

  private mutating func paste(_ scalar: Unicode.Scalar) {
    guard pastedCount < Self.pasteLimit else { return }
    pastedCount += 1
    // Terminals send a line break of the clipboard as the Enter key would.
    pasted?.append(scalar == "\r" ? "\n" : scalar)
  }

  private mutating func finishPaste() -> Input? {
    guard let text = pasted else { return nil }
    pasted = nil
    return .paste(singleLine(String(text)))
  }

  private mutating func mouse(_ event: ct_event, _ now: Int64) -> Input? {
    let buttons: [Mouse.Button] = [.left, .middle, .right]
    guard let button = buttons.indices.contains(Int(event.value)) ? buttons[Int(event.value)] : nil else { return nil }
    var mouse = Mouse(.press, button, x: Int(event.x), y: Int(event.y))
    switch event.action {
    case CT_RELEASE: mouse.action = .release
    case CT_DRAG: mouse.action = .drag
    case CT_WHEEL_UP: mouse.action = .wheelUp
    case CT_WHEEL_DOWN: mouse.action = .wheelDown
    default:
      if let last = lastPress, last.mouse.x == mouse.x, last.mouse.y == mouse.y, last.mouse.button == button,
        now - last.time <= Self.doubleClick
      {
        mouse.clicks = last.mouse.clicks + 1
      }
      lastPress = (mouse, now)
    }
    return .mouse(mouse)
  }
}

// MARK: - Keys

extension Decoder {
  static func key(for event: ct_event) -> Key? {
    switch event.kind {
    case CT_TEXT: return typed(event.value)
    case CT_ALT: return Unicode.Scalar(event.value).flatMap { $0.isPrintable ? .alt(Character($0)) : nil }
    case CT_SPECIAL: return special(event.value)
    default: return nil
    }
  }

  private static func typed(_ value: UInt32) -> Key? {
    switch value {
    case 0: return .control("@")
    case 8, 0x7F: return .backspace
    case 9: return .tab
    // Enter sends CR here; LF comes from ^J and from what is typed by scripts, who mean the same.
    case 10, 13: return .enter
    case 27: return .escape
    case 1...26: return Unicode.Scalar(0x60 + value).map { .control(Character($0)) }
    case 28...31: return Unicode.Scalar(0x40 + value).map { .control(Character($0)) }
    default: return Unicode.Scalar(value).flatMap { $0.isPrintable ? .character(Character($0)) : nil }
    }
  }

  private static func special(_ value: UInt32) -> Key? {
    let first = CT_KEY_F0.rawValue
    if value > first, value <= first + 63 { return .function(Int(value - first)) }
    switch ct_key(rawValue: value) {
    case CT_KEY_UP: return .up
    case CT_KEY_DOWN: return .down
    case CT_KEY_LEFT: return .left
    case CT_KEY_RIGHT: return .right
    case CT_KEY_PAGE_UP: return .pageUp
    case CT_KEY_PAGE_DOWN: return .pageDown
    case CT_KEY_HOME: return .home
    case CT_KEY_END: return .end
    case CT_KEY_BACKSPACE: return .backspace
    case CT_KEY_DELETE: return .delete
    case CT_KEY_INSERT: return .insert
    case CT_KEY_BACK_TAB: return .backTab
    case CT_KEY_ENTER: return .enter
    default: return nil
    }
  }
}
