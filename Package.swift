// swift-tools-version: 6.1
import PackageDescription

// One module for the kernel: generics are not specialised across modules, and the checker lives on that (ARCHITECTURE.md).
let house: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .unsafeFlags(["-warnings-as-errors"]),
]

let package = Package(
  name: "paxoscope",
  products: [.executable(name: "paxoscope", targets: ["paxoscope"])],
  dependencies: [.package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0")],
  targets: [
    .target(name: "Consensus", swiftSettings: house),
    .target(name: "Narration", dependencies: ["Consensus"], swiftSettings: house),
    .target(name: "Scenarios", dependencies: ["Consensus", "Narration", "Screen"], swiftSettings: house),
    .target(name: "Screen", swiftSettings: house),
    .target(
      name: "Interface", dependencies: ["Consensus", "Narration", "Scenarios", "Screen"], swiftSettings: house),
    .target(
      name: "Export", dependencies: ["Consensus", "Narration", "Scenarios", "Screen", "Interface"], swiftSettings: house
    ),
    .target(name: "Synod", dependencies: ["Consensus", "Narration", "Scenarios", "Screen"], swiftSettings: house),
    .target(name: "PlainText", dependencies: ["Consensus", "Narration", "Scenarios"], swiftSettings: house),
    .target(name: "CTerminal", linkerSettings: [.linkedLibrary("ncursesw")]),
    .target(name: "Terminal", dependencies: ["CTerminal", "Screen"], swiftSettings: house),
    .executableTarget(
      name: "paxoscope",
      dependencies: [
        "Consensus", "Narration", "Scenarios", "Screen", "Interface", "Export", "PlainText", "Synod",
        "Terminal",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: house,
      plugins: ["EmbedScenarios"]),

    .executableTarget(
      name: "paxoscope-bench",
      dependencies: [
        "CPseudoTerminal", "Consensus", "Narration", "Scenarios",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: house),
    .target(name: "CPseudoTerminal", linkerSettings: [.linkedLibrary("util")]),

    // The scenarios of `scenarios/` become part of the binary: a build step writes them into one Swift file.
    .executableTarget(name: "embed-scenarios", swiftSettings: house),
    .plugin(name: "EmbedScenarios", capability: .buildTool(), dependencies: ["embed-scenarios"]),

    // What several test targets share.
    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: house),
    .testTarget(name: "ConsensusTests", dependencies: ["Consensus", "TestSupport"], swiftSettings: house),
    .testTarget(name: "CheckingTests", dependencies: ["Consensus", "TestSupport"], swiftSettings: house),
    .testTarget(name: "NarrationTests", dependencies: ["Consensus", "Narration", "TestSupport"], swiftSettings: house),
    .testTarget(
      name: "ScenariosTests", dependencies: ["Consensus", "Narration", "Scenarios", "Screen", "TestSupport"],
      exclude: ["Tellings"], swiftSettings: house),
    .testTarget(name: "ScreenTests", dependencies: ["Screen", "TestSupport"], swiftSettings: house),
    .testTarget(name: "TerminalTests", dependencies: ["CTerminal", "Screen", "Terminal"], swiftSettings: house),
    .testTarget(
      name: "InterfaceTests", dependencies: ["Consensus", "Narration", "Scenarios", "Screen", "Interface"],
      exclude: ["Goldens"], swiftSettings: house),
    .testTarget(
      name: "ExportTests", dependencies: ["Consensus", "Narration", "Scenarios", "Screen", "Interface", "Export"],
      exclude: ["Goldens"], swiftSettings: house),
    .testTarget(name: "PlainTextTests", dependencies: ["Narration", "PlainText", "Scenarios"], swiftSettings: house),
    .testTarget(
      name: "SynodTests", dependencies: ["Consensus", "Narration", "Scenarios", "Synod"], swiftSettings: house),
    .testTarget(
      name: "EndToEndTests", dependencies: ["paxoscope", "paxoscope-bench", "TestSupport"], swiftSettings: house),
  ]
)
