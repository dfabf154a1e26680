import LinearAlgebra
import Testing

@testable import Tables

/// How a table is read in a test; most of it is the usual way.
struct Reading {
  var groups: [ColumnGroup]
  var separator: Character = ","
  var hasHeader = true
  var rows = 1...Int.max
  var missing = MissingRule.refuse
  var maximalCount = 1 << 27
  /// So many bytes come at a time.
  var piece = Int.max

  func read(_ bytes: [UInt8]) throws(TableError) -> TableContents {
    let table = try Table(
      ByteSource(bytes, largestPiece: piece), separator: separator.asciiValue ?? 0)
    let request = TableRequest(
      groups: groups, rows: rows, missing: missing, maximalCount: maximalCount)
    return try table.read(request, hasHeader: hasHeader)
  }

  func read(_ text: String) throws(TableError) -> TableContents { try read(Array(text.utf8)) }

  /// The rows of the first group, read with the bytes coming in one piece and in small ones.
  func rows(_ text: String) throws -> [[Double]] {
    let whole = try read(text).groups[0].matrix.rowArrays
    for piece in [1, 2, 3, 7] {
      var other = self
      other.piece = piece
      #expect(try other.read(text).groups[0].matrix.rowArrays == whole, "\(piece) at a time")
    }
    return whole
  }

  /// The classes of the first group, in order.
  func classes(_ text: String) throws -> [String] { try read(text).groups[0].classes }

  /// What is wrong, whether the bytes come in one piece or one by one.
  func error(_ text: String) -> TableError? { error(Array(text.utf8)) }

  func error(_ bytes: [UInt8]) -> TableError? {
    var errors: [TableError?] = []
    for piece in [Int.max, 1] {
      var other = self
      other.piece = piece
      do throws(TableError) {
        _ = try other.read(bytes)
        errors.append(nil)
      } catch {
        errors.append(error)
      }
    }
    #expect(errors[0] == errors[1])
    return errors[0]
  }
}

extension Matrix {
  var rowArrays: [[Double]] {
    (0..<rows).map { row in (0..<columns).map { self[row, $0] } }
  }
}
