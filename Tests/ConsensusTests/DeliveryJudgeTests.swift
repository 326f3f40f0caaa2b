import Consensus
import Testing

/// The judges of deliveries, on histories made by hand.
@Suite struct DeliveryJudges {
  private let cluster = Cluster.processes(3)

  private func message(_ text: String) -> Multicast {
    // `m1`: message 1 of P1; the letter tells the sender.
    let senders: [Character: Int] = ["m": 0, "n": 1, "o": 2]
    let number = Int(text.dropFirst()) ?? 1
    return Multicast(sender: NodeID(senders[text.first ?? "m"] ?? 0), number: number, value: Value(text))
  }

  /// `P1 +m1 m1 n1`: P1 multicasts m1, then delivers m1 and n1. Lines in the order in which they happen.
  private func ledger(_ lines: String...) -> Ledger {
    var ledger = Ledger()
    for line in lines {
      let words = line.split(separator: " ").map(String.init)
      guard let node = cluster.id(named: words[0]) else { continue }
      for word in words.dropFirst() {
        let isSent = word.first == "+"
        let message = message(isSent ? String(word.dropFirst()) : word)
        ledger.record(isSent ? .multicast(message) : .deliver(message), by: node)
      }
    }
    return ledger
  }

  @Test func `FIFO order is broken by the delivery that leaves a gap`() {
    let good = ledger("P1 +m1 +m2", "P2 m1 m2", "P3 m1")
    #expect(Invariant.fifoOrder.violation(good, cluster) == nil)
    let bad = ledger("P1 +m1 +m2", "P2 m2")
    #expect(
      Invariant.fifoOrder.violation(bad, cluster) == "P2 delivered m2 of P1 without having delivered m1 of P1 before.")
  }

  @Test func `Causal order goes through other processes`() {
    // P3 knew of n1 alone, and n1 of m1.
    let chain = ["P1 +m1", "P2 m1 +n1", "P3 m1 n1 +o1"]
    let good = ledger(chain[0], chain[1], chain[2], "P1 m1 n1 o1")
    #expect(Invariant.causalOrder.violation(good, cluster) == nil)
    let bad = ledger(chain[0], chain[1], chain[2], "P1 n1 o1")
    #expect(
      Invariant.causalOrder.violation(bad, cluster) == "P1 delivered n1 of P2 without having delivered m1 of P1 before."
    )
    #expect(Invariant.fifoOrder.violation(bad, cluster) == nil)
  }

  @Test func `A process that skips what a sender had only heard of breaks causal order`() {
    let bad = ledger("P1 +m1", "P2 m1 +n1", "P3 n1")
    #expect(Invariant.causalOrder.violation(bad, cluster)?.contains("m1") == true)
    // What the sender got to know later is no cause.
    let concurrent = ledger("P1 +m1", "P2 +n1 m1", "P3 n1 m1")
    #expect(Invariant.causalOrder.violation(concurrent, cluster) == nil)
  }

  @Test func `Total order is broken as soon as two processes differ at one place`() {
    let prefix = ledger("P1 +m1", "P2 +n1", "P1 m1 n1", "P2 m1", "P3")
    #expect(Invariant.totalOrder.violation(prefix, cluster) == nil)
    let swapped = ledger("P1 +m1", "P2 +n1", "P1 m1 n1", "P2 m1 n1", "P3 n1 m1")
    #expect(Invariant.totalOrder.violation(swapped, cluster) == "Message number 1 is m1 at P1 and n1 at P3.")
    let alone = ledger("P1 +m1", "P2 +n1", "P1 m1", "P2 n1")
    #expect(Invariant.totalOrder.violation(alone, cluster) != nil)
  }

  @Test func `Integrity is broken by a second delivery and by an invented message`() {
    #expect(Invariant.integrity.violation(ledger("P1 +m1 m1", "P2 m1"), cluster) == nil)
    #expect(Invariant.integrity.violation(ledger("P1 +m1", "P2 m1 m1"), cluster) == "P2 has delivered m1 twice.")
    #expect(
      Invariant.integrity.violation(ledger("P2 m1"), cluster) == "P2 has delivered m1, which nobody has multicast.")
  }

  // MARK: - Agreement

  private func fifo() throws -> Run<Broadcast<FIFOOrder>> {
    var run = Run(Broadcast<FIFOOrder>(cluster: cluster))
    try run.request("P1", "m")
    try run.deliver("P1", "P2")
    return run
  }

  @Test func `Agreement is broken when the network loses what somebody else has delivered`() throws {
    var run = try fifo()
    #expect(run.violation(of: .deliveryAgreement) == nil)
    try run.drop("P1", "P3")
    #expect(
      run.violation(of: .deliveryAgreement)
        == "P2 has delivered m, and what would have brought it to P3 is lost.")
  }

  @Test func `A copy that is still in flight keeps agreement possible`() throws {
    var run = try fifo()
    try run.take(.duplicate(try run.message("P1", "P3")))
    try run.drop("P1", "P3")
    #expect(run.violation(of: .deliveryAgreement) == nil)
    try run.deliver("P1", "P3")
    #expect(run.violation(of: .deliveryAgreement) == nil)
  }

  @Test func `Who is down need not agree, until it is up again`() throws {
    var run = try fifo()
    let (second, third) = (try run.id("P2"), try run.id("P3"))
    try run.take(.crash(third))
    try run.drop("P1", "P3")
    #expect(run.violation(of: .deliveryAgreement) == nil)
    try run.take(.restart(third, forgetting: .nothing))
    #expect(run.violation(of: .deliveryAgreement) != nil)
    try run.take(.crash(second))
    #expect(run.violation(of: .deliveryAgreement) == nil)
  }

  @Test func `What nobody has delivered may be lost`() throws {
    var run = Run(Broadcast<FIFOOrder>(cluster: cluster))
    try run.request("P1", "m")
    for receiver in ["P1", "P2", "P3"] { try run.drop("P1", receiver) }
    #expect(run.violation(of: .deliveryAgreement) == nil)
  }
}
