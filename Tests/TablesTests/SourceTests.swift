import Testing

@testable import Tables

/// What a source says about itself.
@Suite struct SourceTests {
  private func source(
    _ text: String, readError: TableError? = nil, finishError: TableError? = nil
  ) -> ByteSource {
    let bytes = ByteSource(Array(text.utf8))
    return ByteSource(
      read: { buffer throws(TableError) in
        let count = try bytes.read(buffer)
        if count == 0, let readError { throw readError }
        return count
      },
      finish: { () throws(TableError) in if let finishError { throw finishError } })
  }

  private func error(_ source: ByteSource) -> TableError? {
    do throws(TableError) {
      let table = try Table(source, separator: 44)
      _ = try table.read(TableRequest(groups: [.numbers([0])]), hasHeader: false)
      return nil
    } catch {
      return error
    }
  }

  @Test func `a source that changes while it is read is refused`() {
    #expect(error(source("1\n2\n")) == nil)
    #expect(error(source("1\n2\n", finishError: .changed)) == .changed)
  }

  @Test func `a change is told rather than the mistake that it made`() {
    #expect(error(source("1\nx\n", finishError: .changed)) == .changed)
    #expect(error(source("1\n2,3\n", finishError: .changed)) == .changed)
    #expect(error(source("", finishError: .changed)) == .changed)
    #expect(error(source("\"", finishError: .changed)) == .changed)
  }

  @Test func `a source that cannot be read on is refused`() {
    let broken = TableError.unreadable(reason: "Input/output error")
    #expect(error(source("1\n2\n", readError: broken)) == broken)
  }
}
