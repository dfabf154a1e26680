#pragma once

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/// Prints x with so many decimals and an exponent. Returns how many characters there are: Swift's own way to
/// `printf` takes longer to find out the types of its arguments than to print them.
static inline int decimal_print(char *buffer, size_t size, int decimals, double x) {
  return snprintf(buffer, size, "%.*e", decimals, x);
}

// Constants of the number reader. They stand here and not in Swift because a table in C is a part of
// the binary's read-only data: nothing is set up when the program starts or first reads a number.

#define DECIMAL_SMALLEST_POWER (-342)
#define DECIMAL_LARGEST_POWER 308

/// The leading 128 bits of 5^q, high half first, for each q from DECIMAL_SMALLEST_POWER on.
extern const uint64_t decimal_powers_of_five[];
/// 10^0 … 10^22
extern const double decimal_exact_powers_of_ten[];

// Swift does not import arrays of unknown length.
static inline const uint64_t *decimal_five_table(void) { return decimal_powers_of_five; }
static inline const double *decimal_ten_table(void) { return decimal_exact_powers_of_ten; }
