import ArgumentParser

/// The command line: arguments, files and exit statuses; all else is in the modules below.
@main
struct Paxoscope: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "paxoscope",
    abstract: "Step Paxos by hand, message by message, and see why.",
    discussion: """
      Without a FILE, opens a menu of the scenarios that ship with it. FILE is a scenario, the name of a shipped one, \
      or - for standard input.
      """,
    version: "0.1.0",
    subcommands: [
      Open.self, Replay.self, Check.self, ReachCommand.self, AdversaryCommand.self, ExportCommand.self, List.self,
      Show.self, Manual.self,
    ],
    defaultSubcommand: Open.self)
}
