import NbrunCommandLine
import NotebookEngine
import Synchronization
import Tables

/// Files in memory, and what was said on the two streams.
///
/// Does not imitate permissions, links, folders that must be there before their files, or two paths to
/// one file, apart from a leading `./`.
final class MemoryFiles: Sendable {
  private struct State {
    var files: [String: [UInt8]] = [:]
    var writes: [[String]] = []
    var failure: FileError?
    var output = ""
    var error = ""
    var time: UInt64 = 0
  }

  private let state = Mutex(State())

  init(_ files: [String: String] = [:]) {
    state.withLock { state in
      for (path, text) in files { state.files[path] = Array(text.utf8) }
    }
  }

  subscript(path: String) -> String? {
    get {
      state.withLock { $0.files[path].map { String(decoding: $0, as: UTF8.self) } }
    }
    set { state.withLock { $0.files[path] = newValue.map { Array($0.utf8) } } }
  }

  /// The paths of each batch that was written.
  var writes: [[String]] { state.withLock { $0.writes } }
  var output: String { state.withLock { $0.output } }
  var error: String { state.withLock { $0.error } }

  /// From now on writing fails like this.
  func fail(_ error: FileError) { state.withLock { $0.failure = error } }

  /// Files and streams as a command sees them; the clock goes on a millisecond with every look.
  func environment(
    terminalWidth: Int? = nil, variables: [String: String] = [:]
  ) -> CommandEnvironment {
    CommandEnvironment(
      files: FileSystem(
        read: { [self] path throws(FileError) in
          guard let bytes = state.withLock({ $0.files[path.bare] }) else {
            throw FileError(path: path, reason: "No such file or directory")
          }
          return bytes
        },
        holds: { [self] path, bytes in
          state.withLock { $0.files[path.bare] }.map { $0.elementsEqual(bytes) } ?? false
        },
        replace: { [self] files throws(FileError) in
          if let failure = state.withLock({ $0.failure }) { throw failure }
          state.withLock { state in
            state.writes.append(files.map(\.path))
            for file in files { state.files[file.path.bare] = file.contents }
          }
        },
        createDirectory: { _ throws(FileError) in },
        identity: { [self] path in
          guard state.withLock({ $0.files[path.bare] }) != nil else { return nil }
          return FileIdentity(device: 1, number: UInt64(UInt(bitPattern: path.bare.hashValue)))
        },
        dataFiles: { [self] folder in
          DataFiles { path throws(DataFileError) in
            let place = folder.isEmpty ? path : "\(folder)/\(path)"
            guard let bytes = self.state.withLock({ $0.files[place.bare] }) else {
              throw .notFound
            }
            return ByteSource(bytes)
          }
        }),
      writeOutput: { [self] text throws(FileError) in state.withLock { $0.output += text } },
      writeError: { [self] text in state.withLock { $0.error += text } },
      terminalWidth: terminalWidth,
      variable: { variables[$0] },
      now: { [self] in
        state.withLock { state in
          state.time += 1_000_000
          return state.time
        }
      })
  }
}

extension String {
  fileprivate var bare: String { hasPrefix("./") ? String(dropFirst(2)) : self }
}
