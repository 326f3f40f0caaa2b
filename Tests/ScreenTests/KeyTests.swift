import Screen
import Testing

@Suite struct KeyTests {
  static let keys: [Key] =
    [
      .enter, .tab, .backTab, .escape, .backspace, .delete, .insert, .up, .down, .left, .right, .pageUp, .pageDown,
      .home, .end,
    ] + (1...12).map(Key.function)
    + "abzABZ019 :/?[]{}+-^é提".map(Key.character) + "abz@\\]^_".map(Key.control) + "1xX- é".map(Key.alt)

  @Test(arguments: keys)
  func `A key is found by its name`(key: Key) {
    #expect(!key.name.isEmpty)
    #expect(Key(named: key.name) == key)
  }

  @Test func `Keys are named as people know them`() {
    #expect(Key.control("r").name == "^R")
    #expect(Key.pageUp.name == "PgUp")
    #expect(Key.alt("1").name == "Alt-1")
    #expect(Key.function(1).name == "F1")
    #expect(Key.character(" ").name == "Space")
    #expect(Key.character("K").name == "K")
  }

  @Test func `Names are read in any case, single characters in their own`() {
    #expect(Key(named: "pgup") == .pageUp)
    #expect(Key(named: "^r") == .control("r"))
    #expect(Key(named: "ALT-x") == .alt("x"))
    #expect(Key(named: "f12") == .function(12))
    #expect(Key(named: "K") == .character("K"))
    #expect(Key(named: "F") == .character("F"))
    #expect(Key(named: "^") == .character("^"))
  }

  @Test(arguments: ["", "nothing", "^", "F0", "F64", "Alt-", "Alt-PgUp", "\u{1B}", "Fx", "^ab"])
  func `What is no name of a key is refused`(name: String) {
    #expect(name == "^" || Key(named: name) == nil)
  }
}
