// Loops over whole matrices, written so that the compiler vectorises them.
//
// Matrices are row-major arrays of doubles. An output never overlaps an input, except that the
// unary functions may work in place. Nothing is allocated.
//
// On x86-64 Linux the loops exist for three generations of CPUs and the right one is chosen when
// the program starts. Multiplications and additions are never fused, so that all of them give the
// same bits. That cannot be promised for the functions left to the C library: log2, log10, the
// trigonometric functions and their inverses, sinh, cosh, erf, power, mod, elu, and (through erfc)
// gelu.

#pragma once

#include <stddef.h>

// Unary functions: y[i] = f(x[i]) for i < count. `x` and `y` may be the same array.

/// -x
void kernel_negate(size_t count, const double *x, double *y);
/// 1 where x is 0, else 0
void kernel_not(size_t count, const double *x, double *y);
/// eˣ
void kernel_exp(size_t count, const double *x, double *y);
/// ln x
void kernel_log(size_t count, const double *x, double *y);
/// log₂ x
void kernel_log2(size_t count, const double *x, double *y);
/// log₁₀ x
void kernel_log10(size_t count, const double *x, double *y);
/// ln(1 + x)
void kernel_log1p(size_t count, const double *x, double *y);
/// eˣ − 1
void kernel_expm1(size_t count, const double *x, double *y);
/// √x
void kernel_sqrt(size_t count, const double *x, double *y);
/// |x|
void kernel_abs(size_t count, const double *x, double *y);
void kernel_sin(size_t count, const double *x, double *y);
void kernel_cos(size_t count, const double *x, double *y);
void kernel_tan(size_t count, const double *x, double *y);
void kernel_asin(size_t count, const double *x, double *y);
void kernel_acos(size_t count, const double *x, double *y);
void kernel_atan(size_t count, const double *x, double *y);
void kernel_sinh(size_t count, const double *x, double *y);
void kernel_cosh(size_t count, const double *x, double *y);
void kernel_tanh(size_t count, const double *x, double *y);
/// 2/√π ∫₀ˣ exp(−t²) dt
void kernel_erf(size_t count, const double *x, double *y);
/// −1, 0, 1, or NaN
void kernel_sign(size_t count, const double *x, double *y);
/// to the nearest whole number, halves away from zero
void kernel_round(size_t count, const double *x, double *y);
void kernel_floor(size_t count, const double *x, double *y);
void kernel_ceil(size_t count, const double *x, double *y);
/// 1 / (1 + e⁻ˣ)
void kernel_sigmoid(size_t count, const double *x, double *y);
/// ln(sigmoid(x)), finite for large negative x
void kernel_log_sigmoid(size_t count, const double *x, double *y);
/// max(x, 0), NaN for NaN
void kernel_relu(size_t count, const double *x, double *y);
/// ln(1 + eˣ), finite for large x
void kernel_softplus(size_t count, const double *x, double *y);
/// x / (1 + |x|), ±1 at ±∞
void kernel_softsign(size_t count, const double *x, double *y);
/// x · sigmoid(x), 0 at −∞
void kernel_silu(size_t count, const double *x, double *y);
/// x · Φ(x) with Φ(x) = erfc(−x/√2) / 2, 0 at −∞
void kernel_gelu(size_t count, const double *x, double *y);

// Binary functions: y = f(a, b), entry by entry.

/// An operand read with steps: entry (i, j) is elements[i * row_step + j * column_step]. A step of
/// 0 repeats a row or a column; column_step is 0 or 1.
typedef struct {
  const double *elements;
  size_t row_step;
  size_t column_step;
} kernel_operand;

/// a + b
void kernel_add(size_t rows, size_t columns, kernel_operand a, kernel_operand b,
                double *y);
/// a - b
void kernel_subtract(size_t rows, size_t columns, kernel_operand a, kernel_operand b,
                     double *y);
/// a · b
void kernel_multiply(size_t rows, size_t columns, kernel_operand a, kernel_operand b,
                     double *y);
/// a / b
void kernel_divide(size_t rows, size_t columns, kernel_operand a, kernel_operand b,
                   double *y);
/// aᵇ
void kernel_power(size_t rows, size_t columns, kernel_operand a, kernel_operand b,
                  double *y);
/// a modulo b with the sign of b; a where b is 0
void kernel_mod(size_t rows, size_t columns, kernel_operand a, kernel_operand b,
                double *y);
/// the larger; a number rather than NaN
void kernel_maximum(size_t rows, size_t columns, kernel_operand a, kernel_operand b,
                    double *y);
/// the smaller; a number rather than NaN
void kernel_minimum(size_t rows, size_t columns, kernel_operand a, kernel_operand b,
                    double *y);
/// 1 where a < b, else 0; the other comparisons likewise
void kernel_less(size_t rows, size_t columns, kernel_operand a, kernel_operand b,
                 double *y);
void kernel_less_or_equal(size_t rows, size_t columns, kernel_operand a, kernel_operand b,
                          double *y);
void kernel_equal(size_t rows, size_t columns, kernel_operand a, kernel_operand b,
                  double *y);
void kernel_not_equal(size_t rows, size_t columns, kernel_operand a, kernel_operand b,
                      double *y);
void kernel_greater_or_equal(size_t rows, size_t columns, kernel_operand a, kernel_operand b,
                             double *y);
void kernel_greater(size_t rows, size_t columns, kernel_operand a, kernel_operand b,
                    double *y);
/// 1 where neither is 0
void kernel_and(size_t rows, size_t columns, kernel_operand a, kernel_operand b,
                double *y);
/// 1 where one is not 0
void kernel_or(size_t rows, size_t columns, kernel_operand a, kernel_operand b,
               double *y);
/// a where positive, else b · a
void kernel_leaky_relu(size_t rows, size_t columns, kernel_operand a, kernel_operand b,
                       double *y);
/// a where positive, else b · (eᵃ − 1)
void kernel_elu(size_t rows, size_t columns, kernel_operand a, kernel_operand b,
                double *y);

// Reductions of x [rows, columns]: `_rows` gives one number for each row, `_columns` one for each
// column. Over nothing a sum is 0, a product 1, an extreme NaN and a place 0.

/// Rows are summed in the order of NumPy's pairwise summation, columns from the top.
void kernel_sum_rows(size_t rows, size_t columns, const double *x, double *y);
void kernel_sum_columns(size_t rows, size_t columns, const double *x, double *y);
void kernel_product_rows(size_t rows, size_t columns, const double *x, double *y);
void kernel_product_columns(size_t rows, size_t columns, const double *x, double *y);
/// The extremes pass over NaN unless there is nothing else.
void kernel_maximum_rows(size_t rows, size_t columns, const double *x, double *y);
void kernel_maximum_columns(size_t rows, size_t columns, const double *x, double *y);
void kernel_minimum_rows(size_t rows, size_t columns, const double *x, double *y);
void kernel_minimum_columns(size_t rows, size_t columns, const double *x, double *y);

/// y [columns, rows] = x' for x [rows, columns].
void kernel_transpose(size_t rows, size_t columns, const double *x, double *y);

/// y [rows, columns] = a [rows, inner] · b [inner, columns] for small matrices. Each entry is
/// summed in the order of the inner index.
void kernel_small_product(size_t rows, size_t inner, size_t columns, const double *a,
                          const double *b, double *y);
