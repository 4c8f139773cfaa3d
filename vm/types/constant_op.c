// Operators on constants. After go/constant of Go 1.22.

#include <string.h>

#include "vm/types/constant_internal.h"

// Shifts to the left stop here: no larger integer is of use, and a wrong program must not fill the
// memory.
enum { max_shift_bits = 1 << 20 };

static bool is_number(const struct constant *c) {
  return c && c->form >= FORM_SMALL;
}

// Makes the forms equal. Returns false if the operands do not go together.
static bool match(struct constant_pool *pool, struct constant **x, struct constant **y) {
  if (!*x || !*y || (*x)->form == FORM_UNKNOWN || (*y)->form == FORM_UNKNOWN)
    return false;
  if ((*x)->form == (*y)->form)
    return true;
  if (!is_number(*x) || !is_number(*y))
    return false;
  enum constant_form form = (*x)->form > (*y)->form ? (*x)->form : (*y)->form;
  *x = constant_convert(pool, *x, form);
  *y = constant_convert(pool, *y, form);
  invariant_debug((*x)->form == (*y)->form);
  return true;
}

static struct constant *fraction(struct constant_pool *pool, const mpz_t numerator,
                                 const mpz_t denominator) {
  mpq_t q;
  mpq_init(q);
  mpz_set(mpq_numref(q), numerator);
  mpz_set(mpq_denref(q), denominator);
  mpq_canonicalize(q);
  return constant_take_rational(pool, q);
}

// c = a op b for integers. Returns false if there is no such operation.
static bool integer_operation(mpz_t c, const mpz_t a, enum token op, const mpz_t b) {
  switch (op) {
  case TOKEN_ADD:
    mpz_add(c, a, b);
    return true;
  case TOKEN_SUB:
    mpz_sub(c, a, b);
    return true;
  case TOKEN_MUL:
    mpz_mul(c, a, b);
    return true;
  case TOKEN_QUO:
    mpz_tdiv_q(c, a, b);
    return true;
  case TOKEN_REM:
    mpz_tdiv_r(c, a, b);
    return true;
  case TOKEN_AND:
    mpz_and(c, a, b);
    return true;
  case TOKEN_OR:
    mpz_ior(c, a, b);
    return true;
  case TOKEN_XOR:
    mpz_xor(c, a, b);
    return true;
  case TOKEN_AND_NOT:
    mpz_com(c, b);
    mpz_and(c, a, c);
    return true;
  default:
    return false;
  }
}

static struct constant *big_binary(struct constant_pool *pool, const struct constant *x,
                                   enum token op, const struct constant *y, bool integer_division) {
  mpz_t a, b, c;
  mpz_init(a);
  mpz_init(b);
  mpz_init(c);
  constant_get_integer(a, x);
  constant_get_integer(b, y);
  struct constant *result = NULL;
  if ((op == TOKEN_QUO || op == TOKEN_REM) && mpz_sgn(b) == 0)
    result = constant_unknown(pool);
  else if (op == TOKEN_QUO && !integer_division)
    result = fraction(pool, a, b);
  else if (!integer_operation(c, a, op, b))
    result = constant_unknown(pool);
  mpz_clear(a);
  mpz_clear(b);
  if (result) {
    mpz_clear(c);
    return result;
  }
  return constant_take_integer(pool, c);
}

// Returns x op y for int64, NULL where that takes GMP.
static struct constant *small_binary(struct constant_pool *pool, int64_t x, enum token op,
                                     int64_t y, bool integer_division) {
  int64_t result;
  switch (op) {
  case TOKEN_ADD:
    return __builtin_add_overflow(x, y, &result) ? NULL : constant_int64(pool, result);
  case TOKEN_SUB:
    return __builtin_sub_overflow(x, y, &result) ? NULL : constant_int64(pool, result);
  case TOKEN_MUL:
    return __builtin_mul_overflow(x, y, &result) ? NULL : constant_int64(pool, result);
  case TOKEN_QUO:
    return integer_division && y != 0 && y != -1 ? constant_int64(pool, x / y) : NULL;
  case TOKEN_REM:
    return y != 0 && y != -1 ? constant_int64(pool, x % y) : NULL;
  case TOKEN_AND:
    return constant_int64(pool, x & y);
  case TOKEN_OR:
    return constant_int64(pool, x | y);
  case TOKEN_XOR:
    return constant_int64(pool, x ^ y);
  case TOKEN_AND_NOT:
    return constant_int64(pool, x & ~y);
  default:
    return NULL;
  }
}

static struct constant *rational_binary(struct constant_pool *pool, const struct constant *x,
                                        enum token op, const struct constant *y) {
  invariant_debug(x->form == FORM_RATIONAL && y->form == FORM_RATIONAL);
  mpq_t q;
  mpq_init(q);
  switch (op) {
  case TOKEN_ADD:
    mpq_add(q, x->u.rational, y->u.rational);
    break;
  case TOKEN_SUB:
    mpq_sub(q, x->u.rational, y->u.rational);
    break;
  case TOKEN_MUL:
    mpq_mul(q, x->u.rational, y->u.rational);
    break;
  case TOKEN_QUO:
    if (mpq_sgn(y->u.rational) != 0) {
      mpq_div(q, x->u.rational, y->u.rational);
      break;
    }
    mpq_clear(q);
    return constant_unknown(pool);
  default:
    mpq_clear(q);
    return constant_unknown(pool);
  }
  return constant_take_rational(pool, q);
}

static struct constant *float_binary(struct constant_pool *pool, const struct constant *x,
                                     enum token op, const struct constant *y) {
  invariant_debug(x->form == FORM_FLOAT && y->form == FORM_FLOAT);
  struct big_float f;
  big_float_init(&f);
  switch (op) {
  case TOKEN_ADD:
  case TOKEN_SUB:
    big_float_add(&f, &x->u.number, &y->u.number, op == TOKEN_SUB);
    break;
  case TOKEN_MUL:
    big_float_multiply(&f, &x->u.number, &y->u.number);
    break;
  case TOKEN_QUO:
    if (constant_sign(y) != 0) {
      big_float_divide(&f, &x->u.number, &y->u.number);
      break;
    }
    big_float_clear(&f);
    return constant_unknown(pool);
  default:
    big_float_clear(&f);
    return constant_unknown(pool);
  }
  return constant_take_float(pool, &f);
}

// Operations on the parts of a complex number.
static struct constant *part(struct constant_pool *pool, struct constant *x, enum token op,
                             struct constant *y) {
  return constant_binary(pool, x, op, y, false);
}

static struct constant *complex_binary(struct constant_pool *pool, const struct constant *x,
                                       enum token op, const struct constant *y) {
  invariant_debug(x->form == FORM_COMPLEX && y->form == FORM_COMPLEX);
  struct constant *a = x->u.complex.real;
  struct constant *b = x->u.complex.imag;
  struct constant *c = y->u.complex.real;
  struct constant *d = y->u.complex.imag;
  switch (op) {
  case TOKEN_ADD:
    return constant_make_complex(pool, part(pool, a, TOKEN_ADD, c), part(pool, b, TOKEN_ADD, d));
  case TOKEN_SUB:
    return constant_make_complex(pool, part(pool, a, TOKEN_SUB, c), part(pool, b, TOKEN_SUB, d));
  case TOKEN_MUL: {
    struct constant *real =
        part(pool, part(pool, a, TOKEN_MUL, c), TOKEN_SUB, part(pool, b, TOKEN_MUL, d));
    struct constant *imag =
        part(pool, part(pool, b, TOKEN_MUL, c), TOKEN_ADD, part(pool, a, TOKEN_MUL, d));
    return constant_make_complex(pool, real, imag);
  }
  case TOKEN_QUO: {
    // (a + bi) / (c + di) = ((ac + bd) + (bc - ad)i) / (cc + dd)
    struct constant *scale =
        part(pool, part(pool, c, TOKEN_MUL, c), TOKEN_ADD, part(pool, d, TOKEN_MUL, d));
    struct constant *real =
        part(pool, part(pool, a, TOKEN_MUL, c), TOKEN_ADD, part(pool, b, TOKEN_MUL, d));
    struct constant *imag =
        part(pool, part(pool, b, TOKEN_MUL, c), TOKEN_SUB, part(pool, a, TOKEN_MUL, d));
    return constant_make_complex(pool, part(pool, real, TOKEN_QUO, scale),
                                 part(pool, imag, TOKEN_QUO, scale));
  }
  default:
    return constant_unknown(pool);
  }
}

struct constant *constant_binary(struct constant_pool *pool, struct constant *x, enum token op,
                                 struct constant *y, bool integer_division) {
  if (!match(pool, &x, &y))
    return constant_unknown(pool);
  switch (x->form) {
  case FORM_BOOL:
    if (op == TOKEN_LAND || op == TOKEN_LOR) {
      bool value = op == TOKEN_LAND ? x->u.boolean && y->u.boolean : x->u.boolean || y->u.boolean;
      return constant_bool(pool, value);
    }
    return constant_unknown(pool);
  case FORM_STRING:
    return op == TOKEN_ADD ? constant_concatenation(pool, x, y) : constant_unknown(pool);
  case FORM_SMALL: {
    struct constant *c = small_binary(pool, x->u.small, op, y->u.small, integer_division);
    return c ? c : big_binary(pool, x, op, y, integer_division);
  }
  case FORM_BIG:
    return big_binary(pool, x, op, y, integer_division);
  case FORM_RATIONAL:
    return rational_binary(pool, x, op, y);
  case FORM_FLOAT:
    return float_binary(pool, x, op, y);
  case FORM_COMPLEX:
    return complex_binary(pool, x, op, y);
  default:
    return constant_unknown(pool);
  }
}

static struct constant *negate(struct constant_pool *pool, struct constant *x) {
  switch (x->form) {
  case FORM_RATIONAL: {
    struct constant *c = constant_new(pool, FORM_RATIONAL);
    mpq_neg(c->u.rational, x->u.rational);
    return c;
  }
  case FORM_FLOAT: {
    struct constant *c = constant_new(pool, FORM_FLOAT);
    big_float_set(&c->u.number, &x->u.number);
    mpz_neg(c->u.number.mantissa, c->u.number.mantissa);
    return c;
  }
  case FORM_COMPLEX:
    return constant_make_complex(pool, negate(pool, x->u.complex.real),
                                 negate(pool, x->u.complex.imag));
  default: {
    mpz_t z;
    mpz_init(z);
    constant_get_integer(z, x);
    mpz_neg(z, z);
    return constant_take_integer(pool, z);
  }
  }
}

static struct constant *complement(struct constant_pool *pool, const struct constant *x,
                                   int unsigned_bits) {
  mpz_t z;
  mpz_init(z);
  constant_get_integer(z, x);
  mpz_com(z, z);
  if (unsigned_bits > 0)
    mpz_fdiv_r_2exp(z, z, (mp_bitcnt_t)unsigned_bits);
  return constant_take_integer(pool, z);
}

struct constant *constant_unary(struct constant_pool *pool, enum token op, struct constant *x,
                                int unsigned_bits) {
  if (op == TOKEN_NOT && constant_kind(x) == CONSTANT_BOOL)
    return constant_bool(pool, !x->u.boolean);
  if (op == TOKEN_ADD && is_number(x))
    return x;
  if (op == TOKEN_SUB && is_number(x))
    return negate(pool, x);
  if (op == TOKEN_XOR && constant_kind(x) == CONSTANT_INT)
    return complement(pool, x, unsigned_bits);
  return constant_unknown(pool);
}

struct constant *constant_shift(struct constant_pool *pool, struct constant *x, enum token op,
                                unsigned count) {
  invariant_debug(token_is_shift(op));
  if (constant_kind(x) != CONSTANT_INT || (op == TOKEN_SHL && count > max_shift_bits))
    return constant_unknown(pool);
  mpz_t z;
  mpz_init(z);
  constant_get_integer(z, x);
  if (op == TOKEN_SHL)
    mpz_mul_2exp(z, z, count);
  else
    mpz_fdiv_q_2exp(z, z, count);
  return constant_take_integer(pool, z);
}

static bool compare_sign(int sign, enum token op) {
  switch (op) {
  case TOKEN_EQL:
    return sign == 0;
  case TOKEN_NEQ:
    return sign != 0;
  case TOKEN_LSS:
    return sign < 0;
  case TOKEN_LEQ:
    return sign <= 0;
  case TOKEN_GTR:
    return sign > 0;
  case TOKEN_GEQ:
    return sign >= 0;
  default:
    return false;
  }
}

static int compare_strings(const struct constant *x, const struct constant *y) {
  invariant_debug(x->form == FORM_STRING && y->form == FORM_STRING);
  struct string_pieces left = constant_string_pieces(x), right = constant_string_pieces(y);
  const struct constant *a = constant_next_piece(&left), *b = constant_next_piece(&right);
  size_t at_a = 0, at_b = 0;
  while (a && b) {
    size_t rest_a = a->u.string.size - at_a, rest_b = b->u.string.size - at_b;
    size_t n = rest_a < rest_b ? rest_a : rest_b;
    int sign = memcmp(a->u.string.bytes + at_a, b->u.string.bytes + at_b, n);
    if (sign != 0)
      return sign;
    at_a = n < rest_a ? at_a + n : 0;
    at_b = n < rest_b ? at_b + n : 0;
    a = at_a > 0 ? a : constant_next_piece(&left);
    b = at_b > 0 ? b : constant_next_piece(&right);
  }
  return (x->u.string.size > y->u.string.size) - (x->u.string.size < y->u.string.size);
}

// Compares numbers of equal form, which is none of complex.
static int compare_numbers(const struct constant *x, const struct constant *y) {
  invariant_debug(x->form == y->form && x->form >= FORM_SMALL && x->form < FORM_COMPLEX);
  switch (x->form) {
  case FORM_SMALL:
    return (x->u.small > y->u.small) - (x->u.small < y->u.small);
  case FORM_BIG:
    return mpz_cmp(x->u.big, y->u.big);
  case FORM_RATIONAL:
    return mpq_cmp(x->u.rational, y->u.rational);
  default:
    return big_float_compare(&x->u.number, &y->u.number);
  }
}

bool constant_compare(struct constant_pool *pool, const struct constant *x_in, enum token op,
                      const struct constant *y_in) {
  invariant_debug(token_is_comparison(op));
  struct constant *x = (struct constant *)x_in;
  struct constant *y = (struct constant *)y_in;
  bool result = false;
  if (match(pool, &x, &y)) {
    switch (x->form) {
    case FORM_BOOL:
      result = (op == TOKEN_EQL || op == TOKEN_NEQ) &&
               (x->u.boolean == y->u.boolean) == (op == TOKEN_EQL);
      break;
    case FORM_STRING:
      if ((op == TOKEN_EQL || op == TOKEN_NEQ) && x->u.string.size != y->u.string.size)
        result = op == TOKEN_NEQ;
      else
        result = compare_sign(x == y ? 0 : compare_strings(x, y), op);
      break;
    case FORM_COMPLEX: {
      bool equal = constant_compare(pool, x->u.complex.real, TOKEN_EQL, y->u.complex.real) &&
                   constant_compare(pool, x->u.complex.imag, TOKEN_EQL, y->u.complex.imag);
      result = (op == TOKEN_EQL && equal) || (op == TOKEN_NEQ && !equal);
      break;
    }
    default:
      result = compare_sign(compare_numbers(x, y), op);
      break;
    }
  }
  return result;
}
