import Diagnostics
import NotebookSyntax

/// How rows are parted: `120 train, 30 test, shuffled`, `80%`.
struct DataSplit {
  enum Part {
    case rows(Int)
    case percent(Double)
  }

  var train: Part?
  var test: Part?
  /// Where the word `shuffled` stands.
  var shuffled: SourceRange?
  let text: Name

  /// How many of `count` rows train; nil if the parts do not add up to all of them.
  func trainCount(of count: Int) -> Int? {
    let given = train.map { $0.count(of: count) }
    let rest = test.map { count - $0.count(of: count) }
    switch (train, test) {
    case (.percent(let train)?, .percent(let test)?): return train + test == 100 ? given : nil
    case (_?, nil): return given
    case (nil, _?): return rest
    default: return given == rest ? given : nil
    }
  }
}

extension DataSplit.Part {
  /// A share is rounded down.
  fileprivate func count(of count: Int) -> Int {
    switch self {
    case .rows(let rows): rows
    case .percent(let percent): Int((Double(count) * percent / 100).rounded(.down))
    }
  }
}

extension DataSettingsReader {
  mutating func readSplit() throws(DiagnosticError) -> DataSplit? {
    guard let setting = setting("split") else {
      note("split", "none", isDefault: true)
      return nil
    }
    note("split", setting.value.text)
    var split = DataSplit(text: setting.value)
    for item in setting.value.parts(separatedBy: ",") where !item.text.isEmpty {
      if item.text == "shuffled" {
        split.shuffled = item.range
        continue
      }
      let word = item.lastWord
      let isTest = word.text == "test"
      let hasWord = isTest || word.text == "train"
      let part = hasWord ? item.slice(from: 0, to: word.range.start - item.range.start) : item
      guard !part.text.isEmpty, hasWord || part.text.hasSuffix("%") else {
        throw DiagnosticError(DataMessages.notASplit(item, setting.value))
      }
      guard (isTest ? split.test : split.train) == nil else {
        throw DiagnosticError(
          Diagnostic(
            .twice, at: item.range, "the rows to \(isTest ? "test" : "train") are given twice",
            help: "keep one"))
      }
      let parsed = try self.part(part, of: setting.value)
      if isTest { split.test = parsed } else { split.train = parsed }
    }
    guard split.train != nil || split.test != nil else {
      throw DiagnosticError(DataMessages.notASplit(setting.value, setting.value))
    }
    return split
  }

  private func part(
    _ text: Name, of whole: Name
  ) throws(DiagnosticError) -> DataSplit.Part {
    guard text.text.hasSuffix("%") else {
      return .rows(
        try interpreter.wholeSetting(text, 0...1 << 53, in: "split: \(whole.text)"))
    }
    let number = text.slice(from: 0, to: text.text.utf8.count - 1)
    let percent = try interpreter.numberSetting(number, in: "split: \(whole.text)")
    guard percent >= 0, percent <= 100 else {
      throw DiagnosticError(
        Diagnostic(
          .value, at: text.range,
          "`split: \(whole.text)`: a share is from 0% to 100%, here \(shown(percent))%"))
    }
    return .percent(percent)
  }
}
