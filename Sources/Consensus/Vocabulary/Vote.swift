/// A value in a ballot: what a proposer asks for, and what an acceptor has accepted. Written `1.1:red`.
package struct Vote: Hashable, Comparable, Sendable, CustomStringConvertible {
  package let ballot: Ballot
  package let value: Value

  package init(_ ballot: Ballot, _ value: Value) {
    self.ballot = ballot
    self.value = value
  }

  package static func < (left: Vote, right: Vote) -> Bool {
    (left.ballot, left.value) < (right.ballot, right.value)
  }

  package var description: String { "\(ballot):\(value)" }
}
