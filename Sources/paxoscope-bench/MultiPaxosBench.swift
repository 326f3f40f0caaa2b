import ArgumentParser
import Consensus

/// The replicated log, with its ledger and all invariants. Each proposer is asked for one value.
struct MultiPaxosBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "multi-paxos", abstract: "All worlds of our Multi-Paxos, with ledger and invariants.")

  @Argument(help: "How many proposers.") var proposers: Int
  @Argument(help: "How many acceptors.") var acceptors: Int
  @Argument(help: "The highest round.") var rounds: Int
  @Option(help: "How many requests each proposer may get.") var requests = 1
  @Option(help: "How many learners; without any, leaders count votes.") var learners = 0
  @Option(help: "A mutation to search with.") var mutate: [String] = []
  @Option(help: "How many crashes may happen.") var crashes = 0
  @Flag(help: "Look at one of the worlds that differ in the names of acceptors alone.") var symmetry = false
  @Flag(help: "No refusals, and nobody is told of votes.") var quiet = false
  @OptionGroup var options: SearchOptions

  func run() throws {
    guard proposers > 0, acceptors > 0, learners >= 0, proposers + acceptors + learners <= Cluster.maximumNodes else {
      throw ValidationError("There must be a proposer and an acceptor, and at most \(Cluster.maximumNodes) nodes.")
    }
    let members =
      (1...proposers).map { Cluster.Member(name: "P\($0)", roles: .proposer, number: $0) }
      + (1...acceptors).map { Cluster.Member(name: "A\($0)", roles: .acceptor, number: 0) }
      + (0..<learners).map { Cluster.Member(name: "L\($0 + 1)", roles: .learner, number: 0) }
    let algorithm = MultiPaxos(
      cluster: Cluster(members: members),
      options: .init(refusals: !quiet, learning: learners == 0 && !quiet ? .proposer : .acceptors),
      mutations: mutate.compactMap(MultiPaxos.Mutation.init(rawValue:)))
    let wanted = (0..<proposers).flatMap { proposer in
      (0..<max(0, requests)).map { Bounds.Request(NodeID(proposer), Value("v\(proposer + 1)-\($0 + 1)")) }
    }
    var checker = Checker(
      World(algorithm), within: Bounds(rounds: rounds, crashes: crashes, requests: wanted),
      against: [.agreement, .oneValuePerBallot, .validity, .decidedIsChosen])
    checker.exchangesAcceptors = symmetry
    checker.plan = options.plan
    checker.patience = options.patience
    report("multi-paxos \(proposers) \(acceptors) \(rounds)") {
      let verdict = checker.check()
      if let violation = verdict.violation { print(violation) }
      return verdict.progress
    }
  }
}
