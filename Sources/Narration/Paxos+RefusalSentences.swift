import Consensus

// What a proposer hears in phase 2, and how it is refused, in sentences.
extension Paxos.Telling {
  // MARK: Counting votes

  var countsAVote: Paxos.Sentences {
    .init(
      "\(name) counts the vote of \(sender).",
      because: "It has \(after.proposer.votes.count) \(needed(paxos.rules.votesToDecide(electorate), "vote")) "
        + "for \(value) in \(ballot), so it cannot tell yet whether \(value) is chosen.")
  }

  var announcesTheDecision: Paxos.Sentences {
    let learners = cluster.learners.isEmpty ? "" : " and tells \(cluster.listing(cluster.learners))"
    let isQuorum = after.proposer.votes.count >= cluster.quorums.phase2
    return .init(
      "\(name) \(isQuorum ? "knows that \(value) is chosen" : "takes \(value) for chosen")\(learners).",
      because: decision(by: after.proposer.votes))
  }

  var ignoresARepeatedVote: Paxos.Sentences {
    .init(
      "\(name) ignores a repeated vote of \(sender).",
      because: "It has counted the vote of \(sender) in \(ballot) already: a second message is no second vote.")
  }

  var ignoresALateVote: Paxos.Sentences {
    let cause =
      before.proposer.phase == .decided
      ? "\(name) has counted \(counted(before.proposer.votes.count, "vote")) for \(value) in \(ballot) already, "
        + "which was enough, so one more changes nothing"
      : "\(name) has given up \(ballot), because too many acceptors refused; the vote stays cast, but is not counted here"
    return .init("\(name) ignores the late vote of \(sender).", because: "\(cause).")
  }

  var ignoresAStaleVote: Paxos.Sentences {
    let cause =
      if before.proposer.ballot != ballot {
        staleness("vote")
      } else if let proposal = before.proposer.proposal {
        "The vote is for \(value), and \(name) asks for \(proposal) in \(ballot): the ballot is used twice"
      } else {
        "\(name) does not remember that it has asked for votes in \(ballot)"
      }
    return .init(
      "\(name) ignores a stale vote of \(sender).",
      because: "\(cause). The vote stays cast, but \(name) does not count it.")
  }

  // MARK: Counting refusals

  /// The delivered refusal: what the acceptor has promised, and the request that it refuses.
  private var refusal: (promised: String, phase: Paxos.Phase) {
    if case .refusal(_, let promised, let phase) = transition.message?.message { return (promised.description, phase) }
    return ("more", .one)
  }

  private var request: String { refusal.phase == .one ? "prepare" : "accept" }

  private var quorum: Int { refusal.phase == .one ? electorate.quorums.phase1 : electorate.quorums.phase2 }

  /// Those who have refused, the sender of the delivered refusal among them.
  private var refusers: NodeSet {
    var refusers = before.proposer.refusals
    if let message = transition.message { refusers.insert(message.from) }
    return refusers
  }

  /// How many acceptors can still grant the ballot.
  private var remaining: Int { cluster.acceptors.count - refusers.count }

  private var deed: String { refusal.phase == .one ? "promise \(ballot)" : "vote in \(ballot)" }

  private var shortage: String {
    "\(cluster.listing(refusers)) \(refusers.count == 1 ? "refuses" : "refuse"), so at most \(share(remaining)) acceptors "
      + "can still \(deed), and it needs \(quorum)"
  }

  var countsARefusal: Paxos.Sentences {
    .init(
      "\(name) counts the refusal of \(sender).",
      because: "\(sender) has promised \(refusal.promised). As far as \(name) knows, \(share(remaining)) acceptors can "
        + "still \(deed), and \(quorum) \(quorum == 1 ? "is" : "are") enough, so \(name) goes on.")
  }

  var givesUpTheBallot: Paxos.Sentences {
    .init(
      "\(name) gives up \(ballot).",
      because: "\(shortage). It waits for its timer, and its next ballot will be above \(refusal.promised).")
  }

  var opensTheNextBallot: Paxos.Sentences {
    let next = after.proposer.ballot?.description ?? "a ballot"
    let request =
      switch after.proposer.phase {
      case .asking:
        " It asks for votes on \(after.proposer.proposal?.name ?? "a value") without phase 1: \(Self.mutated)."
      default: ""
      }
    return .init(
      "\(name) gives up \(ballot) and opens \(next).",
      because: "\(shortage); \(next) is above \(refusal.promised), which \(sender) has promised.\(request)")
  }

  var ignoresARepeatedRefusal: Paxos.Sentences {
    let cause =
      if before.proposer.refusals.contains(transition.message?.from ?? node) {
        "It has counted the refusal of \(sender) for \(ballot) already"
      } else {
        "\(sender) has granted \(ballot) before, so this answers a copy of the \(request)"
      }
    return .init("\(name) ignores a repeated refusal of \(sender).", because: "\(cause).\(memory)")
  }

  var ignoresALateRefusal: Paxos.Sentences {
    let cause =
      switch before.proposer.phase {
      case .idle: "\(name) has restarted and has forgotten what it asked for in \(ballot)"
      case .preparing: "\(name) has not asked for votes in \(ballot) since it restarted"
      case .waiting, .asking:
        "The refusal answers the \(request) in \(ballot), and that phase is over: a quorum has promised"
      case .blocked: "\(name) has given up \(ballot) already"
      case .decided: "\(name) has counted enough votes in \(ballot) already"
      }
    return .init("\(name) ignores the late refusal of \(sender).", because: "\(cause).\(memory)")
  }

  var ignoresAStaleRefusal: Paxos.Sentences {
    .init("\(name) ignores a stale refusal of \(sender).", because: "\(staleness("refusal")).\(memory)")
  }

  /// What an ignored refusal is good for: a proposer hears of a round.
  private var memory: String {
    let seen = after.proposer.seen
    guard seen > before.proposer.seen else { return "" }
    return " It remembers round \(seen) from it, so that its next ballot will be higher."
  }
}
