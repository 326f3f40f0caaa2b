import Consensus
import Narration
import Scenarios
import Screen

/// What can lie over the view. The one on top gets the keys; `q` or Esc takes it away.
enum Layer: Hashable, Sendable {
  case help(Chooser)
  case menu(Chooser)
  case mutations(Chooser)
  case question(Asking)
  case prompt(Prompt)
  case picker(Picker)
  case reader(Reader)
  case moments(TwoMoments)
  case confirmation(Confirmation)
  case recovery(Recovery)
}

/// A place in a list that can be searched.
struct Chooser: Hashable, Sendable {
  var search = LineEditor()
  /// Letters go into the search even where they are keys.
  var isTyping = false
  var selection = 0
  var top = 0
}

/// A question of the script, open on the screen.
struct Asking: Hashable, Sendable {
  let question: Question
  let place: Marks.Place
  var selection = 0
  /// The choice that was made.
  var answer: Int?
  /// A step led here, and waits for the answer.
  var isOnTheWay = false
  /// In a lecture hall: the answer is shown.
  var isRevealed = false
  /// In a lecture hall: digits go on with the number of hands.
  var isCounting = false
  /// In a lecture hall: a letter that no choice has. The number behind it counts for nobody.
  var unknown: Character?

  /// Takes the nearest choice that there is.
  mutating func select(_ choice: Int) {
    selection = choice.clamped(to: 0...max(0, question.choices.count - 1))
    unknown = nil
  }
}

/// A line being asked for.
struct Prompt: Hashable, Sendable {
  enum Purpose: Hashable, Sendable {
    case command
    case filter
    /// The value that a node is to propose.
    case request(node: String)
    case save
    /// What is shown, to a file whose ending says how.
    case export
  }

  let purpose: Purpose
  var line: LineEditor
  /// What Tab offers, and which of it stands in the line.
  var completions: [String] = []
  var completion: Int?
  /// What stands before a path that is being completed.
  var fileHead: String?
  /// Which line of the history stands here; nil: what is being typed.
  var recalled: Int?
  /// What was being typed before an older line was fetched.
  var draft = ""
  /// Why the line was not accepted.
  var complaint: String?

  init(_ purpose: Purpose, _ text: String = "") {
    self.purpose = purpose
    line = LineEditor(text)
  }
}

/// A few commands to choose from.
struct Picker: Hashable, Sendable {
  let title: String
  let choices: [Choice]
  var selection = 0

  struct Choice: Hashable, Sendable {
    let label: String
    let command: Command
  }
}

/// A text to read: details, or the errors of a scenario.
struct Reader: Hashable, Sendable {
  struct Paragraph: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
      case plain, heading, note, good, bad, warning, reference
      /// One line whose columns stay as they are.
      case row
    }

    let text: String
    let kind: Kind

    init(_ text: String, _ kind: Kind = .plain) {
      self.text = text
      self.kind = kind
    }
  }

  let title: String
  let paragraphs: [Paragraph]
  var top = 0
}

/// A yes-or-no question about something that cannot be taken back.
enum Confirmation: Hashable, Sendable {
  case quit
  case open(String)
  /// Leaves the steps of a run under another mutation.
  case mutate([String])
  case overwrite(path: String)
  case overwriteExport(path: String)
}
