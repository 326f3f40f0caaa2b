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
}
