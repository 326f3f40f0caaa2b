import ArgumentParser
import Narration
import Scenarios

struct List: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List the shipped scenarios, the algorithms, or the mutations of one.")

  @Flag(help: "List the algorithms that scenarios may name.")
  var algorithms = false

  @Option(help: ArgumentHelp("List the mutations of an algorithm.", valueName: "algorithm"))
  var mutations: String?

  @Flag(help: "Print one JSON object.")
  var json = false

  func validate() throws {
    if algorithms && mutations != nil { throw ValidationError("--algorithms and --mutations exclude each other.") }
  }

  func run() throws {
    try reporting {
      let (key, rows) = try listing()
      if json {
        let format = JSON.string("paxoscope-list/1")
        printOut(try JSON.object(["format": format, key: .array(rows.map(\.json))]).text)
      } else {
        let width = rows.map(\.name.count).max() ?? 0
        for row in rows {
          printOut(row.name + String(repeating: " ", count: width - row.name.count + 2) + row.summary)
        }
      }
      return .good
    }
  }

  private struct Row {
    let name: String
    let summary: String
    var more: [String: JSON] = [:]

    var json: JSON {
      .object(["name": .string(name), "summary": .string(summary)].merging(more) { first, _ in first })
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
    var rows: [Row] = []
    for shipped in shippedScenarios {
      let scenario = try Shipped.header(of: shipped)
      let more = ["title": JSON.string(scenario.title), "algorithm": .string(scenario.setup.algorithm)]
      rows.append(Row(name: shipped.name, summary: scenario.title, more: more))
    }
    return ("scenarios", rows)
  }
}
