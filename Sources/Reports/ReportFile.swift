/// A file of a report, rendered in memory. Writing it is the caller's business.
package struct ReportFile: Sendable, Equatable {
  /// Relative to the output folder, with `/` between names.
  package let path: String
  private let storage: Storage

  private enum Storage: Sendable {
    case array([UInt8])
    /// Lives as long as the program.
    case program(start: UInt, count: Int)
  }

  package init(path: String, contents: [UInt8]) {
    self.path = path
    storage = .array(contents)
  }

  package init(path: String, text: String) {
    self.init(path: path, contents: Array(text.utf8))
  }

  /// - Parameter bytes: live as long as the program, which is not asked to copy them.
  init(path: String, program bytes: UnsafeRawBufferPointer) {
    self.path = path
    storage = .program(start: UInt(bitPattern: bytes.baseAddress), count: bytes.count)
  }

  /// The file at another place.
  func moved(to path: String) -> ReportFile { ReportFile(path, storage) }

  private init(_ path: String, _ storage: Storage) {
    self.path = path
    self.storage = storage
  }

  package var contents: [UInt8] { withBytes { Array($0) } }

  package func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    switch storage {
    case .array(let bytes): bytes.withUnsafeBytes(body)
    case .program(let start, let count):
      body(UnsafeRawBufferPointer(start: UnsafeRawPointer(bitPattern: start), count: count))
    }
  }

  package static func == (a: ReportFile, b: ReportFile) -> Bool {
    a.path == b.path && a.contents == b.contents
  }
}
