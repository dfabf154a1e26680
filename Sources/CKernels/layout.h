// Steps that move entries and compute nothing.

#pragma once

#include "kernels.h"
#include "vector.h"

#include <string.h>

/// Both sides are walked in tiles that fit the first cache.
OUTLINED void transpose(const kernel_step *s) {
  enum { tile = 32 };
  for (size_t i0 = 0; i0 < s->rows; i0 += tile) {
    size_t i1 = i0 + tile < s->rows ? i0 + tile : s->rows;
    for (size_t j0 = 0; j0 < s->columns; j0 += tile) {
      size_t j1 = j0 + tile < s->columns ? j0 + tile : s->columns;
      for (size_t i = i0; i < i1; i++) {
        for (size_t j = j0; j < j1; j++) s->y.start[j * s->y.row + i] = s->a.start[i * s->a.row + j];
      }
    }
  }
}

OUTLINED void gather(const kernel_step *s) {
  const int32_t *index = s->index;
  for (size_t i = 0; i < s->rows; i++) {
    for (size_t j = 0; j < s->columns; j++) {
      s->y.start[i * s->y.row + j] = *index < 0 ? 0 : s->a.start[*index];
      index++;
    }
  }
}

OUTLINED void scatter(const kernel_step *s) {
  const int32_t *index = s->index;
  for (size_t i = 0; i < s->rows; i++) {
    for (size_t j = 0; j < s->columns; j++) {
      if (*index >= 0) s->y.start[*index] += s->a.start[i * s->a.row + j];
      index++;
    }
  }
}

OUTLINED void gather_rows(const kernel_step *s) {
  for (size_t i = 0; i < s->rows; i++) {
    memcpy(s->y.start + i * s->y.row, s->a.start + (size_t)s->index[i] * s->a.row,
           s->columns * sizeof(double));
  }
}

OUTLINED void copy_rows(const kernel_step *s) {
  for (size_t i = 0; i < s->rows; i++) {
    memcpy(s->y.start + i * s->y.row, s->a.start + i * s->a.row, s->columns * sizeof(double));
  }
}

OUTLINED void one_hot(const kernel_step *s) {
  for (size_t i = 0; i < s->rows; i++) {
    double label = s->a.start[i * s->a.row];
    // A label that is none must not pass for "no class".
    bool is_label = label >= 1 && label <= (double)s->columns && label == floor(label);
    double *y = s->y.start + i * s->y.row;
    for (size_t j = 0; j < s->columns; j++) {
      y[j] = !is_label ? NAN : label == (double)(j + 1) ? 1 : 0;
    }
  }
}

OUTLINED void add_parts(const kernel_step *s) {
  for (size_t i = 0; i < s->rows; i++) {
    for (size_t j = 0; j < s->columns; j += 8) {
      const double *a = s->a.start + i * s->a.row + j;
      vec8 sum = load8(a);
      for (size_t part = 1; part < s->inner; part++) sum += load8(a + part * s->column_of_a);
      double *y = s->y.start + i * s->y.row + j;
      if (s->columns - j < 8) store_first(y, sum, s->columns - j); else store(y, sum);
    }
  }
}
