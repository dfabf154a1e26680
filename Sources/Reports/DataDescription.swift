import Diagnostics
import LinearAlgebra
import NotebookEngine

/// What both readable reports say about a `data` block. All of it is plain text.
struct DataDescription {
  let data: LoadedData
  let precision: Int

  struct Table {
    let heads: [String]
    /// The first cell is a name.
    let rows: [[String]]
    /// What was left out.
    var rest: String?
  }

  /// The file's path or the block's name.
  var title: String {
    switch data.source {
    case .file(let path): path
    case .block(let name): name
    }
  }

  /// What it is, and what became of its rows.
  var sentence: String {
    let kind =
      switch (data.format, data.isCompressed) {
      case (.csv, false): "a table"
      case (.csv, true): "a compressed table"
      case (.npy, false): "an array"
      case (.npy, true): "a compressed array"
      }
    var parts = [
      "\(kind) with \(counted(data.columnCount, "column"))"
        + (data.header == nil ? "" : " and a header") + ", \(counted(data.rowCount, "row")) read"
    ]
    if data.droppedRows > 0 {
      parts.append("\(counted(data.droppedRows, "row")) with a missing cell left out")
    }
    if data.filledCells > 0 { parts.append("\(counted(data.filledCells, "missing cell")) filled") }
    if let split = data.split {
      parts.append(
        "\(split.train) to train, \(split.test) to test\(split.isShuffled ? ", shuffled" : "")")
    }
    return parts.joined(separator: "; ") + "."
  }

  var tables: [Table] {
    [matrices] + data.matrices.compactMap(classes) + data.matrices.compactMap(scaling)
  }

  private var matrices: Table {
    let hasTwins = data.split != nil
    return Table(
      heads: ["matrix", "columns", "shape"] + (hasTwins ? ["test rows"] : []),
      rows: data.matrices.map { matrix in
        let twin = matrix.testShape.map { ["\(matrix.name)_test, \($0)"] } ?? []
        return [matrix.name, columns(of: matrix), "\(matrix.shape)"] + twin
      })
  }

  /// "1..4: sepal_length, …, petal_width"
  private func columns(of matrix: LoadedMatrix) -> String {
    var runs: [ClosedRange<Int>] = []
    for column in matrix.columns {
      if let last = runs.last, last.upperBound + 1 == column {
        runs[runs.count - 1] = last.lowerBound...column
      } else {
        runs.append(column...column)
      }
    }
    let numbers = runs.prefix(4).map {
      $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)..\($0.upperBound)"
    }
    let use = matrix.use == .numbers ? "" : "\(matrix.use.rawValue) "
    let text = use + numbers.joined(separator: ", ") + (runs.count > 4 ? ", …" : "")
    guard data.header != nil else { return text }
    let names = matrix.columns.map(name)
    let shown = names.count <= 4 ? names : [names[0], names[1], "…", names[names.count - 1]]
    return "\(text): \(shown.joined(separator: ", "))"
  }

  private func classes(of matrix: LoadedMatrix) -> Table? {
    guard !matrix.classes.isEmpty else { return nil }
    let hasTwins = data.split != nil
    let shown = matrix.classes.prefix(Self.maximalRows)
    return Table(
      heads: ["class of \(matrix.name)", matrix.use == .codes ? "code" : "column"]
        + (hasTwins ? ["to train", "to test"] : ["rows"]),
      rows: shown.enumerated().map { index, item in
        [shortened(item.name), String(index + 1), String(item.trainCount)]
          + (hasTwins ? [String(item.testCount)] : [])
      },
      rest: rest(matrix.classes.count - shown.count, "class", "classes"))
  }

  private func scaling(of matrix: LoadedMatrix) -> Table? {
    guard let scaling = matrix.scaling else { return nil }
    let shown = matrix.columns.prefix(Self.maximalRows)
    return Table(
      heads: ["column of \(matrix.name)"]
        + (scaling.kind == .standardize ? ["mean", "deviation"] : ["smallest", "range"]),
      rows: shown.enumerated().map { index, column in
        [
          name(ofColumn: column), number(scaling.columns.shifts[index]),
          number(scaling.columns.spreads[index]),
        ]
      },
      rest: rest(matrix.columns.count - shown.count, "column", "columns"))
  }

  /// More are not read by anybody; the results file has them all.
  private static let maximalRows = 12

  private func rest(_ count: Int, _ noun: String, _ plural: String) -> String? {
    count > 0 ? "and \(counted(count, "more \(noun)", "more \(plural)"))" : nil
  }

  private func name(ofColumn column: Int) -> String {
    guard let header = data.header, header.indices.contains(column - 1), !header[column - 1].isEmpty
    else { return String(column) }
    return shortened(header[column - 1])
  }

  private func shortened(_ text: String) -> String {
    text.count <= 40 ? text : text.prefix(37) + "…"
  }

  private func number(_ x: Double) -> String { formatted(x, significantDigits: precision) }
}
