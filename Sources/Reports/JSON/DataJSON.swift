import LinearAlgebra
import NotebookEngine

extension JSONValue {
  /// What a `data` block read, the matrices themselves aside: those are among the values.
  init(_ data: LoadedData) {
    let (file, block): (String?, String?) =
      switch data.source {
      case .file(let path): (path, nil)
      case .block(let name): (nil, name)
      }
    let split = data.split.map { split in
      JSONValue.object([
        ("train", .integer(split.train)), ("test", .integer(split.test)),
        ("shuffled", .bool(split.isShuffled)),
      ])
    }
    self = .object([
      ("file", JSONValue(file)),
      ("block", JSONValue(block)),
      ("format", .string(data.format.rawValue)),
      ("compressed", .bool(data.isCompressed)),
      ("header", data.header.map { .array($0.map { .string($0) }) } ?? .null),
      ("columns", .integer(data.columnCount)),
      ("rows", .integer(data.rowCount)),
      ("dropped", .integer(data.droppedRows)),
      ("filled", .integer(data.filledCells)),
      ("split", split ?? .null),
      ("matrices", .array(data.matrices.map { JSONValue($0) })),
      (
        "settings",
        .object(data.settings.map { ($0.key, .string($0.value)) })
      ),
    ])
  }

  private init(_ matrix: LoadedMatrix) {
    let classes = matrix.classes.map { item in
      JSONValue.object([
        ("name", .string(item.name)), ("train", .integer(item.trainCount)),
        ("test", .integer(item.testCount)),
      ])
    }
    let scaling = matrix.scaling.map { scaling in
      let names =
        scaling.kind == .standardize ? ("mean", "deviation") : ("smallest", "range")
      return JSONValue.object([
        ("kind", .string(scaling.kind.rawValue)),
        (names.0, .array(scaling.columns.shifts.map { .number($0) })),
        (names.1, .array(scaling.columns.spreads.map { .number($0) })),
      ])
    }
    self = .object([
      ("name", .string(matrix.name)),
      ("use", .string(matrix.use.rawValue)),
      ("columns", .array(matrix.columns.map { .integer($0) })),
      ("shape", JSONValue(matrix.shape)),
      ("testShape", matrix.testShape.map { JSONValue($0) } ?? .null),
      ("classes", .array(classes)),
      ("scaling", scaling ?? .null),
    ])
  }
}
