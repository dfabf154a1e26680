// swift-tools-version: 6.2

import PackageDescription

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

/// On Linux a release binary carries everything it needs: it starts in a millisecond and can be
/// copied to any machine of the same kind.
let staticInRelease = "-static-executable"

/// Where `katex.min.js`, `katex.min.css` and `fonts/` are: Debian's libjs-katex, or the folder that the
/// environment names.
let katexFolder =
  Context.environment["NBRUN_KATEX"] ?? "/usr/share/javascript/katex"

let package = Package(
  name: "nbrun",
  platforms: [.macOS(.v26)],
  products: [.executable(name: "nbrun", targets: ["nbrun"])],
  targets: [
    // System libraries: module maps, nothing else.
    .systemLibrary(name: "CCMark", pkgConfig: "libcmark", providers: [.apt(["libcmark-dev"])]),
    .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),

    // Loops over numbers in vectors, chosen by CPU at run time, and the threads that share them out.
    .target(
      name: "CKernels",
      // In a debug build too: the loops are what takes the time, and they shall be the same ones.
      cSettings: [.unsafeFlags(["-O2"])]),
    // Constants of the number reader, and the printing of digits.
    .target(name: "CDecimals", exclude: ["powers_of_five.py"]),
    // Files that travel inside the binary.
    .target(
      name: "CAssets", exclude: ["page.css", "page.js", "katex-license.txt"],
      // `#embed` is C23.
      cSettings: [
        .unsafeFlags([
          "-std=c2x", "--embed-dir=\(katexFolder)",
          "--embed-dir=\(Context.packageDirectory)/Sources/CAssets",
        ])
      ]),

    .target(name: "Diagnostics", swiftSettings: strict),
    .target(
      name: "LinearAlgebra", dependencies: ["CKernels", "CDecimals"], swiftSettings: strict),
    .target(
      name: "Tables", dependencies: ["LinearAlgebra", "CDecimals", "CZlib"], swiftSettings: strict),
    .target(name: "EquationGraph", dependencies: ["LinearAlgebra"], swiftSettings: strict),
    .target(
      name: "Execution", dependencies: ["EquationGraph", "LinearAlgebra"], swiftSettings: strict),
    .target(
      name: "Training", dependencies: ["Execution", "EquationGraph", "LinearAlgebra"],
      swiftSettings: strict),
    .target(
      name: "NotebookSyntax", dependencies: ["Diagnostics", "CCMark", "CYAML"],
      swiftSettings: strict),
    .target(
      name: "NotebookEngine",
      dependencies: [
        "Diagnostics", "NotebookSyntax", "EquationGraph", "Execution", "Training", "Tables",
        "LinearAlgebra",
      ],
      swiftSettings: strict),
    .target(
      name: "Reports",
      dependencies: [
        "Diagnostics", "NotebookSyntax", "NotebookEngine", "EquationGraph", "Training",
        "LinearAlgebra", "CAssets",
      ],
      swiftSettings: strict),
    .target(
      name: "NbrunCommandLine",
      dependencies: [
        "Diagnostics", "LinearAlgebra", "Tables", "NotebookSyntax", "NotebookEngine", "Reports",
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "nbrun", dependencies: ["NbrunCommandLine"],
      swiftSettings: strict + [
        .unsafeFlags([staticInRelease], .when(platforms: [.linux], configuration: .release))
      ],
      linkerSettings: [
        .unsafeFlags([staticInRelease], .when(platforms: [.linux], configuration: .release)),
        .linkedLibrary("m"),
      ]),

    // Counts allocations in tests.
    .target(name: "CAllocations", path: "Tests/CAllocations"),

    .testTarget(
      name: "DiagnosticsTests", dependencies: ["Diagnostics"], swiftSettings: strict),
    .testTarget(name: "CKernelsTests", dependencies: ["CKernels"], swiftSettings: strict),
    .testTarget(
      name: "LinearAlgebraTests", dependencies: ["LinearAlgebra"], exclude: ["Vectors"],
      swiftSettings: strict),
    .testTarget(
      name: "TablesTests", dependencies: ["Tables", "LinearAlgebra"],
      exclude: ["Files"], swiftSettings: strict),
    .testTarget(
      name: "EquationGraphTests", dependencies: ["EquationGraph", "LinearAlgebra"],
      exclude: ["Values"], swiftSettings: strict),
    .testTarget(
      name: "ExecutionTests", dependencies: ["Execution", "EquationGraph", "LinearAlgebra"],
      swiftSettings: strict),
    .testTarget(
      name: "TrainingTests",
      dependencies: ["Training", "Execution", "EquationGraph", "LinearAlgebra", "CAllocations"],
      swiftSettings: strict),
    .testTarget(
      name: "NotebookSyntaxTests", dependencies: ["NotebookSyntax", "Diagnostics", "CCMark"],
      swiftSettings: strict),
    .testTarget(
      name: "NotebookEngineTests",
      dependencies: [
        "NotebookEngine", "NotebookSyntax", "EquationGraph", "Training", "Tables", "LinearAlgebra",
        "Diagnostics",
      ],
      exclude: ["GoldenTraces", "Iris"],
      swiftSettings: strict),
    .testTarget(
      name: "ReportsTests",
      dependencies: [
        "Reports", "NotebookEngine", "NotebookSyntax", "Diagnostics", "EquationGraph", "Training",
        "LinearAlgebra", "CCMark",
      ],
      exclude: ["Snapshots"],
      swiftSettings: strict),
    .testTarget(
      name: "NbrunCommandLineTests",
      dependencies: ["NbrunCommandLine", "NotebookEngine", "Tables", "Diagnostics"],
      swiftSettings: strict),
    .testTarget(name: "EndToEndTests", dependencies: ["nbrun"], swiftSettings: strict),
    .testTarget(
      name: "OctaveTests",
      dependencies: [
        "NotebookEngine", "NotebookSyntax", "EquationGraph", "Training", "Tables", "LinearAlgebra",
        "Diagnostics",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "DocumentationTests",
      dependencies: ["NotebookEngine", "NotebookSyntax", "Tables", "Diagnostics"],
      swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
