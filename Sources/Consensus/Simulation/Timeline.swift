/// The number of a moment in a timeline; the first moment, before any step, is 0.
package typealias MomentID = Int

/// A tree of moments. Undo moves a cursor; a new step taken from the past grows a branch; nothing is thrown away.
///
/// A moment stores the step that led to it, and only every `stride`-th its world: the others are taken again from
/// there, because a step is deterministic. So 10,000 moments with 1,000 messages in flight fit into a few megabytes, and
/// a jump costs less than `stride` steps. Some of the worlds that a jump passes are kept for a while: whoever goes back
/// goes on going back, and one step to and fro costs nothing but its first time.
///
/// The way from the first moment to the present one is always the one that redo follows.
package struct Timeline<A: Algorithm>: Sendable {
  /// What is so at a moment, and the last step on the way to it, as it was taken; nil for the first moment.
  ///
  /// A class although it never changes, so that a copy of the history copies references and not worlds.
  package final class Visit: Sendable {
    package let moment: MomentID
    package let world: World<A>
    package let transition: Transition<A>?

    fileprivate init(_ moment: MomentID, _ world: World<A>, _ transition: Transition<A>?) {
      self.moment = moment
      self.world = world
      self.transition = transition
    }
  }

  private static var stride: Int { 32 }
  /// Of the worlds that a jump passes, every so many are kept: a copy of the queue takes longer than a step.
  private static var visitStride: Int { 8 }
  private static var maximumVisits: Int { 64 }

  private var moments: Pages<Moment>
  /// The moments whose worlds are kept for good.
  private var checkpoints: [MomentID: Visit]
  /// Moments that one came to lately, the one added last at the end, each once.
  private var visits: [Visit] = []
  /// The present moment.
  package private(set) var cursor: MomentID = 0
  /// The end of the way that redo follows from there.
  private var end: MomentID = 0
  /// The world of the present moment.
  package private(set) var world: World<A>
  /// The step that led to the present moment, as it was taken, or nil at the beginning.
  package private(set) var transition: Transition<A>?

  package init(_ world: World<A>) {
    self.world = world
    moments = Pages()
    moments.append(Moment(step: nil, parent: nil, depth: 0))
    checkpoints = [0: Visit(0, world, nil)]
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
    let moment = known ?? append(transition)
    if moments[cursor].lastChild != moment {
      moments[cursor].lastChild = moment
      end = findEnd(of: moment)
    }
    cursor = moment
    self.transition = transition
    return transition
  }

  /// Adds a moment behind the present one, with the world as it is now.
  private mutating func append(_ transition: Transition<A>) -> MomentID {
    let moment = moments.count
    let depth = moments[cursor].depth + 1
    if depth.isMultiple(of: Self.stride) { checkpoints[moment] = Visit(moment, world, transition) }
    moments.append(Moment(step: transition.step, parent: cursor, depth: depth))
    moments[cursor].children.append(moment)
    return moment
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

  /// Goes to any moment. The way to it becomes the one that redo follows. O(distance) pointers and less than 32 steps.
  package mutating func jump(to moment: MomentID) {
    leave()
    var turns = false
    // Up to where the way parts from the present one: from there to the beginning they are the same.
    var (child, here) = (moment, cursor)
    while child != here {
      if depth(of: child) < depth(of: here), let parent = moments[here].parent {
        here = parent
      } else if let parent = moments[child].parent {
        if moments[parent].lastChild != child {
          moments[parent].lastChild = child
          turns = true
        }
        child = parent
      }
    }
    if turns { end = findEnd(of: moment) }
    arrive(at: moment)
  }

  /// Keeps the present world before another one becomes the present.
  private mutating func leave() { keep([present]) }

  private var present: Visit { Visit(cursor, world, transition) }

  private mutating func keep(_ passed: [Visit]) {
    visits += passed.filter { visit in !visits.contains { $0.moment == visit.moment } }
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
  package func world(at moment: MomentID) -> World<A> { visit(moment).world }

  /// Any moment, without going there.
  package func visit(_ moment: MomentID) -> Visit {
    if moment == cursor { return present }
    guard let visit = replay(moment).last else { preconditionFailure("a replay ends with what was asked for") }
    return visit
  }

  /// Some of the moments behind one that is at hand, up to the wanted one, which is the last; only that one if it is at
  /// hand.
  private func replay(_ moment: MomentID) -> [Visit] {
    var ahead: [(moment: MomentID, step: Step)] = []
    var place = moment
    var start = atHand(place)
    while start == nil, let parent = moments[place].parent, let step = moments[place].step {
      ahead.append((place, step))
      place = parent
      start = atHand(place)
    }
    guard let start else { preconditionFailure("the first moment has a world") }
    if ahead.isEmpty { return [start] }
    var world = start.world
    var passed: [Visit] = []
    for (place, step) in ahead.reversed() {
      guard let transition = try? world.take(step) else {
        preconditionFailure("a step that was taken can be taken again")
      }
      if place == moment || moments[place].depth.isMultiple(of: Self.visitStride) {
        passed.append(Visit(place, world, transition))
      }
    }
    return passed
  }

  /// A moment that need not be worked out.
  private func atHand(_ moment: MomentID) -> Visit? {
    if moment == cursor { return present }
    return checkpoints[moment] ?? visits.last { $0.moment == moment }
  }

  /// Whether one of two moments lies on the way to the other one, at most so many steps away.
  package func isNear(_ one: MomentID, _ other: MomentID, within steps: Int) -> Bool {
    let distance = abs(depth(of: one) - depth(of: other))
    guard distance <= steps else { return false }
    var (place, goal) = depth(of: one) < depth(of: other) ? (other, one) : (one, other)
    for _ in 0..<distance { place = moments[place].parent ?? place }
    return place == goal
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
  package func end(of moment: MomentID) -> MomentID { moment == cursor ? end : findEnd(of: moment) }

  private func findEnd(of moment: MomentID) -> MomentID {
    var place = moment
    while let child = moments[place].lastChild { place = child }
    return place
  }
}

/// A place in the tree. The same type for all algorithms, as one goes along thousands of them.
private struct Moment: Sendable {
  /// Nil for the first moment.
  let step: Step?
  let parent: MomentID?
  let depth: Int
  var children: [MomentID] = []
  /// Where redo leads: the child that was visited last.
  var lastChild: MomentID?
}
