/// The number of a moment in a timeline; the first moment, before any step, is 0.
package typealias MomentID = Int

/// A tree of moments. Undo moves a cursor; a new step taken from the past grows a branch; nothing is thrown away.
///
/// A moment stores the step that led to it, and only every `stride`-th its world: the others are taken again from
/// there, because a step is deterministic. So 10,000 moments with 1,000 messages in flight fit into a few megabytes, and
/// a jump costs at most `stride` steps.
package struct Timeline<A: Algorithm>: Sendable {
  private struct Moment: Sendable {
    /// Nil for the first moment.
    let step: Step?
    let parent: MomentID?
    let depth: Int
    var children: [MomentID] = []
    /// Where redo leads: the child that was visited last.
    var lastChild: MomentID?
    let checkpoint: World<A>?
  }

  private static var stride: Int { 32 }

  private var moments: [Moment]
  /// The present moment.
  package private(set) var cursor: MomentID = 0
  /// The world of the present moment.
  package private(set) var world: World<A>
  /// The step that led to the present moment, as it was taken, or nil at the beginning.
  package private(set) var transition: Transition<A>?

  package init(_ world: World<A>) {
    self.world = world
    moments = [Moment(step: nil, parent: nil, depth: 0, checkpoint: world)]
  }

  /// How many moments there are, all branches together.
  package var count: Int { moments.count }

  package func step(to moment: MomentID) -> Step? { moments[moment].step }
  package func parent(of moment: MomentID) -> MomentID? { moments[moment].parent }
  package func children(of moment: MomentID) -> [MomentID] { moments[moment].children }
  /// How many steps lead to a moment.
  package func depth(of moment: MomentID) -> Int { moments[moment].depth }

  /// Takes a step from the present moment, or throws why it is impossible and stays. A step that was taken from here
  /// before leads to the same moment as then.
  @discardableResult
  package mutating func take(_ step: Step) throws(Impossible) -> Transition<A> {
    let transition = try world.take(step)
    let known = moments[cursor].children.first { moments[$0].step == step }
    let moment = known ?? append(step)
    moments[cursor].lastChild = moment
    cursor = moment
    self.transition = transition
    return transition
  }

  /// Adds a moment behind the present one, with the world as it is now.
  private mutating func append(_ step: Step) -> MomentID {
    let depth = moments[cursor].depth + 1
    let isCheckpoint = depth.isMultiple(of: Self.stride)
    moments.append(Moment(step: step, parent: cursor, depth: depth, checkpoint: isCheckpoint ? world : nil))
    moments[cursor].children.append(moments.count - 1)
    return moments.count - 1
  }

  /// Goes back one step; false at the beginning.
  @discardableResult
  package mutating func undo() -> Bool {
    guard let parent = moments[cursor].parent else { return false }
    jump(to: parent)
    return true
  }

  /// Goes forward to the child that was visited last; false where there is none.
  @discardableResult
  package mutating func redo() -> Bool {
    guard let child = moments[cursor].lastChild else { return false }
    jump(to: child)
    return true
  }

  /// Goes to any moment. The way to it becomes the one that redo follows. O(depth) pointers and at most 32 steps.
  package mutating func jump(to moment: MomentID) {
    let (world, transition) = moments[moment].parent == cursor ? takeAgain(moment) : replay(moment)
    var child = moment
    while let parent = moments[child].parent {
      moments[parent].lastChild = child
      child = parent
    }
    cursor = moment
    self.world = world
    self.transition = transition
  }

  /// The world of any moment, without going there.
  package func world(at moment: MomentID) -> World<A> {
    moment == cursor ? world : replay(moment).0
  }

  /// The last step on the way to a moment, as it was taken.
  package func transition(to moment: MomentID) -> Transition<A>? {
    moment == cursor ? transition : replay(moment).1
  }

  /// The step from the present moment to a child of it.
  private func takeAgain(_ child: MomentID) -> (World<A>, Transition<A>?) {
    var world = world
    guard let step = moments[child].step, let transition = try? world.take(step) else {
      preconditionFailure("a step that was taken can be taken again")
    }
    return (world, transition)
  }

  private func replay(_ moment: MomentID) -> (World<A>, Transition<A>?) {
    // The way back to a stored world before the moment, so that its last step is taken again and can be told.
    var steps: [Step] = []
    var place = moment
    while let parent = moments[place].parent, let step = moments[place].step {
      steps.append(step)
      place = parent
      if moments[place].checkpoint != nil { break }
    }
    guard var world = moments[place].checkpoint else { preconditionFailure("the first moment has a world") }
    var transition: Transition<A>?
    for step in steps.reversed() {
      guard let taken = try? world.take(step) else { preconditionFailure("a step that was taken can be taken again") }
      transition = taken
    }
    return (world, transition)
  }

  /// The moments from the first to the given one, both included.
  package func path(to moment: MomentID) -> [MomentID] {
    var path = [moment]
    var place = moment
    while let parent = moments[place].parent {
      path.append(parent)
      place = parent
    }
    return path.reversed()
  }

  /// The end of the way that redo follows from a moment.
  package func end(of moment: MomentID) -> MomentID {
    var place = moment
    while let child = moments[place].lastChild { place = child }
    return place
  }
}
