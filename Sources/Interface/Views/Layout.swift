import Screen

/// Where everything goes on a terminal of some size. Panels that have no room are nil: they are one key away then.
struct Layout: Hashable, Sendable {
  static let minimum = Size(width: 40, height: 10)

  private(set) var header: Rect
  private(set) var nodes: Rect?
  private(set) var queue: Rect?
  private(set) var diagram: Rect?
  private(set) var ballots: Rect?
  private(set) var history: Rect?
  /// This run and the same one under another algorithm.
  private(set) var beside: Rect?
  /// Lines between panels.
  private(set) var verticals: [Rect] = []
  private(set) var horizontals: [Rect] = []
  /// The line over the explanation, which names the step.
  private(set) var rule: Rect?
  private(set) var why: Rect
  private(set) var lamp: Rect
  /// What the selected message would do; a notice or a prompt takes its place.
  private(set) var status: Rect
  private(set) var footer: Rect

  /// The panels that can have the focus, in the order of Tab.
  var panes: [Pane] {
    var panes: [Pane] = []
    if nodes != nil { panes.append(.nodes) }
    if diagram != nil { panes.append(.diagram) }
    if ballots != nil { panes.append(.ballots) }
    if queue != nil { panes.append(.queue) }
    if history != nil { panes.append(.history) }
    if beside != nil { panes.append(.beside) }
    return panes
  }

  /// `nodeRows` says how many rows the nodes want in a panel of some width. Nothing else about the run matters, so that
  /// nothing jumps while it goes on.
  init(_ size: Size, view: ViewKind, focus: Pane, nodeRows: (Int) -> Int) {
    var area = Rect(x: 0, y: 0, width: size.width, height: size.height)
    header = area.takeTop(1)
    footer = area.takeBottom(1)
    status = area.takeBottom(size.height >= 22 ? 2 : 1)
    lamp = area.takeBottom(1)
    // Beside another algorithm, each half tells its own step.
    why = area.takeBottom(view == .beside ? max(1, Self.whyRows(size.height) - 2) : Self.whyRows(size.height))
    if size.height >= 14 { rule = area.takeBottom(1) }
    if view == .beside {
      layOutBeside(area)
    } else if size.width < 58 {
      stack(area, view, focus, nodeRows)
    } else if view == .nodes, size.width >= 100, area.height >= 22 {
      layOutBands(area, nodeRows)
    } else if view == .diagram, size.width >= 100, area.height >= 14 {
      layOutDiagram(area, nodeRows)
    } else if view == .nodes, size.width >= 150 {
      layOutThreeColumns(area, nodeRows)
    } else {
      layOutTwoColumns(area, view, nodeRows)
    }
  }

  private static func whyRows(_ height: Int) -> Int {
    switch height {
    case ..<14: 2
    case ..<20: 3
    case ..<24: 4
    case ..<32: 5
    case ..<44: 7
    default: 9
    }
  }

  /// One column: two panels where there is room for both, else the one that has the focus.
  private mutating func stack(_ area: Rect, _ view: ViewKind, _ focus: Pane, _ nodeRows: (Int) -> Int) {
    var area = area
    let wanted = view == .nodes ? nodeRows(area.width) : area.height
    if area.height >= 8 {
      let upper = area.takeTop(wanted.clamped(to: 3...area.height - 4))
      place(view, upper)
      if rule != nil { horizontals.append(area.takeTop(1)) }
      queue = area
    } else if focus == .queue {
      queue = area
    } else {
      place(view, area)
    }
  }

  private mutating func place(_ view: ViewKind, _ area: Rect) {
    switch view {
    case .nodes: nodes = area
    case .diagram: diagram = area
    case .ballots: ballots = area
    case .history: history = area
    case .beside: beside = area
    }
  }

  private mutating func layOutTwoColumns(_ area: Rect, _ view: ViewKind, _ nodeRows: (Int) -> Int) {
    var left = area
    // A diagram needs every column more than the queue does.
    var right = left.takeRight(view == .diagram ? min(31, area.width / 2) : Self.queueWidth(area.width))
    verticals.append(left.takeRight(1))
    defer { queue = right }
    guard view == .nodes else { return place(view, left) }
    let wanted = nodeRows(left.width)
    if wanted + 3 <= left.height {
      nodes = left.takeTop(min(wanted + 1, left.height - 3))
      ballots = left
    } else {
      nodes = left
      if right.height >= 9 { ballots = right.takeBottom(right.height / 3 + 1) }
    }
  }

  private static func queueWidth(_ width: Int) -> Int { width < 72 ? 31 : max(38, width * 2 / 5) }

  /// The diagram, and beside it nodes over messages.
  private mutating func layOutDiagram(_ area: Rect, _ nodeRows: (Int) -> Int) {
    var left = area
    var right = left.takeRight((area.width * 2 / 5).clamped(to: 38...60))
    verticals.append(left.takeRight(1))
    diagram = left
    nodes = right.takeTop((nodeRows(right.width) + 1).clamped(to: 3...area.height - 6))
    horizontals.append(right.takeTop(1))
    queue = right
  }

  /// Two algorithms, and the messages of the first where there is room for three columns.
  private mutating func layOutBeside(_ area: Rect) {
    var left = area
    if area.width >= 118 {
      queue = left.takeRight(max(38, area.width * 3 / 10))
      verticals.append(left.takeRight(1))
    }
    beside = left
    verticals.append(Rect(x: left.x + (left.width - 1) / 2, y: left.y, width: 1, height: left.height))
  }

  /// Nodes and messages above, ballots and history below.
  private mutating func layOutBands(_ area: Rect, _ nodeRows: (Int) -> Int) {
    var left = area
    var right = left.takeRight(Self.queueWidth(area.width))
    verticals.append(left.takeRight(1))
    let upper = max(nodeRows(left.width) + 1, area.height / 2).clamped(to: 1...area.height - 7)
    nodes = left.takeTop(upper)
    queue = right.takeTop(upper)
    horizontals.append(Rect(x: area.x, y: left.y, width: area.width, height: 1))
    ballots = left.dropping(1)
    history = right.dropping(1)
  }

  /// Wide and low: nodes over ballots, messages, history.
  private mutating func layOutThreeColumns(_ area: Rect, _ nodeRows: (Int) -> Int) {
    var rest = area
    history = rest.takeRight(area.width / 4)
    verticals.append(rest.takeRight(1))
    layOutTwoColumns(rest, .nodes, nodeRows)
  }
}

extension Rect {
  /// The rectangle without its upper rows.
  func dropping(_ rows: Int) -> Rect {
    var rest = self
    _ = rest.takeTop(rows)
    return rest
  }

  /// One of its rows; empty outside of it.
  func row(_ index: Int) -> Rect {
    Rect(x: x, y: y + index, width: width, height: index >= 0 && index < height ? 1 : 0)
  }
}
