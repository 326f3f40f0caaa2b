/// What the nodes agree on: a short word such as `red`.
package struct Value: Hashable, Comparable, Sendable, CustomStringConvertible {
  package let name: String

  package init(_ name: String) { self.name = name }

  package static func < (left: Value, right: Value) -> Bool { left.name < right.name }

  package var description: String { name }
}
