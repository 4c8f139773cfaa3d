// Natives of packages math and math/bits.
//
// A function of numbers is a row of UNARY or BINARY: a plain C function of doubles, and its name in
// Go. Those of support/math_functions.h agree with Go's to the last bit; those of the C library are
// exact in both.

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "runtime/panic.h"
#include "vm/std/support/math_functions.h"
#include "vm/std/support/math_kernel.h"
#include "vm/std/natives.h"

// As C's fmod and remainder, but what has no remainder gives Go's NaN.
static double mod(double x, double y) {
  double r = fmod(x, y);
  return isnan(r) ? math_nan() : r;
}

static double ieee_remainder(double x, double y) {
  double r = remainder(x, y);
  return isnan(r) ? math_nan() : r;
}

#define UNARY(X)                                                                                   \
  X("Sqrt", sqrt)                                                                                  \
  X("Floor", floor)                                                                                \
  X("Ceil", ceil)                                                                                  \
  X("Trunc", trunc)                                                                                \
  X("Abs", fabs)                                                                                   \
  X("Round", round)                                                                                \
  X("RoundToEven", rint)                                                                           \
  X("Exp", math_exp)                                                                               \
  X("Exp2", math_exp2)                                                                             \
  X("Expm1", math_expm1)                                                                           \
  X("Log", math_log)                                                                               \
  X("Log2", math_log2)                                                                             \
  X("Log10", math_log10)                                                                           \
  X("Log1p", math_log1p)                                                                           \
  X("Sin", math_sin)                                                                               \
  X("Cos", math_cos)                                                                               \
  X("Tan", math_tan)                                                                               \
  X("Asin", math_asin)                                                                             \
  X("Acos", math_acos)                                                                             \
  X("Atan", math_atan)                                                                             \
  X("Sinh", math_sinh)                                                                             \
  X("Cosh", math_cosh)                                                                             \
  X("Tanh", math_tanh)                                                                             \
  X("Asinh", math_asinh)                                                                           \
  X("Acosh", math_acosh)                                                                           \
  X("Atanh", math_atanh)                                                                           \
  X("Cbrt", math_cbrt)                                                                             \
  X("Erf", math_erf)                                                                               \
  X("Erfc", math_erfc)                                                                             \
  X("Erfinv", math_erfinv)                                                                         \
  X("Gamma", math_gamma)                                                                           \
  X("J0", math_j0)                                                                                 \
  X("J1", math_j1)                                                                                 \
  X("Y0", math_y0)                                                                                 \
  X("Y1", math_y1)

#define BINARY(X)                                                                                  \
  X("Pow", math_pow)                                                                               \
  X("Atan2", math_atan2)                                                                           \
  X("Hypot", math_hypot)                                                                           \
  X("Mod", mod)                                                                                    \
  X("Remainder", ieee_remainder)

#define DEFINE_UNARY(name, function)                                                               \
  static bool native_##function(struct g *g, uint64_t *args, uint64_t *results) {                  \
    results[0] = double_bits(function(double_from_bits(args[0])));                                 \
    return true;                                                                                   \
  }
UNARY(DEFINE_UNARY)

#define DEFINE_BINARY(name, function)                                                              \
  static bool native_##function(struct g *g, uint64_t *args, uint64_t *results) {                  \
    results[0] = double_bits(function(double_from_bits(args[0]), double_from_bits(args[1])));      \
    return true;                                                                                   \
  }
BINARY(DEFINE_BINARY)

// func Ldexp(frac float64, exp int) float64: exp plus the exponent of frac, as of a number from 1
// to 2, wraps around, as in Go.
static bool native_ldexp(struct g *g, uint64_t *args, uint64_t *results) {
  const int64_t enough = 10000; // beyond all exponents
  int own;
  double x = double_from_bits(args[0]), fraction = frexp(x, &own);
  if (x == 0 || !isfinite(x)) {
    results[0] = args[0];
    return true;
  }
  int64_t exponent = (int64_t)(args[1] + (uint64_t)own - 1);
  exponent = exponent < -enough ? -enough : exponent > enough ? enough : exponent;
  results[0] = double_bits(ldexp(2 * fraction, (int)exponent));
  return true;
}

static bool native_frexp(struct g *g, uint64_t *args, uint64_t *results) {
  double x = double_from_bits(args[0]);
  int exponent = 0;
  results[0] = double_bits(isnan(x) || isinf(x) ? x : frexp(x, &exponent));
  results[1] = (uint64_t)(int64_t)exponent;
  return true;
}

static bool native_modf(struct g *g, uint64_t *args, uint64_t *results) {
  double x = double_from_bits(args[0]), whole, fraction = modf(x, &whole);
  results[0] = double_bits(whole);
  results[1] = double_bits(isinf(x) ? copysign(NAN, x) : fraction);
  return true;
}

static bool native_lgamma(struct g *g, uint64_t *args, uint64_t *results) {
  int sign;
  results[0] = double_bits(math_lgamma(double_from_bits(args[0]), &sign));
  results[1] = (uint64_t)(int64_t)sign;
  return true;
}

static bool native_fma(struct g *g, uint64_t *args, uint64_t *results) {
  results[0] = double_bits(
      fma(double_from_bits(args[0]), double_from_bits(args[1]), double_from_bits(args[2])));
  return true;
}

static double power_of_ten(int n) {
  char text[16];
  snprintf(text, sizeof text, "1e%d", n);
  return strtod(text, NULL);
}

// func pow10(n int) float64: as Go a product or quotient of the next power with an exponent that is
// a multiple of 32 and the rest.
static bool native_pow10(struct g *g, uint64_t *args, uint64_t *results) {
  int n = (int)args[0], rest = n % 32;
  results[0] = double_bits(n < 0 ? power_of_ten(n - rest) / power_of_ten(-rest)
                                 : power_of_ten(n - rest) * power_of_ten(rest));
  return true;
}

// The same bits in another type: both are one slot.
static bool native_bits(struct g *g, uint64_t *args, uint64_t *results) {
  results[0] = args[0];
  return true;
}

// clang-format off
#define UNARY_ROW(name, function) {name, native_##function, 1, 1},
#define BINARY_ROW(name, function) {name, native_##function, 2, 1},
const struct native_entry natives_math[] = {
    UNARY(UNARY_ROW)
    BINARY(BINARY_ROW)
    {"Ldexp", native_ldexp, 2, 1},
    {"Frexp", native_frexp, 1, 2},
    {"Modf", native_modf, 1, 2},
    {"Lgamma", native_lgamma, 1, 2},
    {"pow10", native_pow10, 1, 1},
    {"FMA", native_fma, 3, 1},
    {"Float64bits", native_bits, 1, 1},
    {"Float64frombits", native_bits, 1, 1},
    {"Float32bits", native_bits, 1, 1},
    {"Float32frombits", native_bits, 1, 1},
    {NULL},
};
// clang-format on

static bool bits_len(struct g *g, uint64_t *args, uint64_t *results) {
  results[0] = args[0] ? 64 - (uint64_t)__builtin_clzll(args[0]) : 0;
  return true;
}

static bool bits_trailing_zeros(struct g *g, uint64_t *args, uint64_t *results) {
  results[0] = args[0] ? (uint64_t)__builtin_ctzll(args[0]) : 64;
  return true;
}

static bool bits_ones_count(struct g *g, uint64_t *args, uint64_t *results) {
  results[0] = (uint64_t)__builtin_popcountll(args[0]);
  return true;
}

static bool bits_reverse_bytes(struct g *g, uint64_t *args, uint64_t *results) {
  results[0] = __builtin_bswap64(args[0]);
  return true;
}

static bool bits_reverse(struct g *g, uint64_t *args, uint64_t *results) {
  uint64_t x = __builtin_bswap64(args[0]);
  x = (x >> 4 & 0x0F0F0F0F0F0F0F0F) | (x & 0x0F0F0F0F0F0F0F0F) << 4;
  x = (x >> 2 & 0x3333333333333333) | (x & 0x3333333333333333) << 2;
  results[0] = (x >> 1 & 0x5555555555555555) | (x & 0x5555555555555555) << 1;
  return true;
}

static bool bits_mul(struct g *g, uint64_t *args, uint64_t *results) {
  unsigned __int128 product = (unsigned __int128)args[0] * args[1];
  results[0] = (uint64_t)(product >> 64);
  results[1] = (uint64_t)product;
  return true;
}

static bool bits_div(struct g *g, uint64_t *args, uint64_t *results) {
  uint64_t high = args[0], low = args[1], divisor = args[2];
  if (divisor <= high) {
    native_panic_string(g, divisor == 0 ? "integer divide by zero" : "integer overflow");
    return false;
  }
  unsigned __int128 dividend = (unsigned __int128)high << 64 | low;
  results[0] = (uint64_t)(dividend / divisor);
  results[1] = (uint64_t)(dividend % divisor);
  return true;
}

const struct native_entry natives_bits[] = {
    {"Len64", bits_len, 1, 1},
    {"trailingZeros", bits_trailing_zeros, 1, 1},
    {"OnesCount64", bits_ones_count, 1, 1},
    {"ReverseBytes64", bits_reverse_bytes, 1, 1},
    {"Reverse64", bits_reverse, 1, 1},
    {"Mul64", bits_mul, 2, 2},
    {"Div64", bits_div, 3, 2},
    {NULL},
};
