import ArgumentParser
import Consensus
import Dispatch
import Glibc

/// Measures the search core and the interface. Prints one line of JSON, so that runs can be compared by a program.
@main
struct Bench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "paxoscope-bench",
    abstract: "Measures how fast worlds are searched, and how fast the interface answers.",
    subcommands: [
      PaxosTLA.self, OurPaxos.self, MultiPaxosBench.self, RaftBench.self, WalkBench.self, OutlookBench.self,
      TTYBench.self, LongScenario.self,
    ])
}

/// Lamport's specification.
struct PaxosTLA: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "paxos-tla", abstract: "All states of Lamport's Paxos.tla.")

  @Argument(help: "How many acceptors.") var acceptors: Int
  @Argument(help: "How many ballots.") var ballots: Int
  @Argument(help: "How many values.") var values: Int
  @OptionGroup var options: SearchOptions

  func run() throws {
    guard let specification = PaxosSpecification(acceptors: acceptors, ballots: ballots, values: values) else {
      throw ValidationError("The messages do not fit into 128 bits.")
    }
    report("paxos-tla \(acceptors) \(ballots) \(values)") {
      specification.search(options.plan)
    }
  }
}

/// Our own algorithm, with its ledger and all invariants.
struct OurPaxos: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "paxos", abstract: "All worlds of our Paxos, with ledger and invariants.")

  @Argument(help: "How many proposers.") var proposers: Int
  @Argument(help: "How many acceptors.") var acceptors: Int
  @Argument(help: "The highest round.") var rounds: Int
  @Option(help: "How many learners; without any, proposers count votes.") var learners = 0
  @Option(help: "A mutation to search with; the search ends where an invariant is violated.") var mutate: [String] = []
  @Option(help: "How many crashes may happen.") var crashes = 0
  @Option(help: "What a restart may forget.") var forgetting: String?
  @Flag(help: "Look at one of the worlds that differ in the names of acceptors alone.") var symmetry = false
  @Option var invariant: String?
  @Flag var quiet = false
  @OptionGroup var options: SearchOptions

  func run() throws {
    guard proposers > 0, acceptors > 0, learners >= 0, proposers + acceptors + learners <= Cluster.maximumNodes else {
      throw ValidationError("There must be a proposer and an acceptor, and at most \(Cluster.maximumNodes) nodes.")
    }
    var checker = Checker(
      World(Paxos.bench(proposers, acceptors, learners, mutate.compactMap(Paxos.Mutation.init(rawValue:)), quiet)),
      within: Bounds(rounds: rounds, crashes: crashes, amnesia: forgetting.map { .fields([$0]) } ?? .nothing),
      against: [.agreement, .oneValuePerBallot, .validity, .decidedIsChosen])
    if let invariant { checker.invariants.removeAll { $0.name != invariant } }
    checker.exchangesAcceptors = symmetry
    checker.plan = options.plan
    checker.patience = options.patience
    report("paxos \(proposers) \(acceptors) \(rounds)") {
      let verdict = checker.check()
      if let violation = verdict.violation { print(violation) }
      return verdict.progress
    }
  }
}

struct SearchOptions: ParsableArguments {
  @Option(help: "How many threads share the work.") var threads = 1
  @Option(help: "The most worlds to look at.") var limit: Int?
  @Option(help: "How many worlds to look at before a check is relaxed.") var patience = 1_000_000

  var plan: SearchPlan {
    let parallel: Parallel = { count, body in DispatchQueue.concurrentPerform(iterations: count) { body($0) } }
    return SearchPlan(
      worlds: limit ?? .max, bytes: 16 << 30, threads: threads, parallel: threads < 2 ? nil : parallel)
  }
}

extension Paxos {
  /// Paxos as a scenario without options has it.
  static func bench(
    _ proposers: Int, _ acceptors: Int, _ learners: Int, _ mutations: [Mutation], _ quiet: Bool
  ) -> Paxos {
    let members =
      (1...proposers).map { Cluster.Member(name: "P\($0)", roles: .proposer, wish: Value("v\($0)"), number: $0) }
      + (1...acceptors).map { Cluster.Member(name: "A\($0)", roles: .acceptor, number: 0) }
      + (0..<learners).map { Cluster.Member(name: "L\($0 + 1)", roles: .learner, number: 0) }
    return Paxos(
      cluster: Cluster(members: members),
      options: .init(refusals: !quiet, learning: learners == 0 && !quiet ? .proposer : .acceptors),
      mutations: mutations)
  }
}

/// Prints what a search has found and how long it took.
func report(_ model: String, _ search: () -> Progress) {
  let start = ContinuousClock.now
  let progress = search()
  let seconds = (ContinuousClock.now - start) / .seconds(1)
  print(
    #"{"model":"\#(model)","worlds":\#(progress.worlds),"transitions":\#(progress.transitions),"#
      + #""depth":\#(progress.depth),"seconds":\#(seconds),"peakBytes":\#(peakBytes)}"#)
}

/// The most memory that this process has used, as the system counts it.
var peakBytes: Int {
  var usage = rusage()
  getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
  return usage.ru_maxrss * 1024
}
