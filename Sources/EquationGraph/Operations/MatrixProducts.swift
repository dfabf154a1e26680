import LinearAlgebra

extension Operation {
  /// `A * B`, `[m, k] · [k, n] → [m, n]`: `G * B'` and `A' * G`.
  package static let matmul: Operation = Operation(
    "*", notation: .infix(.matmul),
    shape: { s throws(ShapeError) in
      guard s[0].columns == s[1].rows else { throw .innerDimensionsDiffer(s[0], s[1]) }
      return Shape(s[0].rows, s[1].columns)
    },
    value: .product,
    derivative: .rule(
      vjp: { c, operand in
        operand == 0 ? c.cotangent × c[1].transposed : c[0].transposed × c.cotangent
      },
      jvp: { c, operand in operand == 0 ? c.tangent × c[1] : c[0] × c.tangent }))

  package static let transpose: Operation = Operation(
    "'", notation: .transpose,
    shape: { $0[0].transposed },
    value: .transpose,
    derivative: .rule(
      vjp: { c, _ in c.cotangent.transposed }, jvp: { c, _ in c.tangent.transposed }))

  /// `A ^ k` of a square matrix, k whole and at least 0: the product of k factors A. Inputs: A, k.
  ///
  /// The rules take the product apart as it is computed fastest: `A^k = A^(k/2) * A^(k/2)`, and one
  /// factor A off an odd power. So they need a number of steps that grows with log k.
  package static let matrixPower: Operation = Operation(
    "^", notation: .infix(.power), differentiable: 1,
    resolution: Resolution(firstInput: 1) { request throws(ShapeError) in
      guard request.values[0].isScalar else { throw .notScalar(request.shapes[1]) }
      let exponent = request.values[0].scalar
      guard let k = Int(exactly: exponent), k >= 0 else { throw .notAnExponent(exponent) }
      return .whole(k)
    },
    shape: { s throws(ShapeError) in
      guard s[0].rows == s[0].columns else { throw .notSquare(s[0]) }
      return s[0]
    },
    value: .computed { operands, _ in
      LinearAlgebra.matrixPower(operands[0], operands.attribute.whole)
    },
    derivative: .rule(
      vjp: { c, _ in
        let a = c[0]
        var exponent = c.attribute.whole
        var cotangent = c.cotangent
        var result = a.zeros
        while exponent > 1 {
          if exponent.isMultiple(of: 2) {
            exponent /= 2
            let root = a.power(exponent).transposed
            cotangent = cotangent × root + root × cotangent
          } else {
            exponent -= 1
            result = result + a.power(exponent).transposed × cotangent
            cotangent = cotangent × a.transposed
          }
        }
        return exponent == 1 ? result + cotangent : result
      },
      jvp: { c, _ in
        let a = c[0]
        let k = c.attribute.whole
        var exponent = 0
        var tangent = a.zeros
        for bit in (0..<(Int.bitWidth - k.leadingZeroBitCount)).reversed() {
          let root = a.power(exponent)
          tangent = tangent × root + root × tangent
          exponent *= 2
          if k >> bit & 1 == 1 {
            tangent = tangent × a + a.power(exponent) × c.tangent
            exponent += 1
          }
        }
        return tangent
      }))

  /// The determinant: `g*Y*inv(A)'`. It is not finite where A is singular.
  package static let det: Operation = Operation(
    "det", notation: .function(tex: #"\det"#),
    shape: { s throws(ShapeError) in
      guard s[0].rows == s[0].columns else { throw .notSquare(s[0]) }
      return .scalar
    },
    value: .computed { operands, _ in Matrix(scalar: determinant(operands[0])) },
    derivative: .rule(
      vjp: { c, _ in c.cotangent .* c.result .* c[0].inverse.transposed },
      jvp: { c, _ in c.result .* (c[0].inverse × c.tangent).trace }))

  /// The inverse: `-Y'*G*Y'`. The inverse of a singular matrix is all Inf, as in Octave.
  package static let inv: Operation = Operation(
    "inv", notation: .template(tex: "{#1}^{-1}"),
    shape: { s throws(ShapeError) in
      guard s[0].rows == s[0].columns else { throw .notSquare(s[0]) }
      return s[0]
    },
    value: .computed { operands, shape in
      LinearAlgebra.inverse(operands[0]) ?? Matrix(shape, repeating: .infinity)
    },
    derivative: .rule(
      vjp: { c, _ in
        let y = c.result.transposed
        return -(y × c.cotangent × y)
      },
      jvp: { c, _ in -(c.result × c.tangent × c.result) }))

  /// The sum of the diagonal of a square matrix: `g * eye(n)`.
  package static let trace: Operation = Operation(
    "trace", notation: .function(tex: #"\operatorname{tr}"#),
    shape: { s throws(ShapeError) in
      guard s[0].rows == s[0].columns else { throw .notSquare(s[0]) }
      return .scalar
    },
    value: .composed { $0[0].diagonal.total },
    derivative: .rule(
      vjp: { c, _ in (c.cotangent .* c[0].identity).stretched(to: c[0].shape) },
      jvp: { c, _ in c.tangent.trace }))
}

extension Value {
  fileprivate var trace: Value { .apply(.trace, [self]) }

  /// `A ^ k`, with the trivial powers written plainly.
  fileprivate func power(_ exponent: Int) -> Value {
    switch exponent {
    case 0: identity
    case 1: self
    default: .apply(.matrixPower, [self, constant(Double(exponent))], .whole(exponent))
    }
  }

  /// `eye` of this value's shape.
  var identity: Value { .apply(.eye, [rowCount, columnCount], .shape(shape)) }
}
