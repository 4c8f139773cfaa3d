// What the functions of math_functions.h share: polynomials, Go's NaN.

#ifndef VOLE_VM_STD_SUPPORT_MATH_KERNEL_H
#define VOLE_VM_STD_SUPPORT_MATH_KERNEL_H

#include <stdint.h>

#include "runtime/float_bits.h"

// Returns c[0]*x^(n-1) + ... + c[n-1].
static inline double polynomial(const double *c, int n, double x) {
  double sum = c[0];
  for (int i = 1; i < n; i++)
    sum = sum * x + c[i];
  return sum;
}

// Returns x^n + c[0]*x^(n-1) + ... + c[n-1].
static inline double monic(const double *c, int n, double x) {
  double sum = x + c[0];
  for (int i = 1; i < n; i++)
    sum = sum * x + c[i];
  return sum;
}

// Returns the NaN of Go's math.NaN. It has other bits than NAN in C.
static inline double math_nan(void) {
  return double_from_bits(UINT64_C(0x7FF8000000000001));
}

#endif
