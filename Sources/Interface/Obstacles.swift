import Narration

// Why a key can do nothing now, and what would help.

extension Interface {
  static let nothingOpen = "No scenario is open."

  var stepObstacle: String? {
    guard let stage else { return Self.nothingOpen }
    return stage.ahead != nil || stage.openQuestion != nil ? nil : nextObstacle
  }

  var beginningObstacle: String? {
    guard let stage else { return Self.nothingOpen }
    return stage.scene.depth == 0 ? "This is the beginning: there is no earlier moment." : nil
  }

  var endObstacle: String? {
    guard let stage else { return Self.nothingOpen }
    return stage.ahead == nil
      ? "This is the last moment of this branch. \(keyName(.next)) delivers the next message." : nil
  }

  var branchObstacle: String? {
    guard let stage else { return Self.nothingOpen }
    return stage.branchCount > 1
      ? nil : "There is only one branch. Do something else at an earlier moment, and there are two."
  }

  var questionObstacle: String? {
    guard let stage else { return Self.nothingOpen }
    return stage.questions.isEmpty ? "The scenario asks nothing at this moment." : nil
  }

  var messageObstacle: String? {
    guard let stage else { return Self.nothingOpen }
    if stage.message != nil, stage.selectedMessage != nil { return nil }
    if stage.scene.messages.isEmpty {
      return emptyQueue(stage)
    }
    return "No message is selected: none fits the filter \(stage.filter)."
  }

  var deliveryObstacle: String? {
    if let messageObstacle { return messageObstacle }
    guard let stage, let message = stage.message else { return Self.nothingOpen }
    let preview = stage.preview(of: message)
    return preview.isPossible ? nil : preview.sentence
  }

  var nextObstacle: String? {
    guard let stage else { return Self.nothingOpen }
    if stage.next != nil { return nil }
    guard stage.scene.messages.isEmpty else {
      let count = stage.scene.messages.count
      let what = count == 1 ? "The message cannot" : "None of the \(count) messages can"
      return "\(what) be delivered: held, cut off, or to a node that is down."
    }
    return emptyQueue(stage)
  }

  var nodeObstacle: String? {
    stage?.selectedNode == nil ? "There is no node." : nil
  }

  /// That nothing is in flight, and the key that goes on from there: not every algorithm has timers.
  func emptyQueue(_ stage: Stage) -> String {
    let hasTimer = stage.proposer.map { stage.session.refusal(toRingAt: $0.id) == nil } ?? true
    return hasTimer
      ? "Nothing is in flight. \(keyName(.timeout)) lets the timer of \(stage.proposerName) ring."
      : "Nothing is in flight. \(keyName(.request)) hands the value of a client to \(stage.proposerName)."
  }

  var timerObstacle: String? {
    requestObstacle ?? stage?.timerNode.flatMap { stage?.session.refusal(toRingAt: $0.id)?.sentence }
  }

  var requestObstacle: String? {
    guard let stage else { return Self.nothingOpen }
    guard let node = stage.timerNode else {
      let name = stage.selectedNode?.name ?? "This node"
      return "\(name) has no timer: select a proposer first, such as \(stage.proposerName)."
    }
    return node.isUp ? nil : "\(node.name) is down: \(keyName(.restart)) restarts it."
  }

  var crashObstacle: String? {
    guard let node = stage?.selectedNode else { return nodeObstacle }
    return node.isUp ? nil : "\(node.name) is down already: \(keyName(.restart)) restarts it."
  }

  var restartObstacle: String? {
    guard let node = stage?.selectedNode else { return nodeObstacle }
    return node.isUp ? "\(node.name) is up: only a node that is down can be restarted." : nil
  }

  var searchObstacle: String? {
    guard stage != nil else { return Self.nothingOpen }
    return workshop.search == nil ? nil : "A search is under way: \(layerKey(.back)) stops it."
  }

  var adversaryObstacle: String? {
    if let stage, !stage.scene.decides { return "This algorithm decides nothing that could be kept open." }
    return searchObstacle
  }

  var foundObstacle: String? {
    guard let stage else { return Self.nothingOpen }
    return stage.found.isEmpty ? "No run was found here so far: \(keyName(.check)) looks for a violation." : nil
  }

  var mutationObstacle: String? {
    guard let stage else { return Self.nothingOpen }
    return stage.session.vocabulary.mutations.isEmpty ? "No rule of this algorithm can be replaced." : nil
  }

  var besideObstacle: String? {
    guard let stage else { return Self.nothingOpen }
    if !stage.session.setup.mutations.isEmpty || stage.companion != nil { return nil }
    return "This is the correct algorithm: \(keyName(.mutate)) replaces a rule of it."
  }

  /// Why no other algorithm can be seen beside this one.
  var companionObstacle: String? {
    guard let stage else { return Self.nothingOpen }
    if stage.companion != nil { return nil }
    do throws(Refusal) { _ = try Companion(of: stage.session) } catch { return error.sentence }
    return nil
  }

  var healObstacle: String? {
    guard let stage else { return Self.nothingOpen }
    return stage.scene.cuts.isEmpty ? "No link is cut." : nil
  }
}

extension Stage {
  /// The node whose timer rings: the selected one, where it has one; else the only proposer there is, or the one that
  /// was selected last.
  var timerNode: NodeView? {
    let proposers = scene.nodes.filter { $0.roles.contains("proposer") }
    return proposers.first { $0.id == selectedNode?.id } ?? (proposers.count == 1 ? proposers.first : nil)
  }
}
