import Scenarios
import Screen

// For a lecture hall: few things, large, and questions that a room votes on.

/// How the screen is shown to a room.
struct Presenting: Hashable, Sendable {
  var isOn = false
  /// The person chose the colours; presenting does not change them then.
  var isThemeChosen: Bool
  /// The colours before.
  fileprivate var theme: Theme?

  init(isThemeChosen: Bool) { self.isThemeChosen = isThemeChosen }
}

extension Interface {
  mutating func present(_ isOn: Bool) {
    guard isOn != presenting.isOn else { return }
    presenting.isOn = isOn
    if isOn, !presenting.isThemeChosen {
      presenting.theme = theme
      theme = .contrast
    } else if let before = presenting.theme {
      theme = before
      presenting.theme = nil
    }
  }

  mutating func choose(theme: Theme) {
    self.theme = theme
    presenting.isThemeChosen = true
    presenting.theme = nil
  }

  /// Where the room votes: a letter and a number count hands, Enter or Page Down show the answer.
  mutating func pressInHall(_ key: Key, _ asking: Asking) {
    var asking = asking
    let last = asking.question.choices.count - 1
    switch action(of: key, in: [.votes, .hall, .list]) {
    case .back, .quit:
      pass(asking)
      layers.removeLast()
      return
    case .presentBack, .pageUp:
      layers.removeLast()
      travel { $0.undo() }
      return
    // Not Space, which is pressed in haste.
    case .presentNext, .pageDown,
      .choose where !isStep(key):
      if asking.isRevealed {
        layers.removeLast()
        return asking.isOnTheWay ? step() : ()
      }
      asking.isRevealed = true
      pass(asking)
    case .up: asking.selection = max(0, asking.selection - 1)
    case .down, .nextPane: asking.selection = min(last, asking.selection + 1)
    case .noHands: count(nil, in: asking)
    default:
      guard case .character(let character) = key else { return }
      if let digit = character.wholeNumberValue, character.isASCII {
        count(digit, in: asking)
        asking.isCounting = true
        return replaceTop(with: .question(asking))
      }
      if let choice = Self.choice(of: .character(Character(character.lowercased()))), choice <= last {
        asking.selection = choice
      }
    }
    asking.isCounting = false
    replaceTop(with: .question(asking))
  }

  /// The question is not asked again by the next step: the room has seen it.
  private mutating func pass(_ asking: Asking) {
    if stage?.marks.answers[asking.place] == nil { stage?.marks.answers[asking.place] = .passed }
  }

  /// A digit of the hands for the selected choice, the first one a new number; nil: no hands.
  private mutating func count(_ digit: Int?, in asking: Asking) {
    var hands = tally(asking)
    let before = asking.isCounting ? hands[asking.selection] : 0
    hands[asking.selection] = digit.map { min(Marks.maximumHands, before * 10 + $0) } ?? 0
    stage?.marks.tallies[asking.place] = hands
  }

  /// Hands for each choice.
  func tally(_ asking: Asking) -> [Int] {
    stage?.marks.tallies[asking.place] ?? asking.question.choices.map { _ in 0 }
  }
}
