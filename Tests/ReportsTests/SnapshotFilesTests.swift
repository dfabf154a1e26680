import Foundation
import Testing

@Suite struct SnapshotFilesTests {
  @Test func `every recorded text is compared with`() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: Snapshot.folder.path)
    #expect(Set(files).subtracting(Snapshot.names) == [])
  }
}
