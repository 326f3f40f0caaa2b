import ArgumentParser
import Interface
import Narration
import Scenarios

/// Prints the manual page: `make install` puts it where `man` finds it.
struct Manual: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print the manual page in roff.", shouldDisplay: false)

  func run() { printOut(ManualPage().text, terminator: "") }
}

/// The manual page, made from the tables that the program itself reads: what it says cannot be out of date.
struct ManualPage {
  var text: String {
    let parts = [head, commands, language, keys, configuration, tail]
    return parts.joined(separator: "\n") + "\n"
  }

  private var head: String {
    let summary = Paxoscope.configuration.abstract
    return """
      .\\" Made by `paxoscope manual`.
      .TH PAXOSCOPE 1 "" "paxoscope \(Paxoscope.configuration.version)"
      .SH NAME
      paxoscope \\- \(roff(summary))
      .SH SYNOPSIS
      .B paxoscope
      .RI [ FILE ]
      .br
      .B paxoscope
      .I COMMAND
      .RI [ ARGUMENTS ]
      .SH DESCRIPTION
      \(roff(Paxoscope.configuration.discussion))
      """
  }

  private var commands: String {
    let subcommands = Paxoscope.configuration.subcommands.filter { $0.configuration.shouldDisplay }
    return ".SH COMMANDS\n"
      + subcommands.map { command in
        let name = command._commandName
        return """
          .SS "\(roff(name))"
          .nf
          \(roff(Paxoscope.helpMessage(for: command, columns: 76)))
          .fi
          """
      }.joined(separator: "\n")
  }

  private var language: String {
    let header = HeaderWord.allCases.map { (form: $0.form, summary: $0.summary) }
    let verbs = Verb.all.map { (form: $0.form, summary: $0.summary) }
    let telling = Telling.allCases.map { (form: $0.form, summary: $0.summary) }
    return """
      .SH SCENARIOS
      A scenario is a plain text file. Its header comes first; everything after # is a comment, except in free text.
      A line that begins with white space continues the one before it.
      .SS "The header"
      \(list(header))
      .SS "Steps"
      MESSAGES is m7, one or more numbers, or a description: [all] [KIND] [BALLOT] [FROM] [\\-> TO ...].
      \(list(verbs))
      .SS "Telling, asking, expecting"
      \(list(telling))
      """
  }

  private var keys: String {
    let rows = Interface.commands()
    var groups: [String] = []
    for row in rows where !groups.contains(row.group) { groups.append(row.group) }
    return ".SH KEYS\nEach can be typed by its name at : too.\n"
      + groups.map { group in
        let rows = rows.filter { $0.group == group }.map { row -> (form: String, summary: String) in
          let form = row.keys.isEmpty ? "" : row.keys.joined(separator: " ") + "  "
          return (form + ":" + row.name + (row.argument.map { " [\($0)]" } ?? ""), row.help)
        }
        return ".SS \"\(roff(group))\"\n\(list(rows))"
      }.joined(separator: "\n")
  }

  private var configuration: String {
    """
    .SH CONFIGURATION
    One setting a line; # begins a comment. A mistake is told with its line, and the rest holds.
    \(list(Configuration.forms))
    """
  }

  private var tail: String {
    """
    .SH FILES
    .TP
    .I $XDG_CONFIG_HOME/paxoscope/config
    The configuration; ~/.config where XDG_CONFIG_HOME is not set.
    .TP
    .I $XDG_STATE_HOME/paxoscope/
    Journals of sessions that go on, or were interrupted; ~/.local/state where XDG_STATE_HOME is not set.
    .SH ENVIRONMENT
    .TP
    .B NO_COLOR
    Set and not empty: no colours, unless an option or the configuration asks for them.
    .TP
    .BR LC_ALL ", " LC_CTYPE ", " LANG
    Whether characters beyond ASCII can be shown.
    .SH "EXIT STATUS"
    .TP
    .B 0
    good
    .TP
    .B 1
    an expectation failed, or a violation was found
    .TP
    .B 64
    wrong use
    .TP
    .B 65
    not a valid scenario
    .TP
    .B 66
    cannot be read, or written
    .TP
    .B 70
    a fault of ours
    """
  }

  private func list(_ rows: [(form: String, summary: String)]) -> String {
    rows.map { ".TP\n.B \"\(roff($0.form))\"\n\(roff($0.summary))" }.joined(separator: "\n")
  }

  /// Text that roff prints as it is.
  private func roff(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      var escaped = ""
      for character in line {
        switch character {
        case "\\": escaped += "\\e"
        case "-": escaped += "\\-"
        case "\"": escaped += "\\(dq"
        case "^": escaped += "\\(ha"
        case "~": escaped += "\\(ti"
        case "`": escaped += "\\(ga"
        case "…": escaped += "..."
        case "§": escaped += "\\(sc"
        default: escaped.append(character)
        }
      }
      // A dot or a quote at the beginning of a line would be a request.
      return escaped.hasPrefix(".") || escaped.hasPrefix("'") ? "\\&" + escaped : escaped
    }.joined(separator: "\n")
  }
}
