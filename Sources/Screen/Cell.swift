/// One cell of a screen: a character, the marks that sit on it, and its style.
package struct Cell: Hashable, Sendable {
  /// Later marks are cut: ncurses holds four, and towers of them have crashed terminals (CVE-2021-27135).
  package static let markLimit = 4

  package private(set) var scalar: Unicode.Scalar
  package var style: Style
  /// 1; 2 for the left half of a wide character; 0 for its right half, which is a space to every reader.
  package private(set) var width: UInt8
  private var first: UInt32 = 0
  private var second: UInt32 = 0
  private var third: UInt32 = 0
  private var fourth: UInt32 = 0

  package init(_ scalar: Unicode.Scalar = " ", style: Style = .plain) {
    self.scalar = scalar.madePrintable
    self.style = style
    width = UInt8(max(1, Width.of(self.scalar)))
  }

  /// Only for scalars that were checked and measured already.
  init(checked scalar: Unicode.Scalar, width: Int, style: Style) {
    self.scalar = scalar
    self.style = style
    self.width = UInt8(truncatingIfNeeded: width)
  }

  /// The combining marks, at most `markLimit`.
  package var marks: [Unicode.Scalar] {
    first == 0 ? [] : [first, second, third, fourth].filter { $0 != 0 }.compactMap(Unicode.Scalar.init)
  }

  /// Cheaper to ask than `marks`.
  package var hasMarks: Bool { first != 0 }

  /// Puts a mark on the character, if there is still room for one.
  mutating func join(_ mark: Unicode.Scalar) {
    if first == 0 {
      first = mark.value
    } else if second == 0 {
      second = mark.value
    } else if third == 0 {
      third = mark.value
    } else if fourth == 0 {
      fourth = mark.value
    }
  }
}
