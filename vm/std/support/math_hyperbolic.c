// Exponentials and logarithms near 1, and the inverse hyperbolic functions.
//
// Methods and coefficients are those of FreeBSD's msun (s_expm1.c, s_log1p.c, e_acosh.c and
// others), as in package math of Go.

#include <math.h>
#include <stdbool.h>

#include "vm/std/support/math_functions.h"
#include "vm/std/support/math_kernel.h"

static const double ln2_high = 6.93147180369123816490e-01, ln2_low = 1.90821492927058770002e-10;

// Returns x times 2^k; x and the result are normal.
static double scale(double x, int64_t k) {
  return double_from_bits(double_bits(x) + ((uint64_t)k << 52));
}

// Returns which multiple of ln 2 expm1 takes off; what is left is high - low.
static int64_t expm1_reduce(double x, double *high, double *low) {
  const double three_halves = 1.03972077083991796413e+00; // ln 2 times 3/2
  int64_t k = x < 0 ? -1 : 1;
  if (fabs(x) >= three_halves)
    k = (int64_t)(1.44269504088896338700e+00 * x + (x < 0 ? -0.5 : 0.5));
  *high = x - (double)k * ln2_high;
  *low = (double)k * ln2_low;
  return k;
}

// Returns 2^k * (1 + x - e) - 1, which is expm1 of what was reduced to x by k * ln 2. k is not -1,
// 0 or 1.
static double expm1_join(double x, double e, int64_t k) {
  if (k <= -2 || k > 56)
    return scale(1 - (e - x), k) - 1;
  double power = double_from_bits((uint64_t)(1023 - k) << 52); // 2^-k
  if (k < 20)
    return scale((1 - power) - (e - x), k);
  return scale(x - (e + power) + 1, k);
}

double math_expm1(double x) {
  static const double c[] = {-2.01099218183624371326e-07, 4.00821782732936239552e-06,
                             -7.93650757867487942473e-05, 1.58730158725481460165e-03,
                             -3.33333333333331316428e-02, 1};
  double size = fabs(x), error = 0;
  int64_t k = 0;
  if (isnan(x) || x == INFINITY || size < 0x1p-54)
    return x;
  if (x <= -3.88162421113569373274e+01) // -56 ln 2: e^x is lost beside 1
    return -1;
  if (x >= 7.09782712893383973096e+02)
    return INFINITY;
  if (size > 3.46573590279972654709e-01) {
    double high, low;
    k = expm1_reduce(x, &high, &low);
    x = high - low;
    error = (high - x) - low;
  }
  double half = 0.5 * x, square = x * half;
  double r = polynomial(c, 6, square), t = 3 - r * half;
  double e = square * ((r - t) / (6 - x * t));
  if (k == 0)
    return x - (x * e - square);
  e = (x * (e - error) - error) - square;
  if (k == -1)
    return 0.5 * (x - e) - 0.5;
  if (k == 1)
    return x < -0.25 ? -2 * (e - (x + 0.5)) : 1 + 2 * (x - e);
  return expm1_join(x, e, k);
}

// Finds 1 + x = 2^k * (1 + f), with sqrt(2)/2 < 1 + f < sqrt(2), and returns k. *error gets what
// 1 + x lost by rounding; *tiny says that f is below 2^-20.
static int64_t log1p_reduce(double x, double *f, double *error, bool *tiny) {
  const uint64_t sqrt2_fraction = UINT64_C(0x0006a09e667f3bcd), one = UINT64_C(1) << 52;
  double u = x;
  *error = 0;
  if (fabs(x) < 0x1p53)
    u = 1 + x;
  uint64_t bits = double_bits(u), fraction = bits & (one - 1);
  int64_t k = (int64_t)(bits >> 52) - 1023;
  if (fabs(x) < 0x1p53)
    *error = (k > 0 ? 1 - (u - x) : x - (u - 1)) / u;
  if (fraction < sqrt2_fraction) {
    u = double_from_bits(fraction | double_bits(1));
  } else {
    k++;
    u = double_from_bits(fraction | double_bits(0.5));
    fraction = (one - fraction) >> 2;
  }
  *f = u - 1;
  *tiny = fraction == 0;
  return k;
}

double math_log1p(double x) {
  static const double c[] = {1.479819860511658591e-01, 1.531383769920937332e-01,
                             1.818357216161805012e-01, 2.222219843214978396e-01,
                             2.857142874366239149e-01, 3.999999999940941908e-01,
                             6.666666666666735130e-01};
  double size = fabs(x), f = x, error = 0;
  bool tiny = false;
  int64_t k = 0;
  if (isnan(x) || x < -1)
    return math_nan();
  if (x == -1)
    return -INFINITY;
  if (x == INFINITY)
    return x;
  if (size < 0x1p-29)
    return size < 0x1p-54 ? x : x - x * x * 0.5;
  if (x <= -2.928932188134524755992e-01 || x >= 4.142135623730950488017e-01)
    k = log1p_reduce(x, &f, &error, &tiny);
  double half = 0.5 * f * f, high = (double)k * ln2_high, low = (double)k * ln2_low + error;
  if (tiny && f == 0)
    return k == 0 ? 0 : high + low;
  if (tiny) {
    double r = half * (1 - 0.66666666666666666 * f);
    return k == 0 ? f - r : high - ((r - low) - f);
  }
  double s = f / (2 + f), z = s * s, r = z * polynomial(c, 7, z);
  return k == 0 ? f - (half - s * (half + r)) : high - ((half - (s * (half + r) + low)) - f);
}

double math_asinh(double x) {
  double size = fabs(x), y = size;
  if (isnan(x) || isinf(x))
    return x;
  if (size > 0x1p28)
    y = math_log(size) + M_LN2;
  else if (size > 2)
    y = math_log(2 * size + 1 / (sqrt(size * size + 1) + size));
  else if (size >= 0x1p-28)
    y = math_log1p(size + size * size / (1 + sqrt(1 + size * size)));
  return x < 0 ? -y : x == 0 ? x : y;
}

double math_acosh(double x) {
  if (isnan(x) || x < 1)
    return math_nan();
  if (x == 1)
    return 0;
  if (x >= 0x1p28)
    return math_log(x) + M_LN2;
  if (x > 2)
    return math_log(2 * x - 1 / (x + sqrt(x * x - 1)));
  double t = x - 1;
  return math_log1p(t + sqrt(2 * t + t * t));
}

double math_atanh(double x) {
  double size = fabs(x), y = size;
  if (isnan(x) || size > 1)
    return math_nan();
  if (size == 1)
    return x < 0 ? -INFINITY : INFINITY;
  if (size >= 0.5)
    y = 0.5 * math_log1p((size + size) / (1 - size));
  else if (size >= 0x1p-28)
    y = 0.5 * math_log1p((size + size) + (size + size) * size / (1 - size));
  return x < 0 ? -y : x == 0 ? x : y;
}
