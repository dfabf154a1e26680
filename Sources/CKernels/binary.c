// Functions of two numbers. A stretched operand is read with a step of 0, which the three inner
// loops know at compile time.

#include "kernels.h"
#include "vectorised.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>

#define BINARY_LOOPS(attributes, name, expression)                                                \
  attributes void kernel_##name(size_t rows, size_t columns, kernel_operand left,                 \
                                kernel_operand right, double *output) {                           \
    for (size_t i = 0; i < rows; i++) {                                                           \
      const double *p = left.elements + i * left.row_step;                                        \
      const double *q = right.elements + i * right.row_step;                                      \
      double *restrict row = output + i * columns;                                                \
      if (left.column_step == right.column_step) {                                                \
        for (size_t j = 0; j < columns; j++) {                                                    \
          double a = p[j], b = q[j];                                                              \
          row[j] = (expression);                                                                  \
        }                                                                                         \
      } else if (right.column_step == 0) {                                                        \
        double b = *q;                                                                            \
        for (size_t j = 0; j < columns; j++) {                                                    \
          double a = p[j];                                                                        \
          row[j] = (expression);                                                                  \
        }                                                                                         \
      } else {                                                                                    \
        double a = *p;                                                                            \
        for (size_t j = 0; j < columns; j++) {                                                    \
          double b = q[j];                                                                        \
          row[j] = (expression);                                                                  \
        }                                                                                         \
      }                                                                                           \
    }                                                                                             \
  }

#define BINARY(name, expression) BINARY_LOOPS(VECTORISED, name, expression)
#define LIBRARY(name, expression) BINARY_LOOPS(, name, expression)

BINARY(add, a + b)
BINARY(subtract, a - b)
BINARY(multiply, a * b)
BINARY(divide, a / b)
BINARY(maximum, ((a >= b) | (b != b)) ? a : b)
BINARY(minimum, ((a <= b) | (b != b)) ? a : b)
BINARY(less, a < b ? 1.0 : 0.0)
BINARY(less_or_equal, a <= b ? 1.0 : 0.0)
BINARY(equal, a == b ? 1.0 : 0.0)
BINARY(not_equal, a != b ? 1.0 : 0.0)
BINARY(greater_or_equal, a >= b ? 1.0 : 0.0)
BINARY(greater, a > b ? 1.0 : 0.0)
BINARY(and, ((a != 0) & (b != 0)) ? 1.0 : 0.0)
BINARY(or, ((a != 0) | (b != 0)) ? 1.0 : 0.0)
BINARY(leaky_relu, a > 0 ? a : b * a)

/// As Octave: where b is no whole number and a / b is one but for rounding, the answer is 0, so
/// that mod(0.3, 0.1) is 0 and not nearly 0.1; an infinite b gives NaN. Unlike there, the remainder
/// of a large a is exact.
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

LIBRARY(mod, modulo(a, b))
LIBRARY(power, pow(a, b))
LIBRARY(elu, a > 0 ? a : b * expm1(a))
