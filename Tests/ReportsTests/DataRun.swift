import LinearAlgebra
import NotebookEngine
import NotebookSyntax

/// A notebook whose data comes from tables, with markup in what the tables say.
enum DataRun {
  static func make() -> NotebookRun {
    var sample = SampleRun()
    sample.title = "Flowers"
    sample.path = "notebooks/flowers.md"
    sample.addHeading("Flowers")
    sample.addCell(
      "yaml data", kind: .data,
      ["file: flowers.csv", "X: columns 1..2", "P: one-hot column 3", "split: 75%, shuffled"]
    ) { _ in CellResult(status: .ok, options: CellOptions(), data: flowers) }
    sample.addCell("csv data as=wide", kind: .csv, ["1,2", "<b>,4"]) { _ in
      CellResult(status: .ok, options: CellOptions())
    }
    sample.addCell("yaml data", kind: .data, ["block: wide", "Z: columns 1..20"]) { _ in
      CellResult(status: .ok, options: CellOptions(), data: wide)
    }
    return sample.run
  }

  private static let flowers = LoadedData(
    source: .file("flowers.csv"), format: .csv, isCompressed: true,
    header: ["length", "width | \(MistakesRun.markup)", "kind"], columnCount: 3, rowCount: 4,
    droppedRows: 1, filledCells: 0,
    split: LoadedData.Split(train: 3, test: 1, isShuffled: true),
    matrices: [
      LoadedMatrix(
        name: "X", use: .numbers, columns: [1, 2], shape: Shape(3, 2), testShape: Shape(1, 2),
        scaling: LoadedMatrix.Scaling(
          kind: .standardize, columns: .standardizing(Matrix(rows: [[1, 5], [2, 5], [4, 5]])))),
      LoadedMatrix(
        name: "P", use: .oneHot, columns: [3], shape: Shape(3, 2), testShape: Shape(1, 2),
        classes: [
          LoadedMatrix.Class(name: "rose", trainCount: 2, testCount: 0),
          LoadedMatrix.Class(name: MistakesRun.markup, trainCount: 1, testCount: 1),
        ]),
    ],
    settings: [
      LoadedData.Setting(key: "file", value: "flowers.csv", isDefault: false),
      LoadedData.Setting(key: "header", value: "auto: yes", isDefault: true),
      LoadedData.Setting(key: "separator", value: ",", isDefault: true),
    ])

  /// More columns and classes than anybody reads.
  private static let wide = LoadedData(
    source: .block("wide"), format: .csv, header: nil, columnCount: 20, rowCount: 2, filledCells: 3,
    matrices: [
      LoadedMatrix(
        name: "Z", use: .numbers, columns: Array(1...20), shape: Shape(2, 20),
        scaling: LoadedMatrix.Scaling(
          kind: .minmax,
          columns: .minmax(Matrix(Shape(2, 20), (0..<40).map { Double($0) / 8 })))),
      LoadedMatrix(
        name: "k", use: .codes, columns: [20], shape: Shape(2, 1),
        classes: (1...14).map {
          LoadedMatrix.Class(name: "class \($0)", trainCount: 1, testCount: 0)
        }),
      LoadedMatrix(name: "Y", use: .numbers, columns: [1, 3, 4, 5, 9, 11, 13], shape: Shape(2, 7)),
    ])
}
