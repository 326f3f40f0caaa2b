import Foundation
import Testing

/// `check --mutate` and `reach` on every algorithm, through the program.
@Suite("Searching every algorithm")
struct SearchMatrixTests {
  private static func scenario(_ algorithm: String, _ rest: String) -> String {
    "title t\nalgorithm \(algorithm)\n\(rest)\n"
  }

  private static let logs = scenario(
    "multi-paxos", "proposers P1 P2\nacceptors A1 A2 A3\nrefusals off\n\nrequest P1 x\nrequest P2 y")
  /// A vote of A1 for x, then y is chosen by A2 and A3.
  private static let twoBallots =
    logs
      + """
      timeout P1
      deliver prepare 1.1 -> A1 A2 A3
      deliver promise 1.1 A1 -> P1
      deliver promise 1.1 A2 -> P1
      deliver accept 1.1 @1 -> A1
      drop all
      timeout P2
      deliver prepare 1.2 -> A2 A3
      deliver promise 1.2 A2 -> P2
      deliver promise 1.2 A3 -> P2
      deliver accept 1.2 @1 -> A2 A3
      drop all

      """
  /// P1 has late promises in 1.1, and y is chosen by A2 and A3.
  private static let latePromises =
    logs
      + """
      timeout P1
      deliver prepare 1.1 -> A1 A2
      timeout P2
      deliver prepare 1.2 -> A2 A3
      deliver all promise 1.2
      deliver accept 1.2 @1 -> A2 A3
      drop all prepare
      drop all accept
      timeout P1

      """
  /// Both proposers lead, and the last promise of A1 and A2 is 1.1 and 1.2; then y is chosen by A1 and A3.
  private static let lateAccept =
    logs
      + """
      timeout P1
      deliver prepare 1.1 -> A1 A2
      deliver all promise
      timeout P2
      deliver prepare 1.2 -> A2 A3
      deliver all promise
      deliver accept 1.2 @1 -> A1 A3
      deliver accept 1.1 @1 -> A1
      drop all

      """

  struct Mutation: Sendable, CustomTestStringConvertible {
    let name: String
    let text: String
    var rounds = 1
    /// Nil: safe.
    let invariant: String?
    var testDescription: String { name }
  }

  private static func two(_ algorithm: String) -> String { scenario(algorithm, "servers P1=m P2=n\n\nwait 1") }

  static let mutations = [
    Mutation(name: "lowest-value", text: twoBallots, rounds: 2, invariant: "agreement"),
    Mutation(name: "last-value", text: twoBallots, rounds: 2, invariant: "agreement"),
    Mutation(name: "one-ballot-variable", text: twoBallots, rounds: 2, invariant: "agreement"),
    Mutation(name: "stale-promise", text: latePromises, rounds: 2, invariant: "agreement"),
    Mutation(name: "vote-without-promise", text: lateAccept, rounds: 2, invariant: "agreement"),
    Mutation(name: "answer-every-prepare", text: twoBallots, rounds: 2, invariant: nil),
    Mutation(name: "vote-only-if-equal", text: twoBallots, rounds: 2, invariant: nil),
    Mutation(name: "promise-equal", text: twoBallots, rounds: 2, invariant: nil),
    Mutation(name: "leave-holes", text: twoBallots, rounds: 2, invariant: nil),
    Mutation(
      name: "no-hold-back", text: scenario("fifo-multicast", "servers P1 P2\n\nrequest P1 m\nrequest P1 n"),
      invariant: "fifo-order"),
    Mutation(
      name: "no-hold-back", text: scenario("causal-multicast", "servers P1=m P2=n P3\n\nwait 1"),
      invariant: "causal-order"),
    Mutation(name: "no-hold-back", text: two("sequencer-multicast"), invariant: "total-order"),
    Mutation(name: "no-hold-back", text: two("lamport-multicast"), invariant: "total-order"),
    Mutation(name: "no-hold-back", text: two("isis-multicast"), invariant: "total-order"),
    Mutation(name: "no-hold-back", text: two("consensus-from-total-order"), invariant: "agreement"),
    Mutation(name: "vote-twice", text: scenario("raft", "servers 3\n\nwait 1"), invariant: "election-safety"),
  ]

  @Test(
    "What is broken is found, what is harmless is not, and a run that is saved fails there and nowhere else",
    arguments: mutations)
  func mutated(_ example: Mutation) throws {
    let folder = try Folder()
    let saved = folder.path + "/found.scenario"
    let result = try Program.run(
      "check", "--mutate", example.name, "--rounds", "\(example.rounds)", "--json", "--save", saved, "-",
      input: example.text)
    let report = try object(result.output)
    let violation = report["violation"] as? [String: Any]
    #expect(violation?["invariant"] as? String == example.invariant)
    #expect(report["verdict"] as? String == (example.invariant == nil ? "safe" : "violated"))
    #expect(result.status == (example.invariant == nil ? 0 : 1))
    guard example.invariant != nil else { return #expect(!FileManager.default.fileExists(atPath: saved)) }
    let replayed = try Program.run("replay", "--json", saved)
    #expect(replayed.status == 1)
    let expectations = try object(replayed.output)["expectations"] as? [String: Any]
    let failed = try #require(expectations?["failed"] as? [[String: Any]])
    let lines = try String(contentsOfFile: saved, encoding: .utf8).split(
      separator: "\n", omittingEmptySubsequences: false)
    #expect(failed.map { $0["line"] as? Int } == [lines.count - 1])
  }

  @Test(
    "A variant that would change nothing is no variant: the box has no failure detectors, and no learners that count")
  func inert() throws {
    let text = Self.scenario("total-order-from-consensus", "servers P1 P2 P3\nbox paxos\n\nwait 1")
    for name in ["reachable-quorum", "count-across-ballots"] {
      #expect(try Program.run("check", "--mutate", name, "-", input: text).status == 64)
      #expect(try !Program.run("list", "--mutations", "total-order-from-consensus").output.contains(name))
    }
  }

  struct Facts: Sendable, CustomTestStringConvertible {
    let text: String
    let reachable: String
    let unreachable: String
    var testDescription: String { reachable }
  }

  static let facts = [
    Facts(
      text: scenario("paxos", "proposers P1=a P2=b\nacceptors A1 A2 A3\nrefusals off\n\nwait 1"),
      reachable: "A1 accepted 1.1:a, A2 accepted 1.2:b", unreachable: "chosen a b"),
    Facts(
      text: scenario("multi-paxos", "proposers P1=x P2\nacceptors A1 A2\nrefusals off\n\nrequest P1 y"),
      reachable: "chosen @1 y, chosen @2 x, P1 executed 2", unreachable: "chosen @1 nothing, P1 executed 1"),
    Facts(
      text: scenario("raft", "servers S1=x S2 S3\n\ntimeout S1\ndeliver request-vote -> S2\ndrop all request-vote"),
      reachable: "S1 commit 1, decided S1 @1 x, S3 log nothing",
      unreachable: "S1 role leader, S2 role leader, S1 term 1, S2 term 1"),
    Facts(
      text: two("plain-broadcast"), reachable: "P1 delivered m n, P2 delivered n m, violates total-order",
      unreachable: "P1 delivered m m"),
    Facts(
      text: scenario("fifo-multicast", "servers P1 P2\n\nrequest P1 m\nrequest P1 n"), reachable: "P2 held n",
      unreachable: "P2 delivered n"),
    Facts(
      text: scenario("causal-multicast", "servers P1=m P2 P3\n\nrequest P2 n"),
      reachable: "P3 delivered n m, P1 delivered m n", unreachable: "P3 delivered m, P3 clock 0,1,0"),
    Facts(
      text: two("sequencer-multicast"), reachable: "P2 held n, P1 delivered m n",
      unreachable: "P1 delivered m n, P2 delivered n m"),
    Facts(
      text: scenario("lamport-multicast", "servers P1 P2\n\nrequest P1 m\nrequest P2 n"),
      reachable: "P1 delivered m n, P2 delivered nothing", unreachable: "P2 delivered n"),
    Facts(
      text: two("isis-multicast"), reachable: "P1 delivered n m, P2 delivered nothing",
      unreachable: "P1 delivered m n, P2 delivered n m"),
    Facts(
      text: scenario("consensus-from-total-order", "servers P1 P2\n\nrequest P1 a\nrequest P2 b"),
      reachable: "decided P2 a, P1 decided nothing", unreachable: "decided P2 b"),
    Facts(
      text: scenario(
        "total-order-from-consensus",
        "servers P1 P2\nbox paxos\n\nrequest P1 m\ndeliver broadcast P1 -> P1\ndrop all\ntimeout P1"),
      reachable: "P2 delivered m, chosen @1 m", unreachable: "P2 delivered m, chosen @1 nothing"),
  ]

  @Test("A moment that can be is reached, and of one that cannot it is said so", arguments: facts)
  func reach(_ example: Facts) throws {
    let found = try Program.run("reach", "--rounds", "1", "-", example.reachable, input: example.text)
    #expect(found.status == 0, "\(found.output)\(found.error)")
    #expect(found.output.contains("Yes, after "))
    let missed = try Program.run("reach", "--rounds", "1", "-", example.unreachable, input: example.text)
    #expect(missed.status == 1, "\(missed.output)\(missed.error)")
    #expect(missed.output.contains("No, in none of "))
  }

  private func object(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }
}
