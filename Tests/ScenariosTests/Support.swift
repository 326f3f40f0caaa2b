import Consensus
import Narration
import Scenarios

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
