// Exact constants: see constant.h. After go/constant of Go 1.22.
//
// A constant is held in the simplest form that is exact: int64, mpz, mpq; a float becomes a binary
// float of 512 bits (constant_float.c) once numerator or denominator would have more than 4096
// bits, and stays one.

#include "vm/types/constant.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "vm/types/constant_internal.h"

enum {
  double_precision = 53,
  double_min_exponent = -1074,
  float_precision = 24,
  float_min_exponent = -149,
};

static bool is_small_integer(const mpz_t z) {
  return mpz_sizeinbase(z, 2) < constant_max_fraction_bits;
}

void constant_pool_init(struct constant_pool *pool, struct region *region) {
  *pool = (struct constant_pool){.region = region};
}

void constant_pool_free(struct constant_pool *pool) {
  for (struct constant *c = pool->all; c; c = c->next) {
    if (c->form == FORM_BIG)
      mpz_clear(c->u.big);
    else if (c->form == FORM_RATIONAL)
      mpq_clear(c->u.rational);
    else {
      invariant_debug(c->form == FORM_FLOAT);
      big_float_clear(&c->u.number);
    }
  }
  pool->all = NULL;
}

struct constant *constant_new(struct constant_pool *pool, enum constant_form form) {
  struct constant *c = region_alloc(pool->region, sizeof *c);
  c->form = form;
  if (form == FORM_BIG)
    mpz_init(c->u.big);
  else if (form == FORM_RATIONAL)
    mpq_init(c->u.rational);
  else if (form == FORM_FLOAT)
    big_float_init(&c->u.number);
  else
    return c;
  c->next = pool->all;
  pool->all = c;
  return c;
}

struct constant *constant_unknown(struct constant_pool *pool) {
  return constant_new(pool, FORM_UNKNOWN);
}

enum constant_kind constant_kind(const struct constant *c) {
  static const unsigned char kinds[] = {
      [FORM_UNKNOWN] = CONSTANT_UNKNOWN, [FORM_BOOL] = CONSTANT_BOOL,
      [FORM_STRING] = CONSTANT_STRING,   [FORM_SMALL] = CONSTANT_INT,
      [FORM_BIG] = CONSTANT_INT,         [FORM_RATIONAL] = CONSTANT_FLOAT,
      [FORM_FLOAT] = CONSTANT_FLOAT,     [FORM_COMPLEX] = CONSTANT_COMPLEX,
  };
  return c ? (enum constant_kind)kinds[c->form] : CONSTANT_UNKNOWN;
}

struct constant *constant_bool(struct constant_pool *pool, bool value) {
  struct constant *c = constant_new(pool, FORM_BOOL);
  c->u.boolean = value;
  return c;
}

struct constant *constant_int64(struct constant_pool *pool, int64_t value) {
  struct constant *c = constant_new(pool, FORM_SMALL);
  c->u.small = value;
  return c;
}

static void set_int64(mpz_t z, int64_t value) {
  uint64_t magnitude = value < 0 ? -(uint64_t)value : (uint64_t)value;
  mpz_import(z, 1, -1, sizeof magnitude, 0, 0, &magnitude);
  if (value < 0)
    mpz_neg(z, z);
}

static bool get_uint64(const mpz_t z, uint64_t *value) {
  *value = 0;
  if (mpz_sgn(z) < 0 || mpz_sizeinbase(z, 2) > 64)
    return false;
  mpz_export(value, NULL, -1, sizeof *value, 0, 0, z);
  return true;
}

static bool get_int64(const mpz_t z, int64_t *value) {
  uint64_t magnitude = 0;
  if (mpz_sizeinbase(z, 2) > 64)
    return false;
  mpz_export(&magnitude, NULL, -1, sizeof magnitude, 0, 0, z);
  bool negative = mpz_sgn(z) < 0;
  if (magnitude > (uint64_t)INT64_MAX + negative)
    return false;
  *value = (int64_t)(negative ? -magnitude : magnitude);
  return true;
}

static struct constant *from_double(struct constant_pool *pool, double value) {
  if (!isfinite(value))
    return constant_unknown(pool);
  // Every finite double is a fraction of fewer than 4096 bits.
  struct constant *c = constant_new(pool, FORM_RATIONAL);
  mpq_set_d(c->u.rational, value);
  return c;
}

struct constant *constant_take_integer(struct constant_pool *pool, mpz_t z) {
  int64_t small;
  struct constant *c;
  if (get_int64(z, &small)) {
    c = constant_int64(pool, small);
  } else {
    c = constant_new(pool, FORM_BIG);
    mpz_swap(c->u.big, z);
  }
  mpz_clear(z);
  return c;
}

struct constant *constant_take_rational(struct constant_pool *pool, mpq_t q) {
  invariant_debug(mpz_sgn(mpq_denref(q)) > 0);
  struct constant *c;
  if (is_small_integer(mpq_numref(q)) && is_small_integer(mpq_denref(q))) {
    c = constant_new(pool, FORM_RATIONAL);
    mpq_swap(c->u.rational, q);
  } else {
    c = constant_new(pool, FORM_FLOAT);
    big_float_set_fraction(&c->u.number, mpq_numref(q), mpq_denref(q));
  }
  mpq_clear(q);
  return c;
}

struct constant *constant_take_float(struct constant_pool *pool, struct big_float *f) {
  int64_t magnitude = big_float_magnitude(f);
  struct constant *c;
  if (magnitude > INT32_MAX) {
    c = constant_unknown(pool);
  } else {
    c = constant_new(pool, FORM_FLOAT);
    if (magnitude >= INT32_MIN)
      big_float_set(&c->u.number, f);
  }
  big_float_clear(f);
  return c;
}

bool constant_bool_value(const struct constant *c) {
  return c && c->form == FORM_BOOL && c->u.boolean;
}

void constant_get_integer(mpz_t z, const struct constant *c) {
  invariant_debug(c->form == FORM_SMALL || c->form == FORM_BIG);
  if (c->form == FORM_SMALL)
    set_int64(z, c->u.small);
  else
    mpz_set(z, c->u.big);
}

// Sets z (initialised) to the value if that is an integer.
static bool integer_value(const struct constant *c, mpz_t z) {
  switch (c ? c->form : FORM_UNKNOWN) {
  case FORM_SMALL:
  case FORM_BIG:
    constant_get_integer(z, c);
    return true;
  case FORM_RATIONAL:
    mpz_set(z, mpq_numref(c->u.rational));
    return mpz_cmp_ui(mpq_denref(c->u.rational), 1) == 0;
  case FORM_FLOAT:
    return big_float_to_integer(&c->u.number, z);
  case FORM_COMPLEX:
    return constant_sign(c->u.complex.imag) == 0 && integer_value(c->u.complex.real, z);
  default:
    return false;
  }
}

bool constant_is_int(const struct constant *c) {
  if (constant_kind(c) == CONSTANT_INT)
    return true;
  mpz_t z;
  mpz_init(z);
  bool integer = integer_value(c, z);
  mpz_clear(z);
  return integer;
}

struct constant *constant_to_int(struct constant_pool *pool, struct constant *c) {
  if (constant_kind(c) == CONSTANT_INT)
    return c;
  mpz_t z;
  mpz_init(z);
  if (integer_value(c, z))
    return constant_take_integer(pool, z);
  mpz_clear(z);
  return constant_unknown(pool);
}

struct constant *constant_to_float(struct constant_pool *pool, struct constant *c) {
  switch (c ? c->form : FORM_UNKNOWN) {
  case FORM_SMALL:
    return constant_convert(pool, c, FORM_RATIONAL);
  case FORM_BIG:
    return constant_convert(pool, c, is_small_integer(c->u.big) ? FORM_RATIONAL : FORM_FLOAT);
  case FORM_RATIONAL:
  case FORM_FLOAT:
    return c;
  case FORM_COMPLEX:
    if (constant_sign(c->u.complex.imag) == 0)
      return constant_to_float(pool, c->u.complex.real);
    return constant_unknown(pool);
  default:
    return constant_unknown(pool);
  }
}

struct constant *constant_to_complex(struct constant_pool *pool, struct constant *c) {
  switch (constant_kind(c)) {
  case CONSTANT_INT:
  case CONSTANT_FLOAT:
    return constant_convert(pool, c, FORM_COMPLEX);
  case CONSTANT_COMPLEX:
    return c;
  default:
    return constant_unknown(pool);
  }
}

struct constant *constant_convert(struct constant_pool *pool, struct constant *c,
                                  enum constant_form form) {
  invariant_debug(c->form >= FORM_SMALL && form > FORM_SMALL);
  if (c->form >= form)
    return c;
  struct constant *to = constant_new(pool, form);
  switch (form) {
  case FORM_BIG:
    constant_get_integer(to->u.big, c);
    return to;
  case FORM_RATIONAL:
    constant_get_integer(mpq_numref(to->u.rational), c);
    return to;
  case FORM_FLOAT:
    if (c->form == FORM_RATIONAL) {
      big_float_set_fraction(&to->u.number, mpq_numref(c->u.rational), mpq_denref(c->u.rational));
    } else {
      mpz_t z;
      mpz_init(z);
      constant_get_integer(z, c);
      big_float_set_integer(&to->u.number, z);
      mpz_clear(z);
    }
    return to;
  default:
    invariant_debug(form == FORM_COMPLEX);
    to->u.complex.real = c;
    to->u.complex.imag = constant_int64(pool, 0);
    return to;
  }
}

bool constant_int64_value(const struct constant *c, int64_t *value) {
  *value = 0;
  if (c && c->form == FORM_SMALL) {
    *value = c->u.small;
    return true;
  }
  mpz_t z;
  mpz_init(z);
  bool fits = integer_value(c, z) && get_int64(z, value);
  mpz_clear(z);
  return fits;
}

bool constant_uint64_value(const struct constant *c, uint64_t *value) {
  mpz_t z;
  mpz_init(z);
  *value = 0;
  bool fits = integer_value(c, z) && get_uint64(z, value);
  mpz_clear(z);
  return fits;
}

// Returns the value rounded to precision bits, as a double.
static double rounded(const struct constant *c, int precision, int min_exponent) {
  double value = 0;
  mpz_t z, one;
  mpz_init(z);
  mpz_init_set_ui(one, 1);
  switch (c ? c->form : FORM_UNKNOWN) {
  case FORM_SMALL:
  case FORM_BIG:
    constant_get_integer(z, c);
    value = big_float_round_fraction(z, one, 0, precision, min_exponent);
    break;
  case FORM_RATIONAL:
    value = big_float_round_fraction(mpq_numref(c->u.rational), mpq_denref(c->u.rational), 0,
                                     precision, min_exponent);
    break;
  case FORM_FLOAT:
    value = big_float_round_fraction(c->u.number.mantissa, one, c->u.number.exponent, precision,
                                     min_exponent);
    break;
  case FORM_COMPLEX:
    value = rounded(c->u.complex.real, precision, min_exponent);
    break;
  default:
    break;
  }
  mpz_clear(z);
  mpz_clear(one);
  return value;
}

double constant_float64_value(const struct constant *c) {
  return rounded(c, double_precision, double_min_exponent);
}

float constant_float32_value(const struct constant *c) {
  double value = rounded(c, float_precision, float_min_exponent);
  if (fabs(value) > (double)FLT_MAX)
    return value < 0 ? -HUGE_VALF : HUGE_VALF;
  return (float)value;
}

struct constant *constant_round_float64(struct constant_pool *pool, struct constant *c) {
  return from_double(pool, constant_float64_value(c));
}

struct constant *constant_round_float32(struct constant_pool *pool, struct constant *c) {
  return from_double(pool, (double)constant_float32_value(c));
}

struct constant *constant_real(struct constant *c) {
  return constant_kind(c) == CONSTANT_COMPLEX ? c->u.complex.real : c;
}

struct constant *constant_imag(struct constant_pool *pool, struct constant *c) {
  switch (constant_kind(c)) {
  case CONSTANT_COMPLEX:
    return c->u.complex.imag;
  case CONSTANT_INT:
  case CONSTANT_FLOAT:
    return constant_int64(pool, 0);
  default:
    return constant_unknown(pool);
  }
}

static bool is_real_number(const struct constant *c) {
  return constant_kind(c) == CONSTANT_INT || constant_kind(c) == CONSTANT_FLOAT;
}

struct constant *constant_make_complex(struct constant_pool *pool, struct constant *real,
                                       struct constant *imag) {
  if (!is_real_number(real) || !is_real_number(imag))
    return constant_unknown(pool);
  struct constant *c = constant_new(pool, FORM_COMPLEX);
  c->u.complex.real = real;
  c->u.complex.imag = imag;
  return c;
}

int constant_sign(const struct constant *c) {
  switch (c ? c->form : FORM_UNKNOWN) {
  case FORM_SMALL:
    return (c->u.small > 0) - (c->u.small < 0);
  case FORM_BIG:
    return mpz_sgn(c->u.big);
  case FORM_RATIONAL:
    return mpq_sgn(c->u.rational);
  case FORM_FLOAT:
    return mpz_sgn(c->u.number.mantissa);
  case FORM_COMPLEX:
    return constant_sign(c->u.complex.real) | constant_sign(c->u.complex.imag);
  default:
    return 1; // no division by zero is to be seen in what is unknown
  }
}

int constant_bit_length(const struct constant *c) {
  if (constant_kind(c) != CONSTANT_INT || constant_sign(c) == 0)
    return 0;
  if (c->form == FORM_BIG)
    return (int)mpz_sizeinbase(c->u.big, 2);
  uint64_t magnitude = c->u.small < 0 ? -(uint64_t)c->u.small : (uint64_t)c->u.small;
  return 64 - __builtin_clzll(magnitude);
}
