import Consensus
import Narration
import Scenarios

// What the script asks and tells at the present moment.

extension Stage {
  /// The questions of the script at this moment, in their order.
  var questions: [Asking] {
    var asked: [Asking] = []
    for remark in remarks {
      guard case .question(let question) = remark else { continue }
      asked.append(Asking(question: question, place: .init(moment: scene.moment, index: asked.count)))
    }
    return asked
  }

  /// The first question here that was neither answered nor passed over.
  var openQuestion: Asking? { questions.first { marks.answers[$0.place] == nil } }

  /// Whether a moment of the script has a question that was neither answered nor passed over.
  func hasOpenQuestion(at moment: MomentID) -> Bool {
    return lesson.questions(at: moment).indices.contains { marks.answers[.init(moment: moment, index: $0)] == nil }
  }

  /// How many answers were right, and how many were given.
  var score: (right: Int, given: Int) {
    var score = (right: 0, given: 0)
    for (place, answer) in marks.answers {
      guard case .chose(let choice) = answer, let question = question(at: place) else { continue }
      score.given += 1
      if question.isRight(choice) { score.right += 1 }
    }
    return score
  }

  private func question(at place: Marks.Place) -> Question? {
    let questions = lesson.questions(at: place.moment)
    return questions.indices.contains(place.index) ? questions[place.index] : nil
  }

  var notes: [String] {
    remarks.compactMap { remark in
      if case .note(let text) = remark { text } else { nil }
    }
  }
}
