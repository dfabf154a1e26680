import NotebookEngine
import Tables

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Opens a file for a notebook, which may have been written by a stranger: whatever its path and
/// the links on it say, the file lies in `folder` or below it, and it is a file.
///
/// The path is resolved first, and must then begin with the folder's. From there it is walked
/// folder by folder without following a link any more: what is moved in between cannot lead
/// elsewhere.
func openDataFile(_ path: String, below folder: String) throws(DataFileError) -> ByteSource {
  let root = try resolved(folder.isEmpty ? "." : folder)
  let target = try resolved(joined(root, path))
  let prefix = root == "/" ? root : root + "/"
  guard target.utf8.starts(with: prefix.utf8) else {
    throw target == root ? .notAFile("a folder") : .outside
  }
  let parts = target.utf8.dropFirst(prefix.utf8.count).split(separator: UInt8(ascii: "/"))
    .map { String(decoding: $0, as: UTF8.self) }
  guard let name = parts.last else { throw .notFound }

  var place = try Descriptor(open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC))
  for part in parts.dropLast() {
    place = try Descriptor(
      openat(place.number, part, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC))
  }
  // Opening a device can do things, opening a pipe waits for somebody at its other end.
  var status = stat()
  guard fstatat(place.number, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { throw .last }
  try checkRegular(status)
  let file = try Descriptor(
    openat(place.number, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC))
  guard fstat(file.number, &status) == 0 else { throw .last }
  try checkRegular(status)

  let reading = DataFileReading(file, path: target, status: status)
  return ByteSource(
    expectedCount: Int(status.st_size),
    read: { buffer throws(TableError) in try reading.read(buffer) },
    finish: { () throws(TableError) in try reading.finish() })
}

private func resolved(_ path: String) throws(DataFileError) -> String {
  guard let resolved = realpath(path, nil) else { throw .last }
  defer { free(resolved) }
  return String(cString: resolved)
}

private func checkRegular(_ status: stat) throws(DataFileError) {
  switch status.st_mode & S_IFMT {
  case S_IFREG: return
  case S_IFDIR: throw .notAFile("a folder")
  case S_IFIFO: throw .notAFile("a pipe")
  case S_IFSOCK: throw .notAFile("a socket")
  case S_IFLNK: throw .unreadable("it was moved while it was opened")
  default: throw .notAFile("a device")
  }
}

/// An open file or folder, closed when nobody holds it any more.
private final class Descriptor {
  let number: Int32

  /// - Parameter number: what `open` returned.
  init(_ number: Int32) throws(DataFileError) {
    guard number >= 0 else { throw .last }
    self.number = number
  }

  deinit { close(number) }
}

/// A file that is read once, from front to back.
private final class DataFileReading {
  private let file: Descriptor
  private let path: String
  /// When it was opened.
  private let status: stat
  private var count = 0
  private var isAtEnd = false

  init(_ file: Descriptor, path: String, status: stat) {
    self.file = file
    self.path = path
    self.status = status
  }

  func read(_ buffer: UnsafeMutableRawBufferPointer) throws(TableError) -> Int {
    while true {
      #if canImport(Glibc)
        let more = Glibc.read(file.number, buffer.baseAddress, buffer.count)
      #else
        let more = Darwin.read(file.number, buffer.baseAddress, buffer.count)
      #endif
      if more < 0, errno == EINTR { continue }
      guard more >= 0 else { throw .unreadable(reason: String(cString: strerror(errno))) }
      count += more
      isAtEnd = isAtEnd || more == 0
      return more
    }
  }

  /// Throws if the file was written to, cut or replaced since it was opened.
  func finish() throws(TableError) {
    var open = stat()
    var named = stat()
    guard fstat(file.number, &open) == 0, stat(path, &named) == 0, open.isSame(as: status),
      named.isSame(as: status), !isAtEnd || count == Int(status.st_size)
    else { throw .changed }
  }
}

extension stat {
  /// The same file in the same state, as far as can be told without reading it.
  fileprivate func isSame(as other: stat) -> Bool {
    #if canImport(Glibc)
      let (time, otherTime) = (st_mtim, other.st_mtim)
    #else
      let (time, otherTime) = (st_mtimespec, other.st_mtimespec)
    #endif
    return st_dev == other.st_dev && st_ino == other.st_ino && st_size == other.st_size
      && time.tv_sec == otherTime.tv_sec && time.tv_nsec == otherTime.tv_nsec
  }
}

extension DataFileError {
  /// From `errno`.
  fileprivate static var last: DataFileError {
    errno == ENOENT || errno == ENOTDIR
      ? .notFound : .unreadable(String(cString: strerror(errno)))
  }
}
