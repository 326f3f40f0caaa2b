extension Sample {
  /// Rounds that fail, with even numbers of nodes among others.
  static let failures = [
    Sample(
      name: "four nodes: three refusals end an accept round, not two",
      script: """
        initialize 4 nodes
        at 1 send prepare request from 1
        at 2 deliver prepare request message to 1 from time 1
        at 3 deliver prepare request message to 2 from time 1
        at 4 deliver prepare request message to 3 from time 1
        at 5 deliver prepare response message to 1 from time 2
        at 6 deliver prepare response message to 1 from time 3
        at 7 deliver prepare response message to 1 from time 4
        at 8 send prepare request from 4
        at 9 deliver prepare request message to 2 from time 8
        at 10 deliver prepare request message to 3 from time 8
        at 11 deliver prepare request message to 4 from time 8
        at 12 deliver accept request message to 2 from time 7
        at 13 deliver accept request message to 3 from time 7
        at 14 deliver accept request message to 1 from time 7
        at 15 deliver accept request message to 4 from time 7
        at 16 deliver accept response message to 1 from time 12
        at 17 deliver accept response message to 1 from time 13
        at 18 deliver accept response message to 1 from time 14
        at 19 deliver accept response message to 1 from time 13
        at 20 deliver accept response message to 1 from time 15
        at 21 deliver accept response message to 1 from time 15
        at 22 deliver prepare request message to 1 from time 20
        """,
      expected: """
        initialized 4 nodes
        sent prepare requests to all nodes from 1 with sequence 5001
        prepare request from 1 sequence 5001 accepted by 1 with no value
        prepare request from 1 sequence 5001 accepted by 2 with no value
        prepare request from 1 sequence 5001 accepted by 3 with no value
        positive prepare response from 1 sequence 5001 recorded by 1 with no value
        positive prepare response from 2 sequence 5001 recorded by 1 with no value
        positive prepare response from 3 sequence 5001 recorded by 1 with no value
        prepare round successful: 1 proposing its own value 11111
        sent accept requests to all nodes from 1 with value 11111 sequence 5001
        sent prepare requests to all nodes from 4 with sequence 5004
        prepare request from 4 sequence 5004 accepted by 2 with no value
        prepare request from 4 sequence 5004 accepted by 3 with no value
        prepare request from 4 sequence 5004 accepted by 4 with no value
        accept request from 1 with value 11111 sequence 5001 rejected by 2
        accept request from 1 with value 11111 sequence 5001 rejected by 3
        accept request from 1 with value 11111 sequence 5001 accepted by 1
        accept request from 1 with value 11111 sequence 5001 rejected by 4
        negative accept response from 2 sequence 5001 recorded by 1
        negative accept response from 3 sequence 5001 recorded by 1
        positive accept response from 1 sequence 5001 recorded by 1
        accept response from 3 sequence 5001 ignored as a duplicate by 1
        negative accept response from 4 sequence 5001 recorded by 1
        accept round failed at 1, restarting
        sent prepare requests to all nodes from 1 with sequence 5011
        accept response from 4 sequence 5001 from the past ignored by 1
        prepare request from 1 sequence 5011 accepted by 1 with value 11111 sequence 5001
        """),
    Sample(
      name: "four nodes: three refusals end a prepare round, and half of the nodes leave it open",
      script: """
        initialize 4 nodes
        at 1 send prepare request from 2
        at 2 deliver prepare request message to 1 from time 1
        at 3 deliver prepare request message to 2 from time 1
        at 4 deliver prepare request message to 3 from time 1
        at 5 send prepare request from 1
        at 6 deliver prepare request message to 1 from time 5
        at 7 deliver prepare request message to 2 from time 5
        at 8 deliver prepare request message to 3 from time 5
        at 9 deliver prepare request message to 4 from time 5
        at 10 deliver prepare response message to 1 from time 6
        at 11 deliver prepare response message to 1 from time 7
        at 12 deliver prepare response message to 1 from time 9
        at 13 deliver prepare response message to 1 from time 7
        at 14 deliver prepare response message to 1 from time 8
        at 15 deliver prepare response message to 1 from time 9
        """,
      expected: """
        initialized 4 nodes
        sent prepare requests to all nodes from 2 with sequence 5002
        prepare request from 2 sequence 5002 accepted by 1 with no value
        prepare request from 2 sequence 5002 accepted by 2 with no value
        prepare request from 2 sequence 5002 accepted by 3 with no value
        sent prepare requests to all nodes from 1 with sequence 5001
        prepare request from 1 sequence 5001 rejected by 1 with no value
        prepare request from 1 sequence 5001 rejected by 2 with no value
        prepare request from 1 sequence 5001 rejected by 3 with no value
        prepare request from 1 sequence 5001 accepted by 4 with no value
        negative prepare response from 1 sequence 5001 recorded by 1 with no value
        negative prepare response from 2 sequence 5001 recorded by 1 with no value
        positive prepare response from 4 sequence 5001 recorded by 1 with no value
        prepare response from 2 sequence 5001 ignored as a duplicate by 1
        negative prepare response from 3 sequence 5001 recorded by 1 with no value
        prepare round failed at 1, restarting
        sent prepare requests to all nodes from 1 with sequence 5011
        prepare response from 4 sequence 5001 from the past ignored by 1
        """),
    Sample(
      name: "refusals that come when a round is resolved",
      script: """
        initialize 3 nodes
        at 1 send prepare request from 1
        at 2 deliver prepare request message to 1 from time 1
        at 3 deliver prepare request message to 2 from time 1
        at 4 send prepare request from 3
        at 5 deliver prepare request message to 3 from time 4
        at 6 deliver prepare request message to 3 from time 1
        at 7 deliver prepare response message to 1 from time 2
        at 8 deliver prepare response message to 1 from time 3
        at 9 deliver prepare response message to 1 from time 6
        at 10 deliver accept request message to 1 from time 8
        at 11 deliver accept request message to 2 from time 8
        at 12 deliver accept request message to 3 from time 8
        at 13 deliver accept response message to 1 from time 10
        at 14 deliver accept response message to 1 from time 11
        at 15 deliver accept response message to 1 from time 12
        """,
      expected: """
        initialized 3 nodes
        sent prepare requests to all nodes from 1 with sequence 5001
        prepare request from 1 sequence 5001 accepted by 1 with no value
        prepare request from 1 sequence 5001 accepted by 2 with no value
        sent prepare requests to all nodes from 3 with sequence 5003
        prepare request from 3 sequence 5003 accepted by 3 with no value
        prepare request from 1 sequence 5001 rejected by 3 with no value
        positive prepare response from 1 sequence 5001 recorded by 1 with no value
        positive prepare response from 2 sequence 5001 recorded by 1 with no value
        prepare round successful: 1 proposing its own value 11111
        sent accept requests to all nodes from 1 with value 11111 sequence 5001
        negative prepare response from 3 sequence 5001 recorded by 1 with no value
        valid prepare vote ignored by 1 because round is already resolved
        accept request from 1 with value 11111 sequence 5001 accepted by 1
        accept request from 1 with value 11111 sequence 5001 accepted by 2
        note: consensus has been achieved
        accept request from 1 with value 11111 sequence 5001 rejected by 3
        positive accept response from 1 sequence 5001 recorded by 1
        positive accept response from 2 sequence 5001 recorded by 1
        accept round successful: 1 detected consensus with value 11111
        sent decide requests to all nodes from 1 with value 11111
        negative accept response from 3 sequence 5001 recorded by 1
        valid accept vote ignored by 1 because round is already resolved
        """),
  ]
}
