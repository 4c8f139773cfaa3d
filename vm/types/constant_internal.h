// What the constants' files share: how a constant is held, and the floats of 512 bits.

#ifndef VOLE_VM_TYPES_CONSTANT_INTERNAL_H
#define VOLE_VM_TYPES_CONSTANT_INTERNAL_H

#include <gmp.h>

#include "mem/invariant.h"
#include "vm/types/constant.h"

// How a value is held. Numbers are in order of complexity: of two operands, the simpler is
// converted to the other's form.
enum constant_form {
  FORM_UNKNOWN,
  FORM_BOOL,
  FORM_STRING,
  FORM_SMALL,    // an integer that fits int64
  FORM_BIG,      // any other integer
  FORM_RATIONAL, // a float, exact
  FORM_FLOAT,    // a float of constant_precision bits, where a fraction would be too large
  FORM_COMPLEX,
};

enum {
  constant_precision = 512,         // bits of a float's mantissa
  constant_max_fraction_bits = 4096 // of numerator and denominator of a rational
};

// A binary float: mantissa * 2**exponent, at most constant_precision bits; zero is 0 * 2**0.
struct big_float {
  mpz_t mantissa;
  int64_t exponent;
};

struct constant {
  enum constant_form form;
  union {
    bool boolean;
    struct {
      const char *bytes; // NULL: left and right, which are joined when the text is first needed
      size_t size;
      struct constant *left, *right;
      struct region *region; // where it is made
    } string;
    int64_t small;
    mpz_t big;
    mpq_t rational;
    struct big_float number;
    struct {
      struct constant *real, *imag;
    } complex;
  } u;
  struct constant *next; // in the pool's list of those that own GMP memory
};

// constant_string.c

// The parts of a string constant that are written out, from the left. None is empty, unless it is
// the only one.
struct string_pieces {
  struct region *region;
  const struct constant **waiting; // what is left, the next one last
  int count, cap;
};
struct string_pieces constant_string_pieces(const struct constant *c);
// Returns the next part, or NULL.
const struct constant *constant_next_piece(struct string_pieces *pieces);
// Returns x + y; unknown if it would be longer than constant_max_string.
struct constant *constant_concatenation(struct constant_pool *pool, struct constant *x,
                                        struct constant *y);

// constant.c

// Make constants. Those that own GMP memory are initialised to zero and in the pool's list.
struct constant *constant_new(struct constant_pool *pool, enum constant_form form);
struct constant *constant_unknown(struct constant_pool *pool);

// Return a value in its simplest form, and clear the argument. A rational is canonical.
struct constant *constant_take_integer(struct constant_pool *pool, mpz_t z);
struct constant *constant_take_rational(struct constant_pool *pool, mpq_t q);
struct constant *constant_take_float(struct constant_pool *pool, struct big_float *f);

// Sets z (initialised) to the value of an integer constant.
void constant_get_integer(mpz_t z, const struct constant *c);

// Returns the value in a more complex form of number.
struct constant *constant_convert(struct constant_pool *pool, struct constant *c,
                                  enum constant_form form);

// constant_float.c: results are rounded to nearest even; the arguments may be the same.
void big_float_init(struct big_float *f);
void big_float_clear(struct big_float *f);
void big_float_set(struct big_float *f, const struct big_float *x);
void big_float_set_integer(struct big_float *f, const mpz_t z);
void big_float_set_fraction(struct big_float *f, const mpz_t numerator, const mpz_t denominator);
void big_float_add(struct big_float *f, const struct big_float *x, const struct big_float *y,
                   bool subtract);
void big_float_multiply(struct big_float *f, const struct big_float *x, const struct big_float *y);
void big_float_divide(struct big_float *f, const struct big_float *x, const struct big_float *y);
int big_float_compare(const struct big_float *x, const struct big_float *y);
// f = digits * 10**exponent, for exponents too large to do it exactly.
void big_float_set_decimal(struct big_float *f, const mpz_t digits, int64_t exponent);
// One more than the exponent of the highest bit; 0 for zero.
int64_t big_float_magnitude(const struct big_float *f);
// Whether it is an integer, perhaps after undoing rounding errors in the last four bits; then *z
// (initialised) is that integer.
bool big_float_to_integer(const struct big_float *f, mpz_t z);
// Returns numerator/denominator * 2**exponent as a double, rounded once to precision bits; ±Inf if
// too large for a double. min_exponent: the least exponent of a denormal's last bit.
double big_float_round_fraction(const mpz_t numerator, const mpz_t denominator, int64_t exponent,
                                int precision, int min_exponent);

#endif
