import Foundation

/// A terminal of its own, driven with keys and read as text: tmux with its own socket and no configuration.
final class Tmux {
  private let socket = "paxoscope-" + UUID().uuidString.prefix(8)
  private let folder: Folder

  /// Opens a terminal with a shell in it.
  init(width: Int = 80, height: Int = 24, environment: [String: String] = [:]) throws {
    folder = try Folder()
    var arguments = ["-f", "/dev/null", "new-session", "-d", "-x", "\(width)", "-y", "\(height)"]
    // Neither the journals nor the configuration of whoever runs the tests.
    let own = ["XDG_STATE_HOME": folder / "state", "XDG_CONFIG_HOME": folder / "config"]
    for (name, value) in own.merging(environment, uniquingKeysWith: { $1 }) { arguments += ["-e", "\(name)=\(value)"] }
    // A prompt that no program prints; no history, no colours.
    try tmux(arguments + ["env", "PS1=ready> ", "LC_ALL=C.UTF-8", "bash", "--norc", "--noprofile"])
    try tmux(["set-option", "-g", "escape-time", "0"])
    try wait(for: "ready>")
  }

  deinit { _ = try? tmux(["kill-server"]) }

  /// Types a line into the shell.
  func type(_ line: String) throws {
    try tmux(["send-keys", "-l", line])
    try tmux(["send-keys", "Enter"])
  }

  /// Presses keys, by tmux's names: `Enter`, `Escape`, `x`, `C-r`.
  func press(_ keys: String...) throws { try tmux(["send-keys"] + keys) }

  /// Pastes text, between brackets where the program asked for them.
  func paste(_ text: String) throws {
    try tmux(["set-buffer", text])
    try tmux(["paste-buffer", "-p"])
  }

  /// Sends text as if it was typed.
  func text(_ text: String) throws { try tmux(["send-keys", "-l", text]) }

  func resize(width: Int, height: Int) throws {
    try tmux(["resize-window", "-x", "\(width)", "-y", "\(height)"])
  }

  var screen: String { get throws { try tmux(["capture-pane", "-p"]) } }

  /// With the escape sequences for colours and attributes.
  var styledScreen: String { get throws { try tmux(["capture-pane", "-p", "-e"]) } }

  /// A format of tmux about the pane: `#{alternate_on}`.
  func query(_ format: String) throws -> String {
    try tmux(["display-message", "-p", format]).trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// Reads the screen until it contains a text, and answers it. Every read is a process, which paces the loop.
  @discardableResult
  func wait(for text: String) throws -> String { try wait("for \(text)") { $0.contains(text) } }

  @discardableResult
  func wait(_ purpose: String, until isSo: (String) throws -> Bool) throws -> String {
    var last = ""
    for _ in 0..<2_000 {
      last = try screen
      if try isSo(last) { return last }
    }
    throw Program.Failure(description: "waited in vain \(purpose); the screen is:\n\(last)")
  }

  @discardableResult
  private func tmux(_ arguments: [String]) throws -> String {
    let result = try Program.run(
      ["tmux", "-L", String(socket)] + arguments, environment: ["TMUX": "", "LC_ALL": "C.UTF-8"])
    let text = result.output
    guard result.status == 0 else {
      throw Program.Failure(description: "tmux \(arguments.joined(separator: " ")): \(text)\(result.error)")
    }
    return text
  }
}
