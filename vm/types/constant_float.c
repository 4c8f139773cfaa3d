// Floats of 512 bits for constants that are too large for fractions.
//
// They behave as big.Float of precision 512 in Go, which go/constant uses: every operation is exact
// and then rounded once to nearest even. GMP's own mpf does not serve, because it truncates, and to
// a precision of its choice.

#include <math.h>

#include "vm/types/constant_internal.h"

// Bits kept while powers of ten are multiplied up.
enum { working_precision = constant_precision + 128 };

void big_float_init(struct big_float *f) {
  mpz_init(f->mantissa);
  f->exponent = 0;
}

void big_float_clear(struct big_float *f) {
  mpz_clear(f->mantissa);
}

static int64_t bit_length(const mpz_t z) {
  return mpz_sgn(z) == 0 ? 0 : (int64_t)mpz_sizeinbase(z, 2);
}

int64_t big_float_magnitude(const struct big_float *f) {
  return mpz_sgn(f->mantissa) == 0 ? 0 : bit_length(f->mantissa) + f->exponent;
}

// Divides m by 2**drop and rounds to nearest even. drop > 0.
static void round_away_bits(mpz_t m, uint64_t drop) {
  invariant_debug(drop > 0);
  bool negative = mpz_sgn(m) < 0;
  mpz_abs(m, m);
  bool half = mpz_tstbit(m, (mp_bitcnt_t)drop - 1) != 0;
  bool below_half = mpz_scan1(m, 0) < drop - 1;
  mpz_tdiv_q_2exp(m, m, (mp_bitcnt_t)drop);
  if (half && (below_half || mpz_odd_p(m)))
    mpz_add_ui(m, m, 1);
  if (negative)
    mpz_neg(m, m);
}

// Rounds f to precision bits, and makes zero canonical.
static void round_to(struct big_float *f, int precision) {
  invariant_debug(precision > 0);
  int64_t drop = bit_length(f->mantissa) - precision;
  if (drop > 0) {
    round_away_bits(f->mantissa, (uint64_t)drop);
    f->exponent += drop;
  }
  if (mpz_sgn(f->mantissa) == 0)
    f->exponent = 0;
}

void big_float_set(struct big_float *f, const struct big_float *x) {
  mpz_set(f->mantissa, x->mantissa);
  f->exponent = x->exponent;
}

void big_float_set_integer(struct big_float *f, const mpz_t z) {
  mpz_set(f->mantissa, z);
  f->exponent = 0;
  round_to(f, constant_precision);
}

// f = numerator/denominator, not rounded yet: at least precision bits, and one that tells whether
// bits below are lost.
static void quotient(struct big_float *f, const mpz_t numerator, const mpz_t denominator,
                     int precision) {
  invariant_debug(mpz_sgn(denominator) != 0);
  int64_t shift = precision + 2 + bit_length(denominator) - bit_length(numerator);
  shift = shift > 0 ? shift : 0;
  mpz_t remainder;
  mpz_init(remainder);
  mpz_mul_2exp(f->mantissa, numerator, (mp_bitcnt_t)shift);
  mpz_tdiv_qr(f->mantissa, remainder, f->mantissa, denominator);
  bool inexact = mpz_sgn(remainder) != 0;
  mpz_clear(remainder);
  mpz_mul_2exp(f->mantissa, f->mantissa, 1);
  if (inexact) {
    // The bit goes away from zero, as the rest that it stands for.
    bool negative = (mpz_sgn(numerator) < 0) != (mpz_sgn(denominator) < 0);
    mpz_abs(f->mantissa, f->mantissa);
    mpz_setbit(f->mantissa, 0);
    if (negative)
      mpz_neg(f->mantissa, f->mantissa);
  }
  f->exponent = -shift - 1;
}

void big_float_set_fraction(struct big_float *f, const mpz_t numerator, const mpz_t denominator) {
  quotient(f, numerator, denominator, constant_precision);
  round_to(f, constant_precision);
}

void big_float_add(struct big_float *f, const struct big_float *x, const struct big_float *y,
                   bool subtract) {
  struct big_float a, b;
  big_float_init(&a);
  big_float_init(&b);
  big_float_set(&a, x);
  big_float_set(&b, y);
  if (subtract)
    mpz_neg(b.mantissa, b.mantissa);
  int64_t distance = big_float_magnitude(&a) - big_float_magnitude(&b);
  if (mpz_sgn(b.mantissa) == 0 || (mpz_sgn(a.mantissa) != 0 && distance > constant_precision + 4)) {
    big_float_set(f, &a); // the other is too small to matter
  } else if (mpz_sgn(a.mantissa) == 0 || distance < -(constant_precision + 4)) {
    big_float_set(f, &b);
  } else {
    struct big_float *high = a.exponent > b.exponent ? &a : &b;
    int64_t exponent = a.exponent < b.exponent ? a.exponent : b.exponent;
    mpz_mul_2exp(high->mantissa, high->mantissa, (mp_bitcnt_t)(high->exponent - exponent));
    mpz_add(f->mantissa, a.mantissa, b.mantissa);
    f->exponent = exponent;
    round_to(f, constant_precision);
  }
  big_float_clear(&a);
  big_float_clear(&b);
}

static void multiply(struct big_float *f, const struct big_float *x, const struct big_float *y,
                     int precision) {
  f->exponent = x->exponent + y->exponent;
  mpz_mul(f->mantissa, x->mantissa, y->mantissa);
  round_to(f, precision);
}

void big_float_multiply(struct big_float *f, const struct big_float *x, const struct big_float *y) {
  multiply(f, x, y, constant_precision);
}

void big_float_divide(struct big_float *f, const struct big_float *x, const struct big_float *y) {
  int64_t exponent = x->exponent - y->exponent;
  struct big_float q;
  big_float_init(&q);
  quotient(&q, x->mantissa, y->mantissa, constant_precision);
  q.exponent += exponent;
  round_to(&q, constant_precision);
  big_float_set(f, &q);
  big_float_clear(&q);
}

int big_float_compare(const struct big_float *x, const struct big_float *y) {
  int sign_x = mpz_sgn(x->mantissa);
  int sign_y = mpz_sgn(y->mantissa);
  if (sign_x != sign_y)
    return sign_x < sign_y ? -1 : 1;
  int64_t distance = big_float_magnitude(x) - big_float_magnitude(y);
  if (distance != 0)
    return (distance < 0) == (sign_x > 0) ? -1 : 1;
  struct big_float difference;
  big_float_init(&difference);
  big_float_add(&difference, x, y, true);
  int sign = mpz_sgn(difference.mantissa);
  big_float_clear(&difference);
  return sign;
}

void big_float_set_decimal(struct big_float *f, const mpz_t digits, int64_t exponent) {
  struct big_float power, result;
  big_float_init(&power);
  big_float_init(&result);
  mpz_set_ui(power.mantissa, 5);
  mpz_set_ui(result.mantissa, 1);
  for (uint64_t n = exponent < 0 ? -(uint64_t)exponent : (uint64_t)exponent; n > 0; n >>= 1) {
    if (n & 1)
      multiply(&result, &result, &power, working_precision);
    multiply(&power, &power, &power, working_precision);
  }
  if (exponent < 0) {
    int64_t five_exponent = result.exponent;
    quotient(f, digits, result.mantissa, working_precision);
    f->exponent -= five_exponent;
  } else {
    mpz_mul(f->mantissa, digits, result.mantissa);
    f->exponent = result.exponent;
  }
  f->exponent += exponent;
  round_to(f, constant_precision);
  big_float_clear(&power);
  big_float_clear(&result);
}

// Sets z to m * 2**exponent if that is an integer.
static bool shifted_integer(mpz_t z, const mpz_t m, int64_t exponent) {
  if (exponent >= 0) {
    mpz_mul_2exp(z, m, (mp_bitcnt_t)exponent);
    return true;
  }
  if (mpz_sgn(m) != 0 && mpz_scan1(m, 0) < (mp_bitcnt_t)-exponent)
    return false;
  mpz_tdiv_q_2exp(z, m, (mp_bitcnt_t)-exponent);
  return true;
}

bool big_float_to_integer(const struct big_float *f, mpz_t z) {
  enum { delta = 4 };
  int64_t magnitude = big_float_magnitude(f);
  if (magnitude <= -constant_max_fraction_bits || magnitude >= constant_max_fraction_bits)
    return false; // not so large an integer
  if (shifted_integer(z, f->mantissa, f->exponent))
    return true;
  int64_t drop = bit_length(f->mantissa) - (constant_precision - delta);
  if (drop <= 0)
    return false;
  mpz_t m;
  mpz_init(m);
  mpz_tdiv_q_2exp(m, f->mantissa, (mp_bitcnt_t)drop);
  bool integer = shifted_integer(z, m, f->exponent + drop);
  if (!integer) {
    if (mpz_sgn(m) < 0)
      mpz_sub_ui(m, m, 1);
    else
      mpz_add_ui(m, m, 1);
    integer = shifted_integer(z, m, f->exponent + drop);
  }
  mpz_clear(m);
  return integer;
}

double big_float_round_fraction(const mpz_t numerator, const mpz_t denominator, int64_t exponent,
                                int precision, int min_exponent) {
  if (mpz_sgn(numerator) == 0)
    return 0;
  struct big_float f;
  big_float_init(&f);
  quotient(&f, numerator, denominator, precision + 2);
  f.exponent += exponent;
  int64_t magnitude = big_float_magnitude(&f);
  double value;
  if (magnitude > 2000) {
    value = mpz_sgn(f.mantissa) < 0 ? -HUGE_VAL : HUGE_VAL;
  } else if (magnitude < -2000) {
    value = mpz_sgn(f.mantissa) < 0 ? -0.0 : 0.0;
  } else {
    int64_t last_bit = magnitude - precision;
    last_bit = last_bit < min_exponent ? min_exponent : last_bit;
    round_away_bits(f.mantissa, (uint64_t)(last_bit - f.exponent));
    value = ldexp(mpz_get_d(f.mantissa), (int)last_bit);
  }
  big_float_clear(&f);
  return value;
}
