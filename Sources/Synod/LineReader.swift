import Narration
import Scenarios

/// Reads one line of a script, word by word.
struct LineReader {
  static let initializeForm = "initialize N nodes"
  static let sendForm = "at T send prepare request from P"
  static let deliverForm = "at T deliver KIND message to P from time T0"

  enum Content {
    case initialize(Word)
    case step(time: Int, SynodScript.Action, SynodScript.Places)
  }

  private var words: ArraySlice<Word>
  /// Where something is missing that should follow.
  private var end: Int
  /// How the line can be written, as far as that is known yet.
  private var forms = [Self.initializeForm, Self.sendForm, Self.deliverForm]

  init(_ words: [Word]) {
    self.words = words[...]
    end = words.last?.end ?? 0
  }

  mutating func content() throws(Complaint) -> Content {
    let first = try take("the line's first word")
    switch first.text {
    case "initialize":
      forms = [Self.initializeForm]
      let count = try take("the number of nodes")
      try checkNumber(count)
      try expect("nodes")
      try finish()
      return .initialize(count)
    case "at": return try step()
    default:
      let remedy = didYouMean(first.text, among: ["initialize", "at"]) ?? asWritten
      throw Complaint(first, "no line begins with \(quoted(first.text))", remedy: remedy)
    }
  }

  private mutating func step() throws(Complaint) -> Content {
    forms = [Self.sendForm, Self.deliverForm]
    let time = try take("the time")
    let number = try number(time)
    let verb = try take("`send` or `deliver`")
    switch verb.text {
    case "send": return try send(at: number, written: time)
    case "deliver": return try deliver(at: number)
    default:
      throw Complaint(
        verb, "a line cannot \(quoted(verb.text))",
        remedy: didYouMean(verb.text, among: ["send", "deliver"]) ?? asWritten)
    }
  }

  private mutating func send(at time: Int, written: Word) throws(Complaint) -> Content {
    forms = [Self.sendForm]
    let (kind, place) = try kind(before: "from")
    guard kind == .prepareRequest else {
      throw Complaint(
        at: place, "a line cannot send \(kind.withArticle)",
        remedy: "only prepare requests are sent by a line; all else is sent when a message is delivered")
    }
    try expect("from")
    let node = try take("the node")
    let sender = try number(node)
    try finish()
    return .step(
      time: time, .send(from: sender), SynodScript.Places(kind: place, node: node.offset, time: written.offset))
  }

  private mutating func deliver(at time: Int) throws(Complaint) -> Content {
    forms = [Self.deliverForm]
    let (kind, place) = try kind(before: "message")
    try expect("message")
    try expect("to")
    let node = try take("the receiver")
    let receiver = try number(node)
    try expect("from")
    try expect("time")
    let sent = try take("the time at which it was sent")
    let address = SynodScript.Address(kind: kind, receiver: receiver, time: try number(sent))
    try finish()
    return .step(
      time: time, .deliver(address), SynodScript.Places(kind: place, node: node.offset, time: sent.offset))
  }

  /// The kind of a message: two words, before a given one.
  private mutating func kind(before stop: String) throws(Complaint) -> (SynodScript.Kind, place: Int) {
    let named = words.prefix { $0.text != stop }.prefix(2)
    guard let first = named.first else { throw missing("the kind of the message") }
    words = words.dropFirst(named.count)
    let text = named.map(\.text).joined(separator: " ")
    guard let kind = SynodScript.Kind(rawValue: text) else {
      let kinds = SynodScript.Kind.allCases.map(\.rawValue)
      let all = "the kinds are \(sentenceList(kinds) ?? "none")"
      throw Complaint(
        first, "there is no kind of message \(quoted(text))", remedy: didYouMean(text, among: kinds) ?? all)
    }
    return (kind, first.offset)
  }
}

// MARK: - Words

extension LineReader {
  private var asWritten: String { "it is written " + forms.map { "`\($0)`" }.joined(separator: " or ") }

  private func missing(_ what: String) -> Complaint {
    Complaint(at: words.first?.offset ?? end, "\(what) is missing", remedy: asWritten)
  }

  private mutating func take(_ what: String) throws(Complaint) -> Word {
    guard let word = words.popFirst() else { throw missing(what) }
    return word
  }

  private mutating func expect(_ text: String) throws(Complaint) {
    let word = try take("`\(text)`")
    guard word.text == text else {
      throw Complaint(word, "\(quoted(word.text)) stands where `\(text)` belongs", remedy: asWritten)
    }
  }

  private func checkNumber(_ word: Word) throws(Complaint) {
    guard word.text.utf8.allSatisfy(\.isDigit) else {
      throw Complaint(word, "\(quoted(word.text)) is not a whole number", remedy: asWritten)
    }
  }

  private func number(_ word: Word) throws(Complaint) -> Int {
    try checkNumber(word)
    guard let number = Int(word.text) else {
      throw Complaint(
        word, "the number \(quoted(word.text)) is too large", remedy: "at most \(grouped(.max)) is possible")
    }
    return number
  }

  private func finish() throws(Complaint) {
    guard let word = words.first else { return }
    throw Complaint(word, "\(quoted(word.text)) is one word too many", remedy: asWritten)
  }
}
