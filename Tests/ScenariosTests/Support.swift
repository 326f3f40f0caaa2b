import Consensus
import Narration
import Scenarios

/// The example of the language's description.
let duelingProposers = """
  title      Dueling proposers
  about      Two proposers keep closing each other's ballots, so that nothing is chosen.
             A line that begins with white space continues the one before it.
  cites      Paxos Made Simple, §2.4
  algorithm  paxos
  proposers  P1=red P2=blue
  acceptors  A1 A2 A3
  learners   L1

  note     P1 opens its first ballot.
  timeout  P1
  deliver  all prepare 1.1
  deliver  all promise 1.1
  ask      P1 now asks for votes. Which value must it propose?
  choice*  red
  choice   blue
  choice   it may pick either
  because  No promise reported a vote, so P1 is free to propose its own value.
  timeout  P2                        # a comment
  deliver  prepare 1.2 P2 -> A1 A2
  deliver  accept 1.1 P1 -> A1
  expect   rule refuses-to-vote
  expect   A1 promised 1.2
  expect   chosen nothing
  expect   possible red blue

  """

/// A faultless header of five lines.
let header = """
  title      T
  algorithm  paxos
  proposers  P1=red P2=blue
  acceptors  A1 A2 A3
  learners   L1

  """

var exampleSetup: Setup {
  var setup = Setup(algorithm: "paxos")
  setup.proposers = [Setup.Wisher("P1", wish: "red"), Setup.Wisher("P2", wish: "blue")]
  setup.acceptors = ["A1", "A2", "A3"]
  setup.learners = ["L1"]
  return setup
}

/// All that is wrong with a file, each as `LINE:COLUMN what is wrong; what would be right`.
func problems(in bytes: [UInt8]) -> [String] {
  do {
    _ = try Parser.parse(bytes)
    return []
  } catch {
    return error.diagnostics.map { "\($0.line):\($0.column) \($0.sentence)" }
  }
}

func problems(in text: String) -> [String] { problems(in: Array(text.utf8)) }

/// All that is wrong with lines below a faultless header; they begin with line 6.
func problems(below body: String) -> [String] { problems(in: header + body) }

/// The items below a faultless header.
func items(_ body: String) throws -> [Scenario.Item] { try Parser.parse(header + body).scenario.items }

/// A small generator of numbers that gives the same ones on every machine (Steele, Lea, Flood: SplitMix64).
struct SplitMix64: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
