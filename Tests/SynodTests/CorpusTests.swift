import FoundationEssentials
import Synod
import Testing

/// Scripts of the course and what its simulator prints for them. They are no part of this project: they lie beside it,
/// or not.
enum Corpus {
  struct Pair: CustomTestStringConvertible, Sendable {
    let name: String
    let script: String
    let expected: String

    var testDescription: String { name }
  }

  static let pairs: [Pair] = {
    let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let folder = package.deletingLastPathComponent().appending(path: "shared/corpus/synod")
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return files.filter { $0.hasSuffix(".input") }.sorted().compactMap { file in
      let name = String(file.dropLast(6))
      guard let script = try? String(contentsOf: folder.appending(path: file), encoding: .utf8),
        let expected = try? String(contentsOf: folder.appending(path: name + ".expected"), encoding: .utf8)
      else { return nil }
      return Pair(name: name, script: script, expected: expected)
    }
  }()
}

@Suite("The course's own scripts", .enabled(if: !Corpus.pairs.isEmpty, "the corpus is not beside this checkout"))
struct CorpusTests {
  @Test("The transcript is what the course expects, byte for byte", arguments: Corpus.pairs)
  func expected(_ pair: Corpus.Pair) throws {
    let transcript = try play(pair.script).transcript
    #expect(transcript.map { $0 + "\n" }.joined() == pair.expected)
  }
}
