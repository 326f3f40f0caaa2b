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
    if case .character(let character) = key, Self.isHands(character, asking) { return count(character, in: asking) }
    var asking = asking
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
    case .up: asking.select(asking.selection - 1)
    case .down, .nextPane: asking.select(asking.selection + 1)
    case .noHands: count(nil, in: asking)
    default:
      if case .character(let character) = key { count(character, in: asking) }
      return
    }
    asking.isCounting = false
    replaceTop(with: .question(asking))
  }

  /// Hands that were typed elsewhere: `A 12 B 7`. Nothing in it is a key.
  mutating func pasteHands(_ text: String) {
    for character in singleLine(text).prefix(200) where character.isASCII && (character.isLetter || character.isNumber)
    {
      guard case .question(let asking) = layers.last, !asking.isRevealed else { return }
      count(character, in: asking)
    }
  }

  /// The question is not asked again by the next step: the room has seen it.
  private mutating func pass(_ asking: Asking) {
    if stage?.marks.answers[asking.place] == nil { stage?.marks.answers[asking.place] = .passed }
  }

  /// Whatever keys a person has chosen, the letter of a choice and a digit count hands.
  private static func isHands(_ character: Character, _ asking: Asking) -> Bool {
    let isDigit = character.isASCII && character.isNumber
    let choice = choice(of: .character(Character(character.lowercased())))
    return isDigit || choice.map(asking.question.choices.indices.contains) ?? false
  }

  /// A letter says for which choice the hands behind it are, a digit how many they are.
  private mutating func count(_ character: Character, in asking: Asking) {
    var asking = asking
    if let digit = character.wholeNumberValue, character.isASCII {
      if asking.unknown == nil { count(digit, in: asking) }
      asking.isCounting = true
    } else if let choice = Self.choice(of: .character(Character(character.lowercased()))),
      asking.question.choices.indices.contains(choice)
    {
      asking.select(choice)
      asking.isCounting = false
    } else if character.isLetter {
      asking.unknown = Character(character.uppercased())
    }
    replaceTop(with: .question(asking))
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
