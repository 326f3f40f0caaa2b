package import Consensus
package import Narration

extension Lesson {
  /// Keeps what the adversary's steps are for, when they were taken: why each, how it ended, and what can be chosen then.
  /// `moments` are those that the steps led to, in their order.
  package mutating func note(_ run: AdversaryRun, at moments: ArraySlice<MomentID>) {
    for (move, moment) in zip(run.moves, moments) { marks.notes[moment] = [move.reason] }
    guard let end = moments.last else { return }
    marks.notes[end, default: []].append(run.sentence)
    if let values = run.outlook {
      let slot = session.scene(at: end).namesSlots ? run.slot : nil
      marks.forecasts[end] = Marks.Forecast(rounds: run.rounds, slot: slot, values: values)
    }
  }

  /// Takes the steps of the adversary from the present moment on, with what they are for.
  package mutating func follow(_ run: AdversaryRun) throws(Refusal) {
    session = try session.following(run.steps)
    note(run, at: session.path(to: session.cursor).suffix(run.moves.count))
  }
}
