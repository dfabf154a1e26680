// The functions that networks spend their time in: eˣ, the logarithm and what is made of them.

#include "exponential.h"
#include "kernels.h"
#include "logarithm.h"
#include "vectorised.h"

#define LOOP(attributes, name, expression)                                                        \
  attributes void kernel_##name(size_t count, const double *input, double *output) {              \
    for (size_t i = 0; i < count; i++) {                                                          \
      double x = input[i];                                                                        \
      output[i] = (expression);                                                                   \
    }                                                                                             \
  }

/// 1 / (1 + e⁻ˣ), with an exponential that cannot overflow on either side.
INLINED double sigmoid(double x) {
  double power = exponential(-fabs(x));
  return (x < 0 ? power : 1.0) / (1 + power);
}

/// With t = e²ˣ − 1, tanh x = t / (t + 2). Beyond 22 it is 1 to the last bit.
INLINED double hyperbolic_tangent(double x) {
  double magnitude = fabs(x);
  double t = exponential_minus_one(2 * (magnitude > 22 ? 22 : magnitude));
  return copysign(t / (t + 2), x);
}

INLINED double log_of_one_plus_power(double exponent) {
  return logarithm_of_one_plus(exponential(exponent));
}

/// Φ(x) = erfc(z) / 2 with z = −x / √2. The rounding of z would cost about z² units in the last
/// place, so its error is carried through the derivative of erfc.
static double normal_distribution(double x) {
  double z = x * -0x1.6a09e667f3bcdp-1;
  double lost = fma(x, -0x1.6a09e667f3bcdp-1, -z) + x * 0x1.bdd3413b26456p-55;
  double slope = 0x1.20dd750429b6dp+0 * exponential(-z * z);
  double complement = erfc(z);
  return 0.5 * (slope == 0 ? complement : complement - slope * lost);
}

#define SMOOTH(name, expression) LOOP(VECTORISED, name, expression)

SMOOTH(exp, exponential(x))
SMOOTH(expm1, exponential_minus_one(x))
SMOOTH(log, logarithm(x))
SMOOTH(log1p, logarithm_of_one_plus(x))
SMOOTH(sigmoid, sigmoid(x))
SMOOTH(tanh, hyperbolic_tangent(x))
SMOOTH(softplus, (x < 0 ? 0.0 : x) + log_of_one_plus_power(-fabs(x)))
SMOOTH(log_sigmoid, (x < 0 ? x : 0.0) - log_of_one_plus_power(-fabs(x)))
SMOOTH(silu, x == -INFINITY ? 0.0 : x * sigmoid(x))

// erfc comes from the C library, whose calls cannot be vectorised.
LOOP(, gelu, x == -INFINITY ? 0.0 : x * normal_distribution(x))
