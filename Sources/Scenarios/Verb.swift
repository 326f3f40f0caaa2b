import Consensus
import Narration

/// A verb of the language: one row of the table that parser, errors, help and completion read.
package struct Verb: Sendable {
  package let name: String
  /// How a line with it is written: `delay MESSAGES by N`.
  package let form: String
  /// What happens, in one sentence.
  package let summary: String
  /// What follows it.
  let operands: Operands

  /// What can follow a verb, and the command that it makes.
  enum Operands: Sendable {
    /// `NODE VALUE`
    case nodeAndValue(@Sendable (String, String) -> Command)
    /// `NODE [round N]`
    case nodeAndRound(@Sendable (String, Int?) -> Command)
    /// `N VALUE …`
    case instanceAndValues(@Sendable (Int, [String]) -> Command)
    /// `MESSAGES`
    case messages(@Sendable (Messages) -> Command)
    /// `MESSAGES by N`
    case messagesAndTicks(@Sendable (Messages, Int) -> Command)
    /// `NODE …`
    case nodes(@Sendable ([String]) -> Command)
    /// `NODE … [forgetting everything|FIELD …]`
    case nodesAndAmnesia(@Sendable ([String], Amnesia) -> Command)
    /// `NODE … | NODE …`; whether both groups may be left out.
    case groups(@Sendable ([String], [String]) -> Command, optional: Bool)
    /// `[N]`; what a missing number stands for, or nil where there must be one.
    case count(@Sendable (Int) -> Command, limit: Int, default: Int?)
    /// `[until chosen|quiet]`
    case goal(@Sendable (Command.Goal) -> Command)
  }

  private init(_ form: String, _ summary: String, _ operands: Operands) {
    name = String(form.prefix { $0 != " " })
    self.form = form
    self.summary = summary
    self.operands = operands
  }

  /// All verbs, in the order of the manual.
  package static let all: [Verb] = [
    Verb("request NODE VALUE", "A client hands VALUE to NODE.", .nodeAndValue { .request(node: $0, value: $1) }),
    Verb(
      "timeout NODE [round N]", "NODE's timer rings; a Paxos proposer opens a new ballot.",
      .nodeAndRound { .timeout(node: $0, round: $1) }),
    Verb(
      "choose N VALUE …", "A hand in the black box decides instance N of consensus.",
      .instanceAndValues { .choose(instance: $0, values: $1) }),
    Verb("deliver MESSAGES", "The messages arrive.", .messages { .deliver($0) }),
    Verb("drop MESSAGES", "The messages are lost for ever.", .messages { .drop($0) }),
    Verb("duplicate MESSAGES", "A second copy of each message is in flight.", .messages { .duplicate($0) }),
    Verb("delay MESSAGES by N", "The messages are due N ticks later.", .messagesAndTicks { .delay($0, by: $1) }),
    Verb("hold MESSAGES", "`next` does not take the messages until they are released.", .messages { .hold($0) }),
    Verb("release MESSAGES", "`next` may take the messages again.", .messages { .release($0) }),
    Verb("crash NODE …", "The nodes are down and lose all that is not on disk.", .nodes { .crash($0) }),
    Verb(
      "restart NODE … [forgetting everything|FIELD …]", "The nodes are up again, with what their disks hold.",
      .nodesAndAmnesia { .restart($0, forgetting: $1) }),
    Verb(
      "cut NODE … | NODE …", "No message crosses between the two groups until they are healed.",
      .groups({ .cut($0, $1) }, optional: false)),
    Verb(
      "heal [NODE … | NODE …]", "Messages cross again: everywhere, or between the two groups.",
      .groups({ .heal($0, $1) }, optional: true)),
    Verb(
      "next [N]", "The message that is due first is delivered, N times.",
      .count({ .next($0) }, limit: Limits.steps, default: 1)),
    Verb("wait N", "The clock advances by N.", .count({ .wait($0) }, limit: Limits.ticks, default: nil)),
    Verb(
      "run [until chosen|quiet]", "`next` until nothing is due, or until a value is chosen.",
      .goal { .run(until: $0) }),
  ]

  /// Whether it can mean anything under an algorithm: only a black box has a hand in it.
  func applies(to vocabulary: Vocabulary?) -> Bool { name != "choose" || vocabulary?.options.contains(.box) ?? true }

  /// The verb of a name.
  package static func named(_ name: String) -> Verb? { all.first { $0.name == name } }
}

// MARK: - Reading

extension Verb {
  /// Reads what follows the verb.
  func command(_ arguments: inout Arguments) throws(Complaint) -> Command {
    switch operands {
    case .nodeAndValue(let make):
      let node = try arguments.node()
      return make(node, arguments.value(try arguments.need("a value")))
    case .nodeAndRound(let make):
      let node = try arguments.node()
      guard arguments.take("round") else { return make(node, nil) }
      return make(node, try arguments.number("a round", in: 1...Limits.round))
    case .instanceAndValues(let make):
      let instance = try arguments.number("an instance", in: 1...Limits.round)
      return make(instance, try arguments.values("a value"))
    case .messages(let make): return make(try arguments.messages())
    case .messagesAndTicks(let make):
      let messages = try arguments.messages(until: "by")
      guard arguments.take("by") else { throw arguments.missing("`by` and a number of ticks") }
      return make(messages, try arguments.number("a delay", in: 1...Limits.ticks))
    case .nodes(let make): return make(try arguments.nodes())
    case .nodesAndAmnesia(let make):
      let nodes = try arguments.nodes(until: "forgetting")
      return make(nodes, try arguments.amnesia())
    case .groups(let make, let optional):
      if optional && arguments.next == nil { return make([], []) }
      return try arguments.groups(make)
    case .count(let make, let limit, let implied):
      if let implied, arguments.next == nil { return make(implied) }
      return make(try arguments.number("a number", in: 1...limit))
    case .goal(let make):
      guard let word = arguments.take() else { return make(.quiet) }
      guard word.text == "until" else {
        throw Complaint(word, "\(quoted(word.text)) cannot follow `run`", remedy: arguments.asWritten)
      }
      return make(Command.Goal(rawValue: try arguments.choice(Command.Goal.allCases.map(\.rawValue))) ?? .quiet)
    }
  }
}

extension Arguments {
  /// `[forgetting everything|FIELD …]`
  fileprivate mutating func amnesia() throws(Complaint) -> Amnesia {
    guard take("forgetting") else { return .nothing }
    if take("everything") { return .everything }
    let known = lexicon.vocabulary?.diskFields
    var fields: [String] = []
    repeat {
      let word = try need("`everything` or a field of the disk")
      if fields.contains(word.text) {
        noteRepetition(of: word)
      } else {
        fields.append(self.known(word, "field", of: "a disk", among: known, plural: "fields"))
      }
    } while next != nil
    return .fields(fields)
  }

  /// `NODE … | NODE …`
  fileprivate mutating func groups(_ make: ([String], [String]) -> Command) throws(Complaint) -> Command {
    let left = try nodes(until: "|")
    guard take("|") else { throw missing("`|` between the two groups") }
    for word in remaining where left.contains(word.text) {
      note(word, "\(quoted(word.text)) stands on both sides", remedy: "a node belongs to one group only")
    }
    let right = try nodes(until: "|")
    return make(left, right)
  }
}
