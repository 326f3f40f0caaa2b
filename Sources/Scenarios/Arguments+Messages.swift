import Consensus
import Narration

// Messages and ballots: `m7 m9` or `[all] [KIND] [BALLOT] [@SLOT] [FROM] [-> TO …]`.
extension Arguments {
  static let patternForm = "[all] [KIND] [BALLOT] [@SLOT] [FROM] [-> TO …]"

  /// Messages by number or by description, up to a word or the end.
  mutating func messages(until stop: String? = nil) throws(Complaint) -> Messages {
    guard let word = next, isMessageNumber(word.text) else { return .pattern(try pattern(until: stop)) }
    var numbers: [Int] = []
    while let word = next, word.text != stop {
      guard isMessageNumber(word.text) else {
        throw Complaint(word, "\(quoted(word.text)) is not the number of a message", remedy: Self.eitherOr)
      }
      _ = take()
      let digits = Word(text: String(word.text.dropFirst()), offset: word.offset + 1)
      let number = try number(digits, "the number of a message", in: 1...Limits.message)
      if numbers.contains(number) { noteRepetition(of: word) } else { numbers.append(number) }
    }
    return .numbers(numbers)
  }

  /// A description of messages, up to a word or the end. Every part is optional, but they have an order.
  mutating func pattern(until stop: String? = nil) throws(Complaint) -> MessagePattern {
    var pattern = MessagePattern()
    var last: PatternPart?
    while let word = next, word.text != stop {
      _ = take()
      guard let part = PatternPart(word.text, lexicon) else {
        try unknown(word)
        continue
      }
      if let last, part <= last {
        throw Complaint(
          word, part == last ? "\(quoted(word.text)) is a second \(part)" : "\(quoted(word.text)) stands too late",
          remedy: Self.asDescribed)
      }
      last = part
      switch part {
      case .all: pattern.all = true
      case .kind: pattern.kind = word.text
      case .ballot: pattern.ballot = try ballot(word)
      case .slot: pattern.slot = try slot(word)
      case .sender: pattern.from = word.text
      case .arrow:
        guard let next, next.text != stop else {
          throw Complaint(at: place, "the name of a node is missing", remedy: Self.asDescribed)
        }
        pattern.to = try nodes(until: stop ?? "")
      }
    }
    return pattern
  }

  private static let asDescribed = "messages are described as `\(patternForm)`"
  private static let eitherOr = "messages are named by their numbers, as in `m7 m9`, or described, but not both"

  private func unknown(_ word: Word) throws(Complaint) {
    guard !isMessageNumber(word.text) else {
      throw Complaint(word, "\(quoted(word.text)) stands in a description", remedy: Self.eitherOr)
    }
    guard !isNumber(word.text) else {
      throw Complaint(
        word, "\(quoted(word.text)) describes no message",
        remedy: "a ballot is written ROUND.PROPOSER, as in `1.2`, a slot `@3`, the number of a message `m7`")
    }
    guard lexicon.vocabulary != nil, lexicon.knowsNodes else { return }
    let words = lexicon.kinds + lexicon.nodes + ["all"]
    throw Complaint(
      word, "\(quoted(word.text)) is neither a kind of message nor a node",
      remedy: didYouMean(word.text, among: words)
        ?? "the kinds are \(listed(lexicon.kinds)), the nodes \(listed(lexicon.nodes))")
  }

  /// `ROUND.PROPOSER`.
  private mutating func ballot(_ word: Word) throws(Complaint) -> Ballot {
    let parts = word.text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, parts.allSatisfy(isNumber) else {
      throw Complaint(
        word, "\(quoted(word.text)) is not a ballot", remedy: "a ballot is written ROUND.PROPOSER, as in `1.2`")
    }
    let proposer = Word(text: parts[1], offset: word.offset + parts[0].utf8.count + 1)
    return Ballot(
      round: try number(Word(text: parts[0], offset: word.offset), "a round", in: 1...Limits.ballotRound),
      proposer: try number(proposer, "the number of a proposer", in: 0...Limits.proposer))
  }

  /// `@SLOT`.
  mutating func slot(_ word: Word) throws(Complaint) -> Int {
    let digits = Word(text: String(word.text.dropFirst()), offset: word.offset + 1)
    guard isNumber(digits.text) else {
      throw Complaint(word, "\(quoted(word.text)) is not a slot", remedy: "a slot is written `@3`")
    }
    return try number(digits, "a slot", in: 1...Limits.slot)
  }
}

/// The parts of a description of messages, in their order.
enum PatternPart: Int, Comparable, CustomStringConvertible {
  case all, kind, ballot, slot, sender, arrow

  init?(_ word: String, _ lexicon: Lexicon) {
    switch word.utf8.first {
    case UInt8(ascii: "@"): self = .slot
    case _ where word == "->": self = .arrow
    case _ where word == "all": self = .all
    case _ where lexicon.kinds.contains(word): self = .kind
    case _ where lexicon.nodes.contains(word): self = .sender
    case let first? where first.isDigit && word.utf8.contains(UInt8(ascii: ".")): self = .ballot
    default: return nil
    }
  }

  static func < (left: PatternPart, right: PatternPart) -> Bool { left.rawValue < right.rawValue }

  var description: String {
    switch self {
    case .all: "`all`"
    case .kind: "kind"
    case .ballot: "ballot"
    case .slot: "slot"
    case .sender: "sender"
    case .arrow: "`->`"
    }
  }
}
