package import Tables

/// The files that a notebook's `data` blocks may open, as a closure: the engine itself reaches
/// none.
package struct DataFiles: Sendable {
  /// Opens the file at `path` for reading.
  ///
  /// The path counts from the notebook's folder and does not lead out of it by itself. A link on
  /// the way may, and is then refused.
  package var open: @Sendable (_ path: String) throws(DataFileError) -> ByteSource

  package init(
    open: @escaping @Sendable (_ path: String) throws(DataFileError) -> ByteSource
  ) {
    self.open = open
  }

  /// No files.
  package static let none = DataFiles { path throws(DataFileError) in throw .notFound }
}

/// Why a file cannot be opened.
package enum DataFileError: Error, Hashable, Sendable {
  case notFound
  /// A link on its path leads out of the notebook's folder.
  case outside
  /// Something that is no file, with its name: "a folder".
  case notAFile(String)
  /// In the system's words.
  case unreadable(String)
}
