package import LinearAlgebra

/// What a `data` block read, as data for reports.
package struct LoadedData: Sendable {
  package enum Source: Hashable, Sendable {
    /// As the block names it.
    case file(String)
    /// The name of a `csv data` block.
    case block(String)
  }

  package enum Format: String, Sendable { case csv, npy }

  package struct Split: Hashable, Sendable {
    package let train: Int
    package let test: Int
    package let isShuffled: Bool

    package init(train: Int, test: Int, isShuffled: Bool) {
      self.train = train
      self.test = test
      self.isShuffled = isShuffled
    }
  }

  package struct Setting: Hashable, Sendable {
    package let key: String
    package let value: String
    /// The author did not write it.
    package let isDefault: Bool

    package init(key: String, value: String, isDefault: Bool) {
      self.key = key
      self.value = value
      self.isDefault = isDefault
    }
  }

  package let source: Source
  package let format: Format
  /// By gzip.
  package let isCompressed: Bool
  /// The names of the columns; nil without a header.
  package let header: [String]?
  /// Of the table.
  package let columnCount: Int
  /// The rows of the matrices, train and test together.
  package let rowCount: Int
  /// Rows that were left out because a cell is missing.
  package let droppedRows: Int
  /// Missing cells that a number was put in for.
  package let filledCells: Int
  package let split: Split?
  /// In order of the block.
  package let matrices: [LoadedMatrix]
  /// Every setting in force, defaults too.
  package let settings: [Setting]

  package init(
    source: Source, format: Format, isCompressed: Bool = false, header: [String]?, columnCount: Int,
    rowCount: Int, droppedRows: Int = 0, filledCells: Int = 0, split: Split? = nil,
    matrices: [LoadedMatrix], settings: [Setting] = []
  ) {
    self.source = source
    self.format = format
    self.isCompressed = isCompressed
    self.header = header
    self.columnCount = columnCount
    self.rowCount = rowCount
    self.droppedRows = droppedRows
    self.filledCells = filledCells
    self.split = split
    self.matrices = matrices
    self.settings = settings
  }
}

/// One name that a `data` block defines, with its `_test` twin if the rows are split.
package struct LoadedMatrix: Sendable {
  /// What becomes of the columns.
  package enum Use: String, Sendable {
    case numbers
    case oneHot = "one-hot"
    case codes
  }

  /// A class and how many rows belong to it.
  package struct Class: Hashable, Sendable {
    package let name: String
    package let trainCount: Int
    /// 0 without a split.
    package let testCount: Int

    package init(name: String, trainCount: Int, testCount: Int) {
      self.name = name
      self.trainCount = trainCount
      self.testCount = testCount
    }
  }

  package struct Scaling: Sendable {
    package enum Kind: String, Sendable { case standardize, minmax }

    package let kind: Kind
    package let columns: ColumnScaling

    package init(kind: Kind, columns: ColumnScaling) {
      self.kind = kind
      self.columns = columns
    }
  }

  package let name: String
  package let use: Use
  /// Of the table, from 1.
  package let columns: [Int]
  package let shape: Shape
  /// Of the twin.
  package let testShape: Shape?
  /// Class `k` has code `k` and is column `k` of a one-hot matrix. Empty for numbers.
  package let classes: [Class]
  package let scaling: Scaling?

  package init(
    name: String, use: Use, columns: [Int], shape: Shape, testShape: Shape? = nil,
    classes: [Class] = [], scaling: Scaling? = nil
  ) {
    self.name = name
    self.use = use
    self.columns = columns
    self.shape = shape
    self.testShape = testShape
    self.classes = classes
    self.scaling = scaling
  }
}
