// Steps that move entries and compute nothing.

#pragma once

#include "kernels.h"
#include "vector.h"

#include <string.h>

/// Turns the two halves of four vectors: rows of four numbers become columns, and the other way round.
INLINED void turn_halves(vec8 v[4]) {
  vec8 pairs[4];
  for (size_t i = 0; i < 4; i += 2) {
    pairs[i] = __builtin_shufflevector(v[i], v[i + 1], 0, 8, 2, 10, 4, 12, 6, 14);
    pairs[i + 1] = __builtin_shufflevector(v[i], v[i + 1], 1, 9, 3, 11, 5, 13, 7, 15);
  }
  for (size_t i = 0; i < 2; i++) {
    v[i] = __builtin_shufflevector(pairs[i], pairs[i + 2], 0, 1, 8, 9, 4, 5, 12, 13);
    v[i + 2] = __builtin_shufflevector(pairs[i], pairs[i + 2], 2, 3, 10, 11, 6, 7, 14, 15);
  }
}

/// Turns eight vectors: rows become columns, and the other way round.
INLINED void turn(vec8 v[8]) {
  turn_halves(v);
  turn_halves(v + 4);
  for (size_t i = 0; i < 4; i++) {
    vec8 above = v[i], below = v[i + 4];
    v[i] = __builtin_shufflevector(above, below, 0, 1, 2, 3, 8, 9, 10, 11);
    v[i + 4] = __builtin_shufflevector(above, below, 4, 5, 6, 7, 12, 13, 14, 15);
  }
}

/// A block of eight rows and columns.
INLINED void transpose_block(const kernel_step *s, size_t i, size_t j) {
  vec8 block[8];
  for (size_t k = 0; k < 8; k++) block[k] = load8(s->a.start + (i + k) * s->a.row + j);
  turn(block);
  for (size_t k = 0; k < 8; k++) store(s->y.start + (j + k) * s->y.row + i, block[k]);
}

INLINED void transpose_numbers(const kernel_step *s, size_t i0, size_t i1, size_t j0, size_t j1) {
  for (size_t i = i0; i < i1; i++) {
    for (size_t j = j0; j < j1; j++) s->y.start[j * s->y.row + i] = s->a.start[i * s->a.row + j];
  }
}

/// Both sides are walked in tiles that fit the first cache.
OUTLINED void transpose(const kernel_step *s) {
  enum { tile = 32 };
  for (size_t i0 = 0; i0 < s->rows; i0 += tile) {
    size_t i1 = i0 + tile < s->rows ? i0 + tile : s->rows;
    for (size_t j0 = 0; j0 < s->columns; j0 += tile) {
      size_t j1 = j0 + tile < s->columns ? j0 + tile : s->columns;
      size_t i = i0;
      for (; i + 8 <= i1; i += 8) {
        size_t j = j0;
        for (; j + 8 <= j1; j += 8) transpose_block(s, i, j);
        for (; j < j1; j++) transpose_numbers(s, i, i + 8, j, j + 1);
      }
      transpose_numbers(s, i, i1, j0, j1);
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
