import Interface
import Narration
import Scenarios
import Screen

/// A view as plain lines, without blanks at their ends.
func plainText(of interface: Interface, on paper: Paper) -> String {
  guard interface.shown == .diagram, let lesson = interface.lesson else {
    return settled(interface, on: paper, limit: 200_000).view(width: paper.width, height: paper.height).text + "\n"
  }
  var lines = [
    sanitized("\(lesson.scenario.title) · \(lesson.scenario.setup.algorithm)", in: interface.repertoire), "",
  ]
  lines += interface.diagramLines
  lines += ["", interface.diagramLegend]
  return lines.joined(separator: "\n") + "\n"
}
