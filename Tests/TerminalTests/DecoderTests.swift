import CTerminal
import Screen
import Testing

@testable import Terminal

@Suite struct DecoderTests {
  private func event(_ kind: ct_event_kind, _ value: UInt32 = 0) -> ct_event {
    var event = ct_event()
    event.kind = kind
    event.value = value
    return event
  }

  private func press(_ x: Int32, _ y: Int32, _ action: ct_mouse_action = CT_PRESS, button: UInt32 = 0) -> ct_event {
    var event = event(CT_MOUSE, button)
    event.action = action
    event.x = x
    event.y = y
    return event
  }

  @Test(arguments: [
    (UInt32(0x0D), Key.enter), (0x0A, .enter), (0x09, .tab), (0x08, .backspace), (0x7F, .backspace), (0x1B, .escape),
    (0x12, .control("r")), (0x1A, .control("z")), (0x1C, .control("\\")), (0, .control("@")), (0x78, .character("x")),
    (0xE9, .character("é")), (0x63D0, .character("提")),
  ])
  func `A typed character is the key that people call so`(value: UInt32, key: Key) {
    #expect(Decoder.key(for: event(CT_TEXT, value)) == key)
  }

  @Test(arguments: [UInt32(0x9B), 0x202E, 0x200B, 0xE0041, 0xD800, 0x11_0000, .max])
  func `A character that cannot be shown is no key`(value: UInt32) {
    #expect(Decoder.key(for: event(CT_TEXT, value)) == nil)
    #expect(Decoder.key(for: event(CT_ALT, value)) == nil)
  }

  @Test func `Special keys and those with Alt are named`() {
    #expect(Decoder.key(for: event(CT_SPECIAL, CT_KEY_PAGE_UP.rawValue)) == .pageUp)
    #expect(Decoder.key(for: event(CT_SPECIAL, CT_KEY_F0.rawValue + 5)) == .function(5))
    #expect(Decoder.key(for: event(CT_SPECIAL, CT_KEY_F0.rawValue)) == nil)
    #expect(Decoder.key(for: event(CT_SPECIAL, 9_999)) == nil)
    #expect(Decoder.key(for: event(CT_ALT, 0x31)) == .alt("1"))
    #expect(Decoder.key(for: event(CT_IGNORED)) == nil)
  }

  @Test func `A paste is one text and no keys`() {
    var decoder = Decoder()
    #expect(decoder.patience == nil)
    #expect(decoder.input(for: event(CT_PASTE_BEGIN), atMilliseconds: 0) == nil)
    for scalar in "crash A1\rq\u{1B}".unicodeScalars {
      #expect(decoder.input(for: event(CT_TEXT, scalar.value), atMilliseconds: 0) == nil)
    }
    #expect(decoder.input(for: event(CT_SPECIAL, CT_KEY_UP.rawValue), atMilliseconds: 0) == nil)
    #expect(decoder.patience != nil)
    #expect(decoder.input(for: event(CT_PASTE_END), atMilliseconds: 0) == .paste("crash A1 q␛"))
    #expect(decoder.patience == nil)
    #expect(decoder.input(for: event(CT_TEXT, 0x71), atMilliseconds: 0) == .key(.character("q")))
  }

  @Test func `A paste without an end does not swallow the keys that follow for ever`() {
    var decoder = Decoder()
    _ = decoder.input(for: event(CT_PASTE_BEGIN), atMilliseconds: 0)
    _ = decoder.input(for: event(CT_TEXT, 0x61), atMilliseconds: 0)
    #expect(decoder.giveUpWaiting() == .paste("a"))
    #expect(decoder.giveUpWaiting() == nil)
    #expect(decoder.input(for: event(CT_TEXT, 0x71), atMilliseconds: 0) == .key(.character("q")))
  }

  @Test func `A paste is cut where it is longer than any text that is typed here`() {
    var decoder = Decoder()
    _ = decoder.input(for: event(CT_PASTE_BEGIN), atMilliseconds: 0)
    for _ in 0..<70_000 { _ = decoder.input(for: event(CT_TEXT, 0x61), atMilliseconds: 0) }
    guard case .paste(let text)? = decoder.input(for: event(CT_PASTE_END), atMilliseconds: 0) else {
      Issue.record("not a paste")
      return
    }
    #expect(text.utf8.count == 65_536)
  }

  @Test func `Two quick clicks on one cell are a double click`() {
    var decoder = Decoder()
    #expect(decoder.input(for: press(4, 2), atMilliseconds: 1_000) == .mouse(Mouse(.press, x: 4, y: 2)))
    #expect(decoder.input(for: press(4, 2, CT_RELEASE), atMilliseconds: 1_050) == .mouse(Mouse(.release, x: 4, y: 2)))
    #expect(decoder.input(for: press(4, 2), atMilliseconds: 1_200) == .mouse(Mouse(.press, x: 4, y: 2, clicks: 2)))
    #expect(decoder.input(for: press(5, 2), atMilliseconds: 1_250) == .mouse(Mouse(.press, x: 5, y: 2)))
    #expect(decoder.input(for: press(5, 2), atMilliseconds: 9_000) == .mouse(Mouse(.press, x: 5, y: 2)))
    let right = decoder.input(for: press(5, 2, button: 2), atMilliseconds: 9_001)
    #expect(right == .mouse(Mouse(.press, .right, x: 5, y: 2)))
  }

  @Test func `The flags of a style are those of a cell`() {
    #expect(Int(Style.Flags.bold.rawValue) == CT_BOLD)
    #expect(Int(Style.Flags.underline.rawValue) == CT_UNDERLINE)
    #expect(Int(Style.Flags.reverse.rawValue) == CT_REVERSE)
    #expect(Int(Style.Flags.faint.rawValue) == CT_DIM)
  }

  @Test func `Errors name the terminal without trusting its name`() {
    #expect(TerminalError.tooSimple("dumb").description == "the terminal 'dumb' (TERM) cannot move its cursor")
    #expect(TerminalError.unknownTerminal("\u{1B}[31m").description.contains("'?[31m'"))
    #expect(TerminalError.unknownTerminal(String(repeating: "x", count: 500)).description.count < 120)
  }
}
