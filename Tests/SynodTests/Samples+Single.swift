extension Sample {
  /// One proposer, or several that follow one another.
  static let single = [
    Sample(
      name: "a single proposer of five, with late answers",
      script: """
        initialize 5 nodes
        at 10 send prepare request from 4
        at 11 deliver prepare request message to 5 from time 10
        at 12 deliver prepare request message to 4 from time 10
        at 13 deliver prepare request message to 1 from time 10
        at 14 deliver prepare request message to 2 from time 10
        at 20 deliver prepare response message to 4 from time 13
        at 21 deliver prepare response message to 4 from time 11
        at 22 deliver prepare response message to 4 from time 12
        at 23 deliver prepare response message to 4 from time 14
        // node 3 votes without ever having seen the prepare request
        at 30 deliver accept request message to 3 from time 22
        at 31 deliver accept request message to 1 from time 22
        at 32 deliver accept request message to 2 from time 22
        at 40 deliver accept response message to 4 from time 32
        at 41 deliver accept response message to 4 from time 30
        at 42 deliver accept response message to 4 from time 31
        at 50 deliver decide request message to 5 from time 42
        """,
      expected: """
        initialized 5 nodes
        sent prepare requests to all nodes from 4 with sequence 5004
        prepare request from 4 sequence 5004 accepted by 5 with no value
        prepare request from 4 sequence 5004 accepted by 4 with no value
        prepare request from 4 sequence 5004 accepted by 1 with no value
        prepare request from 4 sequence 5004 accepted by 2 with no value
        positive prepare response from 1 sequence 5004 recorded by 4 with no value
        positive prepare response from 5 sequence 5004 recorded by 4 with no value
        positive prepare response from 4 sequence 5004 recorded by 4 with no value
        prepare round successful: 4 proposing its own value 44444
        sent accept requests to all nodes from 4 with value 44444 sequence 5004
        positive prepare response from 2 sequence 5004 recorded by 4 with no value
        valid prepare vote ignored by 4 because round is already resolved
        accept request from 4 with value 44444 sequence 5004 accepted by 3
        accept request from 4 with value 44444 sequence 5004 accepted by 1
        accept request from 4 with value 44444 sequence 5004 accepted by 2
        note: consensus has been achieved
        positive accept response from 2 sequence 5004 recorded by 4
        positive accept response from 3 sequence 5004 recorded by 4
        positive accept response from 1 sequence 5004 recorded by 4
        accept round successful: 4 detected consensus with value 44444
        sent decide requests to all nodes from 4 with value 44444
        recording consensus value 44444 at 5
        """),
    Sample(
      name: "a proposer that stops and is overtaken",
      script: """
        initialize 3 nodes
        at 100 send prepare request from 2
        at 101 deliver prepare request message to 1 from time 100
        at 102 deliver prepare request message to 2 from time 100
        at 103 deliver prepare response message to 2 from time 101
        at 104 deliver prepare response message to 2 from time 102
        at 105 deliver accept request message to 1 from time 104
        // node 2 is not heard of for a while; node 1 alone has voted
        at 200 send prepare request from 3
        at 201 deliver prepare request message to 3 from time 200
        at 202 deliver prepare request message to 1 from time 200
        at 203 deliver prepare response message to 3 from time 201
        at 204 deliver prepare response message to 3 from time 202
        at 205 deliver accept request message to 3 from time 204
        at 206 deliver accept request message to 1 from time 204
        at 207 deliver accept response message to 3 from time 206
        at 208 deliver accept response message to 3 from time 205
        at 209 deliver decide request message to 2 from time 208
        // and there it is again, with a vote that is too late and a request that is refused
        at 300 deliver accept response message to 2 from time 105
        at 301 deliver accept request message to 3 from time 104
        at 302 deliver accept response message to 2 from time 301
        """,
      expected: """
        initialized 3 nodes
        sent prepare requests to all nodes from 2 with sequence 5002
        prepare request from 2 sequence 5002 accepted by 1 with no value
        prepare request from 2 sequence 5002 accepted by 2 with no value
        positive prepare response from 1 sequence 5002 recorded by 2 with no value
        positive prepare response from 2 sequence 5002 recorded by 2 with no value
        prepare round successful: 2 proposing its own value 22222
        sent accept requests to all nodes from 2 with value 22222 sequence 5002
        accept request from 2 with value 22222 sequence 5002 accepted by 1
        sent prepare requests to all nodes from 3 with sequence 5003
        prepare request from 3 sequence 5003 accepted by 3 with no value
        prepare request from 3 sequence 5003 accepted by 1 with value 22222 sequence 5002
        positive prepare response from 3 sequence 5003 recorded by 3 with no value
        positive prepare response from 1 sequence 5003 recorded by 3 with value 22222 sequence 5002
        prepare round successful: 3 proposing discovered value 22222 sequence 5002
        sent accept requests to all nodes from 3 with value 22222 sequence 5003
        accept request from 3 with value 22222 sequence 5003 accepted by 3
        accept request from 3 with value 22222 sequence 5003 accepted by 1
        note: consensus has been achieved
        positive accept response from 1 sequence 5003 recorded by 3
        positive accept response from 3 sequence 5003 recorded by 3
        accept round successful: 3 detected consensus with value 22222
        sent decide requests to all nodes from 3 with value 22222
        recording consensus value 22222 at 2
        positive accept response from 1 sequence 5002 recorded by 2
        accept request from 2 with value 22222 sequence 5002 rejected by 3
        negative accept response from 3 sequence 5002 recorded by 2
        """),
    Sample(
      name: "a value that was discovered with the highest of several sequences",
      script: """
        initialize 5 nodes
        // node 1 gets one vote, node 2 gets another one
        at 1 send prepare request from 1
        at 2 deliver prepare request message to 1 from time 1
        at 3 deliver prepare request message to 2 from time 1
        at 4 deliver prepare request message to 3 from time 1
        at 5 deliver prepare response message to 1 from time 2
        at 6 deliver prepare response message to 1 from time 3
        at 7 deliver prepare response message to 1 from time 4
        at 8 deliver accept request message to 1 from time 7
        at 11 send prepare request from 2
        at 12 deliver prepare request message to 3 from time 11
        at 13 deliver prepare request message to 4 from time 11
        at 14 deliver prepare request message to 5 from time 11
        at 15 deliver prepare response message to 2 from time 12
        at 16 deliver prepare response message to 2 from time 13
        at 17 deliver prepare response message to 2 from time 14
        at 18 deliver accept request message to 5 from time 17
        // node 3 hears of both, the higher one first; the value of node 2 it is
        at 21 send prepare request from 3
        at 22 deliver prepare request message to 5 from time 21
        at 23 deliver prepare request message to 1 from time 21
        at 24 deliver prepare request message to 2 from time 21
        at 25 deliver prepare response message to 3 from time 22
        at 26 deliver prepare response message to 3 from time 23
        at 27 deliver prepare response message to 3 from time 24
        at 28 deliver accept request message to 1 from time 27
        """,
      expected: """
        initialized 5 nodes
        sent prepare requests to all nodes from 1 with sequence 5001
        prepare request from 1 sequence 5001 accepted by 1 with no value
        prepare request from 1 sequence 5001 accepted by 2 with no value
        prepare request from 1 sequence 5001 accepted by 3 with no value
        positive prepare response from 1 sequence 5001 recorded by 1 with no value
        positive prepare response from 2 sequence 5001 recorded by 1 with no value
        positive prepare response from 3 sequence 5001 recorded by 1 with no value
        prepare round successful: 1 proposing its own value 11111
        sent accept requests to all nodes from 1 with value 11111 sequence 5001
        accept request from 1 with value 11111 sequence 5001 accepted by 1
        sent prepare requests to all nodes from 2 with sequence 5002
        prepare request from 2 sequence 5002 accepted by 3 with no value
        prepare request from 2 sequence 5002 accepted by 4 with no value
        prepare request from 2 sequence 5002 accepted by 5 with no value
        positive prepare response from 3 sequence 5002 recorded by 2 with no value
        positive prepare response from 4 sequence 5002 recorded by 2 with no value
        positive prepare response from 5 sequence 5002 recorded by 2 with no value
        prepare round successful: 2 proposing its own value 22222
        sent accept requests to all nodes from 2 with value 22222 sequence 5002
        accept request from 2 with value 22222 sequence 5002 accepted by 5
        sent prepare requests to all nodes from 3 with sequence 5003
        prepare request from 3 sequence 5003 accepted by 5 with value 22222 sequence 5002
        prepare request from 3 sequence 5003 accepted by 1 with value 11111 sequence 5001
        prepare request from 3 sequence 5003 accepted by 2 with no value
        positive prepare response from 5 sequence 5003 recorded by 3 with value 22222 sequence 5002
        positive prepare response from 1 sequence 5003 recorded by 3 with value 11111 sequence 5001
        positive prepare response from 2 sequence 5003 recorded by 3 with no value
        prepare round successful: 3 proposing discovered value 22222 sequence 5002
        sent accept requests to all nodes from 3 with value 22222 sequence 5003
        accept request from 3 with value 22222 sequence 5003 accepted by 1
        """),
  ]
}
