/// A key as it is named on the command line, and what an xterm sends for it.
///
/// `Down`, `F5`, `PageUp`, `Enter`, `C-x`, `M-x`; anything else is sent as it stands.
struct PressedKey {
  let bytes: [UInt8]
  /// The same where the program has asked for the keys of applications (DECCKM).
  let applicationBytes: [UInt8]

  /// Keys with blanks between them.
  static func keys(_ names: String) -> [PressedKey] { names.split(separator: " ").map { PressedKey(String($0)) } }

  init(_ name: String) {
    if let last = Self.cursor[name] {
      bytes = Array("\u{1B}[\(last)".utf8)
      applicationBytes = Array("\u{1B}O\(last)".utf8)
    } else {
      bytes = Self.sent(by: name)
      applicationBytes = bytes
    }
  }

  private static func sent(by name: String) -> [UInt8] {
    if let text = plain[name] { return Array(text.utf8) }
    if let number = numbered[name] { return Array("\u{1B}[\(number)~".utf8) }
    if name.hasPrefix("M-"), name.utf8.count > 2 { return [0x1B] + PressedKey(String(name.dropFirst(2))).bytes }
    if name.hasPrefix("C-"), let letter = name.uppercased().utf8.last, name.utf8.count == 3 { return [letter & 0x1F] }
    return Array(name.utf8)
  }

  private static let cursor = ["Up": "A", "Down": "B", "Right": "C", "Left": "D", "Home": "H", "End": "F"]
  private static let numbered = [
    "Insert": 2, "Delete": 3, "PageUp": 5, "PageDown": 6, "F5": 15, "F6": 17, "F7": 18, "F8": 19, "F9": 20, "F10": 21,
    "F11": 23, "F12": 24,
  ]
  private static let plain = [
    "Enter": "\r", "Tab": "\t", "Esc": "\u{1B}", "Space": " ", "Backspace": "\u{7F}", "BackTab": "\u{1B}[Z",
    "F1": "\u{1B}OP", "F2": "\u{1B}OQ", "F3": "\u{1B}OR", "F4": "\u{1B}OS",
  ]
}
