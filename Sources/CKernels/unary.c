// Functions of one number that cost a few instructions, and those left to the C library: their
// loops cannot be vectorised, and networks seldom spend time in them.

#include "kernels.h"
#include "vectorised.h"

#include <math.h>

#define UNARY(name, expression)                                                                   \
  VECTORISED void kernel_##name(size_t count, const double *input, double *output) {              \
    for (size_t i = 0; i < count; i++) {                                                          \
      double x = input[i];                                                                        \
      output[i] = (expression);                                                                   \
    }                                                                                             \
  }

UNARY(negate, -x)
UNARY(not, x == 0 ? 1.0 : 0.0)
// Not sqrt(x), which would have to set errno and so could not be vectorised.
UNARY(sqrt, __builtin_elementwise_sqrt(x))
UNARY(abs, fabs(x))
UNARY(sign, x > 0 ? 1.0 : x < 0 ? -1.0 : x != x ? x : 0.0)
UNARY(round, round(x))
UNARY(floor, floor(x))
UNARY(ceil, ceil(x))
UNARY(relu, x < 0 ? 0.0 : x)
UNARY(softsign, fabs(x) == INFINITY ? copysign(1.0, x) : x / (1 + fabs(x)))

#define LIBRARY(name, expression)                                                                 \
  void kernel_##name(size_t count, const double *input, double *output) {                         \
    for (size_t i = 0; i < count; i++) {                                                          \
      double x = input[i];                                                                        \
      output[i] = (expression);                                                                   \
    }                                                                                             \
  }

LIBRARY(log2, log2(x))
LIBRARY(log10, log10(x))
LIBRARY(sin, sin(x))
LIBRARY(cos, cos(x))
LIBRARY(tan, tan(x))
LIBRARY(asin, asin(x))
LIBRARY(acos, acos(x))
LIBRARY(atan, atan(x))
LIBRARY(sinh, sinh(x))
LIBRARY(cosh, cosh(x))
LIBRARY(erf, erf(x))
