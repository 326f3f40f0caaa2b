import ArgumentParser
import Scenarios
import Synod

/// The options that say in which language a file is written, and where to put it in ours.
struct Origin: ParsableArguments {
  enum Format: String, ExpressibleByArgument, CaseIterable {
    /// A script for the simulator of a university's assignment on the synod protocol.
    case synod
  }

  @Option(
    help: ArgumentHelp("Read another language: synod (scripts of a course's synod simulator).", valueName: "format"))
  var from: Format?

  @Option(
    help: ArgumentHelp("Write the scenario to a file, in the scenario language.", valueName: "file"),
    completion: .file())
  var save: String?

  /// A file that was read: played to its end or for a number of steps, and saved where that was asked for.
  func read(
    _ file: String, steps: Int = .max, checked: Bool = true
  ) throws(Failure) -> (lesson: Lesson, transcript: [String]?) {
    let source = try Source(file)
    switch from {
    case nil:
      let lesson = try source.play(steps: steps, checked: checked)
      if let save { try Files.save(lesson.scenario, to: save) }
      return (lesson, nil)
    case .synod:
      let run = try source.synod()
      if let save { try Files.save(run.scenario, to: save) }
      guard steps < run.lesson.steps else { return (run.lesson, run.transcript) }
      // What is saved is what is played: the converted text.
      let converted = Source(name: source.name, bytes: Array(Printer.text(run.scenario).utf8))
      return (try converted.play(steps: steps), run.transcript)
    }
  }
}

extension Source {
  /// The script in another language, played on our engine.
  func synod() throws(Failure) -> SynodRun {
    do throws(InvalidText) {
      return try SynodRun(try SynodScript.parse(bytes), name: name)
    } catch {
      throw Failure(.invalidScenario, error.rendered(file: name))
    }
  }
}
