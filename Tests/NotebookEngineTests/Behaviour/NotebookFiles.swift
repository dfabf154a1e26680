import Foundation
import NotebookEngine
import NotebookSyntax
import Tables

/// The files that a notebook of the tests finds beside it: those that stand in it, in code blocks
/// such as ` ```text file=iris.csv `, and the ones in `Tests/Notebooks/files`.
///
/// Does not imitate folders, links, or files that change.
struct NotebookFiles {
  private let written: [String: [UInt8]]

  init(of notebook: Notebook) {
    var written: [String: [UInt8]] = [:]
    for case .codeBlock(let info, let literal) in notebook.prose {
      for word in info.split(separator: " ") where word.hasPrefix("file=") {
        written[String(word.dropFirst(5))] = Array(literal.utf8)
      }
    }
    self.written = written
  }

  var dataFiles: DataFiles {
    let written = written
    return DataFiles { path throws(DataFileError) in
      if let bytes = written[path] { return ByteSource(bytes) }
      let file = BehaviourNotebook.folder.appending(path: "files").appending(path: path)
      guard !path.contains("/"), let data = try? Data(contentsOf: file) else { throw .notFound }
      return ByteSource(Array(data))
    }
  }
}
