import Testing

@testable import Diagnostics

@Suite struct SuggestionTests {
  @Test(arguments: [
    ("optimiser", "optimizer"), ("rleu", "relu"), ("SUM", "sum"), ("y_0", "y_o"),
    ("presicion", "precision"), ("σx", "σ_x"),
  ])
  func `a slip of the finger is recognised`(word: String, meant: String) {
    #expect(
      closestName(
        to: word, among: ["sum", "relu", "optimizer", "y_o", "precision", "σ_x"]) == meant)
  }

  @Test(arguments: ["x", "speed", "", "softmax"])
  func `a word unlike all names gets no suggestion`(word: String) {
    #expect(closestName(to: word, among: ["a", "sum", "learningRate", "softmax"]) == nil)
  }

  @Test func `the closest name wins, of equally close ones the first`() {
    #expect(closestName(to: "losss", among: ["lossy", "loss", "losses"]) == "lossy")
    #expect(closestName(to: "weigths", among: ["heights", "weights"]) == "weights")
    #expect(closestName(to: "Loss", among: ["Lost", "loss"]) == "loss")
  }

  @Test(arguments: [
    ("", "", 0), ("", "abc", 3), ("kitten", "sitting", 3), ("ab", "ba", 1), ("ca", "abc", 3),
  ])
  func `an exchange of neighbours is one edit`(a: String, b: String, distance: Int) {
    #expect(editDistance(Array(a.unicodeScalars), Array(b.unicodeScalars)) == distance)
    #expect(editDistance(Array(b.unicodeScalars), Array(a.unicodeScalars)) == distance)
  }

  @Test func `very long names are not compared`() {
    let long = String(repeating: "a", count: 100_000)
    #expect(closestName(to: long + "b", among: [long, "a"]) == nil)
  }
}
