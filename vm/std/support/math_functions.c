// Elementary functions, after package math of Go 1.21 on amd64. The methods are those of Cephes
// (trigonometry) and fdlibm (logarithm, cube root).

#include "vm/std/support/math_functions.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>

#include "mem/invariant.h"
#include "vm/std/support/math_kernel.h"

static const double ln2_high = 6.93147180369123816490e-01, ln2_low = 1.90821492927058770002e-10;

// Takes off a multiple of ln 2, divides by 16, sums a series, and squares four times: 1+x is
// squared as x*(x+2).
double math_exp(double x) {
  static const double series[] = {2.4801587301587301587e-5,
                                  1.9841269841269841270e-4,
                                  1.3888888888888888889e-3,
                                  8.3333333333333333333e-3,
                                  4.1666666666666666667e-2,
                                  1.6666666666666666667e-1,
                                  0.5,
                                  1.0};
  static const double high = 0.69314718055966295651160180568695068359375,
                      low = 0.28235290563031577122588448175013436025525412068e-12;
  if (isnan(x) || x == INFINITY)
    return x;
  if (x == -INFINITY)
    return 0;
  if (x > 7.09782712893384e+02)
    return INFINITY;
  double scaled = 1.4426950408889634073599246810018920 * x;
  if (scaled < -2e9)
    return 0;
  int exponent = (int)lrint(scaled);
  x = fma(-(double)exponent, high, x);
  x = fma(-(double)exponent, low, x);
  x *= 0.0625;
  double sum = series[0];
  for (int i = 1; i < 8; i++)
    sum = fma(sum, x, series[i]);
  x *= sum;
  for (int i = 0; i < 3; i++)
    x *= x + 2;
  x = fma(x, x + 2, 1);
  exponent += 1023;
  if (exponent >= 2047)
    return INFINITY;
  if (exponent > 0)
    return x * double_from_bits((uint64_t)exponent << 52);
  if (exponent < -52)
    return 0;
  return x * double_from_bits((uint64_t)(exponent + 1022) << 52) * 0x1p-1022;
}

// Returns e to the power of high - low, times 2 to the power of k.
static double exp_reduced(double high, double low, int k) {
  static const double c[] = {4.13813679705723846039e-08, -1.65339022054652515390e-06,
                             6.61375632143793436117e-05, -2.77777777770155933842e-03,
                             1.66666666666666657415e-01};
  double r = high - low, square = r * r, even = r - square * polynomial(c, 5, square);
  return ldexp(1 - ((low - (r * even) / (2 - even)) - high), k);
}

double math_exp2(double x) {
  if (isnan(x))
    return x;
  if (x > 1.0239999999999999e+03)
    return INFINITY;
  if (x < -1.0740e+03)
    return 0;
  int k = (int)(x > 0 ? x + 0.5 : x < 0 ? x - 0.5 : 0);
  double t = x - k;
  return exp_reduced(t * ln2_high, -t * ln2_low, k);
}

double math_log(double x) {
  static const double odd[] = {1.479819860511658591e-01, 1.818357216161805012e-01,
                               2.857142874366239149e-01, 6.666666666666735130e-01};
  static const double even[] = {1.531383769920937332e-01, 2.222219843214978396e-01,
                                3.999999999940941908e-01};
  if ((isnan(x) && !signbit(x)) || x == INFINITY)
    return x;
  if (x == 0)
    return -INFINITY;
  uint64_t bits = double_bits(x);
  if (bits >> 63)
    return math_nan();
  // The fields of a denormal number are taken as those of a normal one, as Go does on amd64.
  double k = (double)(bits >> 52) - 1022;
  double fraction = double_from_bits((bits & ((UINT64_C(1) << 52) - 1)) | double_bits(0.5));
  if (fraction <= M_SQRT1_2) {
    fraction *= 2;
    k--;
  }
  double f = fraction - 1;
  double s = f / (2 + f), s2 = s * s, s4 = s2 * s2;
  double rest = s2 * polynomial(odd, 4, s4) + s4 * polynomial(even, 3, s4);
  double half = 0.5 * f * f;
  return k * ln2_high - ((half - (s * (half + rest) + k * ln2_low)) - f);
}

double math_log2(double x) {
  int exponent;
  if (isnan(x) || isinf(x) || x <= 0)
    return math_log(x);
  double fraction = frexp(x, &exponent);
  // Exact for powers of two.
  if (fraction == 0.5)
    return exponent - 1;
  return math_log(fraction) * M_LOG2E + exponent;
}

double math_log10(double x) {
  return math_log(x) * M_LOG10E;
}

static bool is_odd(double x) {
  return fmod(fabs(x), 2) == 1;
}

// Handles the operands of pow that need no computing. Returns whether these are such.
static bool pow_special(double x, double y, double *result) {
  bool grows = (fabs(x) < 1) == (y < 0);
  if (y == 0 || x == 1)
    *result = 1;
  else if (y == 1)
    *result = x;
  else if (isnan(x) || isnan(y))
    *result = math_nan();
  else if (x == 0 || isinf(x)) {
    double size = (x == 0) == (y < 0) ? INFINITY : 0;
    *result = signbit(x) && is_odd(y) ? -size : size;
  } else if (isinf(y) || fabs(y) >= 0x1p63)
    *result = x == -1 ? 1 : grows ? INFINITY : 0;
  else if (y == 0.5)
    *result = sqrt(x);
  else if (y == -0.5)
    *result = 1 / sqrt(x);
  else if (x < 0 && y != trunc(y))
    *result = math_nan();
  else
    return false;
  return true;
}

// Raises x to the whole part of y by squaring its fraction, and counts powers of two apart. The
// rest of y goes through exp and log.
double math_pow(double x, double y) {
  double result, whole, rest = modf(fabs(y), &whole);
  if (pow_special(x, y, &result))
    return result;
  int64_t exponent = 0, step;
  result = 1;
  if (rest != 0) {
    if (rest > 0.5) {
      rest--;
      whole++;
    }
    result = math_exp(rest * math_log(x));
  }
  int e;
  double power = frexp(x, &e);
  step = e;
  for (int64_t i = (int64_t)whole; i != 0; i >>= 1) {
    // The result is beyond all numbers already.
    if (step < -4096 || step > 4096) {
      exponent += step;
      break;
    }
    if (i & 1) {
      result *= power;
      exponent += step;
    }
    power *= power;
    step *= 2;
    if (power < 0.5) {
      power += power;
      step--;
    }
  }
  if (y < 0) {
    result = 1 / result;
    exponent = -exponent;
  }
  return ldexp(result, exponent < -10000 ? -10000 : exponent > 10000 ? 10000 : (int)exponent);
}

// The bits of 4/pi: one before the point, then 64 * 19 after it.
static const uint64_t four_over_pi[] = {
    0x0000000000000001, 0x45f306dc9c882a53, 0xf84eafa3ea69bb81, 0xb6c52b3278872083,
    0xfca2c757bd778ac3, 0x6e48dc74849ba5c0, 0x0c925dd413a32439, 0xfc3bd63962534e7d,
    0xd1046bea5d768909, 0xd338e04d68befc82, 0x7323ac7306a673e9, 0x3908bf177bf25076,
    0x3ff12fffbc0b301f, 0xde5e2316b414da3e, 0xda6cfd9e4f96136e, 0x9e8c7ecd3cbfd45a,
    0xea4f758fd7cbe2f6, 0x7a0e73ef14a525d4, 0xd7f6bf623f1aba10, 0xac06608df8f6d757,
};

// Reduces a large x by Payne and Hanek's method: multiplies it by the 192 bits of 4/pi that decide
// the octant modulo 8 and the first bits of the rest.
static double reduce_large(double x, uint64_t *octant) {
  uint64_t bits = double_bits(x), mantissa = (bits & ((UINT64_C(1) << 52) - 1)) | UINT64_C(1) << 52,
           part[3];
  unsigned first = (unsigned)(bits >> 52 & 0x7FF) - 1075 + 61, word = first / 64,
           shift = first % 64;
  invariant_debug(word + 3 < sizeof four_over_pi / sizeof four_over_pi[0]);
  for (unsigned i = 0; i < 3; i++) {
    part[i] = four_over_pi[word + i] << shift;
    if (shift > 0)
      part[i] |= four_over_pi[word + i + 1] >> (64 - shift);
  }
  unsigned __int128 lower = (unsigned __int128)part[1] * mantissa +
                            (uint64_t)((unsigned __int128)part[2] * mantissa >> 64);
  uint64_t low = (uint64_t)lower, high = part[0] * mantissa + (uint64_t)(lower >> 64);
  uint64_t j = high >> 61;
  // What follows the octant, as a fraction. If it begins with many zeros, its last bits come from
  // low unshifted, as in Go.
  uint64_t fraction = high << 3 | low >> 61;
  unsigned zeros = (unsigned)__builtin_clzll(fraction | 1);
  fraction = (zeros < 63 ? fraction << (zeros + 1) : 0) | low >> (63 - zeros);
  double z = double_from_bits((uint64_t)(1022 - zeros) << 52 | fraction >> 12);
  if (j & 1) {
    j = (j + 1) & 7;
    z--;
  }
  *octant = j;
  return z * M_PI_4;
}

// x = octant * pi/4 + rest, with an even octant modulo 8; x >= 0.
static double reduce(double x, uint64_t *octant) {
  if (x >= 0x1p29)
    return reduce_large(x, octant);
  uint64_t j = (uint64_t)(x * (4 / M_PI));
  j += j & 1;
  double y = (double)j;
  *octant = j & 7;
  return ((x - y * 7.85398125648498535156e-1) - y * 3.77489470793079817668e-8) -
         y * 2.69515142907905952645e-15;
}

static double sin_series(double z) {
  static const double c[] = {1.58962301576546568060e-10, -2.50507477628578072866e-8,
                             2.75573136213857245213e-6,  -1.98412698295895385996e-4,
                             8.33333333332211858878e-3,  -1.66666666666666307295e-1};
  double square = z * z;
  return z + z * square * polynomial(c, 6, square);
}

static double cos_series(double z) {
  static const double c[] = {-1.13585365213876817300e-11, 2.08757008419747316778e-9,
                             -2.75573141792967388112e-7,  2.48015872888517045348e-5,
                             -1.38888888888730564116e-3,  4.16666666666665929218e-2};
  double square = z * z;
  return 1.0 - 0.5 * square + square * square * polynomial(c, 6, square);
}

double math_sin(double x) {
  uint64_t octant;
  if (x == 0 || isnan(x))
    return x;
  if (isinf(x))
    return math_nan();
  double z = reduce(fabs(x), &octant);
  double y = octant == 2 || octant == 6 ? cos_series(z) : sin_series(z);
  return (x < 0) != (octant >= 4) ? -y : y;
}

double math_cos(double x) {
  uint64_t octant;
  if (isnan(x) || isinf(x))
    return math_nan();
  double z = reduce(fabs(x), &octant);
  double y = octant == 2 || octant == 6 ? sin_series(z) : cos_series(z);
  return octant == 2 || octant == 4 ? -y : y;
}

double math_tan(double x) {
  static const double p[] = {-1.30936939181383777646e4, 1.15351664838587416140e6,
                             -1.79565251976484877988e7};
  static const double q[] = {1.36812963470692954678e4, -1.32089234440210967447e6,
                             2.50083801823357915839e7, -5.38695755929454629881e7};
  uint64_t octant;
  if (x == 0 || isnan(x))
    return x;
  if (isinf(x))
    return math_nan();
  double z = reduce(fabs(x), &octant), square = z * z, y = z;
  if (square > 1e-14)
    y = z + z * (square * polynomial(p, 3, square) / monic(q, 4, square));
  if (octant & 2)
    y = -1 / y;
  return x < 0 ? -y : y;
}

static double atan_series(double x) {
  static const double p[] = {-8.750608600031904122785e-01, -1.615753718733365076637e+01,
                             -7.500855792314704667340e+01, -1.228866684490136173410e+02,
                             -6.485021904942025371773e+01};
  static const double q[] = {2.485846490142306297962e+01, 1.650270098316988542046e+02,
                             4.328810604912902668951e+02, 4.853903996359136964868e+02,
                             1.945506571482613964425e+02};
  double z = x * x;
  z = z * polynomial(p, 5, z) / monic(q, 5, z);
  return x * z + x;
}

// Returns the arc tangent of a positive number.
static double atan_positive(double x) {
  static const double more = 6.123233995736765886130e-17; // pi/2 beyond its double
  if (x <= 0.66)
    return atan_series(x);
  if (x > 2.41421356237309504880)
    return M_PI_2 - atan_series(1 / x) + more;
  return M_PI_4 + atan_series((x - 1) / (x + 1)) + 0.5 * more;
}

double math_atan(double x) {
  if (isnan(x))
    return x + x; // quiet
  return x == 0 ? x : x > 0 ? atan_positive(x) : -atan_positive(-x);
}

double math_asin(double x) {
  double size = fabs(x);
  if (x == 0 || isnan(x))
    return x + x; // a NaN becomes quiet
  if (size > 1)
    return math_nan();
  double y = sqrt(1 - size * size);
  y = size > 0.7 ? M_PI_2 - atan_positive(y / size) : atan_positive(size / y);
  return x < 0 ? -y : y;
}

double math_acos(double x) {
  return M_PI_2 - math_asin(x);
}

double math_atan2(double y, double x) {
  if (isnan(x) || isnan(y))
    return math_nan();
  if (x == 0 || y == 0 || isinf(x) || isinf(y))
    return atan2(y, x);
  double quotient = math_atan(y / x);
  if (x < 0)
    return quotient <= 0 ? quotient + M_PI : quotient - M_PI;
  return quotient;
}

double math_sinh(double x) {
  static const double p[] = {-0.2630563213397497062819489e+2, -0.2894211355989563807284660366e+4,
                             -0.8991272022039509355398013511e+5,
                             -0.6307673640497716991184787251e+6};
  static const double q[] = {-0.173678953558233699533450911e+3, 0.1521517378790019070696485176e+5,
                             -0.6307673640497716991212077277e+6};
  double size = fabs(x), y;
  if (size > 21)
    y = math_exp(size) * 0.5;
  else if (size > 0.5) {
    double e = math_exp(size);
    y = (e - 1 / e) * 0.5;
  } else {
    double square = size * size;
    y = polynomial(p, 4, square) * size / monic(q, 3, square);
  }
  return x < 0 ? -y : x == 0 ? x : y;
}

double math_cosh(double x) {
  double size = fabs(x), e = math_exp(size);
  return size > 21 ? e * 0.5 : (e + 1 / e) * 0.5;
}

double math_tanh(double x) {
  static const double p[] = {-9.64399179425052238628e-1, -9.92877231001918586564e1,
                             -1.61468768441708447952e3};
  static const double q[] = {1.12811678491632931402e2, 2.23548839060100448583e3,
                             4.84406305325125486048e3};
  double size = fabs(x), y = size;
  if (size > 0.5 * 8.8029691931113054295988e+01)
    return x < 0 ? -1 : 1;
  if (size >= 0.625)
    y = 1 - 2 / (math_exp(2 * size) + 1);
  else if (x != 0) {
    double square = x * x;
    return x + x * square * polynomial(p, 3, square) / monic(q, 3, square);
  }
  return x < 0 ? -y : x == 0 ? x : y;
}

// Guesses by a third of the exponent, then takes a rational step to 23 bits and one of Newton's to
// all.
double math_cbrt(double x) {
  if (x == 0 || isnan(x) || isinf(x))
    return x;
  double size = fabs(x), t = double_from_bits(double_bits(size) / 3 + (UINT64_C(715094163) << 32));
  if (size < 0x1p-1022)
    t = double_from_bits(double_bits(0x1p54 * size) / 3 + (UINT64_C(696219795) << 32));
  double r = t * t / size, s = 5.42857142857142815906e-01 + r * t;
  t *= 3.57142857142857150787e-01 + 1.60714285714285720630e+00 / (s + 1.41428571428571436819e+00 +
                                                                  -7.05306122448979611050e-01 / s);
  // Rounds to 22 bits, a little above the root, so that t * t is exact.
  t = double_from_bits((double_bits(t) & (UINT64_C(0xFFFFFFFFC) << 28)) + (UINT64_C(1) << 30));
  r = size / (t * t);
  t = t + t * ((r - t) / (t + t + r));
  return x < 0 ? -t : t;
}

double math_hypot(double x, double y) {
  if (isinf(x) || isinf(y))
    return INFINITY;
  if (isnan(x) || isnan(y))
    return math_nan();
  double large_side = fmax(fabs(x), fabs(y)), small_side = fmin(fabs(x), fabs(y));
  if (large_side == 0)
    return 0;
  double quotient = small_side / large_side;
  return large_side * sqrt(1 + quotient * quotient);
}
