// The builtin functions of numbers: complex, real, imag, min and max. After go/types builtins.go.

#include "vm/check/builtin.h"

static void to_float_constant(struct builtin_call *b, struct expr *x) {
  if (type_is_numeric(x->type) && constant_sign(constant_imag(b->checker->pool, x->value)) == 0)
    x->type = builtin_basic(b, BASIC_UNTYPED_FLOAT);
}

static struct type *complex_of(struct builtin_call *b, struct type *t) {
  t = type_underlying(t);
  if (t->kind != TYPE_BASIC)
    return NULL;
  switch (t->u.basic.kind) {
  case BASIC_FLOAT32:
    return builtin_basic(b, BASIC_COMPLEX64);
  case BASIC_FLOAT64:
    return builtin_basic(b, BASIC_COMPLEX128);
  case BASIC_UNTYPED_FLOAT:
    return builtin_basic(b, BASIC_UNTYPED_COMPLEX);
  default:
    return NULL;
  }
}

static void match_parts(struct builtin_call *b, struct expr *x, struct expr *y) {
  struct checker *c = b->checker;
  bool x_untyped = type_is_untyped(x->type), y_untyped = type_is_untyped(y->type);
  if (x_untyped && !y_untyped) {
    check_convert_untyped(c, x, y->type);
  } else if (!x_untyped && y_untyped) {
    check_convert_untyped(c, y, x->type);
  } else if (x_untyped && y_untyped && x->mode == MODE_CONSTANT && y->mode == MODE_CONSTANT) {
    to_float_constant(b, x);
    to_float_constant(b, y);
  } else if (x_untyped) {
    check_convert_untyped(c, x, builtin_basic(b, BASIC_FLOAT64));
    check_convert_untyped(c, y, builtin_basic(b, BASIC_FLOAT64));
  }
}

// The type of the result would be a type parameter of its own, which Go's compiler does not have.
static void refuse_param(struct builtin_call *b, struct expr *x) {
  check_error(b->checker, x->start_pos,
              "%s not supported as argument to built-in %s for go1.18 (see go.dev/issue/50937)",
              check_operand_string(b->checker, x), builtin_facts(b->kind)->name);
}

void builtin_complex(struct builtin_call *b) {
  invariant_debug(b->count == 2);
  struct checker *c = b->checker;
  struct expr *x = b->args[0], *y = b->args[1];
  match_parts(b, x, y);
  if (x->mode == MODE_INVALID || y->mode == MODE_INVALID)
    return;
  if (!types_identical(x->type, y->type)) {
    check_error(c, x->start_pos, "invalid operation: %s (mismatched types %s and %s)",
                check_expr_string(c, b->e), check_type_string(c, x->type),
                check_type_string(c, y->type));
    return;
  }
  if (type_is_param(x->type) && type_all(x->type, type_is_float)) {
    refuse_param(b, x);
    return;
  }
  struct type *t = complex_of(b, x->type);
  if (!t) {
    check_error(c, x->start_pos,
                "invalid argument: arguments have type %s, expected floating-point",
                check_type_string(c, x->type));
    return;
  }
  if (x->mode == MODE_CONSTANT && y->mode == MODE_CONSTANT)
    check_set_constant(b->e,
                       constant_make_complex(c->pool, constant_to_float(c->pool, x->value),
                                             constant_to_float(c->pool, y->value)),
                       t);
  else
    builtin_succeed(b, MODE_VALUE, t);
}

void builtin_complex_part(struct builtin_call *b) {
  struct checker *c = b->checker;
  struct expr *x = b->args[0];
  if (type_is_untyped(x->type)) {
    if (x->mode == MODE_CONSTANT && type_is_numeric(x->type))
      x->type = builtin_basic(b, BASIC_UNTYPED_COMPLEX);
    else if (x->mode != MODE_CONSTANT &&
             !check_convert_untyped(c, x, builtin_basic(b, BASIC_COMPLEX128)))
      return;
  }
  if (type_is_param(x->type) && type_all(x->type, type_is_complex)) {
    refuse_param(b, x);
    return;
  }
  struct type *under = type_underlying(x->type), *t = NULL;
  if (under->kind == TYPE_BASIC && under->u.basic.kind == BASIC_COMPLEX64)
    t = builtin_basic(b, BASIC_FLOAT32);
  else if (under->kind == TYPE_BASIC && under->u.basic.kind == BASIC_COMPLEX128)
    t = builtin_basic(b, BASIC_FLOAT64);
  else if (under->kind == TYPE_BASIC && under->u.basic.kind == BASIC_UNTYPED_COMPLEX)
    t = builtin_basic(b, BASIC_UNTYPED_FLOAT);
  if (!t) {
    check_error(c, x->start_pos, "invalid argument: argument has type %s, expected complex type",
                check_type_string(c, x->type));
    return;
  }
  if (x->mode == MODE_CONSTANT)
    check_set_constant(
        b->e, b->kind == BUILTIN_REAL ? constant_real(x->value) : constant_imag(c->pool, x->value),
        t);
  else
    builtin_succeed(b, MODE_VALUE, t);
}

void builtin_min_max(struct builtin_call *b) {
  invariant_debug(b->count >= 1);
  struct checker *c = b->checker;
  check_requires(c, b->e->u.call.fun->start_pos, 21, "built-in %s", builtin_facts(b->kind)->name);
  struct expr best = *b->args[0];
  enum token op = b->kind == BUILTIN_MIN ? TOKEN_LSS : TOKEN_GTR;
  best.kind =
      EXPR_BAD; // a stand-in: conversions must not reach the operands of the first argument yet
  for (int i = 0; i < b->count; i++) {
    struct expr *a = b->args[i];
    if (!type_all(a->type, types_is_ordered)) {
      check_error(c, a->start_pos, "invalid argument: %s cannot be ordered",
                  check_operand_string(c, a));
      return;
    }
    if (i == 0)
      continue;
    struct expr other = *a;
    check_match_types(c, &best, &other);
    if (best.mode == MODE_INVALID || other.mode == MODE_INVALID)
      return;
    if (!types_identical(best.type, other.type)) {
      check_error(c, a->start_pos,
                  "invalid argument: mismatched types %s (previous argument) and %s (type of %s)",
                  check_type_string(c, best.type), check_type_string(c, other.type),
                  check_expr_string(c, a));
      return;
    }
    if (best.mode == MODE_CONSTANT && other.mode == MODE_CONSTANT) {
      if (constant_compare(c->pool, other.value, op, best.value))
        best.value = other.value;
    } else {
      best.mode = MODE_VALUE;
    }
  }
  struct type *t = best.mode == MODE_CONSTANT ? best.type : types_default(c->universe, best.type);
  for (int i = 0; i < b->count; i++)
    if (type_is_untyped(b->args[i]->type))
      check_update_type(c, b->args[i], t);
  if (best.mode == MODE_CONSTANT)
    check_set_constant(b->e, best.value, t);
  else
    builtin_succeed(b, MODE_VALUE, t);
}
