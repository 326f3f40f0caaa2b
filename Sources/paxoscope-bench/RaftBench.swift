import ArgumentParser
import Consensus

/// Our Raft, with its ledger and all invariants.
struct RaftBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "raft", abstract: "All worlds of our Raft, with ledger and invariants.")

  @Argument(help: "How many servers.") var servers: Int
  @Argument(help: "How many requests, the first one at the first server, and so on.") var requests: Int
  @Argument(help: "The highest term.") var terms: Int
  @Option(help: "A mutation to search with; the search ends where an invariant is violated.") var mutate: [String] = []
  @Option(help: "How many crashes may happen.") var crashes = 0
  @Option(help: "What a restart may forget.") var forgetting: String?
  @Option(help: "Judge one invariant alone.") var invariant: String?
  @OptionGroup var options: SearchOptions

  func run() throws {
    guard servers > 0, requests >= 0, servers <= Cluster.maximumNodes else {
      throw ValidationError("There must be a server, and at most \(Cluster.maximumNodes).")
    }
    let members = (1...servers).map { Cluster.Member(name: "S\($0)", roles: .server, number: $0) }
    let mutations = mutate.compactMap(Raft.Mutation.init(rawValue:))
    let wanted = (0..<requests).map { Bounds.Request(NodeID($0 % servers), Value("v\($0 + 1)")) }
    var checker = Checker(
      World(Raft(cluster: Cluster(members: members), mutations: mutations)),
      within: Bounds(
        rounds: terms, crashes: crashes, amnesia: forgetting.map { .fields([$0]) } ?? .nothing, requests: wanted),
      against: [
        .agreement, .stateMachineSafety, .electionSafety, .leaderCompleteness, .logMatching, .leaderAppendOnly,
      ])
    if let invariant { checker.invariants.removeAll { $0.name != invariant } }
    checker.plan = options.plan
    checker.patience = options.patience
    report("raft \(servers) \(requests) \(terms)") {
      let verdict = checker.check()
      if let violation = verdict.violation { print(violation.steps.count, violation.sentence) }
      return verdict.progress
    }
  }
}
