import Consensus
import Narration

// What is worked out in the background: what to ask for, and what to do with what comes back.

extension Interface {
  /// What should be worked out now; nil: nothing. Whoever runs the interface looks at it after every input and every
  /// answer: with another ticket, the old job has become pointless.
  package var job: Job? {
    guard let stage else { return nil }
    switch workshop.order {
    case .errand:
      guard let errand = workshop.errands.first else { return nil }
      return Job(ticket: workshop.ticket, kind: errand.kind, session: errand.session)
    case .outlook(let place):
      return Job(
        ticket: workshop.ticket, kind: .outlook(afterDelivering: place.message), session: stage.session)
    case nil: return nil
    }
  }

  /// Takes what a job has come to. An answer to an old ticket changes nothing.
  package mutating func completed(_ ticket: Int, _ answer: Answer) {
    guard ticket == workshop.ticket, let order = workshop.order, stage != nil else { return }
    if case .progress(let progress) = answer { return workshop.note(progress) }
    switch order {
    case .outlook(let place):
      if case .outlook(let outlook) = answer {
        stage?.outlooks.keep(outlook, at: place)
      } else {
        stage?.outlooks.keep(nil, at: place)
      }
      stage?.judge()
    case .errand:
      if let errand = workshop.finish() { conclude(errand, answer) }
    }
    settle()
  }

  /// Orders what is not known yet about what is on the screen.
  mutating func settleWork() { workshop.take(outlook: unknownOutlook) }

  /// The present moment first, then what the selected message would make of it, if that is open.
  private var unknownOutlook: Outlooks.Place? {
    guard let stage, stage.openQuestion == nil else { return nil }
    let here = Outlooks.Place(moment: stage.scene.moment)
    guard stage.scene.decides else { return nil }
    guard stage.outlooks.isKnown(here) else { return here }
    guard let delivery = stage.selectedDelivery, !stage.outlooks.isKnown(delivery) else { return nil }
    return delivery
  }
}

extension Stage {
  /// What can still be chosen from here on, as far as that is known.
  var outlook: Outlook? { outlooks[Outlooks.Place(moment: scene.moment)] }

  /// Where delivering the selected message leads, if that may decide what is still open.
  var selectedDelivery: Outlooks.Place? {
    guard let message, let outlook, outlook.possible.count > 1, scene.chosen.allSatisfy(\.values.isEmpty) else {
      return nil
    }
    return preview(of: message).isEffective ? Outlooks.Place(moment: scene.moment, message: message) : nil
  }

  /// Where a command leads if it is the delivery of one message.
  func delivery(of command: Command) -> Outlooks.Place? {
    switch command {
    case .deliver(.numbers(let numbers)) where numbers.count == 1:
      Outlooks.Place(moment: session.cursor, message: MessageID(numbers[0]))
    case .next(1): next.map { Outlooks.Place(moment: session.cursor, message: $0) }
    default: nil
    }
  }

  /// Where redo leads if that is the delivery of the selected message, and known.
  var knownDeliveryAhead: Outlooks.Place? {
    guard let message, let ahead else { return nil }
    let place = Outlooks.Place(moment: session.cursor, message: message)
    return outlooks.isKnown(place) && session.step(to: ahead) == .deliver(message) ? place : nil
  }

  /// What was known about a delivery is known about the moment to which it led.
  mutating func carryOutlook(of delivery: Outlooks.Place) {
    guard outlooks.isKnown(delivery) else { return }
    outlooks.keep(outlooks[delivery], at: Outlooks.Place(moment: session.cursor))
  }

  /// What is still possible after delivering the selected message, if that is asked and known.
  var outlookAfterDelivery: Outlook? { selectedDelivery.flatMap { outlooks[$0] } }
}
