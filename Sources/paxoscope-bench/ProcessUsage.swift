import Foundation

/// What the system says about a process, all its threads together (proc(5)).
struct ProcessUsage {
  /// How often a thread waited and was woken: voluntary context switches.
  let wakeUps: Int
  let processorMilliseconds: Double
  /// The most memory that was resident: VmHWM.
  let peakKiB: Int

  init?(of process: pid_t) {
    guard let status = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8),
      let peak = Self.number("VmHWM:", in: status),
      let stat = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
      let threads = try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/task")
    else { return nil }
    // The name of the program comes first, in parentheses, and may hold anything.
    let fields = stat[(stat.lastIndex(of: ")") ?? stat.startIndex)...].split(separator: " ")
    guard fields.count > 13, let user = Double(fields[12]), let system = Double(fields[13]) else { return nil }
    processorMilliseconds = (user + system) * 1_000 / Double(sysconf(Int32(_SC_CLK_TCK)))
    peakKiB = peak
    wakeUps = threads.compactMap { thread in
      (try? String(contentsOfFile: "/proc/\(process)/task/\(thread)/status", encoding: .utf8))
        .flatMap { Self.number("voluntary_ctxt_switches:", in: $0) }
    }.reduce(0, +)
  }

  private static func number(_ name: String, in text: String) -> Int? {
    let line = text.split(separator: "\n").first { $0.hasPrefix(name) }
    return line?.dropFirst(name.count).split(whereSeparator: \.isWhitespace).first.flatMap { Int($0) }
  }
}
