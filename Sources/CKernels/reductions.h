// Rows and columns reduced to one number each, in a fixed order whatever the CPU, and what is made of
// such numbers: softmax and its like.

#pragma once

#include "kernels.h"
#include "layout.h"
#include "vector.h"

#include <string.h>

// MARK: - Sums of rows

/// Sums at most 128 numbers: eight running sums, so that the additions need not wait for one another,
/// combined in pairs.
INLINED double block_sum(const double *x, size_t count) {
  double total = 0;
  size_t i = 0;
  if (count >= 8) {
    vec8 lanes = load8(x);
    for (i = 8; i + 8 <= count; i += 8) lanes += load8(x + i);
    total = sum_of_lanes(lanes);
  }
  for (; i < count; i++) total += x[i];
  return total;
}

/// Halves in multiples of eight, down to blocks: the rounding error grows with log(count) and not with
/// count (Higham, The accuracy of floating point summation, 1993). The depth is log₂(count / 128). The
/// order is that of NumPy.
static double pairwise_sum(const double *x, size_t count) {
  if (count <= 128) return block_sum(x, count);
  size_t half = count / 2;
  half -= half % 8;
  return pairwise_sum(x, half) + pairwise_sum(x + half, count - half);
}

// MARK: - Rows

INLINED double larger_number(double a, double b) { return a >= b || b != b ? a : b; }
INLINED double smaller_number(double a, double b) { return a <= b || b != b ? a : b; }

static double largest_of_row(const double *x, size_t count) {
  vec8 largest = (vec8)NAN;
  size_t i = 0;
  for (; i + 8 <= count; i += 8) largest = larger(largest, load8(x + i));
  double result = NAN;
  if (count >= 8) {
    for (size_t lane = 0; lane < 8; lane++) result = larger_number(result, largest[lane]);
  }
  for (; i < count; i++) result = larger_number(result, x[i]);
  return result;
}

static double smallest_of_row(const double *x, size_t count) {
  double result = NAN;
  for (size_t i = 0; i < count; i++) result = smaller_number(result, x[i]);
  return result;
}

static double product_of_row(const double *x, size_t count) {
  double result = 1;
  for (size_t i = 0; i < count; i++) result *= x[i];
  return result;
}

/// The first place, from 1, of `value` among numbers that lie `step` apart; 1 if it is not there.
static double place_of(double value, const double *x, size_t count, size_t step) {
  for (size_t i = 0; i < count; i++) {
    if (x[i * step] == value) return (double)(i + 1);
  }
  return 1;
}

static double reduced_row(uint16_t function, const double *x, size_t count) {
  switch ((kernel_reduction)function) {
    case KERNEL_SUM: return pairwise_sum(x, count);
    case KERNEL_PRODUCT: return product_of_row(x, count);
    case KERNEL_LARGEST: return largest_of_row(x, count);
    case KERNEL_SMALLEST: return smallest_of_row(x, count);
    case KERNEL_PLACE_OF_LARGEST: return place_of(largest_of_row(x, count), x, count, 1);
    case KERNEL_PLACE_OF_SMALLEST: return place_of(smallest_of_row(x, count), x, count, 1);
  }
  return 0;
}

OUTLINED void reduce_rows(const kernel_step *s) {
  for (size_t i = 0; i < s->rows; i++) {
    s->y.start[i * s->y.row] = reduced_row(s->function, s->a.start + i * s->a.row, s->columns);
  }
}

// MARK: - Columns

#define REDUCE_COLUMNS(lanes, count, initial, expression)                                          \
  do {                                                                                             \
    vec##lanes y[count];                                                                           \
    for (size_t v = 0; v < count; v++) y[v] = (vec##lanes)(initial);                               \
    for (size_t i = 0; i < rows; i++) {                                                            \
      for (size_t v = 0; v < count; v++) {                                                         \
        vec##lanes a = y[v], b = load##lanes(x + i * row + v * lanes);                             \
        y[v] = (expression);                                                                       \
      }                                                                                            \
    }                                                                                              \
    for (size_t v = 0; v < count; v++) store(result + v * lanes, y[v]);                            \
  } while (0)

/// Reduces up to 32 columns into `result`, which has room for 32. Reads fewer than 8 numbers beyond the
/// columns: a matrix has those after its last row.
#define COLUMN_REDUCTION(name, initial, expression)                                                \
  static void name(const double *x, size_t row, size_t rows, size_t columns, double *result) {     \
    if (columns > 24) REDUCE_COLUMNS(8, 4, initial, expression);                                   \
    else if (columns > 16) REDUCE_COLUMNS(8, 3, initial, expression);                              \
    else if (columns > 8) REDUCE_COLUMNS(8, 2, initial, expression);                               \
    else if (columns > 4) REDUCE_COLUMNS(8, 1, initial, expression);                               \
    else if (columns > 2) REDUCE_COLUMNS(4, 1, initial, expression);                               \
    else REDUCE_COLUMNS(2, 1, initial, expression);                                                \
  }

COLUMN_REDUCTION(sums_of_columns, 0, a + b)
COLUMN_REDUCTION(products_of_columns, 1, a *b)
COLUMN_REDUCTION(largest_of_columns, NAN, larger(a, b))
COLUMN_REDUCTION(smallest_of_columns, NAN, smaller(a, b))

INLINED void reduced_columns(const kernel_step *s, size_t j, size_t columns, double *result) {
  const double *x = s->a.start + j;
  switch ((kernel_reduction)s->function) {
    case KERNEL_SUM: return sums_of_columns(x, s->a.row, s->rows, columns, result);
    case KERNEL_PRODUCT: return products_of_columns(x, s->a.row, s->rows, columns, result);
    case KERNEL_LARGEST:
    case KERNEL_PLACE_OF_LARGEST:
      return largest_of_columns(x, s->a.row, s->rows, columns, result);
    case KERNEL_SMALLEST:
    case KERNEL_PLACE_OF_SMALLEST:
      return smallest_of_columns(x, s->a.row, s->rows, columns, result);
  }
}

/// Adds what was found in another block of rows, if `adds`.
INLINED double with_earlier_rows(const kernel_step *s, double earlier, double result) {
  if (s->s) return earlier + *s->s * result;
  if (!s->adds) return result;
  switch ((kernel_reduction)s->function) {
    case KERNEL_PRODUCT: return earlier * result;
    case KERNEL_LARGEST: return larger_number(earlier, result);
    case KERNEL_SMALLEST: return smaller_number(earlier, result);
    default: return earlier + result;
  }
}

OUTLINED void reduce_columns(const kernel_step *s) {
  for (size_t j = 0; j < s->columns; j += 32) {
    size_t columns = s->columns - j < 32 ? s->columns - j : 32;
    _Alignas(64) double result[32];
    reduced_columns(s, j, columns, result);
    double *y = s->y.start + j;
    if (s->function == KERNEL_PLACE_OF_LARGEST || s->function == KERNEL_PLACE_OF_SMALLEST) {
      for (size_t k = 0; k < columns; k++) {
        y[k] = place_of(result[k], s->a.start + j + k, s->rows, s->a.row);
      }
    } else if (s->adds || s->s) {
      for (size_t k = 0; k < columns; k++) y[k] = with_earlier_rows(s, y[k], result[k]);
    } else {
      memcpy(y, result, columns * sizeof *y);
    }
  }
}

/// Down the columns and then along the row, as `sum(sum(A))` adds.
OUTLINED void sum_of_all(const kernel_step *s) {
  double total = 0;
  for (size_t j = 0; j < s->columns; j += 32) {
    size_t columns = s->columns - j < 32 ? s->columns - j : 32;
    _Alignas(64) double sums[32];
    sums_of_columns(s->a.start + j, s->a.row, s->rows, columns, sums);
    total += block_sum(sums, columns);
  }
  if (s->s) total *= *s->s;
  *s->y.start = s->adds ? *s->y.start + total : total;
}

// MARK: - Softmax
//
// `exp` of a score above 709 is infinite, and infinity divided by itself is NaN: so each row is shifted by
// its largest entry first, which changes nothing in exact arithmetic (softmax(z + c) = softmax(z)).

/// Columns whose powers are kept while they are summed.
#define POWERS 128

/// The largest entry of a row, 0 in place of ±∞ and NaN: ∞ − ∞ would turn a good row into NaN.
INLINED double shift_of_row(const double *x, size_t count) {
  double largest = largest_of_row(x, count);
  return isfinite(largest) ? largest : 0;
}

/// Σ exp(x − shift); the powers are left in `y` if it is not nil.
static double sum_of_powers(const double *x, size_t count, double shift, double *y) {
  _Alignas(64) double kept[POWERS];
  double total = 0;
  for (size_t start = 0; start < count; start += POWERS) {
    size_t columns = count - start < POWERS ? count - start : POWERS;
    for (size_t j = 0; j < columns; j += 8) store(kept + j, exponential(load8(x + start + j) - shift));
    total += block_sum(kept, columns);
    if (y) memcpy(y + start, kept, columns * sizeof *y);
  }
  return total;
}

/// Rows that are handled together, a lane each.
#define ROWS_AT_ONCE 8
/// Rows up to this length are turned, so that a vector holds one column of eight rows.
#define SHORT_ROW 15

/// Where eight rows of a matrix begin. Behind the last row it is repeated: what is computed for it twice
/// is the same.
typedef struct {
  double *start[ROWS_AT_ONCE];
} eight_rows;

INLINED eight_rows eight_rows_of(kernel_matrix matrix, size_t first_row, size_t rows) {
  eight_rows result;
  for (size_t i = 0; i < ROWS_AT_ONCE; i++) {
    size_t row = first_row + i < rows ? first_row + i : rows - 1;
    result.start[i] = matrix.start + row * matrix.row;
  }
  return result;
}

/// The columns of eight rows, in whole groups of four or eight.
INLINED void get_columns(eight_rows rows, size_t count, vec8 *columns) {
  for (size_t j = 0; j < count; j += 8) {
    if (count - j <= 4) {
      for (size_t i = 0; i < 4; i++) {
        vec4 first = load4(rows.start[i] + j), second = load4(rows.start[i + 4] + j);
        columns[j + i] = __builtin_shufflevector(first, second, 0, 1, 2, 3, 4, 5, 6, 7);
      }
      turn_halves(columns + j);
    } else {
      for (size_t i = 0; i < 8; i++) columns[j + i] = load8(rows.start[i] + j);
      turn(columns + j);
    }
  }
}

/// Puts columns back into eight rows. The groups are turned in place.
INLINED void put_columns(eight_rows rows, size_t count, vec8 *columns) {
  for (size_t j = 0; j < count; j += 8) {
    size_t present = count - j < 8 ? count - j : 8;
    if (present <= 4) {
      turn_halves(columns + j);
      for (size_t i = 0; i < 4; i++) {
        store_first(rows.start[i] + j, columns[j + i].lo, present);
        store_first(rows.start[i + 4] + j, columns[j + i].hi, present);
      }
    } else {
      turn(columns + j);
      for (size_t i = 0; i < 8; i++) store_first(rows.start[i] + j, columns[j + i], present);
    }
  }
}

/// The sum of columns, in the order of `block_sum`.
INLINED vec8 sum_of_columns(const vec8 *x, size_t count) {
  vec8 total = (vec8)0;
  size_t j = 0;
  if (count >= 8) {
    total = ((x[0] + x[1]) + (x[2] + x[3])) + ((x[4] + x[5]) + (x[6] + x[7]));
    j = 8;
  }
  for (; j < count; j++) total += x[j];
  return total;
}

INLINED vec8 shift_of_columns(const vec8 *x, size_t count) {
  vec8 largest = (vec8)NAN;
  for (size_t j = 0; j < count; j++) largest = larger(largest, x[j]);
  return absolute(largest) < INFINITY ? largest : (vec8)0;
}

/// The three functions of eight short rows.
INLINED void softmax_of_short_rows(const kernel_step *s, size_t first_row) {
  size_t columns = s->columns;
  vec8 x[SHORT_ROW + 1], powers[SHORT_ROW + 1];
  for (size_t j = columns; j <= SHORT_ROW; j++) powers[j] = (vec8)0;
  get_columns(eight_rows_of(s->a, first_row, s->rows), columns, x);
  vec8 shift = shift_of_columns(x, columns);
  for (size_t j = 0; j < columns; j++) powers[j] = exponential(x[j] - shift);
  vec8 total = sum_of_columns(powers, columns);
  if (s->kind == KERNEL_STEP_SOFTMAX) {
    for (size_t j = 0; j < columns; j++) powers[j] /= total;
    put_columns(eight_rows_of(s->y, first_row, s->rows), columns, powers);
    if (!s->z.start) return;
  }
  vec8 logarithm_of_total = logarithm(total);
  kernel_matrix result = s->kind == KERNEL_STEP_SOFTMAX ? s->z : s->y;
  eight_rows y = eight_rows_of(result, first_row, s->rows);
  if (s->kind == KERNEL_STEP_LOG_SUM_EXP) {
    vec8 sum = logarithm_of_total + shift;
    for (size_t i = 0; i < ROWS_AT_ONCE; i++) *y.start[i] = sum[i];
  } else {
    for (size_t j = 0; j < columns; j++) x[j] = x[j] - shift - logarithm_of_total;
    put_columns(y, columns, x);
  }
}

/// The three functions of a long row.
INLINED void softmax_of_long_row(const kernel_step *s, size_t i) {
  const double *x = s->a.start + i * s->a.row;
  double *y = s->y.start + i * s->y.row;
  double *powers = s->kind == KERNEL_STEP_SOFTMAX ? y : NULL;
  double shift = shift_of_row(x, s->columns);
  double total = sum_of_powers(x, s->columns, shift, powers);
  if (powers) {
    for (size_t j = 0; j < s->columns; j++) y[j] /= total;
    if (!s->z.start) return;
    y = s->z.start + i * s->z.row;
  }
  double logarithm_of_total = logarithm((vec2)total)[0];
  if (s->kind == KERNEL_STEP_LOG_SUM_EXP) {
    *y = logarithm_of_total + shift;
  } else {
    for (size_t j = 0; j < s->columns; j++) y[j] = x[j] - shift - logarithm_of_total;
  }
}

OUTLINED void softmax(const kernel_step *s) {
  if (s->columns <= SHORT_ROW) {
    for (size_t i = 0; i < s->rows; i += ROWS_AT_ONCE) softmax_of_short_rows(s, i);
  } else {
    for (size_t i = 0; i < s->rows; i++) softmax_of_long_row(s, i);
  }
}
