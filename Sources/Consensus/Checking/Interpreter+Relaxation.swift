/// What the interpreter makes of an algorithm's relaxation.
extension AlgorithmInterpreter {
  var isRelaxed: Bool { relaxation != nil }
  var keepsMessages: Bool { relaxation?.keepsMessages ?? false }

  func fate(ofMessage message: Int, inState state: Int) -> UInt32 {
    guard let relaxation else { return Fate.open.rawValue }
    let envelope = messages[message]
    let node = states[Int(envelope.to.index)][state].node
    let fate = relaxation.fate(envelope.message, envelope.from, node)
    return (fate == .urgent && message < firstSent ? .open : fate).rawValue
  }

  /// A state without what nothing depends on, and, where a stage is named, without what belongs to earlier ones. Only who may restart
  /// has a disk.
  func relaxed(_ state: State, of id: NodeID, from stage: Stage?) -> State {
    guard let relaxation else { return state }
    var state = state
    if bounds.crashes <= 0 { state.disk = nil }
    if let stages, let stage {
      state.node = stages.node(id, state.node, stage)
      state.disk = state.disk.map { stages.disk(id, $0, stage) }
    }
    state.node = relaxation.essence(state.node)
    return state
  }
}

// MARK: - Stages

extension AlgorithmInterpreter {
  var stages: Stages<A>? { relaxation?.stages }

  var stageCount: Int { stages?.all.count ?? 0 }

  func stage(ofMessage message: Int) -> Int {
    guard let stages else { return 0 }
    return stages.number(of: stages.ofMessage(messages[message].message))
  }

  /// The stage in which an event must happen, given the node afterwards.
  func stage(of event: Event<A.Message>, at id: NodeID, after node: A.Node) -> Int {
    guard let stages else { return 0 }
    if case .receive(let message, _) = event { return stages.number(of: stages.ofMessage(message)) }
    return stages.number(of: stages.ofEvent(event, id, node))
  }
}
