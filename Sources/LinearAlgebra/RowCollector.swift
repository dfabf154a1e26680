/// Makes a matrix of rows that come one after the other, whatever their number.
///
/// Rows are gathered in pieces, so that no number is moved while they come. Where their number is
/// known ahead, or guessed not too low, there is a single piece, which becomes the matrix itself.
package final class RowCollector {
  package let columns: Int
  /// The rows kept so far.
  package private(set) var count = 0
  private var pieces: [MatrixElements] = []
  /// Of the last piece: where the next row goes, and how many more rows it takes.
  private var next: UnsafeMutablePointer<Double>?
  private var room = 0

  /// In numbers. Pieces grow up to this size; the system takes one that large back as soon as it is
  /// free, so that putting them together takes little more memory than the matrix.
  private static let largestPiece = 4 << 20
  private static let smallestPiece = 1 << 10

  package init(columns: Int) {
    self.columns = columns
  }

  /// Says how many rows will come. Memory that no row is written to costs nothing; if more come,
  /// they are taken too.
  package func expect(rows: Int) {
    if pieces.isEmpty, rows > 0 { addPiece(rows: rows) }
  }

  /// Space for at least one more row, and for `wanted` rows if they fit in the present piece. What
  /// is written there counts once it is kept; the space holds until the next call.
  package func space(forRows wanted: Int = 1) -> UnsafeMutableBufferPointer<Double> {
    if room == 0 {
      let numbers = min(max(count * columns, Self.smallestPiece), Self.largestPiece)
      addPiece(rows: max(1, numbers / max(columns, 1)))
    }
    return UnsafeMutableBufferPointer(start: next, count: min(wanted, room) * columns)
  }

  /// Takes over the first `rows` rows of the space that was handed out last.
  package func keep(rows: Int = 1) {
    precondition(rows <= room, "\(rows) rows in a space for \(room)")
    count += rows
    room -= rows
    next = next?.advanced(by: rows * columns)
  }

  /// All rows kept, as a matrix. Nothing is left to collect afterwards.
  package func takeMatrix() -> Matrix {
    defer {
      pieces = []
      (count, room, next) = (0, 0, nil)
    }
    let shape = Shape(count, columns)
    if pieces.count == 1, var elements = pieces.popLast() {
      elements.shorten(to: shape.count)
      return Matrix(shape, elements)
    }
    // The first piece first, and each is given back before the next one is read.
    pieces.reverse()
    return Matrix(shape) { result in
      var place = result
      var missing = shape.count
      while let piece = pieces.popLast() {
        let count = min(piece.count, missing)
        piece.withStart { place.update(from: $0, count: count) }
        place += count
        missing -= count
      }
    }
  }

  private func addPiece(rows: Int) {
    var piece = MatrixElements(count: rows * columns) { _ in }
    // Nobody else holds the piece, and it stays where it is.
    next = piece.withNumbers { $0.baseAddress }
    room = rows
    pieces.append(piece)
  }
}
