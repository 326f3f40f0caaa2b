import Scenarios

/// Reads a whole script and collects all that is wrong with it.
struct ScriptReader {
  private let text: SourceText
  private var complaints: [Complaint] = []
  /// Nil where no line says it, or a faulty one: then nothing is said against any node.
  private var nodes: Int?
  private var isInitialized = false
  /// Whether some line went wrong that may have been meant to do that, or a missing one was complained about.
  private var mayBeInitialized = false
  private var lines: [SynodScript.Line] = []
  /// Comments that no line has taken yet.
  private var notes: [String] = []
  /// Whether the line before was a comment alone, which a comment now would continue.
  private var continuesNote = false

  init(_ text: SourceText) { self.text = text }

  mutating func read() throws(InvalidText) -> SynodScript {
    for number in 1...text.lineCount { read(text.line(number)) }
    for line in lines { check(line) }
    if nodes == nil, complaints.isEmpty {
      complaints.append(
        Complaint(at: 0, "the script says nothing", remedy: "it begins with `\(LineReader.initializeForm)`"))
    }
    guard complaints.isEmpty, let nodes else { throw InvalidText(complaints, in: text) }
    return SynodScript(nodes: nodes, lines: lines, closing: notes, text: text)
  }

  private mutating func read(_ range: Range<Int>) {
    if let complaint = text.firstForbidden(in: range, of: "a script", breaking: "break it") {
      return complaints.append(complaint)
    }
    let comment = startOfComment(in: range)
    let words = text.words(in: range.lowerBound..<(comment ?? range.upperBound))
    if let comment { take(comment: comment..<range.upperBound, continues: continuesNote && words.isEmpty) }
    continuesNote = comment != nil && words.isEmpty
    guard let first = words.first else { return }
    if first.text == "at" { expectInitialized(at: first) }
    do throws(Complaint) {
      var line = LineReader(words)
      switch try line.content() {
      case .initialize(let count): initialize(count, at: first)
      case .step(let time, let action, let places):
        lines.append(SynodScript.Line(time: time, action: action, notes: notes, places: places))
        notes = []
      }
    } catch {
      complaints.append(error)
      mayBeInitialized = true
    }
  }

  private mutating func initialize(_ count: Word, at first: Word) {
    guard !isInitialized else {
      return complaints.append(
        Complaint(first, "the nodes are initialized a second time", remedy: "once, in the first line, is enough"))
    }
    isInitialized = true
    nodes = Int(count.text).flatMap { SynodScript.sizes.contains($0) ? $0 : nil }
    guard nodes == nil else { return }
    let (fewest, most) = (SynodScript.sizes.lowerBound, SynodScript.sizes.upperBound)
    complaints.append(
      Complaint(
        count, "there cannot be \(quoted(count.text)) nodes",
        remedy: "there are at least \(fewest) and at most \(most)"))
  }

  private mutating func expectInitialized(at first: Word) {
    guard !isInitialized, !mayBeInitialized else { return }
    mayBeInitialized = true
    complaints.append(
      Complaint(
        first, "this comes before the nodes are initialized",
        remedy: "the first line is `\(LineReader.initializeForm)`"))
  }

  /// Whether the nodes of a line exist.
  private mutating func check(_ line: SynodScript.Line) {
    guard let nodes else { return }
    let node =
      switch line.action {
      case .send(let sender): sender
      case .deliver(let address): address.receiver
      }
    if !(1...nodes).contains(node) {
      complaints.append(
        Complaint(at: line.places.node, "there is no node \(node)", remedy: "the nodes are numbered from 1 to \(nodes)")
      )
    }
  }
}

// MARK: - Comments

extension ScriptReader {
  private func startOfComment(in range: Range<Int>) -> Int? {
    let slash = UInt8(ascii: "/")
    return range.dropLast().first { text.bytes[$0] == slash && text.bytes[$0 + 1] == slash }
  }

  /// Keeps what the author says; a line of dashes says nothing.
  private mutating func take(comment range: Range<Int>, continues: Bool) {
    let content = range.drop { text.bytes[$0] == UInt8(ascii: "/") }
    let words = text.words(in: content).map(\.text)
    guard words.contains(where: { $0.contains { $0.isLetter || $0.isNumber } }) else { return }
    let note = words.joined(separator: " ")
    if continues, let last = notes.popLast() { notes.append(last + " " + note) } else { notes.append(note) }
  }
}
