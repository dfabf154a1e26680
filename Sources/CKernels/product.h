// The matrix product y = a · b.
//
// The result is cut into tiles whose sums stay in registers while a column of a and a row of b are gone
// through (Goto and van de Geijn, Anatomy of high-performance matrix multiplication, ACM TOMS 34, 2008).
// Each entry is summed in the order of the inner index with fused steps, so its bits depend neither on
// the tiles nor on the length of a vector.

#pragma once

#include "kernels.h"
#include "vector.h"

// A tile has as many rows as leave registers for three vectors of b and a number of a.
#if defined(KERNELS_FOR_AVX512)
#define TILE_LANES 8
#define TILE_ROWS 8
#elif defined(KERNELS_FOR_AVX2)
#define TILE_LANES 4
#define TILE_ROWS 4
#elif defined(__aarch64__)
#define TILE_LANES 2
#define TILE_ROWS 8
#else
#define TILE_LANES 2
#define TILE_ROWS 4
#endif
#define TILE_VECTORS 3
#define TILE_COLUMNS (TILE_LANES * TILE_VECTORS)

/// Steps of the inner index after which the sums are put away, so that this part of b stays in the first
/// cache: 48 KiB with the columns of a tile.
#define INNER_BLOCK 256

/// What the sums of a tile begin with.
typedef enum {
  FROM_ZERO,
  /// From a row that is the same for all rows of the result.
  FROM_ROW,
  /// From what stands in the result.
  FROM_RESULT,
} beginning;

/// A part of a product: `inner` steps over some rows of a and some columns of b and y.
typedef struct {
  size_t inner;
  const double *a;
  const double *b;
  size_t row_of_b;
  double *y;
  /// The numbers of the last vector that belong to the result, 0 if all may be written.
  size_t last_columns;
  beginning beginning;
  const double *first_row;
  kernel_epilogue epilogue;
  /// Of KERNEL_SUMS_THROUGH_RELU: what lies in c at the place of y.
  const double *mask;
} part;

/// `rows` × `vectors` vectors of the result, both known at compile time.
#define TILE(lanes)                                                                                \
  INLINED void tile##lanes(const size_t rows, const size_t vectors, const kernel_step *s, part p) { \
    vec##lanes sums[TILE_ROWS][TILE_VECTORS];                                                      \
    for (size_t i = 0; i < rows; i++) {                                                            \
      for (size_t v = 0; v < vectors; v++) sums[i][v] = (vec##lanes)0;                             \
    }                                                                                              \
    if (p.beginning != FROM_ZERO) {                                                                \
      const double *start = p.beginning == FROM_ROW ? p.first_row : p.y;                           \
      size_t row = p.beginning == FROM_ROW ? 0 : s->y.row;                                         \
      for (size_t i = 0; i < rows; i++) {                                                          \
        for (size_t v = 0; v < vectors; v++) sums[i][v] = load##lanes(start + i * row + v * lanes); \
      }                                                                                            \
    }                                                                                              \
    const double *a = p.a, *b = p.b;                                                               \
    for (size_t l = 0; l < p.inner; l++) {                                                         \
      vec##lanes row[TILE_VECTORS];                                                                \
      for (size_t v = 0; v < vectors; v++) row[v] = load##lanes(b + v * lanes);                    \
      for (size_t i = 0; i < rows; i++) {                                                          \
        vec##lanes number = (vec##lanes)a[i * s->a.row];                                           \
        for (size_t v = 0; v < vectors; v++) sums[i][v] = fused(number, row[v], sums[i][v]);       \
      }                                                                                            \
      a += s->column_of_a;                                                                         \
      b += p.row_of_b;                                                                             \
    }                                                                                              \
    if (s->s) {                                                                                    \
      vec##lanes scale = (vec##lanes)*s->s;                                                        \
      for (size_t i = 0; i < rows; i++) {                                                          \
        for (size_t v = 0; v < vectors; v++) {                                                     \
          sums[i][v] = fused(scale, sums[i][v], load##lanes(p.y + i * s->y.row + v * lanes));      \
        }                                                                                          \
      }                                                                                            \
    }                                                                                              \
    if (p.epilogue == KERNEL_RELU_OF_SUMS) {                                                       \
      for (size_t i = 0; i < rows; i++) {                                                          \
        for (size_t v = 0; v < vectors; v++) sums[i][v] = relu(sums[i][v]);                        \
      }                                                                                            \
    }                                                                                              \
    if (p.mask) {                                                                                  \
      for (size_t i = 0; i < rows; i++) {                                                          \
        for (size_t v = 0; v < vectors; v++) {                                                     \
          sums[i][v] *= truth(load##lanes(p.mask + i * s->c.row + v * lanes) > 0);                 \
        }                                                                                          \
      }                                                                                            \
    }                                                                                              \
    for (size_t i = 0; i < rows; i++) {                                                            \
      double *y = p.y + i * s->y.row;                                                              \
      for (size_t v = 0; v + 1 < vectors; v++) store(y + v * lanes, sums[i][v]);                   \
      double *last = y + (vectors - 1) * lanes;                                                    \
      if (p.last_columns) {                                                                        \
        store_first(last, sums[i][vectors - 1], p.last_columns);                                   \
      } else {                                                                                     \
        store(last, sums[i][vectors - 1]);                                                         \
      }                                                                                            \
    }                                                                                              \
  }

TILE(2)
TILE(4)
TILE(8)

#if TILE_LANES == 8
#define WIDE_TILE tile8
#elif TILE_LANES == 4
#define WIDE_TILE tile4
#else
#define WIDE_TILE tile2
#endif

#define WIDE_CASES(rows)                                                                           \
  case rows * 4 + 1: return WIDE_TILE(rows, 1, s, p);                                              \
  case rows * 4 + 2: return WIDE_TILE(rows, 2, s, p);                                              \
  case rows * 4 + 3: return WIDE_TILE(rows, 3, s, p);
#define NARROW_CASES(rows)                                                                         \
  case rows * 8 + 2: return tile2(rows, 1, s, p);                                                  \
  case rows * 8 + 4: return tile4(rows, 1, s, p);

INLINED void wide_tile(size_t rows, size_t vectors, const kernel_step *s, part p) {
  switch (rows * 4 + vectors) {
    WIDE_CASES(1) WIDE_CASES(2) WIDE_CASES(3) WIDE_CASES(4)
#if TILE_ROWS == 8
    WIDE_CASES(5) WIDE_CASES(6) WIDE_CASES(7) WIDE_CASES(8)
#endif
  }
}

/// A result of up to two or four columns, in vectors of that length.
INLINED void narrow_tile(size_t rows, size_t lanes, const kernel_step *s, part p) {
  switch (rows * 8 + lanes) {
    NARROW_CASES(1) NARROW_CASES(2) NARROW_CASES(3) NARROW_CASES(4)
#if TILE_ROWS == 8
    NARROW_CASES(5) NARROW_CASES(6) NARROW_CASES(7) NARROW_CASES(8)
#endif
  }
}

INLINED size_t least(size_t a, size_t b) { return a < b ? a : b; }

/// All rows of one strip of columns, which has `room` numbers before the next row of the result begins.
OUTLINED void strip(const kernel_step *s, const part *of, size_t columns, size_t room) {
  part p = *of;
  size_t lanes = columns > 4 || TILE_LANES < 4 ? TILE_LANES : columns > 2 ? 4 : 2;
  bool is_narrow = lanes < TILE_LANES;
  size_t vectors = (columns + lanes - 1) / lanes;
  // What lies behind the last column is free if the next row begins far enough away.
  p.last_columns = s->rows > 1 && room < vectors * lanes ? columns - (vectors - 1) * lanes : 0;
  for (size_t i = 0; i < s->rows; i += TILE_ROWS) {
    size_t rows = least(s->rows - i, TILE_ROWS);
    if (is_narrow) narrow_tile(rows, lanes, s, p); else wide_tile(rows, vectors, s, p);
    p.a += TILE_ROWS * s->a.row;
    p.y += TILE_ROWS * s->y.row;
    if (p.mask) p.mask += TILE_ROWS * s->c.row;
  }
}

INLINED beginning first_beginning(const kernel_step *s) {
  return s->adds && !s->s                                             ? FROM_RESULT
         : s->c.start && s->function != KERNEL_SUMS_THROUGH_RELU ? FROM_ROW
                                                                      : FROM_ZERO;
}

/// Puts the rows of a strip of b one behind the other. Rows far apart would fall on the same few lines of
/// the caches.
INLINED void pack(double *packed, const double *b, size_t row_of_b, size_t inner, size_t columns) {
  for (size_t l = 0; l < inner; l++) {
    for (size_t j = 0; j < columns; j += 8) store(packed + j, load8(b + j));
    packed += TILE_COLUMNS;
    b += row_of_b;
  }
}

/// The columns of the next strip. A tile of a single vector would wait for its sums: four vectors that are
/// left are two strips of two.
INLINED size_t columns_of_strip(size_t left) {
  size_t vectors = (left + TILE_LANES - 1) / TILE_LANES;
  return vectors == 4 ? 2 * TILE_LANES : least(left, TILE_COLUMNS);
}

OUTLINED void product_of_strips(const kernel_step *s) {
  _Alignas(64) double packed[INNER_BLOCK * TILE_COLUMNS + 8];
  // With a scale, the sums have to be complete before they are added.
  size_t block = s->s ? s->inner : INNER_BLOCK;
  bool packs = s->rows > 2 * TILE_ROWS && least(s->inner, block) <= INNER_BLOCK &&
               s->inner * s->b.row > (s->b.row % 64 ? 16384 : 4096);
  size_t l = 0;
  do {
    size_t inner = least(s->inner - l, block);
    bool is_last = l + inner == s->inner;
    size_t columns;
    for (size_t j = 0; j < s->columns; j += columns) {
      columns = columns_of_strip(s->columns - j);
      const double *b = s->b.start + l * s->b.row + j;
      if (packs) pack(packed, b, s->b.row, inner, columns);
      part p = {
          .inner = inner,
          .a = s->a.start + l * s->column_of_a,
          .b = packs ? packed : b,
          .row_of_b = packs ? TILE_COLUMNS : s->b.row,
          .y = s->y.start + j,
          .beginning = l > 0 ? FROM_RESULT : first_beginning(s),
          .first_row = s->c.start ? s->c.start + j : NULL,
          .epilogue = is_last ? s->function : KERNEL_AS_THEY_ARE,
          .mask = is_last && s->function == KERNEL_SUMS_THROUGH_RELU ? s->c.start + j : NULL,
      };
      strip(s, &p, columns, s->y.row - j);
    }
    l += inner;
  } while (l < s->inner);
}

// MARK: - A matrix times a column

/// The sums of the lanes of eight vectors.
INLINED vec8 sums_of_lanes(const vec8 v[8]) {
  vec8 pairs[4], fours[2];
  for (size_t i = 0; i < 4; i++) {
    vec8 a = v[2 * i], b = v[2 * i + 1];
    pairs[i] = __builtin_shufflevector(a, b, 0, 8, 2, 10, 4, 12, 6, 14) +
               __builtin_shufflevector(a, b, 1, 9, 3, 11, 5, 13, 7, 15);
  }
  for (size_t i = 0; i < 2; i++) {
    vec8 a = pairs[2 * i], b = pairs[2 * i + 1];
    fours[i] = __builtin_shufflevector(a, b, 0, 1, 8, 9, 4, 5, 12, 13) +
               __builtin_shufflevector(a, b, 2, 3, 10, 11, 6, 7, 14, 15);
  }
  return __builtin_shufflevector(fours[0], fours[1], 0, 1, 2, 3, 8, 9, 10, 11) +
         __builtin_shufflevector(fours[0], fours[1], 4, 5, 6, 7, 12, 13, 14, 15);
}

/// The products of up to eight rows of a with the column b, which lies without gaps.
INLINED vec8 rows_times_column(const size_t rows, const double *a, size_t row_of_a, const double *b,
                               size_t inner) {
  vec8 sums[8];
  for (size_t i = 0; i < 8; i++) sums[i] = (vec8)0;
  for (size_t l = 0; l < inner; l += 8) {
    vec8 column = load8(b + l);
    for (size_t i = 0; i < rows; i++) {
      vec8 row = load8(a + i * row_of_a + l);
      if (inner - l < 8) row = first(row, inner - l);
      sums[i] = fused(row, inner - l < 8 ? first(column, inner - l) : column, sums[i]);
    }
  }
  return sums_of_lanes(sums);
}

OUTLINED void product_with_column(const kernel_step *s) {
  vec8 beginning = s->c.start ? (vec8)*s->c.start : (vec8)0;
  for (size_t i = 0; i < s->rows; i += 8) {
    const double *a = s->a.start + i * s->a.row;
    size_t rows = least(s->rows - i, 8);
    vec8 sums = rows == 8 ? rows_times_column(8, a, s->a.row, s->b.start, s->inner)
              : rows == 4 ? rows_times_column(4, a, s->a.row, s->b.start, s->inner)
                          : rows_times_column(rows, a, s->a.row, s->b.start, s->inner);
    double *y = s->y.start + i;
    if (s->s) {
      sums = fused((vec8)*s->s, sums, load8(y));
    } else {
      sums += s->adds ? load8(y) : beginning;
    }
    store(y, sums);
  }
}

// MARK: - Small products

/// Row after row, for products of a few multiplications: no tile pays for its preparation. What the step
/// says is read before anything is stored; as far as the compiler knows, a result may lie on it.
#define TINY_PRODUCT(lanes, inner)                                                                 \
  OUTLINED void tiny_product##lanes##_##inner(const kernel_step *s) {                              \
    size_t rows = s->rows, row_of_a = s->a.row, column_of_a = s->column_of_a, row_of_y = s->y.row; \
    const double *a = s->a.start, *scale = s->s;                                                   \
    double *y = s->y.start;                                                                        \
    vec##lanes beginning = s->c.start ? load##lanes(s->c.start) : (vec##lanes)0, b[inner];         \
    for (size_t l = 0; l < inner; l++) b[l] = load##lanes(s->b.start + l * s->b.row);              \
    if (scale) {                                                                                   \
      vec##lanes factor = (vec##lanes)*scale;                                                      \
      for (size_t i = 0; i < rows; i++) {                                                          \
        vec##lanes sum = load##lanes(y);                                                           \
        for (size_t l = 0; l < inner; l++) sum = fused(factor * a[l * column_of_a], b[l], sum);    \
        store(y, sum);                                                                             \
        a += row_of_a;                                                                             \
        y += row_of_y;                                                                             \
      }                                                                                            \
    } else {                                                                                       \
      for (size_t i = 0; i < rows; i++) {                                                          \
        vec##lanes sum = beginning;                                                                \
        for (size_t l = 0; l < inner; l++) sum = fused((vec##lanes)a[l * column_of_a], b[l], sum); \
        store(y, sum);                                                                             \
        a += row_of_a;                                                                             \
        y += row_of_y;                                                                             \
      }                                                                                            \
    }                                                                                              \
  }

#define TINY_PRODUCTS(lanes)                                                                       \
  TINY_PRODUCT(lanes, 1)                                                                           \
  TINY_PRODUCT(lanes, 2)                                                                           \
  TINY_PRODUCT(lanes, 3)                                                                           \
  TINY_PRODUCT(lanes, 4)                                                                           \
                                                                                                   \
  INLINED kernel_run *tiny_product##lanes(size_t inner) {                                          \
    switch (inner) {                                                                               \
      case 1: return tiny_product##lanes##_1;                                                      \
      case 2: return tiny_product##lanes##_2;                                                      \
      case 3: return tiny_product##lanes##_3;                                                      \
      default: return tiny_product##lanes##_4;                                                     \
    }                                                                                              \
  }

TINY_PRODUCTS(2)
TINY_PRODUCTS(4)
TINY_PRODUCTS(8)

/// Whole vectors may be stored in each row.
INLINED bool is_tiny(const kernel_step *s) {
  size_t lanes = s->columns <= 2 ? 2 : s->columns <= 4 ? 4 : 8;
  return s->columns <= 8 && s->inner >= 1 && s->inner <= 4 && s->rows <= 8 && !s->adds &&
         (s->rows == 1 || s->y.row >= lanes);
}

/// A result of one strip, without any preparation.
OUTLINED void small_product(const kernel_step *s) {
  part p = {
      .inner = s->inner,
      .a = s->a.start,
      .b = s->b.start,
      .row_of_b = s->b.row,
      .y = s->y.start,
      .beginning = first_beginning(s),
      .first_row = s->c.start,
      .epilogue = s->function,
      .mask = s->function == KERNEL_SUMS_THROUGH_RELU ? s->c.start : NULL,
  };
  strip(s, &p, s->columns, s->y.row);
}

/// The longest result that is turned.
#define TURNED_ROWS 512

/// A result of few columns with a transposed a: y' = b' · a' fills vectors.
OUTLINED void turned_product(const kernel_step *s) {
  _Alignas(64) double result[4 * TURNED_ROWS + 8];
  kernel_step turned = *s;
  turned.rows = s->columns;
  turned.columns = s->rows;
  turned.a = (kernel_matrix){s->b.start, 1};
  turned.column_of_a = s->b.row;
  turned.b = (kernel_matrix){s->a.start, s->column_of_a};
  turned.y = (kernel_matrix){result, s->rows};
  turned.adds = false;
  turned.s = NULL;
  product_of_strips(&turned);
  double scale = s->s ? *s->s : 1;
  bool adds = s->s || s->adds;
  for (size_t i = 0; i < s->rows; i++) {
    double *y = s->y.start + i * s->y.row;
    for (size_t j = 0; j < s->columns; j++) {
      double sum = result[j * s->rows + i];
      y[j] = adds ? fused((vec2)scale, (vec2)sum, (vec2)y[j])[0] : sum;
    }
  }
}

static kernel_run *way_of_product(const kernel_step *s) {
  bool is_plain = s->function == KERNEL_AS_THEY_ARE;
  if (is_plain && is_tiny(s)) {
    return s->columns <= 2   ? tiny_product2(s->inner)
           : s->columns <= 4 ? tiny_product4(s->inner)
                             : tiny_product8(s->inner);
  }
  if (is_plain && s->columns == 1 && s->y.row == 1 && s->column_of_a == 1 && s->b.row == 1) {
    return product_with_column;
  }
  if (is_plain && s->columns <= 4 && s->rows >= 8 && s->rows <= TURNED_ROWS && s->inner >= 16 && s->a.row == 1 &&
      !s->c.start) {
    return turned_product;
  }
  return s->columns <= TILE_COLUMNS && s->inner <= INNER_BLOCK ? small_product : product_of_strips;
}
