import Consensus
import Dispatch
import Interface
import Narration
import Synchronization
import Terminal

/// Works out one job at a time beside the event loop, and wakes the loop when there is an answer.
final class Background: Sendable {
  private struct State: Sendable {
    /// The job that is wanted; an older one that still runs gives up at its next pause.
    var ticket: Int?
    var answers: [(ticket: Int, answer: Answer)] = []
  }

  private let state = Mutex(State())
  private let queue = DispatchQueue(label: "background")
  private let waker: Waker

  init(waking waker: Waker) { self.waker = waker }

  /// Makes a job the one that is worked out; nil stops all work. Does nothing if it is the one already.
  func want(_ job: Job?) {
    let isNew = state.withLock { state in
      defer { state.ticket = job?.ticket }
      return state.ticket != job?.ticket
    }
    guard isNew, let job else { return }
    queue.async { self.work(on: job) }
  }

  /// The answers that have come since the last time, oldest first.
  func takeAnswers() -> [(ticket: Int, answer: Answer)] {
    state.withLock { state in
      defer { state.answers = [] }
      return state.answers
    }
  }

  private func work(on job: Job) {
    guard isWanted(job) else { return }
    var lastNews = ContinuousClock.now
    let answer = job.answer(Self.limits(for: job.kind), glimpse: { post(.glimpse($0), to: job) }) { progress in
      // Ten times a second is often enough for a person, and rare enough for a slow line.
      if job.kind.showsProgress, ContinuousClock.now - lastNews > .milliseconds(100) {
        lastNews = ContinuousClock.now
        post(.progress(progress), to: job)
      }
      return isWanted(job)
    }
    post(answer, to: job)
  }

  private func isWanted(_ job: Job) -> Bool { state.withLock { $0.ticket == job.ticket } }

  private func post(_ answer: Answer, to job: Job) {
    state.withLock { $0.answers.append((job.ticket, answer)) }
    waker.wake()
  }

  /// An outlook that takes longer than a second or two is of no use to somebody who presses keys.
  private static func limits(for kind: Job.Kind) -> ExplorationLimits {
    var limits = ExplorationLimits()
    limits.bytes = Memory.forSearches
    if case .outlook = kind { limits.bounds.limit = 2_000_000 }
    return limits
  }
}

extension Job.Kind {
  /// Whether somebody waits for it and wants to see how far it is.
  fileprivate var showsProgress: Bool {
    switch self {
    case .check, .reach, .adversary: true
    case .outlook, .beside: false
    }
  }
}
