// Steps that compute each entry of the result from the entries at the same place.
//
// Where all operands are as large as the result and lie alike, the matrix is one long row.

#pragma once

#include "kernels.h"
#include "vector.h"

#include <float.h>

// MARK: - Functions of one number

/// Φ(x) = erfc(z) / 2 with z = −x / √2. The rounding of z would cost about z² units in the last place,
/// so its error is carried through the derivative of erfc.
static double normal_distribution(double x) {
  double z = x * -0x1.6a09e667f3bcdp-1;
  double lost = fma(x, -0x1.6a09e667f3bcdp-1, -z) + x * 0x1.bdd3413b26456p-55;
  double slope = 0x1.20dd750429b6dp+0 * exponential((vec2)(-z * z))[0];
  double complement = erfc(z);
  return 0.5 * (slope == 0 ? complement : complement - slope * lost);
}

static double gelu(double x) { return x == -INFINITY ? 0.0 : x * normal_distribution(x); }

/// X(name, expression in x) for every function.
#define UNARY_FUNCTIONS(X)                                                                         \
  X(COPY, x)                                                                                       \
  X(NEGATE, -x)                                                                                    \
  X(NOT, truth(x == 0))                                                                            \
  X(EXP, exponential(x))                                                                           \
  X(LOG, logarithm(x))                                                                             \
  X(LOG1P, logarithm_of_one_plus(x))                                                               \
  X(EXPM1, exponential_minus_one(x))                                                               \
  X(SQRT, __builtin_elementwise_sqrt(x))                                                           \
  X(ABS, absolute(x))                                                                              \
  X(TANH, hyperbolic_tangent(x))                                                                   \
  X(SIGN, sign_of(x))                                                                              \
  X(ROUND, rounded(x))                                                                             \
  X(FLOOR, __builtin_elementwise_floor(x))                                                         \
  X(CEIL, __builtin_elementwise_ceil(x))                                                           \
  X(SIGMOID, sigmoid(x))                                                                           \
  X(SIGMOID_OF_NEGATIVE, sigmoid_of_negative(x))                                   \
  X(LOG_SIGMOID, log_sigmoid(x))                                                                   \
  X(LOG_ONE_PLUS_POWER, log_of_one_plus_power(x, logistic_of(x)))                                  \
  X(SOFTPLUS, softplus(x))                                                                         \
  X(RELU, relu(x))                                                                                 \
  X(SOFTSIGN, softsign(x))                                                                         \
  X(SILU, silu(x))                                                                                 \
  X(SQUARE, x *x)                                                                                  \
  X(LOG2, each(log2, x))                                                                           \
  X(LOG10, each(log10, x))                                                                         \
  X(SIN, each(sin, x))                                                                             \
  X(COS, each(cos, x))                                                                             \
  X(TAN, each(tan, x))                                                                             \
  X(ASIN, each(asin, x))                                                                           \
  X(ACOS, each(acos, x))                                                                           \
  X(ATAN, each(atan, x))                                                                           \
  X(SINH, each(sinh, x))                                                                           \
  X(COSH, each(cosh, x))                                                                           \
  X(ERF, each(erf, x))                                                                             \
  X(GELU, each(gelu, x))

#define UNARY_CASE(name, expression)                                                               \
  case KERNEL_##name: return expression;

/// Of a short vector, for matrices that are no larger.
OUTLINED __attribute__((overloadable)) vec2 unary(uint16_t function, vec2 x) {
  switch ((kernel_unary)function) { UNARY_FUNCTIONS(UNARY_CASE) }
  return x;
}

OUTLINED __attribute__((overloadable)) vec4 unary(uint16_t function, vec4 x) {
  switch ((kernel_unary)function) { UNARY_FUNCTIONS(UNARY_CASE) }
  return x;
}

OUTLINED __attribute__((overloadable)) vec8 unary(uint16_t function, vec8 x) {
  switch ((kernel_unary)function) { UNARY_FUNCTIONS(UNARY_CASE) }
  return x;
}

// MARK: - Going through rows

/// The rows and columns that a loop goes through.
typedef struct {
  size_t rows, columns;
} loop_size;

/// A matrix whose operands have rows equally far apart is one long row, gaps included.
INLINED loop_size entries(const kernel_step *s, bool is_alike) {
  if (s->rows > 1 && is_alike) return (loop_size){1, s->rows * s->y.row};
  return (loop_size){s->rows, s->columns};
}

/// Goes through the vectors of each row, as long ones as the row needs: `BODY(lanes, …)` handles those at
/// column `j` of row `i`.
#define FOR_EACH_VECTOR(size, BODY, ...)                                                           \
  do {                                                                                             \
    if ((size).columns > 4) FOR_VECTORS_OF(8, size, BODY, __VA_ARGS__)                             \
    else if ((size).columns > 2) FOR_VECTORS_OF(4, size, BODY, __VA_ARGS__)                        \
    else FOR_VECTORS_OF(2, size, BODY, __VA_ARGS__)                                                \
  } while (0)

#define FOR_VECTORS_OF(lanes, size, BODY, ...)                                                     \
  {                                                                                                \
    for (size_t i = 0; i < (size).rows; i++) {                                                     \
      for (size_t j = 0; j < (size).columns; j += lanes) BODY(lanes, __VA_ARGS__)                  \
    }                                                                                              \
  }

/// A vector of the operand.
#define VECTOR_OF(matrix, lanes) load##lanes((matrix).start + i * (matrix).row + j)
/// The operand's number for this row, in all lanes.
#define NUMBER_OF(matrix, lanes) ((vec##lanes)(matrix).start[i * (matrix).row])

/// Stores the vector `v`. What lies behind the end of a row is free if the next row begins far enough
/// away, and behind the last row.
#define STORE_VECTOR(matrix, v, lanes)                                                             \
  do {                                                                                             \
    double *place = (matrix).start + i * (matrix).row + j;                                         \
    if (size.columns - j < lanes && i + 1 < size.rows && (matrix).row < j + lanes) {               \
      store_first(place, v, size.columns - j);                                                     \
    } else {                                                                                       \
      store(place, v);                                                                             \
    }                                                                                              \
  } while (0)

// MARK: - One operand

#define MAP_BODY(lanes, ...)                                                                       \
  {                                                                                                \
    vec##lanes x = unary(s->function, VECTOR_OF(s->a, lanes));                                     \
    STORE_VECTOR(s->y, x, lanes);                                                                  \
  }

/// Rows that do not lie like the result's, and short ones.
OUTLINED void map_rows(const kernel_step *s) {
  loop_size size = entries(s, s->a.row == s->y.row);
  FOR_EACH_VECTOR(size, MAP_BODY);
}

/// A loop of its own for each function.
#define MAP_LOOP(name, expression)                                                                 \
  OUTLINED void map_##name(const kernel_step *s) {                                                 \
    size_t count = s->rows > 1 ? s->rows * s->y.row : s->columns;                                  \
    const double *a = s->a.start;                                                                  \
    double *y = s->y.start;                                                                        \
    size_t k = 0;                                                                                  \
    IN_PAIRS(for (; k + 16 <= count; k += 16) {                                                    \
      vec16 x = load16(a + k);                                                                     \
      store(y + k, (vec16)(expression));                                                           \
    })                                                                                             \
    for (; k < count; k += 8) {                                                                    \
      vec8 x = load8(a + k);                                                                       \
      store(y + k, (vec8)(expression));                                                            \
    }                                                                                              \
  }
UNARY_FUNCTIONS(MAP_LOOP)

#define MAP_CASE(name, expression)                                                                 \
  case KERNEL_##name: return map_##name;

static kernel_run *way_of_map(const kernel_step *s) {
  size_t count = s->rows == 1 ? s->columns : s->a.row == s->y.row ? s->rows * s->y.row : 0;
  if (count <= 4) return map_rows;
  switch ((kernel_unary)s->function) { UNARY_FUNCTIONS(MAP_CASE) }
}

#define MAP_TIMES_BODY(lanes, ...)                                                                 \
  {                                                                                                \
    vec##lanes x = unary(s->function, VECTOR_OF(s->a, lanes)) * VECTOR_OF(s->b, lanes);            \
    STORE_VECTOR(s->y, x, lanes);                                                                  \
  }

OUTLINED void map_times(const kernel_step *s) {
  loop_size size = entries(s, s->a.row == s->y.row && s->b.row == s->y.row);
  FOR_EACH_VECTOR(size, MAP_TIMES_BODY);
}

// MARK: - Functions of two numbers

/// As Octave: where b is no whole number and a / b is one but for rounding, the answer is 0, so that
/// mod(0.3, 0.1) is 0 and not nearly 0.1; an infinite b gives NaN. Unlike there, the remainder of a
/// large a is exact.
static double modulo(double a, double b) {
  if (b == 0) return a;
  if (isinf(b)) return NAN;
  double quotient = a / b, nearest = round(quotient);
  bool hits = b != trunc(b) && fabs(quotient - nearest) < DBL_EPSILON * fabs(nearest);
  if (hits) return 0;
  double remainder = fmod(a, b);
  bool wrong_side = remainder != 0 && signbit(remainder) != signbit(b);
  return wrong_side ? remainder + b : remainder;
}

static double elu(double a, double b) { return a > 0 ? a : b * expm1(a); }

/// X(name, expression in a and b) for every function.
#define BINARY_FUNCTIONS(X)                                                                        \
  X(ADD, a + b)                                                                                    \
  X(SUBTRACT, a - b)                                                                               \
  X(MULTIPLY, a *b)                                                                                \
  X(DIVIDE, a / b)                                                                                 \
  X(POWER, each(pow, a, b))                                                                        \
  X(MOD, each(modulo, a, b))                                                                       \
  X(MAXIMUM, larger(a, b))                                                                         \
  X(MINIMUM, smaller(a, b))                                                                        \
  X(LESS, truth(a < b))                                                                            \
  X(LESS_OR_EQUAL, truth(a <= b))                                                                  \
  X(EQUAL, truth(a == b))                                                                          \
  X(NOT_EQUAL, truth(a != b))                                                                      \
  X(GREATER_OR_EQUAL, truth(a >= b))                                                               \
  X(GREATER, truth(a > b))                                                                         \
  X(AND, truth((a != 0) & (b != 0)))                                                               \
  X(OR, truth((a != 0) | (b != 0)))                                                                \
  X(LEAKY_RELU, a > 0 ? a : b * a)                                                                 \
  X(ELU, each(elu, a, b))                                                                          \
  X(THROUGH_TANH, a *(1 - b * b))                                                                  \
  X(THROUGH_SIGMOID, a *b *(1 - b))                                                                \
  X(THROUGH_RELU, a *truth(b > 0))

INLINED bool is_single(kernel_extent extent) {
  return extent == KERNEL_COLUMN || extent == KERNEL_SCALAR;
}

#define COMBINE_BODY(lanes, expression, LOAD_A, LOAD_B)                                            \
  {                                                                                                \
    vec##lanes a = LOAD_A(s->a, lanes), b = LOAD_B(s->b, lanes);                                   \
    vec##lanes y = (expression);                                                                   \
    STORE_VECTOR(s->y, y, lanes);                                                                  \
  }

INLINED bool lies_like_result(const kernel_step *s, kernel_matrix matrix, kernel_extent extent) {
  return extent == KERNEL_SCALAR || (extent == KERNEL_FULL && matrix.row == s->y.row);
}

#define COMBINE_LOOPS(name, expression)                                                            \
  OUTLINED void combine_##name(const kernel_step *s) {                                             \
    loop_size size = entries(s, lies_like_result(s, s->a, s->extent_of_a) &&                       \
                                    lies_like_result(s, s->b, s->extent_of_b));                    \
    if (is_single(s->extent_of_a) && is_single(s->extent_of_b)) {                                  \
      FOR_EACH_VECTOR(size, COMBINE_BODY, expression, NUMBER_OF, NUMBER_OF);                       \
    } else if (is_single(s->extent_of_b)) {                                                        \
      FOR_EACH_VECTOR(size, COMBINE_BODY, expression, VECTOR_OF, NUMBER_OF);                       \
    } else if (is_single(s->extent_of_a)) {                                                        \
      FOR_EACH_VECTOR(size, COMBINE_BODY, expression, NUMBER_OF, VECTOR_OF);                       \
    } else {                                                                                       \
      FOR_EACH_VECTOR(size, COMBINE_BODY, expression, VECTOR_OF, VECTOR_OF);                       \
    }                                                                                              \
  }
BINARY_FUNCTIONS(COMBINE_LOOPS)

#define COMBINE_CASE(name, expression)                                                             \
  case KERNEL_##name: return combine_##name;

static kernel_run *way_of_combine(const kernel_step *s) {
  switch ((kernel_binary)s->function) { BINARY_FUNCTIONS(COMBINE_CASE) }
}

// MARK: - With numbers as factors

#define LINEAR_BODY(lanes, expression)                                                             \
  {                                                                                                \
    vec##lanes a = VECTOR_OF(s->a, lanes), b = VECTOR_OF(s->b, lanes);                             \
    vec##lanes y = (expression);                                                                   \
    STORE_VECTOR(s->y, y, lanes);                                                                  \
  }

#define LINEAR_STEP(name, expression)                                                              \
  OUTLINED void name(const kernel_step *step) {                                          \
    const kernel_step *s = step;                                                                   \
    double first = *s->s, second = s->t ? *s->t : 0;                                               \
    (void)second;                                                                                  \
    loop_size size = entries(s, s->a.row == s->y.row && s->b.row == s->y.row);                     \
    FOR_EACH_VECTOR(size, LINEAR_BODY, expression);                                                \
  }

LINEAR_STEP(add_scaled, fused(b, first, a))
LINEAR_STEP(scaled_difference, first *(a - b))
LINEAR_STEP(mix, fused(b, second, first *a))
LINEAR_STEP(mix_square, fused(b * b, second, first *a))

#define OVER_ROOT_BODY(lanes, ...)                                                                 \
  {                                                                                                \
    vec##lanes root = __builtin_elementwise_sqrt(VECTOR_OF(s->b, lanes));                          \
    vec##lanes way = scale * VECTOR_OF(s->a, lanes) / fused(root, inverse, addend);                \
    vec##lanes y = VECTOR_OF(s->c, lanes) - way;                                                   \
    STORE_VECTOR(s->y, y, lanes);                                                                  \
  }

OUTLINED void over_root(const kernel_step *step) {
  const kernel_step *s = step;
  double scale = *s->s, inverse = s->t ? 1 / *s->t : 1, addend = *s->u;
  loop_size size = entries(
      s, s->a.row == s->y.row && s->b.row == s->y.row && s->c.row == s->y.row);
  FOR_EACH_VECTOR(size, OVER_ROOT_BODY);
}

// MARK: - Three steps in one

INLINED bool is_same(kernel_matrix a, kernel_matrix b) {
  return a.start == b.start && a.row == b.row;
}

/// No number of the first `count` of one is among those of the other.
INLINED bool lies_apart(kernel_matrix a, kernel_matrix b, size_t count) {
  return a.start + count <= b.start || b.start + count <= a.start;
}

/// What one pass writes, each number at once, is read by none of the steps but at the same place, by the step that
/// writes it.
INLINED bool goes_in_one_pass(const kernel_step *s) {
  const kernel_matrix written[] = {s[0].y, s[1].y, s[2].y};
  const kernel_matrix own[] = {s[0].a, s[1].a, s[2].c}, gradients = s[0].b;
  size_t count = s->rows > 1 ? s->rows * s->y.row : s->columns;
  for (size_t i = 0; i < 3; i++) {
    if (!lies_apart(written[i], gradients, count)) return false;
    for (size_t j = 0; j < 3; j++) {
      if (i != j && !lies_apart(written[i], written[j], count)) return false;
      if (i == j && is_same(written[i], own[j])) continue;
      if (!lies_apart(written[i], own[j], count)) return false;
    }
  }
  return true;
}

/// An average of gradients, one of their squares, and the step over its root: an update by Adam's rule.
INLINED bool is_update_by_averages(const kernel_step *s) {
  const kernel_step *mean = s, *square = s + 1, *way = s + 2;
  return mean->kind == KERNEL_STEP_MIX && square->kind == KERNEL_STEP_MIX_SQUARE &&
         way->kind == KERNEL_STEP_OVER_ROOT && mean->rows == way->rows &&
         square->rows == way->rows && mean->columns == way->columns &&
         square->columns == way->columns && is_same(mean->b, square->b) &&
         is_same(way->a, mean->y) && is_same(way->b, square->y) && way->y.row == mean->y.row &&
         way->y.row == square->y.row && way->y.row == way->c.row &&
         mean->a.row == mean->y.row && mean->b.row == mean->y.row &&
         square->a.row == mean->y.row && goes_in_one_pass(s);
}

OUTLINED void update_by_averages(const kernel_step *mean) {
  const kernel_step *square = mean + 1, *way = mean + 2;
  double s = *mean->s, t = *mean->t, u = *square->s, v = *square->t;
  double scale = *way->s, inverse = way->t ? 1 / *way->t : 1, addend = *way->u;
  const double *gradients = mean->b.start, *old_means = mean->a.start;
  const double *old_squares = square->a.start, *start = way->c.start;
  double *means = mean->y.start, *squares = square->y.start, *y = way->y.start;
  size_t count = mean->rows > 1 ? mean->rows * mean->y.row : mean->columns;
  for (size_t k = 0; k < count; k += 8) {
    vec8 g = load8(gradients + k);
    vec8 m = fused(g, t, s * load8(old_means + k));
    vec8 q = fused(g * g, v, u * load8(old_squares + k));
    store(means + k, m);
    store(squares + k, q);
    vec8 root = __builtin_elementwise_sqrt(q);
    store(y + k, load8(start + k) - scale * m / fused(root, inverse, addend));
  }
}

OUTLINED void fill(const kernel_step *s) {
  loop_size size = entries(s, true);
  double number = *s->s;
#define FILL_BODY(lanes, ...)                                                                      \
  {                                                                                                \
    vec##lanes y = (vec##lanes)number;                                                             \
    STORE_VECTOR(s->y, y, lanes);                                                                  \
  }
  FOR_EACH_VECTOR(size, FILL_BODY);
}

// MARK: - Sums of entries

/// Adds up `TERM(lanes, …)` over all entries: lanes behind the end of a row count as 0. Narrow matrices are
/// summed in short vectors, as they were stored.
#define SUM_OF_VECTORS(total, size, TERM, ...)                                                     \
  do {                                                                                             \
    if ((size).columns > 4) SUM_VECTORS_OF(8, total, size, TERM, __VA_ARGS__)                      \
    else if ((size).columns > 2) SUM_VECTORS_OF(4, total, size, TERM, __VA_ARGS__)                 \
    else SUM_VECTORS_OF(2, total, size, TERM, __VA_ARGS__)                                         \
  } while (0)

#define SUM_VECTORS_OF(lanes, total, size, TERM, ...)                                              \
  {                                                                                                \
    vec##lanes sum = (vec##lanes)0;                                                                \
    FOR_VECTORS_OF(lanes, size, SUM_BODY, TERM, __VA_ARGS__)                                       \
    total = sum_of_lanes(sum);                                                                     \
  }

#define SUM_BODY(lanes, TERM, ...)                                                                 \
  {                                                                                                \
    vec##lanes term = TERM(lanes, __VA_ARGS__);                                                    \
    if (size.columns - j < lanes) term = first(term, size.columns - j);                            \
    sum += term;                                                                                   \
  }

/// Puts `s · total` into y, or adds it to y.
INLINED void put_sum(const kernel_step *s, double total) {
  if (s->s) total *= *s->s;
  *s->y.start = s->adds ? *s->y.start + total : total;
}

/// The entries are one long row if there are no gaps between the rows, which must not be summed.
INLINED loop_size summands(const kernel_step *s, bool is_alike) {
  if (is_alike && s->a.row == s->columns) return (loop_size){1, s->rows * s->columns};
  return (loop_size){s->rows, s->columns};
}

#define MAPPED(lanes, ...) unary(s->function, VECTOR_OF(s->a, lanes))
#define MAPPED_TIMES(lanes, ...) (unary(s->function, VECTOR_OF(s->a, lanes)) * VECTOR_OF(s->b, lanes))
#define PRODUCT_OF_BOTH(lanes, ...) (VECTOR_OF(s->a, lanes) * VECTOR_OF(s->b, lanes))

OUTLINED void map_sum(const kernel_step *s) {
  double total;
  if (s->b.start) {
    loop_size size = summands(s, s->a.row == s->b.row);
    SUM_OF_VECTORS(total, size, MAPPED_TIMES, 0);
  } else {
    loop_size size = summands(s, true);
    SUM_OF_VECTORS(total, size, MAPPED, 0);
  }
  put_sum(s, total);
}

/// A loop of its own for each function, with and without a factor.
#define MAP_SUM_LOOP(name, expression)                                                             \
  OUTLINED void map_sum_##name(const kernel_step *s) {                                             \
    loop_size size = summands(s, true);                                                            \
    vec8 sum = (vec8)0;                                                                            \
    MAP_SUM_ROWS(expression, VALUE)                                                                \
    put_sum(s, sum_of_lanes(sum));                                                                 \
  }                                                                                                \
  OUTLINED void map_times_sum_##name(const kernel_step *s) {                                       \
    loop_size size = summands(s, s->a.row == s->b.row);                                            \
    vec8 sum = (vec8)0;                                                                            \
    MAP_SUM_ROWS(expression, VALUE_TIMES)                                                          \
    put_sum(s, sum_of_lanes(sum));                                                                 \
  }

#define VALUE(lanes, value) ((vec##lanes)(value))
#define VALUE_TIMES(lanes, value) ((vec##lanes)(value) * VECTOR_OF(s->b, lanes))

/// The CPU's own prefetching falls behind some of these loops, and not behind others. Past the end nothing is fetched.
#define NUMBERS_AHEAD 1024
#define FETCH_AHEAD(matrix)                                                                        \
  __builtin_prefetch((matrix).start + i * (matrix).row + j + NUMBERS_AHEAD);                       \
  __builtin_prefetch((matrix).start + i * (matrix).row + j + NUMBERS_AHEAD + 8)

/// A term is a variable of its own: no build may join its last multiplication with the sum.
#define MAP_SUM_ROWS(expression, TERM)                                                             \
  for (size_t i = 0; i < size.rows; i++) {                                                         \
    size_t j = 0;                                                                                  \
    IN_PAIRS(for (; j + 16 <= size.columns; j += 16) {                                             \
      vec16 x = VECTOR_OF(s->a, 16);                                                               \
      FETCH_AHEAD(s->a);                                                                           \
      vec16 term = TERM(16, expression);                                                           \
      sum += term.lo;                                                                              \
      sum += term.hi;                                                                              \
    })                                                                                             \
    for (; j + 8 <= size.columns; j += 8) {                                                        \
      vec8 x = VECTOR_OF(s->a, 8);                                                                 \
      vec8 term = TERM(8, expression);                                                             \
      sum += term;                                                                                 \
    }                                                                                              \
    if (j < size.columns) {                                                                        \
      vec8 x = VECTOR_OF(s->a, 8);                                                                 \
      vec8 term = TERM(8, expression);                                                             \
      sum += first(term, size.columns - j);                                                        \
    }                                                                                              \
  }
UNARY_FUNCTIONS(MAP_SUM_LOOP)

#define MAP_SUM_CASE(name, expression)                                                             \
  case KERNEL_##name: return s->b.start ? map_times_sum_##name : map_sum_##name;

static kernel_run *way_of_map_sum(const kernel_step *s) {
  if (summands(s, !s->b.start || s->a.row == s->b.row).columns <= 4) return map_sum;
  switch ((kernel_unary)s->function) { UNARY_FUNCTIONS(MAP_SUM_CASE) }
}

OUTLINED void dot(const kernel_step *s) {
  loop_size size = summands(s, s->a.row == s->b.row);
  double total;
  SUM_OF_VECTORS(total, size, PRODUCT_OF_BOTH, 0);
  put_sum(s, total);
}

// MARK: - Two functions of the logistic family at once

/// The value's vectors, whose sum may be all that is wanted of them; the slope's are stored.
#define LOGISTIC_VALUE(lanes, ...)                                                                 \
  ({                                                                                               \
    vec##lanes x = VECTOR_OF(s->a, lanes);                                                         \
    logistic##lanes shared = logistic_of(x);                                                       \
    vec##lanes factor = s->c.start ? VECTOR_OF(s->c, lanes) : (vec##lanes)1;                       \
    vec##lanes slope = s->other == KERNEL_SIGMOID ? sigmoid_of(x, shared, factor)                  \
                                                  : sigmoid_of_negative(x, shared, factor);        \
    STORE_VECTOR(s->z, slope, lanes);                                                              \
    vec##lanes value = log_of_one_plus_power(x, shared);                                           \
    if (s->function == KERNEL_LOG_SIGMOID) value = (x < 0 ? x : (vec##lanes)0) - value;            \
    if (s->function == KERNEL_SOFTPLUS) value = (x < 0 ? (vec##lanes)0 : x) + value;               \
    s->b.start ? value * VECTOR_OF(s->b, lanes) : value;                                           \
  })

#define LOGISTIC_BODY(lanes, ...)                                                                  \
  {                                                                                                \
    vec##lanes value = LOGISTIC_VALUE(lanes, 0);                                                   \
    STORE_VECTOR(s->y, value, lanes);                                                              \
  }

INLINED bool lies_like(kernel_matrix matrix, size_t row) {
  return !matrix.start || matrix.row == row;
}

OUTLINED void logistic(const kernel_step *s) {
  loop_size size = {s->rows, s->columns};
  if (s->rows > 1 && lies_like(s->b, s->a.row) && lies_like(s->c, s->a.row) &&
      s->z.row == s->a.row && s->y.row == s->a.row) {
    size = (loop_size){1, s->rows * s->a.row};
  }
  FOR_EACH_VECTOR(size, LOGISTIC_BODY);
}

/// A single row of no more numbers than lanes.
#define LOGISTIC_SUM_ROW(lanes)                                                                    \
  OUTLINED void logistic_sum_row##lanes(const kernel_step *s) {                                    \
    const loop_size size = {1, s->columns};                                                        \
    const size_t i = 0, j = 0;                                                                     \
    vec##lanes term = LOGISTIC_VALUE(lanes, 0);                                                    \
    put_sum(s, sum_of_lanes(first(term, size.columns)));                                           \
  }
LOGISTIC_SUM_ROW(2)
LOGISTIC_SUM_ROW(4)
LOGISTIC_SUM_ROW(8)

OUTLINED void logistic_sum(const kernel_step *s) {
  loop_size size = {s->rows, s->columns};
  // The sum must not run over gaps between rows.
  if (s->rows > 1 && lies_like(s->b, s->a.row) && lies_like(s->c, s->a.row) &&
      s->z.row == s->a.row && s->a.row == s->columns) {
    size = (loop_size){1, s->rows * s->columns};
  }
  double total;
  SUM_OF_VECTORS(total, size, LOGISTIC_VALUE, 0);
  put_sum(s, total);
}

static kernel_run *way_of_logistic(const kernel_step *s) {
  if (!s->sums) return logistic;
  if (s->rows != 1 || s->columns > 8) return logistic_sum;
  return s->columns > 4 ? logistic_sum_row8 : s->columns > 2 ? logistic_sum_row4 : logistic_sum_row2;
}
