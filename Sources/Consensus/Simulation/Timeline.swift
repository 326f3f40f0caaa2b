/// The number of a moment in a timeline; the first moment, before any step, is 0.
package typealias MomentID = Int

/// A tree of moments. Undo moves a cursor; a new step taken from the past grows a branch; nothing is thrown away.
///
/// A moment stores the step that led to it, and only every `stride`-th its world: the others are taken again from
/// there, because a step is deterministic. So 10,000 moments with 1,000 messages in flight fit into a few megabytes, and
/// a jump costs at most `stride` steps. The worlds that a jump passes are kept for a while: whoever goes back goes on
/// going back, and one step to and fro costs nothing but its first time.
///
/// The way from the first moment to the present one is always the one that redo follows.
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

  /// A moment whose world is kept, because it was come to lately.
  private struct Visit: Sendable {
    let moment: MomentID
    let world: World<A>
    let transition: Transition<A>?
  }

  private static var stride: Int { 32 }
  private static var maximumVisits: Int { 2 * stride }

  private var moments: Pages<Moment>
  /// The latest at the end, each moment once.
  private var visits: [Visit] = []
  /// The present moment.
  package private(set) var cursor: MomentID = 0
  /// The world of the present moment.
  package private(set) var world: World<A>
  /// The step that led to the present moment, as it was taken, or nil at the beginning.
  package private(set) var transition: Transition<A>?

  package init(_ world: World<A>) {
    self.world = world
    moments = Pages()
    moments.append(Moment(step: nil, parent: nil, depth: 0, checkpoint: world))
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
    leave()
    arrive(at: parent)
    return true
  }

  /// Goes forward to the child that was visited last; false where there is none.
  @discardableResult
  package mutating func redo() -> Bool {
    guard let child = moments[cursor].lastChild else { return false }
    leave()
    arrive(at: child)
    return true
  }

  /// Goes to any moment. The way to it becomes the one that redo follows. O(depth) pointers and at most 32 steps.
  package mutating func jump(to moment: MomentID) {
    leave()
    var child = moment
    while child != cursor, let parent = moments[child].parent {
      if moments[parent].lastChild != child { moments[parent].lastChild = child }
      child = parent
    }
    arrive(at: moment)
  }

  /// Keeps the present world before another one becomes the present.
  private mutating func leave() { keep([Visit(moment: cursor, world: world, transition: transition)]) }

  private mutating func keep(_ passed: [Visit]) {
    visits.removeAll { visit in passed.contains { $0.moment == visit.moment } }
    visits += passed
    visits.removeFirst(max(0, visits.count - Self.maximumVisits))
  }

  private mutating func arrive(at moment: MomentID) {
    let passed = replay(moment)
    keep(passed)
    guard let last = passed.last else { preconditionFailure("a replay ends with what was asked for") }
    cursor = moment
    world = last.world
    transition = last.transition
  }

  /// The world of any moment, without going there.
  package func world(at moment: MomentID) -> World<A> {
    moment == cursor ? world : visit(moment).world
  }

  /// The last step on the way to a moment, as it was taken.
  package func transition(to moment: MomentID) -> Transition<A>? {
    moment == cursor ? transition : visit(moment).transition
  }

  private func visit(_ moment: MomentID) -> Visit {
    guard let visit = replay(moment).last else { preconditionFailure("a replay ends with what was asked for") }
    return visit
  }

  /// The moments from one whose world is at hand to the wanted one, which is the last; only that one if it is at hand.
  private func replay(_ moment: MomentID) -> [Visit] {
    if let visit = visits.last(where: { $0.moment == moment }) { return [visit] }
    var ahead: [(moment: MomentID, step: Step)] = []
    var place = moment
    var start: World<A>?
    // At least one step is taken again, so that it can be told.
    while start == nil, let parent = moments[place].parent, let step = moments[place].step {
      ahead.append((place, step))
      place = parent
      start = worldAtHand(place)
    }
    guard var world = start ?? moments[place].checkpoint else { preconditionFailure("the first moment has a world") }
    if ahead.isEmpty { return [Visit(moment: moment, world: world, transition: nil)] }
    return ahead.reversed().map { moment, step in
      guard let transition = try? world.take(step) else {
        preconditionFailure("a step that was taken can be taken again")
      }
      return Visit(moment: moment, world: world, transition: transition)
    }
  }

  /// The world of a moment, if it need not be worked out.
  private func worldAtHand(_ moment: MomentID) -> World<A>? {
    if moment == cursor { return world }
    return moments[moment].checkpoint ?? visits.last { $0.moment == moment }?.world
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
