/// A statement as Octave spells it: mathematical signs and Greek letters become ASCII, all else stays.
func octaveSpelling(_ text: String) -> String {
  var result = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "×", "·", "⋅": result += "*"
    case "⊙", "∘": result += ".*"
    case "⊘": result += "./"
    case "ᵀ": result += "'"
    case "−": result += "-"
    case "≤": result += "<="
    case "≥": result += ">="
    case "≠": result += "!="
    case "√": result += "sqrt"
    case "σ": result += "sigmoid"
    default:
      if scalar.isASCII {
        result.unicodeScalars.append(scalar)
      } else {
        result += "greek_" + String(scalar.value, radix: 16)
      }
    }
  }
  return result
}
