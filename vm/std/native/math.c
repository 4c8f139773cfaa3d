// Packages math and math/bits in C.
//
// Functions that are not in std/support/math_functions.h are exact, and those of the C library.

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "runtime/panic.h"
#include "runtime/float_text.h"
#include "vm/std/support/math_functions.h"
#include "vm/std/support/math_kernel.h"
#include "vm/std/natives.h"

static bool unary(uint64_t *args, uint64_t *results, double (*function)(double)) {
  native_set_float(results, function(native_float(args)));
  return true;
}

static bool binary(uint64_t *args, uint64_t *results, double (*function)(double, double)) {
  native_set_float(results, function(native_float(args), native_float(args + 1)));
  return true;
}

static bool math_native_sqrt(struct g *g, uint64_t *args, uint64_t *results) {
  return unary(args, results, sqrt);
}

static bool math_native_floor(struct g *g, uint64_t *args, uint64_t *results) {
  return unary(args, results, floor);
}

static bool math_native_ceil(struct g *g, uint64_t *args, uint64_t *results) {
  return unary(args, results, ceil);
}

static bool math_native_trunc(struct g *g, uint64_t *args, uint64_t *results) {
  return unary(args, results, trunc);
}

static bool math_native_abs(struct g *g, uint64_t *args, uint64_t *results) {
  return unary(args, results, fabs);
}

static bool math_native_round(struct g *g, uint64_t *args, uint64_t *results) {
  return unary(args, results, round);
}

static bool math_native_roundtoeven(struct g *g, uint64_t *args, uint64_t *results) {
  return unary(args, results, rint);
}

static bool math_native_exp(struct g *g, uint64_t *args, uint64_t *results) {
  return unary(args, results, math_exp);
}

static bool math_native_exp2(struct g *g, uint64_t *args, uint64_t *results) {
  return unary(args, results, math_exp2);
}

static bool math_native_expm1(struct g *g, uint64_t *args, uint64_t *results) {
  return unary(args, results, math_expm1);
}

static bool math_native_log(struct g *g, uint64_t *args, uint64_t *results) {
  return unary(args, results, math_log);
}

static bool math_native_log2(struct g *g, uint64_t *args, uint64_t *results) {
  return unary(args, results, math_log2);
}

static bool math_native_log10(struct g *g, uint64_t *args, uint64_t *results) {
  return unary(args, results, math_log10);
}

static bool math_native_log1p(struct g *g, uint64_t *args, uint64_t *results) {
  return unary(args, results, math_log1p);
}

static bool math_native_sin(struct g *g, uint64_t *args, uint64_t *results) {
  return unary(args, results, math_sin);
}

static bool math_native_cos(struct g *g, uint64_t *args, uint64_t *results) {
  return unary(args, results, math_cos);
}

static bool math_native_tan(struct g *g, uint64_t *args, uint64_t *results) {
  return unary(args, results, math_tan);
}

static bool math_native_asin(struct g *g, uint64_t *args, uint64_t *results) {
  return unary(args, results, math_asin);
}

static bool math_native_acos(struct g *g, uint64_t *args, uint64_t *results) {
  return unary(args, results, math_acos);
}

static bool math_native_atan(struct g *g, uint64_t *args, uint64_t *results) {
  return unary(args, results, math_atan);
}

static bool math_native_sinh(struct g *g, uint64_t *args, uint64_t *results) {
  return unary(args, results, math_sinh);
}

static bool math_native_cosh(struct g *g, uint64_t *args, uint64_t *results) {
  return unary(args, results, math_cosh);
}

static bool math_native_tanh(struct g *g, uint64_t *args, uint64_t *results) {
  return unary(args, results, math_tanh);
}

static bool math_native_asinh(struct g *g, uint64_t *args, uint64_t *results) {
  return unary(args, results, math_asinh);
}

static bool math_native_acosh(struct g *g, uint64_t *args, uint64_t *results) {
  return unary(args, results, math_acosh);
}

static bool math_native_atanh(struct g *g, uint64_t *args, uint64_t *results) {
  return unary(args, results, math_atanh);
}

static bool math_native_cbrt(struct g *g, uint64_t *args, uint64_t *results) {
  return unary(args, results, math_cbrt);
}

static bool math_native_erf(struct g *g, uint64_t *args, uint64_t *results) {
  return unary(args, results, math_erf);
}

static bool math_native_erfc(struct g *g, uint64_t *args, uint64_t *results) {
  return unary(args, results, math_erfc);
}

static bool math_native_erfinv(struct g *g, uint64_t *args, uint64_t *results) {
  return unary(args, results, math_erfinv);
}

static bool math_native_gamma(struct g *g, uint64_t *args, uint64_t *results) {
  return unary(args, results, math_gamma);
}

static bool math_native_j0(struct g *g, uint64_t *args, uint64_t *results) {
  return unary(args, results, math_j0);
}

static bool math_native_j1(struct g *g, uint64_t *args, uint64_t *results) {
  return unary(args, results, math_j1);
}

static bool math_native_y0(struct g *g, uint64_t *args, uint64_t *results) {
  return unary(args, results, math_y0);
}

static bool math_native_y1(struct g *g, uint64_t *args, uint64_t *results) {
  return unary(args, results, math_y1);
}

static bool math_native_pow(struct g *g, uint64_t *args, uint64_t *results) {
  return binary(args, results, math_pow);
}

static bool math_native_atan2(struct g *g, uint64_t *args, uint64_t *results) {
  return binary(args, results, math_atan2);
}

static bool math_native_hypot(struct g *g, uint64_t *args, uint64_t *results) {
  return binary(args, results, math_hypot);
}

// Of what has no remainder Go's functions make their own NaN.
static double mod(double x, double y) {
  double r = fmod(x, y);
  return isnan(r) ? math_nan() : r;
}

static double ieee_remainder(double x, double y) {
  double r = remainder(x, y);
  return isnan(r) ? math_nan() : r;
}

static bool math_native_mod(struct g *g, uint64_t *args, uint64_t *results) {
  return binary(args, results, mod);
}

static bool math_native_remainder(struct g *g, uint64_t *args, uint64_t *results) {
  return binary(args, results, ieee_remainder);
}

static bool math_native_ldexp(struct g *g, uint64_t *args, uint64_t *results) {
  int64_t exponent = (int64_t)args[1];
  native_set_float(results, ldexp(native_float(args), exponent < -10000  ? -10000
                                                      : exponent > 10000 ? 10000
                                                                         : (int)exponent));
  return true;
}

static bool math_native_frexp(struct g *g, uint64_t *args, uint64_t *results) {
  double x = native_float(args);
  int exponent = 0;
  native_set_float(results, isnan(x) || isinf(x) ? x : frexp(x, &exponent));
  results[1] = (uint64_t)(int64_t)exponent;
  return true;
}

static bool math_native_modf(struct g *g, uint64_t *args, uint64_t *results) {
  double x = native_float(args), whole, fraction = modf(x, &whole);
  native_set_float(results, whole);
  native_set_float(results + 1, isinf(x) ? copysign(NAN, x) : fraction);
  return true;
}

static bool math_native_lgamma(struct g *g, uint64_t *args, uint64_t *results) {
  int sign;
  native_set_float(results, math_lgamma(native_float(args), &sign));
  results[1] = (uint64_t)(int64_t)sign;
  return true;
}

static bool math_native_fma(struct g *g, uint64_t *args, uint64_t *results) {
  native_set_float(results,
                   fma(native_float(args), native_float(args + 1), native_float(args + 2)));
  return true;
}

static double power_of_ten(int n) {
  char text[16];
  snprintf(text, sizeof text, "1e%d", n);
  return strtod(text, NULL);
}

// func pow10(n int) float64: as Go a product or quotient of the next power with an exponent that is
// a multiple of 32 and the rest.
static bool math_native_pow10(struct g *g, uint64_t *args, uint64_t *results) {
  int n = (int)args[0], rest = n % 32;
  native_set_float(results, n < 0 ? power_of_ten(n - rest) / power_of_ten(-rest)
                                  : power_of_ten(n - rest) * power_of_ten(rest));
  return true;
}

// The same bits in another type: both are one slot.
static bool math_native_bits(struct g *g, uint64_t *args, uint64_t *results) {
  results[0] = args[0];
  return true;
}

const struct native_entry natives_math[] = {
    {"Sqrt", math_native_sqrt, 1, 1},
    {"Floor", math_native_floor, 1, 1},
    {"Ceil", math_native_ceil, 1, 1},
    {"Trunc", math_native_trunc, 1, 1},
    {"Abs", math_native_abs, 1, 1},
    {"Round", math_native_round, 1, 1},
    {"RoundToEven", math_native_roundtoeven, 1, 1},
    {"Exp", math_native_exp, 1, 1},
    {"Exp2", math_native_exp2, 1, 1},
    {"Expm1", math_native_expm1, 1, 1},
    {"Log", math_native_log, 1, 1},
    {"Log2", math_native_log2, 1, 1},
    {"Log10", math_native_log10, 1, 1},
    {"Log1p", math_native_log1p, 1, 1},
    {"Sin", math_native_sin, 1, 1},
    {"Cos", math_native_cos, 1, 1},
    {"Tan", math_native_tan, 1, 1},
    {"Asin", math_native_asin, 1, 1},
    {"Acos", math_native_acos, 1, 1},
    {"Atan", math_native_atan, 1, 1},
    {"Sinh", math_native_sinh, 1, 1},
    {"Cosh", math_native_cosh, 1, 1},
    {"Tanh", math_native_tanh, 1, 1},
    {"Asinh", math_native_asinh, 1, 1},
    {"Acosh", math_native_acosh, 1, 1},
    {"Atanh", math_native_atanh, 1, 1},
    {"Cbrt", math_native_cbrt, 1, 1},
    {"Erf", math_native_erf, 1, 1},
    {"Erfc", math_native_erfc, 1, 1},
    {"Erfinv", math_native_erfinv, 1, 1},
    {"Gamma", math_native_gamma, 1, 1},
    {"J0", math_native_j0, 1, 1},
    {"J1", math_native_j1, 1, 1},
    {"Y0", math_native_y0, 1, 1},
    {"Y1", math_native_y1, 1, 1},
    {"Pow", math_native_pow, 2, 1},
    {"Atan2", math_native_atan2, 2, 1},
    {"Hypot", math_native_hypot, 2, 1},
    {"Mod", math_native_mod, 2, 1},
    {"Remainder", math_native_remainder, 2, 1},
    {"Ldexp", math_native_ldexp, 2, 1},
    {"Frexp", math_native_frexp, 1, 2},
    {"Modf", math_native_modf, 1, 2},
    {"Lgamma", math_native_lgamma, 1, 2},
    {"pow10", math_native_pow10, 1, 1},
    {"FMA", math_native_fma, 3, 1},
    {"Float64bits", math_native_bits, 1, 1},
    {"Float64frombits", math_native_bits, 1, 1},
    {"Float32bits", math_native_bits, 1, 1},
    {"Float32frombits", math_native_bits, 1, 1},
    {NULL},
};

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
