// Comparisons: which operands may be compared, and what they become. After go/types expr.go.

#include "vm/check/internal.h"

static const char *struct_cause(struct checker *c, struct type *t) {
  invariant_debug(type_underlying(t)->kind == TYPE_STRUCT);
  struct type *under = type_underlying(t);
  for (int i = 0; i < under->u.struct_.count; i++) {
    struct type *field = under->u.struct_.fields[i]->type;
    if (!type_is_comparable(field))
      return region_printf(c->region, "struct containing %s cannot be compared",
                           check_type_string(c, field));
  }
  return "";
}

static const char *incomparable_cause(struct checker *c, struct type *t) {
  struct type *under = type_underlying(t);
  switch (under->kind) {
  case TYPE_SLICE:
  case TYPE_SIGNATURE:
  case TYPE_MAP:
    return region_printf(c->region, "%s can only be compared to nil", types_kind_word(t));
  case TYPE_STRUCT:
    return struct_cause(c, t);
  case TYPE_ARRAY:
    return region_printf(c->region, "%s cannot be compared", check_type_string(c, t));
  case TYPE_PARAM:
    return type_set_is_empty(types_type_set(t->u.param.constraint))
               ? "empty type set"
               : "incomparable types in type set";
  default:
    return "";
  }
}

static void report_comparison(struct checker *c, struct expr *e, struct expr *x, struct expr *y,
                              struct expr *at, enum token op, bool switch_case, const char *cause) {
  bool generic = type_is_param(x->type) || type_is_param(y->type);
  if ((!cause || cause[0] == '\0') && generic) {
    at = type_is_param(x->type) ? at : y;
    cause = region_printf(c->region, "type parameter %s cannot use operator %s",
                          check_type_string(c, at->type), token_text(op));
  } else if (!cause || cause[0] == '\0') {
    const char *what = types_kind_word(at->type);
    if (what[0] == '\0')
      what = check_type_string(c, at->type);
    cause = region_printf(c->region, "operator %s not defined on %s", token_text(op),
                          at->mode == MODE_NIL ? "untyped nil" : what);
  }
  const char *left = check_expr_string(c, x), *right = check_expr_string(c, y);
  if (switch_case)
    check_error(c, x->start_pos, "invalid case %s in switch on %s (%s)", left, right, cause);
  else
    check_error(c, at->start_pos, "invalid operation: %s %s %s (%s)", left, token_text(op), right,
                cause);
  check_invalidate(c, e);
}

void check_comparison(struct checker *c, struct expr *e, struct expr *x, struct expr *y,
                      enum token op, bool switch_case) {
  invariant_debug(token_is_comparison(op));
  const char *ignored = NULL;
  if (!types_is_valid(x->type) || !types_is_valid(y->type)) {
    check_invalidate(c, e);
    return;
  }
  if (switch_case)
    op = TOKEN_EQL;
  if (!check_assignable(c, x, y->type, &ignored) && !check_assignable(c, y, x->type, &ignored)) {
    report_comparison(c, e, x, y, y, op, switch_case,
                      region_printf(c->region, "mismatched types %s and %s",
                                    check_type_string(c, x->type), check_type_string(c, y->type)));
    return;
  }
  struct expr *bad = NULL;
  const char *cause = NULL;
  if (op == TOKEN_EQL || op == TOKEN_NEQ) {
    if (x->mode == MODE_NIL || y->mode == MODE_NIL) {
      struct type *t = x->mode == MODE_NIL ? y->type : x->type;
      if (!type_has_nil(t) || (x->mode == MODE_NIL && y->mode == MODE_NIL))
        bad = y;
    } else if (!type_is_comparable(x->type)) {
      bad = x;
      cause = incomparable_cause(c, x->type);
    } else if (!type_is_comparable(y->type)) {
      bad = y;
      cause = incomparable_cause(c, y->type);
    }
  } else if (!type_all(x->type, types_is_ordered)) {
    bad = x;
  } else if (!type_all(y->type, types_is_ordered)) {
    bad = y;
  }
  if (bad) {
    report_comparison(c, e, x, y, bad, op, switch_case, cause);
    return;
  }
  if (x->mode == MODE_CONSTANT && y->mode == MODE_CONSTANT) {
    bool known =
        constant_kind(x->value) != CONSTANT_UNKNOWN && constant_kind(y->value) != CONSTANT_UNKNOWN;
    check_set_constant(
        e, constant_bool(c->pool, known && constant_compare(c->pool, x->value, op, y->value)),
        NULL);
  } else {
    e->mode = MODE_VALUE;
    check_default(c, x);
    check_default(c, y);
  }
  e->type = c->universe->basic[BASIC_UNTYPED_BOOL];
}
