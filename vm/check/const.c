// Constants and types: representability, and the types that untyped expressions get. After go/types
// const.go.

#include <math.h>

#include "vm/check/internal.h"

void check_set_constant(struct expr *e, struct constant *value, struct type *t) {
  invariant_debug(value);
  e->mode = MODE_CONSTANT;
  e->value = value;
  e->type = t;
}

// Representability.

static bool integer_fits(struct constant *value, enum basic_kind kind) {
  int64_t i;
  uint64_t u;
  bool is_signed = constant_int64_value(value, &i), is_unsigned = constant_uint64_value(value, &u);
  switch (kind) {
  case BASIC_INT8:
    return is_signed && i >= INT8_MIN && i <= INT8_MAX;
  case BASIC_INT16:
    return is_signed && i >= INT16_MIN && i <= INT16_MAX;
  case BASIC_INT32:
    return is_signed && i >= INT32_MIN && i <= INT32_MAX;
  case BASIC_INT:
  case BASIC_INT64:
    return is_signed;
  case BASIC_UINT8:
    return is_unsigned && u <= UINT8_MAX;
  case BASIC_UINT16:
    return is_unsigned && u <= UINT16_MAX;
  case BASIC_UINT32:
    return is_unsigned && u <= UINT32_MAX;
  case BASIC_UINT:
  case BASIC_UINT64:
  case BASIC_UINTPTR:
    return is_unsigned;
  default:
    return true;
  }
}

static bool round_float(struct checker *c, struct constant *value, enum basic_kind kind,
                        struct constant **rounded) {
  value = constant_to_float(c->pool, value);
  if (constant_kind(value) == CONSTANT_UNKNOWN)
    return false;
  if (kind == BASIC_FLOAT32 || kind == BASIC_COMPLEX64)
    value = constant_round_float32(c->pool, value);
  else if (kind == BASIC_FLOAT64 || kind == BASIC_COMPLEX128)
    value = constant_round_float64(c->pool, value);
  *rounded = value;
  return constant_kind(value) != CONSTANT_UNKNOWN;
}

static bool round_complex(struct checker *c, struct constant *value, enum basic_kind kind,
                          struct constant **rounded) {
  struct constant *real, *imag;
  value = constant_to_complex(c->pool, value);
  if (constant_kind(value) == CONSTANT_UNKNOWN ||
      !round_float(c, constant_real(value), kind, &real) ||
      !round_float(c, constant_imag(c->pool, value), kind, &imag))
    return false;
  *rounded = constant_make_complex(c->pool, real, imag);
  return true;
}

bool check_representable(struct checker *c, struct constant *value, struct type *basic,
                         struct constant **rounded) {
  invariant_debug(type_underlying(basic)->kind == TYPE_BASIC);
  struct type *t = type_underlying(basic);
  enum basic_kind kind = t->u.basic.kind;
  enum constant_kind have = constant_kind(value);
  *rounded = value;
  if (have == CONSTANT_UNKNOWN)
    return true;
  bool is_number = have == CONSTANT_INT || have == CONSTANT_FLOAT || have == CONSTANT_COMPLEX;
  if (type_is_integer(t)) {
    if (!is_number || !constant_is_int(value))
      return false;
    *rounded = constant_to_int(c->pool, value);
    return integer_fits(*rounded, kind);
  }
  if (type_is_float(t))
    return is_number && round_float(c, value, kind, rounded);
  if (type_is_complex(t))
    return is_number && round_complex(c, value, kind, rounded);
  if (type_is_string(t))
    return have == CONSTANT_STRING;
  if (type_is_boolean(t))
    return have == CONSTANT_BOOL;
  return false;
}

static enum convert_failure represent(struct checker *c, struct expr *e, struct type *t,
                                      struct constant **value) {
  if (check_representable(c, e->value, t, value))
    return CONVERT_OK;
  if (type_is_numeric(e->type) && type_is_numeric(t))
    return !type_is_integer(e->type) && type_is_integer(t) ? CONVERT_TRUNCATED : CONVERT_OVERFLOW;
  return CONVERT_BAD;
}

static void report_failure(struct checker *c, enum convert_failure failure, struct expr *e,
                           struct type *t) {
  const char *operand = check_operand_string(c, e), *type = check_type_string(c, t);
  if (failure == CONVERT_TRUNCATED)
    check_error(c, e->start_pos, "%s truncated to %s", operand, type);
  else if (failure == CONVERT_OVERFLOW)
    check_error(c, e->start_pos, "%s overflows %s", operand, type);
  else
    check_error(c, e->start_pos, "cannot convert %s to type %s", operand, type);
  check_invalidate(c, e);
}

bool check_require_representable(struct checker *c, struct expr *e, struct type *t) {
  struct constant *value;
  enum convert_failure failure = represent(c, e, t, &value);
  if (failure != CONVERT_OK) {
    report_failure(c, failure, e, t);
    return false;
  }
  e->value = value;
  return true;
}

// Untyped expressions.

static int untyped_rank(enum basic_kind kind) {
  return kind >= BASIC_UNTYPED_INT && kind <= BASIC_UNTYPED_COMPLEX ? (int)kind : 0;
}

static struct type *max_untyped(struct type *x, struct type *y) {
  invariant_debug(type_is_untyped(x) && type_is_untyped(y));
  if (x == y || x->u.basic.kind == y->u.basic.kind)
    return x;
  int a = untyped_rank(x->u.basic.kind), b = untyped_rank(y->u.basic.kind);
  if (a == 0 || b == 0)
    return NULL;
  return a > b ? x : y;
}

static bool fits_basic(struct expr *e, struct type *target) {
  invariant_debug(type_is_untyped(e->type));
  switch (e->type->u.basic.kind) {
  case BASIC_UNTYPED_BOOL:
    return type_is_boolean(target);
  case BASIC_UNTYPED_INT:
  case BASIC_UNTYPED_RUNE:
  case BASIC_UNTYPED_FLOAT:
  case BASIC_UNTYPED_COMPLEX:
    return type_is_numeric(target);
  case BASIC_UNTYPED_STRING:
    return type_is_string(target);
  default:
    return false;
  }
}

// An untyped value becomes one of a type parameter if it could become one of each specific type.
static enum convert_failure implicit_param(struct checker *c, struct expr *e, struct type *target) {
  struct type *ignored;
  struct constant *rounded;
  int count = type_term_count(target);
  for (int i = 0; i < count; i++)
    if (check_implicit_type(c, e, type_underlying(type_term(target, i)), &ignored, &rounded) !=
        CONVERT_OK)
      return CONVERT_BAD;
  return count > 0 ? CONVERT_OK : CONVERT_BAD;
}

enum convert_failure check_implicit_type(struct checker *c, struct expr *e, struct type *target,
                                         struct type **result, struct constant **value) {
  *result = e->type;
  *value = NULL;
  if (e->mode == MODE_INVALID || !type_is_untyped(e->type) || !types_is_valid(target))
    return CONVERT_OK;
  if (type_is_untyped(target)) {
    *result = max_untyped(e->type, target);
    return *result ? CONVERT_OK : CONVERT_BAD;
  }
  *result = target;
  if (e->mode == MODE_NIL)
    return type_has_nil(target) ? CONVERT_OK : CONVERT_BAD;
  struct type *under = type_underlying(target);
  if (under->kind == TYPE_PARAM)
    return implicit_param(c, e, under);
  if (under->kind == TYPE_BASIC) {
    if (e->mode == MODE_CONSTANT)
      return represent(c, e, under, value);
    return fits_basic(e, target) ? CONVERT_OK : CONVERT_BAD;
  }
  if (under->kind == TYPE_INTERFACE) {
    types_complete_interface(under);
    if (under->u.interface_.all_count > 0 || !types_type_set(under)->all)
      return CONVERT_BAD;
    *result = types_default(c->universe, e->type);
    if (e->mode == MODE_CONSTANT)
      return represent(c, e, *result, value);
    return CONVERT_OK;
  }
  return CONVERT_BAD;
}

// The left operand of a shift that was put off has got its type: it must be an integer.
static bool check_shifted(struct checker *c, struct expr *x, struct type *t) {
  if (x->mode != MODE_CONSTANT || type_is_untyped(t) || type_all(t, type_is_integer))
    return true;
  check_error(c, x->start_pos, "invalid operation: shifted operand %s (type %s) must be integer",
              check_expr_string(c, x), check_type_string(c, t));
  check_invalidate(c, x);
  return false;
}

void check_update_type(struct checker *c, struct expr *e, struct type *t) {
  while (e->mode != MODE_INVALID && type_is_untyped(e->type)) {
    e->type = t;
    if (e->mode == MODE_CONSTANT && !type_is_untyped(t) && types_is_constant_type(t)) {
      struct constant *value;
      if (check_representable(c, e->value, t, &value))
        e->value = value;
    }
    if (e->kind == EXPR_PAREN) {
      e = e->u.paren.x;
      continue;
    }
    if (e->mode == MODE_CONSTANT)
      return;
    if (e->kind == EXPR_UNARY) {
      e = e->u.unary.x;
      continue;
    }
    if (e->kind != EXPR_BINARY || token_is_comparison(e->u.binary.op))
      return;
    if (token_is_shift(e->u.binary.op)) {
      if (!check_shifted(c, e->u.binary.x, t))
        return;
    } else {
      if (!check_deeper(c, e->start_pos))
        return;
      check_update_type(c, e->u.binary.y, t);
      c->depth--;
    }
    e = e->u.binary.x;
  }
}

bool check_convert_untyped(struct checker *c, struct expr *e, struct type *target) {
  struct type *t;
  struct constant *value;
  enum convert_failure failure = check_implicit_type(c, e, target, &t, &value);
  if (failure != CONVERT_OK) {
    report_failure(c, failure, e, type_underlying(target));
    return false;
  }
  if (value)
    e->value = value;
  if (t != e->type)
    check_update_type(c, e, t);
  return e->mode != MODE_INVALID;
}

void check_default(struct checker *c, struct expr *e) {
  if (e->mode == MODE_INVALID || e->mode == MODE_NIL || !type_is_untyped(e->type))
    return;
  check_convert_untyped(c, e, types_default(c->universe, e->type));
}
