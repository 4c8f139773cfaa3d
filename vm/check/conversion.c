// Conversions T(x). After go/types conversions.go.

#include "vm/check/internal.h"
#include "vm/syntax/rune.h"

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
static bool structure_converts(struct checker *c, struct type *x, struct type *t,
                               const char **cause) {
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

// Where a type parameter is on one side or both: each specific type must convert to each.
static bool params_convert(struct checker *c, struct expr *x, struct type *t, const char **cause) {
  struct type *from = x->type;
  bool is_from = type_is_param(from), is_to = type_is_param(t);
  const char *outer = *cause; // why it is not assignable
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
      if (outer)
        *cause = *cause ? region_printf(c->region, "%s\n\t%s", *cause, outer) : outer;
      *cause = *cause ? region_printf(c->region, "%s\n\t%s", text, *cause) : text;
      return false;
    }
  }
  return from_count > 0 && to_count > 0;
}

static bool is_convertible(struct checker *c, struct expr *x, struct type *t, const char **cause) {
  if (check_assignable(c, x, t, cause) || structure_converts(c, x->type, t, cause))
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
  if (check_representable(c, x->value, t, value))
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

static void report_conversion(struct checker *c, struct expr *x, struct type *t,
                              const char *cause) {
  struct expr operand = *x;
  if (x->mode == MODE_CONSTANT && type_is_numeric(x->type) && type_is_integer(t) &&
      constant_is_int(x->value))
    operand.value = constant_to_int(c->pool, x->value); // as it was tried
  if (x->mode == MODE_CONSTANT && type_is_param(t))
    operand.mode = MODE_VALUE; // no constant is of a type parameter
  const char *words = check_operand_string(c, &operand), *type = check_type_string(c, t);
  if (cause)
    check_error(c, x->start_pos, "cannot convert %s to type %s: %s", words, type, cause);
  else
    check_error(c, x->start_pos, "cannot convert %s to type %s", words, type);
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
    report_conversion(c, x, t, cause);
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
