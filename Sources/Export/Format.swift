package import Interface
import Narration
package import Screen

/// What a run, or a view of it, can be exported as.
package enum Format: String, CaseIterable, Hashable, Sendable {
  /// Plain lines, for notes.
  case text
  /// One self-contained picture.
  case svg
  /// A sequence diagram in the language of Mermaid.
  case mermaid
  /// A recording for terminals, asciicast v2.
  case cast

  /// As files of this format end.
  package var ending: String {
    switch self {
    case .text: ".txt"
    case .svg: ".svg"
    case .mermaid: ".mmd"
    case .cast: ".cast"
    }
  }

  /// The format that a file's ending names, in any case of its letters; nil where it names none.
  package init?(path: String) {
    let path = path.lowercased()
    guard let format = Format.allCases.first(where: { path.hasSuffix($0.ending) }) else { return nil }
    self = format
  }
}

/// How large an exported view is, and in which colours.
package struct Paper: Hashable, Sendable {
  package var width: Int
  package var height: Int
  package var theme: Theme

  package init(width: Int = 80, height: Int = 24, theme: Theme = .light) {
    self.width = width
    self.height = height
    self.theme = theme
  }
}

extension Format {
  /// The run of an interface from its beginning to its present moment, as the text of a file. Of the space-time diagram
  /// all of it, whatever the screen has room for; of other views what the screen shows.
  ///
  /// Ends with a line feed. The same run gives the same bytes.
  package func export(_ interface: Interface, on paper: Paper) -> String {
    switch self {
    case .text: plainText(of: interface, on: paper)
    case .svg: interface.shown == .diagram ? DiagramPicture(interface, paper).svg : picture(of: interface, on: paper)
    case .mermaid: sequenceDiagram(of: interface)
    case .cast: Recording(interface, paper).text
    }
  }
}

/// The screen of an interface, with everything worked out that it would work out in the background.
func settled(_ interface: Interface, on paper: Paper, limit: Int) -> Interface {
  var interface = interface
  _ = interface.update(.resize(width: paper.width, height: paper.height))
  var bounds = Setup.Bounds()
  bounds.limit = limit
  var limits = ExplorationLimits(bounds)
  limits.bytes = 256 << 20
  // There is one job for the present moment and one for its selected message.
  for _ in 0..<8 {
    guard let job = interface.job else { break }
    interface.completed(job.ticket, job.answer(limits) { _ in true })
  }
  return interface
}
