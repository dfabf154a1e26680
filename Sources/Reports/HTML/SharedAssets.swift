import CAssets

/// The files that all pages of an output folder share.
package enum SharedAssets {
  /// Relative to the output folder.
  package static var files: [ReportFile] { files(typesetter: KaTeXTypesetter()) }

  static func files(typesetter: some Typesetter) -> [ReportFile] {
    let own = [EmbeddedFiles.file("nbrun.css"), EmbeddedFiles.file("nbrun.js")].compactMap { $0 }
    return (own + typesetter.assets).map { $0.moved(to: "assets/" + $0.path) }
  }
}

/// The files that travel inside the program.
enum EmbeddedFiles {
  static func file(_ path: String) -> ReportFile? { all(below: path).first }

  static func all(below prefix: String) -> [ReportFile] {
    (0..<nbrun_asset_count()).compactMap { index in
      let asset = nbrun_asset_at(index)
      let path = String(cString: asset.path)
      guard path.hasPrefix(prefix) else { return nil }
      return ReportFile(
        path: path, program: UnsafeRawBufferPointer(start: asset.bytes, count: asset.length))
    }
  }
}
