/// What was measured of one program.
struct TerminalFeeling {
  /// What was measured of one kind of event.
  struct Samples {
    private(set) var firstBytes: [Double] = []
    private(set) var frames: [Double] = []
    private(set) var bytes: [Double] = []

    mutating func note(_ firstByte: Double, _ frame: Double, _ bytes: Int) {
      firstBytes.append(firstByte)
      frames.append(frame)
      self.bytes.append(Double(bytes))
    }
  }

  let program: String
  let columns: Int
  let rows: Int
  var start = Samples()
  var key = Samples()
  /// Keys after which nothing came.
  var unanswered = 0
  private(set) var idle: TerminalReport.Idle?
  private(set) var peakKiB: Int?

  init(program: String, columns: Int, rows: Int) {
    self.program = program
    self.columns = columns
    self.rows = rows
  }

  /// Watches a program while nobody types.
  mutating func watch(_ program: TerminalProgram, seconds: Double) {
    guard let before = program.usage else { return }
    let bytes = program.listen(for: seconds * 1e3)
    guard let after = program.usage else { return }
    peakKiB = after.peakKiB
    idle = TerminalReport.Idle(
      seconds: seconds, bytes: bytes, wakeUps: after.wakeUps - before.wakeUps,
      processorMs: after.processorMilliseconds - before.processorMilliseconds)
  }
}

/// The line of JSON.
struct TerminalReport: Encodable {
  /// Half of the samples are at most the median, 95 of 100 at most p95. Both are missing without samples.
  struct Distribution: Encodable {
    let median: Double?
    let p95: Double?
    let n: Int

    init(_ samples: [Double]) {
      let sorted = samples.sorted()
      n = sorted.count
      guard n > 0 else {
        median = nil
        p95 = nil
        return
      }
      median = ((sorted[(n - 1) / 2] + sorted[n / 2]) / 2).shortened
      p95 = sorted[Int((0.95 * Double(n - 1)).rounded())].shortened
    }
  }

  struct Event: Encodable {
    let firstByteMs: Distribution
    let frameMs: Distribution
    let bytes: Distribution
    var unanswered: Int?

    init(_ samples: TerminalFeeling.Samples, unanswered: Int? = nil) {
      firstByteMs = Distribution(samples.firstBytes)
      frameMs = Distribution(samples.frames)
      bytes = Distribution(samples.bytes)
      self.unanswered = unanswered
    }
  }

  struct Idle: Encodable {
    let seconds: Double
    let bytes: Int
    let wakeUps: Int
    let processorMs: Double
  }

  /// How many times what the other program needs: below 1, ours is faster, or smaller.
  struct Ratio: Encodable {
    let start: Double?
    let key: Double?
    let peak: Double?
  }

  let program: String
  let columns: Int
  let rows: Int
  let start: Event
  let key: Event
  let idle: Idle?
  let peakKiB: Int?
  let beside: [TerminalReport]
  var ratio: Ratio?

  init(_ feeling: TerminalFeeling, beside others: [TerminalFeeling] = []) {
    program = feeling.program
    columns = feeling.columns
    rows = feeling.rows
    start = Event(feeling.start)
    key = Event(feeling.key, unanswered: feeling.unanswered)
    idle = feeling.idle
    peakKiB = feeling.peakKiB
    var reports = others.map { TerminalReport($0) }
    for place in reports.indices {
      let other = reports[place]
      reports[place].ratio = Ratio(
        start: Self.ratio(start.frameMs.median, other.start.frameMs.median),
        key: Self.ratio(key.frameMs.median, other.key.frameMs.median),
        peak: Self.ratio(peakKiB.map(Double.init), other.peakKiB.map(Double.init)))
    }
    beside = reports
  }

  private static func ratio(_ ours: Double?, _ theirs: Double?) -> Double? {
    guard let ours, let theirs, theirs > 0 else { return nil }
    return (ours / theirs).shortened
  }
}

extension Double {
  /// To a thousandth.
  fileprivate var shortened: Double { (self * 1_000).rounded() / 1_000 }
}
