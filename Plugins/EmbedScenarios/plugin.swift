import Foundation
import PackagePlugin

/// Writes the files of `scenarios/` into one Swift source file, so that the binary carries them.
@main
struct EmbedScenarios: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    let folder = context.package.directoryURL.appending(path: "scenarios")
    let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .filter { $0.pathExtension == "scenario" }
      .sorted { order($0) < order($1) }
    let output = context.pluginWorkDirectoryURL.appending(path: "ShippedScenarios.swift")
    return [
      .buildCommand(
        displayName: "Embedding \(files.count) scenarios",
        executable: try context.tool(named: "embed-scenarios").url,
        arguments: [output.path()] + files.map { $0.path() },
        inputFiles: files,
        outputFiles: [output])
    ]
  }

  /// By name, but broken variants (`b…`) last: a rule should have been seen before it is seen broken.
  private func order(_ file: URL) -> String {
    let name = file.lastPathComponent
    return (name.hasPrefix("b") ? "2" : "1") + name
  }
}
