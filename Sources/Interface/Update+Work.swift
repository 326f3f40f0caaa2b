import Consensus
import Narration
import Scenarios

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
        ticket: workshop.ticket, kind: .outlook(afterDelivering: place.message, slot: place.slot),
        session: stage.session)
    case nil: return nil
    }
  }

  /// Takes what a job has come to. An answer to an old ticket changes nothing.
  package mutating func completed(_ ticket: Int, _ answer: Answer) {
    guard ticket == workshop.ticket, let order = workshop.order, stage != nil else { return }
    if case .progress(let progress) = answer { return workshop.note(progress) }
    switch order {
    case .outlook(let place):
      switch answer {
      case .glimpse(let outlook): stage?.outlooks.keep(outlook, at: place, isFinal: false)
      case .outlook(let outlook): stage?.outlooks.keep(outlook, at: place)
      default: stage?.outlooks.keep(nil, at: place)
      }
      stage?.judge()
    case .errand:
      if let errand = workshop.finish() { conclude(errand, answer) }
    }
    settle()
  }

  /// Orders what is not known yet about what is on the screen.
  mutating func settleWork() { workshop.take(outlook: unknownOutlook) }

  /// The present moment first, then what the script says of other slots, then what the selected message would make of it,
  /// if that is open.
  private var unknownOutlook: Outlooks.Place? {
    guard let stage, stage.openQuestion == nil else { return nil }
    guard stage.scene.decides else { return nil }
    if let place = stage.outlooksHere.first(where: { !stage.outlooks.isKnown($0) }) { return place }
    guard let delivery = stage.selectedDelivery, !stage.outlooks.isKnown(delivery) else { return nil }
    return delivery
  }
}

extension Stage {
  /// What can still be chosen from here on, as far as that is known.
  var outlook: Outlook? { outlooks[place] }

  /// The slot that the lamp is about, here.
  var place: Outlooks.Place { Outlooks.Place(moment: scene.moment, slot: scene.openSlot) }

  /// What one can ask about this moment: the lamp's slot, then those of which the script expects something.
  var outlooksHere: [Outlooks.Place] {
    var places = [place]
    for case .expect(.possible(let slot, values: _)) in remarks {
      places.append(Outlooks.Place(moment: scene.moment, slot: slot ?? 1))
    }
    return places
  }

  /// Where delivering the selected message leads, if that may decide what is still open.
  var selectedDelivery: Outlooks.Place? {
    guard let message, let outlook, outlook.possible.count > 1, scene.chosen(in: scene.openSlot).isEmpty else {
      return nil
    }
    return preview(of: message).isEffective
      ? Outlooks.Place(moment: scene.moment, message: message, slot: scene.openSlot) : nil
  }

  /// Where a command leads if it is the delivery of one message.
  func delivery(of command: Command) -> Outlooks.Place? {
    switch command {
    case .deliver(.numbers(let numbers)) where numbers.count == 1:
      Outlooks.Place(moment: session.cursor, message: MessageID(numbers[0]), slot: scene.openSlot)
    case .next(1): next.map { Outlooks.Place(moment: session.cursor, message: $0, slot: scene.openSlot) }
    default: nil
    }
  }

  /// Where redo leads if that is the delivery of the selected message, and known.
  var knownDeliveryAhead: Outlooks.Place? {
    guard let message, let ahead else { return nil }
    let place = Outlooks.Place(moment: session.cursor, message: message, slot: scene.openSlot)
    return outlooks.isKnown(place) && session.step(to: ahead) == .deliver(message) ? place : nil
  }

  /// What was known about a delivery is known about the moment to which it led.
  mutating func carryOutlook(of delivery: Outlooks.Place) {
    guard outlooks.isKnown(delivery) else { return }
    outlooks.keep(outlooks[delivery], at: Outlooks.Place(moment: session.cursor, slot: delivery.slot))
  }

  /// What is still possible after delivering the selected message, if that is asked and known.
  var outlookAfterDelivery: Outlook? { selectedDelivery.flatMap { outlooks[$0] } }
}
