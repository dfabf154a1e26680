package import NotebookEngine

/// The files a command can reach, as closures, so that tests can hand it others.
package struct FileSystem: Sendable {
  package var read: @Sendable (_ path: String) throws(FileError) -> [UInt8]
  /// The file is there and has exactly these bytes.
  package var holds: @Sendable (_ path: String, _ bytes: UnsafeRawBufferPointer) -> Bool
  /// Puts all `files` in their places, or none of them: each is written beside its place first, then
  /// all are renamed. A file that is there already keeps its permissions.
  package var replace: @Sendable (_ files: [NewFile]) throws(FileError) -> Void
  /// Makes the folder and those above it; fine if it is there.
  package var createDirectory: @Sendable (_ path: String) throws(FileError) -> Void
  /// What tells whether two paths lead to the same file; nil where there is none.
  package var identity: @Sendable (_ path: String) -> FileIdentity?
  /// What a notebook in `folder` can open: the files there and below. An empty folder is the
  /// present one.
  package var dataFiles: @Sendable (_ folder: String) -> DataFiles

  package init(
    read: @escaping @Sendable (_ path: String) throws(FileError) -> [UInt8],
    holds: @escaping @Sendable (_ path: String, _ bytes: UnsafeRawBufferPointer) -> Bool,
    replace: @escaping @Sendable (_ files: [NewFile]) throws(FileError) -> Void,
    createDirectory: @escaping @Sendable (_ path: String) throws(FileError) -> Void,
    identity: @escaping @Sendable (_ path: String) -> FileIdentity?,
    dataFiles: @escaping @Sendable (_ folder: String) -> DataFiles
  ) {
    self.read = read
    self.holds = holds
    self.replace = replace
    self.createDirectory = createDirectory
    self.identity = identity
    self.dataFiles = dataFiles
  }
}

package struct NewFile: Hashable, Sendable {
  package let path: String
  package let contents: [UInt8]

  package init(path: String, contents: [UInt8]) {
    self.path = path
    self.contents = contents
  }
}

package struct FileIdentity: Hashable, Sendable {
  package let device: UInt64
  package let number: UInt64

  package init(device: UInt64, number: UInt64) {
    self.device = device
    self.number = number
  }
}

package struct FileError: Error, Hashable, Sendable {
  package let path: String
  /// The system's words, such as "No space left on device".
  package let reason: String
  /// A folder stands where a file was expected.
  package let isDirectory: Bool

  package init(path: String, reason: String, isDirectory: Bool = false) {
    self.path = path
    self.reason = reason
    self.isDirectory = isDirectory
  }
}

/// `folder/name`; an absolute name stays as it is.
func joined(_ folder: String, _ name: String) -> String {
  name.hasPrefix("/") || folder.isEmpty
    ? name : "\(folder.hasSuffix("/") ? folder : folder + "/")\(name)"
}

/// What stands before the last `/`; empty for a bare name.
func parentFolder(of path: String) -> String {
  guard let slash = path.lastIndex(of: "/") else { return "" }
  return slash == path.startIndex ? "/" : String(path[..<slash])
}
