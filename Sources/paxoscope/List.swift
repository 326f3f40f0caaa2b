import ArgumentParser
import Interface
import Narration
import Scenarios

struct List: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List the shipped scenarios, the algorithms, the mutations of one, or the keys.")

  @Flag(help: "List the algorithms that scenarios may name.")
  var algorithms = false

  @Option(
    help: ArgumentHelp("List the mutations of an algorithm.", valueName: "algorithm"),
    completion: .list(Catalog.algorithms))
  var mutations: String?

  @Flag(help: "List the commands of the screen with their keys, as the configuration has them.")
  var keys = false

  @Flag(help: "Print one JSON object.")
  var json = false

  func validate() throws {
    if [algorithms, mutations != nil, keys].count(where: \.self) > 1 {
      throw ValidationError("--algorithms, --mutations and --keys exclude each other.")
    }
  }

  func run() throws {
    try reporting {
      let (key, rows) = try listing()
      if json {
        let format = JSON.string("paxoscope-list/1")
        printOut(try JSON.object(["format": format, key: .array(rows.map(\.json))]).text)
      } else if rows.isEmpty, let mutations {
        // Not among the results, which are names.
        printError("\(mutations) has no mutations: none of its rules can be replaced.")
      } else {
        let width = rows.map(\.name.count).max() ?? 0
        let column = rows.compactMap(\.keys?.count).max() ?? 0
        for row in rows {
          let keys = row.keys.map { $0 + String(repeating: " ", count: column - $0.count + 2) } ?? ""
          printOut(row.name + String(repeating: " ", count: width - row.name.count + 2) + keys + row.summary)
        }
      }
      return .good
    }
  }

  private struct Row {
    let name: String
    let summary: String
    /// Of a command of the screen.
    var keys: String?
    var more: [String: JSON] = [:]

    var json: JSON {
      .object(["name": .string(name), "summary": .string(summary)].merging(more) { _, more in more })
    }
  }

  private func listing() throws(Failure) -> (key: String, rows: [Row]) {
    if algorithms {
      return ("algorithms", Catalog.entries.map { Row(name: $0.name, summary: $0.vocabulary.summary) })
    }
    if let mutations {
      guard let vocabulary = Catalog.vocabulary(for: mutations) else {
        throw Failure(
          .wrongUse, "There is no algorithm \(mutations). There is: \(Catalog.algorithms.joined(separator: ", ")).")
      }
      return ("mutations", vocabulary.mutations.map { Row(name: $0.name, summary: $0.summary) })
    }
    if keys {
      let settings = Settings()
      if let mistakes = settings.mistakes { printError(mistakes) }
      return (
        "keys",
        Interface.commands(settings.configuration).map { row in
          Row(
            name: row.argument.map { "\(row.name) [\($0)]" } ?? row.name, summary: row.help,
            keys: row.keys.isEmpty ? "none" : row.keys.joined(separator: " "),
            more: ["name": .string(row.name), "keys": JSON(row.keys), "group": .string(row.group)])
        }
      )
    }
    var rows: [Row] = []
    for shipped in shippedScenarios {
      let scenario = try Shipped.header(of: shipped)
      let more = ["title": JSON.string(scenario.title), "algorithm": .string(scenario.setup.algorithm)]
      rows.append(Row(name: shipped.name, summary: scenario.title, more: more))
    }
    return ("scenarios", rows)
  }
}
