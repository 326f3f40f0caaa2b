import Screen
import TestSupport

extension SplitMix64 {
  /// Text with everything that has ever broken a terminal program: wide, combining, controls, bidirectional, tags.
  mutating func text(upTo limit: Int) -> String {
    let alphabets: [ClosedRange<UInt32>] = [
      0x20...0x7E, 0x00...0x1F, 0x7F...0x9F, 0xC0...0x17F, 0x300...0x36F, 0x1100...0x11FF, 0x2000...0x206F,
      0x2190...0x21FF, 0x2500...0x25FF, 0x2600...0x27BF, 0x4E00...0x4EFF, 0xAC00...0xACFF, 0xE000...0xE0FF,
      0xFE00...0xFEFF, 0xFF00...0xFFFF, 0x1F300...0x1F6FF, 0xE0000...0xE007F,
    ]
    var scalars = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: 0...limit, using: &self) {
      let alphabet = alphabets[Int.random(in: 0..<alphabets.count, using: &self)]
      if let scalar = Unicode.Scalar(UInt32.random(in: alphabet, using: &self)) { scalars.append(scalar) }
    }
    return String(scalars)
  }

  /// A coordinate: mostly near the screen, sometimes as far away as numbers go.
  mutating func coordinate() -> Int {
    switch UInt8.random(in: 0...19, using: &self) {
    case 0: .max
    case 1: .min
    case 2: Int.random(in: .min ... .max, using: &self)
    default: Int.random(in: -20...320, using: &self)
    }
  }

  mutating func rect() -> Rect { Rect(x: coordinate(), y: coordinate(), width: coordinate(), height: coordinate()) }

  mutating func style() -> Style {
    let roles = Style.Role.allCases
    let ballot = Bool.random(using: &self) ? coordinate() : nil
    return Style(roles[Int.random(in: 0..<roles.count, using: &self)], ballot: ballot)
  }
}

extension Screen {
  /// What holds for every screen, whatever was drawn: wide characters are whole, and nothing can command a terminal.
  func isSound() -> Bool {
    guard cells.count == width * height else { return false }
    for y in 0..<height {
      for x in 0..<width {
        let cell = self[x, y]
        if cell.width == 2, x + 1 == width || self[x + 1, y].width != 0 { return false }
        if cell.width == 0, x == 0 || self[x - 1, y].width != 2 { return false }
        if !cell.scalar.isPrintable || !cell.marks.allSatisfy(\.isPrintable) { return false }
        if cell.width > 0, Int(cell.width) != max(1, Width.of(cell.scalar)) { return false }
      }
    }
    return true
  }
}
