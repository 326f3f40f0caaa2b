extension Sample {
  /// Messages that arrive twice.
  static let duplicates = [
    Sample(
      name: "every kind of message arrives twice",
      script: """
        initialize 3 nodes
        at 1 send prepare request from 1
        at 2 deliver prepare request message to 2 from time 1
        at 3 deliver prepare request message to 2 from time 1
        at 4 deliver prepare request message to 3 from time 1
        at 5 deliver prepare response message to 1 from time 2
        at 6 deliver prepare response message to 1 from time 2
        // the refusal of the repeated request is a duplicate, too
        at 7 deliver prepare response message to 1 from time 3
        at 8 deliver prepare response message to 1 from time 4
        at 9 deliver prepare response message to 1 from time 4
        at 10 deliver accept request message to 2 from time 8
        at 11 deliver accept request message to 2 from time 8
        at 12 deliver accept request message to 3 from time 8
        at 13 deliver accept request message to 3 from time 8
        at 14 deliver accept response message to 1 from time 10
        at 15 deliver accept response message to 1 from time 10
        at 16 deliver accept response message to 1 from time 11
        at 17 deliver accept response message to 1 from time 12
        at 18 deliver accept response message to 1 from time 13
        at 19 deliver decide request message to 2 from time 17
        at 20 deliver decide request message to 2 from time 17
        at 21 deliver prepare response message to 1 from time 2
        """,
      expected: """
        initialized 3 nodes
        sent prepare requests to all nodes from 1 with sequence 5001
        prepare request from 1 sequence 5001 accepted by 2 with no value
        prepare request from 1 sequence 5001 rejected by 2 with no value
        prepare request from 1 sequence 5001 accepted by 3 with no value
        positive prepare response from 2 sequence 5001 recorded by 1 with no value
        prepare response from 2 sequence 5001 ignored as a duplicate by 1
        prepare response from 2 sequence 5001 ignored as a duplicate by 1
        positive prepare response from 3 sequence 5001 recorded by 1 with no value
        prepare round successful: 1 proposing its own value 11111
        sent accept requests to all nodes from 1 with value 11111 sequence 5001
        prepare response from 3 sequence 5001 ignored as a duplicate by 1
        accept request from 1 with value 11111 sequence 5001 accepted by 2
        accept request from 1 with value 11111 sequence 5001 accepted by 2
        accept request from 1 with value 11111 sequence 5001 accepted by 3
        note: consensus has been achieved
        accept request from 1 with value 11111 sequence 5001 accepted by 3
        positive accept response from 2 sequence 5001 recorded by 1
        accept response from 2 sequence 5001 ignored as a duplicate by 1
        accept response from 2 sequence 5001 ignored as a duplicate by 1
        positive accept response from 3 sequence 5001 recorded by 1
        accept round successful: 1 detected consensus with value 11111
        sent decide requests to all nodes from 1 with value 11111
        accept response from 3 sequence 5001 ignored as a duplicate by 1
        recording consensus value 11111 at 2
        recording consensus value 11111 at 2
        prepare response from 2 sequence 5001 ignored as a duplicate by 1
        """),
    Sample(
      name: "late votes are recorded once",
      script: """
        initialize 3 nodes
        at 1 send prepare request from 2
        at 2 deliver prepare request message to 1 from time 1
        at 3 deliver prepare request message to 2 from time 1
        at 4 deliver prepare request message to 3 from time 1
        at 5 deliver prepare response message to 2 from time 2
        at 6 deliver prepare response message to 2 from time 3
        at 7 deliver prepare response message to 2 from time 4
        at 8 deliver prepare response message to 2 from time 4
        at 9 deliver accept request message to 1 from time 6
        at 10 deliver accept request message to 2 from time 6
        at 11 deliver accept request message to 3 from time 6
        at 12 deliver accept response message to 2 from time 9
        at 13 deliver accept response message to 2 from time 10
        at 14 deliver accept response message to 2 from time 11
        at 15 deliver accept response message to 2 from time 11
        """,
      expected: """
        initialized 3 nodes
        sent prepare requests to all nodes from 2 with sequence 5002
        prepare request from 2 sequence 5002 accepted by 1 with no value
        prepare request from 2 sequence 5002 accepted by 2 with no value
        prepare request from 2 sequence 5002 accepted by 3 with no value
        positive prepare response from 1 sequence 5002 recorded by 2 with no value
        positive prepare response from 2 sequence 5002 recorded by 2 with no value
        prepare round successful: 2 proposing its own value 22222
        sent accept requests to all nodes from 2 with value 22222 sequence 5002
        positive prepare response from 3 sequence 5002 recorded by 2 with no value
        valid prepare vote ignored by 2 because round is already resolved
        prepare response from 3 sequence 5002 ignored as a duplicate by 2
        accept request from 2 with value 22222 sequence 5002 accepted by 1
        accept request from 2 with value 22222 sequence 5002 accepted by 2
        note: consensus has been achieved
        accept request from 2 with value 22222 sequence 5002 accepted by 3
        positive accept response from 1 sequence 5002 recorded by 2
        positive accept response from 2 sequence 5002 recorded by 2
        accept round successful: 2 detected consensus with value 22222
        sent decide requests to all nodes from 2 with value 22222
        positive accept response from 3 sequence 5002 recorded by 2
        valid accept vote ignored by 2 because round is already resolved
        accept response from 3 sequence 5002 ignored as a duplicate by 2
        """),
    Sample(
      name: "a refusal overtakes the promise that came before it",
      script: """
        initialize 3 nodes
        at 1 send prepare request from 1
        at 2 deliver prepare request message to 2 from time 1
        at 3 deliver prepare request message to 2 from time 1
        at 4 deliver prepare request message to 3 from time 1
        at 5 deliver prepare response message to 1 from time 3
        at 6 deliver prepare response message to 1 from time 2
        at 7 deliver prepare response message to 1 from time 2
        // the promise of node 2 does not count, so this is the first of two that are needed
        at 8 deliver prepare response message to 1 from time 4
        at 9 deliver prepare request message to 1 from time 1
        at 10 deliver prepare response message to 1 from time 9
        """,
      expected: """
        initialized 3 nodes
        sent prepare requests to all nodes from 1 with sequence 5001
        prepare request from 1 sequence 5001 accepted by 2 with no value
        prepare request from 1 sequence 5001 rejected by 2 with no value
        prepare request from 1 sequence 5001 accepted by 3 with no value
        negative prepare response from 2 sequence 5001 recorded by 1 with no value
        prepare response from 2 sequence 5001 ignored as a duplicate by 1
        prepare response from 2 sequence 5001 ignored as a duplicate by 1
        positive prepare response from 3 sequence 5001 recorded by 1 with no value
        prepare request from 1 sequence 5001 accepted by 1 with no value
        positive prepare response from 1 sequence 5001 recorded by 1 with no value
        prepare round successful: 1 proposing its own value 11111
        sent accept requests to all nodes from 1 with value 11111 sequence 5001
        """),
    Sample(
      name: "two lines at one time: the later message has the address",
      script: """
        initialize 3 nodes
        at 1 send prepare request from 1
        at 1 send prepare request from 2
        at 1 deliver prepare request message to 3 from time 1
        at 2 deliver prepare request message to 1 from time 1
        """,
      expected: """
        initialized 3 nodes
        sent prepare requests to all nodes from 1 with sequence 5001
        sent prepare requests to all nodes from 2 with sequence 5002
        prepare request from 2 sequence 5002 accepted by 3 with no value
        prepare request from 2 sequence 5002 accepted by 1 with no value
        """),
  ]
}
