/// Every setting in force of a block, those not given too; empty without any.
func settingsHTML(_ settings: [(key: String, value: String, isDefault: Bool)]) -> String {
  guard !settings.isEmpty else { return "" }
  let rows = settings.map { setting in
    let mark = setting.isDefault ? " <span class=\"default\">(default)</span>" : ""
    return "<div><dt>\(escapedHTML(setting.key))</dt> "
      + "<dd>\(escapedHTML(setting.value))\(mark)</dd></div>\n"
  }
  return "<p class=\"settings-title\">Settings in force</p>\n<dl class=\"settings\">\n"
    + "\(rows.joined())</dl>\n"
}
