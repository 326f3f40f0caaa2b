import Glibc
import Interface
import Scenarios

/// The configuration file, and what is said about its mistakes.
struct Settings {
  let configuration: Configuration
  /// All mistakes with their places, for standard error; nil: there is none, or no file.
  private(set) var mistakes: String?
  /// The same in one line, for the screen.
  private(set) var words: String?

  static var path: String? { XDG.directory("XDG_CONFIG_HOME", below: ".config").map { "\($0)/config" } }

  /// Reads the file, if there is one. Whatever is wrong in it is left out, and the program starts.
  init() {
    guard let path = Self.path, access(path, F_OK) == 0 else {
      configuration = Configuration()
      return
    }
    do throws(Failure) {
      let (configuration, invalid) = Configuration.read(try Files.read(path, waiting: false))
      self.configuration = configuration
      guard let invalid else { return }
      let first = invalid.diagnostics[0]
      let more = invalid.diagnostics.count + invalid.omitted - 1
      mistakes = invalid.rendered(file: path)
      words = "Configuration, line \(first.line): \(first.sentence)" + (more > 0 ? "; \(more) more." : ".")
    } catch {
      configuration = Configuration()
      mistakes = error.message
      words = "The configuration cannot be read."
    }
  }
}
