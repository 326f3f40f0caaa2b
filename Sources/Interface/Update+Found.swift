import Consensus
import Narration

extension Interface {
  /// Tells what an errand has come to.
  mutating func conclude(_ errand: Errand, _ answer: Answer) {}
}
