extension LamportMulticast {
  /// A message that is here is ignored when it comes again, and so is a time that is not later than what was heard.
  package func relaxation(
    for concern: Concern, from world: World<LamportMulticast>, within bounds: Bounds
  ) -> Relaxation<LamportMulticast>? {
    guard !isMutated, bounds.crashes <= 0 || bounds.amnesia == .nothing else { return nil }
    return Relaxation(
      fate: { message, sender, receiver in
        switch message {
        case .multicast(let timed):
          receiver.delivered.contains(timed.message) || receiver.held.contains(timed) ? .spent : .open
        case .acknowledgement(_, let time, let sent):
          time <= receiver.heard[Int(sender.index)]
            || receiver.words.contains(Word(process: sender, time: time, sent: sent)) ? .spent : .open
        }
      })
  }
}
