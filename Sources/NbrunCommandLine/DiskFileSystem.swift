import NotebookEngine

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension FileSystem {
  /// The real files.
  package static var disk: FileSystem {
    FileSystem(
      read: { path throws(FileError) in try readFile(path) },
      holds: { path, bytes in isFile(path, holding: bytes) },
      replace: { files throws(FileError) in try replaceFiles(files) },
      createDirectory: { path throws(FileError) in try makeDirectory(path) },
      identity: { path in
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        return FileIdentity(
          device: UInt64(truncatingIfNeeded: status.st_dev), number: UInt64(status.st_ino))
      },
      dataFiles: { folder in
        DataFiles { path throws(DataFileError) in try openDataFile(path, below: folder) }
      })
  }
}

/// An open file that is closed once.
private struct OpenFile: ~Copyable {
  let descriptor: Int32
  let path: String

  init(_ path: String, _ flags: Int32, mode: mode_t = 0o666) throws(FileError) {
    var result: Int32
    repeat { result = open(path, flags | O_CLOEXEC, mode) } while result < 0 && errno == EINTR
    guard result >= 0 else { throw .last(path) }
    descriptor = result
    self.path = path
  }

  deinit { close(descriptor) }

  func status() throws(FileError) -> stat {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .last(path) }
    return status
  }
}

private func readFile(_ path: String) throws(FileError) -> [UInt8] {
  let file = try OpenFile(path, O_RDONLY)
  let status = try file.status()
  guard status.st_mode & S_IFMT != S_IFDIR else { throw .of(EISDIR, path) }
  var bytes: [UInt8] = []
  // A pipe has no size, and a file may grow while it is read: the size only says how much to ask for.
  var wanted = max(Int(status.st_size), 4096) + 1
  while true {
    var count = 0
    bytes.append(
      addingCapacity: wanted,
      filledBy: { buffer in
        repeat {
          count = read(file.descriptor, buffer.baseAddress, wanted)
        } while count < 0 && errno == EINTR
        return max(0, count)
      })
    guard count >= 0 else { throw .last(path) }
    // Only of a regular file does a short answer mean the end.
    let isEnd = count == 0 || count < wanted && status.st_mode & S_IFMT == S_IFREG
    if isEnd { return bytes }
    wanted = 65536
  }
}

/// Piece by piece: the files that all pages share are compared on every run, and most are what they were.
private func isFile(_ path: String, holding bytes: UnsafeRawBufferPointer) -> Bool {
  guard let file = try? OpenFile(path, O_RDONLY), let status = try? file.status(),
    status.st_mode & S_IFMT == S_IFREG, Int(status.st_size) == bytes.count
  else { return false }
  return withUnsafeTemporaryAllocation(byteCount: 32_768, alignment: 64) { piece in
    var start = 0
    while start < bytes.count {
      let count = read(file.descriptor, piece.baseAddress, min(piece.count, bytes.count - start))
      if count < 0, errno == EINTR { continue }
      guard count > 0, let old = piece.baseAddress, let new = bytes.baseAddress,
        memcmp(old, new + start, count) == 0
      else { return false }
      start += count
    }
    return true
  }
}

private func makeDirectory(_ path: String) throws(FileError) {
  var status = stat()
  if stat(path, &status) == 0 {
    guard status.st_mode & S_IFMT == S_IFDIR else { throw .of(ENOTDIR, path) }
    return
  }
  // From the first folder down, with a loop: a path may have any number of parts.
  var made = path.hasPrefix("/") ? "/" : ""
  for part in path.split(separator: "/") {
    made = joined(made, String(part))
    if mkdir(made, 0o777) != 0, errno != EEXIST { throw .last(made) }
    guard stat(made, &status) == 0 else { throw .last(made) }
    guard status.st_mode & S_IFMT == S_IFDIR else { throw .of(ENOTDIR, made) }
  }
}

/// Writes each file beside its place, then renames all.
///
/// Signals that end the process wait until no temporary file is left: nothing half written stays
/// behind an interrupt, and no handler with global state is needed.
private func replaceFiles(_ files: [NewFile]) throws(FileError) {
  var ending = sigset_t()
  var before = sigset_t()
  sigemptyset(&ending)
  for signal in [SIGINT, SIGTERM, SIGHUP, SIGQUIT] { sigaddset(&ending, signal) }
  pthread_sigmask(SIG_BLOCK, &ending, &before)
  defer { pthread_sigmask(SIG_SETMASK, &before, nil) }

  var staged: [(temporary: String, place: String)] = []
  defer { for (temporary, _) in staged { unlink(temporary) } }
  for file in files {
    let place = try linkTarget(of: file.path)
    let temporary = "\(place).\(getpid()).part"
    staged.append((temporary, place))
    try write(file.contents, to: temporary, replacing: place)
  }
  for (temporary, place) in staged {
    guard rename(temporary, place) == 0 else { throw .last(place) }
  }
  staged = []
}

/// A link is written through, not replaced by a file.
private func linkTarget(of path: String) throws(FileError) -> String {
  var status = stat()
  guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFLNK else { return path }
  guard let resolved = realpath(path, nil) else { throw .last(path) }
  defer { free(resolved) }
  return String(cString: resolved)
}

private func write(
  _ contents: [UInt8], to temporary: String, replacing place: String
) throws(FileError) {
  var old = stat()
  let exists = stat(place, &old) == 0
  if exists {
    guard old.st_mode & S_IFMT != S_IFDIR else { throw .of(EISDIR, place) }
    // Renaming would get past a file's own protection.
    guard access(place, W_OK) == 0 else { throw .last(place) }
  }
  do throws(FileError) {
    let file = try OpenFile(temporary, O_WRONLY | O_CREAT | O_TRUNC)
    if exists, fchmod(file.descriptor, old.st_mode & 0o7777) != 0 {
      throw FileError.last(place)
    }
    try writeAll(contents, to: file.descriptor, path: place)
  } catch {
    // The author knows the place, not the temporary name.
    throw FileError(path: place, reason: error.reason, isDirectory: error.isDirectory)
  }
}

/// Writes everything, however many calls it takes.
func writeAll(_ bytes: [UInt8], to descriptor: Int32, path: String) throws(FileError) {
  var start = 0
  while start < bytes.count {
    let count = bytes.withUnsafeBytes { buffer in
      #if canImport(Glibc)
        Glibc.write(descriptor, buffer.baseAddress?.advanced(by: start), buffer.count - start)
      #else
        Darwin.write(descriptor, buffer.baseAddress?.advanced(by: start), buffer.count - start)
      #endif
    }
    if count < 0 {
      if errno == EINTR { continue }
      throw .last(path)
    }
    start += count
  }
}

extension FileError {
  fileprivate static func of(_ code: Int32, _ path: String) -> FileError {
    FileError(path: path, reason: String(cString: strerror(code)), isDirectory: code == EISDIR)
  }

  /// From `errno`.
  fileprivate static func last(_ path: String) -> FileError { of(errno, path) }
}

extension [UInt8] {
  /// Appends what `fill` puts into at most `count` new bytes; it returns how many.
  fileprivate mutating func append(
    addingCapacity count: Int, filledBy fill: (UnsafeMutableBufferPointer<UInt8>) -> Int
  ) {
    let start = self.count
    if start == 0 {
      self = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in filled = fill(buffer) }
      return
    }
    append(contentsOf: repeatElement(0, count: count))
    let filled = withUnsafeMutableBufferPointer { buffer in
      fill(UnsafeMutableBufferPointer(rebasing: buffer[start...]))
    }
    removeLast(count - filled)
  }
}
