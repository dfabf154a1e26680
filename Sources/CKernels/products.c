// The matrix product where a call of BLAS costs more than the arithmetic, and the transpose.

#include "kernels.h"
#include "vectorised.h"

/// Computes `height` × `width` entries of the product, both known at compile time, so that the sums
/// stay in registers. The operands and the result point to the block's first row and column.
INLINED void product_block(size_t height, size_t width, size_t inner, size_t columns,
                           const double *a, const double *b, double *restrict y) {
  double sums[4][8] = {0};
  for (size_t k = 0; k < inner; k++) {
    for (size_t i = 0; i < height; i++) {
      for (size_t j = 0; j < width; j++) sums[i][j] += a[i * inner + k] * b[k * columns + j];
    }
  }
  for (size_t i = 0; i < height; i++) {
    for (size_t j = 0; j < width; j++) y[i * columns + j] = sums[i][j];
  }
}

/// All columns of `height` rows, in blocks as wide as fit.
INLINED void product_rows(size_t height, size_t inner, size_t columns, const double *a,
                          const double *b, double *restrict y) {
  size_t j = 0;
  for (; j + 8 <= columns; j += 8) product_block(height, 8, inner, columns, a, b + j, y + j);
  if (j + 4 <= columns) {
    product_block(height, 4, inner, columns, a, b + j, y + j);
    j += 4;
  }
  if (j + 2 <= columns) {
    product_block(height, 2, inner, columns, a, b + j, y + j);
    j += 2;
  }
  if (j < columns) product_block(height, 1, inner, columns, a, b + j, y + j);
}

VECTORISED void kernel_small_product(size_t rows, size_t inner, size_t columns, const double *a,
                                     const double *b, double *y) {
  size_t i = 0;
  for (; i + 4 <= rows; i += 4) {
    product_rows(4, inner, columns, a + i * inner, b, y + i * columns);
  }
  for (; i < rows; i++) product_rows(1, inner, columns, a + i * inner, b, y + i * columns);
}

/// Both sides are walked in tiles that fit the first cache.
void kernel_transpose(size_t rows, size_t columns, const double *x, double *restrict y) {
  enum { tile = 32 };
  for (size_t i0 = 0; i0 < rows; i0 += tile) {
    size_t i1 = i0 + tile < rows ? i0 + tile : rows;
    for (size_t j0 = 0; j0 < columns; j0 += tile) {
      size_t j1 = j0 + tile < columns ? j0 + tile : columns;
      for (size_t i = i0; i < i1; i++) {
        for (size_t j = j0; j < j1; j++) y[j * rows + i] = x[i * columns + j];
      }
    }
  }
}
