package import Consensus

/// One moment as a person sees it: plain text and marks, the same for every algorithm.
///
/// Screens, `--text`, JSON and exports are made from scenes and know nothing about algorithms.
package struct Scene: Hashable, Sendable {
  package var moment: MomentID
  /// How many steps led here.
  package var depth: Int
  package var clock: Int
  package var nodes: [NodeView]
  /// In the order of their numbers.
  package var messages: [MessageView]
  /// The votes of all ballots, sorted by slot and ballot.
  package var ballots: [BallotView]
  package var ballotWords: BallotWords
  /// Names of the acceptors: the columns of the table of ballots.
  package var acceptors: [String]
  package var quorums: Quorums
  /// Per slot, the values chosen, sorted. Single-decree algorithms have slot 1 alone.
  package var chosen: [SlotView]
  /// The slot that one asks about: the lowest in which somebody has asked for votes, or cast one, and nothing is chosen.
  /// Where something is chosen in all of these, the highest. Always 1 for single-decree algorithms.
  package var openSlot: Int
  /// Whether the algorithm decides anything; multicasts deliver.
  package var decides: Bool
  /// Links that are cut, as pairs of names.
  package var cuts: [[String]]
  package var invariants: [InvariantView]
  /// A value that a quorum voted for last, but not in one ballot, so that it is not chosen.
  package var trap: String?
  /// How this moment came about; nil at the beginning.
  package var last: Explanation?
  /// The command that led here, as a scenario would write it.
  package var command: String?
}

extension Scene {
  package func chosen(in slot: Int) -> [String] { chosen.first { $0.slot == slot }?.values ?? [] }

  /// Whether what is chosen, or can be, has to be said with its slot.
  package var namesSlots: Bool { openSlot > 1 || chosen.count > 1 }
}

package struct Field: Hashable, Sendable {
  package let name: String
  /// `nothing` where there is nothing in it.
  package let value: String
  /// Whether the last step changed it.
  package var isChanged = false

  package init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}

package struct NodeView: Hashable, Sendable {
  package let id: NodeID
  package let name: String
  package let roles: [String]
  package let isUp: Bool
  /// Nodes that it cannot reach.
  package let cutOff: [String]
  /// All fields, for JSON, expectations and details.
  package var fields: [Field]
  /// What it is doing, in two or three words: `asks for votes: red`. Empty for nodes that only answer.
  package let activity: String
  /// Of a proposer: the ballot that it has open.
  package let ballot: Ballot?
  /// How far it has come towards a quorum, if it counts something: `promises`, 1 of 2, from A2.
  package let progress: Progress?
  /// What it believes to be chosen, per slot.
  package let decided: [SlotView]
  /// Its replicated log, for algorithms that have one.
  package let log: LogView?
  /// What it holds back and has delivered, for multicasts.
  package let queue: QueueView?
  /// The highest ballot in which it is one of the quorum that chose a value.
  package let decidingBallot: Ballot?
  /// Whether it acted in the last step.
  package var acted = false

  package struct Progress: Hashable, Sendable {
    package let what: String
    package let count: Int
    package let needed: Int
    package let from: [String]

    package init(_ what: String, _ count: Int, of needed: Int, from: [String]) {
      self.what = what
      self.count = count
      self.needed = needed
      self.from = from
    }
  }
}

/// A replicated log as one node has it.
package struct LogView: Hashable, Sendable {
  package struct Entry: Hashable, Sendable {
    /// 1 and up; a slot that is missing is a hole.
    package let slot: Int
    /// The ballot or term in which the entry was accepted or created.
    package let ballot: Ballot?
    package let value: String
    /// Whether this node knows that it is chosen.
    package let isDecided: Bool

    package init(slot: Int, ballot: Ballot?, value: String, isDecided: Bool) {
      self.slot = slot
      self.ballot = ballot
      self.value = value
      self.isDecided = isDecided
    }
  }

  /// In the order of their slots.
  package let entries: [Entry]
  /// The highest slot with no hole below it that the node knows to be chosen; 0 for none.
  package let executed: Int
  /// A term says all of a ballot: entries are written `2:x` and not `2.1:x`.
  package let showsTerms: Bool

  package init(entries: [Entry], executed: Int, showsTerms: Bool = false) {
    self.entries = entries
    self.executed = executed
    self.showsTerms = showsTerms
  }

  /// How an entry is written without its slot: `1.1:x`, `2:x`, or `x`.
  package func text(of entry: Entry) -> String {
    guard let ballot = entry.ballot else { return entry.value }
    return "\(showsTerms ? "\(ballot.round)" : "\(ballot)"):\(entry.value)"
  }
}

/// What a process of a multicast has received and not delivered, and what it has delivered.
package struct QueueView: Hashable, Sendable {
  package struct Held: Hashable, Sendable {
    /// The message with its number, as the field `held` shows it: `m`, `m:1.1?`.
    package let text: String
    /// Why it waits, in a few words: `waits for m1 of P1`.
    package let reason: String

    package init(_ text: String, because reason: String) {
      self.text = text
      self.reason = reason
    }
  }

  /// In the order in which the process would deliver them.
  package let held: [Held]
  package let delivered: [String]

  package init(held: [Held], delivered: [String]) {
    self.held = held
    self.delivered = delivered
  }
}

package struct SlotView: Hashable, Sendable {
  package let slot: Int
  package let values: [String]

  package init(slot: Int, values: [String]) {
    self.slot = slot
    self.values = values
  }
}

/// What a message is about: what tells it from others with the same sender and receiver.
package struct Subject: Hashable, Sendable {
  package let kind: String
  package let ballot: Ballot?
  package let slot: Int?

  package init(_ kind: String, ballot: Ballot? = nil, slot: Int? = nil) {
    self.kind = kind
    self.ballot = ballot
    self.slot = slot
  }

  /// Whether a description leaves room for it.
  func fits(_ pattern: MessagePattern) -> Bool {
    (pattern.ballot == nil || pattern.ballot == ballot) && (pattern.slot == nil || pattern.slot == slot)
      && (pattern.kind == nil || pattern.kind == kind)
  }
}

/// What a message says, without its sender and receiver.
package struct MessageLabel: Hashable, Sendable {
  package let kind: String
  package let ballot: Ballot?
  package let slot: Int?
  /// `red`, or `1.1:red` where a vote is reported, or nil where the kind carries none.
  package let value: String?
  /// More that a person wants to see: `promised 1.2`.
  package let remark: String?

  package init(_ kind: String, ballot: Ballot? = nil, slot: Int? = nil, value: String? = nil, remark: String? = nil) {
    self.kind = kind
    self.ballot = ballot
    self.slot = slot
    self.value = value
    self.remark = remark
  }

  init(_ subject: Subject, value: String? = nil, remark: String? = nil) {
    self.init(subject.kind, ballot: subject.ballot, slot: subject.slot, value: value, remark: remark)
  }

  /// `accept 1.1 red`; a promise that reports no vote is a bare `promise 1.1`.
  package var text: String {
    var text = kind
    if let ballot { text += " \(ballot)" }
    if let slot { text += " @\(slot)" }
    if let value, value != "nothing" { text += " \(value)" }
    if let remark { text += " \(remark)" }
    return text
  }
}

package struct MessageView: Hashable, Sendable {
  package let id: MessageID
  package let label: MessageLabel
  package let from: String
  package let to: String
  package internal(set) var due: Int
  package internal(set) var isHeld: Bool
  package let copyOf: MessageID?
  /// Why it cannot be delivered now: the receiver is down, or the link is cut.
  package internal(set) var obstacle: Obstacle?
  /// Whether it was sent in the last step.
  package internal(set) var isNew = false

  package enum Obstacle: Hashable, Sendable { case receiverIsDown, linkIsCut }
}

package struct BallotView: Hashable, Sendable {
  package enum Mark: Hashable, Sendable { case nothing, promised, refused, voted }

  package let slot: Int
  package let ballot: Ballot
  /// The value that votes in it are for, or are asked for.
  package let value: String?
  /// Who has promised, voted and refused; of those that are no acceptors nothing is shown.
  let promised: NodeSet
  let voted: NodeSet
  let refused: NodeSet
  let acceptors: NodeSet
  /// Whether its votes are a quorum: the value is chosen in this ballot.
  package let isChosen: Bool

  /// One for each acceptor.
  package var marks: [Mark] {
    acceptors.map { acceptor in
      if voted.contains(acceptor) { return .voted }
      if refused.contains(acceptor) { return .refused }
      return promised.contains(acceptor) ? .promised : .nothing
    }
  }
  package var promises: Int { acceptors.intersection(promised).count }
  package var votes: Int { acceptors.intersection(voted).count }
}

package struct InvariantView: Hashable, Sendable {
  package let name: String
  package let statement: String
  package let cites: String
  /// What it is to the algorithm. Where it is only watched, nothing is wrong if it does not hold.
  package let standing: Invariant.Standing
  /// How it is violated; nil where it holds.
  package let violation: String?

  package var holds: Bool { violation == nil }
}

/// What happened in a step, why, and where the papers say so.
package struct Explanation: Hashable, Sendable {
  /// The name of the rule that was followed.
  package let rule: String
  /// One sentence: what happened.
  package let what: String
  /// One or two sentences, the cause first, with the numbers filled in.
  package internal(set) var why: String
  /// Paper and section; empty where it is about machines or the network.
  package let cites: String
  /// Whether the step changed what its node knows or sent anything. A delivery that does neither is a stale one.
  package var isEffective: Bool

  package init(rule: String, what: String, why: String, cites: String, isEffective: Bool = true) {
    self.rule = rule
    self.what = what
    self.why = why
    self.cites = cites
    self.isEffective = isEffective
  }
}

/// Why a command cannot be done now, in a sentence, and what would be possible instead.
package struct Refusal: Error, Hashable, Sendable {
  package let reason: String
  package let remedy: String?
  /// What of a setup it is about, where an algorithm refuses that.
  package let subject: Subject?

  package enum Subject: Hashable, Sendable {
    case mutations
    /// The value that a node wants.
    case wish(of: String)
  }

  package init(_ reason: String, remedy: String? = nil, about subject: Subject? = nil) {
    self.reason = reason
    self.remedy = remedy
    self.subject = subject
  }

  package var sentence: String { remedy.map { "\(reason) \($0)" } ?? reason }
}
