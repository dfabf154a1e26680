// The matrix product where a call of BLAS costs more than the arithmetic, and the transpose.

#include "kernels.h"
#include "vectorised.h"

VECTORISED void kernel_small_product(size_t rows, size_t inner, size_t columns, const double *a,
                                     const double *b, double *restrict y) {
  for (size_t i = 0; i < rows; i++) {
    double *row = y + i * columns;
    for (size_t j = 0; j < columns; j++) row[j] = 0;
    for (size_t k = 0; k < inner; k++) {
      double factor = a[i * inner + k];
      for (size_t j = 0; j < columns; j++) row[j] += factor * b[k * columns + j];
    }
  }
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
