import FoundationEssentials

// Usage: embed-scenarios OUTPUT.swift FILE…
// Writes a Swift file with a table of (name, text) of the scenario files, in the order given.

let arguments = CommandLine.arguments.dropFirst()
guard let output = arguments.first else {
  fatalError("usage: embed-scenarios OUTPUT.swift FILE…")
}

let entries = try arguments.dropFirst().map { path in
  let text = String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
  let name = URL(filePath: path).deletingPathExtension().lastPathComponent
  // Raw strings with many marks: nothing that a scenario may contain can end the literal.
  return "  (\"\(name)\", ####\"\"\"\n\(text)\n\"\"\"####),\n"
}

let source = """
  /// The scenarios of `scenarios/`, by name, in the order of their names.
  let shippedScenarios: [(name: String, text: String)] = [
  \(entries.joined())]

  """
try Data(source.utf8).write(to: URL(filePath: output))
