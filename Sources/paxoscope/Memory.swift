import Glibc

/// How much memory there is: a search that took more would end with a crash and not with what it knows.
enum Memory {
  /// The most bytes that a search may use: 4 GiB, or less where there is less.
  static let forSearches: Int = min(4 << 30, available / 4 * 3, allowed / 2)

  /// What the machine can give without swapping; a container's limit counts.
  private static var available: Int {
    var bytes = sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE))
    if bytes <= 0 { bytes = .max }
    if let free = text("/proc/meminfo").split(separator: "\n").first(where: { $0.hasPrefix("MemAvailable:") }),
      let kilobytes = free.split(separator: " ").dropFirst().first.flatMap({ Int($0) }), kilobytes < 1 << 50
    {
      bytes = min(bytes, kilobytes << 10)
    }
    for path in ["/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"] {
      if let limit = text(path).split(separator: "\n").first.flatMap({ Int($0) }) { bytes = min(bytes, limit) }
    }
    return bytes
  }

  /// What `ulimit -v` allows for. Code, stacks and what is free but in pieces count there, too.
  private static var allowed: Int {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0 else { return .max }
    return Int(clamping: limit.rlim_cur)
  }

  private static func text(_ path: String) -> String {
    ((try? Files.read(path)) ?? []).withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
  }
}
