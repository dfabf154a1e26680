import Foundation
import LinearAlgebra
import NotebookEngine
import Testing

/// The rows of `Iris/iris.csv` through a data block, against the NumPy script beside them.
@Suite struct IrisTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Iris")

  private static func irisText() throws -> String {
    try String(contentsOf: folder.appending(path: "iris.csv"), encoding: .utf8)
  }

  /// `expected.txt`, written by the NumPy script beside it: bits of numbers, row by row.
  private static func expected() throws -> [String: [[UInt64]]] {
    let text = try String(contentsOf: folder.appending(path: "expected.txt"), encoding: .utf8)
    var values: [String: [[UInt64]]] = [:]
    var name = ""
    for line in text.split(separator: "\n") {
      if line.hasPrefix("# ") {
        name = String(line.dropFirst(2))
      } else {
        values[name, default: []].append(
          line.split(separator: " ").map { UInt64($0, radix: 16) ?? 0 })
      }
    }
    return values
  }

  private func bits(_ matrix: Matrix?) -> [[UInt64]]? {
    matrix.map { matrix in
      (0..<matrix.rows).map { row in
        (0..<matrix.columns).map { matrix[row, $0].bitPattern }
      }
    }
  }

  @Test func `iris is split and standardized as by NumPy, to the last bit`() throws {
    let run = try run(
      """
      ```text file=iris.csv
      \(Self.irisText())```

      ```octave matrix
      rng(7)
      ```

      ```yaml data
      file: iris.csv
      X: columns 1..4
      P: one-hot column 5
      split: 120 train, 30 test, shuffled
      standardize: X
      ```

      ```octave matrix
      n = randn(1, 3)
      ```
      """)
    expectNoErrors(run)
    let expected = try Self.expected()
    for name in ["X", "X_test", "P", "P_test"] {
      #expect(bits(run.value(name)) == expected[name], "\(name)")
    }
    #expect(bits(run.value("n")) == expected["next"])
    let data = try #require(run.cells[1].data)
    let scaling = try #require(data.matrices[0].scaling)
    #expect([scaling.columns.shifts.map(\.bitPattern)] == expected["mean"])
    #expect([scaling.columns.spreads.map(\.bitPattern)] == expected["deviation"])
    #expect(data.split == LoadedData.Split(train: 120, test: 30, isShuffled: true))
    #expect(data.matrices[1].classes.map(\.name) == ["setosa", "versicolor", "virginica"])
    #expect(data.matrices[1].classes.map(\.testCount) == [9, 12, 9])
  }

  @Test func `the network of the iris example starts at its golden loss`() throws {
    let run = try run(
      """
      ```csv data as=iris
      \(Self.irisText())```

      ```octave matrix
      rng(7)
      ```

      ```yaml data
      block: iris
      X: columns sepal_length..petal_width
      P: one-hot column species
      split: 80%, shuffled
      standardize: X
      ```

      ```octave matrix
      W1 = 0.5 * randn(4, 8);   b1 = zeros(1, 8);
      W2 = 0.5 * randn(8, 3);   b2 = zeros(1, 3);
      H = tanh(X * W1 + b1);                       %: N×8
      Q = softmax(H * W2 + b2);                    %: N×3
      L = crossentropy(Q, P)
      ```
      """)
    expectNoErrors(run)
    expect(run.value("L"), is: [[1.6237290678060565]], tolerance: 1e-15)
  }
}
