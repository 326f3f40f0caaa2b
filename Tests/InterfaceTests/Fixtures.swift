import Interface
import Narration
import Scenarios
import Screen

/// Scenarios that the tests open, and how they are opened and driven.
enum Fixture {
  static let dueling = """
    title      Dueling proposers
    about      Two proposers keep closing each other's ballots, so that nothing is chosen, although no
               message is lost and no machine fails.
    cites      Paxos Made Simple §2.4
    algorithm  paxos
    proposers  P1=red P2=blue
    acceptors  A1 A2 A3
    learners   L1

    note     P1 opens its first ballot.
    timeout  P1
    deliver  all prepare 1.1
    deliver  all promise 1.1 A1 A2 -> P1
    """

  /// Two proposers, three acceptors, one learner; two questions, notes, and a vote that comes too late.
  static let lesson = """
    title      Dueling proposers
    about      Two proposers keep closing each other's ballots, so that nothing is chosen, although no
               message is lost and no machine fails.
    cites      Paxos Made Simple §2.4
    algorithm  paxos
    proposers  P1=red P2=blue
    acceptors  A1 A2 A3
    learners   L1

    note     P1 opens its first ballot. Watch what the acceptors promise, and to whom.
    timeout  P1
    deliver  all prepare 1.1
    deliver  promise 1.1 A1
    ask      One more promise makes a quorum. Which value may P1 ask votes for then?
    choice*  red
    choice   blue
    choice   the one that most acceptors want
    because  No promise reported a vote, so P1 is free to propose its own value.
    deliver  promise 1.1 A2
    note     Now P2 comes in between, before a single vote was cast.
    timeout  P2
    deliver  prepare 1.2 P2 -> A1 A2
    deliver  accept 1.1 P1 -> A1
    expect   rule refuses-to-vote
    expect   A1 promised 1.2
    expect   chosen nothing
    deliver  accept 1.1 P1 -> A3
    """

  /// Raft: a leader is elected and replicates one entry.
  static let replicated = """
    title      One entry
    algorithm  raft
    servers    S1=x S2 S3

    timeout  S1
    deliver  request-vote S1 -> S2
    deliver  vote S2 -> S1
    request  S1 x
    deliver  all append-entries S1 -> S2
    deliver  all append-reply S2 -> S1
    crash    S1
    timeout  S3
    deliver  request-vote S3 -> S2
    """

  /// One value is chosen and learned.
  static let chosen = """
    title      One ballot, one value
    about      A proposer asks, a quorum promises, a quorum votes: the value is chosen.
    cites      Paxos Made Simple §2.2
    algorithm  paxos
    proposers  P1=red
    acceptors  A1 A2 A3
    learners   L1

    timeout  P1
    deliver  all prepare
    deliver  all promise
    deliver  accept P1 -> A1
    deliver  accept P1 -> A2
    deliver  accepted A1
    deliver  accepted A2
    """

  /// Two proposers: bivalent until a quorum has voted for red, one vote of which the learner does not know.
  static let locked = """
    title      Locked before anybody knows
    algorithm  paxos
    proposers  P1=red P2=blue
    acceptors  A1 A2 A3
    learners   L1
    bounds     rounds=1

    timeout  P1
    timeout  P2
    deliver  prepare 1.1 P1 -> A1 A2
    deliver  all promise 1.1
    deliver  accept 1.1 P1 -> A1
    deliver  prepare 1.2 P2 -> A1 A3
    deliver  promise 1.2 A1
    deliver  promise 1.2 A3
    deliver  accept 1.2 P2 -> A1
    """

  /// Two proposers that ask for votes at once.
  static let skipping = """
    title      Straight to the votes
    algorithm  paxos
    proposers  P1=red P2=blue
    acceptors  A1 A2 A3
    mutate     skip-phase-1

    timeout  P1
    deliver  accept 1.1 P1 -> A3
    timeout  P2
    deliver  accept 1.2 P2 -> A3
    """

  /// Each server plays all roles.
  static let servers = """
    title      Five servers
    algorithm  paxos
    servers    S1=x S2=y S3 S4 S5

    timeout  S1
    deliver  prepare S1 -> S2 S3
    deliver  promise S2
    crash    S5
    cut      S1 S2 | S3 S4
    timeout  S4
    deliver  prepare 1.4 S4 -> S3
    """

  /// A majority holds one value, in three ballots.
  static let trap = """
    title      Held by a majority, and not chosen
    algorithm  paxos
    proposers  P1=red P2=blue P3=red
    acceptors  A1 A2 A3

    timeout  P1
    deliver  prepare 1.1 P1 -> A1 A2
    deliver  all promise 1.1
    deliver  accept 1.1 P1 -> A1
    timeout  P2 round 2
    deliver  prepare 2.2 P2 -> A2 A3
    deliver  all promise 2.2
    deliver  accept 2.2 P2 -> A2
    timeout  P3 round 3
    deliver  prepare 3.3 P3 -> A1 A3
    deliver  all promise 3.3
    deliver  accept 3.3 P3 -> A3
    """

  /// Two values are chosen because a rule is broken.
  static let broken = """
    title      A promise that does not bind
    algorithm  paxos
    proposers  P1=red P2=blue
    acceptors  A1 A2 A3
    mutate     skip-phase-1

    timeout  P1
    deliver  accept 1.1 P1 -> A1 A2
    timeout  P2
    deliver  accept 1.2 P2 -> A1 A2
    """

  static func lesson(_ text: String, name: String = "fixture") throws -> Lesson {
    try Lesson(playing: Parser.parse(text), name: name)
  }

  static func open(_ text: String, at step: Int = 0, glyphs: Glyphs = .unicode) throws -> Interface {
    Interface(lesson: try lesson(text), at: step, menu: menu, options: Interface.Options(glyphs: glyphs))
  }

  static let menu = [
    Interface.MenuEntry(
      name: "basic", title: "One ballot, one value", about: "A proposer asks, a quorum promises, a quorum votes.",
      algorithm: "paxos"),
    Interface.MenuEntry(
      name: "dueling", title: "Dueling proposers",
      about: "Two proposers keep closing each other's ballots, so that nothing is chosen, although no message is lost.",
      algorithm: "paxos"),
    Interface.MenuEntry(
      name: "trap", title: "Held by a majority, and not chosen",
      about: "Most acceptors hold the same value, but they voted for it in different ballots.", algorithm: "paxos"),
  ]
}

extension Interface {
  /// Presses keys by their names: `press("Space", "x", "Enter")`. Answers the effects.
  @discardableResult
  mutating func press(_ names: String...) -> [Effect] {
    names.flatMap { name -> [Effect] in
      Key(named: name).map { update(.key($0)) } ?? []
    }
  }

  /// Types a text, character after character.
  mutating func type(_ text: String) {
    for character in text { _ = update(.key(.character(character))) }
  }

  /// Types a command at `:`.
  mutating func enter(_ text: String) {
    press(":")
    type(text)
    press("Enter")
  }

  mutating func resize(_ width: Int, _ height: Int) { _ = update(.resize(width: width, height: height)) }

  /// Works out in the foreground what would be worked out in the background, as far as `limit` worlds each.
  mutating func work(limit: Int = 200_000) {
    while let job = job { completed(job.ticket, job.answer(.init(upTo: limit)) { _ in true }) }
  }

  /// As it is when all the work is done.
  var worked: Interface {
    var done = self
    done.work()
    return done
  }

  func text(_ width: Int = 80, _ height: Int = 24) -> String { view(width: width, height: height).text }
}

extension ExplorationLimits {
  init(upTo worlds: Int) {
    var bounds = Setup.Bounds()
    bounds.limit = worlds
    self.init(bounds)
    bytes = 256 << 20
  }
}
