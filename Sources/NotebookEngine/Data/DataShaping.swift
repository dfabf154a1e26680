import Diagnostics
import EquationGraph
import LinearAlgebra
import NotebookSyntax
import Tables

/// Makes of what was read what the block asks for: rows in order and parted, columns scaled,
/// classes spread over columns.
///
/// A large table is there once: its matrices are taken one after the other, and change in place.
struct DataShaping {
  let settings: DataSettings
  let label: String

  /// - Parameter order: of the rows, from 0; nil if they stay as they are.
  func matrices(
    _ contents: inout TableContents, _ split: LoadedData.Split?, _ order: [Int]?
  ) throws(DiagnosticError) -> [ShapedMatrix] {
    var matrices: [ShapedMatrix] = []
    for (index, list) in settings.columns.enumerated() {
      let classes = contents.groups[index].classes
      var matrix = ShapedMatrix(
        name: list.name, use: list.use, contents.groups[index].takeMatrix())
      matrix.arrange(order, split)
      if let scaling = settings.scalings[list.name.text] {
        try matrix.scale(scaling.kind, at: scaling.range)
      }
      if list.use != .numbers { try matrix.takeClasses(classes, at: list.text.range) }
      matrices.append(matrix)
    }
    return matrices
  }

  /// How `count` rows are parted; nil if they are not.
  func split(_ count: Int) throws(DiagnosticError) -> LoadedData.Split? {
    guard let split = settings.split else { return nil }
    guard let train = split.trainCount(of: count) else {
      throw DiagnosticError(
        Diagnostic(
          .value, at: split.text.range,
          "`split: \(split.text.text)` does not add up to the \(counted(count, "row")) of \(label)",
          help: "give one of the two parts, or leave rows out with `rows`"))
    }
    guard 0...count ~= train else {
      throw DiagnosticError(
        Diagnostic(
          .value, at: split.text.range,
          "`split: \(split.text.text)`: \(label) has only \(counted(count, "row"))"))
    }
    guard train > 0, train < count else {
      throw DiagnosticError(
        Diagnostic(
          .value, at: split.text.range,
          "`split: \(split.text.text)` leaves no row to \(train == 0 ? "train" : "test")",
          help: "leave `split` out if all rows train"))
    }
    return LoadedData.Split(train: train, test: count - train, isShuffled: split.shuffled != nil)
  }
}

/// A matrix in the making, with its test rows.
struct ShapedMatrix {
  let name: Name
  let use: LoadedMatrix.Use
  private(set) var train: Matrix
  private(set) var test: Matrix?
  private var scaling: LoadedMatrix.Scaling?
  private var classes: [LoadedMatrix.Class] = []

  init(name: Name, use: LoadedMatrix.Use, _ rows: consuming Matrix) {
    self.name = name
    self.use = use
    train = rows
  }

  mutating func arrange(_ order: [Int]?, _ split: LoadedData.Split?) {
    if let order { train.reorderRows(order) }
    if let split { test = train.splitRows(at: split.train) }
  }

  /// What reports are told.
  func loaded(columns: [Int]) -> LoadedMatrix {
    LoadedMatrix(
      name: name.text, use: use, columns: columns.map { $0 + 1 }, shape: train.shape,
      testShape: test?.shape, classes: classes, scaling: scaling)
  }

  /// Fitted on the training rows, applied to all.
  mutating func scale(
    _ kind: LoadedMatrix.Scaling.Kind, at range: SourceRange
  ) throws(DiagnosticError) {
    let columns: ColumnScaling =
      kind == .standardize ? .standardizing(train) : .minmax(train)
    if let column = columns.shifts.indices.first(where: {
      !columns.shifts[$0].isFinite || !columns.spreads[$0].isFinite
    }) {
      throw DiagnosticError(
        Diagnostic(
          .value, at: range,
          "`\(kind.rawValue): \(name.text)`: the numbers in column \(column + 1) of `\(name.text)` are "
            + "infinite or too large",
          help: "leave `\(name.text)` as it is, or make it without that column"))
    }
    columns.apply(to: &train)
    test.withValue { columns.apply(to: &$0) }
    scaling = LoadedMatrix.Scaling(kind: kind, columns: columns)
  }

  /// Counts the classes, and spreads codes over columns if that is the use.
  mutating func takeClasses(_ names: [String], at range: SourceRange) throws(DiagnosticError) {
    let trainCounts = Self.counts(train, names.count)
    let testCounts = test.map { Self.counts($0, names.count) }
    classes = names.indices.map {
      LoadedMatrix.Class(
        name: names[$0], trainCount: trainCounts[$0], testCount: testCounts?[$0] ?? 0)
    }
    if let unknown = classes.first(where: { $0.trainCount == 0 }) {
      throw DiagnosticError(
        Diagnostic(
          .testClass, at: range, "class `\(quotable(unknown.name))` occurs only in test rows",
          help: "`split: …, shuffled` mixes the rows; or let more of them train"))
    }
    guard use == .oneHot else { return }
    let shape = Shape(max(train.rows, test?.rows ?? 0), names.count)
    guard shape.rows <= Graph.maximalCount / max(1, shape.columns) else {
      throw DiagnosticError(TableMessages.tooLarge(name, shape, at: range))
    }
    train = Self.spread(train, names.count)
    test = test.map { Self.spread($0, names.count) }
  }

  private static func counts(_ codes: Matrix, _ classCount: Int) -> [Int] {
    var counts = Array(repeating: 0, count: classCount)
    for code in codes.elements { counts[Int(code) - 1] += 1 }
    return counts
  }

  private static func spread(_ codes: Matrix, _ classCount: Int) -> Matrix {
    var result = Matrix(Shape(codes.rows, classCount), repeating: 0)
    result.elements.withNumbers { numbers in
      for (row, code) in codes.elements.enumerated() {
        numbers[row * classCount + Int(code) - 1] = 1
      }
    }
    return result
  }
}

extension Optional {
  /// Changes the value in place, if there is one.
  fileprivate mutating func withValue(_ change: (inout Wrapped) -> Void) {
    guard var value = take() else { return }
    change(&value)
    self = value
  }
}
