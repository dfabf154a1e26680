/// `P·a = L·U` by Gaussian elimination with row exchanges (Golub and Van Loan, Matrix Computations,
/// §3.4): the pivot is the largest entry of its column, so that no multiplier exceeds 1.
private struct LUFactorization {
  /// U on and above the diagonal, the multipliers of L below it.
  var factors: Matrix
  /// Row `i` of `P·a` is row `order[i]` of `a`.
  var order: [Int]
  /// The determinant of P: 1 or −1.
  var sign = 1.0
  /// A pivot is exactly 0.
  var isSingular = false

  init(_ a: Matrix) {
    precondition(a.rows == a.columns, "factorization of a \(a.shape) matrix")
    factors = a
    order = Array(0..<a.rows)
    for k in 0..<a.rows {
      bringUpPivot(k)
      let pivot = factors[k, k]
      guard pivot != 0 else {
        isSingular = true
        continue
      }
      for i in (k + 1)..<a.rows {
        let multiplier = factors[i, k] / pivot
        factors[i, k] = multiplier
        subtract(row: k, times: multiplier, from: i, columns: (k + 1)..<a.rows)
      }
    }
  }

  private mutating func bringUpPivot(_ k: Int) {
    var best = k
    for i in k..<factors.rows where abs(factors[i, k]) > abs(factors[best, k]) { best = i }
    guard best != k else { return }
    for j in 0..<factors.columns {
      (factors[k, j], factors[best, j]) = (factors[best, j], factors[k, j])
    }
    order.swapAt(k, best)
    sign = -sign
  }

  private mutating func subtract(
    row source: Int, times factor: Double, from target: Int, columns: Range<Int>
  ) {
    let (from, to) = (source * factors.columns, target * factors.columns)
    for j in columns { factors.elements[to + j] -= factor * factors.elements[from + j] }
  }

  /// The solution of `a·x = b` for all columns of `b` at once.
  func solve(_ b: Matrix) -> Matrix {
    let n = factors.rows
    var x = b.selecting(rows: order, columns: Array(0..<b.columns))
    func subtract(row source: Int, times factor: Double, from target: Int) {
      for j in 0..<x.columns {
        x.elements[target * x.columns + j] -= factor * x.elements[source * x.columns + j]
      }
    }
    for i in 0..<n {
      for k in 0..<i { subtract(row: k, times: factors[i, k], from: i) }
    }
    for i in (0..<n).reversed() {
      for k in (i + 1)..<n { subtract(row: k, times: factors[i, k], from: i) }
      for j in 0..<x.columns { x[i, j] /= factors[i, i] }
    }
    return x
  }
}

/// The determinant of a square matrix; 1 for 0×0.
package func determinant(_ a: Matrix) -> Double {
  let factorization = LUFactorization(a)
  if factorization.isSingular { return 0 }
  return (0..<a.rows).reduce(factorization.sign) { $0 * factorization.factors[$1, $1] }
}

/// The inverse of a square matrix; nil when a pivot of the elimination is exactly 0.
package func inverse(_ a: Matrix) -> Matrix? {
  let factorization = LUFactorization(a)
  return factorization.isSingular ? nil : factorization.solve(.identity(a.shape))
}

/// How far a matrix is from singular, from 0 to 1, given its inverse: 1 / (‖a‖₁ · ‖a⁻¹‖₁), what
/// Octave calls `rcond`. Below 2⁻⁵², not one digit of the inverse is certain.
package func reciprocalCondition(of a: Matrix, inverse: Matrix) -> Double {
  func norm(_ a: Matrix) -> Double {
    maximum(sum(a.mapped(by: .abs), .down), .along).scalar
  }
  return a.shape.count == 0 ? .infinity : 1 / (norm(a) * norm(inverse))
}

/// `a·a·…·a` with `exponent ≥ 0` factors, by repeated squaring; the identity for none.
package func matrixPower(_ a: Matrix, _ exponent: Int) -> Matrix {
  precondition(a.rows == a.columns && exponent >= 0, "\(a.shape) to the power \(exponent)")
  var result: Matrix?
  var square = a
  var remaining = exponent
  while remaining > 0 {
    if remaining % 2 == 1 { result = result.map { matmul($0, square) } ?? square }
    remaining /= 2
    if remaining > 0 { square = matmul(square, square) }
  }
  return result ?? .identity(a.shape)
}

/// The sum of the diagonal of a square matrix.
package func trace(_ a: Matrix) -> Double {
  precondition(a.rows == a.columns, "trace of a \(a.shape) matrix")
  return diagonal(of: a).elements.reduce(0, +)
}

/// The diagonal of any matrix as a column.
package func diagonal(of a: Matrix) -> Matrix {
  let count = min(a.rows, a.columns)
  return Matrix(Shape(count, 1), (0..<count).map { a[$0, $0] })
}

/// The square matrix with the entries of a row or column on its diagonal and zeros elsewhere.
package func diagonalMatrix(from vector: Matrix) -> Matrix {
  let n = vector.shape.count
  var result = Matrix(Shape(n, n), repeating: 0)
  for i in 0..<n { result[i, i] = vector.elements[i] }
  return result
}
