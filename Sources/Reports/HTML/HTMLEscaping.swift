/// `text` for HTML content and quoted attributes, as cmark escapes it.
func escapedHTML(_ text: String) -> String {
  var text = text
  return text.withUTF8 { bytes in
    guard bytes.contains(where: { htmlEntity(for: $0) != nil }) else {
      return String(decoding: bytes, as: UTF8.self)
    }
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count + bytes.count / 8)
    for byte in bytes {
      if let entity = htmlEntity(for: byte) {
        result.append(contentsOf: entity.utf8)
      } else {
        result.append(byte)
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}

private func htmlEntity(for byte: UInt8) -> String? {
  switch byte {
  case UInt8(ascii: "&"): "&amp;"
  case UInt8(ascii: "<"): "&lt;"
  case UInt8(ascii: ">"): "&gt;"
  case UInt8(ascii: "\""): "&quot;"
  default: nil
  }
}

/// A link's destination for a quoted attribute: what no URL may hold is percent-encoded, as cmark does.
func escapedURL(_ url: String) -> String {
  var result: [UInt8] = []
  for byte in url.utf8 {
    switch byte {
    case UInt8(ascii: "&"): result.append(contentsOf: "&amp;".utf8)
    case UInt8(ascii: "'"): result.append(contentsOf: "&#x27;".utf8)
    case _ where isSafeInURL(byte): result.append(byte)
    default: result.append(contentsOf: percentEncoded(byte).utf8)
    }
  }
  return String(decoding: result, as: UTF8.self)
}

/// A file's name as a relative link: everything but letters, digits and `-_.~` percent-encoded.
func fileURL(_ name: String) -> String {
  var result = ""
  for byte in name.utf8 {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"), UInt8(ascii: "_"),
      UInt8(ascii: "."), UInt8(ascii: "~"):
      result.unicodeScalars.append(UnicodeScalar(byte))
    default: result += percentEncoded(byte)
    }
  }
  return result
}

/// A link that would run code or read the reader's files: `javascript:`, `vbscript:`, `file:`, and
/// `data:` unless it is an image.
func isDangerousURL(_ url: String) -> Bool {
  let start = url.prefix(24).lowercased()
  if start.hasPrefix("data:") {
    return !["png", "gif", "jpeg", "webp"].contains { start.hasPrefix("data:image/\($0)") }
  }
  return ["javascript:", "vbscript:", "file:"].contains { start.hasPrefix($0) }
}

private func isSafeInURL(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
    UInt8(ascii: "a")...UInt8(ascii: "z"):
    true
  default: "-_.+!*(),%#@?=;:/$~".utf8.contains(byte)
  }
}

private func percentEncoded(_ byte: UInt8) -> String {
  let digits = Array("0123456789ABCDEF")
  return "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
}
