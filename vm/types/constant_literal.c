// Constants from literals. After go/constant's MakeFromLiteral of Go 1.22.

#include <stdlib.h>
#include <string.h>

#include "vm/types/constant_internal.h"
#include "vm/syntax/unquote.h"

// Powers of ten beyond this are not made exactly.
enum { max_exact_exponent = 100000 };

// A number taken apart: digits * base**-fraction_digits * 10 or 2 ** exponent.
struct parts {
  char *digits; // without prefix, separators and point; NUL-terminated; from malloc
  int base;
  int64_t fraction_digits; // of digits: those after the point
  bool is_float;           // it has a point or an exponent
  bool is_binary_exponent;
  int64_t exponent;
};

// Reads the decimal exponent at text, which may be absurdly large.
static int64_t read_exponent(const char *text, const char *end) {
  bool negative = *text == '-';
  if (*text == '-' || *text == '+')
    text++;
  int64_t value = 0;
  for (; text < end; text++) {
    if (*text != '_' && value < INT64_MAX / 100)
      value = value * 10 + (*text - '0');
  }
  return negative ? -value : value;
}

// Takes a number apart. Returns false if it has no digits: the scanner refused it.
static bool take_apart(struct constant_pool *pool, struct parts *parts, const char *text,
                       size_t size) {
  const char *end = text + size;
  *parts = (struct parts){.base = 10};
  if (size > 2 && text[0] == '0') {
    char prefix = (char)(text[1] | 0x20);
    parts->base = prefix == 'x' ? 16 : prefix == 'o' ? 8 : prefix == 'b' ? 2 : 10;
    text += parts->base != 10 ? 2 : 0;
  }
  parts->digits = malloc(size + 1);
  if (!parts->digits)
    region_out_of_memory(pool->region, size + 1);
  size_t n = 0;
  for (; text < end; text++) {
    char lower = (char)(*text | 0x20);
    if (lower == 'p' || (lower == 'e' && parts->base != 16)) {
      parts->is_float = true;
      parts->is_binary_exponent = lower == 'p';
      parts->exponent = text + 1 < end ? read_exponent(text + 1, end) : 0;
      break;
    }
    if (*text == '.') {
      parts->is_float = true;
    } else if (*text != '_') {
      parts->digits[n++] = *text;
      parts->fraction_digits += parts->is_float;
    }
  }
  parts->digits[n] = '\0';
  return n > 0;
}

static struct constant *integer_literal(struct constant_pool *pool, const char *text, size_t size) {
  struct parts parts;
  struct constant *c = NULL;
  if (take_apart(pool, &parts, text, size) && !parts.is_float) {
    bool octal = parts.base == 10 && parts.digits[0] == '0' && parts.digits[1] != '\0';
    mpz_t z;
    if (mpz_init_set_str(z, parts.digits, octal ? 8 : parts.base) == 0)
      c = constant_take_integer(pool, z);
    else
      mpz_clear(z);
  }
  free(parts.digits);
  return c;
}

static bool is_small_magnitude(int64_t magnitude) {
  return magnitude > -constant_max_fraction_bits && magnitude < constant_max_fraction_bits;
}

// A float that is too large or small for a fraction, or so small that it is zero, which is a
// fraction again. Clears f.
static struct constant *take_large(struct constant_pool *pool, struct big_float *f) {
  if (big_float_magnitude(f) < INT32_MIN) {
    big_float_clear(f);
    return constant_new(pool, FORM_RATIONAL);
  }
  return constant_take_float(pool, f);
}

// q * 2**exponent as a constant: a rational if it is neither huge nor tiny. Clears q.
static struct constant *take_scaled(struct constant_pool *pool, mpq_t q, int64_t exponent) {
  struct big_float f;
  big_float_init(&f);
  big_float_set_fraction(&f, mpq_numref(q), mpq_denref(q));
  if (mpz_sgn(f.mantissa) != 0)
    f.exponent += exponent;
  if (!is_small_magnitude(big_float_magnitude(&f)) || llabs(exponent) > max_exact_exponent) {
    mpq_clear(q);
    return take_large(pool, &f);
  }
  big_float_clear(&f);
  if (exponent >= 0)
    mpq_mul_2exp(q, q, (mp_bitcnt_t)exponent);
  else
    mpq_div_2exp(q, q, (mp_bitcnt_t)-exponent);
  struct constant *c = constant_new(pool, FORM_RATIONAL);
  mpq_swap(c->u.rational, q);
  mpq_clear(q);
  return c;
}

// digits * 10**exponent.
static struct constant *decimal(struct constant_pool *pool, const mpz_t digits, int64_t exponent) {
  if (llabs(exponent) > max_exact_exponent && mpz_sgn(digits) != 0) {
    struct big_float f;
    big_float_init(&f);
    big_float_set_decimal(&f, digits, exponent);
    return take_large(pool, &f);
  }
  mpq_t q;
  mpq_init(q);
  mpz_set(mpq_numref(q), digits);
  if (mpz_sgn(digits) != 0) {
    mpz_t power;
    mpz_init(power);
    mpz_ui_pow_ui(power, 10, (unsigned long)llabs(exponent));
    if (exponent >= 0) {
      mpz_mul(mpq_numref(q), mpq_numref(q), power);
    } else {
      mpz_set(mpq_denref(q), power);
      mpq_canonicalize(q);
    }
    mpz_clear(power);
  }
  return take_scaled(pool, q, 0);
}

static struct constant *float_from_parts(struct constant_pool *pool, const struct parts *parts) {
  // No float has an exponent near this; it keeps the sums below from overflowing.
  const int64_t limit = INT64_C(1) << 40;
  int64_t exponent = parts->exponent > limit    ? limit
                     : parts->exponent < -limit ? -limit
                                                : parts->exponent;
  mpz_t digits;
  if (mpz_init_set_str(digits, parts->digits, parts->base) != 0) {
    mpz_clear(digits);
    return NULL;
  }
  struct constant *c;
  if (parts->base == 10 && !parts->is_binary_exponent) {
    c = decimal(pool, digits, exponent - parts->fraction_digits);
  } else {
    int bits = parts->base == 16 ? 4 : parts->base == 8 ? 3 : parts->base == 2 ? 1 : 0;
    mpq_t q;
    mpq_init(q);
    mpz_set(mpq_numref(q), digits);
    c = take_scaled(pool, q, exponent - bits * parts->fraction_digits);
  }
  mpz_clear(digits);
  return c->form == FORM_UNKNOWN ? NULL : c;
}

static struct constant *float_literal(struct constant_pool *pool, const char *text, size_t size) {
  struct parts parts;
  struct constant *c = take_apart(pool, &parts, text, size) ? float_from_parts(pool, &parts) : NULL;
  free(parts.digits);
  return c;
}

struct constant *constant_from_literal(struct constant_pool *pool, enum token token,
                                       const char *text, size_t size) {
  switch (token) {
  case TOKEN_INT:
    return integer_literal(pool, text, size);
  case TOKEN_FLOAT:
    return float_literal(pool, text, size);
  case TOKEN_IMAGINARY: {
    struct constant *imag = size > 0 ? float_literal(pool, text, size - 1) : NULL;
    return imag ? constant_make_complex(pool, constant_int64(pool, 0), imag) : NULL;
  }
  case TOKEN_CHAR: {
    uint32_t rune;
    return unquote_rune(text, size, &rune) ? constant_int64(pool, rune) : NULL;
  }
  case TOKEN_STRING: {
    size_t value_size;
    const char *value = unquote_string(pool->region, text, size, &value_size);
    return value ? constant_string(pool, value, value_size) : NULL;
  }
  default:
    return NULL;
  }
}
