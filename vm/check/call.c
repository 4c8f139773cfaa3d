// Calls of functions and conversions. After go/types call.go.

#include "vm/check/internal.h"

const char check_argument_context[] = "argument";

// Conversions.

static void convert(struct checker *c, struct expr *e, struct type *t) {
  struct expr_list *args = &e->u.call.args;
  e->u.call.kind = CALL_CONVERSION;
  const char *type = NULL;
  if (args->count != 1)
    type = check_type_string(c, t);
  if (args->count == 0) {
    check_error(c, e->start_pos, "missing argument in conversion to %s", type);
    return;
  }
  if (args->count > 1) {
    check_use(c, args->items, args->count);
    check_error(c, args->items[args->count - 1]->start_pos,
                "too many arguments in conversion to %s", type);
    return;
  }
  struct expr *x = args->items[0];
  check_expr_hint(c, x, t);
  if (x->mode == MODE_INVALID)
    return;
  if (e->u.call.has_ellipsis) {
    check_error(c, x->start_pos, "invalid use of ... in conversion to %s", check_type_string(c, t));
    return;
  }
  if (!check_complete(c, t))
    return;
  const struct type_set *set = types_type_set(t);
  if (!set->all || set->comparable) {
    check_error(c, e->start_pos,
                "cannot use interface %s in conversion (contains specific type constraints or is "
                "comparable)",
                check_type_string(c, t));
    return;
  }
  check_conversion(c, e, x, t);
  struct expr *name = expr_unparen(e->u.call.fun);
  bool is_argument = name->kind == EXPR_IDENT && name->u.ident.object &&
                     name->u.ident.object->kind == OBJECT_TYPE &&
                     name->u.ident.object->u.type_name.is_argument;
  if (is_argument && e->mode == MODE_CONSTANT) {
    // In a generic body T(1) is a value: T need not be a type of constants.
    check_update_type(c, x, t);
    e->mode = MODE_VALUE;
    e->value = NULL;
  }
}

// Arguments.

struct arguments {
  struct type **types;  // of each value
  struct expr **values; // the expression, or a stand-in for a value of a multi-value call
  int count;
  bool from_tuple;
};

static bool evaluate_arguments(struct checker *c, struct expr *e, struct arguments *a) {
  struct expr_list *args = &e->u.call.args;
  bool good = true;
  if (args->count == 1) {
    check_multi_expr(c, args->items[0]);
    struct expr *x = args->items[0];
    if (x->mode == MODE_VALUE && x->type->kind == TYPE_TUPLE) {
      a->from_tuple = true;
      a->count = x->type->u.tuple.count;
      a->values = region_alloc(c->region, (size_t)(a->count + 1) * sizeof *a->values);
      for (int i = 0; i < a->count; i++) {
        a->values[i] = region_alloc(c->region, sizeof *x);
        *a->values[i] = *x;
        a->values[i]->type = x->type->u.tuple.types[i];
      }
      return true;
    }
    a->count = 1;
    a->values = args->items;
    return x->mode != MODE_INVALID;
  }
  for (int i = 0; i < args->count; i++) {
    check_generic_expr(c, args->items[i]);
    good = good && args->items[i]->mode != MODE_INVALID;
  }
  a->count = args->count;
  a->values = args->items;
  return good;
}

static void report_count(struct checker *c, struct expr *e, struct type *signature,
                         struct arguments *a, int expected) {
  pos_t pos = e->start_pos;
  if (a->count > expected)
    pos = a->values[expected]->start_pos;
  else if (a->count > 0)
    pos = a->values[a->count - 1]->start_pos;
  struct type **have = region_alloc(c->region, (size_t)(a->count + 1) * sizeof *have);
  int param_count = signature->u.signature.param_count;
  struct type **want = region_alloc(c->region, (size_t)(param_count + 1) * sizeof *want);
  for (int i = 0; i < a->count; i++)
    have[i] = a->values[i]->type;
  for (int i = 0; i < param_count; i++)
    want[i] = signature->u.signature.params[i]->type;
  check_error(c, pos, "%s arguments in call to %s\n\thave %s\n\twant %s",
              a->count > expected ? "too many" : "not enough", check_expr_string(c, e->u.call.fun),
              check_types_summary(c, have, a->count, false, e->u.call.has_ellipsis),
              check_types_summary(c, want, param_count, signature->u.signature.variadic, false));
}

static bool check_count(struct checker *c, struct expr *e, struct type *signature,
                        struct arguments *a) {
  invariant_debug(signature->kind == TYPE_SIGNATURE);
  int expected = signature->u.signature.param_count;
  if (signature->u.signature.variadic) {
    if (e->u.call.has_ellipsis) {
      if (a->from_tuple) {
        check_error(c, e->start_pos, "cannot use ... with %d-valued %s", a->count,
                    check_expr_string(c, e->u.call.args.items[0]));
        return false;
      }
    } else if (a->count >= expected - 1) {
      return true;
    } else {
      expected--;
    }
  } else if (e->u.call.has_ellipsis) {
    check_error(c, e->start_pos, "cannot use ... in call to non-variadic %s",
                check_expr_string(c, e->u.call.fun));
    return false;
  }
  if (a->count == expected)
    return true;
  report_count(c, e, signature, a, expected);
  return false;
}

bool check_argument_count(struct checker *c, struct expr *call, struct type *signature,
                          struct expr **values, int count) {
  struct arguments a = {
      .values = values, .count = count, .from_tuple = call->u.call.args.count == 1 && count > 1};
  return check_count(c, call, signature, &a);
}

static void assign_arguments(struct checker *c, struct expr *e, struct type *signature,
                             struct arguments *a) {
  int param_count = signature->u.signature.param_count;
  struct expr *outer = c->callee;
  c->callee = e->u.call.fun;
  for (int i = 0; i < a->count; i++) {
    struct type *t;
    if (signature->u.signature.variadic && i >= param_count - 1) {
      t = signature->u.signature.params[param_count - 1]->type;
      if (!e->u.call.has_ellipsis && t->kind == TYPE_SLICE)
        t = t->u.slice.elem;
    } else {
      t = signature->u.signature.params[i]->type;
    }
    check_assignment(c, a->values[i], t, check_argument_context);
  }
  c->callee = outer;
}

// The types of a signature's results as a call has them.
static void set_result(struct checker *c, struct expr *e, struct type *signature) {
  invariant_debug(signature->kind == TYPE_SIGNATURE);
  int count = signature->u.signature.result_count;
  if (count == 0) {
    e->mode = MODE_NO_VALUE;
    return;
  }
  e->mode = MODE_VALUE;
  e->type = signature->u.signature.results[0]->type;
  if (count == 1) {
    if (!types_is_valid(e->type))
      check_invalidate(c, e);
    return;
  }
  struct type **types = region_alloc(c->region, (size_t)count * sizeof *types);
  for (int i = 0; i < count; i++)
    types[i] = signature->u.signature.results[i]->type;
  e->type = types_new_tuple(c->universe, types, count);
  e->type->u.tuple.objects = signature->u.signature.results;
}

static const char *function_problem(struct checker *c, struct type *t, struct type *under,
                                    int wanted) {
  (void)wanted;
  return t && under->kind != TYPE_SIGNATURE
             ? region_printf(c->region, "%s is not a function", check_type_string(c, t))
             : NULL;
}

static void call_function(struct checker *c, struct expr *e) {
  struct expr *fun = e->u.call.fun;
  const char *cause = NULL;
  struct type *signature = fun->type->kind == TYPE_SIGNATURE
                               ? fun->type
                               : check_common_under(c, fun->type, function_problem, 0, &cause);
  if (!signature) {
    check_error(c, e->start_pos, "invalid operation: cannot call %s: %s",
                check_operand_string(c, fun), cause);
    check_use(c, e->u.call.args.items, e->u.call.args.count);
    return;
  }
  e->u.call.kind = CALL_FUNCTION;
  struct arguments a = {0};
  bool good = evaluate_arguments(c, e, &a);
  c->context.has_call_or_receive = true;
  bool generic = types_is_generic(signature);
  for (int i = 0; i < a.count && !generic && good; i++)
    generic = types_is_generic(a.values[i]->type);
  if (generic) {
    if (!good || !check_infer_call(c, e, signature, a.values, a.count))
      return;
    if (types_is_generic(signature))
      signature = type_underlying(fun->type);
  }
  set_result(c, e, signature);
  if (good && check_count(c, e, signature, &a))
    assign_arguments(c, e, signature, &a);
}

void check_call(struct checker *c, struct expr *e) {
  struct expr *fun = e->u.call.fun;
  check_raw_expr(c, fun, NULL);
  if (fun->mode == MODE_NO_VALUE) {
    check_error(c, fun->start_pos, "%s used as value or type", check_operand_string(c, fun));
    check_invalidate(c, fun);
  }
  check_single_value(c, fun);
  switch (fun->mode) {
  case MODE_INVALID:
    check_use(c, e->u.call.args.items, e->u.call.args.count);
    return;
  case MODE_TYPE:
    check_not_generic(c, fun);
    if (fun->mode == MODE_TYPE)
      convert(c, e, fun->type);
    return;
  case MODE_BUILTIN: {
    struct expr *name = expr_unparen(fun);
    struct object *object =
        name->kind == EXPR_IDENT ? name->u.ident.object : name->u.selector.selection.object;
    e->u.call.kind = CALL_BUILTIN;
    e->u.call.builtin = object->u.builtin.kind;
    check_builtin_call(c, e, object->u.builtin.kind);
    if (e->mode != MODE_INVALID && e->mode != MODE_CONSTANT)
      c->context.has_call_or_receive = true;
    return;
  }
  default:
    call_function(c, e);
  }
}
