// Exact constants: booleans, strings, integers, rationals, floats of 512 bits, complex numbers.
// After go/constant.
//
// Integers are int64, then GMP's mpz. Floating-point constants are mpq as long as numerator and
// denominator stay below 4096 bits. Then they are binary floats of 512 bits that round as Go's
// big.Float (GMP's mpf truncates). A constant is immutable. The pool knows what memory of GMP's
// they own, and gives it back.

#ifndef VOLE_VM_TYPES_CONSTANT_H
#define VOLE_VM_TYPES_CONSTANT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "vm/syntax/region.h"
#include "vm/syntax/token.h"

enum constant_kind {
  CONSTANT_UNKNOWN,
  CONSTANT_BOOL,
  CONSTANT_STRING,
  CONSTANT_INT,
  CONSTANT_FLOAT,
  CONSTANT_COMPLEX
};

// The longest string constant, in bytes: Go's compiler has no larger symbols.
enum { constant_max_string = 2000000000 };

// constant.c

struct constant;

struct constant_pool {
  struct region *region;
  struct constant *all; // every constant that owns GMP memory, for constant_pool_free
};

void constant_pool_init(struct constant_pool *pool, struct region *region);
void constant_pool_free(struct constant_pool *pool);

enum constant_kind constant_kind(const struct constant *c);

// Make constants.
struct constant *constant_bool(struct constant_pool *pool, bool value);
struct constant *constant_int64(struct constant_pool *pool, int64_t value);

bool constant_bool_value(const struct constant *c);
// Whether the value is an integer, of whatever kind.
bool constant_is_int(const struct constant *c);
// Return the value in another kind; of kind UNKNOWN if it has none there.
struct constant *constant_to_int(struct constant_pool *pool, struct constant *c);
struct constant *constant_to_float(struct constant_pool *pool, struct constant *c);
struct constant *constant_to_complex(struct constant_pool *pool, struct constant *c);
// Set *value. Return false if the constant is no integer, or one that does not fit.
bool constant_int64_value(const struct constant *c, int64_t *value);
bool constant_uint64_value(const struct constant *c, uint64_t *value);
// Return the value rounded to nearest even, ±Inf on overflow.
double constant_float64_value(const struct constant *c);
float constant_float32_value(const struct constant *c);
struct constant *constant_real(struct constant *c);
struct constant *constant_imag(struct constant_pool *pool, struct constant *c);
struct constant *constant_make_complex(struct constant_pool *pool, struct constant *real,
                                       struct constant *imag);
// Returns -1, 0 or 1; for complex numbers 0 only if both parts are.
int constant_sign(const struct constant *c);
// Returns the number of bits of an integer's magnitude, 0 for all else.
int constant_bit_length(const struct constant *c);

// Return the value as a float32 or float64 holds it, rounded; of kind UNKNOWN if it overflows.
struct constant *constant_round_float32(struct constant_pool *pool, struct constant *c);
struct constant *constant_round_float64(struct constant_pool *pool, struct constant *c);

// constant_string.c

// Makes a constant of a string. The bytes must live as long as the pool's region.
struct constant *constant_string(struct constant_pool *pool, const char *bytes, size_t size);
// Returns the text and its size in bytes; a concatenation makes it when it is first asked for.
const char *constant_string_value(const struct constant *c, size_t *size);
size_t constant_string_size(const struct constant *c);

// constant_literal.c

// Returns the value of a literal as written, NULL if it is malformed. token: TOKEN_INT,
// TOKEN_FLOAT, TOKEN_IMAGINARY, TOKEN_CHAR or TOKEN_STRING.
struct constant *constant_from_literal(struct constant_pool *pool, enum token token,
                                       const char *text, size_t size);

// constant_op.c

// op: TOKEN_ADD TOKEN_SUB TOKEN_MUL TOKEN_QUO TOKEN_REM TOKEN_AND TOKEN_OR TOKEN_XOR TOKEN_AND_NOT
// TOKEN_LAND TOKEN_LOR. Kinds are made equal first. integer_division: truncated division of
// integers for TOKEN_QUO. Division by zero is the caller's to refuse.
struct constant *constant_binary(struct constant_pool *pool, struct constant *x, enum token op,
                                 struct constant *y, bool integer_division);
// op: TOKEN_ADD TOKEN_SUB TOKEN_XOR TOKEN_NOT. unsigned_bits limits ^x of unsigned types (0: none).
struct constant *constant_unary(struct constant_pool *pool, enum token op, struct constant *x,
                                int unsigned_bits);
// op: TOKEN_SHL TOKEN_SHR.
struct constant *constant_shift(struct constant_pool *pool, struct constant *x, enum token op,
                                unsigned count);
// Returns x op y for a comparison. What one of them becomes to match the other stays in the pool.
bool constant_compare(struct constant_pool *pool, const struct constant *x, enum token op,
                      const struct constant *y);

// constant_text.c

// Returns a constant as Go's compiler shows it in messages: integers in full, floats with %.6g,
// strings quoted and cut at 72 characters.
const char *constant_text(struct region *region, const struct constant *c);

#endif
