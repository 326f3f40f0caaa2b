import Foundation
import Testing

@Suite("The manual page")
struct ManualTests {
  @Test("It names every command, verb, key and setting, and roff has nothing against it")
  func complete() throws {
    let page = try Program.run("manual")
    #expect(page.status == 0 && page.error == "")
    for section in ["NAME", "SYNOPSIS", "COMMANDS", "SCENARIOS", "KEYS", "CONFIGURATION", "FILES", "\"EXIT STATUS\""] {
      #expect(page.output.contains("\n.SH \(section)\n"), "\(section)")
    }
    let keys = try Program.run("list", "--keys", environment: ["XDG_CONFIG_HOME": "/nonexistent"])
    for line in keys.output.split(separator: "\n") {
      let name = line.prefix { $0 != " " }.replacing("-", with: "\\-")
      #expect(page.output.contains(":\(name)"), "\(name)")
    }
    for word in ["deliver MESSAGES", "cut NODE", "choice* TEXT", "theme default|dark", "replay", "reach"] {
      #expect(page.output.contains(word), "\(word)")
    }
    let folder = try Folder()
    let file = try folder.file("paxoscope.1", page.output)
    guard let shown = try? Program.run(["groff", "-man", "-ww", "-Tascii", file]) else { return }
    #expect(shown.status == 0 && shown.error == "", "\(shown.error)")
  }

  @Test("Completions are written for three shells", arguments: ["bash", "zsh", "fish"])
  func completions(shell: String) throws {
    let script = try Program.run("--generate-completion-script", shell)
    #expect(script.status == 0 && script.output.contains("paxoscope"))
    #expect(script.output.contains("replay"))
  }

  @Test("A shell completes shipped scenarios, paths and the mutations of a scenario's algorithm")
  func completing() throws {
    let folder = try Folder()
    let script = try folder.file("completion", try Program.run("--generate-completion-script", "bash").output)
    _ = try folder.file("mine.scenario", "title T\nalgorithm raft\nservers 3\n")
    func complete(_ words: String...) throws -> [String] {
      let line = words.joined(separator: " ")
      // As bash calls it: the word and the one before it are arguments, the rest stands in variables.
      let commands = """
        cd '\(folder / "")'; PATH="$(dirname '\(Program.path)'):$PATH"; source '\(script)'
        COMP_WORDS=(\(line)\(words.last == "" ? " ''" : "")); COMP_CWORD=\(words.count - 1)
        COMP_LINE='\(line)'; COMP_POINT=\(line.utf8.count)
        _paxoscope paxoscope '\(words[words.count - 1])' '\(words[words.count - 2])'; printf '%s\\n' "${COMPREPLY[@]}"
        """
      return try Program.run(["bash", "-c", commands]).output.split(separator: "\n").map(String.init)
    }
    #expect(try complete("paxoscope", "show", "p08") == ["p08-dueling-proposers"])
    #expect(try complete("paxoscope", "open", "mi") == ["mine.scenario"])
    #expect(try complete("paxoscope", "check", "mine.scenario", "--mutate", "vote") == ["vote-twice"])
    #expect(try complete("paxoscope", "check", "p08", "--mutate", "own") == ["own-value"])
    #expect(try complete("paxoscope", "list", "--mutations", "raf").first == "raft")
    #expect(try complete("paxoscope", "export", "p08", "--view", "b") == ["ballots", "beside"])
  }
}
