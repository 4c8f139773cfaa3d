// Arithmetic that C does not do as Go on amd64 does: conversions out of range, min and max of
// floats, complex division.

#include <math.h>

#include "runtime/float_bits.h"
#include "vm/interp/ops.h"

// The result of the instruction minsd: y if one is a NaN or both are zero.
static double machine_min(double x, double y) {
  return x < y ? x : y;
}

// Returns the bits that Go's code for amd64 makes. With a NaN or two zeros the two minima differ,
// and the bits of both count. So -0 is less than +0, and a NaN wins with some bits of the other
// number.
double interp_float_min(double x, double y) {
  double least = machine_min(x, y);
  return double_from_bits(double_bits(machine_min(least, x)) | double_bits(least));
}

double interp_float_max(double x, double y) {
  return -interp_float_min(-x, -y);
}

// The result of the instruction cvttsd2sq: the least integer for everything out of range.
uint64_t interp_float_to_int(double x) {
  if (x >= -0x1p63 && x < 0x1p63)
    return (uint64_t)(int64_t)x;
  return UINT64_C(1) << 63;
}

// The result of the instruction cvttsd2sl, sign-extended. Go uses it for all narrower integers
// except uint32.
uint64_t interp_float_to_int32(double x) {
  if (x > -0x1p31 - 1 && x < 0x1p31)
    return (uint64_t)(int64_t)x;
  return (uint64_t)INT32_MIN;
}

// Below 2^63 Go converts to a signed number; above, it subtracts 2^63 first and adds it afterwards.
// From 2^64 on, and for a NaN, the result is 2^63.
uint64_t interp_float_to_uint(double x) {
  if (x < 0x1p63)
    return interp_float_to_int(x);
  return interp_float_to_int(x - 0x1p63) | UINT64_C(1) << 63;
}

static bool is_finite_complex(double re, double im) {
  return isfinite(re) && isfinite(im);
}

// Divides by Smith's method, and by C99's table where the result is NaN. After runtime/complex.go
// of Go 1.21.
void interp_complex_divide(uint64_t *result, const uint64_t *x, const uint64_t *y) {
  double a = double_from_bits(x[0]), b = double_from_bits(x[1]), c = double_from_bits(y[0]),
         d = double_from_bits(y[1]);
  double re, im;
  if (fabs(c) >= fabs(d)) {
    double ratio = d / c, denominator = c + ratio * d;
    re = (a + b * ratio) / denominator;
    im = (b - a * ratio) / denominator;
  } else {
    double ratio = c / d, denominator = d + ratio * c;
    re = (a * ratio + b) / denominator;
    im = (b * ratio - a) / denominator;
  }
  if (isnan(re) && isnan(im)) {
    if (c == 0 && d == 0 && (!isnan(a) || !isnan(b))) {
      re = copysign(INFINITY, c) * a;
      im = copysign(INFINITY, c) * b;
    } else if ((isinf(a) || isinf(b)) && is_finite_complex(c, d)) {
      a = copysign(isinf(a) ? 1 : 0, a);
      b = copysign(isinf(b) ? 1 : 0, b);
      re = INFINITY * (a * c + b * d);
      im = INFINITY * (b * c - a * d);
    } else if ((isinf(c) || isinf(d)) && is_finite_complex(a, b)) {
      c = copysign(isinf(c) ? 1 : 0, c);
      d = copysign(isinf(d) ? 1 : 0, d);
      re = 0 * (a * c + b * d);
      im = 0 * (b * c - a * d);
    }
  }
  result[0] = double_bits(re);
  result[1] = double_bits(im);
}
