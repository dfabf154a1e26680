import LinearAlgebra

/// Functions of a whole row (axis along, the usual case) or a whole column.
extension Operation {
  /// `Y .* (G - sum(G .* Y, 2))`; the Jacobian of one row, `diag(y) - y'*y`, is symmetric.
  package static let softmax: Operation = alongAxis(
    "softmax", value: .weighing(.softmax),
    derivative: .rule(
      vjp: { c, _ in
        let (g, y) = (c.cotangent, c.result)
        return y .* (g - (g .* y).sum(c.attribute.axis))
      },
      jvp: { c, _ in
        let (t, y) = (c.tangent, c.result)
        return y .* (t - (t .* y).sum(c.attribute.axis))
      }))

  /// `G - softmax(Z) .* sum(G, 2)`
  package static let logSoftmax: Operation = alongAxis(
    "log_softmax", value: .weighing(.logSoftmax),
    derivative: .rule(
      vjp: { c, _ in
        let axis = c.attribute.axis
        return c.cotangent - c[0].softmax(axis) .* c.cotangent.sum(axis)
      },
      jvp: { c, _ in
        let axis = c.attribute.axis
        return c.tangent - (c[0].softmax(axis) .* c.tangent).sum(axis)
      }))

  /// Of each entry, the product of the others in its row or column. Rules of `prod` use it; it is not a
  /// function of the language.
  ///
  /// Its Jacobian is the matrix of second derivatives of the product, hence symmetric.
  package static let productOfOthers: Operation = alongAxis(
    "prod_others", value: .computed { operands, _ in othersProduct(operands[0], operands.axis) },
    derivative: .rule(
      vjp: { c, _ in c[0].productCurvature(c.attribute.axis, times: c.cotangent) },
      jvp: { c, _ in c[0].productCurvature(c.attribute.axis, times: c.tangent) }))

  private static func othersProduct(_ a: Matrix, _ axis: Axis) -> Matrix {
    if axis == .down { return othersProduct(a.transposed(), .along).transposed() }
    var result = Matrix(a.shape, repeating: 1)
    for row in 0..<a.rows {
      var before = 1.0
      for column in 0..<a.columns {
        result[row, column] = before
        before *= a[row, column]
      }
      var after = 1.0
      for column in (0..<a.columns).reversed() {
        result[row, column] *= after
        after *= a[row, column]
      }
    }
    return result
  }
}

extension Value {
  /// The second derivatives of the product along `axis`, times `direction`, which has this shape.
  ///
  /// The entries are multiplied up in pairs, halves of a row at a time, with their tangents beside them;
  /// then the tangent of the product is differentiated back down. No division, so zeros need no care;
  /// about log n levels.
  fileprivate func productCurvature(_ axis: Axis, times direction: Value) -> Value {
    if axis == .down {
      return transposed.productCurvature(.along, times: direction.transposed).transposed
    }
    guard shape.columns > 1 else { return zeros }
    var levels: [(entries: Value, tangents: Value)] = [(self, direction)]
    while let (a, t) = levels.last, a.shape.columns > 1 {
      let half = a.shape.columns / 2
      let (left, right) = (a.columns(0, half), a.columns(half, half))
      let (leftTangent, rightTangent) = (t.columns(0, half), t.columns(half, half))
      var product = left .* right
      var tangent = leftTangent .* right + left .* rightTangent
      if a.shape.columns > 2 * half {
        product = .apply(.horzcat, [product, a.columns(2 * half, 1)])
        tangent = .apply(.horzcat, [tangent, t.columns(2 * half, 1)])
      }
      levels.append((product, tangent))
    }
    // Cotangents of a level's entries and tangents; at the top the tangent is the result.
    guard let top = levels.last?.entries else { return zeros }
    var ofEntries = top.zeros
    var ofTangents = top.zeros + 1
    for (a, t) in levels.dropLast().reversed() {
      let half = a.shape.columns / 2
      let (left, right) = (a.columns(0, half), a.columns(half, half))
      let (e, u) = (ofEntries.columns(0, half), ofTangents.columns(0, half))
      var entryParts = [
        e .* right + u .* t.columns(half, half), e .* left + u .* t.columns(0, half),
      ]
      var tangentParts = [u .* right, u .* left]
      if a.shape.columns > 2 * half {
        entryParts.append(ofEntries.columns(half, 1))
        tangentParts.append(ofTangents.columns(half, 1))
      }
      ofEntries = .apply(.horzcat, entryParts)
      ofTangents = .apply(.horzcat, tangentParts)
    }
    return ofEntries
  }
}
