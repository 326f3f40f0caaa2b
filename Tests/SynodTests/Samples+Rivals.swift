extension Sample {
  /// Proposers that keep each other from deciding.
  static let rivals = [
    Sample(
      name: "two of three nodes duel",
      script: """
        initialize 3 nodes
        at 1 send prepare request from 1
        at 2 deliver prepare request message to 1 from time 1
        at 3 deliver prepare request message to 3 from time 1
        at 4 send prepare request from 2
        at 5 deliver prepare request message to 3 from time 4
        at 6 deliver prepare request message to 1 from time 4
        at 7 deliver prepare response message to 1 from time 2
        at 8 deliver prepare response message to 1 from time 3
        at 9 deliver accept request message to 3 from time 8
        at 10 deliver accept request message to 1 from time 8
        at 11 deliver accept request message to 2 from time 8
        // a vote, and two refusals: the second one ends the round
        at 12 deliver accept response message to 1 from time 11
        at 13 deliver accept response message to 1 from time 9
        at 14 deliver accept response message to 1 from time 10
        // node 1 is back before node 2 has asked for votes
        at 15 deliver prepare request message to 3 from time 14
        at 16 deliver prepare request message to 2 from time 14
        at 17 deliver prepare response message to 2 from time 5
        at 18 deliver prepare response message to 2 from time 6
        at 19 deliver accept request message to 3 from time 18
        at 20 deliver accept request message to 2 from time 18
        at 21 deliver accept response message to 2 from time 20
        at 22 deliver accept response message to 2 from time 19
        at 23 deliver prepare response message to 1 from time 15
        at 24 deliver prepare response message to 1 from time 16
        at 25 deliver accept request message to 3 from time 24
        at 26 deliver accept request message to 2 from time 24
        at 27 deliver accept response message to 1 from time 26
        at 28 deliver accept response message to 1 from time 25
        """,
      expected: """
        initialized 3 nodes
        sent prepare requests to all nodes from 1 with sequence 5001
        prepare request from 1 sequence 5001 accepted by 1 with no value
        prepare request from 1 sequence 5001 accepted by 3 with no value
        sent prepare requests to all nodes from 2 with sequence 5002
        prepare request from 2 sequence 5002 accepted by 3 with no value
        prepare request from 2 sequence 5002 accepted by 1 with no value
        positive prepare response from 1 sequence 5001 recorded by 1 with no value
        positive prepare response from 3 sequence 5001 recorded by 1 with no value
        prepare round successful: 1 proposing its own value 11111
        sent accept requests to all nodes from 1 with value 11111 sequence 5001
        accept request from 1 with value 11111 sequence 5001 rejected by 3
        accept request from 1 with value 11111 sequence 5001 rejected by 1
        accept request from 1 with value 11111 sequence 5001 accepted by 2
        positive accept response from 2 sequence 5001 recorded by 1
        negative accept response from 3 sequence 5001 recorded by 1
        negative accept response from 1 sequence 5001 recorded by 1
        accept round failed at 1, restarting
        sent prepare requests to all nodes from 1 with sequence 5011
        prepare request from 1 sequence 5011 accepted by 3 with no value
        prepare request from 1 sequence 5011 accepted by 2 with value 11111 sequence 5001
        positive prepare response from 3 sequence 5002 recorded by 2 with no value
        positive prepare response from 1 sequence 5002 recorded by 2 with no value
        prepare round successful: 2 proposing its own value 22222
        sent accept requests to all nodes from 2 with value 22222 sequence 5002
        accept request from 2 with value 22222 sequence 5002 rejected by 3
        accept request from 2 with value 22222 sequence 5002 rejected by 2
        negative accept response from 2 sequence 5002 recorded by 2
        negative accept response from 3 sequence 5002 recorded by 2
        accept round failed at 2, restarting
        sent prepare requests to all nodes from 2 with sequence 5012
        positive prepare response from 3 sequence 5011 recorded by 1 with no value
        positive prepare response from 2 sequence 5011 recorded by 1 with value 11111 sequence 5001
        prepare round successful: 1 proposing discovered value 11111 sequence 5001
        sent accept requests to all nodes from 1 with value 11111 sequence 5011
        accept request from 1 with value 11111 sequence 5011 accepted by 3
        accept request from 1 with value 11111 sequence 5011 accepted by 2
        note: consensus has been achieved
        positive accept response from 2 sequence 5011 recorded by 1
        positive accept response from 3 sequence 5011 recorded by 1
        accept round successful: 1 detected consensus with value 11111
        sent decide requests to all nodes from 1 with value 11111
        """),
    Sample(
      name: "two of five nodes duel, and answers of old rounds arrive",
      script: """
        initialize 5 nodes
        at 1 send prepare request from 5
        at 2 deliver prepare request message to 1 from time 1
        at 3 deliver prepare request message to 2 from time 1
        at 4 deliver prepare request message to 3 from time 1
        // node 5 loses patience and begins anew before anybody has answered
        at 10 send prepare request from 5
        at 11 deliver prepare request message to 3 from time 10
        at 12 deliver prepare request message to 4 from time 10
        at 13 deliver prepare request message to 5 from time 10
        at 14 deliver prepare response message to 5 from time 2
        at 15 deliver prepare response message to 5 from time 11
        at 16 deliver prepare response message to 5 from time 4
        // 5004 is below all that these nodes have promised; three refusals are enough
        at 20 send prepare request from 4
        at 21 deliver prepare request message to 3 from time 20
        at 22 deliver prepare request message to 1 from time 20
        at 23 deliver prepare request message to 4 from time 20
        at 24 deliver prepare request message to 5 from time 20
        at 25 deliver prepare response message to 4 from time 21
        at 26 deliver prepare response message to 4 from time 22
        at 27 deliver prepare response message to 4 from time 23
        at 28 deliver prepare response message to 4 from time 24
        at 29 deliver prepare response message to 4 from time 21
        // 5014 is still below 5015; node 5 goes on
        at 30 deliver prepare request message to 5 from time 27
        at 31 deliver prepare response message to 5 from time 12
        at 32 deliver prepare response message to 5 from time 13
        at 33 deliver prepare response message to 5 from time 3
        at 34 deliver accept request message to 1 from time 32
        """,
      expected: """
        initialized 5 nodes
        sent prepare requests to all nodes from 5 with sequence 5005
        prepare request from 5 sequence 5005 accepted by 1 with no value
        prepare request from 5 sequence 5005 accepted by 2 with no value
        prepare request from 5 sequence 5005 accepted by 3 with no value
        sent prepare requests to all nodes from 5 with sequence 5015
        prepare request from 5 sequence 5015 accepted by 3 with no value
        prepare request from 5 sequence 5015 accepted by 4 with no value
        prepare request from 5 sequence 5015 accepted by 5 with no value
        prepare response from 1 sequence 5005 from the past ignored by 5
        positive prepare response from 3 sequence 5015 recorded by 5 with no value
        prepare response from 3 sequence 5005 from the past ignored by 5
        sent prepare requests to all nodes from 4 with sequence 5004
        prepare request from 4 sequence 5004 rejected by 3 with no value
        prepare request from 4 sequence 5004 rejected by 1 with no value
        prepare request from 4 sequence 5004 rejected by 4 with no value
        prepare request from 4 sequence 5004 rejected by 5 with no value
        negative prepare response from 3 sequence 5004 recorded by 4 with no value
        negative prepare response from 1 sequence 5004 recorded by 4 with no value
        negative prepare response from 4 sequence 5004 recorded by 4 with no value
        prepare round failed at 4, restarting
        sent prepare requests to all nodes from 4 with sequence 5014
        prepare response from 5 sequence 5004 from the past ignored by 4
        prepare response from 3 sequence 5004 from the past ignored by 4
        prepare request from 4 sequence 5014 rejected by 5 with no value
        positive prepare response from 4 sequence 5015 recorded by 5 with no value
        positive prepare response from 5 sequence 5015 recorded by 5 with no value
        prepare round successful: 5 proposing its own value 55555
        sent accept requests to all nodes from 5 with value 55555 sequence 5015
        prepare response from 2 sequence 5005 from the past ignored by 5
        accept request from 5 with value 55555 sequence 5015 accepted by 1
        """),
    Sample(
      name: "a refused prepare tells what its acceptor has accepted",
      script: """
        initialize 3 nodes
        at 1 send prepare request from 3
        at 2 deliver prepare request message to 1 from time 1
        at 3 deliver prepare request message to 2 from time 1
        at 4 deliver prepare response message to 3 from time 2
        at 5 deliver prepare response message to 3 from time 3
        at 6 send prepare request from 2
        at 7 deliver prepare request message to 1 from time 6
        at 8 deliver accept request message to 1 from time 5
        at 9 deliver accept request message to 2 from time 5
        at 10 deliver prepare request message to 2 from time 6
        // the first refusal was sent before its node had voted
        at 11 deliver prepare response message to 2 from time 7
        at 12 deliver prepare response message to 2 from time 10
        """,
      expected: """
        initialized 3 nodes
        sent prepare requests to all nodes from 3 with sequence 5003
        prepare request from 3 sequence 5003 accepted by 1 with no value
        prepare request from 3 sequence 5003 accepted by 2 with no value
        positive prepare response from 1 sequence 5003 recorded by 3 with no value
        positive prepare response from 2 sequence 5003 recorded by 3 with no value
        prepare round successful: 3 proposing its own value 33333
        sent accept requests to all nodes from 3 with value 33333 sequence 5003
        sent prepare requests to all nodes from 2 with sequence 5002
        prepare request from 2 sequence 5002 rejected by 1 with no value
        accept request from 3 with value 33333 sequence 5003 accepted by 1
        accept request from 3 with value 33333 sequence 5003 accepted by 2
        note: consensus has been achieved
        prepare request from 2 sequence 5002 rejected by 2 with value 33333 sequence 5003
        negative prepare response from 1 sequence 5002 recorded by 2 with no value
        negative prepare response from 2 sequence 5002 recorded by 2 with value 33333 sequence 5003
        prepare round failed at 2, restarting
        sent prepare requests to all nodes from 2 with sequence 5012
        """),
  ]
}
