import Consensus

/// A step by which a node of a multicast followed a rule, and the words that sentences about it are made of.
struct StepWords<A: Narrated> {
  let algorithm: A
  let transition: Transition<A>
  let node: NodeID
  let before: A.Node
  let after: A.Node

  init(_ algorithm: A, _ transition: Transition<A>) {
    guard let node = transition.node, let before = transition.before, let after = transition.after else {
      preconditionFailure("a rule was followed by a node")
    }
    self.algorithm = algorithm
    self.transition = transition
    self.node = node
    self.before = before
    self.after = after
  }

  var cluster: Cluster { algorithm.cluster }
  /// The node that acted.
  var name: String { cluster.name(of: node) }
  /// The node that sent the delivered message.
  var sender: String { transition.message.map { cluster.name(of: $0.from) } ?? "a client" }
  /// What the delivered message says.
  var message: A.Message? { transition.message?.message }
  var everybody: String { cluster.listing(NodeSet(cluster.nodes)) }

  func name(_ id: NodeID) -> String { cluster.name(of: id) }

  /// `P1, P2 and itself`
  func listing(_ nodes: [NodeID]) -> String {
    let others = nodes.filter { $0 != node }.map { name($0) }
    return sentenceList(others + (nodes.contains(node) ? ["itself"] : [])) ?? "nobody"
  }

  /// `m of P1`
  func words(_ message: Multicast) -> String { "\(message.value) of \(name(message.sender))" }

  /// What the node delivered in this step.
  var delivered: [Multicast] {
    transition.observations.compactMap { observation in
      switch observation {
      case .deliver(let message), .deliverValue(let message): message
      default: nil
      }
    }
  }

  /// `m`, `m and n`
  var deliveredWords: String { sentenceList(delivered.map(\.value.name)) ?? "nothing" }

  /// What the node multicast in this step.
  var multicast: Multicast? {
    transition.observations.lazy.compactMap { observation -> Multicast? in
      switch observation {
      case .multicast(let message), .multicastValue(let message): message
      default: nil
      }
    }.first
  }

  func explanation(_ what: String, because why: String, cites: String) -> Explanation {
    Explanation(
      rule: transition.ruleName, what: what, why: why, cites: cites,
      isEffective: before != after || !transition.sent.isEmpty)
  }
}

let mutatedWords = "this rule is mutated"

/// The text of a field: `m n`, or `nothing`.
func fieldText(_ words: [String]) -> String { words.isEmpty ? "nothing" : words.joined(separator: " ") }

func fieldText(_ messages: [Multicast]) -> String { fieldText(messages.map(\.value.name)) }

extension Narrated {
  /// What a crash costs a node that has all that it knows on its disk, field by field.
  func losses(fieldsOf before: Node, _ after: Node, _ id: NodeID) -> String {
    let name = cluster.name(of: id)
    let lost = zip(fields(of: before, id), fields(of: after, id)).filter { $0.value != $1.value }
    guard before != after else { return "All that \(name) knows is on its disk." }
    let words = lost.map { "what was \($0.0.name) (\($0.0.value))" }
    return "\(name) forgets \(sentenceList(words) ?? "a part of what it knew")."
  }

  /// How many messages it holds back, as an activity.
  func holding(_ count: Int) -> String { count == 0 ? "" : "holds back \(counted(count, "message"))" }
}

extension HoldBackMutation: NamedMutation {}
