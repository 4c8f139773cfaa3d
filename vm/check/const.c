// Constants and types: representability, the types that untyped expressions get, and conversions.
// After go/types const.go and conversions.go.

#include <math.h>
#include <string.h>

#include "vm/check/internal.h"
#include "vm/syntax/rune.h"

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

static bool is_representable(struct checker *c, struct constant *value, struct type *basic,
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
  if (is_representable(c, e->value, t, value))
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
static enum convert_failure implicit_param(struct checker *c, struct expr *e,
                                           struct type *target) {
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
      if (is_representable(c, e->value, t, &value))
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

// Conversions T(x).

static bool is_bytes_or_runes(struct type *t) {
  if (t->kind != TYPE_SLICE)
    return false;
  struct type *elem = type_underlying(t->u.slice.elem);
  return elem->kind == TYPE_BASIC &&
         (elem->u.basic.kind == BASIC_UINT8 || elem->u.basic.kind == BASIC_INT32);
}

static bool is_basic(struct type *t, enum basic_kind kind) {
  return t->kind == TYPE_BASIC && t->u.basic.kind == kind;
}

static bool is_slice_to_array(struct checker *c, struct type *from, struct type *to,
                              const char **cause) {
  if (from->kind != TYPE_SLICE)
    return false;
  bool pointer = to->kind == TYPE_POINTER;
  if (pointer)
    to = type_underlying(to->u.pointer.elem);
  if (to->kind != TYPE_ARRAY || !types_identical(from->u.slice.elem, to->u.array.elem))
    return false;
  if (check_language(c, pointer ? 17 : 20))
    return true;
  *cause = pointer ? "conversion of slice to array pointer requires go1.17 or later"
                   : "conversion of slice to array requires go1.20 or later";
  return false;
}

// Whether types may be converted by their structure.
static bool structure_converts(struct type *x, struct type *t) {
  struct type *from = type_underlying(x), *to = type_underlying(t);
  if (types_identical_ignoring_tags(from, to))
    return true;
  if (x->kind == TYPE_POINTER && t->kind == TYPE_POINTER &&
      types_identical_ignoring_tags(type_underlying(x->u.pointer.elem),
                                    type_underlying(t->u.pointer.elem)))
    return true;
  if ((type_is_integer(from) || type_is_float(from)) && (type_is_integer(to) || type_is_float(to)))
    return true;
  if (type_is_complex(from) && type_is_complex(to))
    return true;
  if (type_is_string(to) && (type_is_integer(from) || is_bytes_or_runes(from)))
    return true;
  if (type_is_string(from) && is_bytes_or_runes(to))
    return true;
  if (is_basic(to, BASIC_UNSAFE_POINTER) &&
      (from->kind == TYPE_POINTER || is_basic(from, BASIC_UINTPTR)))
    return true;
  if (is_basic(from, BASIC_UNSAFE_POINTER) &&
      (to->kind == TYPE_POINTER || is_basic(to, BASIC_UINTPTR)))
    return true;
  return is_slice_to_array(c, from, to, cause);
}

static bool is_convertible(struct checker *c, struct expr *x, struct type *t, const char **cause);

static void add_cause(struct checker *c, const char **cause, const char *text) {
  *cause = *cause ? region_printf(c->region, "%s\n\t%s", text, *cause) : text;
}

// Where a type parameter is on one side or both: each specific type must convert to each.
static bool params_convert(struct checker *c, struct expr *x, struct type *t, const char **cause) {
  struct type *from = x->type;
  bool is_from = type_is_param(from), is_to = type_is_param(t);
  int from_count = type_term_count(from), to_count = type_term_count(t);
  for (int i = 0; i < from_count; i++) {
    struct expr value = *x;
    value.type = type_term(from, i);
    for (int j = 0; j < to_count; j++) {
      if (is_convertible(c, &value, type_term(t, j), cause))
        continue;
      const char *text =
          region_printf(c->region, "cannot convert %s", check_type_string(c, value.type));
      if (is_from)
        text = region_printf(c->region, "%s (in %s)", text, check_type_string(c, from));
      text = region_printf(c->region, "%s to type %s", text, check_type_string(c, type_term(t, j)));
      if (is_to)
        text = region_printf(c->region, "%s (in %s)", text, check_type_string(c, t));
      add_cause(c, cause, text);
      return false;
    }
  }
  return from_count > 0 && to_count > 0;
}

static bool is_convertible(struct checker *c, struct expr *x, struct type *t, const char **cause) {
  if (check_assignable(c, x, t, cause) || structure_converts(x->type, t))
    return true;
  return (type_is_param(x->type) || type_is_param(t)) && params_convert(c, x, t, cause);
}

// The string of one code point, as string(rune) makes it.
static struct constant *rune_string(struct checker *c, struct constant *value) {
  int64_t rune;
  if (!constant_int64_value(value, &rune) || rune < 0 || rune > 0x10FFFF ||
      (rune >= 0xD800 && rune <= 0xDFFF))
    rune = 0xFFFD;
  char *s = region_alloc(c->region, rune_utf8_bytes);
  return constant_string(c->pool, s, (size_t)rune_encode(s, (uint32_t)rune));
}

static bool convert_constant(struct checker *c, struct expr *x, struct type *t,
                             struct constant **value) {
  if (is_representable(c, x->value, t, value))
    return true;
  if (type_is_integer(x->type) && type_is_string(t)) {
    *value = rune_string(c, x->value);
    return true;
  }
  return false;
}

// A constant becomes a value of a type parameter if it converts to each specific type.
static bool convert_to_param(struct checker *c, struct expr *x, struct type *t,
                             const char **cause) {
  int count = type_term_count(t);
  const char *type = check_type_string(c, t);
  if (count == 0)
    *cause = region_printf(c->region, "%s does not contain specific types", type);
  for (int i = 0; i < count; i++) {
    struct type *under = type_underlying(type_term(t, i));
    struct constant *ignored;
    if (type_is_string(x->type) && is_bytes_or_runes(under))
      continue;
    if (under->kind == TYPE_BASIC && convert_constant(c, x, under, &ignored))
      continue;
    const char *term = check_type_string(c, under);
    if (type_is_integer(x->type) && type_is_integer(under))
      *cause = region_printf(c->region, "constant %s overflows %s (in %s)",
                             constant_text(c->region, x->value), term, type);
    else
      *cause = region_printf(c->region, "cannot convert %s to type %s (in %s)",
                             check_operand_string(c, x), term, type);
    return false;
  }
  return count > 0;
}

void check_conversion(struct checker *c, struct expr *call, struct expr *x, struct type *t) {
  bool is_constant = x->mode == MODE_CONSTANT && types_is_constant_type(t);
  const char *cause = NULL;
  struct constant *value = NULL;
  bool good;
  if (is_constant) {
    good = convert_constant(c, x, t, &value);
    if (!good && type_is_integer(x->type) && type_is_integer(t)) {
      check_error(c, x->start_pos, "constant %s overflows %s", constant_text(c->region, x->value),
                  check_type_string(c, t));
      check_invalidate(c, call);
      return;
    }
  } else if (x->mode == MODE_CONSTANT && type_is_param(t)) {
    good = convert_to_param(c, x, t, &cause);
  } else {
    good = is_convertible(c, x, t, &cause);
  }
  if (!good) {
    const char *operand = check_operand_string(c, x), *type = check_type_string(c, t);
    if (cause)
      check_error(c, x->start_pos, "cannot convert %s to type %s: %s", operand, type, cause);
    else
      check_error(c, x->start_pos, "cannot convert %s to type %s", operand, type);
    check_invalidate(c, call);
    return;
  }
  if (type_is_untyped(x->type)) {
    struct type *final = t;
    if (x->mode == MODE_NIL)
      final = t;
    else if (type_is_interface(t) || (x->mode == MODE_CONSTANT && !types_is_constant_type(t)) ||
             (x->mode == MODE_CONSTANT && type_is_integer(x->type) && type_is_string(t)))
      final = types_default(c->universe, x->type);
    check_update_type(c, x, final);
  }
  if (is_constant)
    check_set_constant(call, value, t);
  else
    call->mode = x->mode == MODE_INVALID ? MODE_INVALID : MODE_VALUE;
  call->type = t;
}
