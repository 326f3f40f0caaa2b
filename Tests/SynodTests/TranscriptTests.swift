import Synod
import Testing

@Suite("What the course's simulator says")
struct TranscriptTests {
  @Test("A sample is told as the course tells it", arguments: Sample.all)
  func told(_ sample: Sample) throws {
    let transcript = try play(sample.script).transcript
    #expect(transcript == sample.expectedLines)
  }
}
