/// An array that only grows, in pages, so that a change costs a page and not the whole where somebody holds a copy: a
/// search in the background holds the history from which it set out.
struct Pages<Element: Sendable>: Sendable {
  private static var length: Int { 64 }

  private var pages: [[Element]] = []
  private(set) var count = 0

  subscript(index: Int) -> Element {
    get { pages[index / Self.length][index % Self.length] }
    set { pages[index / Self.length][index % Self.length] = newValue }
  }

  mutating func append(_ element: Element) {
    if count.isMultiple(of: Self.length) { pages.append([]) }
    pages[pages.count - 1].append(element)
    count += 1
  }
}
