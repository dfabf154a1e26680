// The functions that weigh the entries of a row (or column) against one another. `exp` of a score
// above 709 is infinite, and infinity divided by itself is NaN: so each row is shifted by its
// largest entry first, which changes nothing in exact arithmetic (softmax(z + c) = softmax(z)).

/// `exp(z) ./ sum(exp(z))` along each row or down each column.
package func softmax(_ z: Matrix, _ axis: Axis) -> Matrix {
  let powers = shifted(z, by: largest(z, axis)).mapped(by: .exp)
  return elementwise(.divide, powers, sum(powers, axis))
}

/// `log(softmax(z))`, finite where softmax is too small for a double.
package func logSoftmax(_ z: Matrix, _ axis: Axis) -> Matrix {
  let scores = shifted(z, by: largest(z, axis))
  return shifted(scores, by: sum(scores.mapped(by: .exp), axis).mapped(by: .log))
}

/// `log(sum(exp(z)))` of each row or column; over nothing −∞.
package func logSumExp(_ z: Matrix, _ axis: Axis) -> Matrix {
  let largest = largest(z, axis)
  let powers = shifted(z, by: largest).mapped(by: .exp)
  return elementwise(.add, sum(powers, axis).mapped(by: .log), largest)
}

private func shifted(_ z: Matrix, by amount: Matrix) -> Matrix { elementwise(.subtract, z, amount) }

/// The largest entries, 0 in place of ±∞ and NaN: ∞ − ∞ would turn a good row into NaN.
private func largest(_ z: Matrix, _ axis: Axis) -> Matrix {
  var result = maximum(z, axis)
  for k in result.elements.indices where !result.elements[k].isFinite { result.elements[k] = 0 }
  return result
}
