/// The example of the language's description: a run that two proposers begin and nobody wins, with all that can be said
/// about it.
package let duelingProposers = """
  title      Dueling proposers
  about      Two proposers keep closing each other's ballots, so that nothing is chosen.
             A line that begins with white space continues the one before it.
  cites      Paxos Made Simple, §2.4
  algorithm  paxos
  proposers  P1=red P2=blue
  acceptors  A1 A2 A3
  learners   L1

  note     P1 opens its first ballot.
  timeout  P1
  deliver  all prepare 1.1
  deliver  all promise 1.1
  ask      P1 now asks for votes. Which value must it propose?
  choice*  red
  choice   blue
  choice   it may pick either
  because  No promise reported a vote, so P1 is free to propose its own value.
  timeout  P2                        # a comment
  deliver  prepare 1.2 P2 -> A1 A2
  deliver  accept 1.1 P1 -> A1
  expect   rule refuses-to-vote
  expect   A1 promised 1.2
  expect   chosen nothing
  expect   possible red blue

  """
