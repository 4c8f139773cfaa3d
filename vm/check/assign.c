// Assignability and assignments. After go/types assignments.go and operand.go.

#include <string.h>

#include "vm/check/internal.h"

// Where a type parameter is on one side and a type without a name on the other: each specific type
// must be assignable.
static bool params_assignable(struct checker *c, struct expr *e, struct type *t,
                              const char **cause) {
  struct type *from = e->type, *param = type_is_param(t) ? t : from;
  if (type_is_named(param == t ? from : t))
    return false;
  int count = type_term_count(param);
  for (int i = 0; i < count; i++) {
    struct type *term = type_term(param, i);
    struct expr value = *e;
    value.type = param == t ? from : term;
    if (check_assignable(c, &value, param == t ? term : t, cause))
      continue;
    const char *name = check_type_string(c, param), *in = check_type_string(c, term);
    const char *text = param == t ? region_printf(c->region, "cannot assign %s to %s (in %s)",
                                                  check_type_string(c, from), in, name)
                                  : region_printf(c->region, "cannot assign %s (in %s) to %s", in,
                                                  name, check_type_string(c, t));
    *cause = *cause ? region_printf(c->region, "%s\n\t%s", text, *cause) : text;
    return false;
  }
  return count > 0;
}

static bool is_pointer_to_interface(struct type *under) {
  return under->kind == TYPE_POINTER &&
         (type_is_interface(under->u.pointer.elem) || type_is_param(under->u.pointer.elem));
}

bool check_assignable(struct checker *c, struct expr *e, struct type *t, const char **cause) {
  struct type *from = e->type;
  *cause = NULL;
  if (e->mode == MODE_INVALID || !types_is_valid(from) || !types_is_valid(t) ||
      types_identical(from, t))
    return true;
  struct type *from_under = type_underlying(from), *under = type_underlying(t);
  if (!types_is_valid(under) || !types_is_valid(from_under))
    return true;
  if (type_is_untyped(from)) {
    struct type *result;
    struct constant *value;
    return check_implicit_type(c, e, t, &result, &value) == CONVERT_OK;
  }
  if (types_identical(from_under, under) && (!type_is_named(from) || !type_is_named(t)))
    return true;
  bool generic = type_is_param(from) || type_is_param(t);
  if (under->kind == TYPE_INTERFACE) {
    if (check_implements(c, from, t, cause))
      return true;
    if (!type_is_param(from))
      return false;
    *cause = NULL;
  }
  if (is_pointer_to_interface(under) && !type_is_param(from)) {
    const char *to = check_type_string(c, t);
    const char *what = type_is_param(under->u.pointer.elem) ? "type parameter" : "interface";
    *cause = region_printf(c->region, "%s does not implement %s (type %s is pointer to %s, not %s)",
                           check_type_string(c, from), to, to, what, what);
    return false;
  }
  if (from_under->kind == TYPE_INTERFACE) {
    const char *ignored = NULL;
    if (check_implements(c, t, from, &ignored))
      *cause = "need type assertion";
    return false;
  }
  if (from_under->kind == TYPE_CHAN && from_under->u.chan.direction == CHAN_BOTH &&
      under->kind == TYPE_CHAN && types_identical(from_under->u.chan.elem, under->u.chan.elem))
    return !type_is_named(from) || !type_is_named(t);
  return generic && params_assignable(c, e, t, cause);
}

static const char *context_words(struct checker *c, const char *context) {
  return context == check_argument_context
             ? region_printf(c->region, "argument to %s", check_expr_string(c, c->callee))
             : context;
}

static bool report_untyped(struct checker *c, struct expr *e, struct type *target,
                           enum convert_failure failure, const char *context) {
  const char *suffix = failure == CONVERT_TRUNCATED  ? " (truncated)"
                       : failure == CONVERT_OVERFLOW ? " (overflows)"
                                                     : "";
  check_error(c, e->start_pos, "cannot use %s as %s value in %s%s", check_operand_string(c, e),
              check_type_string(c, target), context_words(c, context), suffix);
  check_invalidate(c, e);
  return false;
}

// Converts an untyped operand for assignment to t (NULL: its default type).
static bool assign_untyped(struct checker *c, struct expr *e, struct type *t, const char *context) {
  invariant_debug(type_is_untyped(e->type));
  struct type *target = t, *result;
  struct constant *value;
  if (e->mode == MODE_NIL) {
    if (!t) {
      check_error(c, e->start_pos, "use of untyped nil in %s", context_words(c, context));
      check_invalidate(c, e);
      return false;
    }
  } else if (!t || type_is_interface(t)) {
    target = types_default(c->universe, e->type);
  }
  enum convert_failure failure = check_implicit_type(c, e, target, &result, &value);
  if (failure != CONVERT_OK)
    return report_untyped(c, e, target, failure, context);
  if (value)
    e->value = value;
  if (result != e->type)
    check_update_type(c, e, result);
  return e->mode != MODE_INVALID;
}

bool check_assignment(struct checker *c, struct expr *e, struct type *t, const char *context) {
  if (!check_single_value(c, e))
    return false;
  switch (e->mode) {
  case MODE_INVALID:
    return false;
  case MODE_NIL:
  case MODE_CONSTANT:
  case MODE_VARIABLE:
  case MODE_MAP_INDEX:
  case MODE_VALUE:
  case MODE_COMMA_OK:
    break;
  default:
    check_error(c, e->start_pos, "cannot assign %s to %s in %s", check_operand_string(c, e),
                t ? check_type_string(c, t) : "_", context_words(c, context));
    check_invalidate(c, e);
    return false;
  }
  if (type_is_untyped(e->type) && !assign_untyped(c, e, t, context))
    return false;
  check_not_generic(c, e);
  if (e->mode == MODE_INVALID)
    return false;
  if (!t)
    return true;
  const char *cause;
  if (check_assignable(c, e, t, &cause))
    return true;
  const char *operand = check_operand_string(c, e), *type = check_type_string(c, t);
  context = context_words(c, context);
  if (cause)
    check_error(c, e->start_pos, "cannot use %s as %s value in %s: %s", operand, type, context,
                cause);
  else
    check_error(c, e->start_pos, "cannot use %s as %s value in %s", operand, type, context);
  check_invalidate(c, e);
  return false;
}

// Numbers of values that do not match.

static const char *measure(struct checker *c, int n, const char *unit) {
  return region_printf(c->region, "%d %s%s", n, unit, n == 1 ? "" : "s");
}

void check_count_mismatch(struct checker *c, struct expr *right0, int right_exprs, int left,
                          int right) {
  invariant_debug(left != right);
  const char *variables = measure(c, left, "variable"), *values = measure(c, right, "value");
  struct expr *call = expr_unparen(right0);
  if (right_exprs == 1 && call->kind == EXPR_CALL)
    check_error(c, right0->start_pos, "assignment mismatch: %s but %s returns %s", variables,
                check_expr_string(c, call->u.call.fun), values);
  else
    check_error(c, right0->start_pos, "assignment mismatch: %s but %s", variables, values);
}

// A stand-in for the i-th value of a call or comma-ok expression, so that it can be assigned like
// an expression.
static struct expr *value_of(struct checker *c, struct expr *right, struct type *t,
                             enum operand_mode mode) {
  struct expr *e = region_alloc(c->region, sizeof *e);
  *e = *right;
  e->mode = mode;
  e->type = t;
  e->value = NULL;
  return e;
}

static bool is_comma_ok(const struct expr *e) {
  return e->mode == MODE_MAP_INDEX || e->mode == MODE_COMMA_OK;
}

int check_unpack(struct checker *c, struct expr *right, int wanted, struct expr ***values) {
  invariant_debug(wanted > 0);
  *values = NULL;
  if (right->mode == MODE_INVALID)
    return -1;
  if (right->type->kind == TYPE_TUPLE) {
    int count = right->type->u.tuple.count;
    *values = region_alloc(c->region, (size_t)count * sizeof **values);
    for (int i = 0; i < count; i++)
      (*values)[i] = value_of(c, right, right->type->u.tuple.types[i], MODE_VALUE);
    return count;
  }
  *values = region_alloc(c->region, 2 * sizeof **values);
  (*values)[0] = right;
  if (wanted != 2 || !is_comma_ok(right))
    return 1;
  (*values)[0] = value_of(c, right, right->type, MODE_VALUE);
  (*values)[1] = value_of(c, right, c->universe->basic[BASIC_UNTYPED_BOOL], MODE_VALUE);
  (*values)[1]->kind = EXPR_BAD; // has no operands that could take the type
  return 2;
}

// Assignments.

static void report_unassignable(struct checker *c, struct expr *left) {
  struct expr *e = expr_unparen(left);
  if (e->kind == EXPR_SELECTOR && e->u.selector.x->mode == MODE_PACKAGE)
    check_error(c, e->start_pos, "use of package %s not in selector",
                e->u.selector.x->u.ident.name); // Go's compiler looks at it by itself
  if (e->kind == EXPR_SELECTOR && e->u.selector.x->mode == MODE_MAP_INDEX)
    check_error(c, left->start_pos, "cannot assign to struct field %s in map",
                check_expr_string(c, left));
  else
    check_error(c, left->start_pos,
                "cannot assign to %s (neither addressable nor a map index expression)",
                check_expr_string(c, left));
}

bool check_assigned(struct checker *c, struct expr *left) {
  if (left->mode == MODE_VARIABLE || left->mode == MODE_MAP_INDEX)
    return true;
  report_unassignable(c, left);
  return false;
}

struct type *check_left(struct checker *c, struct expr *left) {
  struct expr *e = expr_unparen(left);
  struct object *v = NULL;
  bool used = false;
  if (e->kind == EXPR_IDENT) {
    if (e->u.ident.name == c->blank) {
      e->mode = left->mode = MODE_VARIABLE;
      e->u.ident.object = NULL;
      return NULL;
    }
    v = check_lookup(c, e->u.ident.name);
    if (v && v->kind == OBJECT_VAR)
      used = v->used;
    else
      v = NULL;
  }
  check_expr(c, left);
  if (v)
    v->used = used; // to be assigned to is no use
  if (left->mode == MODE_INVALID || !types_is_valid(left->type))
    return invalid_type(c);
  return check_assigned(c, left) ? left->type : invalid_type(c);
}

static void assign_value(struct checker *c, struct expr *left, struct type *t, struct expr *value) {
  if (t && !types_is_valid(t))
    return;
  check_assignment(c, value, t, !t ? "assignment to _ identifier" : "assignment");
  if (!t)
    left->type = value->type;
}

static void assign_one(struct checker *c, struct expr *left, struct expr *right) {
  struct type *t = check_left(c, left);
  if (t && !types_is_valid(t)) {
    check_use(c, &right, 1);
    return;
  }
  check_expr_target(c, right, t, check_expr_string(c, left));
  assign_value(c, left, t, right);
}

void check_assign_variables(struct checker *c, struct expr **left, int left_count,
                            struct expr **right, int right_count) {
  bool is_call = right_count == 1 && expr_unparen(right[0])->kind == EXPR_CALL;
  if (left_count == right_count && !is_call) {
    for (int i = 0; i < left_count; i++)
      assign_one(c, left[i], right[i]);
    return;
  }
  if (right_count != 1) {
    int errors = c->error_count;
    for (int i = 0; i < left_count; i++)
      check_left(c, left[i]);
    check_use(c, right, right_count);
    if (c->error_count == errors)
      check_count_mismatch(c, right[0], right_count, left_count, right_count);
    return;
  }
  struct type **types = region_alloc(c->region, (size_t)left_count * sizeof *types);
  for (int i = 0; i < left_count; i++)
    types[i] = check_left(c, left[i]);
  check_multi_expr(c, right[0]);
  if (right[0]->mode == MODE_NO_VALUE) {
    check_error(c, right[0]->start_pos, "%s used as value", check_operand_string(c, right[0]));
    check_invalidate(c, right[0]);
  }
  struct expr **values;
  int count = check_unpack(c, right[0], left_count, &values);
  if (count == left_count)
    for (int i = 0; i < left_count; i++)
      assign_value(c, left[i], types[i], values[i]);
  else if (count >= 0)
    check_count_mismatch(c, right[0], 1, left_count, count);
}
