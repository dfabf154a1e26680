import LinearAlgebra
import Testing

@testable import Tables

/// Arrays written by NumPy, with `Files/make_files.py`.
@Suite struct NPYTests {
  private static let floats = [[1.5, -2.25, 0], [-0.0, 65504, 0x1p-24]]
  private static let signed: [[Double]] = [[1, -2, 3], [-4, 5, -128]]
  private static let unsigned: [[Double]] = [[1, 2, 3], [4, 5, 255]]

  private let all = Reading(groups: [.numbers([0, 1, 2])])

  private static let arrays: [(name: String, rows: [[Double]])] =
    ["f2", "f4", "f8"].flatMap { [("\($0)-little", floats), ("\($0)-big", floats)] }
    + ["2", "4", "8"].flatMap { size in
      ["little", "big"].flatMap {
        [("i\(size)-\($0)", signed), ("u\(size)-\($0)", unsigned)]
      }
    }
    + [
      ("i1-little", signed), ("u1-little", unsigned), ("bool", [[1, 0, 1], [0, 1, 1]]),
      ("fortran", floats), ("version2", floats), ("version3", floats),
    ]

  @Test(arguments: arrays)
  func `an array is read as NumPy wrote it`(name: String, rows: [[Double]]) throws {
    let bytes = try TestFile.bytes("\(name).npy")
    for piece in [Int.max, 1, 5] {
      var reading = all
      reading.piece = piece
      let seen = try reading.read(bytes).groups[0].matrix
      #expect(seen == Matrix(rows: rows), "\(name)")
    }
    // Some columns only, in an order of their own.
    let part = try Reading(groups: [.numbers([2, 0]), .numbers([1])]).read(bytes)
    #expect(part.groups[0].matrix == Matrix(rows: rows.map { [$0[2], $0[0]] }))
    #expect(part.groups[1].matrix == Matrix(rows: rows.map { [$0[1]] }))
    // A row only.
    var second = all
    second.rows = 2...2
    #expect(try second.read(bytes).groups[0].matrix == Matrix(rows: [rows[1]]))
  }

  @Test func `a list of numbers is a column`() throws {
    let bytes = try TestFile.bytes("column.npy")
    #expect(
      try Reading(groups: [.numbers([0])]).read(bytes).groups[0].matrix.rowArrays == [
        [3], [1], [2],
      ])
    let codes = try Reading(groups: [.codes(0)]).read(bytes).groups[0]
    #expect(codes.classes == ["3", "1", "2"] && codes.matrix.rowArrays == [[1], [2], [3]])
  }

  @Test func `an array without rows is read`() throws {
    #expect(try all.read(TestFile.bytes("nothing.npy")).groups[0].matrix.shape == Shape(0, 3))
  }

  @Test func `a number that is none is missing`() throws {
    let bytes = try TestFile.bytes("gaps.npy")
    var reading = all
    #expect(
      reading.error(bytes)
        == .cell(.missing("NaN"), at: TablePlace(row: 1, column: 2, line: nil, bytes: 0..<0)))
    reading.missing = .drop
    let dropped = try reading.read(bytes)
    #expect(dropped.groups[0].matrix.rowArrays == [[4, 5, 6], [1, 2, 3]])
    #expect(dropped.rowCount == 2 && dropped.droppedRows == 2 && dropped.filledCells == 0)
    reading.missing = .fill(-1)
    reading.groups = [.numbers([0, 1]), .numbers([1])]
    let filled = try reading.read(bytes)
    #expect(filled.groups[0].matrix.rowArrays == [[1, -1], [4, 5], [-1, -1], [1, 2]])
    #expect(filled.groups[1].matrix.rowArrays == [[-1], [5], [-1], [2]])
    #expect(filled.rowCount == 4 && filled.filledCells == 3)
    reading.groups = [.codes(1)]
    #expect(
      reading.error(bytes)
        == .cell(.missingClass("NaN"), at: TablePlace(row: 1, column: 2, line: nil, bytes: 0..<0)))
    reading.missing = .drop
    #expect(try reading.read(bytes).groups[0].classes == ["5", "2"])
  }

  @Test func `more numbers than allowed are refused before they are read`() throws {
    var reading = all
    reading.maximalCount = 5
    #expect(reading.error(try TestFile.bytes("f8-little.npy")) == .tooLarge(group: 0))
  }

  @Test(arguments: [
    ("complex", TableError.NPYProblem.type("<c16")), ("text", .type("<U1")),
    ("structure", .structures), ("long", .type("<f16")), ("cube", .dimensions(3)),
    ("number", .dimensions(0)),
  ])
  func `what is no matrix of numbers is refused`(
    name: String, problem: TableError.NPYProblem
  ) throws {
    #expect(all.error(try TestFile.bytes("\(name).npy")) == .npy(problem))
  }

  @Test func `an array that ends early or goes on is refused`() throws {
    let bytes = try TestFile.bytes("f8-little.npy")
    #expect(all.error(bytes.dropLast()) == .npy(.endsEarly(expected: 48, seen: 47)))
    #expect(all.error(Array(bytes.prefix(128))) == .npy(.endsEarly(expected: 48, seen: 0)))
    #expect(all.error(bytes + [0]) == .npy(.goesOn(expected: 48)))
    for count in [6, 7, 9, 20, 127] {
      #expect(all.error(Array(bytes.prefix(count))) == .npy(.header), "\(count) bytes")
    }
  }

  private func array(_ header: String, version: UInt8 = 1) -> [UInt8] {
    NPYHeader.magic + [version, 0, UInt8(header.utf8.count), 0] + Array(header.utf8)
  }

  @Test(arguments: [
    "{'descr': '<f8', 'fortran_order': False, 'shape': (0, 3), }",
    "{\"shape\":(0L,3L),\"descr\":\"<f8\",\"fortran_order\":False}\n",
    " { 'descr' : '|f8' , 'fortran_order' : True , 'shape' : ( 0 , 3 , ) , 'more' : 'x' } ",
    "{'fortran_order': False, 'descr': '=f8', 'shape': (0, 3)}          \n",
  ])
  func `a header may be written in several ways`(_ header: String) throws {
    #expect(try all.read(array(header)).groups[0].matrix.shape == Shape(0, 3))
  }

  @Test(arguments: [
    "", "{}", "{'descr': '<f8'}", "{'descr': '<f8', 'fortran_order': False, 'shape': (0, 3)",
    "{'descr': '<f8', 'fortran_order': 0, 'shape': (0, 3)}",
    "{'descr': '<f8', 'fortran_order': False, 'shape': (-1, 3)}",
    "{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999999999999, 3)}",
    "{'descr': '<f8', 'fortran_order': False, 'shape': (4611686018427387904, 4)}",
    "{'descr': '<f8', 'fortran_order': False, 'shape': (0, 3)} and more",
    "{'descr: '<f8', 'fortran_order': False, 'shape': (0, 3)}",
    "{'descr': [[[, 'fortran_order': False, 'shape': (0, 3)}",
  ])
  func `a header that cannot be read is refused`(_ header: String) {
    #expect(all.error(array(header)) == .npy(.header))
  }

  @Test func `an unknown version is refused`() {
    let header = "{'descr': '<f8', 'fortran_order': False, 'shape': (0, 3), }"
    #expect(all.error(array(header, version: 4)) == .npy(.header))
    #expect(all.error(array(header, version: 0)) == .npy(.header))
  }

  @Test func `rows wider than what is read at a time are read whole`() throws {
    let width = 100_000
    let header = "{'descr': '<u2', 'fortran_order': False, 'shape': (3, \(width))}"
    let bytes =
      array(header) + (0..<3 * width).flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8 & 0xFF)] }
    let expected = (0..<3 * width).map { Double($0 & 0xFFFF) }
    let contents = try Reading(groups: [.numbers(Array(0..<width)), .numbers([width - 1, 0])]).read(
      bytes)
    #expect(Array(contents.groups[0].matrix.elements) == expected)
    #expect(
      contents.groups[1].matrix.rowArrays
        == (0..<3).map { [expected[$0 * width + width - 1], expected[$0 * width]] })
  }
}
