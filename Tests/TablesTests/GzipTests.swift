import LinearAlgebra
import Testing

@testable import Tables

/// Files compressed by Python, with `Files/make_files.py`.
@Suite struct GzipTests {
  private let two = Reading(groups: [.numbers([0, 1])])

  @Test(arguments: ["table.csv.gz", "members.csv.gz"])
  func `a compressed table is read, from several members too`(_ name: String) throws {
    let bytes = try TestFile.bytes(name)
    for piece in [Int.max, 1, 3] {
      var reading = two
      reading.piece = piece
      #expect(try reading.read(bytes).groups[0].matrix.rowArrays == [[1, 2], [3, 4], [5, 6]])
    }
    #expect(try Table(ByteSource(bytes), separator: 44).isCompressed)
  }

  @Test func `a compressed array is read`() throws {
    let contents = try two.read(TestFile.bytes("array.npy.gz"))
    #expect(contents.groups[0].matrix.rowArrays == [[1.5, -2.25], [0, 65504]])
  }

  @Test func `wherever it ends early it is refused`() throws {
    let bytes = try TestFile.bytes("table.csv.gz")
    for count in 2..<bytes.count {
      let error = two.error(Array(bytes.prefix(count)))
      #expect(error == .gzip(.endsEarly), "\(count) bytes")
    }
  }

  @Test func `whatever bit is damaged it is refused or reads the same`() throws {
    let bytes = try TestFile.bytes("table.csv.gz")
    // Time and system in the header say nothing about the data, nor do bits that fill up a byte.
    for place in 2..<bytes.count {
      var damaged = bytes
      damaged[place] ^= 0x10
      if let contents = try? two.read(damaged) {
        let rows = contents.groups[0].matrix.rowArrays
        #expect(rows == [[1, 2], [3, 4], [5, 6]], "byte \(place)")
      }
    }
  }

  @Test func `what follows the last member is no garbage`() throws {
    let bytes = try TestFile.bytes("table.csv.gz")
    #expect(two.error(bytes + Array("more".utf8)) == .gzip(.damaged))
    #expect(two.error(bytes + [0, 0, 0]) == nil)
  }
}
