import Narration
package import Scenarios

/// A script for the "synod protocol simulator" of a university's course (Russ Ross, CS 3410): which node opens a ballot
/// when, and which message is delivered when.
///
/// Lines of the language, with `//` before a comment anywhere:
///
///     initialize N nodes
///     at T send prepare request from P
///     at T deliver KIND message to P from time T0
///
/// A message is named by its kind, its receiver and the time at which it was sent, and can be delivered any number of
/// times. Times need not grow: no published solution looks at their order.
package struct SynodScript: Sendable {
  /// How many nodes a synod can have; their numbers begin with 1.
  static let sizes = 3...9

  /// The kinds of messages, as lines name them.
  enum Kind: String, CaseIterable, Hashable {
    case prepareRequest = "prepare request"
    case prepareResponse = "prepare response"
    case acceptRequest = "accept request"
    case acceptResponse = "accept response"
    case decideRequest = "decide request"

    /// `an accept request`
    var withArticle: String { (rawValue.hasPrefix("a") ? "an " : "a ") + rawValue }
  }

  /// What identifies a message.
  struct Address: Hashable {
    let kind: Kind
    let receiver: Int
    let time: Int
  }

  enum Action: Hashable {
    /// The node opens a ballot.
    case send(from: Int)
    case deliver(Address)
  }

  /// A line that does something.
  struct Line: Hashable {
    let time: Int
    let action: Action
    /// The author's comments since the line before, and the one on the line itself.
    var notes: [String]
    let places: Places
  }

  /// Where the parts of a line stand, in bytes from the beginning of the text.
  struct Places: Hashable {
    let kind: Int
    let node: Int
    /// The time at which the message was sent, or that of a line that sends.
    let time: Int
  }

  let nodes: Int
  let lines: [Line]
  /// The author's comments behind the last line.
  let closing: [String]
  let text: SourceText

  /// The script in the bytes of a file, or all that is wrong with it before it is played. O(bytes).
  package static func parse(_ bytes: [UInt8]) throws(InvalidText) -> SynodScript {
    guard bytes.count <= Limits.file else {
      let size = "the file has \(grouped(bytes.count)) bytes, more than \(grouped(Limits.file)) (1 MiB)"
      let beginning = SourceText(Array(bytes.prefix(Limits.line)))
      throw InvalidText([Complaint(at: 0, size, remedy: "divide it")], in: beginning)
    }
    var reader = ScriptReader(SourceText(bytes))
    return try reader.read()
  }

  package static func parse(_ text: String) throws(InvalidText) -> SynodScript { try parse(Array(text.utf8)) }
}
